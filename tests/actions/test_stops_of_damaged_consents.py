"""Her stop counts even where a cell of the consent no longer opens."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select

from survivor_portal.actions.consents import SpokenStop, consent_for, record_spoken_stop, withdraw_consent
from survivor_portal.domain.consent import EventState, Method
from survivor_portal.models import Acknowledgement, Consent, ConsentEvent, Disclosure
from survivor_portal.security.encryption import CannotOpenError
from survivor_portal.security.tokens import digest, new_ref
from tests.caseload import Caseload, make_caseload
from tests.stored import all_rows

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.timepiece import Timepiece


@pytest.fixture
def caseload(deps: "Deps", timepiece: "Timepiece") -> Caseload:
    return make_caseload(deps, timepiece)


@pytest.fixture
def wren(caseload: Caseload) -> str:
    return caseload.add("Wren")


@pytest.fixture(params=["scope", "details"])
def damaged(request: pytest.FixtureRequest, caseload: Caseload, wren: str) -> str:
    """A given consent of hers, with a sealed cell that belongs to another row: what it covers, or what was told."""
    deps, whole = caseload.deps, caseload.give(wren)
    told = caseload.tell(wren, whole)
    if request.param == "details":
        _copy(deps, Disclosure, Disclosure.id == told, id=new_ref(deps.chance), form_token_digest=digest("another"))
        return whole
    ref = new_ref(deps.chance)
    _copy(deps, Consent, Consent.record_id == whole, record_id=ref, form_token_digest=digest("another"))
    for state in (EventState.DRAFT, EventState.GIVEN):
        which = (ConsentEvent.record_id == whole) & (ConsentEvent.event_state == state)
        _copy(deps, ConsentEvent, which, id=new_ref(deps.chance), record_id=ref)
    return ref


def test_her_stop_is_written_down_and_twice_equals_once(caseload: Caseload, wren: str, damaged: str) -> None:
    deps = caseload.deps
    with pytest.raises(CannotOpenError):
        consent_for(deps, wren, damaged)

    withdraw_consent(deps, wren, damaged)
    once = all_rows(deps)
    withdraw_consent(deps, wren, damaged)

    assert _stops(deps, damaged) == [(wren, wren, Method.PORTAL, deps.clock())]
    assert all_rows(deps) == once


def test_so_is_one_she_spoke_from_when_she_said_it(caseload: Caseload, wren: str, damaged: str) -> None:
    deps = caseload.deps
    said_at = deps.clock() - timedelta(minutes=1)

    for _ in range(2):
        assert record_spoken_stop(deps, caseload.advocate, wren, SpokenStop(frozenset({damaged}), said_at)) is None

    assert _stops(deps, damaged) == [(wren, caseload.advocate, Method.ORAL, said_at)]
    with deps.storage.read() as connection:
        seen = connection.scalars(select(Acknowledgement.seen_by).where(Acknowledgement.record_id == damaged)).all()
    assert seen == [caseload.advocate]


def _copy(deps: "Deps", model: Any, which: Any, **changes: Any) -> None:  # noqa: ANN401 (any table of ours)
    with deps.storage.write() as session:
        row = session.execute(select(*model.__table__.columns).where(which)).one()
        session.execute(insert(model).values(**{**row._mapping, **changes}))
        session.commit()


def _stops(deps: "Deps", record_id: str) -> list[tuple[Any, ...]]:
    statement = select(
        ConsentEvent.entity, ConsentEvent.recorded_by, ConsentEvent.method, ConsentEvent.effective_time
    ).where(ConsentEvent.record_id == record_id, ConsentEvent.event_state == EventState.WITHDRAWN)
    with deps.storage.read() as connection:
        return [tuple(row) for row in connection.execute(statement)]

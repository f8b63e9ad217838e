"""Her stop counts even where a cell of the consent no longer opens."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, select

from survivor_portal.actions.consents import (
    DamagedConsent,
    ProposedDisclosure,
    SpokenStop,
    acknowledge_stop,
    all_consents_of,
    any_consent_for,
    new_form_token,
    recipients,
    record_disclosure,
    record_spoken_stop,
    withdraw_consent,
)
from survivor_portal.domain.consent import DataItem, EventState, Method, Purpose, Refusal, SharingMethod
from survivor_portal.models import Acknowledgement, ConsentEvent
from survivor_portal.security.keyring import WrappedKey
from tests.caseload import Caseload
from tests.damage import Cell, give_damaged
from tests.stored import all_rows, lost_table, noted_statements

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps


@pytest.fixture(params=[Cell.SCOPE, Cell.DETAILS])
def damaged(request: pytest.FixtureRequest, caseload: Caseload, wren: str) -> str:
    """A given consent of hers of which not all can be read: what it covers, or what was told."""
    return give_damaged(caseload, wren, request.param)


def test_her_stop_is_written_down_and_twice_equals_once(caseload: Caseload, wren: str, damaged: str) -> None:
    deps = caseload.deps
    assert rest_of(deps, wren, damaged).may_stand

    withdraw_consent(deps, wren, damaged)
    once = all_rows(deps)
    withdraw_consent(deps, wren, damaged)

    assert _stops(deps, damaged) == [(wren, wren, Method.PORTAL, deps.clock())]
    assert all_rows(deps) == once


def assert_stops_count(caseload: Caseload, wren: str, *, spoken: str, pressed: str) -> None:
    """Stop one consent as her advocate does for her and one as she does, and see both written down."""
    deps = caseload.deps
    withdraw_consent(deps, wren, pressed)
    stop = SpokenStop(frozenset({spoken}), deps.clock())
    assert record_spoken_stop(deps, caseload.advocate, wren, stop) is None
    assert [len(_stops(deps, record_id)) for record_id in (spoken, pressed)] == [1, 1]


def test_her_stop_does_not_wait_for_her_key(caseload: Caseload, wren: str) -> None:
    spoken, pressed = caseload.give(wren), caseload.give(wren)

    with caseload.deps.key_ring.storage.write() as session:
        session.execute(delete(WrappedKey))
        session.commit()

    assert_stops_count(caseload, wren, spoken=spoken, pressed=pressed)


def test_her_stop_does_not_wait_for_the_database_of_the_keys(caseload: Caseload, wren: str) -> None:
    spoken, pressed = caseload.give(wren), caseload.give(wren)

    with lost_table(caseload.deps.key_ring.storage, "data_keys"):
        assert_stops_count(caseload, wren, spoken=spoken, pressed=pressed)


def test_so_is_one_she_spoke_from_when_she_said_it(caseload: Caseload, wren: str, damaged: str) -> None:
    deps = caseload.deps
    said_at = deps.clock() - timedelta(minutes=1)

    for _ in range(2):
        assert record_spoken_stop(deps, caseload.advocate, wren, SpokenStop(frozenset({damaged}), said_at)) is None

    assert _stops(deps, damaged) == [(wren, caseload.advocate, Method.ORAL, said_at)]
    with deps.storage.read() as connection:
        seen = connection.scalars(select(Acknowledgement.seen_by).where(Acknowledgement.record_id == damaged)).all()
    assert seen == [caseload.advocate]


def test_that_her_stop_was_seen_can_be_said_all_the_same(caseload: Caseload, wren: str, damaged: str) -> None:
    deps = caseload.deps
    acknowledge_stop(deps, caseload.advocate, wren, damaged)
    assert rest_of(deps, wren, damaged).acknowledgements == ()

    withdraw_consent(deps, wren, damaged)
    assert rest_of(deps, wren, damaged).is_unseen_stop
    acknowledge_stop(deps, caseload.advocate, wren, damaged)

    assert [seen.seen_by for seen in rest_of(deps, wren, damaged).acknowledgements] == [caseload.advocate]


def test_nothing_can_be_told_under_it(caseload: Caseload, wren: str, damaged: str) -> None:
    told = ProposedDisclosure(
        consent=damaged,
        recipient=recipients(caseload.deps)[0].ref,
        purpose=Purpose.LEGAL_HELP,
        items=frozenset({DataItem.CHOSEN_NAME}),
        method=SharingMethod.PHONE,
        token=new_form_token(caseload.deps),
    )
    before = all_rows(caseload.deps)

    assert record_disclosure(caseload.deps, caseload.advocate, wren, told) is Refusal.NOT_GIVEN
    assert all_rows(caseload.deps) == before


def test_the_others_are_read_as_ever_and_the_cost_is_the_same(caseload: Caseload, wren: str) -> None:
    def cost() -> int:
        with noted_statements(caseload.deps) as statements:
            all_consents_of(caseload.deps, wren)
        return len(statements.sent)

    whole, before = caseload.give(wren), cost()
    damaged = {give_damaged(caseload, wren, cell) for cell in (Cell.SCOPE, Cell.DETAILS, Cell.REASON)}

    found = all_consents_of(caseload.deps, wren)
    assert {rest.record_id for rest in found.damaged} == damaged
    assert next(card for card in found.cards if card.record_id == whole).is_given
    assert cost() == before


def rest_of(deps: "Deps", her: str, ref: str) -> DamagedConsent:
    """Give what is left of a damaged consent."""
    found = any_consent_for(deps, her, ref)
    assert isinstance(found, DamagedConsent)
    return found


def _stops(deps: "Deps", record_id: str) -> list[tuple[Any, ...]]:
    statement = select(
        ConsentEvent.entity, ConsentEvent.recorded_by, ConsentEvent.method, ConsentEvent.effective_time
    ).where(ConsentEvent.record_id == record_id, ConsentEvent.event_state == EventState.WITHDRAWN)
    with deps.storage.read() as connection:
        return [tuple(row) for row in connection.execute(statement)]

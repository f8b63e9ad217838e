"""Rows with a cell that really no longer opens: one that was sealed for another row, as a bad copy would leave it.

History refuses to be changed, so a damaged row is added beside the whole one it was copied from.
"""

from enum import StrEnum, unique
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from survivor_portal.actions.places import place_of
from survivor_portal.domain.consent import EventState, Method
from survivor_portal.models import Consent, ConsentEvent, Disclosure
from survivor_portal.security.tokens import digest, new_ref

if TYPE_CHECKING:
    from datetime import datetime

    from survivor_portal.actions.deps import Deps
    from tests.caseload import Caseload


@unique
class Cell(StrEnum):
    """Which cell is damaged."""

    SCOPE = "scope"
    DETAILS = "details"
    WORDS = "words"
    INTERPRETER = "interpreter"
    REASON = "reason"


def give_damaged(caseload: "Caseload", her: str, cell: Cell) -> str:
    """Let her sign a consent, tell something under it, and damage one cell of it; give its reference."""
    deps, whole = caseload.deps, caseload.give(her, interpreter="Solveig")
    told = caseload.tell(her, whole)
    if cell is Cell.DETAILS:
        _copy(deps, Disclosure, Disclosure.id == told, id=new_ref(deps.chance), form_token_digest=digest(told))
        return whole
    if cell is Cell.REASON:
        _invalidate(deps, whole, caseload.timepiece())
        return whole
    ref = new_ref(deps.chance)
    sealed = {} if cell is Cell.SCOPE else _resealed(deps, whole, ref, her, cell)
    _copy(deps, Consent, Consent.record_id == whole, record_id=ref, form_token_digest=digest(ref), **sealed)
    for state in (EventState.DRAFT, EventState.GIVEN):
        which = (ConsentEvent.record_id == whole) & (ConsentEvent.event_state == state)
        _copy(deps, ConsentEvent, which, id=new_ref(deps.chance), record_id=ref)
    return ref


def add_damaged(deps: "Deps", model: Any, whole: str, **changes: Any) -> str:  # noqa: ANN401 (any table of ours)
    """Add a copy of one row of which no sealed cell opens, but for the changes; give its reference."""
    ref = new_ref(deps.chance)
    _copy(deps, model, model.id == whole, id=ref, **changes)
    return ref


def _resealed(deps: "Deps", whole: str, ref: str, her: str, damaged: Cell) -> dict[str, Any]:
    columns = {"scope": Consent.scope, "words": Consent.words, "interpreter": Consent.interpreter}
    kept = {name: column for name, column in columns.items() if name != damaged}
    with deps.storage.read() as connection:
        row = connection.execute(select(*kept.values()).where(Consent.record_id == whole)).one()
    opened = {name: deps.vault.open(place_of(column, whole, her), getattr(row, name)) for name, column in kept.items()}
    return {name: deps.vault.seal(place_of(kept[name], ref, her), text) for name, text in opened.items()}


def _invalidate(deps: "Deps", record_id: str, now: "datetime") -> None:
    with deps.storage.write() as session:
        given = select(ConsentEvent.recorded_by).where(ConsentEvent.record_id == record_id).limit(1)
        somebody = session.scalars(given).one()
        scope = session.scalars(select(Consent.scope).where(Consent.record_id == record_id)).one()
        session.execute(
            insert(ConsentEvent).values(
                id=new_ref(deps.chance),
                record_id=record_id,
                event_state=EventState.INVALIDATED,
                event_time=now,
                effective_time=now,
                entity=somebody,
                method=Method.PORTAL,
                recorded_by=somebody,
                reason=scope,
            )
        )
        session.commit()


def _copy(deps: "Deps", model: Any, which: Any, **changes: Any) -> None:  # noqa: ANN401 (any table of ours)
    with deps.storage.write() as session:
        row = session.execute(select(*model.__table__.columns).where(which)).one()
        session.execute(insert(model).values(**{**row._mapping, **changes}))
        session.commit()

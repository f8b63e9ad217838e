"""Legal holds: written by a supervisor on a written basis, and while one stands nothing of hers is deleted."""

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from survivor_portal.actions.cases import Person, lock_survivor
from survivor_portal.actions.drafts import forget_sent
from survivor_portal.actions.erasing import written_holds
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.notices import add_notice
from survivor_portal.actions.places import place_of
from survivor_portal.actions.staff.events import StaffEventToNote, note_staff_event
from survivor_portal.actions.standing import require_standing
from survivor_portal.domain.departures import Hold, HoldRefusal, hold_refusal, may_erase, stands
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.domain.people import Role
from survivor_portal.domain.staff import StaffEventKind
from survivor_portal.models import AskedDeletion, LegalHold, Staff, Survivor
from survivor_portal.security.tokens import Ref, new_ref

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage
    from survivor_portal.actions.sessions import Viewer
    from survivor_portal.security.encryption import Opener

_SETTER = aliased(Staff)


@dataclass(frozen=True, slots=True, repr=False)
class NewHold:
    """A hold to write down: on what basis, who asked, from when, until when if known, and whether she may be told."""

    basis: str
    asked_by: str
    starts_at: "datetime"
    until: "datetime | None"
    forbids_notice: bool


@dataclass(frozen=True, slots=True, repr=False)
class WrittenHold:
    """A hold as it was written: on whom, on what basis, who asked for it, and which supervisor wrote it when."""

    ref: str
    person: Person
    basis: str
    asked_by: str
    hold: Hold
    set_by: str
    set_at: "datetime"


@dataclass(frozen=True, slots=True, repr=False)
class FoundPerson:
    """Somebody with the name looked for, and since when they are here."""

    person: Person
    since: "datetime"


def set_hold(
    deps: "Deps", supervisor: "Viewer", survivor_id: str, new: NewHold, *, sent_from: "DraftPage | None" = None
) -> Ref | HoldRefusal:
    """Write a hold down, from which moment on nothing of hers is deleted or erased.

    The draft it was `sent_from` goes in the same transaction. Raises `NotFoundError` when there is no such survivor, or
    whoever writes it supervises no more or has signed out.
    """
    now = deps.clock()
    why_not = hold_refusal(new.basis, new.asked_by, Hold(new.starts_at, new.until, new.forbids_notice), now)
    if why_not is not None:
        return why_not
    hold_id = new_ref(deps.chance)
    with deps.storage.write() as session:
        _require_supervisor(session, supervisor)
        # Locked where the database locks rows: an erasure commits before this, or finds the hold.
        lock_survivor(session, survivor_id)
        session.add(
            LegalHold(
                id=hold_id,
                survivor_id=survivor_id,
                basis=deps.vault.seal(place_of(LegalHold.basis, hold_id, survivor_id), new.basis.strip()),
                asked_by=deps.vault.seal(place_of(LegalHold.asked_by, hold_id, survivor_id), new.asked_by.strip()),
                starts_at=new.starts_at,
                until=new.until,
                forbids_notice=new.forbids_notice,
                set_by=supervisor.id,
                set_at=now,
                lifted_by=None,
                lifted_at=None,
            )
        )
        note_staff_event(deps, session, StaffEventToNote(StaffEventKind.HOLD_WRITTEN, None, supervisor.id))
        forget_sent(deps, session, sent_from)
        session.commit()
    return hold_id


def lift_hold(deps: "Deps", supervisor: "Viewer", hold_id: str) -> str:
    """End a hold, and give the reference of the person it was on; lifting it twice equals once.

    A deletion it kept back gets a new day, of which she is told. Raises `NotFoundError` as `set_hold` does.
    """
    now = deps.clock()
    with deps.storage.write() as session:
        _require_supervisor(session, supervisor)
        survivor_id = session.scalar(select(LegalHold.survivor_id).where(LegalHold.id == hold_id))
        if survivor_id is None:
            raise NotFoundError
        lifted = session.scalar(
            update(LegalHold)
            .where(LegalHold.id == hold_id, LegalHold.lifted_at.is_(None))
            .values(lifted_at=now, lifted_by=supervisor.id)
            .returning(LegalHold.id)
        )
        if lifted is not None:
            asked = session.get(AskedDeletion, survivor_id)
            if asked is not None and asked.due_at <= now and may_erase(written_holds(session, survivor_id), now):
                add_notice(deps, session, survivor_id, NoticeKind.DELETION_PUT_OFF, except_session=None)
            note_staff_event(deps, session, StaffEventToNote(StaffEventKind.HOLD_LIFTED, None, supervisor.id))
        session.commit()
    return survivor_id


def holds_of(deps: "Deps", survivor_id: str) -> tuple[WrittenHold, ...]:
    """Give every hold there was on a survivor, oldest first, lifted or not."""
    with deps.storage.read() as connection:
        rows = connection.execute(_every_hold().where(LegalHold.survivor_id == survivor_id)).all()
    return _written(deps, rows)


def standing_holds(deps: "Deps") -> tuple[WrittenHold, ...]:
    """Give the holds that stand, on whomever, oldest first. Costs one statement and one for the keys."""
    with deps.storage.read() as connection:
        rows = connection.execute(_every_hold().where(LegalHold.lifted_at.is_(None))).all()
    now = deps.clock()
    return tuple(written for written in _written(deps, rows) if stands(written.hold, now))


def people_called(deps: "Deps", name: str) -> tuple[FoundPerson, ...]:
    """Find survivors by sign-in name or by the whole of the name they chose, for a hold to be written on one of them.

    Chosen names are sealed, so everyone's is opened and compared, and nothing of them is kept.
    """
    sign_in_digest, looked_for = deps.sign_in_digest(name), _plain(name)
    statement = select(
        Survivor.id, Survivor.chosen_name, Survivor.language, Survivor.sign_in_digest, Survivor.created_at
    )
    with deps.storage.read() as connection:
        rows = connection.execute(statement.order_by(Survivor.created_at, Survivor.id)).all()
    opener = deps.vault.opener(*(row.id for row in rows))
    people = [(_person(opener, row, row.id), row) for row in rows if row.id in opener.keys]
    return tuple(
        FoundPerson(person, row.created_at)
        for person, row in people
        if row.sign_in_digest == sign_in_digest or _plain(person.name) == looked_for
    )


def person_to_hold(deps: "Deps", survivor_id: str) -> Person:
    """Look any survivor up, for a hold. Raises `NotFoundError` when there is none."""
    statement = select(Survivor.chosen_name, Survivor.language).where(Survivor.id == survivor_id)
    with deps.storage.read() as connection:
        row = connection.execute(statement).one_or_none()
    opener = deps.vault.opener(survivor_id)
    if row is None or survivor_id not in opener.keys:
        raise NotFoundError
    return _person(opener, row, survivor_id)


def _every_hold() -> "Select[*tuple[Any, ...]]":
    return (
        select(
            *LegalHold.__table__.columns,
            Survivor.chosen_name,
            Survivor.language,
            _SETTER.name.label("setter"),
        )
        .join(Survivor, Survivor.id == LegalHold.survivor_id)
        .join(_SETTER, _SETTER.id == LegalHold.set_by)
        .order_by(LegalHold.set_at, LegalHold.id)
    )


def _written(deps: "Deps", rows: "Any") -> tuple[WrittenHold, ...]:  # noqa: ANN401 (SQLAlchemy's own rows)
    opener = deps.vault.opener(*{known for row in rows for known in (row.survivor_id, row.set_by)})
    return tuple(
        WrittenHold(
            row.id,
            _person(opener, row, row.survivor_id),
            opener.open(place_of(LegalHold.basis, row.id, row.survivor_id), row.basis),
            opener.open(place_of(LegalHold.asked_by, row.id, row.survivor_id), row.asked_by),
            Hold(row.starts_at, row.until, row.forbids_notice, row.lifted_at),
            opener.open(place_of(Staff.name, row.set_by, row.set_by), row.setter),
            row.set_at,
        )
        for row in rows
        # Whoever has just erased her record has no name any more.
        if row.survivor_id in opener.keys
    )


def _person(opener: "Opener", row: "Row[*tuple[Any, ...]]", survivor_id: str) -> Person:
    name = opener.open(place_of(Survivor.chosen_name, survivor_id, survivor_id), row.chosen_name)
    return Person(survivor_id, name, row.language)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _require_supervisor(session: "Session", viewer: "Viewer") -> None:
    require_standing(session, viewer)
    statement = select(Staff.role).where(Staff.id == viewer.id, Staff.introduced_by.is_(None))
    if session.scalar(statement) != Role.SUPERVISOR:
        raise NotFoundError

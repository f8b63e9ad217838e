"""Inviting people: by a chosen name only, with a code that works once, for three days."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.actions.timekeeping import note_moment
from survivor_portal.domain.invites import CODE_WORKS_FOR
from survivor_portal.domain.people import Role
from survivor_portal.models import Invite, Staff
from survivor_portal.security.tokens import Digest, Token, digest, keyed_digest, new_ref, new_token
from survivor_portal.security.words import draw_code, normalised_code

if TYPE_CHECKING:
    from datetime import datetime

    from survivor_portal.actions.deps import Deps


@dataclass(frozen=True, slots=True, repr=False)
class MadeInvite:
    """A fresh invite: its code is shown now, and stored nowhere."""

    name: str
    code: str
    ends_at: "datetime"


@dataclass(frozen=True, slots=True, repr=False)
class OpenInvite:
    """One invite whose code still works."""

    id: str
    name: str
    added_at: "datetime"
    ends_at: "datetime"


def code_digest(deps: "Deps", typed: str) -> Digest | None:
    """Give the digest an invite is found by, however its code was typed; None when it cannot be one.

    60 bits under a key outside the database: a stolen database says nothing about codes, and through the portal a
    thousand guesses a second for three days find one of a thousand open codes with a chance of one in four million.
    """
    code = normalised_code(typed)
    return None if code is None else keyed_digest(deps.key_ring.key_file.lookup_key, "invite code", code)


def new_invite_token(deps: "Deps") -> Token:
    """Draw the token of one form, which will make one invite."""
    return new_token(deps.chance)


def invite_person(deps: "Deps", staff_id: str, chosen_name: str, form_token: str) -> MadeInvite | None:
    """Invite someone by a chosen name, and give the code; None when this form has made its invite before.

    An advocate becomes hers when she joins; whom a supervisor invites waits for one. Her key is stored before the row.
    Raises `NotFoundError` for staff who have left.
    """
    clear_ended_invites(deps)
    now, invite_id, code = deps.clock(), new_ref(deps.chance), draw_code(deps.chance)
    ends_at = now + CODE_WORKS_FOR
    with deps.storage.read() as connection:
        role = connection.scalar(select(Staff.role).where(Staff.id == staff_id, Staff.left_at.is_(None)))
    if role is None:
        raise NotFoundError
    deps.key_ring.make(invite_id)
    invite = Invite(
        id=invite_id,
        code_digest=code_digest(deps, code),
        form_token_digest=digest(form_token),
        chosen_name=deps.vault.seal(place_of(Invite.chosen_name, invite_id, invite_id), chosen_name),
        invited_by=staff_id,
        is_for_inviter=Role(role) is Role.ADVOCATE,
        added_at=now,
        ends_at=ends_at,
    )
    try:
        with deps.storage.write() as session:
            note_moment(session, now)
            session.add(invite)
            session.commit()
    except IntegrityError:
        deps.key_ring.destroy(invite_id)
        return None
    return MadeInvite(chosen_name, code, ends_at)


def open_invites(deps: "Deps", staff_id: str) -> tuple[OpenInvite, ...]:
    """Give the invites of one staff member whose codes still work, the newest first."""
    now = deps.clock()
    statement = (
        select(Invite.id, Invite.chosen_name, Invite.added_at, Invite.ends_at)
        .where(
            Invite.invited_by == staff_id,
            Invite.redeemed_at.is_(None),
            Invite.ended_at.is_(None),
            Invite.added_at <= now,
            Invite.ends_at > now,
        )
        .order_by(Invite.added_at.desc(), Invite.id)
    )
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    opener = deps.vault.opener(*(row.id for row in rows))
    return tuple(
        OpenInvite(
            row.id,
            opener.open(place_of(Invite.chosen_name, row.id, row.id), row.chosen_name),
            row.added_at,
            row.ends_at,
        )
        for row in rows
        # A backup brought back may hold invites whose keys are gone: nobody can join with them.
        if row.id in opener.keys
    )


def cancel_invite(deps: "Deps", staff_id: str, ref: str) -> None:
    """Cancel an invite of one's own: its code works no more, and its name can be read no more.

    Raises `NotFoundError` when there is none, or when it has been used.
    """
    with deps.storage.write() as session:
        cancelled = session.scalar(
            update(Invite)
            .where(
                Invite.id == ref,
                Invite.invited_by == staff_id,
                Invite.redeemed_at.is_(None),
                Invite.ended_at.is_(None),
            )
            .values(ended_at=deps.clock())
            .returning(Invite.id)
        )
        if cancelled is None:
            raise NotFoundError
        session.commit()
    clear_ended_invites(deps)


def clear_ended_invites(deps: "Deps") -> int:
    """Clear every invite that was cancelled or has lapsed, and give their number: first the key, then the row.

    Broken off half-way, it goes on the next time. Those with which somebody joined go too, once their time is over; the
    key is hers then, and stays.
    """
    now = deps.clock()
    with deps.storage.write() as session:
        # From here on no code of theirs is taken, whoever is just typing it.
        session.execute(
            update(Invite)
            .where(Invite.redeemed_at.is_(None), Invite.ended_at.is_(None), Invite.ends_at <= now)
            .values(ended_at=now)
        )
        ended = session.scalars(select(Invite.id).where(Invite.ended_at.is_not(None))).all()
        session.execute(delete(Invite).where(Invite.redeemed_at.is_not(None), Invite.ends_at <= now))
        session.commit()
    for invite_id in ended:
        deps.key_ring.destroy(invite_id)
    if ended:
        with deps.storage.write() as session:
            session.execute(delete(Invite).where(Invite.id.in_(ended)))
            session.commit()
    return len(ended)

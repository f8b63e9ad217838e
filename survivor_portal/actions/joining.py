"""Joining with a code: a name is issued, a passphrase picked and typed again, and only then is there an account.

Until that one transaction nothing counts: a joining that is left, sent twice or half done leaves the code as good as it
was.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, delete, exists, select, update
from sqlalchemy.exc import IntegrityError

from survivor_portal.actions.entering import Entrance, enter
from survivor_portal.actions.invites import code_digest
from survivor_portal.actions.places import place_of
from survivor_portal.actions.tally import Happening
from survivor_portal.actions.throttling import ThrottleKind, Wait, clear, note_attempt, throttle_key
from survivor_portal.actions.timekeeping import moment_beside, newest_noted, note_moment
from survivor_portal.domain.invites import JOINING_LASTS, JoiningRefusal, is_under_way
from survivor_portal.domain.people import Role
from survivor_portal.models import Assignment, Invite, Joining, Staff, Survivor
from survivor_portal.security.encryption import CannotOpenError
from survivor_portal.security.keyring import KeyGoneError
from survivor_portal.security.passphrase_rules import PassphraseProblem, passphrase_problem
from survivor_portal.security.passphrases import PassphraseHash
from survivor_portal.security.tokens import Digest, Token, digest, keyed_digest, new_ref, new_token, same
from survivor_portal.security.words import draw_sign_in_name

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import OpenedSession

_MOST_DRAWS = 20


@dataclass(frozen=True, slots=True, repr=False)
class JoiningUnderWay:
    """How far someone has come: the name issued, if one was, and whether a passphrase is picked."""

    token_digest: Digest
    invite_id: str
    sign_in_name: str | None
    passphrase_hash: PassphraseHash | None


@dataclass(frozen=True, slots=True, repr=False)
class Arrival:
    """What is kept of her last step: the language she reads, and how she comes in."""

    language: str
    entrance: Entrance


def begin_joining(deps: "Deps", typed: str, device: str) -> Token | JoiningRefusal | Wait:
    """Begin to join with a code, and give the token that stands for it in this browser.

    `device` is anything this browser is known by; wrong codes count for it alone, so that nobody makes others wait.
    The code itself is not used up.
    """
    looked_for = code_digest(deps, typed)
    if looked_for is None:
        # No guess: what cannot be a code is nobody's.
        return JoiningRefusal.CODE_NOT_KNOWN
    key = throttle_key(deps, ThrottleKind.INVITE_CODE, device)
    wait = note_attempt(deps, key)
    if wait:
        return wait
    token = new_token(deps.chance)
    with deps.storage.write() as session:
        now = note_moment(session, deps.clock())
        session.execute(delete(Joining).where(Joining.ends_at <= now))
        invite_id = session.scalar(select(Invite.id).where(Invite.code_digest == looked_for, _is_open(now)))
        if invite_id is None:
            # With the moment at which it was over: no clock may bring it back.
            session.commit()
            deps.note(Happening.JOIN_CODE_REFUSED)
            return JoiningRefusal.CODE_NOT_KNOWN
        clear(session, key)
        session.add(Joining(token_digest=digest(token), invite_id=invite_id, began_at=now, ends_at=now + JOINING_LASTS))
        session.commit()
    return token


def joining_under_way(deps: "Deps", token: str) -> JoiningUnderWay | JoiningRefusal:
    """Give how far the holder of a token has come, or why there is nothing to go on with.

    A joining found over is deleted, and the moment noted, so that no clock brings it back.
    """
    now = deps.clock()
    statement = select(Joining.__table__, _is_open(now).label("is_open"), newest_noted()).join(Invite)
    with deps.storage.read() as connection:
        row = connection.execute(statement.where(Joining.token_digest == digest(token))).one_or_none()
    if row is None:
        return JoiningRefusal.BEGIN_AGAIN
    if row.finished_at is not None:
        return JoiningRefusal.ALREADY_IN
    moment = moment_beside(row.newest_at, now)
    if not (moment and row.is_open and is_under_way(began_at=row.began_at, ends_at=row.ends_at, now=moment)):
        with deps.storage.write() as session:
            note_moment(session, now)
            session.execute(delete(Joining).where(Joining.token_digest == row.token_digest))
            session.commit()
        return JoiningRefusal.BEGIN_AGAIN
    stored = None if row.passphrase_hash is None else PassphraseHash(row.passphrase_hash)
    return JoiningUnderWay(Digest(row.token_digest), row.invite_id, _name_in(deps, row), stored)


def issue_sign_in_name(deps: "Deps", joining: JoiningUnderWay, language: str) -> JoiningRefusal | None:
    """Draw a sign-in name that nobody has, in place of one drawn before, or say why there is nothing to go on with."""
    for _ in range(_MOST_DRAWS):
        name = draw_sign_in_name(deps.chance, language)
        taken = select(Survivor.id).where(Survivor.sign_in_digest == deps.sign_in_digest(name))
        with deps.storage.read() as connection:
            if connection.scalar(taken) is None:
                break
    place = place_of(Joining.sign_in_name, joining.token_digest, joining.invite_id)
    try:
        _change(deps, joining, {"sign_in_name": deps.vault.seal(place, name)})
    except KeyGoneError:
        # Cancelled just now.
        return JoiningRefusal.BEGIN_AGAIN
    return None


def drawn_seal(deps: "Deps", joining: JoiningUnderWay, drawn: str) -> Digest:
    """Give the proof, for a form to carry, that we drew a passphrase for this joining: it is stored nowhere."""
    return keyed_digest(deps.key_ring.key_file.lookup_key, f"drawn passphrase {joining.token_digest}", drawn)


def pick_drawn_passphrase(deps: "Deps", joining: JoiningUnderWay, drawn: str, seal: str) -> bool | Wait:
    """Keep the hash of a passphrase drawn here until it is typed again; False for one that was not drawn here.

    Picks count for the invite. Raises `HashingBusyError`.
    """
    if not same(drawn_seal(deps, joining, drawn), seal):
        return False
    wait = note_attempt(deps, _picks_of(deps, joining))
    if wait:
        return wait
    _change(deps, joining, {"passphrase_hash": deps.hasher.hash(drawn)})
    return True


def pick_own_passphrase(
    deps: "Deps", joining: JoiningUnderWay, passphrase: str, *, known: "Collection[str]"
) -> PassphraseProblem | Wait | None:
    """Keep the hash of her own passphrase until it is typed again, or say what is wrong with it.

    `known` are texts that others know, besides her names. Picks count for the invite. Raises
    `HashingBusyError`.
    """
    problem = passphrase_problem(passphrase, known=[joining.sign_in_name or "", *known])
    if problem:
        return problem
    wait = note_attempt(deps, _picks_of(deps, joining))
    if wait is None:
        _change(deps, joining, {"passphrase_hash": deps.hasher.hash(passphrase)})
    return wait


def join(
    deps: "Deps", joining: JoiningUnderWay, typed_again: str, arrival: Arrival
) -> "OpenedSession | JoiningRefusal | Wait":
    """Make the account, give it to whoever invited her, use the code up and sign her in: all of it or nothing.

    Of any number at once with one code, one succeeds. Tries count. Raises `HashingBusyError`.
    """
    if joining.sign_in_name is None or joining.passphrase_hash is None:
        return JoiningRefusal.BEGIN_AGAIN
    wait = note_attempt(deps, throttle_key(deps, ThrottleKind.JOINING, joining.token_digest))
    if wait:
        return wait
    if not deps.hasher.matches(joining.passphrase_hash, typed_again):
        return JoiningRefusal.NOT_THE_SAME
    try:
        with deps.storage.write() as session:
            outcome = _redeem(deps, session, joining, arrival)
            session.commit()
    except IntegrityError:
        return JoiningRefusal.NAME_TAKEN
    except (KeyGoneError, CannotOpenError):
        return JoiningRefusal.BEGIN_AGAIN
    return outcome


def _redeem(
    deps: "Deps", session: "Session", joining: JoiningUnderWay, arrival: Arrival
) -> "OpenedSession | JoiningRefusal":
    now, survivor_id = note_moment(session, deps.clock()), joining.invite_id
    sealed = session.scalar(select(Invite.chosen_name).where(Invite.id == survivor_id))
    redeemed = session.execute(
        update(Invite)
        .where(Invite.id == survivor_id, _is_open(now))
        .values(redeemed_at=now, chosen_name=None)
        .returning(Invite.invited_by, Invite.is_for_inviter)
    ).one_or_none()
    finished = session.scalar(
        update(Joining)
        .where(Joining.token_digest == joining.token_digest, Joining.finished_at.is_(None), Joining.ends_at > now)
        .values(finished_at=now, sign_in_name=None, passphrase_hash=None)
        .returning(Joining.token_digest)
    )
    if redeemed is None or finished is None or sealed is None or joining.sign_in_name is None:
        session.rollback()
        return _why_not(session, joining)
    session.execute(delete(Joining).where(Joining.invite_id == survivor_id, Joining.token_digest != finished))
    name = deps.vault.open(place_of(Invite.chosen_name, survivor_id, survivor_id), sealed)
    session.add(
        Survivor(
            id=survivor_id,
            sign_in_digest=deps.sign_in_digest(joining.sign_in_name),
            passphrase_hash=joining.passphrase_hash,
            chosen_name=deps.vault.seal(place_of(Survivor.chosen_name, survivor_id, survivor_id), name),
            language=arrival.language,
            created_at=now,
        )
    )
    session.flush()
    if redeemed.is_for_inviter and _is_advocate(session, redeemed.invited_by):
        session.add(
            Assignment(
                id=new_ref(deps.chance),
                survivor_id=survivor_id,
                staff_id=redeemed.invited_by,
                started_at=now,
                ended_at=None,
            )
        )
    clear(session, _picks_of(deps, joining))
    clear(session, throttle_key(deps, ThrottleKind.JOINING, joining.token_digest))
    return enter(deps, session, survivor_id, arrival.entrance)


def _picks_of(deps: "Deps", joining: JoiningUnderWay) -> Digest:
    # For the invite, not for the browser: whoever has a code can begin in as many browsers as they like.
    return throttle_key(deps, ThrottleKind.PICKING, joining.invite_id)


def _why_not(session: "Session", joining: JoiningUnderWay) -> JoiningRefusal:
    finished_at = session.scalar(select(Joining.finished_at).where(Joining.token_digest == joining.token_digest))
    return JoiningRefusal.BEGIN_AGAIN if finished_at is None else JoiningRefusal.ALREADY_IN


def _is_open(now: "datetime") -> ColumnElement[bool]:
    """Say which invites can be joined with at a moment. Whoever leaves takes the codes they gave along."""
    inviter_is_here = exists().where(Staff.id == Invite.invited_by, Staff.left_at.is_(None))
    return and_(
        Invite.redeemed_at.is_(None),
        Invite.ended_at.is_(None),
        Invite.added_at <= now,
        Invite.ends_at > now,
        inviter_is_here,
    )


def _is_advocate(session: "Session", staff_id: str) -> bool:
    return session.scalar(select(Staff.role).where(Staff.id == staff_id)) == Role.ADVOCATE


def _name_in(deps: "Deps", row: "Row[Any]") -> str | None:
    if row.sign_in_name is None:
        return None
    try:
        return deps.vault.open(place_of(Joining.sign_in_name, row.token_digest, row.invite_id), row.sign_in_name)
    except KeyGoneError:
        return None


def _change(deps: "Deps", joining: JoiningUnderWay, values: dict[str, Any]) -> None:
    with deps.storage.write() as session:
        session.execute(
            update(Joining)
            .where(Joining.token_digest == joining.token_digest, Joining.finished_at.is_(None))
            .values(**values)
        )
        session.commit()

"""The end of a recovery, on her own screen: the code, once, and the passphrase that she alone sets."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from survivor_portal.actions.departures import has_left
from survivor_portal.actions.entering import Entrance, enter
from survivor_portal.actions.places import place_of
from survivor_portal.actions.recovery.helping import code_digest
from survivor_portal.actions.recovery.history import EventKind, note_event
from survivor_portal.actions.recovery.requests import end_open_requests, request_from
from survivor_portal.actions.sessions import OpenedSession, end_sessions_of, survivor_owner
from survivor_portal.actions.throttling import ThrottleKind, Wait, clear, note_attempt, throttle_key
from survivor_portal.actions.timekeeping import note_moment
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.domain.recovery import MOST_WRONG_CODES, Stage, plain_words, shown_stage, stage
from survivor_portal.models import AgreedWords, Recovery, Survivor
from survivor_portal.security.passphrase_rules import PassphraseProblem, passphrase_problem
from survivor_portal.security.passphrases import PassphraseHash
from survivor_portal.security.tokens import Digest, digest, same

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps


class CodeOutcome(Enum):
    """What became of a code that was typed."""

    TAKEN = auto()
    REPEATED = auto()
    """It was taken before, in this very browser: the passphrase is next."""
    WRONG = auto()
    """Not the code, or its ten minutes are over, or nobody has the name at all: which one is not told."""
    OVER = auto()


class FinishRefusal(Enum):
    """Why no passphrase was set."""

    OVER = auto()
    """There is nothing to finish here, or it took too long."""


@dataclass(frozen=True, slots=True, repr=False)
class NewStart:
    """What she typed at the end: her new passphrase, and how she comes in. `known` are texts that others know."""

    passphrase: str
    entrance: Entrance
    language: str | None = None
    known: "Collection[str]" = ()


def take_code(deps: "Deps", token: str, typed: str) -> CodeOutcome:
    """Take the code her helper read out, in the browser whose request it is bound to; after five wrong ones it ends."""
    with deps.storage.write() as session:
        found = session.scalar(select(Recovery).where(Recovery.token_digest == digest(token)).with_for_update())
        now = note_moment(session, deps.clock())
        shown = Stage.OVER if found is None else shown_stage(request_from(found), now)
        if found is None or shown is Stage.OVER:
            session.commit()
            return CodeOutcome.OVER
        if shown is Stage.CODE_TAKEN:
            return CodeOutcome.REPEATED
        if stage(request_from(found), now) is Stage.CODE_GIVEN and _is_its_code(deps, found, typed):
            found.code_taken_at, found.code_digest = now, None
            session.commit()
            return CodeOutcome.TAKEN
        found.wrong_codes += 1
        if found.wrong_codes >= MOST_WRONG_CODES:
            found.over_at, found.code_digest, found.words_hash = now, None, None
        session.commit()
        return CodeOutcome.WRONG if found.over_at is None else CodeOutcome.OVER


def finish_recovery(
    deps: "Deps", token: str, start: NewStart
) -> OpenedSession | FinishRefusal | PassphraseProblem | Wait:
    """Set her new passphrase and sign her in here; everything else that was signed in or known as hers ends.

    The agreed words are used up, a frozen account is frozen no more, and what was done stands in her history. Of many
    such presses at once, one succeeds. Tries count for the request. Raises `HashingBusyError`.
    """
    row = _to_finish(deps, token)
    if row is None or has_left(deps, row.survivor_id):
        return FinishRefusal.OVER
    name = deps.vault.open(place_of(Survivor.chosen_name, row.survivor_id, row.survivor_id), row.chosen_name)
    problem = passphrase_problem(start.passphrase, known=[name, *start.known])
    if problem:
        return problem
    wait = note_attempt(deps, throttle_key(deps, ThrottleKind.NEW_START, digest(token)))
    if wait:
        return wait
    with deps.hasher.turn() as turn:
        words = plain_words(start.passphrase)
        # Her helper has just heard these, or may hear them yet.
        if any(turn.matches(PassphraseHash(known), words) for known in {row.heard, row.agreed} - {None}):
            return PassphraseProblem.KNOWN
        new_hash = turn.hash(start.passphrase)
    with deps.storage.write() as session:
        opened = _finish(deps, session, digest(token), new_hash, start)
        session.commit()
    return opened


def _finish(
    deps: "Deps", session: "Session", token_digest: Digest, new_hash: PassphraseHash, start: NewStart
) -> OpenedSession | FinishRefusal:
    # Her row first, then the request, then the moment: the order in which signing in takes them, too.
    asked_for = select(Recovery.survivor_id).where(Recovery.token_digest == token_digest).scalar_subquery()
    her = session.scalar(select(Survivor).where(Survivor.id == asked_for).with_for_update())
    found = session.scalar(select(Recovery).where(Recovery.token_digest == token_digest).with_for_update())
    now = note_moment(session, deps.clock())
    if her is None or found is None or stage(request_from(found), now) is not Stage.CODE_TAKEN:
        return FinishRefusal.OVER
    was_frozen = her.frozen_at is not None
    her.passphrase_hash, her.frozen_at = new_hash, None
    her.language = start.language or her.language
    found.recovered_at = found.over_at = now
    found.words_hash = None
    session.flush()
    end_open_requests(session, her.id, now)
    end_sessions_of(session, survivor_owner(her.id))
    session.execute(delete(AgreedWords).where(AgreedWords.survivor_id == her.id))
    clear(session, throttle_key(deps, ThrottleKind.SURVIVOR_SIGN_IN, her.sign_in_digest))
    clear(session, throttle_key(deps, ThrottleKind.NEW_START, token_digest))
    note_event(deps, session, her.id, EventKind.RECOVERED, by=found.staff_id)
    also = (NoticeKind.RECOVERED, NoticeKind.UNFROZEN) if was_frozen else (NoticeKind.RECOVERED,)
    return enter(deps, session, her.id, start.entrance, also=also)


def _to_finish(deps: "Deps", token: str) -> "Row[*tuple[Any, ...]] | None":
    statement = (
        select(
            Recovery.survivor_id,
            Recovery.asked_at,
            Recovery.code_given_at,
            Recovery.code_taken_at,
            Recovery.wrong_codes,
            Recovery.over_at,
            Recovery.closed_at,
            Recovery.words_hash.label("heard"),
            Survivor.chosen_name,
            AgreedWords.words_hash.label("agreed"),
        )
        .join(Survivor, Survivor.id == Recovery.survivor_id)
        .outerjoin(AgreedWords, AgreedWords.survivor_id == Survivor.id)
        .where(Recovery.token_digest == digest(token))
    )
    with deps.storage.read() as connection:
        row = connection.execute(statement).one_or_none()
    return row if row is not None and stage(request_from(row), deps.clock()) is Stage.CODE_TAKEN else None


def _is_its_code(deps: "Deps", found: Recovery, typed: str) -> bool:
    looked_for = code_digest(deps, found.id, typed)
    return found.code_digest is not None and looked_for is not None and same(found.code_digest, looked_for)

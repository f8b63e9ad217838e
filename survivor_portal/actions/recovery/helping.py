"""Helping her back in: her advocate or a supervisor compares her number, hears her words, and reads a code out to her.

The code is worth nothing but in the browser that made the request, and sets nothing by itself: no staff member ever
holds what opens her pages.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.notices import add_notice
from survivor_portal.actions.recovery.history import EventKind, note_event
from survivor_portal.actions.recovery.requests import is_open, request_from
from survivor_portal.actions.standing import require_staff_standing
from survivor_portal.actions.throttling import ThrottleKind, Wait, check_passphrase, clear, throttle_key
from survivor_portal.actions.timekeeping import note_moment
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.domain.people import Audience
from survivor_portal.domain.recovery import (
    CODE_LASTS,
    Evidence,
    HelpRefusal,
    Stage,
    help_refusal,
    plain_words,
    stage,
)
from survivor_portal.models import AgreedWords, Assignment, Recovery, Survivor
from survivor_portal.security import crockford
from survivor_portal.security.passphrases import PassphraseHash
from survivor_portal.security.tokens import Digest, keyed_digest

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer

CODE_LENGTH = 12
"""Characters, five bits each."""


@dataclass(frozen=True, slots=True, repr=False)
class Helping:
    """What the helper typed: the number on her screen, the words she said or none, and whether they are together."""

    number: str
    words: str
    is_together: bool


@dataclass(frozen=True, slots=True, repr=False)
class GivenCode:
    """A code to read out to her; it is stored nowhere."""

    code: str
    ends_at: "datetime"


def help_back_in(deps: "Deps", helper: "Viewer", survivor_id: str, helping: Helping) -> GivenCode | HelpRefusal | Wait:
    """Give a code for the request with this number, or say why not; one given before is worth nothing then.

    `helper` is the advocate who has her case, or any supervisor, since an advocate may be away. Words that are not hers
    count as tries, and the next ones wait. Words that are hers are used up by the code: from then on they are good for
    this helper and this request alone, and she is told. Where a second person is to agree first, this is noted for them
    to find. Raises `NotFoundError` for anyone else, and for a helper whose session or account ended while the words
    were checked; and `HashingBusyError`.
    """
    with deps.storage.read() as connection:
        require_helper(connection, helper, survivor_id)
        request_id = connection.scalar(
            select(Recovery.id).where(is_open(survivor_id, deps.clock()), Recovery.number == helping.number)
        )
        if request_id is None:
            return HelpRefusal.NO_REQUEST
        stored = _words_to_hear(connection, helper, survivor_id, request_id)
    key = throttle_key(deps, ThrottleKind.HEARD_WORDS, survivor_id)
    words = plain_words(helping.words)
    if words:
        heard = check_passphrase(deps, key, None if stored is None else PassphraseHash(stored), words)
        if isinstance(heard, Wait):
            return heard
        if not heard:
            return HelpRefusal.WRONG_WORDS
    return _give(deps, helper, survivor_id, request_id, helping, heard=stored if words else None)


def code_digest(deps: "Deps", request_id: str, typed: str) -> Digest | None:
    """Give the digest of a code for one request, however it was typed; None when it cannot be one."""
    code = crockford.normalised(typed, CODE_LENGTH)
    key = deps.key_ring.key_file.lookup_key
    return None if code is None else keyed_digest(key, f"code for request {request_id}", code)


def require_helper(connection: "Connection | Session", helper: "Viewer", survivor_id: str) -> None:
    """Raise `NotFoundError` unless this is a supervisor, or the advocate who has her case."""
    if helper.audience is Audience.SUPERVISOR:
        return
    advocate = connection.scalar(
        select(Assignment.staff_id).where(Assignment.survivor_id == survivor_id, Assignment.ended_at.is_(None))
    )
    if advocate != helper.id:
        raise NotFoundError


def _give(  # noqa: PLR0913 (what is known of one request and its helper)
    deps: "Deps", helper: "Viewer", survivor_id: str, request_id: str, helping: Helping, *, heard: str | None
) -> GivenCode | HelpRefusal:
    with deps.storage.write() as session:
        require_staff_standing(session, helper)
        her = session.get(Survivor, survivor_id, with_for_update=True)
        found = session.get(Recovery, request_id, with_for_update=True)
        now = note_moment(session, deps.clock())
        require_helper(session, helper, survivor_id)
        if her is None or found is None or stage(request_from(found), now) not in {Stage.ASKED, Stage.CODE_GIVEN}:
            session.commit()
            return HelpRefusal.NO_REQUEST
        # A second person agreed to what the first one said then, and to nobody else's word.
        is_said_again = (found.staff_id, found.is_together) == (helper.id, helping.is_together)
        evidence = Evidence(
            # Set anew since they were heard: then it was not these that she agreed on.
            words_are_right=heard is not None and heard == _words_to_hear(session, helper, survivor_id, request_id),
            is_together=helping.is_together,
            is_agreed=is_said_again and found.agreed_at is not None,
        )
        refusal = help_refusal(evidence, is_frozen=her.frozen_at is not None)
        if refusal is HelpRefusal.NOTHING_TO_GO_BY:
            session.commit()
            return refusal
        if not is_said_again:
            found.agreed_by = found.agreed_at = None
        if found.staff_id != helper.id:
            found.words_hash = None
        found.staff_id, found.is_together = helper.id, helping.is_together
        if refusal:
            found.second_asked_at = found.second_asked_at or now
            session.commit()
            return refusal
        code = crockford.draw(deps.chance, CODE_LENGTH)
        found.code_digest, found.code_given_at = code_digest(deps, found.id, code), now
        clear(session, throttle_key(deps, ThrottleKind.HEARD_WORDS, survivor_id))
        if heard is not None:
            _use_up(deps, session, found, heard)
        note_event(deps, session, survivor_id, EventKind.CODE_GIVEN, by=helper.id)
        session.commit()
    return GivenCode(code, now + CODE_LASTS)


def _words_to_hear(source: "Connection | Session", helper: "Viewer", survivor_id: str, request_id: str) -> str | None:
    """Give the hash of her agreed words; while she has none, of those this helper heard for this request before."""
    agreed = source.scalar(select(AgreedWords.words_hash).where(AgreedWords.survivor_id == survivor_id))
    heard = select(Recovery.words_hash).where(Recovery.id == request_id, Recovery.staff_id == helper.id)
    return agreed or source.scalar(heard)


def _use_up(deps: "Deps", session: "Session", found: Recovery, heard: str) -> None:
    used = session.scalar(
        delete(AgreedWords).where(AgreedWords.survivor_id == found.survivor_id).returning(AgreedWords.survivor_id)
    )
    if used is None:
        # They were used up before, by another code for this request.
        return
    found.words_hash = heard
    note_event(deps, session, used, EventKind.WORDS_USED, by=found.staff_id)
    add_notice(deps, session, used, NoticeKind.WORDS_USED, except_session=None)

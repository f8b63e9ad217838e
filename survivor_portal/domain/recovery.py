"""Getting back in with her team's help: what it takes, how long each step lasts, and what waits afterwards."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Final

from survivor_portal.domain.moments import Timed, require_utc

REQUEST_LASTS: Final = timedelta(hours=24)
CODE_LASTS: Final = timedelta(minutes=10)
NEW_PASSPHRASE_WITHIN: Final = timedelta(minutes=30)
"""From typing the code to setting the new passphrase."""

MOST_WRONG_CODES: Final = 5
OLD_MESSAGES_WAIT: Final = timedelta(hours=24)
"""After a recovery in which nobody saw her, unless a second person of the team agreed."""

KEPT_FOR: Final = REQUEST_LASTS + OLD_MESSAGES_WAIT
"""How long a request is kept at all; what was done for her stays in her own history."""

MOST_UNHELPED: Final = 50_000
"""How many requests wait for a helper at most, whoever's they are: whoever asks without end fills no disk."""

LONGEST_WORDS: Final = 100
"""Characters of the agreed words, as typed."""

_SHORTEST_WORDS: Final = 10
_FEWEST_SIGNS: Final = 5
_LONGEST_PLAIN: Final = 128
_SHORTEST_KNOWN: Final = 3


@unique
class Stage(StrEnum):
    """How far a request is."""

    ASKED = "asked"
    CODE_GIVEN = "code_given"
    CODE_TAKEN = "code_taken"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Request(Timed):
    """One browser's request to get back in.

    ``over_at`` is when that browser itself ended it: it was done, given up, or guessed at too often. ``closed_at`` is
    when somebody else did, which the browser is not told: she signed in after all, said that it was not she, or was
    erased.
    """

    asked_at: datetime
    code_given_at: datetime | None = None
    code_taken_at: datetime | None = None
    wrong_codes: int = 0
    over_at: datetime | None = None
    closed_at: datetime | None = None


@unique
class HelpRefusal(StrEnum):
    """Why no code is given, or not yet."""

    NO_REQUEST = "no_request"
    WRONG_WORDS = "wrong_words"
    NOTHING_TO_GO_BY = "nothing_to_go_by"
    """Neither were words said, nor are they together."""
    SECOND_PERSON = "second_person"
    """Someone else of the team agrees first."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for its being her: the agreed words, seeing her, and that a second person of the team agreed."""

    words_are_right: bool
    is_together: bool
    is_agreed: bool


@unique
class WordsProblem(StrEnum):
    """Why words cannot be agreed on."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    KNOWN = "known"
    """They are a name that others know."""
    OPENS_SOMETHING = "opens_something"
    """They are her passphrase, which nobody else is ever to hear."""


@dataclass(frozen=True, slots=True)
class Recovered(Timed):
    """That she got back in: when, whether her helper saw her, and when a second person agreed, if anyone did."""

    recovered_at: datetime
    was_together: bool
    agreed_at: datetime | None = None


def stage(request: Request, now: datetime) -> Stage:
    """Say how far a request is for her and her team: a code works on none that is over, whoever ended it.

    What lies ahead of ``now`` counts as over, so that a clock set back revives nothing.

    A code whose ten minutes are over leaves the request open for another. Raises ValueError if ``now`` is not UTC.
    """
    require_utc(now)
    if request.over_at is not None or request.closed_at is not None or request.wrong_codes >= MOST_WRONG_CODES:
        return Stage.OVER
    if not _lasts(request.asked_at, REQUEST_LASTS, now):
        return Stage.OVER
    if request.code_taken_at is not None:
        return Stage.CODE_TAKEN if _lasts(request.code_taken_at, NEW_PASSPHRASE_WITHIN, now) else Stage.OVER
    if request.code_given_at is not None and _lasts(request.code_given_at, CODE_LASTS, now):
        return Stage.CODE_GIVEN
    return Stage.ASKED


def shown_stage(request: Request, now: datetime) -> Stage:
    """Say how far the browser that asked is told its request is, which is the same for a name that nobody has.

    Until it typed the right code, only time and its own doings count: whether anybody has the name, was given a code
    for it, or signs in meanwhile, cannot be told from it. Raises ValueError if ``now`` is not UTC.
    """
    if request.code_taken_at is None:
        request = replace(request, code_given_at=None, closed_at=None)
    return stage(request, now)


def help_refusal(evidence: Evidence, *, is_frozen: bool) -> HelpRefusal | None:
    """Return why a helper gets no code yet, or None when there is one.

    One helper alone goes by the agreed words, and for a frozen account by seeing her besides. Whoever has lost the
    words too, or is far away while her phone is frozen, gets in when a second person of the team agrees.
    """
    if not (evidence.words_are_right or evidence.is_together):
        return HelpRefusal.NOTHING_TO_GO_BY
    suffices = evidence.words_are_right and (evidence.is_together or not is_frozen)
    return None if suffices or evidence.is_agreed else HelpRefusal.SECOND_PERSON


def may_agree(staff_id: str, *, helper: str | None) -> bool:
    """Say whether a staff member may be the second person: anyone but the helper, once there is one."""
    return helper is not None and staff_id != helper


def old_messages_wait_until(recovered: Recovered | None, now: datetime) -> datetime | None:
    """Return until when her pages show only messages since her latest recovery; None when they show all.

    Every reader of her old messages on her side asks this. Raises ValueError if ``now`` is not UTC.
    """
    require_utc(now)
    if recovered is None or recovered.was_together or recovered.agreed_at is not None:
        return None
    until = recovered.recovered_at + OLD_MESSAGES_WAIT
    return until if now < until else None


def plain_words(typed: str) -> str:
    """Return the agreed words as they are compared: heard and typed by someone else, only letters and digits count."""
    signs = unicodedata.normalize("NFKD", typed).casefold()
    # Keyboards of other scripts type digits of their own.
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in signs if sign.isalnum())


def words_problem(typed: str, *, known: Collection[str]) -> WordsProblem | None:
    """Return why words cannot be agreed on, or None. ``known`` are names that others know."""
    plain = plain_words(typed)
    if len(typed) > LONGEST_WORDS or len(plain) > _LONGEST_PLAIN:
        return WordsProblem.TOO_LONG
    left = plain
    for name in sorted(map(plain_words, known), key=len, reverse=True):
        if len(name) >= _SHORTEST_KNOWN:
            left = left.replace(name, "")
    if len(plain) >= _SHORTEST_WORDS > len(left):
        return WordsProblem.KNOWN
    is_long_enough = len(left) >= _SHORTEST_WORDS and len(set(left)) >= _FEWEST_SIGNS
    return None if is_long_enough else WordsProblem.TOO_SHORT


def _lasts(since: datetime, span: timedelta, now: datetime) -> bool:
    return since <= now < since + span

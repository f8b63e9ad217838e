"""Her standing wishes that open nothing: the law-enforcement choice, and how she may be contacted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum, unique
from typing import NamedTuple

from survivor_portal.domain.consent.records import LawEnforcementAnswer
from survivor_portal.domain.consent.vocabulary import LawEnforcementChoice
from survivor_portal.domain.moments import Timed, require_utc

CONFIRMATION_LENGTH = timedelta(days=30)
"""How long a contact rule holds before she has to confirm it again."""


@unique
class Channel(StrEnum):
    """A way to reach her outside the portal."""

    PHONE_CALL = "phone_call"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"


class SafeHour(NamedTuple):
    """One hour of the week in her local time: ``weekday`` 0 is Monday, ``hour`` 9 is 9:00 up to 10:00."""

    weekday: int
    hour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRule(Timed):
    """One channel she has marked safe, and when; no hours means never.

    Of one that ``is_damaged``, what she said can no longer be read: it permits nothing until she says it anew.
    """

    channel: Channel
    safe_hours: frozenset[SafeHour]
    voicemail_allowed: bool
    name_to_ask_for: str
    last_confirmed_at: datetime
    is_damaged: bool = False


@unique
class ContactRefusal(StrEnum):
    """Why she may not be contacted this way now."""

    NO_RULE = "no_rule"
    DAMAGED = "damaged"
    NOT_CONFIRMED = "not_confirmed"
    HOUR_NOT_SAFE = "hour_not_safe"
    NO_VOICEMAIL = "no_voicemail"


def law_enforcement_choice(history: Collection[LawEnforcementAnswer]) -> LawEnforcementChoice | None:
    """Return her latest choice by ``sequence``, None where it can no longer be read.

    Without any, or between two that claim to be last, she is undecided.
    """
    latest = {answer.choice for answer in history if answer.sequence == max(each.sequence for each in history)}
    return latest.pop() if len(latest) == 1 else LawEnforcementChoice.UNDECIDED


def is_confirmed(last_confirmed_at: datetime, now: datetime) -> bool:
    """Say whether a contact rule still stands on her word: for 30 days after she confirmed it, and not before."""
    # A confirmation from the future is a wrong clock, not her word.
    return last_confirmed_at <= now < last_confirmed_at + CONFIRMATION_LENGTH


def permits_more(new: ContactRule, old: ContactRule | None) -> bool:
    """Say whether ``new`` lets somebody reach her at a moment or in a way that ``old`` does not.

    ``old`` is what she said of that channel before, None when nothing. Another name to ask for is another way, and
    another confirmation lets the same hours come again later.
    """
    if not new.safe_hours:
        return False
    if old is None or (new.channel, new.last_confirmed_at) != (old.channel, old.last_confirmed_at):
        return True
    return (
        not new.safe_hours <= old.safe_hours
        or (new.voicemail_allowed and not old.voicemail_allowed)
        or new.name_to_ask_for != old.name_to_ask_for
    )


def contact_refusal(
    rule: ContactRule | None, now: datetime, zone: tzinfo, *, voicemail: bool = False
) -> ContactRefusal | None:
    """Return the first reason not to contact her by the rule's channel at ``now``, or None when she marked it safe.

    ``rule`` is her rule for that channel, None when she has none; ``zone`` is where she lives; ``voicemail`` means that
    words would be left for whoever listens. Raises ValueError if ``now`` is not UTC.
    """
    require_utc(now)
    if rule is None:
        return ContactRefusal.NO_RULE
    local = now.astimezone(zone)
    reasons = (
        (rule.is_damaged, ContactRefusal.DAMAGED),
        (not is_confirmed(rule.last_confirmed_at, now), ContactRefusal.NOT_CONFIRMED),
        (SafeHour(local.weekday(), local.hour) not in rule.safe_hours, ContactRefusal.HOUR_NOT_SAFE),
        (voicemail and not rule.voicemail_allowed, ContactRefusal.NO_VOICEMAIL),
    )
    return next((why for applies, why in reasons if applies), None)

"""Words about how someone may be reached outside the portal: ways, hours, and why not now."""

from dataclasses import dataclass
from datetime import time
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import gettext, lazy_gettext

from survivor_portal.actions.directory.hours import Hours
from survivor_portal.domain.consent import Channel, ContactRefusal, ContactRule, SafeHour, contact_refusal
from survivor_portal.texts.hours import hours_in_words
from survivor_portal.texts.locales import current_locale, current_zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import datetime

    from flask_babel.speaklater import LazyString

CHANNEL_LABELS: "Final[Mapping[Channel, LazyString]]" = MappingProxyType(
    {
        Channel.PHONE_CALL: lazy_gettext("Phone call"),
        Channel.TEXT: lazy_gettext("Text message"),
        Channel.EMAIL: lazy_gettext("E-mail"),
        Channel.LETTER: lazy_gettext("Letter"),
    }
)

CHANNELS_BY_PLACE: "Final[Mapping[int, Channel]]" = MappingProxyType(dict(enumerate(Channel, start=1)))
"""Channels by their place in the list, so that an address says nothing of how someone is reached."""

CONTACT_REFUSALS: "Final[Mapping[ContactRefusal, LazyString]]" = MappingProxyType(
    {
        ContactRefusal.NO_RULE: lazy_gettext("Not marked. Do not use this way."),
        ContactRefusal.DAMAGED: lazy_gettext("What was marked can no longer be read. Do not use this way."),
        ContactRefusal.NOT_CONFIRMED: lazy_gettext("Not confirmed for 30 days. Do not use this way."),
        ContactRefusal.HOUR_NOT_SAFE: lazy_gettext("Not at this hour."),
        ContactRefusal.NO_VOICEMAIL: lazy_gettext("Leave no message."),
    }
)
"""What the desk reads when someone may not be reached this way now."""

_WEEK: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVERY_HOUR: Final = frozenset(SafeHour(weekday, hour) for weekday in range(len(_WEEK)) for hour in range(24))


@dataclass(frozen=True, slots=True, repr=False)
class Reaching:
    """One way to reach someone, as the desk reads it now; `refusal` says why not, and is empty when it is fine."""

    label: str
    refusal: str
    hours: tuple[str, ...]
    message: str
    name: str
    confirmed_at: "datetime"


def reaching_now(rules: "Iterable[ContactRule]", now: "datetime") -> list[Reaching]:
    """Tell for each way somebody has marked whether it may be used at this moment, and how.

    Hours are those of the organisation's own time zone. Raises `ValueError` if `now` is not UTC.
    """
    return [_reaching(rule, now) for rule in rules]


def hours_marked(safe_hours: "Collection[SafeHour]") -> list[str]:
    """Tell safe hours in lines, the days that are alike together: "Monday to Friday: 9:00 AM to 12:00 PM"."""
    if not safe_hours:
        return [gettext("At no hour")]
    if frozenset(safe_hours) >= EVERY_HOUR:
        return [gettext("At any hour of any day")]
    spans = [tuple(_spans({at.hour for at in safe_hours if at.weekday == day})) for day in range(len(_WEEK))]
    alike = dict.fromkeys(spans)
    return [
        hours_in_words(
            Hours(
                days=_days_with(spans, those),
                opens_at=time(first),
                closes_at=time(end % 24),
                notes=(),
                is_closed=False,
                is_every_week=True,
            ),
            current_locale(),
        )
        for those in alike
        for first, end in those
    ]


def _reaching(rule: ContactRule, now: "datetime") -> Reaching:
    why_not = contact_refusal(rule, now, current_zone())
    is_call = rule.channel is Channel.PHONE_CALL
    return Reaching(
        label=str(CHANNEL_LABELS[rule.channel]),
        refusal=str(CONTACT_REFUSALS[why_not]) if why_not else "",
        # Of one that can no longer be read, "At no hour" would put words into somebody's mouth.
        hours=() if rule.is_damaged else tuple(hours_marked(rule.safe_hours)),
        message=str(CONTACT_REFUSALS[ContactRefusal.NO_VOICEMAIL]) if is_call and not rule.voicemail_allowed else "",
        name=rule.name_to_ask_for,
        confirmed_at=rule.last_confirmed_at,
    )


def _days_with(spans: "list[tuple[tuple[int, int], ...]]", those: "tuple[tuple[int, int], ...]") -> tuple[str, ...]:
    return tuple(day for day, found in zip(_WEEK, spans, strict=True) if found == those)


def _spans(hours: set[int]) -> "Iterator[tuple[int, int]]":
    """Part hours into runs without a gap: the first hour, and the hour at which the last one ends."""
    for _, run in groupby(enumerate(sorted(hours)), key=lambda pair: pair[1] - pair[0]):
        members = [hour for _, hour in run]
        yield members[0], members[-1] + 1

"""What she is asked to sign that she did not write herself: a draft, the same once more, or a word about her stop.

She may say yes to all of it or to less. Never to more: for that she is asked anew.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from survivor_portal.domain.consent.drafting import USUAL_LENGTH
from survivor_portal.domain.consent.fold import allowed_next, shared_under, state
from survivor_portal.domain.consent.gate import covered_items
from survivor_portal.domain.consent.records import ConsentEvent, ConsentRecord, Disclosure, RecipientId, RecordId
from survivor_portal.domain.consent.vocabulary import DataItem, EventState, Purpose, SharingMethod, State
from survivor_portal.domain.people import Actor

STOP_LENGTH = timedelta(days=14)
"""How long a word about her stop may take on its way."""

_NAMES = frozenset({DataItem.CHOSEN_NAME, DataItem.LEGAL_NAME})
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One recipient, one purpose, and the most she can say yes to. `length` is as asked, and hers to change."""

    recipient: RecipientId
    purpose: Purpose
    data_items: frozenset[DataItem]
    excluded_items: frozenset[DataItem]
    methods: frozenset[SharingMethod]
    length: timedelta
    once: bool
    supersedes: RecordId | None = None

    @property
    def has_fixed_length(self) -> bool:
        """Whether how long it lasts is no question: a word about her stop is told once, soon or not at all."""
        return self.purpose is Purpose.TELL_OF_STOP

    @property
    def may_be_left_out(self) -> frozenset[DataItem]:
        """What she can take out of it; a word about her stop without the stop would be none."""
        return self.data_items - {DataItem.CONSENT_STOPPED}

    def without(self, left_out: Collection[DataItem]) -> tuple[frozenset[DataItem], frozenset[DataItem]]:
        """Return the items that stay in, and those never to be shared, once she has left some out."""
        out = self.may_be_left_out.intersection(left_out)
        return self.data_items - out, self.excluded_items | out


def asked_by(draft: ConsentRecord) -> Asked:
    """Return what a draft asks of her."""
    return Asked(
        recipient=draft.recipient,
        purpose=draft.purpose,
        data_items=covered_items(draft),
        excluded_items=draft.excluded_items,
        methods=draft.methods,
        length=_length_of(draft),
        once=draft.max_uses is not None,
        supersedes=draft.supersedes,
    )


def asked_before(signed: ConsentRecord) -> Asked:
    """Return what a draft had asked before she signed it, for as long as she then said: to compare, never to sign.

    A draft excludes nothing, so what is excluded since is what she left out.
    """
    return replace(asked_by(signed), data_items=signed.data_items | signed.excluded_items, excluded_items=frozenset())


def asked_again(record: ConsentRecord) -> Asked:
    """Return what signing the same once more asks of her; the new record takes the place of this one."""
    return Asked(
        recipient=record.recipient,
        purpose=record.purpose,
        data_items=covered_items(record),
        excluded_items=record.excluded_items,
        methods=record.methods,
        length=_length_of(record),
        once=record.max_uses is not None,
        supersedes=record.record_id,
    )


def asked_after_stop(stopped: ConsentRecord, disclosures: Collection[Disclosure]) -> Asked:
    """Return what it asks of her to let the recipient know that she said stop: that alone, and whom it is about.

    Of who she is, only a name the recipient was told before under this record: so it learns nothing else.
    """
    told = frozenset(item for shared in shared_under(stopped, disclosures) for item in shared.items)
    return Asked(
        recipient=stopped.recipient,
        purpose=Purpose.TELL_OF_STOP,
        data_items=(told & _NAMES - stopped.excluded_items) | {DataItem.CONSENT_STOPPED},
        excluded_items=stopped.excluded_items - {DataItem.CONSENT_STOPPED},
        methods=stopped.methods,
        length=STOP_LENGTH,
        once=True,
    )


def unless_changed(asked: Asked) -> timedelta:
    """Return how long it lasts when she leaves that open: as asked, but more than 30 days only by her own word."""
    return min(asked.length, USUAL_LENGTH)


def may_renew(
    record: ConsentRecord, events: Collection[ConsentEvent], disclosures: Collection[Disclosure], now: datetime
) -> bool:
    """Say whether she can sign the same once more: while it is given, or after it ended by itself.

    What she stopped or said no to is not put before her again. Raises ValueError if ``now`` is not UTC.
    """
    if record.purpose is Purpose.TELL_OF_STOP:
        return False
    if state(record, events, disclosures, now) is State.LAPSED:
        return True
    return EventState.SUPERSEDED in allowed_next(record, events, disclosures, now, Actor.SURVIVOR)


def may_tell_of_stop(
    record: ConsentRecord, events: Collection[ConsentEvent], disclosures: Collection[Disclosure], now: datetime
) -> bool:
    """Say whether she can let the recipient know that she stopped this; raises ValueError if ``now`` is not UTC."""
    return record.purpose is not Purpose.TELL_OF_STOP and state(record, events, disclosures, now) is State.WITHDRAWN


def _length_of(record: ConsentRecord) -> timedelta:
    # Its end was cut to the minute she read, so a record lasts a little less than the days she picked.
    return max(_A_DAY, -((record.valid_from - record.expires_at) // _A_DAY) * _A_DAY)

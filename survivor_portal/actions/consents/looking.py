"""Looking at her consents: always all of their history, and always through her."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from survivor_portal.actions.consents.cards import ConsentCard, consent_card
from survivor_portal.actions.consents.damaged import DamagedConsent, Happened, damaged_consent
from survivor_portal.actions.consents.history import (
    disclosure_rows,
    event_rows,
    records,
)
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.domain.consent import (
    END_STATES,
    Acknowledgement,
    Purpose,
    RecordId,
)
from survivor_portal.domain.people import PersonId
from survivor_portal.models import Acknowledgement as AcknowledgementRow
from survivor_portal.models import Consent
from survivor_portal.models import ConsentEvent as EventRow
from survivor_portal.models import Disclosure as DisclosureRow
from survivor_portal.security.encryption import CannotOpenError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, Row, Select

    from survivor_portal.actions.deps import Deps
    from survivor_portal.security.encryption import Opener

_Found = TypeVar("_Found", ConsentCard, DamagedConsent)


@dataclass(frozen=True, slots=True, repr=False)
class ConsentPage:
    """One consent with the very words she signed, none for a draft, and who interpreted them."""

    card: ConsentCard
    words: str
    interpreter: str | None
    is_damaged: bool
    """Whether the words or the name can no longer be read; then neither is here."""


@dataclass(frozen=True, slots=True, repr=False)
class AllConsents:
    """All her consents: those not ended first, the one that ends next first; then the ended, newest end first."""

    cards: list[ConsentCard]
    damaged: list[DamagedConsent]
    """Those of which not all can be read any more, in the same order."""


@dataclass(frozen=True, slots=True)
class Followers:
    """What she signed because of another consent: the same once more, and that its stop may be told."""

    renewal: RecordId | None
    word_of_stop: RecordId | None


def all_consents_of(deps: "Deps", survivor_id: str) -> AllConsents:
    """Give all her consents; a cell that no longer opens hides none of the others."""
    opener, now = deps.vault.opener(survivor_id), deps.clock()
    with deps.storage.read() as connection:
        rows, happened = _read(connection, Consent.principal == survivor_id)
    found = [_opened(row, happened[row.record_id], opener, now) for row in rows]
    return AllConsents(
        _in_order([each for each in found if isinstance(each, ConsentCard)]),
        _in_order([each for each in found if isinstance(each, DamagedConsent)]),
    )


def consents_of(deps: "Deps", survivor_id: str) -> list[ConsentCard]:
    """Give those of her consents of which all can be read, in the order of `AllConsents`."""
    return all_consents_of(deps, survivor_id).cards


def consent_pages_of(deps: "Deps", survivor_id: str, cards: "Iterable[ConsentCard]") -> list[ConsentPage]:
    """Give these consents of hers, in their order, each with the very words she signed."""
    statement = select(Consent.record_id, Consent.words, Consent.interpreter).where(Consent.principal == survivor_id)
    with deps.storage.read() as connection:
        sealed = {row.record_id: row for row in connection.execute(statement)}
    opener = deps.vault.opener(survivor_id)
    return [_page(opener, card, sealed[card.record_id]) for card in cards]


def consent_for(deps: "Deps", survivor_id: str, record_id: str) -> ConsentPage:
    """Give one consent of hers to be signed or read in full.

    Raises `NotFoundError` when it is not hers, does not exist, or can no longer be read in full.
    """
    found = any_consent_for(deps, survivor_id, record_id)
    if isinstance(found, DamagedConsent):
        raise NotFoundError
    return found


def any_consent_for(deps: "Deps", survivor_id: str, record_id: str) -> ConsentPage | DamagedConsent:
    """Give one consent of hers, or what is left of it. Raises `NotFoundError` when it is not hers or does not exist."""
    this = (Consent.principal == survivor_id) & (Consent.record_id == record_id)
    opener = deps.vault.opener(survivor_id)
    with deps.storage.read() as connection:
        rows, happened = _read(connection, this)
    if not rows:
        raise NotFoundError
    found = _opened(rows[0], happened[record_id], opener, deps.clock())
    return found if isinstance(found, DamagedConsent) else _page(opener, found, rows[0])


def followers_of(deps: "Deps", survivor_id: str, card: ConsentCard) -> Followers:
    """Find what she signed because of this consent of hers, the newest of each kind."""
    word_of_stop = (
        (Consent.purpose == Purpose.TELL_OF_STOP)
        & (Consent.recipient == card.record.recipient)
        & (Consent.signed_at >= (card.ends_at or card.record.expires_at))
    )
    ended = select(EventRow.id).where(EventRow.record_id == Consent.record_id, EventRow.event_state.in_(END_STATES))
    used = select(DisclosureRow.id).where(DisclosureRow.consent == Consent.record_id).correlate(Consent).exists()
    may_be_told = (Consent.expires_at > deps.clock()) & ~ended.correlate(Consent).exists()
    statement = (
        select(Consent.record_id, Consent.purpose)
        .where(
            Consent.principal == survivor_id,
            (word_of_stop & (may_be_told | used)) | (Consent.supersedes == card.record_id),
        )
        .order_by(Consent.signed_at.desc(), Consent.record_id)
    )
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    words = [RecordId(row.record_id) for row in rows if row.purpose == Purpose.TELL_OF_STOP]
    renewals = [RecordId(row.record_id) for row in rows if row.purpose != Purpose.TELL_OF_STOP]
    return Followers(next(iter(renewals), None), next(iter(words), None) if card.may_tell_of_stop else None)


def _read(
    source: "Connection", whose: "ColumnElement[bool]"
) -> "tuple[Sequence[Row[*tuple[Any, ...]]], dict[str, Happened]]":
    rows = source.execute(records().where(whose)).all()
    happened: dict[str, Happened] = defaultdict(Happened)
    for event in source.execute(event_rows(whose)):
        happened[event.record_id].events.append(event)
    for disclosure in source.execute(disclosure_rows(whose)):
        happened[disclosure.consent].disclosures.append(disclosure)
    for seen in source.execute(_acknowledgements(whose)):
        happened[seen.record_id].acknowledgements.append(
            Acknowledgement(RecordId(seen.record_id), PersonId(seen.seen_by), seen.seen_at)
        )
    return rows, happened


def _acknowledgements(whose: "ColumnElement[bool]") -> "Select[*tuple[Any, ...]]":
    return (
        select(AcknowledgementRow.record_id, AcknowledgementRow.seen_by, AcknowledgementRow.seen_at)
        .join(Consent, Consent.record_id == AcknowledgementRow.record_id)
        .where(whose)
        .order_by(AcknowledgementRow.seen_at, AcknowledgementRow.id)
    )


def _opened(
    row: "Row[*tuple[Any, ...]]", happened: Happened, opener: "Opener", now: datetime
) -> ConsentCard | DamagedConsent:
    try:
        return consent_card(row, happened, opener, now)
    except CannotOpenError:
        return damaged_consent(row, happened, opener, now)


def _page(opener: "Opener", card: ConsentCard, row: "Row[*tuple[Any, ...]]") -> ConsentPage:
    her, ref = card.record.principal, card.record_id
    try:
        words = opener.open(place_of(Consent.words, ref, her), row.words) if row.words else ""
        interpreter = row.interpreter and opener.open(place_of(Consent.interpreter, ref, her), row.interpreter)
    except CannotOpenError:
        return ConsentPage(card, "", None, is_damaged=True)
    return ConsentPage(card, words, interpreter, is_damaged=False)


def _in_order(found: list[_Found]) -> list[_Found]:
    in_time = sorted(found, key=_end)
    return [each for each in in_time if not each.has_ended] + [each for each in reversed(in_time) if each.has_ended]


def _end(found: ConsentCard | DamagedConsent) -> tuple[datetime, str]:
    return found.ends_at or found.expires_at, found.record_id

"""Writing records and what happens to them down: in one place, so that every row says all of it."""

from typing import TYPE_CHECKING, Any

from survivor_portal.actions.consents.sealing import sealed_scope
from survivor_portal.actions.places import place_of
from survivor_portal.domain.consent import EventState, Method
from survivor_portal.models import Consent, ConsentEvent
from survivor_portal.security.tokens import digest, new_ref

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.consents.locking import UnreadableConsent
    from survivor_portal.actions.deps import Deps
    from survivor_portal.domain.consent import ConsentRecord


def add_signed_record(deps: "Deps", session: "Session", record: "ConsentRecord", words: str, token: str) -> None:
    """Add a record she has just signed to a transaction the caller commits, with its draft and its signature.

    `words` are the very words she read; `token` is of the form she signed them on. Raises `KeyGoneError`.
    """
    session.add(
        Consent(
            record_id=record.record_id,
            schema_version=record.schema_version,
            principal=record.principal,
            recipient=record.recipient,
            purpose=record.purpose,
            supersedes=record.supersedes,
            form_token_digest=digest(token),
            **signature_columns(deps, record, words),
        )
    )
    # The record stands before its events: their rows point at it.
    session.flush()
    assert record.signed_at is not None  # noqa: S101 (for the type checker)
    for event_state in (EventState.DRAFT, EventState.GIVEN):
        add_event(deps, session, record, event_state, record.signed_at)


def signature_columns(deps: "Deps", record: "ConsentRecord", words: str) -> dict[str, Any]:
    """Give what her signature writes into a row: what she said yes to, how long, in which words, and when."""
    ref, her = record.record_id, record.principal
    return {
        "scope": sealed_scope(deps, record, digest(words)),
        "valid_from": record.valid_from,
        "expires_at": record.expires_at,
        "max_uses": record.max_uses,
        "statement_version": record.statement_version,
        "language": record.language,
        "words": deps.vault.seal(place_of(Consent.words, ref, her), words),
        "interpreter": record.interpreter
        and deps.vault.seal(place_of(Consent.interpreter, ref, her), record.interpreter),
        "risk_acknowledged_at": record.risk_acknowledged_at,
        "alternatives_acknowledged_at": record.alternatives_acknowledged_at,
        "signed_at": record.signed_at,
        "signature_method": record.signature_method,
    }


def add_event(
    deps: "Deps",
    session: "Session",
    record: "ConsentRecord | UnreadableConsent",
    event_state: EventState,
    now: "datetime",
) -> None:
    """Add one thing she did herself, here and now, to a transaction the caller commits."""
    session.add(
        ConsentEvent(
            id=new_ref(deps.chance),
            record_id=record.record_id,
            event_state=event_state,
            event_time=now,
            effective_time=now,
            entity=record.principal,
            method=Method.PORTAL,
            recorded_by=record.principal,
            reason=None,
        )
    )

"""What may be read on disk without a key: every column that could hold words is sealed, or has a reason not to be."""

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import JSON, LargeBinary, String

from survivor_portal.models import Base
from survivor_portal.models.base import Sealed
from survivor_portal.security.keyring import KEYS_METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table

READABLE = {
    "account_events.id": "a random reference",
    "account_events.kind": "one of the known kinds; only references lead to her",
    "account_events.staff_id": "a random reference",
    "account_events.survivor_id": "a random reference",
    "agreed_words.survivor_id": "a random reference",
    "agreed_words.words_hash": "Argon2id, salted",
    "asked_deletions.survivor_id": "a random reference",
    "assignments.id": "a random reference",
    "assignments.staff_id": "a random reference",
    "assignments.survivor_id": "a random reference",
    "case_views.staff_id": "a random reference",
    "case_views.survivor_id": "a random reference",
    "consent_events.entity": "a random reference",
    "consent_events.event_state": "one of the known states",
    "consent_events.id": "a random reference",
    "consent_events.method": "one of the known ways to sign",
    "consent_events.record_id": "a random reference",
    "consent_events.recorded_by": "a random reference",
    "consents.form_token_digest": "a digest of 256 bits of chance",
    "consents.language": "a code out of the few that are offered",
    "consents.principal": "a random reference",
    "consents.purpose": "one of the known purposes; what may be told is decided by it, and only references lead to her",
    "consents.recipient": "a random reference",
    "consents.record_id": "a random reference",
    "consents.schema_version": "a version of the record's form",
    "consents.signature_method": "one of the known ways to sign",
    "consents.statement_version": "a version of the published words",
    "consents.supersedes": "a random reference",
    "data_keys.key_id": "a random reference",
    "data_keys.owner_id": "a random reference",
    "data_keys.wrapped": "a key, itself wrapped",
    "data_keys.wrapped_with": "a random reference",
    "departures.id": "a random reference",
    "departures.staff_id": "a random reference",
    "destroyed_keys.owner_id": "a random reference, to nobody any more",
    "disclosures.by": "a random reference",
    "disclosures.consent": "a random reference",
    "disclosures.form_token_digest": "a digest of 256 bits of chance",
    "disclosures.id": "a random reference",
    "disclosures.purpose": "one of the known purposes; only references lead to her",
    "disclosures.recipient": "a random reference",
    "invites.code_digest": "a keyed digest, useless without the key file",
    "invites.form_token_digest": "a digest of 256 bits of chance",
    "invites.id": "a random reference",
    "invites.invited_by": "a random reference",
    "joinings.invite_id": "a random reference",
    "joinings.passphrase_hash": "Argon2id, salted",
    "joinings.token_digest": "a digest of 256 bits of chance",
    "known_devices.survivor_id": "a random reference",
    "known_devices.token_digest": "a digest of 256 bits of chance",
    "legal_holds.id": "a random reference",
    "legal_holds.lifted_by": "a random reference",
    "legal_holds.set_by": "a random reference",
    "legal_holds.survivor_id": "a random reference",
    "locations.description": "the directory's, of a place; of a hidden one for staff only",
    "locations.facts": "the directory's, of a place; of a hidden one for staff only",
    "locations.id": "a random reference",
    "locations.name": "the directory's, of a place",
    "locations.provider_id": "a random reference",
    "locations.source_id": "the directory's own reference",
    "locations.transportation": "the directory's, of a place; of a hidden one for staff only",
    "locations.url": "the directory's, of a place; of a hidden one for staff only",
    "messages.author": "a random reference",
    "messages.id": "a random reference",
    "messages.staff_id": "a random reference",
    "messages.survivor_id": "a random reference",
    "messages.token_digest": "a digest of 256 bits of chance",
    "notices.about_session": "a random reference",
    "notices.device": "a few coarse words out of a fixed list",
    "notices.id": "a random reference",
    "notices.kind": "one of the known kinds; only references lead to her",
    "notices.survivor_id": "a random reference",
    "option_answers.answer": "one of the known answers; only references lead to her",
    "option_answers.id": "a random reference",
    "option_answers.option_id": "a random reference",
    "options.id": "a random reference",
    "options.offered_by": "a random reference",
    "options.origin": "one of two known words",
    "options.service_id": "a random reference",
    "options.survivor_id": "a random reference",
    "passkey_challenges.asked_of": "a digest of a purpose and of what one browser holds",
    "passkey_challenges.challenge_digest": "a digest of 256 bits of chance",
    "passkeys.credential_id": "a device's own random name for a key, public by design",
    "passkeys.id": "a random reference",
    "passkeys.public_key": "public by design",
    "passkeys.staff_id": "a random reference",
    "pauses.survivor_id": "a random reference",
    "providers.description": "the directory's, of an organisation",
    "providers.email": "the directory's, of an organisation",
    "providers.facts": "the directory's, of an organisation; where its address is hidden, that is for staff only",
    "providers.id": "a random reference",
    "providers.name": "the directory's, of an organisation",
    "providers.source_id": "the directory's own reference",
    "providers.url": "the directory's, of an organisation",
    "recipients.id": "a random reference",
    "recipients.name": "the directory's, of an organisation",
    "recipients.provider_id": "a random reference",
    "recipients.standing": "one of two known words",
    "recoveries.agreed_by": "a random reference",
    "recoveries.code_digest": "a keyed digest, useless without the key file",
    "recoveries.id": "a random reference",
    "recoveries.number": "six drawn digits, which open nothing",
    "recoveries.staff_id": "a random reference",
    "recoveries.survivor_id": "a random reference",
    "recoveries.token_digest": "a digest of 256 bits of chance",
    "recovery_codes.code_digest": "a keyed digest of 120 bits of chance",
    "recovery_codes.staff_id": "a random reference",
    "service_needs.need": "one of the known needs; it says what a service is for, not who asked",
    "service_needs.service_id": "a random reference",
    "services.alert": "the directory's, of a service",
    "services.description": "the directory's, of a service",
    "services.eligibility": "the directory's, of a service",
    "services.email": "the directory's, of a service",
    "services.facts": "the directory's, of a service",
    "services.fees": "the directory's, of a service",
    "services.how_to_apply": "the directory's, of a service",
    "services.id": "a random reference",
    "services.interpretation": "the directory's, of a service",
    "services.name": "the directory's, of a service",
    "services.provider_id": "a random reference",
    "services.source_id": "the directory's own reference",
    "services.status": "the directory's, of a service",
    "services.url": "the directory's, of a service",
    "services.wait_time": "the directory's, of a service",
    "services_at_locations.facts": "the directory's, of a service at a place",
    "services_at_locations.location_id": "a random reference",
    "services_at_locations.service_id": "a random reference",
    "sessions.device": "a few coarse words out of a fixed list, never what the browser said",
    "sessions.k_digest": "a digest of 256 bits of chance",
    "sessions.known_device_digest": "a digest of 256 bits of chance",
    "sessions.ref": "a random reference",
    "sessions.sid_digest": "a digest of 256 bits of chance",
    "sessions.staff_id": "a random reference",
    "sessions.survivor_id": "a random reference",
    "staff.id": "a random reference",
    "staff.language": "a code out of the few that are offered",
    "staff.passphrase_hash": "Argon2id, salted",
    "staff.role": "one of two known words",
    "staff.sign_in_digest": "a keyed digest, useless without the key file",
    "staff_set_ups.code_digest": "a keyed digest, useless without the key file",
    "staff_set_ups.passphrase_hash": "Argon2id, salted",
    "staff_set_ups.staff_id": "a random reference",
    "survivors.id": "a random reference",
    "survivors.language": "a code out of the few that are offered; the sign-in page needs it before any key",
    "survivors.passphrase_hash": "Argon2id, salted",
    "survivors.sign_in_digest": "a keyed digest, useless without the key file",
    "throttles.key_digest": "a keyed digest, useless without the key file",
}
"""Every column that could hold words and is not sealed, with the reason it may be read."""


@pytest.mark.parametrize("table", [*Base.metadata.sorted_tables, *KEYS_METADATA.sorted_tables], ids=str)
def test_every_column_that_could_hold_words_is_sealed_or_has_a_reason_not_to_be(table: "Table") -> None:
    assert {name for name in _readable(table) if name not in READABLE} == set()


def test_every_reason_belongs_to_a_column_that_is_there() -> None:
    tables = [*Base.metadata.sorted_tables, *KEYS_METADATA.sorted_tables]

    assert {name for table in tables for name in _readable(table)} == set(READABLE)


def _readable(table: "Table") -> "Iterator[str]":
    for column in table.columns:
        kind = column.type
        if isinstance(kind, (String, LargeBinary, JSON)) and not isinstance(kind, Sealed):
            yield f"{table.name}.{column.name}"

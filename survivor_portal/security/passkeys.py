"""Passkeys (W3C Web Authentication): what a browser is asked, and whether what it answers is right."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from survivor_portal.security.tokens import Chance

LONGEST_ANSWER: Final = 16_384
"""Characters of a browser's answer that are read at all; real ones have a few thousand."""

_CHALLENGE_BYTES: Final = 32
_LONGEST_CREDENTIAL_ID: Final = 1023
_MILLISECONDS: Final = 120_000


@dataclass(frozen=True, slots=True)
class Site:
    """The site that passkeys are bound to: its host, its whole origin, and the name a device shows for it."""

    host: str
    origin: str
    name: str

    @classmethod
    def at(cls, public_url: str, name: str) -> Self:
        """Give the site at an address as people type it."""
        parts = urlsplit(public_url)
        is_usual = parts.port in {None, {"https": 443, "http": 80}[parts.scheme]}
        # As browsers write an origin: in small letters, without the usual port.
        host = parts.hostname or ""
        return cls(host, f"{parts.scheme}://{host if is_usual else f'{host}:{parts.port}'}", name)


@dataclass(frozen=True, slots=True)
class MadePasskey:
    """The public half of a passkey a device has made, and how often it says it was used."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class Claim:
    """What a browser's answer says of itself, before anything is checked."""

    challenge: bytes
    credential_id: bytes


def new_challenge(chance: Chance) -> bytes:
    """Draw what a device is to sign, 256 bits."""
    return chance(_CHALLENGE_BYTES)


def creation_options(site: Site, challenge: bytes, person: str, name: str, known: Collection[bytes]) -> str:
    """Give what a browser is asked to make a passkey with, as JSON; `known` are those the person has already."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=person.encode(),
        user_name=name,
        challenge=challenge,
        timeout=_MILLISECONDS,
        attestation=AttestationConveyancePreference.NONE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=credential_id) for credential_id in known],
    )
    return options_to_json(options)


def request_options(site: Site, challenge: bytes, known: Collection[bytes] = ()) -> str:
    """Give what a browser is asked to prove with a passkey, as JSON; without `known`, with any it has for the site."""
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        timeout=_MILLISECONDS,
        allow_credentials=[PublicKeyCredentialDescriptor(id=credential_id) for credential_id in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def claim_of(answer: str, *, is_new: bool) -> Claim | None:
    """Read which challenge and which passkey an answer names; None when it cannot be read."""
    if len(answer) > LONGEST_ANSWER:
        return None
    try:
        parsed = (parse_registration_credential_json if is_new else parse_authentication_credential_json)(answer)
        client_data = parse_client_data_json(parsed.response.client_data_json)
    except Exception:  # noqa: BLE001 (the library lets its parsers' own exceptions through; whatever is wrong ends here)
        return None
    return Claim(client_data.challenge, parsed.raw_id)


def made_passkey(site: Site, answer: str, challenge: bytes) -> MadePasskey | None:
    """Give the passkey that a browser made for this challenge, its user verified; None when anything is wrong."""
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001 (as above)
        return None
    if len(made.credential_id) > _LONGEST_CREDENTIAL_ID:
        return None
    return MadePasskey(made.credential_id, made.credential_public_key, made.sign_count)


def proven_count(site: Site, answer: str, challenge: bytes, public_key: bytes) -> int | None:
    """Give how often a passkey says it was used, if it signed this challenge with its user verified; else None.

    Whether that count goes up is for the caller to say.
    """
    try:
        proof = verify_authentication_response(
            credential=json.loads(answer),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001 (as above)
        return None
    return proof.new_sign_count


def count_goes_up(stored: int, proven: int) -> bool:
    """Say whether a count is as it should be: above the last one, or always zero as devices do that keep none."""
    return proven > stored or stored == proven == 0

"""A passkey counts when it signed the challenge for this very site, its user verified; anything else is refused."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.security.passkeys import (
    LONGEST_ANSWER,
    Site,
    claim_of,
    count_goes_up,
    creation_options,
    made_passkey,
    proven_count,
    request_options,
)
from tests.authenticator import Authenticator

SITE = Site.at("http://localhost:8000", "My Pages")
CHALLENGE = bytes(range(32))
TO_MAKE = creation_options(SITE, CHALLENGE, "a-reference", "Ruth", [])
TO_SHOW = request_options(SITE, CHALLENGE)


@pytest.mark.parametrize(
    ("address", "host", "origin"),
    [
        ("http://localhost:8000", "localhost", "http://localhost:8000"),
        ("https://portal.example.org", "portal.example.org", "https://portal.example.org"),
        ("https://Portal.Example.org/", "portal.example.org", "https://portal.example.org"),
        ("https://portal.example.org:443", "portal.example.org", "https://portal.example.org"),
        ("https://portal.example.org:8443/", "portal.example.org", "https://portal.example.org:8443"),
        ("http://localhost:80", "localhost", "http://localhost"),
    ],
)
def test_a_site_is_named_as_browsers_name_it(address: str, host: str, origin: str) -> None:
    assert Site.at(address, "My Pages") == Site(host, origin, "My Pages")


def test_a_browser_is_asked_for_a_verified_user_and_for_no_word_about_the_device() -> None:
    made, shown = json.loads(creation_options(SITE, CHALLENGE, "a-reference", "Ruth", [b"known"])), json.loads(TO_SHOW)

    assert made["authenticatorSelection"] == {"residentKey": "preferred", "userVerification": "required"} | {
        "requireResidentKey": False
    }
    assert made["attestation"] == "none"
    assert [known["id"] for known in made["excludeCredentials"]] == ["a25vd24"]
    assert (made["rp"]["id"], shown["rpId"]) == ("localhost", "localhost")
    assert (shown["userVerification"], shown["allowCredentials"]) == ("required", [])


def test_a_passkey_is_made_and_shown() -> None:
    device = Authenticator(count=4)
    answer = device.make(TO_MAKE)

    made = made_passkey(SITE, answer, CHALLENGE)

    assert made is not None
    assert (made.credential_id, made.sign_count) == (device.credential_id, 4)
    assert claim_of(answer, is_new=True) is not None
    shown = device.show(TO_SHOW)
    claim = claim_of(shown, is_new=False)
    assert claim is not None
    assert (claim.challenge, claim.credential_id) == (CHALLENGE, device.credential_id)
    assert proven_count(SITE, shown, CHALLENGE, made.public_key) == 5


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "http://localhost:8001"},
        {"origin": "https://localhost:8000"},
        {"origin": "http://evil.example"},
        {"host": "evil.example"},
        {"is_verified": False},
        {"credential_id": b"x" * 1024},
    ],
)
def test_a_passkey_of_another_site_or_without_its_user_is_not_taken(changes: dict[str, Any]) -> None:
    assert made_passkey(SITE, Authenticator(**changes).make(TO_MAKE), CHALLENGE) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "http://localhost:8001"},
        {"origin": "http://evil.example"},
        {"host": "evil.example"},
        {"is_verified": False},
    ],
)
def test_a_proof_for_another_site_or_without_its_user_is_worth_nothing(changes: dict[str, Any]) -> None:
    device = Authenticator()
    made = made_passkey(SITE, device.make(TO_MAKE), CHALLENGE)
    assert made is not None

    assert proven_count(SITE, replace(device, **changes).show(TO_SHOW), CHALLENGE, made.public_key) is None


def test_a_proof_by_another_key_or_for_another_challenge_is_worth_nothing() -> None:
    device = Authenticator()
    made = made_passkey(SITE, device.make(TO_MAKE), CHALLENGE)
    assert made is not None

    assert proven_count(SITE, Authenticator().show(TO_SHOW), CHALLENGE, made.public_key) is None
    assert proven_count(SITE, device.show(TO_SHOW), bytes(32), made.public_key) is None
    assert proven_count(SITE, device.make(TO_MAKE), CHALLENGE, made.public_key) is None
    assert made_passkey(SITE, device.show(TO_SHOW), CHALLENGE) is None


@given(st.text() | st.recursive(st.none() | st.booleans() | st.text(), st.lists, max_leaves=5).map(json.dumps))
def test_whatever_a_browser_sends_is_refused_and_breaks_nothing(answer: str) -> None:
    assert claim_of(answer, is_new=True) is None
    assert claim_of(answer, is_new=False) is None
    assert made_passkey(SITE, answer, CHALLENGE) is None
    assert proven_count(SITE, answer, CHALLENGE, b"no key") is None


@given(st.data())
def test_a_real_answer_with_any_bytes_in_its_parts_is_refused_and_breaks_nothing(data: st.DataObject) -> None:
    answer = json.loads(Authenticator().make(TO_MAKE))
    part = data.draw(st.sampled_from(sorted(answer["response"])))
    answer["response"][part] = data.draw(st.binary(max_size=200).map(bytes.hex) | st.text())

    assert made_passkey(SITE, json.dumps(answer), CHALLENGE) is None


def test_an_answer_longer_than_any_real_one_is_not_read() -> None:
    answer = Authenticator().make(TO_MAKE)

    assert claim_of(answer.ljust(LONGEST_ANSWER), is_new=True) is not None
    assert claim_of(answer.ljust(LONGEST_ANSWER + 1), is_new=True) is None


@given(stored=st.integers(0, 2**32 - 1), proven=st.integers(0, 2**32 - 1))
def test_a_count_goes_up_or_is_not_kept_at_all(stored: int, proven: int) -> None:
    assert count_goes_up(stored, proven) is (proven > stored or stored == proven == 0)
    assert not count_goes_up(max(stored, 1), max(stored, 1))

"""Signing in works with everything right, and otherwise is refused with the same answer and the same work."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import select

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.people import NewStaff, NewSurvivor
from survivor_portal.actions.sessions import OpenedSession, find_viewer
from survivor_portal.actions.sign_in import SignInRefusal, SurvivorAttempt, sign_in_survivor
from survivor_portal.actions.staff import StaffAttempt, sign_in_staff
from survivor_portal.domain.people import Audience
from survivor_portal.models import SignedInSession
from survivor_portal.security.passphrases import PassphraseHasher
from survivor_portal.security.tokens import digest
from tests.cast import AMARA, LUCIA, RUTH, SURVIVORS
from tests.security.counting import CountingArgon2
from tests.stored import all_rows
from tests.timepiece import Timepiece

REFUSED = SignInRefusal.NOT_RECOGNISED
STEP = timedelta(seconds=30)


def attempt_of(person: NewSurvivor) -> SurvivorAttempt:
    return SurvivorAttempt(person.sign_in_name, person.passphrase, phone_is_hers=True)


def code_of(member: NewStaff, timepiece: Timepiece) -> str:
    return pyotp.TOTP(member.totp_secret).at(timepiece())


def staff_attempt(member: NewStaff, timepiece: Timepiece) -> StaffAttempt:
    return StaffAttempt(member.sign_in_name, member.passphrase, code_of(member, timepiece))


@pytest.mark.parametrize("survivor", SURVIVORS, ids=lambda person: person.chosen_name)
def test_every_survivor_signs_in_with_name_and_passphrase(deps: Deps, survivor: NewSurvivor) -> None:
    opened = sign_in_survivor(deps, attempt_of(survivor))

    assert isinstance(opened, OpenedSession)
    assert opened.audience is Audience.SURVIVOR
    assert find_viewer(deps, desk=False, sid=opened.sid, k=opened.k) is not None


@pytest.mark.parametrize("typed", ["Maple River 41", "MAPLERIVER41", "  maple  river 41 ", "maple\triver\u00a041"])
def test_capitals_and_spaces_in_a_sign_in_name_do_not_count(deps: Deps, typed: str) -> None:
    attempt = replace(attempt_of(AMARA), sign_in_name=typed)

    assert isinstance(sign_in_survivor(deps, attempt), OpenedSession)


@pytest.mark.parametrize(
    "changes",
    [
        {"passphrase": "wrong"},
        {"passphrase": ""},
        {"passphrase": AMARA.passphrase.upper()},
        {"passphrase": AMARA.passphrase.replace(" ", "")},
        {"passphrase": LUCIA.passphrase},
        {"passphrase": "x" * 100_000},
        {"sign_in_name": "nobody at all 99"},
        {"sign_in_name": ""},
        {"sign_in_name": RUTH.sign_in_name, "passphrase": RUTH.passphrase},
        {"sign_in_name": "' OR 1=1 --"},
    ],
)
def test_anything_wrong_is_refused_with_the_same_work_and_nothing_is_stored(
    deps: Deps, changes: dict[str, Any]
) -> None:
    before, argon2 = all_rows(deps), CountingArgon2()
    counted = replace(deps, hasher=PassphraseHasher(argon2))

    assert sign_in_survivor(counted, replace(attempt_of(AMARA), **changes)) is REFUSED

    assert len(argon2.checked) == 1
    after = all_rows(deps)
    assert len(after.pop("throttles")) == 1
    assert after | {"throttles": frozenset()} == before


@pytest.mark.parametrize(
    ("answer", "idle", "absolute"),
    [
        ("only mine", timedelta(minutes=15), timedelta(hours=4)),
        ("others use it", timedelta(minutes=5), timedelta(hours=1)),
        ("no answer", timedelta(minutes=5), timedelta(hours=1)),
    ],
)
def test_her_answer_about_the_phone_decides_how_long_she_stays_signed_in(
    deps: Deps, answer: str, idle: timedelta, absolute: timedelta
) -> None:
    phone_is_hers = {"only mine": True, "others use it": False, "no answer": None}[answer]
    opened = sign_in_survivor(deps, replace(attempt_of(AMARA), phone_is_hers=phone_is_hers))
    assert isinstance(opened, OpenedSession)

    with deps.storage.read() as connection:
        row = connection.execute(select(SignedInSession.__table__)).one()
    assert timedelta(seconds=row.idle_seconds) == idle
    assert (row.started_at, row.seen_at, row.ends_at) == (deps.clock(), deps.clock(), deps.clock() + absolute)


def test_of_the_tokens_only_their_digests_are_stored_and_no_two_sign_ins_share_one(deps: Deps) -> None:
    sessions = [sign_in_survivor(deps, attempt_of(AMARA)) for _ in range(3)]
    opened = [session for session in sessions if isinstance(session, OpenedSession)]
    tokens = {token for session in opened for token in (session.sid, session.k)}

    stored = {value for row in all_rows(deps)["sessions"] for value in row}

    assert len(tokens) == 6
    assert {digest(token) for token in tokens} <= stored
    assert not tokens & stored


@pytest.mark.parametrize("language", ["es", None])
def test_a_language_picked_before_signing_in_is_kept_and_none_picked_changes_nothing(
    deps: Deps, timepiece: Timepiece, language: str | None
) -> None:
    hers = sign_in_survivor(deps, replace(attempt_of(AMARA), language=language))
    theirs = sign_in_staff(deps, replace(staff_attempt(RUTH, timepiece), language=language))
    assert isinstance(hers, OpenedSession)
    assert isinstance(theirs, OpenedSession)

    survivor = find_viewer(deps, desk=False, sid=hers.sid, k=hers.k)
    member = find_viewer(deps, desk=True, sid=theirs.sid, k=theirs.k)

    assert survivor is not None
    assert member is not None
    assert survivor.language == member.language == (language or "en")


def test_a_refused_sign_in_changes_no_language(deps: Deps) -> None:
    before = all_rows(deps)["survivors"]

    assert sign_in_survivor(deps, replace(attempt_of(AMARA), passphrase="wrong", language="ar")) is REFUSED

    assert all_rows(deps)["survivors"] == before


def test_nothing_typed_at_sign_in_shows_when_it_is_printed(deps: Deps, timepiece: Timepiece) -> None:
    attempt, at_desk = attempt_of(AMARA), staff_attempt(RUTH, timepiece)
    opened = sign_in_survivor(deps, attempt)
    assert isinstance(opened, OpenedSession)

    shown = f"{attempt!r} {at_desk!r} {opened!r} {AMARA!r} {RUTH!r}"

    secrets = [AMARA.passphrase, RUTH.passphrase, RUTH.totp_secret, at_desk.code, opened.sid, opened.k, "maple", "Ruth"]
    assert not any(secret in shown for secret in secrets)

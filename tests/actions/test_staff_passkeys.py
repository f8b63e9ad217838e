"""A passkey is kept for whoever made it, and signs them in with a challenge that is good once, for five minutes."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.sessions import OpenedSession, Viewer
from survivor_portal.actions.sign_in import SignInRefusal
from survivor_portal.actions.staff import (
    SetUpCode,
    add_passkey,
    ask_to_add,
    ask_to_sign_in,
    ask_to_step_up,
    passkeys_of,
    remove_passkey,
    reset_staff,
    sign_in_with_passkey,
)
from survivor_portal.actions.staff.passkeys import MOST_PASSKEYS
from survivor_portal.domain.people import Audience
from survivor_portal.domain.staff import CHALLENGE_LASTS
from survivor_portal.security.passkeys import Site
from tests.authenticator import Authenticator
from tests.cast import IMANI, RUTH, TOM
from tests.staff import signed_in, viewer_of
from tests.stored import all_rows
from tests.timepiece import Timepiece

SITE = Site.at("http://localhost:8000", "My Pages")
REFUSED = SignInRefusal.NOT_RECOGNISED
BROWSER = "what one browser holds"


@pytest.fixture
def ruth(deps: Deps, timepiece: Timepiece) -> Viewer:
    """Ruth, signed in."""
    return signed_in(deps, RUTH, timepiece)


def with_passkey(deps: Deps, viewer: Viewer, **device: Any) -> Authenticator:  # noqa: ANN401 (whatever a device differs in)
    made = Authenticator(**device)
    assert add_passkey(deps, SITE, viewer, made.make(ask_to_add(deps, SITE, viewer)))
    return made


def sign_in(deps: Deps, device: Authenticator) -> OpenedSession | SignInRefusal:
    return sign_in_with_passkey(deps, SITE, BROWSER, device.show(ask_to_sign_in(deps, SITE, BROWSER)))


@pytest.mark.parametrize("step", [1, 0], ids=["a device that counts", "a device that does not"])
def test_a_passkey_signs_its_owner_in_again_and_again(deps: Deps, timepiece: Timepiece, step: int) -> None:
    imani = signed_in(deps, IMANI, timepiece)
    device = with_passkey(deps, imani, step=step)
    for _ in range(3):
        timepiece.move(timedelta(minutes=1))
        opened = sign_in(deps, device)
        assert isinstance(opened, OpenedSession)
        assert opened.audience is Audience.SUPERVISOR
        assert viewer_of(deps, opened).id == imani.id
        assert [kept.used_at for kept in passkeys_of(deps, imani.id)] == [timepiece()]


def test_an_answer_is_good_once(deps: Deps, ruth: Viewer) -> None:
    device = with_passkey(deps, ruth, step=0)
    answer = device.show(ask_to_sign_in(deps, SITE, BROWSER))

    assert isinstance(sign_in_with_passkey(deps, SITE, BROWSER, answer), OpenedSession)
    assert sign_in_with_passkey(deps, SITE, BROWSER, answer) is REFUSED


@pytest.mark.parametrize("step", [1, 0])
def test_of_20_sign_ins_at_once_with_one_answer_exactly_one_succeeds(deps: Deps, ruth: Viewer, step: int) -> None:
    device, start = with_passkey(deps, ruth, step=step), Barrier(20)
    answer, before = device.show(ask_to_sign_in(deps, SITE, BROWSER)), len(all_rows(deps)["sessions"])

    def try_at_once(_: int) -> OpenedSession | SignInRefusal:
        start.wait()
        return sign_in_with_passkey(deps, SITE, BROWSER, answer)

    with ThreadPoolExecutor(20) as threads:
        outcomes = list(threads.map(try_at_once, range(20)))

    assert outcomes.count(REFUSED) == 19
    assert len(all_rows(deps)["sessions"]) == before + 1


def test_a_challenge_waits_five_minutes_and_no_clock_brings_it_back(
    deps: Deps, timepiece: Timepiece, ruth: Viewer
) -> None:
    device = with_passkey(deps, ruth, step=0)
    in_time = device.show(ask_to_sign_in(deps, SITE, BROWSER))
    timepiece.move(CHALLENGE_LASTS - timedelta(seconds=1))
    assert isinstance(sign_in_with_passkey(deps, SITE, BROWSER, in_time), OpenedSession)

    late = device.show(ask_to_sign_in(deps, SITE, BROWSER))
    timepiece.move(CHALLENGE_LASTS)
    assert sign_in_with_passkey(deps, SITE, BROWSER, late) is REFUSED
    timepiece.move(-timedelta(minutes=1))
    assert sign_in_with_passkey(deps, SITE, BROWSER, late) is REFUSED


def test_an_answer_counts_only_in_the_browser_and_for_the_purpose_it_was_asked_for(
    deps: Deps, timepiece: Timepiece, ruth: Viewer
) -> None:
    device = with_passkey(deps, ruth)
    tom = signed_in(deps, TOM, timepiece)

    elsewhere = device.show(ask_to_sign_in(deps, SITE, BROWSER))
    assert sign_in_with_passkey(deps, SITE, "another browser", elsewhere) is REFUSED
    stepping_up = device.show(ask_to_step_up(deps, SITE, ruth))
    assert sign_in_with_passkey(deps, SITE, ruth.sid_digest, stepping_up) is REFUSED
    assert not add_passkey(deps, SITE, tom, Authenticator().make(ask_to_add(deps, SITE, ruth)))


@pytest.mark.parametrize(
    "changes", [{"origin": "http://evil.example"}, {"host": "evil.example"}, {"is_verified": False}]
)
def test_a_passkey_of_another_site_or_without_its_user_is_not_kept(
    deps: Deps, ruth: Viewer, changes: dict[str, Any]
) -> None:
    assert not add_passkey(deps, SITE, ruth, Authenticator(**changes).make(ask_to_add(deps, SITE, ruth)))
    assert passkeys_of(deps, ruth.id) == ()


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "\ud800", "x" * 100_000])
def test_what_is_no_answer_keeps_and_opens_nothing(deps: Deps, ruth: Viewer, answer: str) -> None:
    before = all_rows(deps)

    assert not add_passkey(deps, SITE, ruth, answer)
    assert sign_in_with_passkey(deps, SITE, BROWSER, answer) is REFUSED
    assert all_rows(deps) == before


def test_a_passkey_that_somebody_has_already_is_not_kept_for_another(
    deps: Deps, timepiece: Timepiece, ruth: Viewer
) -> None:
    with_passkey(deps, ruth)
    tom = signed_in(deps, TOM, timepiece)

    assert not add_passkey(deps, SITE, tom, Authenticator().make(ask_to_add(deps, SITE, tom)))
    assert passkeys_of(deps, tom.id) == ()


def test_a_count_that_does_not_go_up_is_noted_and_the_passkey_opens_nothing_more(
    deps: Deps, timepiece: Timepiece, ruth: Viewer, caplog: pytest.LogCaptureFixture
) -> None:
    device = with_passkey(deps, ruth, count=7)
    assert isinstance(sign_in(deps, device), OpenedSession)
    copy = Authenticator(private_key=device.private_key, count=6)
    caplog.set_level(logging.WARNING)

    assert sign_in(deps, copy) is REFUSED

    assert [kept.is_doubted for kept in passkeys_of(deps, ruth.id)] == [True]
    assert "count did not go up" in caplog.text
    assert ruth.id not in caplog.text
    timepiece.move(timedelta(minutes=1))
    assert sign_in(deps, device) is REFUSED


def test_a_passkey_that_was_taken_away_opens_nothing(deps: Deps, timepiece: Timepiece, ruth: Viewer) -> None:
    device, other = with_passkey(deps, ruth), with_passkey(deps, ruth, credential_id=b"another device")
    tom = signed_in(deps, TOM, timepiece)
    first, _ = passkeys_of(deps, ruth.id)

    with pytest.raises(NotFoundError):
        remove_passkey(deps, tom, first.id)
    remove_passkey(deps, ruth, first.id)

    opened = [isinstance(sign_in(deps, one), OpenedSession) for one in (device, other)]
    assert sorted(opened) == [False, True]
    with pytest.raises(NotFoundError):
        remove_passkey(deps, ruth, first.id)


def test_nobody_keeps_more_passkeys_than_they_have_devices_for(deps: Deps, ruth: Viewer) -> None:
    for number in range(MOST_PASSKEYS):
        with_passkey(deps, ruth, credential_id=bytes([number] * 16))

    one_more = Authenticator(credential_id=b"one more device!").make(ask_to_add(deps, SITE, ruth))

    assert not add_passkey(deps, SITE, ruth, one_more)
    assert len(passkeys_of(deps, ruth.id)) == MOST_PASSKEYS


def test_an_account_made_anew_has_no_passkeys(deps: Deps, ruth: Viewer) -> None:
    device = with_passkey(deps, ruth)

    assert isinstance(reset_staff(deps, ruth.id), SetUpCode)

    assert passkeys_of(deps, ruth.id) == ()
    assert sign_in(deps, device) is REFUSED

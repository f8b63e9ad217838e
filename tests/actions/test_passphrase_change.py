"""Changing her passphrase: everyone else is out at once, and she goes on under new tokens."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.notices import notices_for
from survivor_portal.actions.passphrases import PassphraseChange, PassphraseRefusal, change_passphrase
from survivor_portal.actions.sessions import OpenedSession, Viewer, find_viewer
from survivor_portal.actions.sign_in import SignInRefusal, SurvivorAttempt, sign_in_survivor
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.security.passphrase_rules import PassphraseProblem
from survivor_portal.security.passphrases import HashingBusyError, PassphraseHasher
from tests.cast import AMARA
from tests.stored import all_rows
from tests.timepiece import Timepiece

AMARAS = SurvivorAttempt(AMARA.sign_in_name, AMARA.passphrase, phone_is_hers=True)
NEW = "twelve herons wade past noon"
RIGHT = PassphraseChange(AMARA.passphrase, NEW)
WRONG = PassphraseChange("not her passphrase at all", NEW)


def sign_in(deps: Deps, attempt: SurvivorAttempt = AMARAS) -> OpenedSession:
    opened = sign_in_survivor(deps, attempt)
    assert isinstance(opened, OpenedSession)
    return opened


def viewer_of(deps: Deps, opened: OpenedSession) -> Viewer | None:
    return find_viewer(deps, desk=False, sid=opened.sid, k=opened.k)


def known(deps: Deps, opened: OpenedSession) -> Viewer:
    viewer = viewer_of(deps, opened)
    assert viewer is not None
    return viewer


def test_the_new_passphrase_signs_her_in_and_the_former_does_not(deps: Deps) -> None:
    assert isinstance(change_passphrase(deps, known(deps, sign_in(deps)), RIGHT), OpenedSession)

    assert sign_in_survivor(deps, AMARAS) is SignInRefusal.NOT_RECOGNISED
    assert isinstance(sign_in_survivor(deps, replace(AMARAS, passphrase=NEW)), OpenedSession)


def test_every_other_session_ends_and_this_one_goes_on_under_new_tokens(deps: Deps) -> None:
    others, hers = [sign_in(deps), sign_in(deps)], sign_in(deps)
    before = known(deps, hers)

    renewed = change_passphrase(deps, before, RIGHT)

    assert isinstance(renewed, OpenedSession)
    assert {renewed.sid, renewed.k}.isdisjoint({hers.sid, hers.k})
    assert [viewer_of(deps, session) for session in (*others, hers)] == [None] * 3
    assert known(deps, renewed).session_ref == before.session_ref
    assert find_viewer(deps, desk=False, sid=hers.sid, k=renewed.k) is None
    assert find_viewer(deps, desk=False, sid=renewed.sid, k=hers.k) is None


def test_phones_other_than_this_one_are_forgotten(deps: Deps) -> None:
    sign_in(deps)
    hers = sign_in(deps)
    change_passphrase(deps, known(deps, hers), RIGHT)

    assert len(all_rows(deps)["known_devices"]) == 1
    for _ in range(5):
        sign_in_survivor(deps, AMARAS)
    assert isinstance(sign_in_survivor(deps, replace(AMARAS, passphrase=NEW)), Wait)
    on_hers = replace(AMARAS, passphrase=NEW, known_device=hers.known_device)
    assert isinstance(sign_in_survivor(deps, on_hers), OpenedSession)


def test_it_is_told_in_her_next_session_and_not_in_this_one(deps: Deps) -> None:
    renewed = change_passphrase(deps, known(deps, sign_in(deps)), RIGHT)
    assert isinstance(renewed, OpenedSession)
    again = sign_in(deps, replace(AMARAS, passphrase=NEW))

    assert NoticeKind.PASSPHRASE_CHANGED in [notice.kind for notice in notices_for(deps, known(deps, again))]
    assert NoticeKind.PASSPHRASE_CHANGED not in [notice.kind for notice in notices_for(deps, known(deps, renewed))]


@pytest.mark.parametrize(
    ("new", "problem"),
    [
        ("too short", PassphraseProblem.TOO_SHORT),
        ("x" * 129, PassphraseProblem.TOO_LONG),
        ("aaaaaaaaaaaaaaaaaaaaaa", PassphraseProblem.REPEATS),
        ("passwordpassword123456", PassphraseProblem.COMMON),
        ("heron Amara wades past noon", PassphraseProblem.KNOWN),
        ("heron in the harbour portal", PassphraseProblem.KNOWN),
    ],
)
def test_what_is_easy_to_guess_changes_nothing(deps: Deps, new: str, problem: PassphraseProblem) -> None:
    viewer = known(deps, sign_in(deps))
    before = all_rows(deps)

    outcome = change_passphrase(deps, viewer, PassphraseChange(AMARA.passphrase, new, known=["Harbour Portal"]))

    assert outcome is problem
    assert all_rows(deps) == before


def test_a_wrong_passphrase_changes_nothing_and_soon_makes_whoever_guesses_wait(
    deps: Deps, timepiece: Timepiece
) -> None:
    opened = sign_in(deps)
    viewer = known(deps, opened)
    before = all_rows(deps)

    assert [change_passphrase(deps, viewer, WRONG) for _ in range(5)] == [PassphraseRefusal.NOT_HERS] * 5
    assert change_passphrase(deps, viewer, RIGHT) == Wait(2)

    after = all_rows(deps)
    assert len(after.pop("throttles")) == 1
    assert after | {"throttles": frozenset()} == before
    # Guessing there does not keep her from signing in.
    sign_in(deps)
    timepiece.move(timedelta(seconds=2))
    assert isinstance(change_passphrase(deps, viewer, RIGHT), OpenedSession)


def test_when_there_is_no_turn_to_hash_nothing_is_changed(deps: Deps) -> None:
    viewer = known(deps, sign_in(deps))
    before = all_rows(deps)
    busy = replace(deps, hasher=PassphraseHasher(deps.hasher.argon2, waiting=0))

    with busy.hasher.turn(), busy.hasher.turn(), pytest.raises(HashingBusyError):
        change_passphrase(busy, viewer, RIGHT)

    after = all_rows(deps)
    # Counted before it waited, so that nobody fills the places that others need.
    assert len(after.pop("throttles")) == 1
    assert after | {"throttles": frozenset()} == before


def test_of_two_changes_at_once_one_stands_and_the_other_is_out(deps: Deps) -> None:
    sessions = [sign_in(deps), sign_in(deps)]
    viewers, news, start = (
        [known(deps, opened) for opened in sessions],
        [NEW, "eleven otters nap after lunch"],
        Barrier(2),
    )

    def change_at_once(number: int) -> object:
        start.wait()
        return change_passphrase(deps, viewers[number], PassphraseChange(AMARA.passphrase, news[number]))

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(change_at_once, range(2)))

    (won,) = [number for number, outcome in enumerate(outcomes) if isinstance(outcome, OpenedSession)]
    assert outcomes[1 - won] is PassphraseRefusal.NOT_HERS
    assert isinstance(sign_in_survivor(deps, replace(AMARAS, passphrase=news[won])), OpenedSession)
    assert viewer_of(deps, sessions[1 - won]) is None


def test_nothing_typed_shows_when_it_is_printed() -> None:
    assert AMARA.passphrase not in repr(RIGHT)
    assert NEW not in repr(RIGHT)

"""A lost phone is out at once, its holder learns nothing from it, and only being helped back in ends it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.freezing import freeze, freeze_own, sign_in_state
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.messages import new_composition_token, send_message
from survivor_portal.actions.notices import notices_for
from survivor_portal.actions.people import NewSurvivor, add_survivor
from survivor_portal.actions.recovery import (
    CodeOutcome,
    EventKind,
    FinishRefusal,
    GivenCode,
    account_history,
    agree,
    asked_for_second,
    take_code,
)
from survivor_portal.actions.sessions import OpenedSession
from survivor_portal.actions.sign_in import SignInRefusal, SurvivorAttempt, sign_in_survivor
from survivor_portal.domain.messages import Sending
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.domain.recovery import HelpRefusal
from survivor_portal.security.passphrases import PassphraseHasher
from tests.asking import ask
from tests.caseload import PASSPHRASE
from tests.recoveries import NAME, NEW_PASSPHRASE, WORDS, Lost, make_lost
from tests.security.counting import CountingArgon2
from tests.stored import all_rows
from tests.timepiece import Timepiece


@pytest.fixture
def lost(deps: Deps, timepiece: Timepiece) -> Lost:
    """Wren, who has agreed on words with her team."""
    return make_lost(deps, timepiece)


def test_freezing_ends_every_session_and_forgets_every_phone_and_her_passphrase_opens_nothing(lost: Lost) -> None:
    phone, other = lost.sign_in(), lost.sign_in()
    assert phone is not None
    assert other is not None

    freeze(lost.deps, lost.esther, lost.her)

    assert not lost.stands(phone)
    assert not lost.stands(other)
    assert all_rows(lost.deps)["known_devices"] == frozenset()
    assert lost.sign_in() is None
    assert lost.sign_in(known_device=phone.known_device) is None


def test_whoever_holds_the_phone_gets_the_same_answer_for_the_same_work_as_for_a_wrong_passphrase(lost: Lost) -> None:
    freeze(lost.deps, lost.esther, lost.her)
    argon2 = CountingArgon2()
    counted = replace(lost.deps, hasher=PassphraseHasher(argon2))
    before = all_rows(lost.deps)["throttles"]

    outcomes = [
        sign_in_survivor(counted, SurvivorAttempt(NAME, passphrase, phone_is_hers=True))
        for passphrase in (PASSPHRASE, "wrong", PASSPHRASE)
    ]

    assert outcomes == [SignInRefusal.NOT_RECOGNISED] * 3
    assert len(argon2.checked) == 3
    after = all_rows(lost.deps)
    # The right one clears nothing either: whoever tries on waits just as long.
    assert len(after["throttles"] - before) == 1
    assert after["sessions"] == all_rows(lost.deps)["sessions"]


def test_no_other_advocate_freezes_her_account(lost: Lost) -> None:
    with pytest.raises(NotFoundError):
        freeze(lost.deps, lost.hugo, lost.her)

    assert lost.sign_in() is not None


def test_any_supervisor_freezes_it_at_once_whether_or_not_she_has_an_advocate(lost: Lost) -> None:
    alone = add_survivor(lost.deps, NewSurvivor("Robin", "Robin field 12", PASSPHRASE))
    for survivor_id in (lost.her, alone):
        freeze(lost.deps, lost.odile, survivor_id)

        assert sign_in_state(lost.deps, survivor_id).frozen_by == "Odile"
        newest = account_history(lost.deps, survivor_id)[0]
        assert (newest.kind, newest.staff_name) == (EventKind.FROZEN, "Odile")
    assert lost.sign_in() is None


def test_her_helper_sees_since_when_and_by_whom_and_freezing_again_changes_neither(
    lost: Lost, timepiece: Timepiece
) -> None:
    assert sign_in_state(lost.deps, lost.her).frozen_at is None
    freeze_own(lost.deps, lost.signed_in())
    since = timepiece()
    timepiece.move(timedelta(hours=1))
    freeze(lost.deps, lost.esther, lost.her)

    state = sign_in_state(lost.deps, lost.her)
    assert (state.frozen_at, state.frozen_by) == (since, None)
    kinds = [line.kind for line in account_history(lost.deps, lost.her)]
    assert kinds.count(EventKind.FROZEN) == 1


def test_she_freezes_it_herself_from_a_device_she_still_holds(lost: Lost) -> None:
    stolen, tablet = lost.sign_in(), lost.sign_in()
    assert stolen is not None
    assert tablet is not None

    freeze_own(lost.deps, lost.viewer(tablet))

    assert not lost.stands(stolen)
    assert not lost.stands(tablet)
    assert lost.sign_in() is None


def test_her_team_still_writes_to_her(lost: Lost) -> None:
    freeze(lost.deps, lost.esther, lost.her)

    token = new_composition_token(lost.deps)
    assert send_message(lost.deps, lost.esther.id, lost.her, token, "Come by at ten.") is Sending.NEW


def test_being_helped_back_in_ends_it_and_both_stand_in_her_notices(lost: Lost) -> None:
    freeze(lost.deps, lost.esther, lost.her)
    lost.recover()

    later = lost.signed_in(NEW_PASSPHRASE)
    shown = {notice.kind for notice in notices_for(lost.deps, later)}
    assert {NoticeKind.FROZEN, NoticeKind.UNFROZEN, NoticeKind.RECOVERED} <= shown
    assert sign_in_state(lost.deps, lost.her).frozen_at is None


def test_while_it_is_frozen_a_voice_with_the_right_words_takes_a_second_person(lost: Lost) -> None:
    freeze(lost.deps, lost.esther, lost.her)
    token = ask(lost.deps, NAME)

    assert lost.help(token, WORDS, is_together=False) is HelpRefusal.SECOND_PERSON
    (asked,) = asked_for_second(lost.deps, lost.hugo)
    agree(lost.deps, lost.hugo, asked.ref)
    assert isinstance(lost.help(token, WORDS, is_together=False), GivenCode)


def test_freezing_takes_back_every_code_that_was_given_but_leaves_her_waiting(lost: Lost) -> None:
    typed, unused = ask(lost.deps, NAME), ask(lost.deps, NAME)
    assert take_code(lost.deps, typed, lost.code_by_two(typed)) is CodeOutcome.TAKEN
    code = lost.code(unused)

    freeze(lost.deps, lost.esther, lost.her)

    assert lost.finish(typed) is FinishRefusal.OVER
    assert take_code(lost.deps, unused, code) is CodeOutcome.WRONG
    assert take_code(lost.deps, unused, lost.code(unused)) is CodeOutcome.TAKEN


def test_a_sign_in_at_the_same_moment_is_either_ended_or_never_was(lost: Lost) -> None:
    start = Barrier(12)

    def sign_in(_: int) -> OpenedSession | None:
        start.wait()
        return lost.sign_in()

    def stop(_: int) -> None:
        start.wait()
        freeze(lost.deps, lost.esther, lost.her)

    with ThreadPoolExecutor(12) as threads:
        signing_in = [threads.submit(sign_in, number) for number in range(11)]
        threads.submit(stop, 0).result()
        opened = [future.result() for future in signing_in]

    assert not any(lost.stands(session) for session in opened if session is not None)
    assert {row for row in all_rows(lost.deps)["sessions"] if lost.her in row} == frozenset()

"""A press that waits for its turn to hash is done only if its session still stands when the turn has come."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from survivor_portal.actions.departures import DeletionRefusal, ask_deletion, delete_now, erase_if_due, stop_deletion
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.devices import sign_out_everywhere
from survivor_portal.actions.erasing import Erasure
from survivor_portal.actions.freezing import freeze
from survivor_portal.actions.passphrases import PassphraseChange, PassphraseRefusal, change_passphrase
from survivor_portal.actions.purging import purge
from survivor_portal.actions.recovery import (
    FinishRefusal,
    GivenCode,
    NewWords,
    WordsRefusal,
    agree,
    asked_for_second,
    set_words,
)
from survivor_portal.domain.departures import COOLING_OFF
from survivor_portal.domain.recovery import HelpRefusal
from survivor_portal.security.passphrases import PassphraseHasher
from tests.asking import ask
from tests.caseload import PASSPHRASE
from tests.recoveries import NAME, NEW_PASSPHRASE, Lost, make_lost
from tests.slow_turns import Meanwhile
from tests.staff import at_desk
from tests.stored import all_rows
from tests.timepiece import Timepiece


@pytest.fixture
def lost(deps: Deps, timepiece: Timepiece) -> Lost:
    """Wren, who has agreed on words with her team."""
    return make_lost(deps, timepiece)


def slow(lost: Lost, meanwhile: Callable[[], object]) -> Deps:
    """Give what a press needs whose turn comes only after something else has happened."""
    return replace(lost.deps, hasher=PassphraseHasher(Meanwhile(meanwhile)))


def test_words_set_from_a_phone_that_is_frozen_meanwhile_are_not_set(lost: Lost) -> None:
    thief = lost.signed_in()
    before = all_rows(lost.deps)["agreed_words"]

    waited = slow(lost, lambda: freeze(lost.deps, lost.esther, lost.her))
    assert set_words(waited, thief, NewWords(PASSPHRASE, "an orange comb by the door")) is WordsRefusal.NOT_HERS

    assert all_rows(lost.deps)["agreed_words"] == before


def test_words_set_while_the_passphrase_changes_are_not_set(lost: Lost) -> None:
    thief, hers = lost.signed_in(), lost.signed_in()
    before = all_rows(lost.deps)["agreed_words"]

    change = PassphraseChange(PASSPHRASE, NEW_PASSPHRASE)
    waited = slow(lost, lambda: change_passphrase(lost.deps, hers, change))
    assert set_words(waited, thief, NewWords(PASSPHRASE, "an orange comb by the door")) is WordsRefusal.NOT_HERS

    assert all_rows(lost.deps)["agreed_words"] == before


@pytest.mark.parametrize("deed", [ask_deletion, delete_now])
def test_a_deletion_from_a_phone_that_is_frozen_meanwhile_is_neither_done_nor_asked(
    lost: Lost, deed: Callable[..., object]
) -> None:
    thief = lost.signed_in()

    waited = slow(lost, lambda: freeze(lost.deps, lost.esther, lost.her))
    assert deed(waited, thief, PASSPHRASE) is DeletionRefusal.SIGNED_OUT

    assert all_rows(lost.deps)["asked_deletions"] == frozenset()
    lost.recover()


def test_a_passphrase_changed_from_a_phone_that_is_signed_out_meanwhile_stays(lost: Lost) -> None:
    thief, hers = lost.signed_in(), lost.signed_in()

    waited = slow(lost, lambda: sign_out_everywhere(lost.deps, hers, keep_this=True))
    change = PassphraseChange(PASSPHRASE, NEW_PASSPHRASE)
    assert change_passphrase(waited, thief, change) is PassphraseRefusal.NOT_HERS

    assert lost.sign_in(PASSPHRASE) is not None


def test_freezing_stops_a_deletion_that_may_have_been_asked_from_the_lost_phone(lost: Lost) -> None:
    ask_deletion(lost.deps, lost.signed_in(), PASSPHRASE)

    freeze(lost.deps, lost.esther, lost.her)
    lost.timepiece.move(COOLING_OFF)

    assert purge(lost.deps).deleted == 0
    replace(lost, esther=at_desk(lost.deps, lost.esther.id)).recover()


def test_a_deletion_stopped_at_the_last_moment_is_not_done(lost: Lost) -> None:
    ask_deletion(lost.deps, lost.signed_in(), PASSPHRASE)
    lost.timepiece.move(COOLING_OFF)

    stop_deletion(lost.deps, lost.her)

    assert erase_if_due(lost.deps, lost.her) is Erasure.NOT_WISHED
    assert lost.sign_in() is not None


@pytest.mark.parametrize("how", ["a new passphrase", "signed out everywhere"])
def test_her_own_change_ends_what_somebody_else_began(lost: Lost, how: str) -> None:
    # Signing in ends such requests by itself, so hers comes first.
    hers = lost.signed_in()
    begun = lost.at_the_passphrase()

    if how == "a new passphrase":
        change_passphrase(lost.deps, hers, PassphraseChange(PASSPHRASE, NEW_PASSPHRASE))
    else:
        sign_out_everywhere(lost.deps, hers, keep_this=True)

    assert lost.finish(begun, "three geese under the old mill") is FinishRefusal.OVER


def test_a_second_person_agrees_to_what_was_said_then_and_to_nothing_else(lost: Lost) -> None:
    freeze(lost.deps, lost.esther, lost.her)
    token = ask(lost.deps, NAME)
    assert lost.help(token, "", is_together=True) is HelpRefusal.SECOND_PERSON
    (asked,) = asked_for_second(lost.deps, lost.hugo)
    agree(lost.deps, lost.hugo, asked.ref)

    assert not isinstance(lost.help(token, is_together=False), GivenCode)

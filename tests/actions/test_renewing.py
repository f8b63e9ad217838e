"""Signing the same once more is a fresh signature on a new record, which ends the old one and never covers more."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from survivor_portal.actions.consents import (
    MadeOtherwise,
    NoLongerAsked,
    SigningRefusal,
    consent_for,
    consents_of,
    followers_of,
    let_them_know,
    renew_consent,
    withdraw_consent,
)
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.domain.consent import STOP_LENGTH, DataItem, LengthReason, Problem, Purpose, RecordId, State
from tests.asked import NOT_APPROVED, answer, kept, propose
from tests.caseload import Caseload

DAY = timedelta(days=1)


def renew(caseload: Caseload, her: str, old: str, **changes: Any) -> RecordId:  # noqa: ANN401 (any field of it)
    renewed = renew_consent(caseload.deps, her, old, answer(caseload.deps, **changes))
    assert isinstance(renewed, str)
    return renewed


def state_of(caseload: Caseload, her: str, ref: str) -> State:
    return consent_for(caseload.deps, her, ref).card.state


# ----------------------------------------------------------------------------------------------------------- renewing


def test_the_new_record_takes_the_place_of_the_old_one_at_once(caseload: Caseload, wren: str) -> None:
    old = caseload.give(wren)
    caseload.timepiece.move(10 * DAY)
    signed_at = caseload.timepiece()

    new = renew(caseload, wren, old)

    assert (state_of(caseload, wren, old), state_of(caseload, wren, new)) == (State.SUPERSEDED, State.GIVEN)
    (given, ended) = consents_of(caseload.deps, wren)
    assert (given.record_id, given.record.supersedes, ended.record_id) == (new, old, old)
    assert (given.covered_items, given.record.methods) == (ended.covered_items, ended.record.methods)
    assert (given.record.valid_from, given.ends_at) == (signed_at, signed_at + 14 * DAY)
    assert ended.ends_at == signed_at
    assert followers_of(caseload.deps, wren, ended).renewal == new


def test_the_old_record_stays_as_it_was(caseload: Caseload, wren: str) -> None:
    old = caseload.give(wren)
    before = consent_for(caseload.deps, wren, old)

    renew(caseload, wren, old, length=30 * DAY)

    after = consent_for(caseload.deps, wren, old)
    assert (after.card.record, after.words) == (before.card.record, before.words)


def test_what_ended_by_itself_can_be_signed_again_and_stays_ended(caseload: Caseload, wren: str) -> None:
    old = caseload.give(wren)
    caseload.timepiece.move(20 * DAY)

    new = renew(caseload, wren, old)

    assert (state_of(caseload, wren, old), state_of(caseload, wren, new)) == (State.LAPSED, State.GIVEN)


def test_she_can_leave_something_out_and_never_put_anything_in(caseload: Caseload, wren: str) -> None:
    old = caseload.give(wren)

    new = renew(caseload, wren, old, left_out=frozenset({DataItem.LANGUAGE, DataItem.FAMILY}))

    card = consent_for(caseload.deps, wren, new).card
    assert card.covered_items == {DataItem.CHOSEN_NAME}
    assert card.record.excluded_items == {DataItem.LANGUAGE, DataItem.LEGAL_NAME}


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"passphrase": "not hers"}, SigningRefusal(frozenset(), passphrase_is_wrong=True)),
        ({"length": 60 * DAY}, SigningRefusal(frozenset({Problem.NO_REASON_FOR_LENGTH}), passphrase_is_wrong=False)),
        (
            {"length": 120 * DAY, "length_reason": LengthReason.OWN_REASON},
            SigningRefusal(frozenset({Problem.TOO_LONG}), passphrase_is_wrong=False),
        ),
        (
            {"risk_acknowledged": False},
            SigningRefusal(frozenset({Problem.RISK_NOT_ACKNOWLEDGED}), passphrase_is_wrong=False),
        ),
        ({"statement": NOT_APPROVED}, SigningRefusal(frozenset({Problem.NO_INTERPRETER}), passphrase_is_wrong=False)),
    ],
)
def test_a_signature_that_lacks_anything_renews_nothing_and_ends_nothing(
    caseload: Caseload, wren: str, changes: dict[str, Any], refusal: SigningRefusal
) -> None:
    old = caseload.give(wren)
    before = kept(caseload.deps)

    assert renew_consent(caseload.deps, wren, old, answer(caseload.deps, **changes)) == refusal
    assert kept(caseload.deps) == before


def test_a_doubled_form_is_one_new_record(caseload: Caseload, wren: str) -> None:
    old, signed = caseload.give(wren), answer(caseload.deps)

    first = renew_consent(caseload.deps, wren, old, signed)

    assert renew_consent(caseload.deps, wren, old, signed) == first
    assert len(consents_of(caseload.deps, wren)) == 2


def test_a_form_sent_again_with_something_else_says_so_and_renews_nothing(caseload: Caseload, wren: str) -> None:
    old, signed = caseload.give(wren), answer(caseload.deps)
    first = renew_consent(caseload.deps, wren, old, signed)
    assert isinstance(first, str)
    before = kept(caseload.deps)

    less = replace(signed, left_out=frozenset({DataItem.LANGUAGE}))

    assert renew_consent(caseload.deps, wren, old, less) == MadeOtherwise(first)
    assert kept(caseload.deps) == before


def test_a_form_pressed_twice_at_once_is_one_new_record(caseload: Caseload, wren: str) -> None:
    old, signed, together = caseload.give(wren), answer(caseload.deps), Barrier(2)

    def press(_: int) -> object:
        together.wait()
        return renew_consent(caseload.deps, wren, old, signed)

    with ThreadPoolExecutor(2) as presses:
        first, second = presses.map(press, range(2))
    assert first == second
    assert [card.state for card in consents_of(caseload.deps, wren)] == [State.GIVEN, State.SUPERSEDED]


def test_a_stop_and_a_renewal_at_once_never_leave_the_old_one_standing(caseload: Caseload, wren: str) -> None:
    old, signed, together = caseload.give(wren), answer(caseload.deps), Barrier(2)

    def press(is_stop: bool) -> object:  # noqa: FBT001 (what the pool hands over)
        together.wait()
        if not is_stop:
            return renew_consent(caseload.deps, wren, old, signed)
        withdraw_consent(caseload.deps, wren, old)
        return None

    with ThreadPoolExecutor(2) as presses:
        outcomes = list(presses.map(press, (True, False)))
    states = {card.record_id: card.state for card in consents_of(caseload.deps, wren)}
    assert states[old] in {State.WITHDRAWN, State.SUPERSEDED}
    assert (outcomes[1] == NoLongerAsked()) is (states[old] is State.WITHDRAWN)


def test_what_she_stopped_or_said_no_to_is_not_signed_again_through_the_back_door(
    caseload: Caseload, wren: str
) -> None:
    stopped, draft = caseload.give(wren), propose(caseload, wren)
    withdraw_consent(caseload.deps, wren, stopped)
    before = kept(caseload.deps)

    for ref in (stopped, draft):
        assert renew_consent(caseload.deps, wren, ref, answer(caseload.deps)) == NoLongerAsked()
    assert kept(caseload.deps) == before


def test_nobody_renews_or_tells_of_what_is_not_theirs(caseload: Caseload, wren: str) -> None:
    old, robin = caseload.give(wren), caseload.add("Robin")

    for sign in (renew_consent, let_them_know):
        with pytest.raises(NotFoundError):
            sign(caseload.deps, robin, old, answer(caseload.deps))


# ------------------------------------------------------------------------------------------------- a word of the stop


def test_letting_them_know_is_a_consent_of_its_own_for_one_time_and_that_alone(caseload: Caseload, wren: str) -> None:
    stopped = caseload.give(wren)
    caseload.tell(wren, stopped)
    withdraw_consent(caseload.deps, wren, stopped)
    signed_at = caseload.timepiece()

    word = let_them_know(
        caseload.deps, wren, stopped, answer(caseload.deps, length=90 * DAY, length_reason=LengthReason.LONG_WAIT)
    )

    assert isinstance(word, str)
    card = consent_for(caseload.deps, wren, word).card
    assert (card.state, card.record.purpose, card.remaining_uses) == (State.GIVEN, Purpose.TELL_OF_STOP, 1)
    assert card.covered_items == {DataItem.CONSENT_STOPPED, DataItem.CHOSEN_NAME}
    assert card.ends_at == signed_at + STOP_LENGTH
    assert state_of(caseload, wren, stopped) is State.WITHDRAWN
    assert followers_of(caseload.deps, wren, consent_for(caseload.deps, wren, stopped).card).word_of_stop == word


def test_where_nothing_was_told_they_are_told_of_the_stop_and_of_no_name(caseload: Caseload, wren: str) -> None:
    stopped = caseload.give(wren)
    withdraw_consent(caseload.deps, wren, stopped)

    word = let_them_know(caseload.deps, wren, stopped, answer(caseload.deps))

    assert isinstance(word, str)
    assert consent_for(caseload.deps, wren, word).card.covered_items == {DataItem.CONSENT_STOPPED}


def test_a_doubled_word_is_one(caseload: Caseload, wren: str) -> None:
    stopped, signed = caseload.give(wren), answer(caseload.deps)
    withdraw_consent(caseload.deps, wren, stopped)

    first = let_them_know(caseload.deps, wren, stopped, signed)

    assert let_them_know(caseload.deps, wren, stopped, signed) == first
    assert len(consents_of(caseload.deps, wren)) == 2


def test_of_what_she_did_not_stop_there_is_no_word(caseload: Caseload, wren: str) -> None:
    given, lapsed = caseload.give(wren, length=30 * DAY), caseload.give(wren, length=7 * DAY)
    caseload.timepiece.move(8 * DAY)
    before = kept(caseload.deps)

    for ref in (given, lapsed, propose(caseload, wren)):
        assert let_them_know(caseload.deps, wren, ref, answer(caseload.deps)) == NoLongerAsked()
    assert len(kept(caseload.deps)) == len(before) + 2


def test_a_wrong_passphrase_lets_nobody_know(caseload: Caseload, wren: str) -> None:
    stopped = caseload.give(wren)
    withdraw_consent(caseload.deps, wren, stopped)
    before = kept(caseload.deps)

    refusal = let_them_know(caseload.deps, wren, stopped, answer(caseload.deps, passphrase="not hers"))

    assert refusal == SigningRefusal(frozenset(), passphrase_is_wrong=True)
    assert kept(caseload.deps) == before

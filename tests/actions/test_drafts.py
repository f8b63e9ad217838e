"""A draft is hers alone to sign or to say no to, all of it or less, and it goes away by itself."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import update

from survivor_portal.actions.consents import (
    MadeOtherwise,
    NoLongerAsked,
    SigningRefusal,
    consent_for,
    consents_of,
    give_draft,
    say_no_to_draft,
    withdraw_consent,
)
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.domain.consent import (
    DRAFT_LENGTH,
    DataItem,
    EventState,
    LengthReason,
    Problem,
    RecipientStanding,
    State,
)
from survivor_portal.models import Recipient
from tests.asked import NOT_APPROVED, answer, kept, propose
from tests.caseload import Caseload

DAY = timedelta(days=1)


def test_her_signature_makes_a_draft_a_given_consent_from_that_moment_on(caseload: Caseload, wren: str) -> None:
    draft = propose(caseload, wren)
    signed_at = caseload.timepiece()

    assert give_draft(caseload.deps, wren, draft, answer(caseload.deps)) == draft

    (card,) = consents_of(caseload.deps, wren)
    assert (card.state, card.record.signed_at, card.record.valid_from) == (State.GIVEN, signed_at, signed_at)
    assert card.ends_at == signed_at + 14 * DAY
    assert [event.event_state for event in card.events] == [EventState.DRAFT, EventState.GIVEN]
    assert (card.drafted_by, card.events[1].recorded_by) == (caseload.advocate, wren)
    assert isinstance(caseload.tell(wren, draft), str)


def test_it_keeps_the_very_words_she_signed(caseload: Caseload, wren: str) -> None:
    draft = propose(caseload, wren)
    assert consent_for(caseload.deps, wren, draft).words == ""

    give_draft(caseload.deps, wren, draft, answer(caseload.deps, interpreter="Idris"))

    page = consent_for(caseload.deps, wren, draft)
    assert page.words.startswith("I say yes.")
    assert page.interpreter == "Idris"


def test_she_can_sign_for_less_than_was_asked_and_that_stays_out(caseload: Caseload, wren: str) -> None:
    draft = propose(caseload, wren)

    give_draft(caseload.deps, wren, draft, answer(caseload.deps, left_out=frozenset({DataItem.LANGUAGE})))

    (card,) = consents_of(caseload.deps, wren)
    assert card.covered_items == {DataItem.CHOSEN_NAME}
    assert card.record.excluded_items == {DataItem.LANGUAGE}


def test_leaving_out_what_was_never_asked_for_changes_nothing(caseload: Caseload, wren: str) -> None:
    draft = propose(caseload, wren)

    give_draft(caseload.deps, wren, draft, answer(caseload.deps, left_out=frozenset({DataItem.FAMILY})))

    (card,) = consents_of(caseload.deps, wren)
    assert card.covered_items == {DataItem.CHOSEN_NAME, DataItem.LANGUAGE}
    assert card.record.excluded_items == set()


def test_how_long_it_lasts_is_hers_to_say(caseload: Caseload, wren: str) -> None:
    long = answer(caseload.deps, length=90 * DAY, length_reason=LengthReason.COURT_DATE)
    once = answer(caseload.deps, length=30 * DAY, once=True)

    for signed in (long, once):
        give_draft(caseload.deps, wren, propose(caseload, wren), signed)

    by_end = [(card.remaining_uses, card.record.length_reason) for card in consents_of(caseload.deps, wren)]
    assert by_end == [(1, None), (None, LengthReason.COURT_DATE)]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"left_out": frozenset(DataItem)}, Problem.NO_ITEMS),
        ({"length": 31 * DAY}, Problem.NO_REASON_FOR_LENGTH),
        ({"length": 91 * DAY, "length_reason": LengthReason.LONG_WAIT}, Problem.TOO_LONG),
        ({"risk_acknowledged": False}, Problem.RISK_NOT_ACKNOWLEDGED),
        ({"alternatives_acknowledged": False}, Problem.ALTERNATIVES_NOT_ACKNOWLEDGED),
        ({"statement": NOT_APPROVED}, Problem.NO_INTERPRETER),
    ],
)
def test_a_signature_that_lacks_anything_leaves_the_draft_as_it_was(
    caseload: Caseload, wren: str, changes: dict[str, Any], problem: Problem
) -> None:
    draft = propose(caseload, wren)
    before = kept(caseload.deps)

    refusal = give_draft(caseload.deps, wren, draft, answer(caseload.deps, **changes))

    assert refusal == SigningRefusal(frozenset({problem}), passphrase_is_wrong=False)
    assert kept(caseload.deps) == before


def test_a_wrong_passphrase_signs_nothing(caseload: Caseload, wren: str) -> None:
    draft = propose(caseload, wren)
    before = kept(caseload.deps)

    refusal = give_draft(caseload.deps, wren, draft, answer(caseload.deps, passphrase="not hers"))

    assert refusal == SigningRefusal(frozenset(), passphrase_is_wrong=True)
    assert kept(caseload.deps) == before


def test_nothing_can_be_signed_for_a_place_that_was_blocked_since(caseload: Caseload, wren: str) -> None:
    draft = propose(caseload, wren)
    with caseload.deps.storage.write() as session:
        session.execute(update(Recipient).values(standing=RecipientStanding.BLOCKED))
        session.commit()

    refusal = give_draft(caseload.deps, wren, draft, answer(caseload.deps))

    assert refusal == SigningRefusal(frozenset({Problem.RECIPIENT_BLOCKED}), passphrase_is_wrong=False)


def test_signing_twice_equals_once(caseload: Caseload, wren: str) -> None:
    draft, signed = propose(caseload, wren), answer(caseload.deps)
    give_draft(caseload.deps, wren, draft, signed)
    once = kept(caseload.deps)
    caseload.timepiece.move(DAY)

    assert give_draft(caseload.deps, wren, draft, signed) == draft
    assert kept(caseload.deps) == once


@pytest.mark.parametrize(
    "changes",
    [
        {"length": 7 * DAY},
        {"once": True},
        {"left_out": frozenset({DataItem.CHOSEN_NAME})},
        {"left_out": frozenset()},
        {"length": 60 * DAY, "length_reason": LengthReason.COURT_DATE},
    ],
)
@pytest.mark.parametrize("on_the_same_form", [True, False])
def test_signing_something_else_the_second_time_says_so_and_makes_nothing(
    caseload: Caseload, wren: str, changes: dict[str, Any], *, on_the_same_form: bool
) -> None:
    draft, signed = propose(caseload, wren), answer(caseload.deps, left_out=frozenset({DataItem.LANGUAGE}))
    give_draft(caseload.deps, wren, draft, signed)
    once = kept(caseload.deps)
    other = replace(signed, **changes) if on_the_same_form else answer(caseload.deps, **changes)

    assert give_draft(caseload.deps, wren, draft, other) == MadeOtherwise(draft)
    assert kept(caseload.deps) == once


def test_what_stands_is_told_to_nobody_without_her_passphrase(caseload: Caseload, wren: str) -> None:
    draft = propose(caseload, wren)
    give_draft(caseload.deps, wren, draft, answer(caseload.deps))

    for length in (7, 14):
        tried = answer(caseload.deps, passphrase="not hers", length=length * DAY)
        assert give_draft(caseload.deps, wren, draft, tried) == NoLongerAsked()


def test_a_draft_signed_twice_at_once_is_signed_once(caseload: Caseload, wren: str) -> None:
    draft, signed, together = propose(caseload, wren), answer(caseload.deps), Barrier(2)

    def press(_: int) -> object:
        together.wait()
        return give_draft(caseload.deps, wren, draft, signed)

    with ThreadPoolExecutor(2) as presses:
        assert list(presses.map(press, range(2))) == [draft, draft]
    (card,) = consents_of(caseload.deps, wren)
    assert [event.event_state for event in card.events] == [EventState.DRAFT, EventState.GIVEN]


def test_a_yes_and_a_no_at_once_are_one_of_them(caseload: Caseload, wren: str) -> None:
    draft, signed, together = propose(caseload, wren), answer(caseload.deps), Barrier(2)

    def press(says_yes: bool) -> object:  # noqa: FBT001 (what the pool hands over)
        together.wait()
        if says_yes:
            return give_draft(caseload.deps, wren, draft, signed)
        say_no_to_draft(caseload.deps, wren, draft)
        return None

    with ThreadPoolExecutor(2) as presses:
        outcomes = list(presses.map(press, (True, False)))
    (card,) = consents_of(caseload.deps, wren)
    assert len(card.events) == 2
    assert outcomes[0] == (draft if card.state is State.GIVEN else NoLongerAsked())


def test_saying_no_ends_it_and_saying_it_twice_equals_once(caseload: Caseload, wren: str) -> None:
    draft = propose(caseload, wren)
    say_no_to_draft(caseload.deps, wren, draft)
    once = kept(caseload.deps)
    caseload.timepiece.move(DAY)

    say_no_to_draft(caseload.deps, wren, draft)

    assert kept(caseload.deps) == once
    (card,) = consents_of(caseload.deps, wren)
    assert (card.state, card.waits_for_her) == (State.REFUSED, False)
    assert give_draft(caseload.deps, wren, draft, answer(caseload.deps)) == NoLongerAsked()
    assert kept(caseload.deps) == once


def test_a_draft_that_she_leaves_goes_away_by_itself(caseload: Caseload, wren: str) -> None:
    draft = propose(caseload, wren)
    caseload.timepiece.move(DRAFT_LENGTH)
    before = kept(caseload.deps)

    assert give_draft(caseload.deps, wren, draft, answer(caseload.deps)) == NoLongerAsked()
    say_no_to_draft(caseload.deps, wren, draft)
    assert kept(caseload.deps) == before
    (card,) = consents_of(caseload.deps, wren)
    assert (card.state, card.waits_for_her) == (State.ABANDONED, False)


def test_a_clock_set_back_lets_nothing_be_signed_that_would_never_count(caseload: Caseload, wren: str) -> None:
    draft = propose(caseload, wren)
    caseload.timepiece.move(-DAY)

    assert give_draft(caseload.deps, wren, draft, answer(caseload.deps)) == NoLongerAsked()


def test_saying_no_to_what_she_signed_stops_nothing_and_stopping_a_draft_signs_nothing(
    caseload: Caseload, wren: str
) -> None:
    signed, draft = caseload.give(wren), propose(caseload, wren)
    before = kept(caseload.deps)

    say_no_to_draft(caseload.deps, wren, signed)
    withdraw_consent(caseload.deps, wren, draft)

    assert kept(caseload.deps) == before


def test_nobody_answers_a_draft_that_is_not_theirs(caseload: Caseload, wren: str) -> None:
    draft, robin = propose(caseload, wren), caseload.add("Robin")
    before = kept(caseload.deps)

    for ref in (draft, "nothing"):
        with pytest.raises(NotFoundError):
            give_draft(caseload.deps, robin, ref, answer(caseload.deps))
        with pytest.raises(NotFoundError):
            say_no_to_draft(caseload.deps, robin, ref)
    assert kept(caseload.deps) == before

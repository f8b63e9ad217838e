"""What keeps a draft from being given, one reason at a time."""

from datetime import timedelta

import pytest

from survivor_portal.domain.consent import (
    HERS_TO_SOLVE,
    OFFERED_LENGTHS,
    REQUIRED_ROLES,
    USUAL_LENGTH,
    CapacityBasis,
    Consenter,
    ConsenterRole,
    DataItem,
    LengthReason,
    Method,
    Problem,
    Recipient,
    RecipientId,
    RecipientStanding,
    draft_problems,
    state,
)
from survivor_portal.domain.consent.vocabulary import State
from survivor_portal.domain.people import PersonId
from tests.domain.histories import AMARA, CLINIC, DAY, PARENT, RUTH, SHELTER, START, History, consenters_for, signed

MOMENT = timedelta(microseconds=1)
HER = Consenter(AMARA, ConsenterRole.SURVIVOR)
HER_PARENT = Consenter(PARENT, ConsenterRole.GUARDIAN)


def problems(history: History) -> set[Problem]:
    """Return the problems of a record whose words are approved and whose people are unmarked."""
    return set(draft_problems(history.record, SHELTER, (), statement_approved=True))


@pytest.mark.parametrize("basis", CapacityBasis)
def test_the_plain_example_has_no_problems(basis: CapacityBasis) -> None:
    assert problems(signed(basis=basis)) == set()


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("data_items", frozenset(), Problem.NO_ITEMS),
        ("methods", frozenset(), Problem.NO_METHODS),
        ("recipient", RecipientId(""), Problem.NO_RECIPIENT),
        ("statement_version", "", Problem.NO_STATEMENT),
        ("language", "", Problem.NO_STATEMENT),
        ("max_uses", 0, Problem.NO_USES),
        ("risk_acknowledged_at", None, Problem.RISK_NOT_ACKNOWLEDGED),
        ("risk_acknowledged_at", START + MOMENT, Problem.RISK_NOT_ACKNOWLEDGED),
        ("alternatives_acknowledged_at", None, Problem.ALTERNATIVES_NOT_ACKNOWLEDGED),
        ("alternatives_acknowledged_at", START + MOMENT, Problem.ALTERNATIVES_NOT_ACKNOWLEDGED),
        ("signed_at", None, Problem.NOT_SIGNED),
        ("signature_method", None, Problem.NOT_SIGNED),
        ("signature_method", Method.ORAL, Problem.NOT_SIGNED),
        ("signature_method", Method.PAPER, Problem.NOT_SIGNED),
    ],
)
def test_each_missing_part_is_a_problem_and_its_signature_never_counts(
    field: str, value: object, problem: Problem
) -> None:
    history = signed().having(**{field: value})
    assert problem in problems(history)
    assert state(*history, START + DAY) is State.DRAFT
    assert len(problems(history) - {problem, Problem.NO_RECIPIENT}) == 0


def test_one_use_is_no_problem() -> None:
    assert problems(signed().having(max_uses=1)) == set()


def test_what_she_never_wants_shared_cannot_be_asked_for() -> None:
    history = signed().having(excluded_items=frozenset({DataItem.LANGUAGE}))
    assert problems(history) == {Problem.EXCLUDED_ITEM_ASKED}


def test_a_start_at_or_after_the_end_is_a_problem() -> None:
    end = signed().record.expires_at
    assert Problem.ENDS_BEFORE_START in problems(signed().having(valid_from=end))
    assert Problem.ENDS_BEFORE_START not in problems(signed().having(valid_from=end - MOMENT))


def test_an_end_at_or_before_the_signature_is_a_problem() -> None:
    early = signed().having(valid_from=START - DAY)
    assert problems(early.having(expires_at=START)) == {Problem.ENDS_BEFORE_SIGNATURE}
    assert problems(early.having(expires_at=START + MOMENT)) == set()


def test_thirty_days_need_no_reason_and_a_moment_more_does() -> None:
    assert problems(signed(length=30 * DAY)) == set()
    assert problems(signed(length=30 * DAY + MOMENT)) == {Problem.NO_REASON_FOR_LENGTH}
    assert problems(signed(length=30 * DAY + MOMENT).having(length_reason=LengthReason.COURT_DATE)) == set()


def test_ninety_days_with_her_reason_are_the_most() -> None:
    reason = {"length_reason": LengthReason.OWN_REASON}
    assert problems(signed(length=90 * DAY).having(**reason)) == set()
    assert problems(signed(length=90 * DAY + MOMENT).having(**reason)) == {Problem.TOO_LONG}


@pytest.mark.parametrize("shift", [10 * DAY, -10 * DAY])
def test_the_length_runs_from_signature_or_start_whichever_is_earlier(shift: timedelta) -> None:
    history = signed().having(valid_from=START + shift, expires_at=START + max(shift, timedelta()) + 25 * DAY)
    assert problems(history) == {Problem.NO_REASON_FOR_LENGTH}


def test_the_length_of_an_unsigned_draft_runs_from_its_start() -> None:
    history = signed(length=30 * DAY + MOMENT).having(signed_at=None)
    assert problems(history) == {Problem.NOT_SIGNED, Problem.NO_REASON_FOR_LENGTH}


@pytest.mark.parametrize("basis", CapacityBasis)
def test_each_basis_asks_for_its_consenters_and_no_others(basis: CapacityBasis) -> None:
    right = consenters_for(basis)
    for wrong in ({HER}, {HER_PARENT}, {HER, HER_PARENT}, set()):
        expected = set() if wrong == right else {Problem.WRONG_CONSENTERS}
        assert problems(signed(basis=basis).having(consenters=frozenset(wrong))) == expected


@pytest.mark.parametrize(
    "wrong",
    [
        {HER, Consenter(AMARA, ConsenterRole.GUARDIAN)},
        {Consenter(RUTH, ConsenterRole.SURVIVOR), HER_PARENT},
        {HER, HER_PARENT, Consenter(RUTH, ConsenterRole.GUARDIAN)},
    ],
)
def test_nobody_signs_in_two_roles_or_in_her_place(wrong: set[Consenter]) -> None:
    history = signed(basis=CapacityBasis.MINOR_PLUS_GUARDIAN).having(consenters=frozenset(wrong))
    assert problems(history) == {Problem.WRONG_CONSENTERS}


def test_the_offered_lengths_are_7_14_and_30_days_and_30_is_the_usual_one() -> None:
    assert OFFERED_LENGTHS == (7 * DAY, 14 * DAY, 30 * DAY)
    assert USUAL_LENGTH == 30 * DAY


def test_every_basis_says_who_signs() -> None:
    assert set(REQUIRED_ROLES) == set(CapacityBasis)
    assert all(REQUIRED_ROLES.values())


def test_a_marked_consenter_is_a_problem_and_a_marked_stranger_is_not() -> None:
    record = signed(basis=CapacityBasis.MINOR_PLUS_GUARDIAN).record
    assert draft_problems(record, SHELTER, {PARENT}, statement_approved=True) == {Problem.CONSENTER_MARKED}
    assert draft_problems(record, SHELTER, {PersonId("stranger")}, statement_approved=True) == frozenset()


def test_the_recipient_is_the_named_one_and_not_blocked() -> None:
    record = signed().record
    blocked = Recipient(SHELTER.recipient_id, RecipientStanding.BLOCKED)
    assert draft_problems(record, blocked, (), statement_approved=True) == {Problem.RECIPIENT_BLOCKED}
    assert draft_problems(record, CLINIC, (), statement_approved=True) == {Problem.NO_RECIPIENT}


def test_words_nobody_approved_need_an_interpreter() -> None:
    history = signed()
    interpreted = history.having(interpreter="interpreter")
    assert draft_problems(history.record, SHELTER, (), statement_approved=False) == {Problem.NO_INTERPRETER}
    assert draft_problems(interpreted.record, SHELTER, (), statement_approved=False) == frozenset()


def test_an_unsigned_draft_lacks_only_what_is_hers_to_supply() -> None:
    unsigned = signed(length=60 * DAY).having(
        signed_at=None, signature_method=None, risk_acknowledged_at=None, alternatives_acknowledged_at=None
    )
    assert problems(unsigned) == HERS_TO_SOLVE

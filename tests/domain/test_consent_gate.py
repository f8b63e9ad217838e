"""The gate by example: one reason at a time, and the separate gate for what the law compels."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from survivor_portal.domain.consent import (
    CompelledDisclosure,
    CompelledRefusal,
    DataItem,
    EventState,
    LegalBasis,
    NoNoticeReason,
    NoticeAttempt,
    Purpose,
    Recipient,
    RecipientStanding,
    RecordId,
    Refusal,
    SharingMethod,
    compelled_refusal,
    is_hers_to_know,
    refusal,
)
from tests.domain.histories import AMARA, CLINIC, DAY, RUTH, SHELTER, START, History, disclosure, event, signed

MOMENT = timedelta(microseconds=1)
GIVEN = signed()
PROPOSED = disclosure(GIVEN.record, START)
COMPELLED = CompelledDisclosure(
    principal=AMARA,
    recipient=CLINIC.recipient_id,
    items=frozenset({DataItem.CHOSEN_NAME}),
    legal_basis=LegalBasis.COURT_ORDER,
    legal_reference="order 1",
    notice_attempts=(NoticeAttempt(START, RUTH),),
    no_notice_reason=None,
    protective_steps="asked the court to seal it",
    at=START,
    by=RUTH,
)


def test_what_she_agreed_to_is_not_refused() -> None:
    assert refusal(PROPOSED, SHELTER, *GIVEN) is None


def test_a_part_of_what_she_agreed_to_is_not_refused() -> None:
    assert refusal(replace(PROPOSED, items=frozenset({DataItem.LANGUAGE})), SHELTER, *GIVEN) is None


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("consent", RecordId("other"), Refusal.OTHER_CONSENT),
        ("at", START - MOMENT, Refusal.NOT_GIVEN),
        ("at", START + 30 * DAY, Refusal.ENDED),
        ("recipient", CLINIC.recipient_id, Refusal.OTHER_RECIPIENT),
        ("purpose", Purpose.LEGAL_HELP, Refusal.OTHER_PURPOSE),
        ("method", SharingMethod.LETTER, Refusal.OTHER_METHOD),
        ("items", frozenset(), Refusal.NO_ITEMS),
        ("items", frozenset({DataItem.LANGUAGE, DataItem.FAMILY}), Refusal.ITEMS_NOT_COVERED),
        ("items", frozenset({DataItem.LEGAL_NAME}), Refusal.ITEMS_NOT_COVERED),
    ],
)
def test_each_difference_from_her_yes_is_refused_by_name(field: str, value: object, why: Refusal) -> None:
    # The values come from the table above, one per field.
    changed = replace(PROPOSED, **{field: value})  # type: ignore[arg-type]
    assert refusal(changed, SHELTER, *GIVEN) is why


def test_the_last_moment_of_a_consent_still_counts() -> None:
    assert refusal(replace(PROPOSED, at=START + 30 * DAY - MOMENT), SHELTER, *GIVEN) is None


def test_the_recipient_looked_up_must_be_the_one_she_named() -> None:
    assert refusal(PROPOSED, CLINIC, *GIVEN) is Refusal.OTHER_RECIPIENT
    to_clinic = replace(PROPOSED, recipient=CLINIC.recipient_id)
    assert refusal(to_clinic, CLINIC, *GIVEN) is Refusal.OTHER_RECIPIENT


def test_a_blocked_recipient_learns_nothing() -> None:
    blocked = Recipient(SHELTER.recipient_id, RecipientStanding.BLOCKED)
    assert refusal(PROPOSED, blocked, *GIVEN) is Refusal.RECIPIENT_BLOCKED


def test_a_consent_for_once_is_refused_the_second_time_even_with_an_earlier_date() -> None:
    once = GIVEN.having(max_uses=1)
    used = once.with_shared(disclosure(once.record, START + DAY))
    assert refusal(PROPOSED, SHELTER, *once) is None
    assert refusal(PROPOSED, SHELTER, *used) is Refusal.ENDED


def test_a_draft_is_refused_as_not_given() -> None:
    assert refusal(PROPOSED, SHELTER, *History(GIVEN.record, GIVEN.events[:1])) is Refusal.NOT_GIVEN


def test_an_end_that_is_written_down_refuses_whatever_the_date() -> None:
    ended = GIVEN.then(event(EventState.SUPERSEDED, START + DAY))
    assert refusal(PROPOSED, SHELTER, *ended) is Refusal.ENDED


def test_a_court_order_or_a_statute_with_notice_is_not_refused() -> None:
    assert compelled_refusal(COMPELLED) is None
    assert compelled_refusal(replace(COMPELLED, legal_basis=LegalBasis.STATUTE)) is None


@pytest.mark.parametrize("reason", NoNoticeReason)
def test_a_recorded_reason_stands_in_for_notice(reason: NoNoticeReason) -> None:
    assert compelled_refusal(replace(COMPELLED, notice_attempts=(), no_notice_reason=reason)) is None


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("items", frozenset(), CompelledRefusal.NO_ITEMS),
        ("recipient", " ", CompelledRefusal.NO_RECIPIENT),
        ("legal_basis", LegalBasis.BARE_SUBPOENA, CompelledRefusal.BARE_SUBPOENA),
        ("legal_reference", " ", CompelledRefusal.NO_LEGAL_REFERENCE),
        ("notice_attempts", (), CompelledRefusal.NO_NOTICE),
        ("notice_attempts", (NoticeAttempt(START + MOMENT, RUTH),), CompelledRefusal.NO_NOTICE),
        ("protective_steps", "\n", CompelledRefusal.NO_PROTECTIVE_STEPS),
    ],
)
def test_each_missing_safeguard_of_a_compelled_disclosure_is_refused_by_name(
    field: str, value: object, why: CompelledRefusal
) -> None:
    # The values come from the table above, one per field.
    changed = replace(COMPELLED, **{field: value})  # type: ignore[arg-type]
    assert compelled_refusal(changed) is why


@pytest.mark.parametrize("until", [START, START - DAY])
def test_a_ban_of_a_court_that_was_over_by_then_stands_in_for_no_notice(until: datetime) -> None:
    banned = replace(COMPELLED, notice_attempts=(), no_notice_reason=NoNoticeReason.COURT_FORBIDS)

    assert compelled_refusal(replace(banned, forbidden_until=until)) is CompelledRefusal.NO_NOTICE
    assert compelled_refusal(replace(banned, forbidden_until=START + MOMENT)) is None


@pytest.mark.parametrize("reason", [None, NoNoticeReason.NO_SAFE_WAY, NoNoticeReason.IMMEDIATE_DANGER])
def test_only_a_court_keeps_what_was_compelled_from_her(reason: NoNoticeReason | None) -> None:
    disclosed = replace(COMPELLED, no_notice_reason=reason, forbidden_until=START + DAY)

    assert is_hers_to_know(disclosed, START)


def test_what_a_court_forbids_to_tell_her_she_learns_when_the_ban_is_over() -> None:
    banned = replace(COMPELLED, no_notice_reason=NoNoticeReason.COURT_FORBIDS)
    until = replace(banned, forbidden_until=START + DAY)

    assert not is_hers_to_know(banned, START + 400 * DAY)
    assert not is_hers_to_know(until, START + DAY - MOMENT)
    assert is_hers_to_know(until, START + DAY)

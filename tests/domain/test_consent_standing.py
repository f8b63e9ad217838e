"""The law-enforcement choice opens nothing; contact rules open only the hours she marked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain import consent
from survivor_portal.domain.consent import (
    Channel,
    ContactRefusal,
    ContactRule,
    LawEnforcementAnswer,
    LawEnforcementChoice,
    SafeHour,
    contact_refusal,
    is_confirmed,
    law_enforcement_choice,
)
from tests.domain.histories import DAY, START, moments

MOMENT = timedelta(microseconds=1)
CENTRAL = timezone(timedelta(hours=-6))
# A Monday, 15:30 in UTC and 9:30 where she lives.
MONDAY = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
RULE = ContactRule(
    channel=Channel.PHONE_CALL,
    safe_hours=frozenset({SafeHour(weekday=0, hour=9)}),
    voicemail_allowed=False,
    name_to_ask_for="Mara",
    last_confirmed_at=MONDAY - DAY,
)


def test_without_a_choice_she_is_undecided() -> None:
    assert law_enforcement_choice(()) is LawEnforcementChoice.UNDECIDED


@given(st.lists(st.builds(LawEnforcementAnswer, st.integers(0, 9), st.sampled_from(LawEnforcementChoice), moments())))
def test_her_latest_choice_stands_in_whatever_order_the_history_comes(history: list[LawEnforcementAnswer]) -> None:
    last = [answer.choice for answer in history if answer.sequence == max(each.sequence for each in history)]
    expected = last[0] if len(set(last)) == 1 else LawEnforcementChoice.UNDECIDED
    assert law_enforcement_choice(history) is expected
    assert law_enforcement_choice(history[::-1]) is expected


@pytest.mark.parametrize("module", ["gate", "fold", "drafting"])
def test_invariant_15_no_rule_that_authorises_knows_a_law_enforcement_choice(module: str) -> None:
    source = (Path(consent.__file__).parent / f"{module}.py").read_text(encoding="utf-8")
    assert "LawEnforcement" not in source
    assert "law_enforcement" not in source
    assert "consent.standing" not in source


def test_without_a_rule_we_wait_for_her() -> None:
    assert contact_refusal(None, MONDAY, CENTRAL) is ContactRefusal.NO_RULE


def test_her_safe_hour_is_her_local_hour_from_its_first_to_its_last_moment() -> None:
    nine = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    assert contact_refusal(RULE, nine, CENTRAL) is None
    assert contact_refusal(RULE, nine + timedelta(hours=1) - MOMENT, CENTRAL) is None
    assert contact_refusal(RULE, nine - MOMENT, CENTRAL) is ContactRefusal.HOUR_NOT_SAFE
    assert contact_refusal(RULE, nine + timedelta(hours=1), CENTRAL) is ContactRefusal.HOUR_NOT_SAFE
    assert contact_refusal(RULE, nine, UTC) is ContactRefusal.HOUR_NOT_SAFE
    assert contact_refusal(RULE, nine + DAY, CENTRAL) is ContactRefusal.HOUR_NOT_SAFE


@given(moments())
def test_a_rule_without_hours_permits_nothing(now: datetime) -> None:
    never = replace(RULE, safe_hours=frozenset(), last_confirmed_at=now)
    assert contact_refusal(never, now, CENTRAL) is ContactRefusal.HOUR_NOT_SAFE


def test_a_rule_holds_thirty_days_after_she_confirmed_it_and_not_before() -> None:
    always = replace(
        RULE,
        safe_hours=frozenset(SafeHour(day, hour) for day in range(7) for hour in range(24)),
        last_confirmed_at=START,
    )
    assert contact_refusal(always, START, CENTRAL) is None
    assert contact_refusal(always, START + 30 * DAY - MOMENT, CENTRAL) is None
    assert contact_refusal(always, START + 30 * DAY, CENTRAL) is ContactRefusal.NOT_CONFIRMED
    assert contact_refusal(always, START - MOMENT, CENTRAL) is ContactRefusal.NOT_CONFIRMED


def test_no_word_is_left_on_voicemail_unless_she_allowed_it() -> None:
    allowed = replace(RULE, voicemail_allowed=True)
    assert contact_refusal(RULE, MONDAY, CENTRAL, voicemail=True) is ContactRefusal.NO_VOICEMAIL
    assert contact_refusal(allowed, MONDAY, CENTRAL, voicemail=True) is None


@given(moments(), moments())
def test_a_confirmation_counts_for_thirty_days_and_never_before_it_was_given(
    confirmed: datetime, now: datetime
) -> None:
    assert is_confirmed(confirmed, now) is (timedelta() <= now - confirmed < 30 * DAY)

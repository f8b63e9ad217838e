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
    permits_more,
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


SOME_HOURS = st.frozensets(st.builds(SafeHour, st.integers(0, 6), st.integers(0, 23)), max_size=60)
RULES = st.builds(
    ContactRule,
    channel=st.just(Channel.PHONE_CALL),
    safe_hours=SOME_HOURS,
    voicemail_allowed=st.booleans(),
    name_to_ask_for=st.sampled_from(("Mara", "")),
    last_confirmed_at=moments(ticks=8),
)


@given(new=RULES, old=RULES | st.none(), fewer=SOME_HOURS, now=moments(), voicemail=st.booleans())
def test_a_rule_that_permits_no_more_opens_no_moment_and_no_way(
    new: ContactRule, old: ContactRule | None, fewer: frozenset[SafeHour], now: datetime, *, voicemail: bool
) -> None:
    # Half of what is drawn is brought close to the old rule, so that not everything permits more.
    near = replace(old, safe_hours=old.safe_hours & fewer, voicemail_allowed=new.voicemail_allowed) if old else new
    for rule in (new, near):
        if permits_more(rule, old):
            continue
        opens = contact_refusal(rule, now, CENTRAL, voicemail=voicemail) is None
        assert not opens or contact_refusal(old, now, CENTRAL, voicemail=voicemail) is None
        assert not rule.safe_hours or (old and rule.name_to_ask_for == old.name_to_ask_for)


@given(RULES, SOME_HOURS)
def test_fewer_hours_and_no_more_voicemail_never_permit_more(old: ContactRule, fewer: frozenset[SafeHour]) -> None:
    narrower = replace(old, safe_hours=old.safe_hours & fewer, voicemail_allowed=False)

    assert not permits_more(narrower, old)
    assert not permits_more(old, old)


@given(RULES, st.builds(SafeHour, st.integers(0, 6), st.integers(0, 23)))
def test_every_hour_every_message_every_name_and_every_day_more_is_noticed(old: ContactRule, hour: SafeHour) -> None:
    quiet = replace(old, voicemail_allowed=False, safe_hours=old.safe_hours - {hour})

    assert permits_more(replace(quiet, safe_hours=quiet.safe_hours | {hour}), quiet)
    with_hour = replace(old, voicemail_allowed=False, safe_hours=old.safe_hours | {hour})
    assert permits_more(replace(with_hour, voicemail_allowed=True), with_hour)
    assert permits_more(replace(with_hour, name_to_ask_for="Ann"), with_hour)
    assert permits_more(replace(with_hour, last_confirmed_at=with_hour.last_confirmed_at + DAY), with_hour)
    assert permits_more(with_hour, None)

"""She can stop her deletion until it is due, and no clock, press or person deletes what a hold keeps."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.departures import (
    COOLING_OFF,
    LONGEST_ASKER,
    LONGEST_BASIS,
    AskedDeletion,
    Hold,
    HoldRefusal,
    deletion_asked,
    due_after,
    hold_refusal,
    is_due,
    may_erase,
    stands,
    told_day,
    told_to_her,
)

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
ELSEWHERE = datetime(2026, 5, 12, 9, 30, tzinfo=timezone(timedelta(hours=2)))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (given a zone)
spans = st.timedeltas(timedelta(), timedelta(days=4000))


@st.composite
def holds(draw: st.DrawFn, *, lifted: bool | None = None) -> Hold:
    starts_at = draw(moments)
    until = draw(st.none() | spans.map(lambda span: starts_at + span))
    is_lifted = draw(st.booleans()) if lifted is None else lifted
    return Hold(starts_at, until, draw(st.booleans()), starts_at + draw(spans) if is_lifted else None)


@given(moments, spans)
def test_a_deletion_is_never_due_within_seven_days_and_always_after_them(asked_at: datetime, later: timedelta) -> None:
    asked = deletion_asked(asked_at, skips_days=False)

    assert is_due(asked, [], asked_at + later) is (later >= COOLING_OFF)


@given(moments, spans)
def test_a_clock_set_back_never_makes_a_deletion_due(asked_at: datetime, back: timedelta) -> None:
    asked = deletion_asked(asked_at, skips_days=False)

    assert not is_due(asked, [], asked_at - back)


@given(moments)
def test_whoever_skips_the_days_is_due_at_once(asked_at: datetime) -> None:
    assert is_due(deletion_asked(asked_at, skips_days=True), [], asked_at)


@given(moments, spans, spans)
def test_what_was_due_once_stays_due(asked_at: datetime, one: timedelta, more: timedelta) -> None:
    asked = deletion_asked(asked_at, skips_days=False)

    assert not is_due(asked, [], asked_at + one) or is_due(asked, [], asked_at + one + more)


@given(moments, st.booleans(), st.lists(holds()), moments)
def test_whatever_a_hold_kept_back_she_can_stop_for_seven_days_once_it_ended(
    asked_at: datetime,
    skips: bool,  # noqa: FBT001 (drawn)
    some: list[Hold],
    now: datetime,
) -> None:
    asked = deletion_asked(asked_at, skips_days=skips)

    if is_due(asked, some, now):
        assert may_erase(some, now)
        for hold in some:
            end = min(end for end in (hold.until, hold.lifted_at) if end is not None)
            assert end <= asked.due_at or now >= end + COOLING_OFF


@given(moments, st.lists(holds()), holds())
def test_one_more_hold_never_brings_a_deletion_forward(asked_at: datetime, some: list[Hold], more: Hold) -> None:
    asked = deletion_asked(asked_at, skips_days=False)
    before, after = due_after(asked, some), due_after(asked, [*some, more])

    assert after is None or (before is not None and before <= after)


@given(moments, spans)
def test_a_hold_that_ended_before_the_day_moves_nothing(asked_at: datetime, early: timedelta) -> None:
    asked = deletion_asked(asked_at, skips_days=False)
    over = Hold(asked_at, None, forbids_notice=False, lifted_at=asked.due_at - early)

    assert due_after(asked, [over]) == asked.due_at


def test_whichever_hold_ends_last_the_new_day_is_seven_days_ahead() -> None:
    asked = deletion_asked(NOW, skips_days=True)
    ends = [NOW + timedelta(days=10), NOW + timedelta(days=15)]
    some = [Hold(NOW, end, forbids_notice=False) for end in ends]

    assert due_after(asked, some) == due_after(asked, some[::-1]) == ends[1] + COOLING_OFF


@given(moments, st.lists(holds()), moments)
def test_a_forbidden_hold_moves_no_day_she_sees_while_it_stands(
    asked_at: datetime, some: list[Hold], now: datetime
) -> None:
    asked = deletion_asked(asked_at, skips_days=False)
    hidden = [hold for hold in some if stands(hold, now) and hold.forbids_notice]

    assert told_day(asked, some, now) == told_day(asked, [hold for hold in some if hold not in hidden], now)


@given(moments, st.lists(holds()), moments)
def test_the_day_she_is_told_lies_ahead_and_nothing_is_deleted_before_it(
    asked_at: datetime, some: list[Hold], now: datetime
) -> None:
    asked = deletion_asked(asked_at, skips_days=False)
    day = told_day(asked, some, now)

    assert day is None or (day > now and not is_due(asked, some, now))


@given(holds(), moments)
def test_a_hold_stands_until_its_end_or_until_it_is_lifted(hold: Hold, now: datetime) -> None:
    is_over = hold.until is not None and now >= hold.until

    assert stands(hold, now) is (hold.lifted_at is None and not is_over)


@given(holds(lifted=False), moments, spans)
def test_a_clock_set_back_never_opens_a_gap_in_a_hold(hold: Hold, now: datetime, back: timedelta) -> None:
    assert not stands(hold, now) or stands(hold, now - back)


@given(st.lists(holds()), moments)
def test_a_single_standing_hold_keeps_everything(some: list[Hold], now: datetime) -> None:
    assert may_erase(some, now) is not any(stands(hold, now) for hold in some)
    assert may_erase([], now)


@given(st.lists(holds()), holds(), moments)
def test_one_more_hold_never_lets_go_of_anything(some: list[Hold], more: Hold, now: datetime) -> None:
    assert may_erase(some, now) or not may_erase([*some, more], now)


@given(st.lists(holds()), moments)
def test_she_is_told_of_every_standing_hold_but_the_forbidden_ones(some: list[Hold], now: datetime) -> None:
    told = told_to_her(some, now)

    assert all(stands(hold, now) and not hold.forbids_notice for hold in told)
    assert all(hold.forbids_notice for hold in some if stands(hold, now) and hold not in told)


@given(moments, spans, st.text(min_size=1, max_size=LONGEST_BASIS).filter(str.strip))
def test_a_hold_that_may_be_written_down_stands_at_once(now: datetime, ago: timedelta, basis: str) -> None:
    hold = Hold(now - ago, None, forbids_notice=False)

    assert hold_refusal(basis, "A court", hold, now) is None
    assert stands(hold, now)


@pytest.mark.parametrize(
    ("basis", "starts_in", "ends_in", "why"),
    [
        (" \n", 0, None, HoldRefusal.NO_BASIS),
        ("a" * (LONGEST_BASIS + 1), 0, None, HoldRefusal.BASIS_TOO_LONG),
        ("Court order", 1, None, HoldRefusal.STARTS_LATER),
        ("Court order", -5, 0, HoldRefusal.ENDS_BEFORE),
        ("Court order", -5, -1, HoldRefusal.ENDS_BEFORE),
        ("Court order", -5, 1, None),
    ],
)
def test_a_hold_needs_a_basis_in_writing_a_start_that_has_come_and_an_end_that_has_not(
    basis: str, starts_in: int, ends_in: int | None, why: HoldRefusal | None
) -> None:
    until = None if ends_in is None else NOW + timedelta(days=ends_in)

    hold = Hold(NOW + timedelta(days=starts_in), until, forbids_notice=False)

    assert hold_refusal(basis, "A court", hold, NOW) is why


@pytest.mark.parametrize(
    ("asker", "why"), [(" ", HoldRefusal.NOBODY_ASKED), ("a" * (LONGEST_ASKER + 1), HoldRefusal.ASKER_TOO_LONG)]
)
def test_a_hold_names_who_asked_for_it(asker: str, why: HoldRefusal) -> None:
    assert hold_refusal("Court order", asker, Hold(NOW, None, forbids_notice=False), NOW) is why


def test_local_moments_are_a_programming_error() -> None:
    asked, hold = AskedDeletion(NOW, NOW), Hold(NOW, None, forbids_notice=False)

    with pytest.raises(ValueError, match="UTC"):
        is_due(asked, [], ELSEWHERE)
    with pytest.raises(ValueError, match="UTC"):
        stands(hold, ELSEWHERE)
    with pytest.raises(ValueError, match="UTC"):
        AskedDeletion(ELSEWHERE, NOW)

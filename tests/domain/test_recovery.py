"""What lets her back in: no step outlasts its time, no clock revives one, and a voice alone opens nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.recovery import (
    CODE_LASTS,
    LONGEST_WORDS,
    MOST_WRONG_CODES,
    NEW_PASSPHRASE_WITHIN,
    OLD_MESSAGES_WAIT,
    REQUEST_LASTS,
    Evidence,
    HelpRefusal,
    Recovered,
    Request,
    Stage,
    WordsProblem,
    help_refusal,
    may_agree,
    old_messages_wait_until,
    plain_words,
    shown_stage,
    stage,
    words_problem,
)

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)
AN_HOUR = timedelta(hours=1)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (given a zone)
spans = st.timedeltas(timedelta(), timedelta(days=4000))
steps = st.timedeltas(timedelta(), timedelta(hours=30))
evidence = st.builds(Evidence, words_are_right=st.booleans(), is_together=st.booleans(), is_agreed=st.booleans())


@st.composite
def requests(draw: st.DrawFn) -> Request:
    asked_at = draw(moments)
    given_at = draw(st.none() | steps.map(lambda step: asked_at + step))
    within = st.timedeltas(timedelta(), CODE_LASTS)
    taken_at = None if given_at is None else draw(st.none() | within.map(given_at.__add__))
    over_at = draw(st.none() | spans.map(lambda span: asked_at + span))
    closed_at = draw(st.none() | spans.map(lambda span: asked_at + span))
    return Request(asked_at, given_at, taken_at, draw(st.integers(0, MOST_WRONG_CODES + 1)), over_at, closed_at)


@given(requests(), steps)
def test_nothing_works_on_a_request_that_anybody_has_closed(request: Request, later: timedelta) -> None:
    if request.closed_at is not None:
        assert stage(request, request.asked_at + later) is Stage.OVER


@given(requests(), requests(), steps)
def test_without_the_right_code_a_browser_is_told_the_same_whatever_others_do(
    one: Request, other: Request, later: timedelta
) -> None:
    waits = replace(one, code_taken_at=None)
    nobodys = replace(waits, code_given_at=None, closed_at=None)
    others_do = replace(waits, code_given_at=other.code_given_at, closed_at=other.closed_at)

    shown = {shown_stage(request, one.asked_at + later) for request in (waits, nobodys, others_do)}
    assert len(shown) == 1
    assert shown <= {Stage.ASKED, Stage.OVER}


@given(requests(), steps)
def test_whoever_typed_the_right_code_is_told_how_it_stands(request: Request, later: timedelta) -> None:
    now = request.asked_at + later
    if request.code_taken_at is not None:
        assert shown_stage(request, now) is stage(request, now)
    if shown_stage(request, now) is Stage.OVER:
        assert stage(request, now) is Stage.OVER


@given(requests(), steps)
def test_a_request_is_over_once_it_was_ended_or_guessed_at_five_times_or_after_a_day(
    request: Request, later: timedelta
) -> None:
    found = stage(request, request.asked_at + later)

    if request.over_at is not None or request.wrong_codes >= MOST_WRONG_CODES or later >= REQUEST_LASTS:
        assert found is Stage.OVER


@given(requests(), spans.filter(bool))
def test_a_clock_set_back_before_any_step_revives_nothing(request: Request, back: timedelta) -> None:
    assert stage(request, request.asked_at - back) is Stage.OVER
    if request.code_taken_at is not None:
        assert stage(request, request.code_taken_at - back) is Stage.OVER
    elif request.code_given_at is not None:
        assert stage(request, request.code_given_at - back) is not Stage.CODE_GIVEN


@given(requests(), steps)
def test_a_code_counts_for_ten_minutes_and_what_follows_it_for_thirty(request: Request, later: timedelta) -> None:
    now = request.asked_at + later
    found = stage(request, now)

    if found is Stage.CODE_GIVEN:
        assert request.code_given_at is not None
        assert request.code_given_at <= now < request.code_given_at + CODE_LASTS
    if found is Stage.CODE_TAKEN:
        assert request.code_taken_at is not None
        assert request.code_taken_at <= now < request.code_taken_at + NEW_PASSPHRASE_WITHIN


@given(requests(), steps, steps)
def test_what_is_over_stays_over(request: Request, one: timedelta, more: timedelta) -> None:
    is_over = stage(request, request.asked_at + one) is Stage.OVER
    has_begun = request.code_taken_at is None or request.asked_at + one >= request.code_taken_at

    if is_over and has_begun:
        assert stage(request, request.asked_at + one + more) is Stage.OVER


@pytest.mark.parametrize(
    ("given", "taken", "after", "expected"),
    [
        (None, None, timedelta(), Stage.ASKED),
        (None, None, REQUEST_LASTS - A_MOMENT, Stage.ASKED),
        (None, None, REQUEST_LASTS, Stage.OVER),
        (AN_HOUR, None, AN_HOUR, Stage.CODE_GIVEN),
        (AN_HOUR, None, AN_HOUR + CODE_LASTS - A_MOMENT, Stage.CODE_GIVEN),
        (AN_HOUR, None, AN_HOUR + CODE_LASTS, Stage.ASKED),
        (AN_HOUR, AN_HOUR, AN_HOUR + CODE_LASTS, Stage.CODE_TAKEN),
        (AN_HOUR, AN_HOUR, AN_HOUR + NEW_PASSPHRASE_WITHIN, Stage.OVER),
    ],
)
def test_each_step_ends_to_the_moment(
    given: timedelta | None, taken: timedelta | None, after: timedelta, expected: Stage
) -> None:
    request = Request(NOW, NOW + given if given else None, NOW + taken if taken else None)

    assert stage(request, NOW + after) is expected


@given(evidence, st.booleans())
def test_more_evidence_never_closes_the_way(found: Evidence, is_frozen: bool) -> None:  # noqa: FBT001 (given's own call)
    if help_refusal(found, is_frozen=is_frozen) is None:
        for more in (
            replace(found, words_are_right=True),
            replace(found, is_together=True),
            replace(found, is_agreed=True),
        ):
            assert help_refusal(more, is_frozen=is_frozen) is None
    if help_refusal(found, is_frozen=True) is None:
        assert help_refusal(found, is_frozen=False) is None


@pytest.mark.parametrize(
    ("words", "together", "agreed", "when_open", "when_frozen"),
    [
        (True, True, False, None, None),
        (True, False, False, None, HelpRefusal.SECOND_PERSON),
        (False, True, False, HelpRefusal.SECOND_PERSON, HelpRefusal.SECOND_PERSON),
        (False, False, False, HelpRefusal.NOTHING_TO_GO_BY, HelpRefusal.NOTHING_TO_GO_BY),
        (False, False, True, HelpRefusal.NOTHING_TO_GO_BY, HelpRefusal.NOTHING_TO_GO_BY),
        (True, False, True, None, None),
        (False, True, True, None, None),
    ],
)
def test_a_voice_alone_opens_nothing_and_each_missing_thing_takes_a_second_person(
    *, words: bool, together: bool, agreed: bool, when_open: HelpRefusal | None, when_frozen: HelpRefusal | None
) -> None:
    found = Evidence(words, together, agreed)

    assert (help_refusal(found, is_frozen=False), help_refusal(found, is_frozen=True)) == (when_open, when_frozen)


def test_nobody_is_a_second_person_to_themselves_or_before_anyone_helps() -> None:
    assert not may_agree("ruth", helper="ruth")
    assert not may_agree("ruth", helper=None)
    assert may_agree("tom", helper="ruth")


@given(moments, st.booleans(), st.none() | moments, spans)
def test_old_messages_wait_a_day_unless_she_was_seen_or_a_second_person_agreed(
    at: datetime,
    was_together: bool,  # noqa: FBT001 (given's own call)
    agreed_at: datetime | None,
    later: timedelta,
) -> None:
    until = old_messages_wait_until(Recovered(at, was_together, agreed_at), at + later)

    waits = not was_together and agreed_at is None and later < OLD_MESSAGES_WAIT
    assert until == (at + OLD_MESSAGES_WAIT if waits else None)


@given(moments, spans)
def test_a_clock_set_back_never_shows_old_messages_early(at: datetime, back: timedelta) -> None:
    recovered = Recovered(at, was_together=False)

    assert old_messages_wait_until(recovered, at - back) == at + OLD_MESSAGES_WAIT


def test_without_a_recovery_nothing_waits() -> None:
    assert old_messages_wait_until(None, NOW) is None


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("Blue kettle, under the stairs!", "blue kettle under the stairs"),
        ("niño de la montaña", "NINO DE LA MONTANA"),
        ("أُغنية الجدّة القديمة", "أغنية الجدة القديمة"),
        ("ten \u0663 birds sing", "Ten 3 birds-sing"),
    ],
)
def test_words_are_heard_the_same_however_they_are_typed(said: str, typed: str) -> None:
    assert plain_words(said) == plain_words(typed)
    assert words_problem(said, known=["Amara"]) is None


@given(st.text(max_size=150), st.lists(st.text(max_size=12), max_size=3))
def test_any_text_is_either_agreed_on_or_has_a_problem_and_names_never_help(typed: str, known: list[str]) -> None:
    if words_problem(typed, known=known) is None:
        assert words_problem(typed, known=[]) is None
        assert len(typed) <= LONGEST_WORDS


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", WordsProblem.TOO_SHORT),
        ("blue bird", WordsProblem.TOO_SHORT),
        ("aaaaaaaaaaaaaaaa", WordsProblem.TOO_SHORT),
        ("! ! ! ! ! ! ! ! ! ! !", WordsProblem.TOO_SHORT),
        ("Amara Amara Amara", WordsProblem.KNOWN),
        ("x" * (LONGEST_WORDS + 1), WordsProblem.TOO_LONG),
    ],
)
def test_words_that_anyone_could_say_are_not_taken(typed: str, problem: WordsProblem) -> None:
    assert words_problem(typed, known=["Amara"]) is problem


def test_local_moments_are_a_programming_error() -> None:
    with pytest.raises(ValueError, match="UTC"):
        stage(Request(NOW), NOW.astimezone(timezone(AN_HOUR)))

"""An option keeps every answer and step, and follows the latest."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.options import (
    MOST_OPEN,
    Answer,
    Answered,
    Option,
    OptionId,
    OptionState,
    Origin,
    Step,
    allowed_next,
    current_answer,
    current_state,
    is_open,
    open_options,
)
from survivor_portal.domain.people import Actor
from tests.domain.histories import START, moments

STAFF = (Actor.ADVOCATE, Actor.SUPERVISOR)


def option(number: int, answer: Answer = Answer.WANTED, state: OptionState | None = OptionState.ASKED) -> Option:
    """Return an open option in the place of its number, unless told otherwise."""
    return Option(option_id=OptionId(str(number)), origin=Origin.OFFERED, answer=answer, state=state, place=number)


def walked(*path: tuple[Actor, OptionState]) -> list[Step]:
    """Return the history of steps that went this way, all within one moment."""
    return [Step(sequence, state, actor, START) for sequence, (actor, state) in enumerate(path)]


@st.composite
def walks(draw: st.DrawFn) -> list[Step]:
    """Draw a history in which every step was allowed."""
    steps: list[Step] = []
    for _ in range(draw(st.integers(0, 8))):
        choices = sorted((actor, state) for actor in Actor for state in allowed_next(steps, actor))
        actor, state = draw(st.sampled_from(choices))
        steps.append(Step(len(steps), state, actor, draw(moments())))
    return steps


def test_an_option_without_an_answer_is_not_answered() -> None:
    assert current_answer(()) is Answer.NOT_ANSWERED


@given(st.lists(st.tuples(st.sampled_from(Answer), moments()), min_size=1), st.data())
def test_her_latest_answer_stands_whatever_the_clock_said(
    given_answers: list[tuple[Answer, datetime]], data: st.DataObject
) -> None:
    history = [Answered(sequence, answer, at) for sequence, (answer, at) in enumerate(given_answers)]
    assert current_answer(data.draw(st.permutations(history))) is given_answers[-1][0]


def test_an_answer_can_be_taken_back() -> None:
    history = (Answered(1, Answer.WANTED, START), Answered(2, Answer.NOT_ANSWERED, START))
    assert current_answer(history) is Answer.NOT_ANSWERED


def test_only_she_begins() -> None:
    assert current_state(()) is None
    assert allowed_next((), Actor.SURVIVOR) == {OptionState.ASKED}
    assert all(not allowed_next((), actor) for actor in Actor if actor is not Actor.SURVIVOR)


@given(walks())
def test_every_step_is_reversible_by_her(steps: list[Step]) -> None:
    earlier = {step.state for step in steps} - {current_state(steps)}
    assert earlier <= allowed_next(steps, Actor.SURVIVOR)
    assert all(current_state(steps) not in allowed_next(steps, actor) for actor in Actor)


@given(walks().filter(bool))
def test_she_can_end_any_option_and_open_it_again(steps: list[Step]) -> None:
    if current_state(steps) is not OptionState.ENDED:
        assert OptionState.ENDED in allowed_next(steps, Actor.SURVIVOR)
        steps = [*steps, Step(len(steps), OptionState.ENDED, Actor.SURVIVOR, START)]
    assert OptionState.ASKED in allowed_next(steps, Actor.SURVIVOR)


@given(walks().filter(bool), st.sampled_from(STAFF))
def test_staff_never_open_again_what_she_ended(steps: list[Step], actor: Actor) -> None:
    ended = [*steps, Step(len(steps), OptionState.ENDED, Actor.SURVIVOR, START)]
    assert not allowed_next(ended, actor)


@given(walks(), st.data())
def test_the_order_of_the_list_does_not_matter(steps: list[Step], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(steps))
    assert current_state(shuffled) is current_state(steps)
    assert all(allowed_next(shuffled, actor) == allowed_next(steps, actor) for actor in Actor)


def test_staff_move_an_option_on_and_back_and_correct_their_own_end() -> None:
    waiting = walked((Actor.SURVIVOR, OptionState.ASKED), (Actor.ADVOCATE, OptionState.WAITING))
    ended = [*waiting, Step(2, OptionState.ENDED, Actor.ADVOCATE, START)]
    for actor in STAFF:
        assert allowed_next(waiting, actor) == {OptionState.BEING_ARRANGED, OptionState.READY, OptionState.ENDED}
        assert allowed_next(ended, actor) == {OptionState.BEING_ARRANGED, OptionState.WAITING, OptionState.READY}


def test_staff_go_on_from_where_she_put_an_option_back_to() -> None:
    asked = walked((Actor.SURVIVOR, OptionState.ASKED))
    for actor in STAFF:
        assert allowed_next(asked, actor) == frozenset(OptionState) - {OptionState.ASKED}


def test_neither_clock_nor_guardian_moves_an_option() -> None:
    asked = walked((Actor.SURVIVOR, OptionState.ASKED))
    assert not allowed_next(asked, Actor.CLOCK)
    assert not allowed_next(asked, Actor.GUARDIAN)


def test_an_option_is_open_until_she_sets_it_aside_or_it_ends() -> None:
    open_answers = {Answer.WANTED, Answer.TELL_ME_MORE, Answer.NOT_ANSWERED}
    assert {answer for answer in Answer if is_open(option(1, answer))} == open_answers
    assert {state for state in OptionState if not is_open(option(1, state=state))} == {OptionState.ENDED}
    assert is_open(option(1, Answer.NOT_ANSWERED, None))


@given(st.lists(st.builds(option, st.integers(0, 20), st.sampled_from(Answer)), unique=True), st.data())
def test_her_screen_shows_at_most_five_open_options_in_her_order(options: list[Option], data: st.DataObject) -> None:
    shown = open_options(data.draw(st.permutations(options)))
    assert len(shown) == min(MOST_OPEN, sum(map(is_open, options)))
    assert all(map(is_open, shown))
    assert [each.place for each in shown] == sorted(each.place for each in options if is_open(each))[: len(shown)]


def test_two_options_in_one_place_keep_one_order() -> None:
    first, second = (
        Option(option_id=OptionId(name), origin=Origin.PICKED, answer=Answer.WANTED, state=None, place=1)
        for name in "ab"
    )
    assert open_options((second, first)) == open_options((first, second)) == (first, second)


def test_five_is_the_most() -> None:
    assert MOST_OPEN == 5

"""What was typed and not sent: which drafts a save takes the place of, which make room, and which never go."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.drafts import (
    AT_MOST_EVERY,
    MOST_OF_ONE_FORM,
    MOST_OF_ONE_PERSON,
    Kept,
    crowded_out,
    is_too_soon,
    replaced,
)

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
FORMS = [f"form{number}" for number in range(30)]
PAGES = ["page0", "page1", "page2"]


@st.composite
def drafts(draw: st.DrawFn) -> list[Kept]:
    """Draw drafts of one person, each with a reference of its own."""
    described = draw(
        st.lists(st.tuples(st.sampled_from(FORMS), st.sampled_from(PAGES), st.integers(0, 10**6)), max_size=100)
    )
    return [
        Kept(f"draft{number}", form, page, NOW + timedelta(seconds=second))
        for number, (form, page, second) in enumerate(described)
    ]


@given(drafts(), st.sampled_from(FORMS), st.sampled_from(PAGES), st.integers(0, 99))
def test_a_save_takes_the_place_of_its_own_page_s_draft_and_of_the_one_it_began_with_alone(
    kept: list[Kept], form: str, page: str, number: int
) -> None:
    gone = replaced(kept, form=form, page=page, seen=f"draft{number}")

    for draft in kept:
        is_its_own = draft.form == form and (draft.page == page or draft.ref == f"draft{number}")
        assert (draft.ref in gone) is is_its_own


@given(drafts(), st.sampled_from(FORMS))
def test_there_is_always_room_for_one_more_and_only_the_oldest_make_it(kept: list[Kept], form: str) -> None:
    gone = crowded_out(kept, form=form)
    staying = [draft for draft in kept if draft.ref not in gone]

    assert len(staying) < MOST_OF_ONE_PERSON
    assert len([draft for draft in staying if draft.form == form]) < MOST_OF_ONE_FORM
    for draft in kept:
        if draft.ref in gone and draft.form != form:
            assert all(draft.saved_at <= other.saved_at for other in staying)
        elif draft.ref in gone:
            assert all(draft.saved_at <= other.saved_at for other in staying if other.form == form)


@given(drafts(), st.sampled_from(FORMS))
def test_nothing_goes_while_there_is_room(kept: list[Kept], form: str) -> None:
    few = [draft for draft in kept if draft.form != form][: MOST_OF_ONE_PERSON - 1]

    assert crowded_out(few, form=form) == frozenset()


def test_a_page_waits_a_second_before_it_saves_by_itself_again() -> None:
    kept = [Kept("draft", "form", "page", NOW)]

    assert is_too_soon(kept, NOW)
    assert is_too_soon(kept, NOW + AT_MOST_EVERY - timedelta(microseconds=1))
    assert not is_too_soon(kept, NOW + AT_MOST_EVERY)
    assert not is_too_soon([], NOW)


def test_a_clock_set_back_keeps_nobody_from_saving() -> None:
    assert not is_too_soon([Kept("draft", "form", "page", NOW)], NOW - timedelta(seconds=1))

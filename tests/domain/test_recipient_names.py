"""What a place that may be told can be called, and which two names are one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.consent import LONGEST_RECIPIENT_NAME, NameProblem, folded, name_problem

LETTERS = st.text(st.characters(categories=("Lu", "Ll", "Lo", "Nd")), min_size=1, max_size=LONGEST_RECIPIENT_NAME)
SPACES = st.text(" \u00a0", max_size=5)


@given(LETTERS, SPACES, SPACES)
def test_letters_and_digits_make_a_name_in_any_script_and_spaces_around_do_not_count(
    name: str, before: str, after: str
) -> None:
    assert name_problem(before + name + after) is None


@pytest.mark.parametrize("name", ["Harbor Light", "Dr. Salma Nasser", "مركز نور", "L'Abri (24/7)", "7", "می‌خواهم"])
def test_names_as_places_and_people_have_them_are_names(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize("name", ["", " ", "\u00a0", "--", "…", "\u200b", "\u00ad\u2060"])
def test_what_shows_no_letter_is_no_name(name: str) -> None:
    assert name_problem(name) is NameProblem.MISSING


@given(st.integers(1, 50))
def test_a_name_is_never_longer_than_a_line(more: int) -> None:
    assert name_problem("a" * LONGEST_RECIPIENT_NAME) is None
    assert name_problem("a" * (LONGEST_RECIPIENT_NAME + more)) is NameProblem.TOO_LONG


@given(LETTERS, st.sampled_from("\0\x07\t\n\r\x1b\x7f\x85\u2028\u2029\u202a\u202e\u2066\u2069\ud800"), LETTERS)
def test_nothing_in_a_name_ends_a_line_or_turns_or_hides_the_rest(before: str, sign: str, after: str) -> None:
    assert name_problem(before + sign + after) is NameProblem.UNSHOWN


@given(st.text(max_size=200))
def test_every_name_that_is_one_can_be_kept_and_shown(name: str) -> None:
    if name_problem(name) is None:
        assert 1 <= len(name.strip()) <= LONGEST_RECIPIENT_NAME
        assert not {unicodedata.category(sign) for sign in name} & {"Cc", "Cs"}
        name.encode()


@given(st.text(), SPACES, SPACES)
def test_spaces_around_a_name_make_no_other_name(name: str, before: str, after: str) -> None:
    assert folded(before + name + after) == folded(name)


@given(st.text())
def test_names_are_compared_once_and_for_all(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@pytest.mark.parametrize(
    "same",
    ["harbor light", "HARBOR LIGHT", "Harbor  Light", " Harbor Light ", "Harbor\u00a0Light", "Har\u200bbor Light"],
)
def test_a_name_written_another_way_is_the_same_name(same: str) -> None:
    assert folded(same) == folded("Harbor Light")


@pytest.mark.parametrize("other", ["Harbour Light", "Harbor Lights", "Harbor", "HarborLight", ""])
def test_another_name_is_another_name(other: str) -> None:
    assert folded(other) != folded("Harbor Light")


def test_letters_without_a_smaller_form_of_their_own_are_compared_all_the_same() -> None:
    assert folded("Straße") == folded("STRASSE")
    assert folded("Caf\u00e9") == folded("CAFE\u0301")

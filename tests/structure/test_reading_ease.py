"""The measure of reading ease must measure rightly, or a hard screen would pass."""

import pytest

from tests.reading_ease import grade, sentences_in, syllables_in, words_in

SYLLABLES = {
    1: "you say what here phone page signed out once used name write list call text change place make does have help "
    "house wait leave one asked watched looked closed moved yours names makes rules gives can't it's through strength",
    2: "exit again service open able little people notice needed started wanted water weather browser number before "
    "others language decide police somewhere someone something message hidden watching happens being "
    "table handle simple settled changes pages places uses closes phrases wishes teaches chosen going saying quiet",
    3: "everything services advocate family area different example everyone visited decided united possible "
    "ambulance messages another remember together several idea hospital somebody created",
    4: "emergency immigration information particular",
    5: "organization organisation",
}


@pytest.mark.parametrize(
    ("word", "count"),
    [(word, count) for count, words in SYLLABLES.items() for word in words.split()],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables_in(word) == count


def test_sentences_end_with_a_full_stop_or_with_their_line() -> None:
    text = "Sign in\nWrite your name. Is it yours? Yes!\n\nHere you see: a list.\n888-373-7888"

    assert sentences_in(text) == ["Sign in", "Write your name.", "Is it yours?", "Yes!", "Here you see: a list."]


def test_numbers_are_no_words() -> None:
    assert words_in("Call 888-373-7888, it's free.") == ["Call", "it's", "free"]


def test_the_grade_is_that_of_the_formula() -> None:
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)


def test_a_hard_text_is_told_from_an_easy_one() -> None:
    hard = "Notwithstanding any provision to the contrary, authorization remains contingent upon verification."

    assert grade(hard) > 12
    assert grade("You say yes or no. You can change it. We do what you say.") < 2

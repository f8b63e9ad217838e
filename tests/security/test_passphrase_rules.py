"""What her own passphrase may be: long and not well known, whatever signs it is made of."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.security import passphrase_rules
from survivor_portal.security.passphrase_rules import PassphraseProblem, passphrase_problem
from survivor_portal.security.tokens import system_chance
from survivor_portal.security.words import draw_digits, draw_passphrase

SENTENCES = (Path(passphrase_rules.__file__).parent / "known_sentences.txt").read_text(encoding="utf-8").splitlines()
NOT_FOR_ITS_WORDS = (PassphraseProblem.TOO_SHORT, PassphraseProblem.TOO_LONG, PassphraseProblem.REPEATS)
KNOWN = ("maple river 41", "My Pages", "7QK2-M9XD-R4TB")


@pytest.mark.parametrize(
    "passphrase",
    [
        "my blue bicycle squeaks",
        "mi gata duerme en la ventana",
        "حديقة جدتي فيها ليمون",
        "1847 2750 9284 1129 8830",
        "窗外有一只很胖的橘猫在睡觉呢喵",
        "kettle kettle lamp moss!",
    ],
)
def test_a_long_passphrase_of_her_own_is_taken_without_capitals_digits_or_signs(passphrase: str) -> None:
    assert passphrase_problem(passphrase, known=KNOWN) is None


@pytest.mark.parametrize(
    ("passphrase", "problem"),
    [
        ("", PassphraseProblem.TOO_SHORT),
        ("kettle lamp mo", PassphraseProblem.TOO_SHORT),
        # Composed, these are fourteen characters.
        ("kettle lamp e\u0301m", PassphraseProblem.TOO_SHORT),
        ("kettle lamp m  ", PassphraseProblem.TOO_SHORT),
        ("k" * 129, PassphraseProblem.TOO_LONG),
        # One sign that stands for eighteen letters.
        ("kettle lamp moss" + "\ufdfa" * 10, PassphraseProblem.TOO_LONG),
        ("aaaaaaaaaaaaaaaaaaaa", PassphraseProblem.REPEATS),
        ("abcabcabcabcabcabc", PassphraseProblem.REPEATS),
        ("kitten kitten kitten", PassphraseProblem.REPEATS),
        ("12345678901234567890", PassphraseProblem.COMMON),
        ("qwertyuiopasdfghjkl", PassphraseProblem.COMMON),
        ("zyxwvutsrqponmlkji", PassphraseProblem.COMMON),
        ("password123456789", PassphraseProblem.COMMON),
        ("P@ssw0rd 1234567!!", PassphraseProblem.COMMON),
        ("i love you forever 2019", PassphraseProblem.COMMON),
        ("correct horse battery staple", PassphraseProblem.COMMON),
        ("mi contraseña 12345", PassphraseProblem.COMMON),
        ("Te quiero mi amor 2020", PassphraseProblem.COMMON),
        ("كلمة السر 123456789", PassphraseProblem.COMMON),
        ("بسم الله الحمد لله", PassphraseProblem.COMMON),
        ("qazwsxedcrfvtgb", PassphraseProblem.COMMON),
        ("q1w2e3r4t5y6u7i8", PassphraseProblem.COMMON),
        ("١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩٠", PassphraseProblem.COMMON),
        ("Maple-River 41, yes it is", PassphraseProblem.KNOWN),
        ("these are mypages indeed", PassphraseProblem.KNOWN),
        ("code 7qk2m9xdr4tb of mine", PassphraseProblem.KNOWN),
    ],
)
def test_a_passphrase_that_is_short_or_well_known_is_not(passphrase: str, problem: PassphraseProblem) -> None:
    assert passphrase_problem(passphrase, known=KNOWN) is problem


@pytest.mark.parametrize(
    "passphrase",
    [
        "tobeornottobethatisthequestion",
        "To be, or not to be: that is the question",
        "ourfatherwhoartinheaven",
        "0ur F4ther, wh0 @rt in heaven 2024",
        "padrenuestroqueestasenelcielo",
        "Padre nuestro que estás en el cielo",
        "supercalifragilisticexpialidocious",
        "maytheforcebewithyou",
        "thequickbrownfoxjumps",
        "chicagobulls2024",
        "jesusismysavior1",
        "que la fuerza te acompañe 77",
        "بسم الله الرحمن الرحيم",
        "بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ",
        "بسـم اللـه الرحمـن الرحيـم",
        "لا اله الا الله محمد رسول الله",
        "سبحان اللة وبحمدة سبحان اللة العظيم",
    ],
)
def test_a_well_known_sentence_is_no_passphrase_however_it_is_written(passphrase: str) -> None:
    assert passphrase_problem(passphrase, known=()) is PassphraseProblem.COMMON


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_sentence_of_the_list_is_taken_as_it_stands_nor_with_a_year_after_it(sentence: str) -> None:
    for passphrase in (sentence, sentence.replace(" ", ""), f"{sentence} 2024", sentence.upper() + "!1"):
        assert passphrase_problem(passphrase, known=()) in {PassphraseProblem.COMMON, *NOT_FOR_ITS_WORDS}


def test_a_sentence_with_enough_of_her_own_beside_it_is_taken() -> None:
    assert passphrase_problem("our father who art in heaven: a purple kettle hums", known=()) is None


def test_every_line_of_the_list_is_long_enough_to_be_looked_for_and_stands_there_once() -> None:
    assert all(len("".join(sign for sign in line if sign.isalnum())) >= 12 for line in SENTENCES)
    assert len(set(SENTENCES)) == len(SENTENCES)


def test_a_name_of_two_letters_keeps_nobody_from_using_them() -> None:
    assert passphrase_problem("my blue bicycle squeaks", known=("my", "")) is None


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_no_drawn_passphrase_would_be_called_common(language: str) -> None:
    # By the lists as they stand, chance alone would have one refused in two million.
    drawn = [draw_passphrase(system_chance, language) for _ in range(500)]

    assert [passphrase for passphrase in drawn if passphrase_problem(passphrase, known=())] == []


def test_no_drawn_digits_would_be_called_common() -> None:
    drawn = [draw_digits(system_chance) for _ in range(500)]

    assert sum(passphrase_problem(passphrase, known=()) is not None for passphrase in drawn) <= 5


@given(st.text(max_size=200))
def test_whatever_is_typed_gets_an_answer(passphrase: str) -> None:
    problem = passphrase_problem(passphrase, known=KNOWN)

    assert problem is None or problem in PassphraseProblem
    if len(passphrase) > 128:
        assert problem is PassphraseProblem.TOO_LONG

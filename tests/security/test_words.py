"""Words that names and passphrases are drawn from: enough of them, plain, told apart easily, and nothing that hurts."""

import re
import unicodedata
from collections import Counter
from itertools import combinations, pairwise
from math import log2
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.security import crockford
from survivor_portal.security.tokens import system_chance
from survivor_portal.security.words import (
    CODE_LENGTH,
    FEWEST_WORDS,
    WORD_LISTS,
    BadWordListError,
    WordList,
    draw_code,
    draw_digits,
    draw_passphrase,
    draw_sign_in_name,
    normalised_code,
    normalised_sign_in_name,
)
from tests.structure.test_words import LANGUAGES, banned_in

LISTED: Final = sorted(WORD_LISTS)

HURTFUL: Final = {
    "en": "kill|rape|gun|knife|shoot|shot|blood|death|dead|weapon|whip|cage|chain|slave|maid|pimp|drug|wine|beer|debt"
    "|police|cop|court|jail|prison|judge|guard|border|passport|church|mosque|temple|god|angel|saint|priest|devil"
    "|mother|father|sister|brother|child|baby|wife|husband|uncle|aunt|bride"
    "|finger|chest|breast|skin|bone|thigh|naked|kiss|bed|motel|massage|camera|spy|trap|trick|scar|bruise|burn",
    "es": "matar|arma|cuchillo|sangre|muerte|golpe|jaula|cadena|esclav|droga|vino|deuda|policia|carcel|juez|frontera"
    "|iglesia|templo|dios|santo|angel|cura|diablo|madre|padre|hermana|hermano|nieto|hijo|esposa|marido|novia"
    "|pecho|piel|hueso|cuello|boca|beso|cama|motel|masaje|camara|espia|trampa|perra|zorra|puta|quemar|herida",
    "ar": "قتل|سكين|سلاح|دم|موت|سوط|قفص|سجن|عبد|جارية|خمر|دين|شرطة|محكمة|قاض|حدود|جواز|كنيسة|جامع|معبد|رب|نبي|شيطان"
    "|ام|اب|اخ|اخت|طفل|زوج|زوجة|عم|عروس|رجل|جلد|عظم|صدر|فم|سرير|كاميرا|جاسوس|فخ|جرح|حرق|ضرب|صاروخ|رصاص|سرطان",
}
"""Whole words that no passphrase and no name may bring up."""

ALIKE: Final = str.maketrans("تثنيجخذزشضظغق", "ببببححدرسصطعف")
"""Arabic letters that differ from another one in their dots alone."""


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_every_offered_language_has_a_list_of_its_own(language: str) -> None:
    assert len(WORD_LISTS[language].words) >= FEWEST_WORDS


@pytest.mark.parametrize("language", LISTED)
def test_words_are_short_plain_and_all_different(language: str) -> None:
    words = WORD_LISTS[language].words

    assert len(set(words)) == len(words)
    assert list(words) == sorted(words)
    for word in words:
        assert 3 <= len(word) <= 9
        assert word.isalpha()
        assert unicodedata.normalize("NFKC", word).casefold() == word
        # A keyboard may type it in pieces, or a phone may leave it out: no passphrase depends on it.
        assert unicodedata.normalize("NFD", word) == word


@pytest.mark.parametrize("language", LISTED)
def test_no_two_words_are_mistaken_for_each_other(language: str) -> None:
    words = WORD_LISTS[language].words
    if language == "ar":
        # Read by eye, letters that differ in their dots alone are one.
        outlines = Counter(word.translate(ALIKE) for word in words)
        assert [outline for outline, times in outlines.items() if times > 1] == []
        return
    seen: dict[str, str] = {}
    for word in words:
        one_sign_away = {word[:at] + "?" + word[at + 1 :] for at in range(len(word))}
        assert [(word, seen[other]) for other in one_sign_away if other in seen] == []
        seen |= dict.fromkeys(one_sign_away, word)
    assert [pair for pair in pairwise(words) if pair[1] == pair[0] + "s"] == []


@pytest.mark.parametrize("language", LISTED)
def test_no_word_hurts(language: str) -> None:
    words = WORD_LISTS[language].words

    assert [word for word in words if re.fullmatch(HURTFUL[language], word)] == []
    assert [word for word in words if banned_in(word, language)] == []


@pytest.mark.parametrize("language", LISTED)
def test_a_drawn_passphrase_is_five_words_of_the_list(language: str) -> None:
    drawn = draw_passphrase(system_chance, language).split(" ")

    assert len(drawn) == 5
    assert set(drawn) <= set(WORD_LISTS[language].words)
    assert 5 * log2(len(WORD_LISTS[language].words)) >= 50


def test_drawn_digits_are_twenty_in_groups_of_four() -> None:
    assert re.fullmatch(r"\d{4}( \d{4}){4}", draw_digits(system_chance))


@pytest.mark.parametrize("language", LISTED)
def test_a_drawn_name_is_two_words_and_a_number(language: str) -> None:
    one, other, number = draw_sign_in_name(system_chance, language).split(" ")

    assert {one, other} <= set(WORD_LISTS[language].words)
    assert 10 <= int(number) <= 99


def test_a_language_without_a_list_borrows_the_english_one() -> None:
    assert set(draw_passphrase(system_chance, "fr").split(" ")) <= set(WORD_LISTS["en"].words)


def test_every_word_is_as_likely_as_any_other() -> None:
    count = len(WORD_LISTS["es"].words)
    fair = 2**32 - 2**32 % count
    sources = iter([fair.to_bytes(4), b"\xff" * 4, (fair - 1).to_bytes(4)])

    assert WORD_LISTS["es"].draw(lambda _count: next(sources)) == WORD_LISTS["es"].words[-1]


def test_draws_differ() -> None:
    assert len({draw_passphrase(system_chance, "en") for _ in range(200)}) == 200
    assert len({draw_code(system_chance) for _ in range(200)}) == 200


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["river"], "under 1024"),
        ([f"w{at}" for at in range(2000)], "no plain word"),
        (["river"] * 2000, "twice"),
        (["River", *(a + b + c for a, b, c in combinations("abcdefghijklmnopqrstuvwxyz", 3))], "River"),
        (["rio\u0301s", *(a + b + c for a, b, c in combinations("abcdefghijklmnopqrstuvwxyz", 3))], "plain word"),
    ],
)
def test_a_list_that_nobody_could_draw_from_is_refused(words: list[str], complaint: str) -> None:
    with pytest.raises(BadWordListError, match=complaint):
        WordList("en", tuple(words))


@pytest.mark.parametrize(
    "typed",
    [
        "maple river 41",
        "Maple River 41",
        "  maple   river 41 ",
        "mapleriver41",
        "maple-river-41",
        "MAPLE RIVER ٤١",
        "maple river \uff14\uff11",
    ],
)
def test_a_sign_in_name_is_the_same_however_it_is_typed(typed: str) -> None:
    assert normalised_sign_in_name(typed) == "mapleriver41"


@given(st.binary(min_size=CODE_LENGTH, max_size=CODE_LENGTH), st.data())
def test_a_code_is_read_however_it_was_typed(chance: bytes, data: st.DataObject) -> None:
    code = draw_code(lambda count: chance[:count])
    misread = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(data.draw(st.sampled_from(misread.get(sign, sign + sign.lower()))) for sign in code)
    joiner = data.draw(st.sampled_from(["", "-", " ", "\u2013", " - "]))
    grouped = joiner.join((typed[:4], typed[4:8], typed[8:]))

    assert normalised_code(grouped) == code
    assert normalised_code(f"  {crockford.grouped(code)}\n") == code


@given(st.text(max_size=40))
def test_what_is_no_code_is_none(typed: str) -> None:
    code = normalised_code(typed)

    assert code is None or re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{12}", code)

"""A code reads the same however it was grouped, spoken, misread or typed, and nothing else reads as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.security.crockford import draw, grouped, normalised
from survivor_portal.security.tokens import system_chance


@given(st.binary(min_size=24, max_size=24))
def test_every_code_drawn_reads_as_itself_as_it_is_shown(chance: bytes) -> None:
    code = draw(lambda count: chance[:count], 24)

    assert normalised(grouped(code), 24) == normalised(code.lower(), 24) == code
    assert len(grouped(code).split("-")) == 6


@pytest.mark.parametrize(
    "typed",
    ["0123-ABCD", "o123 abcd", " OI23\u2011abcd ", "0L23\u2013AB CD", "\u0660\u0661\u0662\u0663abcd", "\u09e61 23abcd"],
)
def test_spaces_dashes_capitals_look_alikes_and_digits_of_other_scripts_do_not_count(typed: str) -> None:
    assert normalised(typed, 8) == "0123ABCD"


@pytest.mark.parametrize("typed", ["", "0123-ABC", "0123-ABCDE", "0123-ABCU", "0123-ABC!", "0123-ABC\u00b2", "ßßßß"])
def test_anything_else_is_no_code(typed: str) -> None:
    assert normalised(typed, 8) is None


@given(st.text())
def test_whatever_is_typed_a_code_comes_out_or_nothing(typed: str) -> None:
    code = normalised(typed, 12)

    assert code is None or normalised(code, 12) == code


def test_codes_differ_and_use_every_character() -> None:
    codes = {draw(system_chance, 24) for _ in range(200)}

    assert len(codes) == 200
    assert len(set("".join(codes))) == 32

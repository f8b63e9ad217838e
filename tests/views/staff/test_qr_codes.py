"""A drawing holds every dark square of its code and no other, with the empty border that cameras look for."""

import re

import pytest
import segno

from survivor_portal.web.qr_codes import qr_code

BORDER = 4


@pytest.mark.parametrize("text", ["A", "https://portal.example.org/desk/set-up#ABCD-1234-EFGH", "نور " * 40])
def test_a_drawing_is_the_code(text: str) -> None:
    code = qr_code(text)
    drawn = [[0] * code.size for _ in range(code.size)]
    for x, y, length, back in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", code.path):
        assert length == back
        drawn[int(y)][int(x) : int(x) + int(length)] = [1] * int(length)

    matrix = segno.make_qr(text, error="m").matrix
    border = [[0] * code.size] * BORDER
    rows = [[0] * BORDER + [int(bool(square)) for square in row] + [0] * BORDER for row in matrix]
    assert drawn == [*border, *rows, *border]
    assert re.sub(r"M\d+ \d+h\d+v1h-\d+z", "", code.path) == ""

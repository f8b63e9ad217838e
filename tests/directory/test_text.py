"""Plain words out of whatever cells hold."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.directory.text import has_unshowable, one_line, plain, without_unshowable


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<p>One.</p>\n<p>Two<br>three</p>", "One.\n\nTwo\nthree"),
        ("<UL><LI>a</LI><LI>b</LI></UL>", "• a\n• b"),
        ("<b>Bold</b> &amp; <i>plain</i>", "Bold & plain"),
        ("kept\nlines <b>here</b>", "kept\nlines here"),
        ("<p>soft\nwrap</p>", "soft wrap"),
        ("a<script>alert('<p>')</script>b", "ab"),
        ("a<style>p {}</style >b<script>never closed", "ab"),
        ("a<!-- <b>note</b> -->b", "ab"),
        ("age < 18 and > 5", "age < 18 and > 5"),
        ("write to <name@example.org>", "write to <name@example.org>"),
        ("<5 years> &nosuch; AT&T", "<5 years> &nosuch; AT&T"),
        ("&lt;b&gt;not a tag&lt;/b&gt;", "<b>not a tag</b>"),
        ('<a href="https://example.org/a">apply here</a>', "apply here (https://example.org/a)"),
        ("<a href='https://example.org'>https://example.org</a>", "https://example.org"),
        ('<a href="javascript:x">apply</a>', "apply"),
        ("a\r\n\r\n\r\n\r\nb\rc \t d", "a\n\nb\nc d"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_html_becomes_words(raw: str, expected: str) -> None:
    assert plain(raw) == expected


def test_one_line_has_no_line_ends() -> None:
    assert one_line(" a\n\n b\u2028c<br>d ") == "a b c d"


@given(st.text(st.characters(exclude_characters="<&"), max_size=300))
def test_text_without_html_keeps_every_word(raw: str) -> None:
    assert plain(raw).split() == raw.split()


@given(st.text(max_size=300))
def test_cleaned_text_can_always_be_stored(raw: str) -> None:
    cleaned = without_unshowable(raw)
    assert not has_unshowable(cleaned)
    assert "\0" not in cleaned
    assert cleaned.encode().decode() == cleaned


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<b", ">", "<script>", "</script>", "<!--", "-->", "x", "&", "lt;", "<a ", "href="]
        )
    )
)
def test_no_arrangement_of_tags_leaves_a_known_tag(pieces: list[str]) -> None:
    left = plain("".join(pieces).replace("&", ""))
    assert not any(tag in left for tag in ("<p>", "</p>", "<script>"))


@pytest.mark.parametrize("piece", ["<", "<a", "<a ", "<script", "<script>", "<!--", "</", "&#", "<a href=", "<b><"])
def test_the_work_grows_no_faster_than_the_text(piece: str) -> None:
    started = time.perf_counter()
    plain((piece * 100_000)[:100_000])
    assert time.perf_counter() - started < 2

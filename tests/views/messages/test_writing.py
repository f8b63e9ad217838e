"""Writing to her advocate: said first who reads it, sent once, kept when it cannot be sent."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.messages import newest_ref
from survivor_portal.domain.messages import LONGEST_BODY
from tests.markup import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.timepiece import Timepiece
from tests.views.messages.reading import EMPTY, NOT_TEXT, REWORDED, TOO_LONG, both_ways, lines, sid_and_k


def test_the_first_thing_her_messages_say_is_when_to_write(wren: "Browser") -> None:
    page = wren.open("/inbox")

    first = next(found for found in page.markup.all("p") if words_of(found))
    assert words_of(first).startswith("Write here only when nobody else can see this phone.")
    assert page.title == "Messages"


def test_while_nobody_has_her_case_she_hears_who_sees_what_and_that_it_may_take_long(wren: "Browser") -> None:
    text = wren.open("/inbox").text

    assert "Nobody has been named yet. You will see it here when someone is." in text
    assert "Until then your team sees when you wrote. Whoever is named reads your words and answers you here." in text
    assert "reads what you write here" not in text
    assert "Do not wait for it if you are in danger." in text
    assert "There are no messages yet." in text


@pytest.mark.usefixtures("answer_her")
def test_her_advocate_is_named_as_who_reads_it(wren: "Browser") -> None:
    text = wren.open("/inbox").text

    assert "Esther reads what you write here and answers you here." in text
    assert "Nobody has been named" not in text


@both_ways
def test_what_she_sends_stands_last_and_the_form_is_empty_again(
    wren: "Browser", answer_her: "Callable[[str], None]", timepiece: "Timepiece", *, htmx: bool
) -> None:
    answer_her("Hello Wren")
    timepiece.move(timedelta(minutes=1))
    page = wren.open("/inbox").form("/inbox").fill(body="Good morning\n\nIs it today?").submit(htmx=htmx)

    assert (page.path, lines(page)) == ("/inbox", ["Hello Wren", "Good morning\n\nIs it today?"])
    assert page.value_of("body") in {"", "\r\n", None}
    assert ("Your message is sent." in page.text) is htmx


def test_without_script_she_lands_where_the_new_message_stands(wren: "Browser") -> None:
    wren.open("/inbox").form("/inbox").fill(body="Hello").submit()

    sent = next(answer for answer in wren.answers if answer.status_code == 303 and answer.request.path == "/inbox")
    assert sent.headers["Location"] == "/inbox#write"
    assert wren.page.markup.by_id("write") is not None


def test_hers_and_her_advocate_s_are_told_apart_in_words_and_in_place(
    wren: "Browser", answer_her: "Callable[[str], None]", timepiece: "Timepiece"
) -> None:
    answer_her("From Esther")
    timepiece.move(timedelta(minutes=1))
    page = wren.open("/inbox").form("/inbox").fill(body="From Wren").submit()

    told = [
        (words_of(item).split()[0], item.get("class")) for item in page.markup.all("li") if "From" in words_of(item)
    ]
    assert told == [("Esther", None), ("You", "own")]


@both_ways
def test_the_same_form_sent_again_makes_one_message(wren: "Browser", *, htmx: bool) -> None:
    form = wren.open("/inbox").form("/inbox").fill(body="Hello")
    for _ in range(3):
        page = form.submit(htmx=htmx)

    assert lines(page) == ["Hello"]


@both_ways
def test_the_same_form_with_other_words_loses_none_of_them(
    wren: "Browser", timepiece: "Timepiece", *, htmx: bool
) -> None:
    form = wren.open("/inbox").form("/inbox").fill(body="Hello")
    form.submit(htmx=htmx)
    timepiece.move(timedelta(minutes=1))
    page = form.fill(body="Hello again").submit(htmx=htmx, status=422)
    assert REWORDED in page.text
    assert lines(page) == ["Hello"]

    page = page.form("/inbox").submit(htmx=htmx)
    assert lines(page) == ["Hello", "Hello again"]


@both_ways
@pytest.mark.parametrize(
    ("body", "sentence", "kept"),
    [
        ("", EMPTY, ""),
        ("  \n ", EMPTY, "  \n "),
        ("a" * (LONGEST_BODY + 1), TOO_LONG, "a" * (LONGEST_BODY + 1)),
        ("ع" * (LONGEST_BODY + 1), TOO_LONG, "ع" * (LONGEST_BODY + 1)),
        ("before\0after", NOT_TEXT, "beforeafter"),
    ],
)
def test_what_cannot_be_sent_is_kept_for_her_to_change(
    wren: "Browser", body: str, sentence: str, kept: str, *, htmx: bool
) -> None:
    page = wren.open("/inbox").form("/inbox").fill(body=body).submit(htmx=htmx, status=422)
    assert sentence in page.text
    assert (page.value_of("body") or "").strip("\r\n") == kept.strip("\r\n")

    page = page.form("/inbox").fill(body="Short and plain").submit(htmx=htmx)
    assert lines(page) == ["Short and plain"]


def test_the_longest_message_in_the_widest_script_can_be_sent(wren: "Browser") -> None:
    body = "😀" * LONGEST_BODY

    assert lines(wren.open("/inbox").form("/inbox").fill(body=body).submit()) == [body]


@pytest.mark.parametrize(
    "body", ["<b>bold</b>", "</textarea><script>alert(1)</script>", "{{ 7 * 7 }}", "&amp; %(name)s", "\ufffd"]
)
def test_words_are_shown_as_they_were_written_and_never_as_markup(wren: "Browser", body: str) -> None:
    assert lines(wren.open("/inbox").form("/inbox").fill(body=body).submit()) == [body]


def test_what_a_clipboard_brings_along_unseen_is_left_out_and_its_line_ends_count(wren: "Browser") -> None:
    pasted = "one\x0btwo\x0cthree\u2028four\x07\x1b\x9d"

    assert lines(wren.open("/inbox").form("/inbox").fill(body=pasted).submit()) == ["one\ntwo\nthree\nfour"]


@pytest.mark.parametrize("token", [None, "", "a" * 65])
def test_a_form_without_its_token_is_none_of_ours(wren: "Browser", deps: "Deps", her: str, token: str | None) -> None:
    wren.open("/inbox").form("/inbox").fill(body="Hello").forge(token=token).submit(status=400)

    assert newest_ref(deps, her) is None


def test_words_sent_from_a_page_of_an_older_session_come_back_line_by_line(app: "Flask", wren: "Browser") -> None:
    form = wren.open("/inbox").form("/inbox").fill(body="One\x0bTwo\0\x07")
    wren.hold(**sid_and_k(app))
    page = form.submit(status=400)
    assert page.heading == "Please send it again"
    assert (page.value_of("body") or "").replace("\r\n", "\n").strip("\n") == "One\nTwo"

    page = page.form("/inbox").submit()
    assert lines(page) == ["One\nTwo"]

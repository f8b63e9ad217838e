"""What may be sent, that it is sent once, by whom, and when it goes away."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.messages import (
    AutoDelete,
    BodyRefusal,
    Composition,
    Sending,
    Thread,
    body_refusal,
    deletes_at,
    may_delete,
    may_write,
    sending,
    tidied,
)
from survivor_portal.domain.people import PersonId
from tests.domain.histories import AMARA, DAY, IMANI, RUTH, START

TOM = PersonId("tom")
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", BodyRefusal.EMPTY),
        ("a", None),
        ("ع" * 4000, None),
        ("ع" * 4001, BodyRefusal.TOO_LONG),
        ("a\0b", BodyRefusal.NOT_TEXT),
        ("\0", BodyRefusal.NOT_TEXT),
        (chr(0xD800), BodyRefusal.NOT_TEXT),
        (chr(0xDFFF), BodyRefusal.NOT_TEXT),
        ("\ud7ff\ue000", None),
    ],
)
def test_a_body_has_1_to_4000_characters_that_can_be_stored(body: str, why: BodyRefusal | None) -> None:
    assert body_refusal(body) is why


@pytest.mark.parametrize("text", ["", " ", "\r\n\t", "\u00a0"])
def test_blanks_alone_are_empty(text: str) -> None:
    assert body_refusal(tidied(text)) is BodyRefusal.EMPTY


def test_line_ends_of_every_kind_become_one_and_count_once() -> None:
    assert tidied(" one\r\ntwo\rthree\n\nfour \r\n") == "one\ntwo\nthree\n\nfour"


@given(st.text())
def test_tidying_twice_equals_once(text: str) -> None:
    assert tidied(tidied(text)) == tidied(text)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=50).map(tidied).filter(bool))
def test_any_text_in_any_script_can_be_sent(body: str) -> None:
    assert body_refusal(body) is None


def test_the_first_press_sends() -> None:
    assert sending(None, Composition(AMARA, "token", "hello")) is Sending.NEW


def test_the_same_token_and_author_make_one_message() -> None:
    sent = Composition(AMARA, "token", "hello")
    assert sending(sent, Composition(AMARA, "token", "hello")) is Sending.REPEATED


def test_new_words_under_a_used_token_are_neither_sent_nor_taken_for_the_old_ones() -> None:
    sent = Composition(AMARA, "token", "hello")
    assert sending(sent, Composition(AMARA, "token", "hello Ruth")) is Sending.REWORDED


def test_another_token_or_another_author_makes_another_message() -> None:
    sent = Composition(AMARA, "token", "hello")
    assert sending(sent, Composition(AMARA, "other", "hello")) is Sending.NEW
    assert sending(sent, Composition(RUTH, "token", "hello")) is Sending.NEW


def test_she_and_her_advocate_may_write_and_nobody_else() -> None:
    thread = Thread(AMARA, RUTH)
    assert may_write(thread, AMARA, START)
    assert may_write(thread, RUTH, START)
    assert not may_write(thread, TOM, START)
    assert not may_write(thread, IMANI, START)


def test_she_may_write_before_she_has_an_advocate() -> None:
    assert may_write(Thread(AMARA), AMARA, START)
    assert not may_write(Thread(AMARA), RUTH, START)


def test_cover_may_write_until_it_ends_to_the_moment() -> None:
    thread = Thread(AMARA, RUTH, cover=TOM, cover_until=START)
    assert may_write(thread, TOM, START - MOMENT)
    assert not may_write(thread, TOM, START)
    assert may_write(thread, RUTH, START - MOMENT)
    assert not may_write(thread, IMANI, START - MOMENT)


def test_cover_without_an_end_does_not_count() -> None:
    assert not may_write(Thread(AMARA, RUTH, cover=TOM), TOM, START)


def test_only_she_deletes() -> None:
    thread = Thread(AMARA, RUTH, cover=TOM, cover_until=START + DAY)
    assert [person for person in (AMARA, RUTH, TOM, IMANI) if may_delete(thread, person)] == [AMARA]


def test_messages_go_away_after_1_7_or_30_days_or_never() -> None:
    assert {choice: deletes_at(START, choice) for choice in AutoDelete} == {
        AutoDelete.NEVER: None,
        AutoDelete.ONE_DAY: START + DAY,
        AutoDelete.SEVEN_DAYS: START + 7 * DAY,
        AutoDelete.THIRTY_DAYS: START + 30 * DAY,
    }


def test_a_naive_moment_is_refused() -> None:
    naive = datetime(2026, 3, 1)  # noqa: DTZ001 — the naive moment is the point
    with pytest.raises(ValueError, match="aware UTC"):
        may_write(Thread(AMARA), AMARA, naive)
    with pytest.raises(ValueError, match="aware UTC"):
        deletes_at(naive, AutoDelete.NEVER)
    with pytest.raises(ValueError, match="aware UTC"):
        Thread(AMARA, RUTH, TOM, naive)

"""One press, one message; every word sealed; a thread that costs the same however long it is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select

from survivor_portal.actions.cases import assign
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.messages import (
    LINES_ON_A_PAGE,
    new_composition_token,
    newest_ref,
    send_message,
    thread_of,
)
from survivor_portal.actions.people import NewStaff, NewSurvivor, add_staff, add_survivor
from survivor_portal.domain.messages import LONGEST_BODY, BodyRefusal, Sending
from survivor_portal.domain.people import Role
from survivor_portal.models import Message
from survivor_portal.security.encryption import Envelope
from survivor_portal.security.tokens import new_ref, system_chance
from tests.stored import noted_statements

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.timepiece import Timepiece

A_MINUTE = timedelta(minutes=1)


def add_her(deps: "Deps", name: str = "Wren") -> str:
    """Add a survivor whose thread is empty."""
    return add_survivor(deps, NewSurvivor(name, f"{name} field 12", "five words that nobody guesses"))


def add_advocate(deps: "Deps", name: str = "Esther") -> str:
    """Add an advocate who has no case yet."""
    return add_staff(deps, NewStaff(name, Role.ADVOCATE, name, "five other words nobody guesses", "A" * 32))


@pytest.fixture
def her(deps: "Deps") -> str:
    return add_her(deps)


@pytest.fixture
def advocate(deps: "Deps", her: str) -> str:
    """Her advocate."""
    staff_id = add_advocate(deps)
    assign(deps, her, staff_id)
    return staff_id


def write(deps: "Deps", author_id: str, survivor_id: str, body: str) -> None:
    """Write one message on a fresh form."""
    assert send_message(deps, author_id, survivor_id, new_composition_token(deps), body) is Sending.NEW


def words(deps: "Deps", survivor_id: str) -> list[str]:
    """Give what stands on the newest page of a thread."""
    return [line.body for line in thread_of(deps, survivor_id).lines]


def stored(deps: "Deps") -> list[tuple[object, ...]]:
    """Give every message as it lies in the database."""
    with deps.storage.read() as connection:
        return [tuple(row) for row in connection.execute(select(Message.__table__).order_by(Message.id))]


def test_both_sides_words_stand_in_the_thread_in_the_order_they_were_sent(
    deps: "Deps", her: str, advocate: str, timepiece: "Timepiece"
) -> None:
    began = timepiece()
    write(deps, her, her, "Is the appointment on Monday?")
    timepiece.move(A_MINUTE)
    write(deps, advocate, her, "Yes, at ten.")

    question, answer = thread_of(deps, her).lines
    assert (question.body, question.is_hers, question.author_id) == ("Is the appointment on Monday?", True, her)
    assert (question.author_name, question.sent_at) == ("Wren", began)
    assert (answer.body, answer.is_hers, answer.author_id) == ("Yes, at ten.", False, advocate)
    assert (answer.author_name, answer.sent_at) == ("Esther", began + A_MINUTE)


def test_her_thread_is_hers_alone(deps: "Deps", her: str) -> None:
    other = add_her(deps, "Robin")
    write(deps, other, other, "Not for Wren")

    assert words(deps, her) == []
    assert newest_ref(deps, her) is None


def test_what_is_stored_shows_neither_words_nor_token(deps: "Deps", her: str) -> None:
    token = new_composition_token(deps)
    send_message(deps, her, her, token, "apricot")

    lies_there = repr(stored(deps))
    assert "apricot" not in lies_there
    assert token not in lies_there


def test_short_words_and_longer_ones_take_the_same_room(deps: "Deps", her: str) -> None:
    for body in ("no", "a" * 200):
        write(deps, her, her, body)

    with deps.storage.read() as connection:
        sizes = [len(body) for body in connection.execute(select(Message.body)).scalars()]
    assert len(set(sizes[-2:])) == 1


def test_a_second_press_finds_the_first_message(deps: "Deps", her: str) -> None:
    token = new_composition_token(deps)

    assert send_message(deps, her, her, token, "Hello") is Sending.NEW
    assert send_message(deps, her, her, token, "Hello") is Sending.REPEATED
    assert send_message(deps, her, her, token, " Hello\r\n") is Sending.REPEATED
    assert words(deps, her) == ["Hello"]


def test_other_words_under_the_same_token_are_not_sent_and_change_nothing(deps: "Deps", her: str) -> None:
    token = new_composition_token(deps)
    send_message(deps, her, her, token, "Hello")
    before = stored(deps)

    assert send_message(deps, her, her, token, "Hello, and one more thing") is Sending.REWORDED
    assert stored(deps) == before


def test_another_author_s_token_is_worth_nothing(deps: "Deps", her: str, advocate: str) -> None:
    token = new_composition_token(deps)
    send_message(deps, her, her, token, "Hello")

    assert send_message(deps, advocate, her, token, "Hello") is Sending.NEW
    assert words(deps, her) == ["Hello", "Hello"]


def test_a_token_spent_in_one_thread_loses_no_words_in_another(deps: "Deps", her: str, advocate: str) -> None:
    other = add_her(deps, "Robin")
    assign(deps, other, advocate)
    token = new_composition_token(deps)
    send_message(deps, advocate, her, token, "See you Monday")

    assert send_message(deps, advocate, other, token, "See you Monday") is Sending.REWORDED
    assert words(deps, other) == []


def test_eight_presses_at_once_make_one_message_and_all_are_answered(deps: "Deps", her: str) -> None:
    presses = 8
    for count in range(10):
        token, together = new_composition_token(deps), Barrier(presses)

        def press(_: int, token: str = token, together: Barrier = together, body: str = f"Message {count}") -> object:
            together.wait()
            return send_message(deps, her, her, token, body)

        with ThreadPoolExecutor(presses) as pool:
            outcomes = list(pool.map(press, range(presses)))
        assert sorted(map(str, outcomes)) == [Sending.NEW, *[Sending.REPEATED] * (presses - 1)]
    assert sorted(words(deps, her)) == sorted(f"Message {count}" for count in range(10))


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ("", BodyRefusal.EMPTY),
        (" \r\n\t ", BodyRefusal.EMPTY),
        ("a" * (LONGEST_BODY + 1), BodyRefusal.TOO_LONG),
        ("a\0b", BodyRefusal.NOT_TEXT),
        ("a\ud800b", BodyRefusal.NOT_TEXT),
    ],
)
def test_what_cannot_be_a_message_is_refused_and_spends_no_token(
    deps: "Deps", her: str, body: str, refusal: BodyRefusal
) -> None:
    token, before = new_composition_token(deps), stored(deps)

    assert send_message(deps, her, her, token, body) is refusal
    assert stored(deps) == before
    assert send_message(deps, her, her, token, "Now with words") is Sending.NEW


@pytest.mark.parametrize("body", ["ع" * LONGEST_BODY, "😀" * LONGEST_BODY, "one\n\ntwo", "\ufffd", "  a  b"])
def test_what_she_writes_comes_back_letter_for_letter(deps: "Deps", her: str, body: str) -> None:
    write(deps, her, her, body)

    assert words(deps, her) == [body.strip()]


def test_only_she_and_who_has_her_case_may_write(deps: "Deps", her: str, advocate: str) -> None:
    strangers = [add_her(deps, "Robin"), add_advocate(deps, "Paul")]
    before = stored(deps)

    for stranger in strangers:
        with pytest.raises(NotFoundError):
            send_message(deps, stranger, her, new_composition_token(deps), "Hello")
    assert stored(deps) == before
    write(deps, advocate, her, "Hello")


def test_an_advocate_whose_time_has_ended_writes_nothing_more(deps: "Deps", her: str, advocate: str) -> None:
    token = new_composition_token(deps)
    send_message(deps, advocate, her, token, "Hello")
    assign(deps, her, add_advocate(deps, "Paul"))

    for again in (token, new_composition_token(deps)):
        with pytest.raises(NotFoundError):
            send_message(deps, advocate, her, again, "Hello")
    assert words(deps, her) == ["Hello"]


def test_she_writes_before_anyone_has_her_case(deps: "Deps", her: str) -> None:
    write(deps, her, her, "Is anyone there?")

    assert words(deps, her) == ["Is anyone there?"]


def test_the_newest_reference_changes_with_each_message(deps: "Deps", her: str, timepiece: "Timepiece") -> None:
    seen = []
    for body in ("one", "two"):
        timepiece.move(A_MINUTE)
        write(deps, her, her, body)
        seen.append(newest_ref(deps, her))

    assert seen == [line.id for line in thread_of(deps, her).lines]


@pytest.mark.parametrize("pause", [timedelta(), A_MINUTE])
def test_going_back_page_by_page_meets_every_message_once(
    deps: "Deps", her: str, timepiece: "Timepiece", pause: timedelta
) -> None:
    sent = [f"Message {count}" for count in range(2 * LINES_ON_A_PAGE + 5)]
    for body in sent:
        write(deps, her, her, body)
        timepiece.move(pause)

    page = thread_of(deps, her)
    met = [line.body for line in page.lines]
    while page.has_earlier:
        page = thread_of(deps, her, before=page.lines[0].id)
        assert 0 < len(page.lines) <= LINES_ON_A_PAGE
        met = [line.body for line in page.lines] + met
    assert sorted(met) == sorted(sent)
    if pause:
        assert met == sent


def test_a_full_page_with_nothing_before_it_says_so(deps: "Deps", her: str) -> None:
    for count in range(LINES_ON_A_PAGE):
        write(deps, her, her, f"Message {count}")

    assert not thread_of(deps, her).has_earlier


def test_another_s_message_is_no_place_to_go_back_from(deps: "Deps", her: str) -> None:
    other = add_her(deps, "Robin")
    write(deps, other, other, "Not for Wren")

    for before in (newest_ref(deps, other), "nothing"):
        with pytest.raises(NotFoundError):
            thread_of(deps, her, before=before)


def test_a_thread_costs_three_statements_with_no_message_with_one_and_with_ten_thousand(
    deps: "Deps", her: str, timepiece: "Timepiece"
) -> None:
    costs = []
    for count in (0, 1, 10_000):
        shown = min(count, LINES_ON_A_PAGE)
        fill(deps, her, count - shown)
        timepiece.move(A_MINUTE)
        for written in range(shown):
            write(deps, her, her, f"Message {written}")
        with noted_statements(deps) as noted:
            thread_of(deps, her)
            newest_ref(deps, her)
        costs.append(len(noted.sent))

    assert costs == [4, 4, 4]


def test_however_many_staff_have_written_their_names_cost_one_statement(
    deps: "Deps", her: str, timepiece: "Timepiece"
) -> None:
    names = ["Ada", "Ben", "Cleo", "Dan", "Eve"]
    for name in names:
        staff_id = add_advocate(deps, name)
        assign(deps, her, staff_id)
        timepiece.move(A_MINUTE)
        write(deps, staff_id, her, f"I am {name}.")

    with noted_statements(deps) as noted:
        page = thread_of(deps, her)
    assert [line.author_name for line in page.lines] == names
    assert len(noted.sent) == 3


def fill(deps: "Deps", survivor_id: str, count: int) -> None:
    """Lay so many messages under those that a page shows; nobody opens them."""
    if not count:
        return
    rows = [
        {
            "id": new_ref(system_chance),
            "survivor_id": survivor_id,
            "staff_id": None,
            "author": survivor_id,
            "token_digest": new_ref(system_chance),
            "body": Envelope(b"never opened"),
            "sent_at": deps.clock(),
        }
        for _ in range(count)
    ]
    with deps.storage.write() as session:
        session.execute(insert(Message), rows)
        session.commit()

"""The thread on her page: answering, once, and hearing of what is new."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from survivor_portal.actions.messages import LINES_ON_A_PAGE, thread_of
from survivor_portal.models import SignedInSession
from survivor_portal.web.guards import WITHOUT_USE
from tests.caseload import Caseload
from tests.markup import words_of

if TYPE_CHECKING:
    from tests.browse import Browser
    from tests.timepiece import Timepiece
from tests.views.desk.reading import A_MINUTE, both_ways, fill_thread, lines, poll


@both_ways
def test_her_advocate_answers_in_the_thread(
    esther: "Browser", caseload: Caseload, wren: str, timepiece: "Timepiece", *, htmx: bool
) -> None:
    caseload.write(wren, wren, "Hello")
    timepiece.move(A_MINUTE)
    form = esther.open(f"/desk/people/{wren}").form(f"/desk/people/{wren}/messages")

    page = form.fill(body="Good morning, Wren").submit(htmx=htmx)

    assert (page.path, lines(page)) == (f"/desk/people/{wren}", ["Hello", "Good morning, Wren"])
    assert page.value_of("body") in {"", "\r\n", None}
    own = [words_of(item) for item in page.markup.all("li") if item.get("class") == "own"]
    assert len(own) == 1
    assert own[0].startswith("You ")


@both_ways
def test_the_same_answer_sent_again_is_one_message(
    esther: "Browser", caseload: Caseload, wren: str, *, htmx: bool
) -> None:
    form = esther.open(f"/desk/people/{wren}").form(f"/desk/people/{wren}/messages").fill(body="Hello")
    for _ in range(3):
        form.submit(htmx=htmx)

    assert [line.body for line in thread_of(caseload.deps, wren).lines] == ["Hello"]


@both_ways
def test_an_empty_answer_is_asked_for_beside_the_thread(
    esther: "Browser", caseload: Caseload, wren: str, *, htmx: bool
) -> None:
    caseload.write(wren, wren, "Hello")
    form = esther.open(f"/desk/people/{wren}").form(f"/desk/people/{wren}/messages")

    page = form.fill(body="  ").submit(htmx=htmx, status=422)

    assert "There is nothing to send yet." in page.text
    assert lines(page) == ["Hello"]


def test_a_message_without_its_token_is_not_read(esther: "Browser", caseload: Caseload, wren: str) -> None:
    form = esther.open(f"/desk/people/{wren}").form(f"/desk/people/{wren}/messages").fill(body="Hello")

    form.forge(token=None).submit(status=400)

    assert thread_of(caseload.deps, wren).lines == ()


def test_an_open_page_hears_of_new_messages_and_of_nothing_else(
    esther: "Browser", caseload: Caseload, wren: str
) -> None:
    caseload.write(wren, wren, "Hello")
    esther.open(f"/desk/people/{wren}")
    assert (poll(esther).status_code, poll(esther).data) == (204, b"")
    caseload.write(wren, wren, "Are you there?")

    answer = poll(esther)

    assert answer.status_code == 200
    assert "Are you there?" in answer.text
    assert "<h1" not in answer.text
    assert f'hx-get="/desk/people/{wren}/latest/{thread_of(caseload.deps, wren).lines[-1].id}"' in answer.text


def test_someone_who_types_the_address_of_a_poll_gets_the_page(esther: "Browser", wren: str) -> None:
    assert esther.open(f"/desk/people/{wren}/latest").path == f"/desk/people/{wren}"


def test_an_open_page_does_not_keep_the_session_alive(
    esther: "Browser", caseload: Caseload, wren: str, timepiece: "Timepiece"
) -> None:
    def last_used() -> list[object]:
        with caseload.deps.storage.read() as connection:
            return list(connection.execute(select(SignedInSession.seen_at)).scalars())

    esther.open(f"/desk/people/{wren}")
    before = last_used()
    timepiece.move(10 * A_MINUTE)
    assert poll(esther).status_code == 204

    assert last_used() == before
    assert "people.latest" in WITHOUT_USE


def test_earlier_messages_are_a_link_away(esther: "Browser", caseload: Caseload, wren: str) -> None:
    fill_thread(caseload, wren, LINES_ON_A_PAGE + 2)

    page = esther.open(f"/desk/people/{wren}").follow("Earlier messages")

    assert lines(page) == ["Message 0", "Message 1"]
    assert page.follow("Back to the newest messages").path == f"/desk/people/{wren}"

"""Her messages: sent once, kept when they cannot be sent, shown as written, and asked for without staying signed in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from survivor_portal.actions.cases import assign
from survivor_portal.actions.messages import LINES_ON_A_PAGE, new_composition_token, newest_ref, send_message
from survivor_portal.actions.people import NewStaff, NewSurvivor, add_staff, add_survivor
from survivor_portal.app import create_app
from survivor_portal.config import Config, ConfigError
from survivor_portal.domain.messages import LONGEST_BODY
from survivor_portal.domain.people import Role
from survivor_portal.models import SignedInSession, Survivor
from survivor_portal.web.guards import WITHOUT_USE
from tests.cast import browser_for
from tests.markup import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from werkzeug.test import TestResponse

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.pages import Page
    from tests.stored import Statements
    from tests.timepiece import Timepiece

WREN = NewSurvivor("Wren", "birch harbour 19", "kettles whistle under seven roofs")
HTMX = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
EMPTY = "There is nothing to send yet."
TOO_LONG = "A message can have 4,000 characters"
NOT_TEXT = "One sign in your message could not be sent."
REWORDED = "These words are new."

both_ways = pytest.mark.parametrize("htmx", [False, True], ids=["without-script", "with-script"])


@pytest.fixture
def her(deps: "Deps") -> str:
    """Wren's reference: she has no advocate yet, and nothing in her thread."""
    return add_survivor(deps, WREN)


@pytest.fixture
def wren(app: "Flask", her: str) -> "Browser":
    """Wren's browser, on her own phone."""
    assert her
    browser = browser_for(app)
    browser.sign_in_survivor(WREN)
    return browser


@pytest.fixture
def answer_her(deps: "Deps", her: str) -> "Callable[[str], None]":
    """Let Esther, her advocate, write to her."""
    staff_id = add_staff(deps, NewStaff("Esther", Role.ADVOCATE, "esther", "nobody guesses these five words", "A" * 32))
    assign(deps, her, staff_id)

    def write(body: str) -> None:
        send_message(deps, staff_id, her, new_composition_token(deps), body)

    return write


def lines(page: "Page") -> list[str]:
    """Give the words of each message on a page, as they were written."""
    return ["".join(found.itertext()) for found in page.markup.all("p") if "words" in found.get("class", "").split()]


def poll(browser: "Browser") -> "TestResponse":
    """Ask what the open page asks by itself."""
    address = next(found.get("hx-get") for found in browser.page.markup.all("ol") if found.get("id") == "lines")
    return browser.client.get(str(address), headers=HTMX)


def test_the_first_thing_her_messages_say_is_when_to_write(wren: "Browser") -> None:
    page = wren.open("/inbox")

    first = next(found for found in page.markup.all("p") if words_of(found))
    assert words_of(first).startswith("Write here only when nobody else can see this phone.")
    assert page.title == "Messages"


def test_while_nobody_has_her_case_she_hears_who_reads_it_and_that_someone_will_be_named(wren: "Browser") -> None:
    text = wren.open("/inbox").text

    assert "Your team reads what you write here. Soon we will tell you the name" in text
    assert "There are no messages yet." in text


@pytest.mark.usefixtures("answer_her")
def test_her_advocate_is_named_as_who_reads_it(wren: "Browser") -> None:
    assert "Esther reads what you write here and answers you here." in wren.open("/inbox").text


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


def sid_and_k(app: "Flask") -> dict[str, str]:
    """Sign Wren in once more, and give what the other browser holds."""
    other = browser_for(app)
    other.sign_in_survivor(WREN)
    return {name: value for name, value in other.cookies().items() if name in {"__Host-sid", "__Host-k"}}


def test_an_open_page_hears_nothing_while_there_is_nothing_new(wren: "Browser") -> None:
    wren.open("/inbox")
    assert (poll(wren).status_code, poll(wren).data) == (204, b"")

    wren.page.form("/inbox").fill(body="Hello").submit()
    assert poll(wren).status_code == 204


def test_an_open_page_is_given_the_lines_and_nothing_else_when_there_is_something_new(
    wren: "Browser", deps: "Deps", her: str, answer_her: "Callable[[str], None]"
) -> None:
    wren.open("/inbox")
    answer_her("Hello Wren")
    answer = poll(wren)

    assert answer.status_code == 200
    assert "Hello Wren" in answer.text
    assert f"/inbox/latest/{newest_ref(deps, her)}" in answer.text
    assert "<form" not in answer.text
    assert "HX-Request" in answer.vary


def test_another_s_message_in_the_address_shows_her_own_lines(wren: "Browser", amara: "Browser", deps: "Deps") -> None:
    amara.open("/inbox").form("/inbox").fill(body="Only for Ruth").submit()
    wren.open("/inbox").form("/inbox").fill(body="Mine").submit()
    with deps.storage.read() as connection:
        ids = connection.execute(select(Survivor.id)).scalars().all()
    for newest in filter(None, (newest_ref(deps, survivor_id) for survivor_id in ids)):
        text = wren.client.get(f"/inbox/latest/{newest}", headers=HTMX).text
        assert "Only for Ruth" not in text


def test_asking_for_the_lines_alone_without_script_shows_the_page_they_belong_to(wren: "Browser") -> None:
    assert wren.open("/inbox/latest").path == "/inbox"
    assert wren.open("/inbox/latest/nothing").path == "/inbox"


def test_what_an_open_page_asks_by_itself_keeps_no_session_alive(
    wren: "Browser", deps: "Deps", her: str, timepiece: "Timepiece"
) -> None:
    wren.open("/inbox")
    statuses = []
    for _ in range(20):
        timepiece.move(timedelta(minutes=1))
        answer = poll(wren)
        statuses.append((answer.status_code, answer.headers.get("Portal-Leave")))

    assert statuses == [(204, None)] * 14 + [(204, "/inbox/latest")] * 6
    with deps.storage.read() as connection:
        assert connection.execute(select(SignedInSession).where(SignedInSession.survivor_id == her)).all() == []


def test_after_such_an_end_she_signs_in_again_and_is_at_her_messages(wren: "Browser", timepiece: "Timepiece") -> None:
    wren.open("/inbox").form("/inbox").fill(body="Hello").submit()
    timepiece.move(timedelta(minutes=16))
    place = poll(wren).headers["Portal-Leave"]
    page = wren.open(place, status=401)

    page = page.form("/").fill(sign_in_name=WREN.sign_in_name, passphrase=WREN.passphrase).submit()
    assert page.path == "/inbox"


def test_every_address_that_counts_as_no_use_is_asked_for_by_open_pages_only(app: "Flask") -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint in WITHOUT_USE]

    assert rules
    assert all("/latest" in rule.rule and rule.methods == {"GET", "HEAD"} for rule in rules)


def test_earlier_messages_are_a_page_of_their_own(
    wren: "Browser", deps: "Deps", her: str, timepiece: "Timepiece"
) -> None:
    sent = [f"Message {count}" for count in range(LINES_ON_A_PAGE + 3)]
    for body in sent:
        timepiece.move(timedelta(seconds=1))
        send_message(deps, her, her, new_composition_token(deps), body)
    page = wren.open("/inbox")
    assert lines(page) == sent[3:]

    page = page.follow("Earlier messages")
    assert lines(page) == sent[:3]
    assert page.title == "Earlier messages"
    assert "Earlier messages" not in [words_of(link) for link in page.markup.all("a")]
    assert page.follow("Back to the newest messages").path == "/inbox"


def test_going_back_from_another_s_message_is_the_same_as_from_none(
    wren: "Browser", amara: "Browser", deps: "Deps", her: str
) -> None:
    amara.open("/inbox").form("/inbox").fill(body="Only for Ruth").submit()
    with deps.storage.read() as connection:
        ids = connection.execute(select(Survivor.id).where(Survivor.id != her)).scalars().all()
    strangers = [newest_ref(deps, survivor_id) for survivor_id in ids]
    answers = {wren.open(f"/inbox/earlier/{line}", status=404).text for line in ("nothing", *filter(None, strangers))}

    assert len(answers) == 1


@pytest.mark.parametrize("count", [0, 1, 60])
def test_her_messages_cost_as_many_statements_however_many_there_are(
    wren: "Browser", answer_her: "Callable[[str], None]", statements: "Statements", count: int
) -> None:
    for written in range(count):
        answer_her(f"Message {written}")
    statements.clear()
    wren.open("/inbox")
    # Who looks; the rows and the keys of the thread; the advocate and the key to her name.
    assert len(statements.sent) == 1 + 2 + 2

    statements.clear()
    poll(wren)
    assert len(statements.sent) == 1 + 1


@pytest.mark.parametrize(
    ("time_zone", "language", "shown"),
    [
        ("UTC", "en", ["Tuesday, May 12, 2:05", "UTC"]),
        ("America/New_York", "en", ["Monday, May 11, 10:05", "Eastern Time"]),
        ("America/New_York", "es", ["lunes, 11 de mayo, 22:05", "hora oriental"]),
        ("Africa/Cairo", "ar", ["الثلاثاء، 12 مايو، 5:05"]),
    ],
)
def test_times_are_told_in_her_language_and_in_the_organisation_s_zone(
    config: Config, deps: "Deps", time_zone: str, language: str, shown: list[str]
) -> None:
    her = replace(WREN, language=language)
    survivor_id = add_survivor(deps, her)
    that_night = replace(deps, clock=lambda: datetime(2026, 5, 12, 2, 5, tzinfo=UTC))
    send_message(that_night, survivor_id, survivor_id, new_composition_token(deps), "Hello")
    browser = browser_for(create_app(replace(config, time_zone=time_zone), deps))
    browser.sign_in_survivor(her)
    text = browser.open("/inbox").text

    for words in shown:
        assert words in text


def test_a_day_of_another_year_is_told_with_its_year(
    wren: "Browser", deps: "Deps", her: str, timepiece: "Timepiece"
) -> None:
    earlier = replace(deps, clock=lambda: datetime(2025, 12, 31, 12, tzinfo=UTC))
    send_message(earlier, her, her, new_composition_token(deps), "Hello")

    assert timepiece().year == 2026
    assert "Wednesday, December 31, 2025" in wren.open("/inbox").text


@pytest.mark.parametrize("time_zone", ["", "Mars/Olympus", "../etc/passwd", "America", "UTC\0", "é"])
def test_a_time_zone_that_does_not_exist_is_refused_at_start(config: Config, time_zone: str) -> None:
    with pytest.raises(ConfigError, match="time_zone"):
        replace(config, time_zone=time_zone)

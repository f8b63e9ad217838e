"""The desk on screen: who waits, what a person set, an answer, an offer, and what was told under a consent alone."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select

from survivor_portal.actions.cases import assign, last_seen
from survivor_portal.actions.consents import consents_of, new_form_token, recipients, withdraw_consent
from survivor_portal.actions.desk import Change, News
from survivor_portal.actions.messages import LINES_ON_A_PAGE, thread_of
from survivor_portal.actions.options import options_of
from survivor_portal.actions.people import NewStaff, add_staff
from survivor_portal.actions.places import place_of
from survivor_portal.domain.consent import DataItem, Purpose, SharingMethod
from survivor_portal.domain.options import Answer, Origin
from survivor_portal.domain.people import Role
from survivor_portal.models import CaseView, Message, SignedInSession
from survivor_portal.security.tokens import new_ref
from survivor_portal.texts.desk import (
    ANSWERS_AT_DESK,
    ITEMS_AT_DESK,
    ORIGINS_AT_DESK,
    PURPOSES_AT_DESK,
    news_words,
)
from survivor_portal.web.guards import WITHOUT_USE
from tests.caseload import ESTHER, Caseload, make_caseload
from tests.cast import TOM, staff_browser
from tests.markup import words_of

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.pages import Page
    from tests.stored import Statements
    from tests.timepiece import Timepiece

A_MINUTE = timedelta(minutes=1)
HTMX = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
NOBODY = "a" * 26
NOTHING_MAY_BE_TOLD = "Nothing may be told to anyone now."

both_ways = pytest.mark.parametrize("htmx", [False, True], ids=["without-script", "with-script"])


@pytest.fixture
def caseload(deps: "Deps", timepiece: "Timepiece") -> Caseload:
    """Esther's caseload, with nobody on it yet."""
    return make_caseload(deps, timepiece)


@pytest.fixture
def esther(app: "Flask", caseload: Caseload, timepiece: "Timepiece") -> "Browser":
    """Esther's browser."""
    assert caseload.advocate
    return staff_browser(app, ESTHER, timepiece)


@pytest.fixture
def wren(caseload: Caseload) -> str:
    """Wren, who has set nothing yet."""
    return caseload.add("Wren", "es")


def lines(page: "Page") -> list[str]:
    """Give the words of each message on a page."""
    return ["".join(found.itertext()) for found in page.markup.all("p") if found.get("class") == "words"]


def offered(page: "Page", name: str) -> list[str]:
    """Give the values a page offers under a name, in order."""
    return [str(found.get("value")) for found in page.markup.all("input") if found.get("name") == name]


def ticked(page: "Page") -> list[str]:
    """Give every value that is ticked."""
    return [str(found.get("value")) for found in page.markup.all("input") if found.get("checked") is not None]


def told_to(deps: "Deps", her: str) -> list[tuple[set[DataItem], SharingMethod]]:
    """Give what was recorded as told about her."""
    return [(set(shared.items), shared.method) for card in consents_of(deps, her) for shared in card.disclosures]


def poll(browser: "Browser") -> "TestResponse":
    """Ask what the open page asks by itself."""
    address = next(found.get("hx-get") for found in browser.page.markup.all("ol") if found.get("id") == "lines")
    return browser.client.get(str(address), headers=HTMX)


def test_everything_the_desk_names_has_its_words(app: "Flask", timepiece: "Timepiece") -> None:
    assert set(ITEMS_AT_DESK) == set(DataItem)
    assert set(PURPOSES_AT_DESK) == set(Purpose)
    assert set(ANSWERS_AT_DESK) == set(Answer)
    assert set(ORIGINS_AT_DESK) == set(Origin)
    with app.test_request_context():
        words = [news_words(News(change, count, timepiece())) for change in Change for count in (1, 2)]
    assert len(set(words)) == 2 * len(Change)


def test_an_empty_caseload_says_so(esther: "Browser") -> None:
    page = esther.open("/desk")

    assert "Nobody is on your caseload yet." in page.text
    assert "Nothing new" not in page.text


@pytest.mark.usefixtures("wren")
def test_when_nobody_waits_the_desk_says_so_and_still_lists_everyone(esther: "Browser") -> None:
    page = esther.open("/desk")

    assert "Nobody waits." in page.text
    assert "Wren You have not opened this page yet." in page.text


def test_whoever_waits_stands_first_with_what_changed(esther: "Browser", caseload: Caseload, wren: str) -> None:
    caseload.add("Robin")
    given = caseload.give(wren)
    withdraw_consent(caseload.deps, wren, given)
    caseload.write(wren, wren, "Hello")
    caseload.write(wren, wren, "Hello?")

    text = esther.open("/desk").text

    assert re.search(
        r"Who waits for an answer Wren 1 consent stopped Tuesday, May 12, \S+ AM 2 new messages since Tuesday, May 12,"
        r" \S+ AM 1 new consent .* Nothing new Robin",
        text,
    )
    assert "Nobody waits" not in text


def test_opening_a_page_clears_its_news(esther: "Browser", caseload: Caseload, wren: str) -> None:
    caseload.write(wren, wren, "Hello")
    esther.open("/desk").follow("Wren")

    text = esther.open("/desk").text

    assert "Nobody waits." in text
    assert "Wren You have seen the last message, and it has no answer yet. It came on Tuesday, May 12" in text


def test_nobody_but_her_advocate_finds_her_on_a_desk(app: "Flask", wren: str, timepiece: "Timepiece") -> None:
    assert wren

    assert "Wren" not in staff_browser(app, TOM, timepiece).open("/desk").text


# ---------------------------------------------------------------------------------------------------- whose page it is

ADDRESSES: "tuple[tuple[str, str, dict[str, str]], ...]" = (
    ("GET", "", {}),
    ("GET", "/latest", {}),
    ("GET", f"/latest/{NOBODY}", {}),
    ("GET", f"/earlier/{NOBODY}", {}),
    ("GET", "/offers", {}),
    ("GET", "/offers/1", {}),
    ("GET", "/offers/1/1", {}),
    ("GET", "/disclosures", {}),
    ("POST", "/messages", {"body": "Hello", "token": NOBODY}),
    ("POST", "/offers", {"service": NOBODY}),
    (
        "POST",
        "/disclosures",
        {
            "token": NOBODY,
            "consent": NOBODY,
            "recipient": NOBODY,
            "purpose": "legal_help",
            "items": "chosen_name",
            "method": "phone",
        },
    ),
)
each_address = pytest.mark.parametrize(
    "address", ADDRESSES, ids=[f"{method} {end or 'the page'}" for method, end, _ in ADDRESSES]
)


def ask(browser: "Browser", ref: str, address: "tuple[str, str, dict[str, str]]") -> "TestResponse":
    """Ask for an address about a person as a page of this browser would."""
    method, end, sent = address
    token = next(found.get("value") for found in browser.page.markup.all("input") if found.get("name") == "csrf_token")
    values = {**sent, "csrf_token": str(token)} if method == "POST" else {}
    path = f"/desk/people/{ref}{end}"
    return browser.client.open(
        path, method=method, data=values, headers={"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    )


@each_address
def test_another_advocate_cannot_tell_her_from_a_person_who_does_not_exist(
    app: "Flask", caseload: Caseload, wren: str, address: "tuple[str, str, dict[str, str]]"
) -> None:
    deps = caseload.deps
    tom = staff_browser(app, TOM, caseload.timepiece)

    hers, nobodys = (ask(tom, ref, address) for ref in (wren, NOBODY))

    assert (hers.status_code, nobodys.status_code) == (404, 404)
    assert re.sub(r'value="[^"]{60,}"', "", hers.text).replace(wren, NOBODY) == re.sub(
        r'value="[^"]{60,}"', "", nobodys.text
    )
    with deps.storage.read() as connection:
        assert connection.execute(select(CaseView.seen_at)).all() == []
    assert (thread_of(deps, wren).lines, options_of(deps, wren), told_to(deps, wren)) == ((), [], [])


@each_address
def test_a_supervisor_finds_nothing_there(
    imani: "Browser", wren: str, address: "tuple[str, str, dict[str, str]]"
) -> None:
    assert ask(imani, wren, address).status_code == 404


def test_a_case_handed_on_is_gone_at_once(esther: "Browser", caseload: Caseload, wren: str) -> None:
    esther.open(f"/desk/people/{wren}")
    other = add_staff(caseload.deps, NewStaff("Idris", Role.ADVOCATE, "idris", "a passphrase of five words", "A" * 32))
    assign(caseload.deps, wren, other)

    assert poll(esther).status_code == 404
    esther.page.form(f"/desk/people/{wren}/messages").fill(body="Hello").submit(status=404)
    assert thread_of(caseload.deps, wren).lines == ()


# ----------------------------------------------------------------------------------------------------- the page itself


def test_a_page_with_nothing_set_says_so_everywhere(esther: "Browser", wren: str) -> None:
    page = esther.open(f"/desk/people/{wren}")

    assert (page.title, page.heading) == ("Person", "Wren")
    for words in (
        "Language: Spanish",
        "Nothing is on this list yet.",
        NOTHING_MAY_BE_TOLD,
        "Nothing was told to anyone outside the team.",
        "There are no messages yet.",
    ):
        assert words in page.text
    assert "Record what was told" not in page.text


def test_a_person_without_a_language_is_not_given_one(esther: "Browser", caseload: Caseload) -> None:
    robin = caseload.add("Robin", None)

    assert "No language chosen yet" in esther.open(f"/desk/people/{robin}").text


def test_the_page_shows_each_answer_and_every_change_of_mind(esther: "Browser", caseload: Caseload, wren: str) -> None:
    for answer in (Answer.WANTED, Answer.NOT_ANSWERED, Answer.TELL_ME_MORE):
        caseload.answer(wren, answer)

    text = esther.open(f"/desk/people/{wren}").text

    assert options_of(caseload.deps, wren)[0].name in text
    assert re.search(
        r"Answer: Tell me more Tuesday, May 12, \S+ AM \S.* · Offered by us · Tuesday, May 12 Earlier answers \(2\)"
        r" No answer now Tuesday, May 12, \S+ AM I want this Tuesday, May 12, \S+ AM",
        text,
    )


def test_the_page_shows_what_may_be_told_and_what_never(esther: "Browser", caseload: Caseload, wren: str) -> None:
    caseload.give(wren)

    text = esther.open(f"/desk/people/{wren}").text

    assert recipients(caseload.deps)[0].name in text
    assert "Until Tuesday, May 26, 2026, 9:31" in text
    assert (
        "Why To get help from a lawyer What may be told Chosen name · Language"
        " What may never be told Legal name How By phone"
    ) in text
    assert NOTHING_MAY_BE_TOLD not in text


def test_a_consent_for_one_time_says_so(esther: "Browser", caseload: Caseload, wren: str) -> None:
    caseload.give(wren, once=True)

    assert "One time only." in esther.open(f"/desk/people/{wren}").text


def test_stopped_and_ended_consents_stay_to_be_seen(
    esther: "Browser", caseload: Caseload, wren: str, timepiece: "Timepiece"
) -> None:
    caseload.give(wren, length=timedelta(days=7), purpose=Purpose.TRANSPORT)
    withdraw_consent(caseload.deps, wren, caseload.give(wren, purpose=Purpose.CHILD_CARE))
    timepiece.move(timedelta(days=8))
    esther.sign_in_staff(ESTHER, timepiece)

    text = esther.open(f"/desk/people/{wren}").text

    name = re.escape(recipients(caseload.deps)[0].name)
    assert re.search(rf"{name}: Ended by itself Tuesday, May 19, 2026, .* Why To get a ride", text)
    assert re.search(rf"{name}: Stopped Tuesday, May 12, 2026, .* Why To get child care", text)
    assert NOTHING_MAY_BE_TOLD in text
    assert "Record what was told" not in text


def test_the_page_shows_what_was_told_by_whom(
    app: "Flask", esther: "Browser", caseload: Caseload, wren: str, timepiece: "Timepiece"
) -> None:
    caseload.tell(wren, caseload.give(wren))
    assert "By phone: Chosen name. Recorded by you." in esther.open(f"/desk/people/{wren}").text

    idris = NewStaff("Idris", Role.ADVOCATE, "idris", "a passphrase of five words", ESTHER.totp_secret)
    assign(caseload.deps, wren, add_staff(caseload.deps, idris))

    page = staff_browser(app, idris, timepiece).open(f"/desk/people/{wren}")
    assert "By phone: Chosen name. Recorded by Esther." in page.text


def test_what_came_since_the_last_look_is_marked_in_words(
    esther: "Browser", caseload: Caseload, wren: str, timepiece: "Timepiece"
) -> None:
    caseload.answer(wren, Answer.WANTED)
    given = caseload.give(wren)
    assert " New " not in esther.open(f"/desk/people/{wren}").text
    timepiece.move(A_MINUTE)
    caseload.answer(wren, Answer.NOT_NOW)
    withdraw_consent(caseload.deps, wren, given)

    text = esther.open(f"/desk/people/{wren}").text

    assert re.search(r"Answer: Not now Tuesday, May 12, \S+ AM New", text)
    assert ": Stopped New" in text
    timepiece.move(A_MINUTE)
    assert ": Stopped New" not in esther.open(f"/desk/people/{wren}").text


def test_only_opening_the_page_counts_as_seeing_it(
    esther: "Browser", caseload: Caseload, wren: str, timepiece: "Timepiece"
) -> None:
    page = esther.open(f"/desk/people/{wren}")
    opened_at = timepiece()
    assert last_seen(caseload.deps, caseload.advocate) == {wren: opened_at}
    timepiece.move(A_MINUTE)

    poll(esther)
    page.form(f"/desk/people/{wren}/messages").fill(body="Hello").submit(htmx=True)
    esther.open(f"/desk/people/{wren}/offers")
    esther.open(f"/desk/people/{wren}/disclosures")

    assert last_seen(caseload.deps, caseload.advocate) == {wren: opened_at}


def test_no_title_and_no_address_names_a_person(esther: "Browser", caseload: Caseload, wren: str) -> None:
    caseload.give(wren)
    caseload.write(wren, wren, "Hello")
    pages = [esther.open(f"/desk/people/{wren}{end}") for end in ("", "/offers", "/offers/1", "/disclosures")]

    assert [page.title for page in pages] == ["Person", "Offer a service", "Offer a service", "Record what was told"]
    links = {link.get("href", "") for page in pages for link in page.markup.all("a")}
    assert all("?" not in link and "Wren" not in link for link in links)


def test_the_page_speaks_spanish_to_staff_who_read_it(esther: "Browser", caseload: Caseload, wren: str) -> None:
    caseload.give(wren)
    page = esther.open("/desk").form("/desk/language").forge(language="es").submit()
    assert page.language == "es"

    text = esther.open(f"/desk/people/{wren}").text

    assert "Idioma: español" in text
    assert "26 de mayo de 2026" in text


# ---------------------------------------------------------------------------------------------------------- the thread


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


# ------------------------------------------------------------------------------------------------------------ offering


@both_ways
def test_a_service_found_by_need_is_offered_with_one_press(
    esther: "Browser", caseload: Caseload, wren: str, *, htmx: bool
) -> None:
    page = esther.open(f"/desk/people/{wren}").follow("Offer a service").follow("Housing")
    name = next(words_of(found) for found in page.markup.all("p") if found.get("dir") == "auto")
    caseload.timepiece.move(A_MINUTE)

    form = page.form(f"/desk/people/{wren}/offers").press(f"Offer {name}")
    page = form.submit(htmx=htmx)

    assert page.path == f"/desk/people/{wren}"
    assert re.search(rf"{re.escape(name)} .*Answer: No answer now", page.text)
    again = form.submit(htmx=htmx)
    assert again.path == page.path
    assert [card.name for card in options_of(caseload.deps, wren)] == [name]


def test_what_is_on_the_list_already_is_said_and_not_offered_again(
    esther: "Browser", caseload: Caseload, wren: str
) -> None:
    caseload.offer(wren)

    page = esther.open(f"/desk/people/{wren}/offers").follow("Housing")

    assert page.text.count("On the list") == 1
    assert caseload.service() not in {button.get("value") for button in page.markup.all("button")}


@pytest.mark.parametrize("sent", [None, "", "x" * 27])
def test_an_offer_of_nothing_is_not_read(esther: "Browser", caseload: Caseload, wren: str, sent: str | None) -> None:
    page = esther.open(f"/desk/people/{wren}/offers").follow("Housing")

    page.form(f"/desk/people/{wren}/offers").forge(service=sent).submit(status=400)

    assert options_of(caseload.deps, wren) == []


def test_a_service_that_does_not_exist_cannot_be_offered(esther: "Browser", caseload: Caseload, wren: str) -> None:
    page = esther.open(f"/desk/people/{wren}/offers").follow("Housing")

    page.form(f"/desk/people/{wren}/offers").forge(service=NOBODY).submit(status=404)

    assert options_of(caseload.deps, wren) == []


@pytest.mark.parametrize("end", ["99", "1/0", "1/99"])
def test_a_list_of_services_that_does_not_exist_is_not_found(esther: "Browser", wren: str, end: str) -> None:
    esther.open(f"/desk/people/{wren}/offers/{end}", status=404)


# --------------------------------------------------------------------------------------------------------- disclosures


def test_without_a_given_consent_there_is_nothing_to_tick(esther: "Browser", caseload: Caseload, wren: str) -> None:
    withdraw_consent(caseload.deps, wren, caseload.give(wren))

    page = esther.open(f"/desk/people/{wren}/disclosures")

    assert NOTHING_MAY_BE_TOLD in page.text
    assert offered(page, "items") == []


def test_only_what_each_consent_covers_can_be_ticked_and_nothing_is(
    esther: "Browser", caseload: Caseload, wren: str
) -> None:
    caseload.give(wren)
    other = recipients(caseload.deps)[1]
    caseload.give(
        wren,
        recipient=other.ref,
        purpose=Purpose.TRANSPORT,
        data_items=frozenset({DataItem.PHONE_NUMBER}),
        methods=frozenset({SharingMethod.LETTER, SharingMethod.IN_PERSON}),
    )

    page = esther.open(f"/desk/people/{wren}/disclosures")

    assert sorted(offered(page, "items")) == ["chosen_name", "language", "phone_number"]
    assert sorted(offered(page, "method")) == ["in_person", "letter", "phone"]
    form = page.form(f"Record {other.name}")
    own = [found for found in page.markup.all("input") if page.owner(found) is form._element]
    assert {found.get("value") for found in own if found.get("name") == "items"} == {"phone_number"}
    assert ticked(page) == []


@both_ways
def test_what_was_told_is_recorded_once_however_often_the_form_is_sent(
    esther: "Browser", caseload: Caseload, wren: str, *, htmx: bool
) -> None:
    caseload.give(wren)
    page = esther.open(f"/desk/people/{wren}").follow("Record what was told")
    form = page.form(f"/desk/people/{wren}/disclosures").fill(items="chosen_name", method="phone")

    for _ in range(3):
        page = form.submit(htmx=htmx)
        assert page.path == f"/desk/people/{wren}"

    assert page.text.count("By phone: Chosen name. Recorded by you.") == 1
    assert told_to(caseload.deps, wren) == [({DataItem.CHOSEN_NAME}, SharingMethod.PHONE)]


@both_ways
def test_the_same_form_with_other_ticks_loses_none_of_them(
    esther: "Browser", caseload: Caseload, wren: str, *, htmx: bool
) -> None:
    caseload.give(wren)
    form = esther.open(f"/desk/people/{wren}/disclosures").form(f"/desk/people/{wren}/disclosures")
    form.fill(items="chosen_name", method="phone").submit()
    esther.open(f"/desk/people/{wren}/disclosures")

    page = form.fill(items="language").submit(htmx=htmx, status=422)

    assert "You recorded something from this page before" in page.text
    assert ticked(page) == ["language", "phone"]
    caseload.timepiece.move(A_MINUTE)
    page.form(f"/desk/people/{wren}/disclosures").submit(htmx=htmx)
    assert told_to(caseload.deps, wren) == [
        ({DataItem.CHOSEN_NAME}, SharingMethod.PHONE),
        ({DataItem.LANGUAGE}, SharingMethod.PHONE),
    ]


@pytest.mark.parametrize("left_out", ["items", "method"])
@both_ways
def test_a_form_half_filled_in_records_nothing_and_keeps_the_rest(
    esther: "Browser", caseload: Caseload, wren: str, left_out: str, *, htmx: bool
) -> None:
    caseload.give(wren)
    form = esther.open(f"/desk/people/{wren}/disclosures").form(f"/desk/people/{wren}/disclosures")

    page = form.fill(items="chosen_name", method="phone").forge(**{left_out: None}).submit(htmx=htmx, status=422)

    assert {"items": "Pick what was shared.", "method": "Pick how it was told."}[left_out] in page.text
    assert ticked(page) == [{"items": "phone", "method": "chosen_name"}[left_out]]
    assert told_to(caseload.deps, wren) == []


@pytest.mark.parametrize(
    "forged_and_told",
    [
        ({"items": "phone_number"}, "This consent does not cover all of that."),
        ({"items": "legal_name"}, "This consent does not cover all of that."),
        ({"method": "letter"}, "This consent does not allow this way of telling them."),
        ({"purpose": "medical_care"}, "This consent is for another purpose."),
        ({"recipient": NOBODY}, "This consent is for another recipient."),
    ],
)
@both_ways
def test_what_a_consent_does_not_cover_is_not_recorded_and_the_page_says_why(
    esther: "Browser", caseload: Caseload, wren: str, forged_and_told: tuple[dict[str, str], str], *, htmx: bool
) -> None:
    forged, sentence = forged_and_told
    caseload.give(wren)
    form = esther.open(f"/desk/people/{wren}/disclosures").form(f"/desk/people/{wren}/disclosures")

    page = form.fill(items="chosen_name", method="phone").forge(**forged).submit(htmx=htmx, status=422)

    assert f"Nothing was recorded. {sentence}" in page.text
    assert told_to(caseload.deps, wren) == []


@pytest.mark.parametrize("forged", [{"items": "everything"}, {"method": "broadcast"}])
def test_what_no_form_offers_is_not_recorded(
    esther: "Browser", caseload: Caseload, wren: str, forged: dict[str, str]
) -> None:
    caseload.give(wren)
    form = esther.open(f"/desk/people/{wren}/disclosures").form(f"/desk/people/{wren}/disclosures")

    form.fill(items="chosen_name", method="phone").forge(**forged).submit(status=422)

    assert told_to(caseload.deps, wren) == []


@pytest.mark.parametrize(
    "forged", [{"token": None}, {"consent": None}, {"recipient": ""}, {"purpose": "anything"}, {"token": "x" * 65}]
)
def test_a_form_that_is_not_ours_is_not_read(
    esther: "Browser", caseload: Caseload, wren: str, forged: dict[str, str | None]
) -> None:
    caseload.give(wren)
    form = esther.open(f"/desk/people/{wren}/disclosures").form(f"/desk/people/{wren}/disclosures")

    form.fill(items="chosen_name", method="phone").forge(**forged).submit(status=400)

    assert told_to(caseload.deps, wren) == []


@both_ways
def test_a_stop_between_page_and_press_records_nothing_and_is_told(
    esther: "Browser", caseload: Caseload, wren: str, *, htmx: bool
) -> None:
    given = caseload.give(wren)
    form = esther.open(f"/desk/people/{wren}/disclosures").form(f"/desk/people/{wren}/disclosures")
    withdraw_consent(caseload.deps, wren, given)

    page = form.fill(items="chosen_name", method="phone").submit(htmx=htmx, status=422)

    assert "Nothing was recorded. This consent has ended. Nothing more may be shared under it." in page.text
    assert offered(page, "items") == []
    assert told_to(caseload.deps, wren) == []


def test_a_half_filled_form_of_a_stopped_consent_is_told_that_it_is_over(
    esther: "Browser", caseload: Caseload, wren: str
) -> None:
    given = caseload.give(wren)
    form = esther.open(f"/desk/people/{wren}/disclosures").form(f"/desk/people/{wren}/disclosures")
    withdraw_consent(caseload.deps, wren, given)

    page = form.fill(items="chosen_name").submit(status=422)

    assert "Nothing was recorded. This consent is not given." in page.text


def test_an_ended_consent_records_nothing(
    esther: "Browser", caseload: Caseload, wren: str, timepiece: "Timepiece"
) -> None:
    caseload.give(wren, length=timedelta(minutes=9))
    form = esther.open(f"/desk/people/{wren}/disclosures").form(f"/desk/people/{wren}/disclosures")
    timepiece.move(10 * A_MINUTE)

    page = form.fill(items="chosen_name", method="phone").submit(status=422)

    assert "This consent has ended." in page.text
    assert told_to(caseload.deps, wren) == []


def test_a_consent_for_one_time_covers_one_disclosure(esther: "Browser", caseload: Caseload, wren: str) -> None:
    caseload.give(wren, once=True)
    form = esther.open(f"/desk/people/{wren}/disclosures").form(f"/desk/people/{wren}/disclosures")
    form.fill(items="chosen_name", method="phone").submit()
    assert form.submit().path == f"/desk/people/{wren}"

    esther.open(f"/desk/people/{wren}/disclosures")
    page = form.forge(token=new_form_token(caseload.deps)).submit(status=422)

    assert "This consent has ended." in page.text
    assert len(told_to(caseload.deps, wren)) == 1


@pytest.mark.parametrize("left_out", [None, "method"])
def test_another_person_s_consent_is_not_found_under_this_one(
    esther: "Browser", caseload: Caseload, wren: str, left_out: str | None
) -> None:
    robin = caseload.add("Robin")
    caseload.give(wren)
    form = esther.open(f"/desk/people/{wren}/disclosures").form(f"/desk/people/{wren}/disclosures")
    form.fill(items="chosen_name", method="phone").forge(consent=caseload.give(robin))
    if left_out:
        form.forge(**{left_out: None})

    form.submit(status=404)

    assert told_to(caseload.deps, wren) == told_to(caseload.deps, robin) == []


def test_a_form_that_has_grown_old_is_recorded_only_once_its_ticks_were_seen_again(
    esther: "Browser", caseload: Caseload, wren: str
) -> None:
    caseload.give(wren)
    form = esther.open(f"/desk/people/{wren}/disclosures").form(f"/desk/people/{wren}/disclosures")
    form.fill(items="chosen_name", method="phone")
    stale = form.forge(csrf_token="of another session").submit(status=400)

    page = stale.form(f"/desk/people/{wren}/disclosures").submit(status=422)

    assert ticked(page) == ["chosen_name"]
    assert "Pick how it was told." in page.text
    assert told_to(caseload.deps, wren) == []


# ----------------------------------------------------------------------------------------------------------- the price


def fill_thread(caseload: Caseload, her: str, number: int) -> None:
    """Let her have written many messages, a minute apart."""
    deps = caseload.deps
    rows = []
    for position in range(number):
        ref = new_ref(deps.chance)
        rows.append(
            {
                "id": ref,
                "survivor_id": her,
                "staff_id": None,
                "author": her,
                "token_digest": ref,
                "body": deps.vault.seal(place_of(Message.body, ref, her), f"Message {position}"),
                "sent_at": caseload.timepiece() - (number - position) * A_MINUTE,
            }
        )
    with deps.storage.write() as session:
        session.execute(insert(Message), rows)
        session.commit()


def price(statements: "Statements", browser: "Browser", path: str) -> int:
    """Count what an address costs."""
    statements.clear()
    browser.open(path)
    return len(statements.sent)


def test_the_price_of_the_desk_does_not_grow_with_people_or_messages(
    esther: "Browser", caseload: Caseload, wren: str, statements: "Statements"
) -> None:
    before = price(statements, esther, "/desk")
    fill_thread(caseload, wren, 500)
    for position in range(59):
        caseload.write(her := caseload.add(f"Person {position}"), her, "Hello")
    # An hour has gone by; the first page of a session notes its use.
    esther.sign_in_staff(ESTHER, caseload.timepiece)
    esther.open("/desk")

    assert price(statements, esther, "/desk") <= before
    assert len([link for link in esther.page.markup.all("a") if "/people/" in link.get("href", "")]) == 60


def test_the_price_of_a_page_does_not_grow_with_what_is_on_it(
    esther: "Browser", caseload: Caseload, wren: str, statements: "Statements"
) -> None:
    path = f"/desk/people/{wren}"
    caseload.write(wren, wren, "Hello")
    caseload.answer(wren, Answer.WANTED)
    caseload.tell(wren, caseload.give(wren))
    esther.open(path)
    prices = {end: price(statements, esther, path + end) for end in ("", "/offers", "/offers/3", "/disclosures")}
    assert prices[""] <= 20

    fill_thread(caseload, wren, 500)
    for position in range(2):
        for answer in (Answer.NOT_NOW, Answer.NO_THANKS, Answer.TELL_ME_MORE):
            caseload.answer(wren, answer, position)
    for _ in range(5):
        caseload.tell(wren, caseload.give(wren))
    esther.sign_in_staff(ESTHER, caseload.timepiece)
    esther.open(path)

    assert {end: price(statements, esther, path + end) for end in prices} == prices

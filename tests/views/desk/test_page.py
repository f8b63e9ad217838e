"""Her page on the desk: answers, consents, what was told, and what is new."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from survivor_portal.actions.cases import assign, last_seen
from survivor_portal.actions.consents import acknowledge_stop, recipients, withdraw_consent
from survivor_portal.actions.options import options_of
from survivor_portal.actions.people import NewStaff, add_staff
from survivor_portal.domain.consent import Purpose
from survivor_portal.domain.options import Answer
from survivor_portal.domain.people import Role
from tests.caseload import ESTHER, Caseload
from tests.cast import staff_browser

if TYPE_CHECKING:
    from flask import Flask

    from tests.browse import Browser
    from tests.timepiece import Timepiece
from tests.views.desk.reading import A_MINUTE, NOTHING_MAY_BE_TOLD, poll


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
    withdraw_consent(caseload.deps, wren, stopped := caseload.give(wren, purpose=Purpose.CHILD_CARE))
    acknowledge_stop(caseload.deps, caseload.advocate, wren, stopped)
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
    given = caseload.give(wren, once=True)
    assert " New " not in esther.open(f"/desk/people/{wren}").text
    timepiece.move(A_MINUTE)
    caseload.answer(wren, Answer.NOT_NOW)
    caseload.tell(wren, given)

    text = esther.open(f"/desk/people/{wren}").text

    assert re.search(r"Answer: Not now Tuesday, May 12, \S+ AM New", text)
    assert "Ended by itself New" in text
    timepiece.move(A_MINUTE)
    assert "Ended by itself New" not in esther.open(f"/desk/people/{wren}").text


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

"""The police at the desk: her choice as it stands, what they ask written down, and how she may be reached."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.contact import NewContactRule, set_contact_rule
from survivor_portal.actions.law_enforcement import about_police, answer_police_request, choose_law_enforcement
from survivor_portal.actions.pausing import pause
from survivor_portal.domain.consent import CONFIRMATION_LENGTH, Channel, LawEnforcementChoice, PoliceAnswer, SafeHour
from survivor_portal.texts.contact import EVERY_HOUR
from tests.caseload import ESTHER, PASSPHRASE
from tests.cast import TOM, staff_browser
from tests.page_rules import TELLING_WORDS

if TYPE_CHECKING:
    from flask import Flask

    from tests.browse import Browser
    from tests.caseload import Caseload
    from tests.pages import Form
from tests.views.desk.reading import NOBODY, both_ways

WRITTEN = "County police, wage unit"


def writing(esther: "Browser", wren: str, asked: str = "To talk once.") -> "Form":
    """Fill in what the police ask."""
    here = f"/desk/people/{wren}/requests"
    return esther.open(here).form(here).fill(asker=WRITTEN, asked=asked)


@both_ways
def test_a_request_is_written_down_for_the_person_to_answer(
    esther: "Browser", caseload: "Caseload", wren: str, *, htmx: bool
) -> None:
    page = writing(esther, wren).submit(htmx=htmx)

    assert WRITTEN in page.text
    assert "Answer: No answer yet" in page.text
    assert "Recorded by you." in page.text
    (request,) = about_police(caseload.deps, wren).requests
    assert (request.asker, request.asked, request.written_by) == (WRITTEN, "To talk once.", caseload.advocate)


def test_the_person_s_page_says_what_was_chosen_and_that_an_answer_is_waited_for(
    esther: "Browser", caseload: "Caseload", wren: str
) -> None:
    choose_law_enforcement(caseload.deps, wren, LawEnforcementChoice.LAWYER_FIRST)
    writing(esther, wren).submit()

    page = esther.open(f"/desk/people/{wren}")

    assert "The police: Talk with a lawyer first, or only through my lawyer" in page.text
    assert "1 request waits for an answer" in page.text
    page = page.follow("The police: choice and requests")
    assert page.path == f"/desk/people/{wren}/requests"
    assert TELLING_WORDS.search(f"{page.path} {page.title}") is None


def test_a_yes_is_shown_with_what_it_is_not(esther: "Browser", caseload: "Caseload", wren: str) -> None:
    page = writing(esther, wren).submit()
    (request,) = about_police(caseload.deps, wren).requests
    answer_police_request(caseload.deps, wren, request.ref, PoliceAnswer.YES)

    page = esther.open(page.path)

    assert "Answer: Yes" in page.text
    assert "A yes here is no consent." in page.text
    assert "Nothing may be told to anyone now." in esther.open(f"/desk/people/{wren}").text


@both_ways
@pytest.mark.parametrize("sent", [{"asker": ""}, {"asked": ""}, {"asker": "P" * 81}, {"asked": "T" * 201}])
def test_a_request_that_is_not_whole_is_not_written_and_keeps_the_rest(
    esther: "Browser", caseload: "Caseload", wren: str, sent: dict[str, str], *, htmx: bool
) -> None:
    form = writing(esther, wren).fill(**sent)

    page = form.submit(htmx=htmx, status=422)

    for name in ("asker", "asked"):
        assert (page.value_of(name) or "") == form.values[name]
    assert about_police(caseload.deps, wren).requests == ()


def test_the_same_form_sent_with_other_words_asks_again_and_loses_neither(
    esther: "Browser", caseload: "Caseload", wren: str
) -> None:
    form = writing(esther, wren)
    form.submit()
    form.submit()

    page = form.fill(asked="To come to court.").submit(status=422)
    assert "You wrote something down from this page before, and it stands." in page.text
    page.form(page.path).submit()

    asked = [request.asked for request in about_police(caseload.deps, wren).requests]
    assert (len(asked), set(asked)) == (2, {"To come to court.", "To talk once."})


def test_whoever_has_paused_is_asked_nothing(esther: "Browser", caseload: "Caseload", wren: str) -> None:
    form = writing(esther, wren)
    pause(caseload.deps, wren)

    page = form.submit(status=422)

    assert "This person has paused. Nobody asks them anything now." in page.text
    assert page.value_of("asker") == WRITTEN
    assert about_police(caseload.deps, wren).requests == ()
    assert [found for found in esther.open(page.path).markup.all("input") if found.get("name") == "asker"] == []


def test_another_advocate_finds_nothing_there(app: "Flask", caseload: "Caseload", wren: str) -> None:
    tom = staff_browser(app, TOM, caseload.timepiece)

    theirs = tom.open(f"/desk/people/{wren}/requests", status=404)

    assert theirs.text == tom.open(f"/desk/people/{NOBODY}/requests", status=404).text


def test_without_a_mark_nobody_is_reached_outside(esther: "Browser", wren: str) -> None:
    page = esther.open(f"/desk/people/{wren}")

    assert "No way is marked. Write here and wait." in page.text


def test_beside_the_composer_stands_how_and_when_the_person_may_be_reached(
    esther: "Browser", caseload: "Caseload", wren: str
) -> None:
    now = caseload.timepiece.now
    this_hour = frozenset({SafeHour(now.weekday(), now.hour)})
    for channel, hours in ((Channel.PHONE_CALL, this_hour), (Channel.TEXT, EVERY_HOUR - this_hour)):
        new = NewContactRule(channel, hours, voicemail_allowed=False, name_to_ask_for="Mara")
        assert set_contact_rule(caseload.deps, wren, new, PASSPHRASE) is True

    _, _, beside = esther.open(f"/desk/people/{wren}").text.partition("Outside the portal")

    assert "Phone call: Fine now." in beside
    assert "Leave no message." in beside
    assert "Name to ask for: Mara" in beside
    assert "Text message: Not at this hour." in beside
    assert beside.index("Not at this hour.") < beside.index("Your message")


def test_what_was_not_confirmed_for_thirty_days_is_not_to_be_used(
    esther: "Browser", caseload: "Caseload", wren: str
) -> None:
    new = NewContactRule(Channel.EMAIL, EVERY_HOUR, voicemail_allowed=False, name_to_ask_for="")
    assert set_contact_rule(caseload.deps, wren, new, PASSPHRASE) is True
    assert "E-mail: Fine now." in esther.open(f"/desk/people/{wren}").text
    caseload.timepiece.move(CONFIRMATION_LENGTH)
    again = staff_browser(esther.client.application, ESTHER, caseload.timepiece)

    page = again.open(f"/desk/people/{wren}")

    assert "E-mail: Not confirmed for 30 days. Do not use this way." in page.text

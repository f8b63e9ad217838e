"""From what the police ask to what they are told: she alone can name the office that asked, and only for that."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from survivor_portal.actions.cases import assign
from survivor_portal.actions.consents import (
    ProposalRefusal,
    ProposedDisclosure,
    consents_of,
    propose_consent,
    receipt_for,
    recipients,
    record_disclosure,
)
from survivor_portal.actions.consents.locking import lock_consent
from survivor_portal.actions.erasing import Erasure, erase_survivor
from survivor_portal.actions.law_enforcement import NewPoliceRequest, answer_police_request, write_police_request
from survivor_portal.actions.people import NewStaff, NewSurvivor, add_staff, add_survivor
from survivor_portal.domain.consent import (
    DataItem,
    PoliceAnswer,
    Problem,
    Purpose,
    Refusal,
    SharingMethod,
)
from survivor_portal.domain.people import Role
from tests.asked import a_proposal
from tests.browse import Browser
from tests.cast import survivor_browser
from tests.stored import all_rows
from tests.views.choices.reading import WREN, filled, places

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.pages import Form, Page

HERE = "/choices/apart"
FORM = f"{HERE}/form"
OFFICE = "County police, wage unit"


@pytest.fixture
def esther(deps: "Deps", her: str) -> str:
    """Her advocate."""
    esther = add_staff(deps, NewStaff("Esther", Role.ADVOCATE, "esther", WREN.passphrase, "A" * 32))
    assign(deps, her, esther)
    return esther


@pytest.fixture
def asked(deps: "Deps", her: str, esther: str) -> str:
    """What the police ask about her."""
    return ask(deps, esther, her, OFFICE)


def ask(deps: "Deps", esther: str, her: str, asker: str) -> str:
    """Write down that an office asks to talk with her."""
    ref = write_police_request(deps, esther, her, NewPoliceRequest(f"form {asker}", asker, "To talk with you once."))
    assert isinstance(ref, str)
    return ref


def signed(page: "Page", recipient: str) -> "Form":
    """Fill in the form about the police for one recipient."""
    return page.form(FORM).fill(
        recipient=recipient,
        purpose="talk_with_police",
        items="chosen_name",
        methods="phone",
        risk="y",
        ways="y",
        signature=WREN.passphrase,
    )


def offered(page: "Page") -> list[str]:
    """Give the names that the form offers."""
    select = next(found for found in page.markup.all("select") if found.get("name") == "recipient")
    return ["".join(option.itertext()).strip() for option in select.iter("option") if option.get("value")]


@pytest.mark.parametrize("htmx", [False, True], ids=["without-script", "with-script"])
def test_from_the_question_to_what_was_told_every_step_is_hers(  # noqa: PLR0913 (everyone who takes part)
    wren: Browser, deps: "Deps", her: str, esther: str, asked: str, *, htmx: bool
) -> None:
    page = wren.open(HERE).form(f"{HERE}/{asked}/answer").press("Yes").submit().follow("See the form")
    assert offered(page)[0] == OFFICE

    page = signed(page, asked).submit(htmx=htmx)

    (card,) = consents_of(deps, her)
    assert (card.record.purpose, card.is_given, card.recipient_name) == (Purpose.TALK_WITH_POLICE, True, OFFICE)
    assert (page.path, page.heading) == (f"/choices/{card.record_id}", OFFICE)
    told = ProposedDisclosure(
        consent=card.record_id,
        recipient=card.record.recipient,
        purpose=Purpose.TALK_WITH_POLICE,
        items=frozenset({DataItem.CHOSEN_NAME}),
        method=SharingMethod.PHONE,
        token="the form of the disclosure",
    )
    assert isinstance(record_disclosure(deps, esther, her, told), str)
    assert OFFICE in wren.open("/choices").text.partition("Told so far")[2]
    assert receipt_for(deps, her, card.record_id).page.card.recipient_name == OFFICE
    wren.open("/choices").form(f"/choices/{card.record_id}/withdrawal").submit()
    outcome = record_disclosure(deps, esther, her, replace(told, token="another form"))
    assert isinstance(outcome, Refusal)


def test_two_consents_for_one_office_name_it_twice(wren: Browser, deps: "Deps", her: str, asked: str) -> None:
    answer_police_request(deps, her, asked, PoliceAnswer.YES)

    for _ in range(2):
        signed(wren.open(FORM), asked).submit()

    cards = consents_of(deps, her)
    assert [card.recipient_name for card in cards] == [OFFICE, OFFICE]
    with deps.storage.write() as session:
        locked = lock_consent(session, her, cards[0].record_id, deps.vault.opener(her))
    assert locked.recipient_name == OFFICE


@pytest.mark.parametrize("answer", [None, PoliceAnswer.NO, PoliceAnswer.NOT_NOW])
def test_an_office_is_offered_only_after_her_yes(
    wren: Browser, deps: "Deps", her: str, asked: str, answer: PoliceAnswer | None
) -> None:
    if answer:
        answer_police_request(deps, her, asked, answer)

    assert OFFICE not in offered(wren.open(FORM))


def test_an_office_that_asked_twice_is_offered_once(wren: Browser, deps: "Deps", her: str, esther: str) -> None:
    for asker in (OFFICE, "Another unit"):
        answer_police_request(deps, her, ask(deps, esther, her, asker), PoliceAnswer.YES)
    again = write_police_request(deps, esther, her, NewPoliceRequest("later form", OFFICE, "To talk once more."))
    assert isinstance(again, str)
    answer_police_request(deps, her, again, PoliceAnswer.YES)

    assert offered(wren.open(FORM)).count(OFFICE) == 1


def test_an_office_is_offered_and_open_to_nobody_else(
    app: "Flask", wren: Browser, deps: "Deps", her: str, asked: str
) -> None:
    answer_police_request(deps, her, asked, PoliceAnswer.YES)
    signed(wren.open(FORM), asked).submit()
    robin = NewSurvivor("Robin", "robin field 12", WREN.passphrase, "en")
    robins = add_survivor(deps, robin)
    other = survivor_browser(app, robin)

    page = other.open(FORM)

    assert OFFICE not in page.text
    assert asked not in {*places(page), *places(other.open("/choices/new")), *places(wren.open("/choices/new"))}
    form = signed(page, places(page)[0]).forge(recipient=asked)
    assert "Choose" in form.submit(status=422).text
    assert consents_of(deps, robins) == []


def test_an_office_that_asked_is_told_nothing_for_another_purpose(
    wren: Browser, deps: "Deps", her: str, asked: str
) -> None:
    answer_police_request(deps, her, asked, PoliceAnswer.YES)
    signed(wren.open(FORM), asked).submit()

    filled(wren.open("/choices/new")).forge(recipient=asked).submit(status=422)

    assert [card.record.purpose for card in consents_of(deps, her)] == [Purpose.TALK_WITH_POLICE]


def test_no_advocate_can_propose_an_office_that_asked(
    wren: Browser, deps: "Deps", her: str, esther: str, asked: str
) -> None:
    answer_police_request(deps, her, asked, PoliceAnswer.YES)
    signed(wren.open(FORM), asked).submit()

    outcome = propose_consent(deps, esther, her, a_proposal(deps, recipient=asked))

    assert outcome == ProposalRefusal(frozenset({Problem.NO_RECIPIENT}))
    assert asked not in {choice.ref for choice in recipients(deps)}


def test_what_the_office_is_called_lies_sealed_and_goes_with_her(
    wren: Browser, deps: "Deps", her: str, asked: str
) -> None:
    answer_police_request(deps, her, asked, PoliceAnswer.YES)
    signed(wren.open(FORM), asked).submit()
    assert OFFICE not in str(all_rows(deps))

    assert erase_survivor(deps, her) is Erasure.ERASED

    with deps.storage.read() as connection:
        left = connection.execute(text("SELECT name, provider_id FROM recipients")).all()
    assert left == []

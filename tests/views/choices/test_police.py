"""The police: a page of its own, seven choices of one weight, and answers that share nothing."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.cases import assign
from survivor_portal.actions.consents import consents_of
from survivor_portal.actions.law_enforcement import (
    NewPoliceRequest,
    about_police,
    choose_law_enforcement,
    write_police_request,
)
from survivor_portal.actions.people import NewStaff, NewSurvivor, add_staff, add_survivor
from survivor_portal.domain.consent import LawEnforcementChoice, PoliceAnswer, Purpose
from survivor_portal.domain.people import Role
from tests.browse import Browser
from tests.cast import survivor_browser
from tests.page_rules import TELLING_WORDS

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.pages import Page
from tests.views.choices.reading import WREN, places

HERE = "/choices/apart"
both_ways = pytest.mark.parametrize("htmx", [False, True], ids=["without-script", "with-script"])


@pytest.fixture
def asked(deps: "Deps", her: str) -> str:
    """What the police ask about her, as her advocate wrote it down."""
    esther = add_staff(deps, NewStaff("Esther", Role.ADVOCATE, "esther", WREN.passphrase, "A" * 32))
    assign(deps, her, esther)
    ref = write_police_request(
        deps, esther, her, NewPoliceRequest("one form", "County police, wage unit", "To talk with you once.")
    )
    assert isinstance(ref, str)
    return ref


def rounds(page: "Page") -> "list[tuple[str, bool]]":
    """Give each choice the page offers, and whether it is picked already."""
    return [
        (str(found.get("value")), found.get("checked") is not None)
        for found in page.markup.all("input")
        if found.get("name") == "choice"
    ]


def test_her_choices_lead_there_and_nothing_in_address_or_title_tells_where(wren: Browser) -> None:
    page = wren.open("/choices").follow("You and the police")

    assert page.path == HERE
    for place in (page, page.follow("What it can involve, and your rights")):
        assert TELLING_WORDS.search(f"{place.path} {place.title}") is None


def test_seven_choices_stand_there_in_one_order_and_none_is_picked_ever(wren: Browser, deps: "Deps", her: str) -> None:
    expected = [(choice.value, False) for choice in LawEnforcementChoice]
    assert rounds(wren.open(HERE)) == expected

    for choice in LawEnforcementChoice:
        choose_law_enforcement(deps, her, choice)
        assert rounds(wren.open(HERE)) == expected


@both_ways
def test_a_choice_is_kept_and_shown_with_those_before(wren: Browser, deps: "Deps", her: str, *, htmx: bool) -> None:
    wren.open(HERE).form(HERE).fill(choice="not_now").submit(htmx=htmx)

    page = wren.page.form(HERE).fill(choice="lawyer_first").submit(htmx=htmx)

    _, _, before = page.text.partition("What you picked before")
    assert "Not now" in before
    assert "Talk with a lawyer first, or only through my lawyer" in page.text
    assert about_police(deps, her).choice is LawEnforcementChoice.LAWYER_FIRST


@both_ways
@pytest.mark.parametrize("sent", [{"choice": None}, {"choice": ""}, {"choice": "everything"}])
def test_picking_none_changes_nothing_and_is_fine(
    wren: Browser, deps: "Deps", her: str, sent: dict[str, str | None], *, htmx: bool
) -> None:
    page = wren.open(HERE).form(HERE).forge(**sent).submit(htmx=htmx, status=422)

    assert "Nothing is picked, so nothing has changed. You can leave it like this." in page.text
    assert about_police(deps, her).history == ()


def test_a_doubled_press_is_one_choice(wren: Browser, deps: "Deps", her: str) -> None:
    form = wren.open(HERE).form(HERE).fill(choice="full")
    form.submit()
    form.submit()

    assert len(about_police(deps, her).history) == 1


def test_the_page_neither_pushes_nor_promises(wren: Browser) -> None:
    said = wren.open(HERE).text

    for sentence in (
        "Talking with the police is your choice.",
        "Our help stays the same, whatever you pick.",
        "You can change your mind at any time.",
        "What you pick here shares nothing.",
        "What the police were told cannot be taken back.",
        "a T visa, may ask you to work with them",
        "under 18, or if it is too hard after what happened",
        "Talk with a lawyer first.",
    ):
        assert sentence in said


def test_what_it_can_involve_and_the_rights_are_read_only_on_her_press(wren: Browser) -> None:
    before = wren.open(HERE).text
    page = wren.page.follow("What it can involve, and your rights")

    assert "18 U.S.C. 3771" not in before
    assert "18 U.S.C. 3771 gives each victim of a crime these rights" in page.text
    assert "It does not tell you what to do." in page.text
    rights = next(found for found in page.markup.all("ul") if "Ombudsman" in "".join(found.itertext()))
    assert len(list(rights)) == 10


@both_ways
@pytest.mark.parametrize("answer", PoliceAnswer)
def test_she_answers_a_request_with_one_press_and_no_answer_shares_anything(
    wren: Browser, asked: str, answer: PoliceAnswer, *, htmx: bool
) -> None:
    page = wren.open("/home").follow("A question waits here, if you want to answer it")
    assert "County police, wage unit: To talk with you once." in page.text
    assert "Your answer: No answer yet" in page.text
    label = {"yes": "Yes", "no": "No", "not_now": "Not now"}[answer]

    page = page.form(f"{HERE}/{asked}/answer").press(label).submit(htmx=htmx)

    assert f"Your answer: {label}" in page.text
    assert ("Your yes shares nothing yet." in page.text) is (answer is PoliceAnswer.YES)
    assert "Right now, no yes of yours lets us share anything." in wren.open("/choices").text
    assert "A question waits here" not in wren.open("/home").text


def test_the_three_answers_look_the_same(wren: Browser, asked: str) -> None:
    wren.open(HERE)
    buttons = [found for found in wren.page.markup.all("button") if found.get("name") == "answer"]

    assert asked
    assert [(found.get("value"), found.get("class"), found.get("aria-pressed")) for found in buttons] == [
        ("yes", None, "false"),
        ("no", None, "false"),
        ("not_now", None, "false"),
    ]


@both_ways
def test_an_answer_that_is_none_changes_nothing(
    wren: Browser, deps: "Deps", her: str, asked: str, *, htmx: bool
) -> None:
    form = wren.open(HERE).form(f"{HERE}/{asked}/answer").forge(answer="maybe")

    page = form.submit(htmx=htmx, status=422)

    assert "Nothing was changed." in page.text
    assert about_police(deps, her).requests[0].answer is None


def test_another_survivor_s_request_answers_as_one_that_never_was(app: "Flask", deps: "Deps", asked: str) -> None:
    robin = NewSurvivor("Robin", "robin field 12", WREN.passphrase, "en")
    add_survivor(deps, robin)
    other = survivor_browser(app, robin)
    token = other.open(HERE).form(HERE).values["csrf_token"]

    answers = [
        other.client.post(f"{HERE}/{ref}/answer", data={"csrf_token": token, "answer": sent})
        for ref in (asked, "a" * 26)
        for sent in ("yes", "maybe")
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_after_a_yes_the_form_is_hers_to_sign_or_to_leave(wren: Browser, deps: "Deps", her: str, asked: str) -> None:
    page = wren.open(HERE).form(f"{HERE}/{asked}/answer").press("Yes").submit().follow("See the form")
    assert consents_of(deps, her) == []
    assert page.path == f"{HERE}/form"

    form = page.form(page.path).fill(
        recipient=places(page)[0],
        purpose="talk_with_police",
        items="chosen_name",
        methods="phone",
        risk="y",
        ways="y",
        signature=WREN.passphrase,
    )
    form.submit()

    (card,) = consents_of(deps, her)
    assert (card.record.purpose, card.is_given) == (Purpose.TALK_WITH_POLICE, True)
    assert about_police(deps, her).choice is LawEnforcementChoice.UNDECIDED


@pytest.mark.parametrize("purpose", [None, "", "legal_help", "tell_of_stop"])
def test_the_form_apart_is_about_the_police_alone(wren: Browser, deps: "Deps", her: str, purpose: str | None) -> None:
    page = wren.open(f"{HERE}/form")
    form = page.form(page.path).fill(
        recipient=places(page)[0], items="chosen_name", methods="phone", risk="y", ways="y", signature=WREN.passphrase
    )

    form.forge(purpose=purpose).submit(status=422)

    assert consents_of(deps, her) == []

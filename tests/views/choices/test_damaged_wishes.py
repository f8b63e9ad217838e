"""Her wishes and what the law made us tell, where a cell no longer opens: her pages say so and hide nothing else."""

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from survivor_portal import models
from survivor_portal.actions.consents import record_compelled
from survivor_portal.actions.contact import NewContactRule, set_contact_rule
from survivor_portal.actions.law_enforcement import answer_police_request, choose_law_enforcement
from survivor_portal.domain.consent import Channel, LawEnforcementChoice, PoliceAnswer
from survivor_portal.security.tokens import digest
from survivor_portal.texts.contact import EVERY_HOUR
from tests.actions.test_compelled import order
from tests.actions.test_law_enforcement import ask
from tests.caseload import Caseload
from tests.damage import add_damaged
from tests.reading_ease import grade
from tests.views.choices.reading import WREN, places

if TYPE_CHECKING:
    from tests.browse import Browser

NOT_READ = "This can no longer be read."
NOT_ASKED = "What was asked can no longer be read."
NOT_TOLD = "Something was told. What it was can no longer be read."
NOT_MARKED = "What you marked can no longer be read. So we do not use this way now."
HIGHEST_GRADE = 6.0


@pytest.fixture
def damaged(caseload: Caseload, her: str) -> str:
    """A request about her with a yes, and beside it one of which nothing can be read; so with all else of hers."""
    deps, whole = caseload.deps, ask(caseload, her)
    answer_police_request(deps, her, whole, PoliceAnswer.YES)
    choose_law_enforcement(deps, her, LawEnforcementChoice.FULL)
    set_contact_rule(deps, her, NewContactRule(Channel.PHONE_CALL, EVERY_HOUR, True, ""), WREN.passphrase)  # noqa: FBT003 (a voicemail)
    told = record_compelled(deps, caseload.advocate, her, order(deps))
    assert isinstance(told, str)
    with deps.storage.read() as connection:
        answer = connection.execute(select(models.PoliceAnswer.id)).scalar_one()
        choice = connection.execute(select(models.LawEnforcementChoice.id)).scalar_one()
        rule = connection.execute(select(models.ContactRule.id)).scalar_one()
    add_damaged(deps, models.LawEnforcementChoice, choice, sequence=2)
    add_damaged(deps, models.ContactRule, rule, channel=Channel.TEXT)
    add_damaged(deps, models.CompelledDisclosure, told, form_token_digest=digest("another"))
    ref = add_damaged(deps, models.PoliceRequest, whole, form_token_digest=digest("another"))
    add_damaged(deps, models.PoliceAnswer, answer, request_id=ref)
    return ref


def test_the_page_about_the_police_shows_all_that_can_be_read_and_says_what_cannot(
    wren: "Browser", damaged: str
) -> None:
    page = wren.open("/choices/apart")

    assert NOT_ASKED in page.text
    assert page.text.count(NOT_READ) == 3
    assert "Officer Reyes, county police: To talk with you once." in page.text
    assert f"Your choice for now {NOT_READ}" in page.text
    page = page.form(f"/choices/apart/{damaged}/answer").press("No").submit()
    assert "Your answer: No" in page.text


def test_nothing_can_be_signed_for_an_office_whose_name_cannot_be_read(wren: "Browser", damaged: str) -> None:
    assert damaged not in places(wren.open("/choices/apart/form"))


def test_how_she_is_reached_says_which_way_is_not_used(wren: "Browser", damaged: str) -> None:
    assert damaged
    assert "Please look again at how we may reach you." in wren.open("/home").text

    page = wren.open("/choices/contact")

    assert page.text.count(NOT_MARKED) == 1
    assert "At any hour of any day" in page.text
    assert not [box for box in wren.open("/choices/contact/2").markup.all("input") if box.get("checked") is not None]
    wren.open("/choices/contact").form("/choices/contact/2/removal").submit()
    assert NOT_MARKED not in wren.open("/choices/contact").text


def test_her_choices_say_that_something_was_told_because_of_the_law(wren: "Browser", damaged: str) -> None:
    assert damaged

    text = wren.open("/choices").text

    assert text.count(NOT_TOLD) == 1
    assert "The county judge" in text


def test_her_copy_holds_all_of_it_on_the_page_and_in_the_file(wren: "Browser", damaged: str) -> None:
    assert damaged

    page = wren.open("/me/copy")

    for words in (NOT_ASKED, NOT_READ, NOT_TOLD, NOT_MARKED):
        assert words in page.text
    form = page.form("/me/copy/file")
    document = json.loads(wren.client.post(form.action, data=form.values).data)
    assert [left["is_damaged"] for left in document["told_because_of_the_law_not_readable_in_full"]] == [True]
    assert [way["is_damaged"] for way in document["ways_to_reach_you"]] == [False, True]
    assert {request["asked"] for request in document["police"]["requests"]} == {None, "To talk with you once."}
    assert document["police"]["choice"] is None


def test_the_words_are_plain() -> None:
    assert grade(f"{NOT_READ} {NOT_ASKED} {NOT_TOLD} {NOT_MARKED}") <= HIGHEST_GRADE

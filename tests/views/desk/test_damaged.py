"""A row with a cell that no longer opens hides nothing else of the person's, and staff can write its stop down."""

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from survivor_portal import models
from survivor_portal.actions.consents import all_consents_of, record_compelled, withdraw_consent
from survivor_portal.actions.contact import NewContactRule, set_contact_rule
from survivor_portal.actions.law_enforcement import choose_law_enforcement
from survivor_portal.domain.consent import Channel, LawEnforcementChoice, NoNoticeReason, State
from survivor_portal.security.tokens import digest
from survivor_portal.texts.contact import EVERY_HOUR
from tests.actions.test_compelled import order
from tests.actions.test_law_enforcement import ask
from tests.caseload import PASSPHRASE
from tests.damage import Cell, add_damaged, give_damaged

if TYPE_CHECKING:
    from tests.browse import Browser
    from tests.caseload import Caseload

WHY = "Somebody told us of a stop"
PLAIN_LINE = "Part of this can no longer be read. So we tell nobody anything under it."


@pytest.mark.parametrize("cell", [Cell.SCOPE, Cell.DETAILS, Cell.REASON])
def test_her_page_shows_what_is_left_and_all_the_others(
    esther: "Browser", caseload: "Caseload", wren: str, cell: Cell
) -> None:
    caseload.give(wren)
    give_damaged(caseload, wren, cell)

    page = esther.open(f"/desk/people/{wren}")

    assert page.text.count(PLAIN_LINE) == 1
    assert "Recorded by you." in page.text
    assert "Record what was told" in page.text
    assert esther.open(f"/desk/people/{wren}/disclosures").status == 200


@pytest.mark.parametrize("cell", [Cell.SCOPE, Cell.DETAILS])
def test_her_stop_of_it_waits_to_be_seen(esther: "Browser", caseload: "Caseload", wren: str, cell: Cell) -> None:
    damaged = give_damaged(caseload, wren, cell)
    withdraw_consent(caseload.deps, wren, damaged)
    action = f"/desk/people/{wren}/consents/{damaged}/acknowledgement"

    page = esther.open(f"/desk/people/{wren}").form(action).submit()

    assert not [form for form in page.markup.all("form") if form.get("action") == action]
    (rest,) = all_consents_of(caseload.deps, wren).damaged
    assert [seen.seen_by for seen in rest.acknowledgements] == [caseload.advocate]


@pytest.mark.parametrize("cell", [Cell.SCOPE, Cell.DETAILS])
def test_a_spoken_stop_of_it_is_written_down_by_her_advocate(
    esther: "Browser", caseload: "Caseload", wren: str, cell: Cell
) -> None:
    damaged = give_damaged(caseload, wren, cell)
    path = f"/desk/people/{wren}/stops"

    esther.open(f"/desk/people/{wren}").follow("Write down a spoken stop").form(path).fill(stopped=damaged).submit()

    assert _state(caseload, wren) is State.WITHDRAWN


@pytest.mark.parametrize("cell", [Cell.SCOPE, Cell.DETAILS])
def test_and_by_a_supervisor(imani: "Browser", caseload: "Caseload", wren: str, cell: Cell) -> None:
    damaged = give_damaged(caseload, wren, cell)
    path = f"/desk/office/consents/{wren}"

    page = imani.open(path).form(f"{path}/looks").press(WHY).submit()
    assert PLAIN_LINE in page.text
    page.form(f"{path}/stops").fill(stopped=damaged).submit()

    assert _state(caseload, wren) is State.WITHDRAWN
    imani.open(f"{path}/{damaged}", status=404)


# ---------------------------------------------------------------------------------------- wishes, and what law compels


def test_a_request_and_a_choice_that_cannot_be_read_are_said_to_be_so(
    esther: "Browser", caseload: "Caseload", wren: str
) -> None:
    deps, whole = caseload.deps, ask(caseload, wren)
    choose_law_enforcement(deps, wren, LawEnforcementChoice.FULL)
    with deps.storage.read() as connection:
        choice = connection.execute(select(models.LawEnforcementChoice.id)).scalar_one()
    add_damaged(deps, models.LawEnforcementChoice, choice, sequence=2)
    add_damaged(deps, models.PoliceRequest, whole, form_token_digest=digest("another"))

    page = esther.open(f"/desk/people/{wren}")
    assert "The police: This can no longer be read." in page.text
    assert "2 requests wait for an answer" in page.text

    text = page.follow("The police: choice and requests").text
    assert "Choice now: This can no longer be read." in text
    assert "A name that can no longer be read What was asked can no longer be read." in text
    assert "Officer Reyes, county police To talk with you once." in text


def test_a_way_that_cannot_be_read_is_not_to_be_used(esther: "Browser", caseload: "Caseload", wren: str) -> None:
    deps = caseload.deps
    set_contact_rule(deps, wren, NewContactRule(Channel.PHONE_CALL, EVERY_HOUR, True, ""), PASSPHRASE)  # noqa: FBT003 (a voicemail)
    with deps.storage.read() as connection:
        rule = connection.execute(select(models.ContactRule.id)).scalar_one()
    add_damaged(deps, models.ContactRule, rule, channel=Channel.TEXT)

    text = esther.open(f"/desk/people/{wren}").text

    assert "Phone call: Fine now. At any hour of any day" in text
    assert "Text message: What was marked can no longer be read. Do not use this way." in text
    assert "At no hour" not in text


@pytest.mark.parametrize("reason", [None, NoNoticeReason.COURT_FORBIDS])
def test_what_the_law_compelled_and_cannot_be_read_is_shown_with_its_ban(
    esther: "Browser", imani: "Browser", caseload: "Caseload", wren: str, reason: NoNoticeReason | None
) -> None:
    deps = caseload.deps
    whole = record_compelled(deps, caseload.advocate, wren, order(deps, no_notice_reason=reason))
    assert isinstance(whole, str)
    ref = add_damaged(deps, models.CompelledDisclosure, whole, form_token_digest=digest("another"))

    office = f"/desk/office/consents/{wren}"
    imani.open(office).form(f"{office}/looks").press(WHY).submit()
    for browser, here in ((esther, f"/desk/people/{wren}"), (imani, office)):
        text = browser.open(here).text
        assert text.count("Something was told. What it was can no longer be read.") == 1
        assert "The county judge" in text
        page = browser.open(f"{here}/compelled")
        actions = {str(form.get("action")) for form in page.markup.all("form")}
        assert (f"{here}/compelled/{ref}/lifted" in actions) is (reason is not None)
        assert ("A name that can no longer be read" in page.text) is (reason is not None)


def _state(caseload: "Caseload", her: str) -> State | None:
    (rest,) = all_consents_of(caseload.deps, her).damaged
    return rest.state

"""Referring: from a service the person wants, to its provider alone, and only what a consent covers."""

import re
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import consent_for, recipients, withdraw_consent
from survivor_portal.domain.consent import DataItem, SharingMethod
from survivor_portal.domain.options import Answer
from tests.caseload import PASSPHRASE, Caseload
from tests.cast import TOM, browser_for, staff_browser
from tests.telling import WAYS, told_of
from tests.views.desk.reading import HTMX, NOBODY, both_ways, offered, ticked, told_to

if TYPE_CHECKING:
    from flask import Flask

    from tests.browse import Browser
    from tests.pages import Page

NOT_WANTED = "This person does not want this service now. Nothing may be told."


@pytest.fixture
def wanted(caseload: Caseload, wren: str) -> str:
    """The first service, which Wren wants."""
    caseload.answer(wren, Answer.WANTED)
    return caseload.offer(wren)


def ways_to_refer(page: "Page") -> list[str]:
    links = [str(link.get("href")) for link in page.markup.all("a")]
    return [link for link in links if "/referrals/" in link]


@pytest.mark.parametrize("answer", list(Answer))
def test_only_at_a_service_that_is_wanted_there_is_a_way_to_refer(
    esther: "Browser", caseload: Caseload, wren: str, answer: Answer
) -> None:
    caseload.answer(wren, answer)
    option = caseload.offer(wren)

    shown = ways_to_refer(esther.open(f"/desk/people/{wren}"))

    assert shown == ([f"/desk/people/{wren}/referrals/{option}"] if answer is Answer.WANTED else [])


def test_without_a_consent_for_its_provider_nothing_may_be_told_and_one_can_be_asked_for(
    esther: "Browser", caseload: Caseload, wren: str, wanted: str
) -> None:
    caseload.give(wren, recipient=caseload.other_provider())
    withdraw_consent(caseload.deps, wren, caseload.give(wren, recipient=caseload.provider()))

    page = esther.open(f"/desk/people/{wren}/referrals/{wanted}")

    assert "nothing may be told there yet" in page.text
    assert offered(page, "items") == []
    assert page.follow("Ask for a consent").path == f"/desk/people/{wren}/drafts"


@both_ways
def test_what_the_provider_was_told_is_recorded_once(
    esther: "Browser", caseload: Caseload, wren: str, wanted: str, *, htmx: bool
) -> None:
    caseload.give(wren, recipient=caseload.provider())
    caseload.give(wren, recipient=caseload.other_provider())
    address = f"/desk/people/{wren}/referrals/{wanted}"
    page = esther.open(address)
    assert ticked(page) == []
    form = page.form(address).fill(items="chosen_name", method="phone")

    for _ in range(2):
        assert form.submit(htmx=htmx).path == f"/desk/people/{wren}"

    assert told_to(caseload.deps, wren) == [({DataItem.CHOSEN_NAME}, SharingMethod.PHONE)]


def test_a_sheet_for_the_provider_goes_by_the_same_door(
    esther: "Browser", caseload: Caseload, wren: str, wanted: str
) -> None:
    record_id = caseload.give(wren, recipient=caseload.provider(), methods=WAYS)
    address = f"/desk/people/{wren}/referrals/{wanted}"
    name = next(each.name for each in recipients(caseload.deps) if each.ref == told_name(caseload, wren, record_id))

    page = esther.open(address).follow(f"Make a sheet for {name}")
    page = page.form(f"{address}/{record_id}").fill(items="chosen_name", method="letter").submit()

    assert page.heading == f"For {name}"
    assert told_to(caseload.deps, wren) == [({DataItem.CHOSEN_NAME}, SharingMethod.LETTER)]


def told_name(caseload: Caseload, her: str, record_id: str) -> str:
    """Give the recipient a consent names."""
    return consent_for(caseload.deps, her, record_id).card.record.recipient


@pytest.mark.parametrize("answer", [answer for answer in Answer if answer is not Answer.WANTED])
@both_ways
def test_an_answer_taken_back_between_page_and_press_tells_nothing(  # noqa: PLR0913 (who, what and how)
    esther: "Browser", caseload: Caseload, wren: str, wanted: str, answer: Answer, *, htmx: bool
) -> None:
    record_id = caseload.give(wren, recipient=caseload.provider(), methods=WAYS)
    address = f"/desk/people/{wren}/referrals/{wanted}"
    told = esther.open(address).form(address).fill(items="chosen_name", method="phone")
    on_sheet = esther.open(f"{address}/{record_id}").form(f"{address}/{record_id}")
    on_sheet.fill(items="chosen_name", method="letter")
    caseload.answer(wren, answer)
    esther.open(f"/desk/people/{wren}")

    for form in (told, on_sheet):
        headers = {"Origin": "http://localhost", **(HTMX if htmx else {"Sec-Fetch-Site": "same-origin"})}
        refused = esther.client.post(form.action, data=form.values, headers=headers)
        assert (refused.status_code, refused.mimetype) == (422, "text/html")
        assert NOT_WANTED in refused.text
    assert NOT_WANTED in esther.open(address).text
    assert NOT_WANTED in esther.open(f"{address}/{record_id}").text
    assert told_to(caseload.deps, wren) == []


@pytest.mark.parametrize(
    "forged_and_told",
    [
        ({"items": "legal_name"}, "This consent does not cover all of that."),
        ({"method": "letter"}, "This consent does not allow this way of telling them."),
        ({"purpose": "medical_care"}, "This consent is for another purpose."),
        ({"recipient": NOBODY}, "This consent is for another recipient."),
    ],
)
@both_ways
def test_what_the_consent_does_not_cover_is_not_told(  # noqa: PLR0913 (who, what and how)
    esther: "Browser",
    caseload: Caseload,
    wren: str,
    wanted: str,
    forged_and_told: tuple[dict[str, str], str],
    *,
    htmx: bool,
) -> None:
    forged, sentence = forged_and_told
    caseload.give(wren, recipient=caseload.provider())
    address = f"/desk/people/{wren}/referrals/{wanted}"
    form = esther.open(address).form(address).fill(items="chosen_name", method="phone").forge(**forged)

    page = form.submit(htmx=htmx, status=422)

    assert sentence in page.text
    assert told_to(caseload.deps, wren) == []


def test_a_consent_for_another_place_tells_this_one_nothing(
    esther: "Browser", caseload: Caseload, wren: str, wanted: str
) -> None:
    caseload.give(wren, recipient=caseload.provider())
    elsewhere = caseload.give(wren, recipient=caseload.other_provider(), methods=WAYS)
    address = f"/desk/people/{wren}/referrals/{wanted}"
    form = esther.open(address).form(address).fill(items="chosen_name", method="phone")

    page = form.forge(consent=elsewhere).submit(status=422)

    assert "This consent is not for the place that gives this service." in page.text
    assert offered(esther.open(f"{address}/{elsewhere}"), "words-chosen_name") == []
    assert told_to(caseload.deps, wren) == []


def test_nobody_else_refers_her_and_nothing_of_another_is_found(  # noqa: PLR0913 (everyone who tries)
    app: "Flask", imani: "Browser", esther: "Browser", caseload: Caseload, wren: str, *, wanted: str
) -> None:
    robin = caseload.add("Robin")
    record_id = caseload.give(wren, recipient=caseload.provider(), methods=WAYS)
    address = f"/desk/people/{wren}/referrals/{wanted}"
    form = esther.open(address).form(address).fill(items="chosen_name", method="phone")
    tom = staff_browser(app, TOM, caseload.timepiece)
    plain = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}

    for stranger in (tom, imani):
        found = [each.get("value") for each in stranger.page.markup.all("input") if each.get("name") == "csrf_token"]
        sent = {**form.values, "csrf_token": str(found[0])}
        for end in ("", f"/{record_id}"):
            assert stranger.client.get(address + end).status_code == 404
            for headers in (plain, plain | HTMX):
                assert stranger.client.post(address + end, data=sent, headers=headers).status_code == 404
    for path in (f"/desk/people/{robin}/referrals/{wanted}", f"/desk/people/{wren}/referrals/{NOBODY}"):
        assert esther.client.get(path).status_code == 404
        assert esther.client.post(path, data=form.values, headers=plain).status_code == 404
    assert told_of(caseload.deps, wren) == told_of(caseload.deps, robin) == []


def test_her_services_are_the_same_bytes_whether_anyone_was_told_or_not(
    app: "Flask", esther: "Browser", caseload: Caseload, wren: str, wanted: str
) -> None:
    phone = browser_for(app)
    form = phone.open("/").form("/").fill(sign_in_name="Wren field 12", passphrase=PASSPHRASE, phone_is_hers="yes")
    form.submit()
    paths = ["/list", "/list/all", f"/list/{wanted}", f"/list/service/{caseload.service()}"]

    def screens() -> list[str]:
        return [re.sub(r'name="csrf_token" value="[^"]+', "", phone.open(path).answer.text) for path in paths]

    before = screens()
    caseload.give(wren, recipient=caseload.provider())
    address = f"/desk/people/{wren}/referrals/{wanted}"
    esther.open(address).form(address).fill(items="chosen_name", method="phone").submit()

    assert told_of(caseload.deps, wren)
    assert screens() == before

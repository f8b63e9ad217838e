"""Recording what was told: only what a given consent covers, once."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import recipients, withdraw_consent
from survivor_portal.domain.consent import DataItem, Purpose, SharingMethod
from tests.caseload import Caseload

if TYPE_CHECKING:
    from tests.browse import Browser
from tests.views.desk.reading import A_MINUTE, NOBODY, NOTHING_MAY_BE_TOLD, both_ways, offered, ticked, told_to


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

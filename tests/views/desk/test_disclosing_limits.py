"""Recording what was told when the consent has ended, was stopped, or is not hers."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import new_form_token, withdraw_consent
from tests.caseload import Caseload

if TYPE_CHECKING:
    from tests.browse import Browser
    from tests.timepiece import Timepiece
from tests.views.desk.reading import A_MINUTE, both_ways, offered, ticked, told_to


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

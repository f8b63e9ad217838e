"""A supervisor writes a stop down for whoever calls, and ends what does not count; gives nothing, reads no more."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import InvalidationReason, consent_for, consents_of, reasons_of, recipients
from survivor_portal.actions.people import NewSurvivor, add_survivor
from survivor_portal.domain.consent import DataItem, Method, State
from survivor_portal.texts.desk import ITEMS_AT_DESK
from survivor_portal.texts.stops import INVALIDATION_LABELS, STOP_REFUSALS
from tests.caseload import ESTHER, PASSPHRASE, Caseload, make_caseload
from tests.cast import staff_browser

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.pages import Page
    from tests.timepiece import Timepiece

HERE = "/desk/office/consents"
NOBODY = "a" * 26

by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])


@pytest.fixture
def caseload(deps: "Deps", timepiece: "Timepiece") -> Caseload:
    """Esther's caseload, with Wren on it."""
    return make_caseload(deps, timepiece)


@pytest.fixture
def wren(caseload: Caseload) -> str:
    """Wren, of Esther's caseload."""
    return caseload.add("Wren")


def find(imani: "Browser", called: str, *, htmx: bool = False, status: int = 200) -> "Page":
    """Look somebody up from the office."""
    page = imani.open("/desk/office").follow("Stop a consent")
    return page.form(HERE).fill(called=called).submit(htmx=htmx, status=status)


def look_at(imani: "Browser", her: str) -> "Page":
    """Say why the office looks, and see what there is."""
    form = imani.open(f"{HERE}/{her}").form(f"{HERE}/{her}/looks")
    return form.press("Somebody told us of a stop").submit()


def test_every_reason_and_every_refusal_has_its_words() -> None:
    assert set(INVALIDATION_LABELS) == set(InvalidationReason)
    assert len({str(label) for label in STOP_REFUSALS.values()}) == len(STOP_REFUSALS)


@pytest.mark.parametrize("called", ["Wren", " wren ", "wren field 12", "WREN-FIELD-12"])
@by_htmx_or_not
def test_one_person_of_that_name_is_shown_at_once(imani: "Browser", wren: str, called: str, *, htmx: bool) -> None:
    page = find(imani, called, htmx=htmx)

    assert (page.path, page.heading) == (f"{HERE}/{wren}", "Wren")
    assert "Esther is the advocate here." in page.text


def test_two_people_of_one_name_are_told_apart_by_their_advocate(
    imani: "Browser", caseload: Caseload, wren: str
) -> None:
    other = add_survivor(caseload.deps, NewSurvivor("wren", "another field 12", PASSPHRASE))

    page = find(imani, "Wren", status=422)

    assert "Wren Esther is the advocate here. wren There is no advocate yet." in page.text
    assert page.follow("wren").path == f"{HERE}/{other}"
    assert wren != other


@by_htmx_or_not
def test_nobody_of_that_name_is_told_and_the_name_stays(imani: "Browser", *, htmx: bool) -> None:
    page = find(imani, "Wren", htmx=htmx, status=422)

    assert "Nobody is called that here." in page.text
    assert page.value_of("called") == "Wren"


@by_htmx_or_not
def test_a_stop_of_whoever_calls_holds_at_once_and_her_advocate_still_has_to_see_it(
    app: "Flask", imani: "Browser", caseload: Caseload, wren: str, *, htmx: bool
) -> None:
    given = caseload.give(wren)
    page = find(imani, "Wren").form(f"{HERE}/{wren}/looks").press("Somebody told us of a stop").submit(htmx=htmx)

    page = page.form(f"{HERE}/{wren}/stops").fill(stopped=given).submit(htmx=htmx)

    assert page.path == f"{HERE}/{wren}"
    assert "there is nothing to stop" in page.text
    card = consent_for(caseload.deps, wren, given).card
    assert (card.state, card.acknowledgements) == (State.WITHDRAWN, ())
    assert card.events[-1].method is Method.ORAL
    esther = staff_browser(app, ESTHER, caseload.timepiece)
    assert "1 consent stopped" in esther.open("/desk").text


def test_a_time_to_come_is_not_taken(imani: "Browser", caseload: Caseload, wren: str) -> None:
    given = caseload.give(wren)
    form = look_at(imani, wren).form(f"{HERE}/{wren}/stops")

    page = form.fill(stopped=given, said_at="2026-05-13T00:00").submit(status=422)

    assert "That time has not come yet." in page.text
    assert consent_for(caseload.deps, wren, given).card.is_given


def test_the_office_sees_whom_and_why_and_nothing_that_may_be_told(
    imani: "Browser", caseload: Caseload, wren: str
) -> None:
    caseload.give(wren)
    caseload.write(wren, wren, "Only for Esther")

    text = look_at(imani, wren).text

    assert f"{recipients(caseload.deps)[0].name}: To get help from a lawyer" in text
    assert "Only for Esther" not in text
    assert str(ITEMS_AT_DESK[DataItem.LEGAL_NAME]) not in text


@pytest.mark.parametrize("reason", InvalidationReason)
@by_htmx_or_not
def test_a_signature_that_does_not_count_ends_the_consent_with_its_reason(  # noqa: PLR0913 (what the test stands on, and its parameters)
    app: "Flask", imani: "Browser", caseload: Caseload, wren: str, reason: InvalidationReason, *, htmx: bool
) -> None:
    given = caseload.give(wren)
    page = look_at(imani, wren).follow(recipients(caseload.deps)[0].name)

    page = page.form(f"{HERE}/{wren}/consents/{given}/invalidation").fill(reason=reason).submit(htmx=htmx)

    assert page.path == f"{HERE}/{wren}"
    assert consent_for(caseload.deps, wren, given).card.state is State.INVALIDATED
    assert reasons_of(caseload.deps, wren) == {given: reason}
    esther = staff_browser(app, ESTHER, caseload.timepiece)
    text = esther.open(f"/desk/people/{wren}").text
    assert "Ended: the signature did not count" in text
    assert str(INVALIDATION_LABELS[reason]) in text


def test_without_a_reason_it_goes_on(imani: "Browser", caseload: Caseload, wren: str) -> None:
    given = caseload.give(wren)
    look_at(imani, wren)

    one = f"{HERE}/{wren}/consents/{given}"
    page = imani.open(one).form(f"{one}/invalidation").submit(status=422)

    assert "Pick a reason." in page.text
    assert consents_of(caseload.deps, wren)[0].is_given


def test_what_has_ended_offers_no_end(imani: "Browser", caseload: Caseload, wren: str) -> None:
    given = caseload.give(wren)
    look_at(imani, wren).form(f"{HERE}/{wren}/stops").fill(stopped=given).submit()

    page = imani.open(f"{HERE}/{wren}/consents/{given}")

    assert "Nothing may be told under it now." in page.text
    assert not [form for form in page.markup.all("form") if "invalidation" in str(form.get("action"))]


def test_nobody_and_nothing_is_found_under_a_reference_to_nothing(
    imani: "Browser", caseload: Caseload, wren: str
) -> None:
    robins = caseload.give(caseload.add("Robin"))
    look_at(imani, wren)

    for end in (NOBODY, f"{NOBODY}/{NOBODY}", f"{wren}/{NOBODY}", f"{wren}/{robins}"):
        imani.open(f"{HERE}/{end}", status=404)

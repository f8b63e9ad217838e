"""Stops on the desk: on top until they are seen, written down when they were spoken, and never undone."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import consent_for, consents_of, recipients, withdraw_consent
from survivor_portal.domain.consent import Method, Purpose, State
from tests.caseload import ESTHER, Caseload

if TYPE_CHECKING:
    from tests.browse import Browser
    from tests.timepiece import Timepiece
from tests.views.desk.reading import A_MINUTE, NOTHING_MAY_BE_TOLD, both_ways, offered, ticked


@both_ways
def test_a_stop_stands_first_until_it_is_acknowledged_in_one_press(
    esther: "Browser", caseload: Caseload, wren: str, *, htmx: bool
) -> None:
    withdraw_consent(caseload.deps, wren, stopped := caseload.give(wren))
    caseload.give(wren, purpose=Purpose.TRANSPORT)
    esther.open(f"/desk/people/{wren}")
    page = esther.open("/desk").follow("Wren")
    name = recipients(caseload.deps)[0].name
    assert re.search(rf"Consents {re.escape(name)} Stopped Tuesday, May 12, 2026", page.text)

    page = page.form(f"I have seen this stop {name}").submit(htmx=htmx)

    assert page.path == f"/desk/people/{wren}"
    assert "I have seen this stop" not in page.text
    assert "A team member saw the stop on Tuesday, May 12" in page.text
    assert "Nobody waits." in esther.open("/desk").text
    assert consent_for(caseload.deps, wren, stopped).card.acknowledgements[0].seen_by == caseload.advocate


@both_ways
def test_a_spoken_stop_takes_two_presses_and_no_typing(
    esther: "Browser", caseload: Caseload, wren: str, *, htmx: bool
) -> None:
    given = caseload.give(wren)
    page = esther.open(f"/desk/people/{wren}").follow("Write down a spoken stop")
    assert ticked(page) == []

    page = page.form(f"/desk/people/{wren}/stops").fill(stopped=given).submit(htmx=htmx)

    assert page.path == f"/desk/people/{wren}"
    assert NOTHING_MAY_BE_TOLD in page.text
    card = consent_for(caseload.deps, wren, given).card
    assert card.state is State.WITHDRAWN
    assert card.events[-1].method is Method.ORAL
    assert card.events[-1].recorded_by == caseload.advocate


def test_a_stop_said_earlier_counts_from_then_and_what_was_told_since_is_named(
    esther: "Browser", caseload: Caseload, wren: str, timepiece: "Timepiece"
) -> None:
    given = caseload.give(wren)
    timepiece.move(timedelta(hours=1))
    said_at = timepiece()
    timepiece.move(timedelta(hours=1))
    esther.sign_in_staff(ESTHER, timepiece)
    caseload.tell(wren, given)
    form = esther.open(f"/desk/people/{wren}/stops").form(f"/desk/people/{wren}/stops")

    page = form.fill(stopped=given, said_at=f"{said_at:%Y-%m-%dT%H:%M}").submit()

    card = consent_for(caseload.deps, wren, given).card
    assert card.ends_at == said_at.replace(second=0)
    assert len(card.incidents) == 1
    assert "Something was told after the stop." in page.text
    assert "Chosen name. Told after the stop. Recorded by you." in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-05-12T23:00", "That time has not come yet."),
        ("2030-01-01T00:00", "That time has not come yet."),
        ("", "Write the day and the time."),
        ("yesterday", "Write the day and the time."),
    ],
)
@both_ways
def test_a_time_that_cannot_be_stops_nothing_yet_and_keeps_what_was_picked(  # noqa: PLR0913 (what the test stands on, and its parameters)
    esther: "Browser", caseload: Caseload, wren: str, typed: str, sentence: str, *, htmx: bool
) -> None:
    given = caseload.give(wren)
    form = esther.open(f"/desk/people/{wren}/stops").form(f"/desk/people/{wren}/stops")

    page = form.fill(stopped=given, said_at=typed).submit(htmx=htmx, status=422)

    assert sentence in page.text
    assert ticked(page) == [given]
    assert consent_for(caseload.deps, wren, given).card.is_given


def test_nothing_picked_is_told_and_stops_nothing(esther: "Browser", caseload: Caseload, wren: str) -> None:
    caseload.give(wren)

    page = esther.open(f"/desk/people/{wren}/stops").form(f"/desk/people/{wren}/stops").submit(status=422)

    assert "Pick what the person said stop to." in page.text
    assert consents_of(caseload.deps, wren)[0].is_given


def test_what_was_stopped_meanwhile_is_stopped_all_the_same(esther: "Browser", caseload: Caseload, wren: str) -> None:
    given, other = caseload.give(wren), caseload.give(wren)
    form = esther.open(f"/desk/people/{wren}/stops").form(f"/desk/people/{wren}/stops")
    withdraw_consent(caseload.deps, wren, given)

    page = form.fill(stopped=given).submit()

    assert page.path == f"/desk/people/{wren}"
    assert offered(esther.open(f"/desk/people/{wren}/stops"), "stopped") == [other]


def test_another_person_s_consent_is_not_stopped_from_here(esther: "Browser", caseload: Caseload, wren: str) -> None:
    robins = caseload.give(robin := caseload.add("Robin"))
    caseload.give(wren)
    form = esther.open(f"/desk/people/{wren}/stops").form(f"/desk/people/{wren}/stops")

    form.forge(stopped=robins).submit(status=422)
    esther.open(f"/desk/people/{robin}/stops").form(f"/desk/people/{robin}/stops")

    assert consent_for(caseload.deps, robin, robins).card.is_given


def test_a_stop_is_still_written_down_after_the_only_use_and_that_use_is_named(
    esther: "Browser", caseload: Caseload, wren: str, timepiece: "Timepiece"
) -> None:
    once, said_at = caseload.give(wren, once=True), timepiece()
    timepiece.move(2 * A_MINUTE)
    caseload.tell(wren, once)
    form = esther.open(f"/desk/people/{wren}").follow("Write down a spoken stop").form(f"/desk/people/{wren}/stops")

    page = form.fill(stopped=once, said_at=f"{said_at:%Y-%m-%dT%H:%M}").submit()

    assert page.path == f"/desk/people/{wren}"
    assert len(consent_for(caseload.deps, wren, once).card.incidents) == 1
    assert "Something was told after the stop." in page.text


def test_where_nothing_is_written_down_that_is_told(esther: "Browser", caseload: Caseload, wren: str) -> None:
    once = caseload.give(wren, once=True)
    caseload.tell(wren, once)
    form = esther.open(f"/desk/people/{wren}/stops").form(f"/desk/people/{wren}/stops")

    page = form.fill(stopped=once).submit(status=422)

    assert "It had already ended. So no stop is written down for it." in page.text
    assert consent_for(caseload.deps, wren, once).card.state is State.LAPSED


def test_what_ended_long_ago_is_not_asked_about_but_the_way_there_stays(
    esther: "Browser", caseload: Caseload, wren: str, timepiece: "Timepiece"
) -> None:
    caseload.tell(wren, old := caseload.give(wren, once=True))
    timepiece.move(timedelta(days=29))
    esther.sign_in_staff(ESTHER, timepiece)
    assert offered(esther.open(f"/desk/people/{wren}/stops"), "stopped") == [old]
    timepiece.move(timedelta(days=2))
    esther.sign_in_staff(ESTHER, timepiece)

    page = esther.open(f"/desk/people/{wren}").follow("Write down a spoken stop")

    assert "there is nothing to stop" in page.text


@pytest.mark.parametrize("forged", [None, "no moment at all", "2026-05-12T09:34:01", ""])
def test_a_time_left_as_it_stood_is_the_moment_the_page_was_opened(
    esther: "Browser", caseload: Caseload, wren: str, timepiece: "Timepiece", forged: str | None
) -> None:
    timepiece.move(timedelta(seconds=5))
    given = caseload.give(wren)
    caseload.tell(wren, given)
    timepiece.move(timedelta(seconds=-30))
    caseload.tell(wren, given)
    timepiece.move(timedelta(seconds=-20))
    opened_at = timepiece()
    form = esther.open(f"/desk/people/{wren}/stops").form(f"/desk/people/{wren}/stops").fill(stopped=given)
    timepiece.move(3 * A_MINUTE)

    (form if forged is None else form.forge(opened_at=forged)).submit()

    ended_at = consent_for(caseload.deps, wren, given).card.ends_at
    assert ended_at == (opened_at if forged is None else opened_at.replace(second=0))


def test_what_was_told_in_the_same_minute_before_is_no_mistake_of_ours(
    esther: "Browser", caseload: Caseload, wren: str, timepiece: "Timepiece"
) -> None:
    given = caseload.give(wren)
    timepiece.move(timedelta(seconds=20))
    caseload.tell(wren, given)
    timepiece.move(timedelta(seconds=-30))
    form = esther.open(f"/desk/people/{wren}/stops").form(f"/desk/people/{wren}/stops")

    form.fill(stopped=given).submit()

    assert consent_for(caseload.deps, wren, given).card.incidents == ()


def test_without_a_given_consent_there_is_nothing_to_stop(esther: "Browser", wren: str) -> None:
    page = esther.open(f"/desk/people/{wren}/stops")

    assert "there is nothing to stop" in page.text
    assert "Write down a spoken stop" not in esther.open(f"/desk/people/{wren}").text


def test_consents_that_end_soon_stand_before_those_that_do_not(
    esther: "Browser", caseload: Caseload, wren: str, timepiece: "Timepiece"
) -> None:
    caseload.give(wren, length=timedelta(days=30), purpose=Purpose.CHILD_CARE)
    caseload.give(wren, length=timedelta(days=7), purpose=Purpose.TRANSPORT)
    esther.open(f"/desk/people/{wren}")
    timepiece.move(timedelta(days=5))
    esther.sign_in_staff(ESTHER, timepiece)

    assert "1 consent ends soon" in esther.open("/desk").text
    text = esther.open(f"/desk/people/{wren}").text

    assert re.search(r"This is soon\. .*To get a ride .*To get child care", text)
    timepiece.move(A_MINUTE)
    assert "ends soon" not in esther.open("/desk").text

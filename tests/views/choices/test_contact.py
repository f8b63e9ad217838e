"""How she may be reached: nothing until she marks it, only in her hours, and over when she does not confirm it."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from survivor_portal.actions.contact import contact_rules_of
from survivor_portal.domain.consent import Channel, SafeHour
from survivor_portal.domain.throttling import FREE_ATTEMPTS
from tests.browse import Browser
from tests.views.choices.reading import WREN

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.pages import Form, Page
    from tests.timepiece import Timepiece

HERE = "/choices/contact"
CALL, TEXT, LETTER = f"{HERE}/1", f"{HERE}/2", f"{HERE}/4"
both_ways = pytest.mark.parametrize("htmx", [False, True], ids=["without-script", "with-script"])


def pick(form: "Form", **several: list[str]) -> "Form":
    """Tick several boxes at once."""
    values: dict[str, Any] = form.values
    values.update(several)
    return form


def mark(wren: Browser, where: str = CALL, *, htmx: bool = False) -> "Page":
    """Let her mark one way for two hours on two days."""
    form = wren.open(where).form(where).fill(ask_for="Mara", signature=WREN.passphrase)
    return pick(form, days=["0", "1"], hours=["9", "10"]).submit(htmx=htmx)


def test_her_choices_lead_there_and_nothing_is_marked(wren: Browser) -> None:
    page = wren.open("/choices").follow("How to reach you")

    assert page.path == HERE
    assert page.text.count("Not marked. We do not use it.") == len(Channel)


def test_nothing_is_ticked_beforehand(wren: Browser) -> None:
    page = wren.open(CALL)

    assert [found.attrib for found in page.markup.all("input") if found.get("checked") is not None] == []


@both_ways
def test_what_she_marks_is_kept_and_told(wren: Browser, deps: "Deps", her: str, *, htmx: bool) -> None:
    page = mark(wren, htmx=htmx)

    assert page.path == HERE
    assert "Monday and Tuesday: 9:00 AM to 11:00 AM" in page.text.replace("\u202f", " ")
    assert "We leave no message." in page.text
    assert "Name: Mara" in page.text
    (rule,) = contact_rules_of(deps, her).values()
    assert rule.safe_hours == {SafeHour(day, hour) for day in (0, 1) for hour in (9, 10)}


def test_the_form_shows_what_she_set_before(wren: Browser) -> None:
    mark(wren)

    page = wren.open(CALL)

    ticked = [
        (found.get("name"), found.get("value")) for found in page.markup.all("input") if "checked" in found.attrib
    ]
    assert ticked == [("days", "0"), ("days", "1"), ("hours", "9"), ("hours", "10"), ("voicemail", "no")]
    assert page.value_of("ask_for") == "Mara"


@both_ways
def test_everything_left_open_means_never(wren: Browser, deps: "Deps", her: str, *, htmx: bool) -> None:
    page = wren.open(CALL).form(CALL).fill(signature=WREN.passphrase).submit(htmx=htmx)

    assert "At no hour" in page.text
    (rule,) = contact_rules_of(deps, her).values()
    assert (rule.safe_hours, rule.voicemail_allowed) == (frozenset(), False)


def test_a_letter_has_no_hours(wren: Browser) -> None:
    page = wren.open(LETTER)
    assert [found for found in page.markup.all("input") if found.get("name") in {"days", "hours"}] == []

    assert "Name: M. Day" in page.form(LETTER).fill(ask_for="M. Day", signature=WREN.passphrase).submit().text


def test_a_message_may_be_left_only_where_somebody_calls(wren: Browser, deps: "Deps", her: str) -> None:
    wren.open(CALL).form(CALL).fill(voicemail="yes", signature=WREN.passphrase).submit()
    wren.open(TEXT).form(TEXT).fill(signature=WREN.passphrase).forge(voicemail="yes").submit()

    rules = contact_rules_of(deps, her)

    assert rules[Channel.PHONE_CALL].voicemail_allowed
    assert not rules[Channel.TEXT].voicemail_allowed


@both_ways
@pytest.mark.parametrize("sent", [{"days": "7"}, {"hours": "24"}, {"voicemail": "maybe"}, {"ask_for": "M" * 81}])
def test_what_the_form_does_not_offer_marks_nothing_and_keeps_the_rest(
    wren: Browser, deps: "Deps", her: str, sent: dict[str, str], *, htmx: bool
) -> None:
    form = wren.open(CALL).form(CALL).fill(ask_for="Mara", hours="9", signature=WREN.passphrase).forge(**sent)

    page = form.submit(htmx=htmx, status=422)

    assert "Please look at the lines marked below." in page.text
    assert page.value_of("ask_for") == form.values["ask_for"]
    assert contact_rules_of(deps, her) == {}


@both_ways
def test_after_thirty_days_she_is_told_and_her_passphrase_confirms(
    wren: Browser, timepiece: "Timepiece", *, htmx: bool
) -> None:
    mark(wren)
    told = "Please look again at how we may reach you. Until then we do not use that way."
    assert told not in wren.open("/home").text
    timepiece.move(timedelta(days=30))
    # Her session has ended meanwhile.
    wren.sign_in_survivor(WREN)
    page = wren.page.follow(told)
    assert "You have not confirmed this for 30 days. So we do not use it now." in page.text

    page = page.follow("Confirm or change it Phone call")
    # What a browser sends of the boxes that are ticked there.
    form = pick(page.form(CALL).fill(signature=WREN.passphrase), days=["0", "1"], hours=["9", "10"])
    page = form.submit(htmx=htmx)

    assert "Monday and Tuesday: 9:00 AM to 11:00 AM" in page.text.replace("\u202f", " ")
    assert "You have not confirmed this" not in page.text
    assert told not in wren.open("/home").text


@both_ways
def test_one_press_takes_a_way_back(wren: Browser, deps: "Deps", her: str, *, htmx: bool) -> None:
    form = mark(wren).form("Do not use this any more Phone call")

    page = form.submit(htmx=htmx)

    assert page.text.count("Not marked. We do not use it.") == len(Channel)
    assert form.submit(htmx=htmx).text == page.text
    assert contact_rules_of(deps, her) == {}


@both_ways
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Write your passphrase"),
        ("a wrong one", "That is not your passphrase."),
        ("p" * 2000, "That passphrase is too long."),
    ],
)
def test_whoever_else_holds_her_phone_cannot_say_how_she_is_reached(  # noqa: PLR0913 (a case and its ways)
    wren: Browser, deps: "Deps", her: str, typed: str, told: str, *, htmx: bool
) -> None:
    form = pick(wren.open(CALL).form(CALL).fill(ask_for="Mara", signature=typed), days=["0"], hours=["9"])

    page = form.submit(htmx=htmx, status=422)

    assert told in page.text
    assert (page.value_of("ask_for"), page.value_of("signature") or "") == ("Mara", "")
    assert contact_rules_of(deps, her) == {}


@both_ways
def test_to_be_reached_less_she_is_asked_for_no_passphrase(
    wren: Browser, deps: "Deps", her: str, *, htmx: bool
) -> None:
    mark(wren)
    form = pick(wren.open(CALL).form(CALL), days=["0"], hours=["9"])

    page = form.submit(htmx=htmx)

    assert page.path == HERE
    (rule,) = contact_rules_of(deps, her).values()
    assert rule.safe_hours == {SafeHour(0, 9)}
    page = pick(wren.open(CALL).form(CALL), days=["0"], hours=["9", "10"]).submit(htmx=htmx, status=422)
    assert "Write your passphrase" in page.text
    assert list(contact_rules_of(deps, her).values()) == [rule]


def test_after_many_tries_she_waits_and_can_still_take_it_back(wren: Browser, deps: "Deps", her: str) -> None:
    taking_back = mark(wren).form("Do not use this any more Phone call")
    wrong = pick(wren.open(CALL).form(CALL).fill(signature="a wrong one"), days=["0", "1"], hours=["9", "10", "11"])
    for _ in range(FREE_ATTEMPTS):
        wrong.submit(status=422)

    page = wrong.submit(status=429)

    assert "There were many tries, so we wait a little." in page.text
    taking_back.submit()
    assert contact_rules_of(deps, her) == {}


@pytest.mark.parametrize("way", ["0", "5", "99"])
def test_a_way_there_is_none_of_is_not_there(wren: Browser, way: str) -> None:
    assert wren.open(f"{HERE}/{way}", status=404).status == 404

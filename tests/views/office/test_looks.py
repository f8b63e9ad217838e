"""Before the office sees what one person shares it says why, in one press, and that person reads it."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import compelled_of, consent_for, recipients
from survivor_portal.actions.looks import looks_of
from survivor_portal.domain.consent import State
from survivor_portal.domain.looks import LOOK_LASTS, LookReason
from survivor_portal.texts.looks import LOOK_REASONS, LOOK_REASONS_FOR_HER
from tests.caseload import ESTHER, PASSPHRASE, Caseload, make_caseload
from tests.cast import BELA, IMANI, TOM, browser_for, staff_browser
from tests.routes import NOBODY, ROUTES
from tests.staff import staff_id_of, survivor_id_of
from tests.stored import all_rows

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.pages import Page
    from tests.timepiece import Timepiece

HERE = "/desk/office/consents"
STOP = "Somebody told us of a stop"
BELOW = [(method, path) for method, path, *_ in ROUTES if path.startswith(f"{HERE}/<ref>")]
"""Every address that is about what one person shares."""

by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])


@pytest.fixture
def caseload(deps: "Deps", timepiece: "Timepiece") -> Caseload:
    """Esther's caseload, with nobody on it yet."""
    return make_caseload(deps, timepiece)


@pytest.fixture
def wren(caseload: Caseload) -> str:
    """Wren, of Esther's caseload."""
    return caseload.add("Wren")


def look_at(imani: "Browser", her: str, words: str = STOP, *, htmx: bool = False) -> "Page":
    """Say why the office looks, and see what there is."""
    return imani.open(f"{HERE}/{her}").form(f"{HERE}/{her}/looks").press(words).submit(htmx=htmx)


def test_every_reason_has_its_words_at_the_office_and_for_her() -> None:
    assert set(LOOK_REASONS) == set(LOOK_REASONS_FOR_HER) == set(LookReason)
    assert next(iter(LOOK_REASONS)) is LookReason.SPOKEN_STOP


def test_nothing_she_reads_names_a_court_or_whoever_may_press_her() -> None:
    said = " ".join(map(str, LOOK_REASONS_FOR_HER.values())).lower()

    assert not any(word in said for word in ("court", "law", "order", "pressure", "police"))


@pytest.mark.parametrize("reason", LookReason)
@by_htmx_or_not
def test_one_press_says_why_and_shows_what_may_be_told(
    imani: "Browser", caseload: Caseload, wren: str, reason: LookReason, *, htmx: bool
) -> None:
    caseload.give(wren)
    place = recipients(caseload.deps)[0].name
    page = imani.open(f"{HERE}/{wren}")
    assert place not in page.text
    assert "The person can read that it was you, when, and why." in page.text
    assert [found.get("type") for found in page.markup.all("input") if found.get("type") != "hidden"] == []

    page = look_at(imani, wren, str(LOOK_REASONS[reason]), htmx=htmx)

    assert (page.path, place in page.text) == (f"{HERE}/{wren}", True)
    assert [(line.staff_name, line.reason) for line in looks_of(caseload.deps, wren)] == [("Imani", reason)]


@pytest.mark.parametrize(("method", "path"), BELOW, ids=[" ".join(each) for each in BELOW])
@by_htmx_or_not
def test_no_address_tells_or_does_anything_before_it_was_said_why(  # noqa: PLR0913 (what the test stands on, and its parameters)
    imani: "Browser", caseload: Caseload, wren: str, method: str, path: str, *, htmx: bool
) -> None:
    given = caseload.give(wren)
    place = path.replace("<ref>", wren).replace("<consent>", given).replace("<disclosure>", NOBODY)
    token = imani.open("/desk/office").form("/desk/sign-out").values["csrf_token"]
    before = all_rows(caseload.deps)
    headers = {"HX-Request": "true"} if htmx else {}
    sent = {"csrf_token": token, "stopped": given, "reason": "under_pressure"} if method == "POST" else None

    answer = imani.client.open(place, method=method, headers=headers, data=sent)

    assert answer.status_code == (422 if method == "POST" else 200)
    assert "Why do you look?" in answer.text
    assert recipients(caseload.deps)[0].name not in answer.text
    assert all_rows(caseload.deps) == before


@by_htmx_or_not
def test_after_ten_minutes_it_is_asked_again_and_a_stop_that_was_sent_is_not_lost(
    imani: "Browser", caseload: Caseload, wren: str, *, htmx: bool
) -> None:
    given = caseload.give(wren)
    form = look_at(imani, wren).form(f"{HERE}/{wren}/stops").fill(stopped=given)
    caseload.timepiece.move(LOOK_LASTS)

    page = form.submit(htmx=htmx, status=422)
    assert consent_for(caseload.deps, wren, given).card.is_given
    page = page.form(f"{HERE}/{wren}/stops").press(STOP).submit(htmx=htmx)

    assert page.path == f"{HERE}/{wren}"
    assert consent_for(caseload.deps, wren, given).card.state is State.WITHDRAWN
    assert len(looks_of(caseload.deps, wren)) == 2
    assert "Why do you look?" in reopened(imani, caseload, wren)


def reopened(imani: "Browser", caseload: Caseload, her: str) -> str:
    """Give what the page says once the look is over."""
    caseload.timepiece.move(LOOK_LASTS)
    return imani.open(f"{HERE}/{her}").text


def test_a_reason_that_is_none_is_asked_for_again(imani: "Browser", caseload: Caseload, wren: str) -> None:
    form = imani.open(f"{HERE}/{wren}").form(f"{HERE}/{wren}/looks")

    page = form.forge(look_reason="because").submit(status=422)

    assert "Pick why you look." in page.text
    assert looks_of(caseload.deps, wren) == ()


def test_a_look_counts_for_one_person_and_one_session(
    app: "Flask", imani: "Browser", caseload: Caseload, wren: str
) -> None:
    robin = caseload.add("Robin")
    look_at(imani, wren)
    other = staff_browser(app, IMANI, caseload.timepiece)

    assert "Why do you look?" in imani.open(f"{HERE}/{robin}").text
    assert "Why do you look?" in other.open(f"{HERE}/{wren}").text
    assert "A spoken stop" in imani.open(f"{HERE}/{wren}").text


def test_opening_any_of_it_writes_nothing(imani: "Browser", caseload: Caseload, wren: str) -> None:
    given = caseload.give(wren)
    look_at(imani, wren)
    before = all_rows(caseload.deps)

    for end in ("", f"/consents/{given}", "/compelled"):
        imani.open(f"{HERE}/{wren}{end}")

    assert all_rows(caseload.deps) == before


# ----------------------------------------------------------------------------------------------- what she reads of it


def her_phone(app: "Flask") -> "Browser":
    """Give Wren's browser."""
    phone = browser_for(app)
    phone.open("/").form("/").fill(sign_in_name="Wren field 12", passphrase=PASSPHRASE).submit()
    return phone


@pytest.mark.parametrize("reason", LookReason)
def test_she_reads_who_looked_when_and_why(app: "Flask", imani: "Browser", wren: str, reason: LookReason) -> None:
    phone = her_phone(app)
    assert "No supervisor has looked so far." in phone.open("/choices").follow("Who looked").text
    look_at(imani, wren, str(LOOK_REASONS[reason]))

    home = phone.open("/home").text
    page = phone.open("/choices").follow("Who looked")

    assert "Someone on your team looked at your choices." in home
    assert page.path == "/choices/looks"
    assert f"Imani · Supervisor Why: {LOOK_REASONS_FOR_HER[reason]}" in page.text
    assert "May 12" in page.text
    assert "Imani" in phone.open("/me/copy").text


def test_many_looks_stand_in_pages(app: "Flask", imani: "Browser", caseload: Caseload, wren: str) -> None:
    phone = her_phone(app)
    for _ in range(21):
        caseload.timepiece.move(LOOK_LASTS)
        look_at(imani, wren)
    phone = her_phone(app)

    page = phone.open("/choices/looks")
    assert (page.text.count("Imani"), page.follow("Next page").text.count("Imani")) == (20, 1)
    phone.open("/choices/looks/3", status=404)


def test_nobody_else_reads_who_looked_at_her(app: "Flask", imani: "Browser", caseload: Caseload, wren: str) -> None:
    look_at(imani, wren)
    caseload.add("Robin")
    phone = browser_for(app)
    phone.open("/").form("/").fill(sign_in_name="Robin field 12", passphrase=PASSPHRASE).submit()

    assert "No supervisor has looked so far." in phone.open("/choices/looks").text
    assert "looked at your choices" not in phone.open("/home").text


# --------------------------------------------------------------------------------- what the law asks for, at the office

ORDER = {
    "demanded_by": "The county court",
    "legal_basis": "court_order",
    "legal_reference": "Order 17",
    "items": "chosen_name",
    "steps": "We asked the judge to keep the file closed.",
}
TO_WRITE = str(LOOK_REASONS[LookReason.TO_WRITE_DOWN])


@by_htmx_or_not
def test_what_the_law_asks_about_somebody_without_an_advocate_is_recorded_once(
    imani: "Browser", deps: "Deps", *, htmx: bool
) -> None:
    bela, tom = survivor_id_of(deps, BELA), staff_id_of(deps, TOM)
    page = look_at(imani, bela, TO_WRITE).follow("A court or a law asks for something")
    form = page.form(f"{HERE}/{bela}/compelled").fill(**ORDER, tried_at="2026-05-11T10:00", tried_by=tom)

    for _ in range(2):
        page = form.submit(htmx=htmx)
        assert page.path == f"{HERE}/{bela}"
        imani.open(f"{HERE}/{bela}/compelled")

    (recorded,) = compelled_of(deps, bela).whole
    assert recorded.by == staff_id_of(deps, IMANI)
    assert [attempt.by for attempt in recorded.notice_attempts] == [tom]
    text = imani.open(f"{HERE}/{bela}").text
    assert text.count("Order 17") == 1
    assert "Tom tried to tell first on Monday, May 11" in text
    assert "Recorded by you." in text


def test_a_ban_is_lifted_at_the_office(imani: "Browser", deps: "Deps") -> None:
    bela = survivor_id_of(deps, BELA)
    look_at(imani, bela, TO_WRITE)
    imani.open(f"{HERE}/{bela}/compelled").form(f"{HERE}/{bela}/compelled").fill(
        **ORDER, no_notice="court_forbids"
    ).submit()
    page = imani.open(f"{HERE}/{bela}/compelled")
    (form,) = [found for found in page.markup.all("form") if str(found.get("action")).endswith("/lifted")]

    page = page.form(str(form.get("action"))).submit()

    assert page.path == f"{HERE}/{bela}"
    assert [told.ban_lifted_at for told in compelled_of(deps, bela).whole] == [deps.clock()]


def test_what_the_office_recorded_names_it_at_the_desk(
    app: "Flask", imani: "Browser", caseload: Caseload, wren: str
) -> None:
    look_at(imani, wren, TO_WRITE)
    form = imani.open(f"{HERE}/{wren}/compelled").form(f"{HERE}/{wren}/compelled")
    form.fill(**ORDER, tried_at="2026-05-11T10:00", tried_by=caseload.advocate).submit()

    text = staff_browser(app, ESTHER, caseload.timepiece).open(f"/desk/people/{wren}").text

    assert "Recorded by Imani." in text
    assert "You tried to tell first on Monday, May 11" in text

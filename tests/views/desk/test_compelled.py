"""What the law makes us hand over: recorded with all that goes with it or not at all, and shown to whom it is about."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import bans_on_telling_her, compelled_for_her, compelled_of, lift_ban
from survivor_portal.domain.consent import DataItem, LegalBasis, NoNoticeReason
from tests.caseload import ESTHER, PASSPHRASE
from tests.cast import TOM, browser_for, staff_browser
from tests.staff import staff_id_of
from tests.views.desk.reading import A_MINUTE, NOBODY, both_ways, ticked

if TYPE_CHECKING:
    from flask import Flask

    from tests.browse import Browser
    from tests.caseload import Caseload

ORDER = {
    "demanded_by": "The county court",
    "legal_basis": "court_order",
    "legal_reference": "Order 17",
    "items": "chosen_name",
    "tried_at": "2026-05-11T10:00",
    "steps": "We asked the judge to keep the file closed.",
}
HANDED_OVER = "What the law made us tell"


def test_an_order_is_recorded_once_and_stands_on_the_page(esther: "Browser", caseload: "Caseload", wren: str) -> None:
    page = esther.open(f"/desk/people/{wren}").follow("A court or a law asks for something")
    assert ticked(page) == []
    form = page.form(f"/desk/people/{wren}/compelled").fill(**ORDER, tried_by=caseload.advocate)

    for _ in range(2):
        page = form.submit()
        assert page.path == f"/desk/people/{wren}"

    assert page.text.count("Order 17") == 1
    for words in (HANDED_OVER, "The county court", "Chosen name", "You tried to tell first on", "Recorded by you."):
        assert words in page.text
    (recorded,) = compelled_of(caseload.deps, wren).whole
    assert recorded.items == {DataItem.CHOSEN_NAME}
    assert [attempt.at.isoformat() for attempt in recorded.notice_attempts] == ["2026-05-11T10:00:00+00:00"]


@pytest.mark.parametrize(
    "changes_and_words",
    [
        ({"legal_basis": "bare_subpoena"}, "A subpoena alone makes nothing leave."),
        ({"legal_basis": None}, "Pick what it rests on."),
        ({"items": None}, "Pick what is told."),
        ({"demanded_by": ""}, "Write who asks for it."),
        ({"legal_reference": " "}, "Write which order or which law."),
        ({"tried_at": "", "tried_by": ""}, "Write when we tried to tell this person first, or pick why nobody tried."),
        ({"tried_at": "2026-05-13T10:00"}, "Write when we tried to tell this person first, or pick why nobody tried."),
        ({"tried_at": "yesterday"}, "Write the day and the time."),
        ({"tried_by": ""}, "Pick who tried."),
        ({"tried_by": None}, "Pick who tried."),
        ({"tried_by": NOBODY}, "Pick who tried."),
        ({"tried_again_at": "2026-05-11T11:00"}, "Pick who tried."),
        ({"tried_at": ""}, "Write the day and the time."),
        ({"steps": ""}, "Write what was done to protect this person."),
        ({"steps": "x" * 201}, "That is too long."),
    ],
)
@both_ways
def test_what_is_missing_is_said_by_name_and_nothing_is_recorded(
    esther: "Browser",
    caseload: "Caseload",
    wren: str,
    changes_and_words: tuple[dict[str, str | None], str],
    *,
    htmx: bool,
) -> None:
    changes, words = changes_and_words
    form = (
        esther.open(f"/desk/people/{wren}/compelled")
        .form(f"/desk/people/{wren}/compelled")
        .fill(**ORDER, tried_by=caseload.advocate)
    )

    page = form.forge(**changes).submit(htmx=htmx, status=422)

    assert words in page.text
    kept = {"chosen_name", "court_order"} - ({"court_order"} if "legal_basis" in changes else set())
    assert kept - ({"chosen_name"} if "items" in changes else set()) <= set(ticked(page))
    assert compelled_of(caseload.deps, wren).is_empty


def test_the_same_form_with_other_words_loses_none_of_them(esther: "Browser", caseload: "Caseload", wren: str) -> None:
    form = esther.open(f"/desk/people/{wren}/compelled").form(f"/desk/people/{wren}/compelled")
    form.fill(**ORDER, tried_by=caseload.advocate).submit()
    esther.open(f"/desk/people/{wren}/compelled")

    page = form.fill(legal_reference="Order 18").submit(status=422)

    assert "You recorded something from this page before" in page.text
    caseload.timepiece.move(A_MINUTE)
    page.form(f"/desk/people/{wren}/compelled").submit()
    assert [recorded.legal_reference for recorded in compelled_of(caseload.deps, wren).whole] == [
        "Order 18",
        "Order 17",
    ]


def test_a_day_beside_any_reason_but_a_court_s_ban_belongs_to_nothing(
    esther: "Browser", caseload: "Caseload", wren: str
) -> None:
    form = esther.open(f"/desk/people/{wren}/compelled").form(f"/desk/people/{wren}/compelled")
    form.fill(**ORDER, tried_by=caseload.advocate).fill(
        no_notice="no_safe_way", ban_until="2026-08-01T00:00", legal_basis="statute"
    ).submit()

    (recorded,) = compelled_of(caseload.deps, wren).whole
    assert (recorded.no_notice_reason, recorded.forbidden_until) == (NoNoticeReason.NO_SAFE_WAY, None)
    assert recorded.legal_basis is LegalBasis.STATUTE


def test_nobody_is_picked_beforehand_and_a_colleague_may_have_tried(
    app: "Flask", esther: "Browser", caseload: "Caseload", wren: str
) -> None:
    tom = staff_id_of(caseload.deps, TOM)
    page = esther.open(f"/desk/people/{wren}/compelled")
    picked = [found.get("value") for found in page.markup.all("option") if found.get("selected") is not None]
    assert not any(picked)

    page = page.form(f"/desk/people/{wren}/compelled").fill(**ORDER, tried_by=tom).submit()

    assert "Tom tried to tell first on" in page.text
    (recorded,) = compelled_of(caseload.deps, wren).whole
    assert [attempt.by for attempt in recorded.notice_attempts] == [tom]
    phone = browser_for(app)
    phone.open("/").form("/").fill(sign_in_name="Wren field 12", passphrase=PASSPHRASE).submit()
    assert "Tom" not in phone.open("/choices").text


@pytest.mark.parametrize("reason", [None, "court_forbids"])
def test_she_sees_it_under_her_choices_unless_a_court_forbids_it(
    app: "Flask", esther: "Browser", caseload: "Caseload", reason: str | None
) -> None:
    wren = caseload.add("Wren", "en")
    form = esther.open(f"/desk/people/{wren}/compelled").form(f"/desk/people/{wren}/compelled")
    form.fill(**ORDER, tried_by=caseload.advocate)
    if reason:
        form.fill(no_notice=reason, ban_until="2026-08-01T00:00")
    assert HANDED_OVER in form.submit().text
    phone = browser_for(app)
    phone.open("/").form("/").fill(sign_in_name="Wren field 12", passphrase=PASSPHRASE).submit()

    seen = phone.open("/choices").text

    assert (HANDED_OVER in seen) is (reason is None)
    assert ("The county court" in seen) is (reason is None)
    # True of everybody, so that it neither lies nor tells of what a court forbids to tell.
    assert "Right now, no yes of yours lets us share anything." in seen
    assert "outside your team, unless the law makes us." in seen
    assert "This is what we hold for you and may show you." in phone.open("/me/copy").text


@pytest.mark.parametrize("is_lifted", [False, True])
def test_once_a_ban_has_ended_she_reads_that_it_did_and_when(
    app: "Flask", esther: "Browser", caseload: "Caseload", *, is_lifted: bool
) -> None:
    wren = caseload.add("Wren", "en")
    here = f"/desk/people/{wren}/compelled"
    esther.open(here).form(here).fill(
        **ORDER, tried_by=caseload.advocate, no_notice="court_forbids", ban_until="2026-05-14T12:00"
    ).submit()
    if is_lifted:
        (ban,) = bans_on_telling_her(caseload.deps, wren)
        caseload.timepiece.move(timedelta(hours=1))
        lift_ban(caseload.deps, caseload.advocate, wren, ban.ref)
    caseload.timepiece.move(timedelta(days=3))
    phone = browser_for(app)
    phone.open("/").form("/").fill(sign_in_name="Wren field 12", passphrase=PASSPHRASE).submit()
    day = "Tuesday, May 12, 2026" if is_lifted else "Thursday, May 14, 2026"

    assert phone.open("/home").text.count("There is something new to read at your choices.") == 1
    for path in ("/choices", "/me/copy"):
        assert f"That ban has ended: {day}" in phone.open(path).text
    desk = staff_browser(app, ESTHER, caseload.timepiece).open(f"/desk/people/{wren}")
    assert HANDED_OVER in desk.text
    assert "That ban has ended" not in desk.text


@pytest.mark.parametrize("forged", [{"token": None}, {"token": "x" * 65}])
def test_a_form_that_is_not_ours_is_not_read(
    esther: "Browser", caseload: "Caseload", wren: str, forged: dict[str, str | None]
) -> None:
    form = (
        esther.open(f"/desk/people/{wren}/compelled")
        .form(f"/desk/people/{wren}/compelled")
        .fill(**ORDER, tried_by=caseload.advocate)
    )

    form.forge(**forged).submit(status=400)

    assert compelled_of(caseload.deps, wren).is_empty


def test_nobody_else_s_person_has_such_a_page(esther: "Browser") -> None:
    esther.open(f"/desk/people/{NOBODY}/compelled", status=404)


@both_ways
def test_a_ban_stands_below_the_form_until_a_press_says_the_court_lifted_it(
    esther: "Browser", caseload: "Caseload", wren: str, *, htmx: bool
) -> None:
    here = f"/desk/people/{wren}/compelled"
    page = esther.open(here)
    assert "The court has lifted it" not in page.text
    page.form(here).fill(**ORDER, tried_by=caseload.advocate, no_notice="court_forbids").submit()
    assert compelled_for_her(caseload.deps, wren).is_empty
    page = esther.open(here)
    assert "What a court forbids us to tell this person" in page.text
    (form,) = [found for found in page.markup.all("form") if str(found.get("action")).endswith("/lifted")]

    page = page.form(str(form.get("action"))).submit(htmx=htmx)

    assert page.path == f"/desk/people/{wren}"
    (seen,) = compelled_for_her(caseload.deps, wren).whole
    assert seen.legal_reference == "Order 17"
    assert "The court has lifted it" not in esther.open(here).text

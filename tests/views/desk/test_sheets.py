"""A sheet for a recipient: only what a given consent covers, recorded as told, as a page to print or as a text."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import recipients, withdraw_consent
from survivor_portal.actions.directory import services_by_need
from survivor_portal.actions.options import answer_option, options_of, pick_service
from survivor_portal.domain.consent import DataItem, Purpose, SharingMethod
from survivor_portal.domain.options import Answer
from survivor_portal.domain.taxonomy import Need
from tests.answer_rules import breaches_of_answer
from tests.caseload import Caseload
from tests.cast import TOM, staff_browser
from tests.markup import read_part
from tests.telling import WAYS, told_of
from tests.views.desk.reading import HTMX, NOBODY, both_ways, offered, ticked, told_to

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.browse import Browser
    from tests.pages import Form, Page

PRESSED = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
ONE_SHEET = [({DataItem.CHOSEN_NAME}, SharingMethod.LETTER)]


def address(her: str, record_id: str) -> str:
    return f"/desk/people/{her}/consents/{record_id}/sheet"


def filled(browser: "Browser", her: str, record_id: str) -> "Form":
    """Fill the form for a sheet in: the chosen name as the portal knows it, by letter."""
    form = browser.open(address(her, record_id)).form(address(her, record_id))
    return form.fill(items="chosen_name", method="letter")


def post(browser: "Browser", form: "Form", *, htmx: bool = False, **sent: str | list[str]) -> "TestResponse":
    """Send a form as it is, but for some fields, and look at nothing but the answer."""
    headers = HTMX if htmx else {"Sec-Fetch-Site": "same-origin"}
    answer = browser.client.post(form.action, data={**form.values, **sent}, headers={**PRESSED, **headers})
    assert list(breaches_of_answer(answer)) == []
    return answer


def words_on(page: "Page") -> dict[str, str]:
    """Give what stands in each field for words."""
    fields = {str(found.get("name")): found for found in page.markup.all("textarea")}
    return {name.removeprefix("words-"): (found.text or "").strip() for name, found in fields.items()}


def test_from_the_page_and_from_the_record_there_is_a_way_to_a_sheet_where_one_can_go(
    esther: "Browser", caseload: Caseload, wren: str
) -> None:
    by_letter = caseload.give(wren, methods=WAYS)
    caseload.give(wren, recipient=recipients(caseload.deps)[1].ref)
    name = recipients(caseload.deps)[0].name

    for path in (f"/desk/people/{wren}", f"/desk/people/{wren}/disclosures"):
        links = [link.get("href") for link in esther.open(path).markup.all("a")]
        assert [link for link in links if link and link.endswith("/sheet")] == [address(wren, by_letter)]
        assert esther.page.follow(f"Make a sheet for {name}").heading == f"Make a sheet for {name}"


def test_the_form_offers_what_the_consent_covers_and_ticks_nothing(
    esther: "Browser", caseload: Caseload, wren: str
) -> None:
    every = frozenset(SharingMethod)
    record_id = caseload.give(wren, methods=every, data_items=frozenset({DataItem.LANGUAGE, DataItem.FAMILY}))

    page = esther.open(address(wren, record_id))

    assert offered(page, "items") == ["language", "family"]
    assert offered(page, "method") == ["letter", "in_person", "secure_message"]
    assert words_on(page) == {"language": "Spanish", "family": ""}
    assert ticked(page) == []


def test_words_are_there_for_what_the_portal_knows_and_the_recipient_s_own_services_only(
    esther: "Browser", caseload: Caseload, wren: str
) -> None:
    for position in range(2):
        caseload.answer(wren, Answer.WANTED, position)
    elsewhere = services_by_need(caseload.deps, Need.LEGAL_IMMIGRATION).cards[0].id
    answer_option(caseload.deps, wren, pick_service(caseload.deps, wren, elsewhere), Answer.WANTED)
    covered = frozenset({DataItem.SERVED_BY_US, DataItem.CHOSEN_NAME, DataItem.SERVICES_WANTED, DataItem.LEGAL_NAME})
    record_id = caseload.give(
        wren, methods=WAYS, recipient=caseload.provider(), data_items=covered, excluded_items=frozenset()
    )

    known = words_on(esther.open(address(wren, record_id)))

    wanted = [card.name for card in options_of(caseload.deps, wren) if card.answer is Answer.WANTED]
    assert len(wanted) == 3
    assert known.pop("services_wanted").splitlines() == wanted[:2]
    assert known == {"served_by_us": "This person gets help from us.", "chosen_name": "Wren", "legal_name": ""}


def test_the_sheet_is_a_page_to_print_that_says_what_it_is_for_and_nothing_about_her_but_what_was_ticked(
    esther: "Browser", caseload: Caseload, wren: str
) -> None:
    record_id = caseload.give(wren, methods=WAYS)
    form = filled(esther, wren, record_id).fill(items="language", **{"words-language": "Spanish, a little English"})

    page = form.submit()

    assert page.heading == f"For {recipients(caseload.deps)[0].name}"
    assert page.title == "Sheet"
    for words in ("To get help from a lawyer", "Under a consent that ends", "Esther", "Spanish, a little English"):
        assert words in page.text
    assert "Use this for nothing else. Pass it on to nobody." in page.text
    printed = [found for found in page.markup.all() if "Wren" in (found.text or "")]
    assert {around.get("class") for found in printed for around in page.markup.ancestors(found)} >= {"back"}
    assert page.text.count("Wren") == 1
    assert page.headers["Cache-Control"] == "no-store"
    assert told_to(caseload.deps, wren) == [({DataItem.LANGUAGE}, SharingMethod.LETTER)]
    assert page.follow("Wren").path == f"/desk/people/{wren}"


def test_the_same_comes_as_a_plain_text_under_a_name_that_says_nothing(
    esther: "Browser", caseload: Caseload, wren: str
) -> None:
    form = filled(esther, wren, caseload.give(wren, methods=WAYS))
    form.fill(**{"words-chosen_name": "Wren <b>of</b> the reeds\r\nor Robin"})
    page = form.submit()

    answer = post(esther, form, as_file="y")

    assert answer.status_code == 200
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=sheet.txt"
    assert answer.headers["Cache-Control"] == "no-store"
    lines = answer.text.splitlines()
    assert lines[0] == f"For: {recipients(caseload.deps)[0].name}"
    assert lines[1:3] == ["What it is for: To get help from a lawyer", "Date: Tuesday, May 12, 2026"]
    assert lines[3].startswith("Under a consent that ends: Tuesday, May 26, 2026, ")
    assert lines[4:9] == ["Made by: Esther", "", "Chosen name:", "Wren <b>of</b> the reeds", "or Robin"]
    assert lines[9:] == ["", "Use this for nothing else. Pass it on to nobody."]
    assert "Wren <b>of</b> the reeds" in page.text
    assert told_to(caseload.deps, wren) == ONE_SHEET


@both_ways
def test_pressed_again_it_is_the_same_sheet_and_told_once(
    esther: "Browser", caseload: Caseload, wren: str, *, htmx: bool
) -> None:
    form = filled(esther, wren, caseload.give(wren, methods=WAYS))

    answers = [post(esther, form, htmx=htmx) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {200}
    assert ("<html" in answers[0].text) is not htmx
    assert len({read_part(answer.text).root.findtext(".//h1") for answer in answers}) == 1
    assert told_to(caseload.deps, wren) == ONE_SHEET


def test_other_words_on_the_same_form_are_kept_and_made_only_by_another_press(
    esther: "Browser", caseload: Caseload, wren: str
) -> None:
    record_id = caseload.give(wren, methods=WAYS)
    form = filled(esther, wren, record_id)
    form.submit()
    esther.open(address(wren, record_id))

    page = form.fill(**{"words-chosen_name": "Robin"}).submit(status=422)

    assert "You made another sheet from this page before" in page.text
    assert words_on(page)["chosen_name"] == "Robin"
    assert told_to(caseload.deps, wren) == ONE_SHEET
    assert "Robin" in page.form(address(wren, record_id)).submit().text
    assert told_to(caseload.deps, wren) == ONE_SHEET * 2


@pytest.mark.parametrize(
    ("forged", "sentence"),
    [
        ({"items": None}, "Pick what the sheet says."),
        ({"method": None}, "Pick how it gets there."),
        ({"method": "phone"}, "Please look at the lines marked below."),
        ({"items": "everything"}, "Please look at the lines marked below."),
        ({"words-chosen_name": " \r\n "}, "Write words for this, or take the tick away."),
        ({"words-chosen_name": "x" * 301}, "That is too long. Use 300 letters or fewer."),
    ],
)
def test_a_form_half_filled_in_makes_no_sheet_and_keeps_what_was_typed(
    esther: "Browser", caseload: Caseload, wren: str, forged: dict[str, str | None], sentence: str
) -> None:
    record_id = caseload.give(wren, methods=WAYS)
    form = filled(esther, wren, record_id).fill(**{"words-language": "Kinyarwanda"}).forge(**forged)

    page = form.submit(status=422)

    assert sentence in page.text
    typed = {"chosen_name": "Wren", "language": "Kinyarwanda"}
    assert words_on(page) == typed | {
        name.removeprefix("words-"): (words or "").strip() for name, words in forged.items() if "words" in name
    }
    assert told_to(caseload.deps, wren) == []


@pytest.mark.parametrize(
    "forged_and_told",
    [
        ({"items": "legal_name", "words-legal_name": "Robin"}, "This consent does not cover all of that."),
        ({"items": ["chosen_name", "family"], "words-family": "Two"}, "This consent does not cover all of that."),
        ({"method": "in_person"}, "This consent does not allow this way of telling them."),
        ({"purpose": "medical_care"}, "This consent is for another purpose."),
        ({"recipient": NOBODY}, "This consent is for another recipient."),
    ],
)
@pytest.mark.parametrize("as_file", [{}, {"as_file": "y"}], ids=["page", "file"])
@both_ways
def test_what_the_consent_does_not_cover_is_on_no_sheet_and_the_page_says_why(  # noqa: PLR0913 (each a way it is tried)
    esther: "Browser",
    caseload: Caseload,
    wren: str,
    forged_and_told: tuple[dict[str, str | list[str]], str],
    *,
    as_file: dict[str, str],
    htmx: bool,
) -> None:
    forged, sentence = forged_and_told
    form = filled(esther, wren, caseload.give(wren, methods=WAYS))

    answer = post(esther, form, htmx=htmx, **forged, **as_file)

    assert (answer.status_code, answer.mimetype) == (422, "text/html")
    assert "No sheet was made." in answer.text
    assert sentence in answer.text
    assert told_to(caseload.deps, wren) == []


def test_the_longest_sheet_there_can_be_still_goes_through(esther: "Browser", caseload: Caseload, wren: str) -> None:
    everything = sorted(set(DataItem) - {DataItem.CONSENT_STOPPED})
    record_id = caseload.give(wren, methods=WAYS, data_items=frozenset(everything), excluded_items=frozenset())
    form = filled(esther, wren, record_id)

    form.fill(**{f"words-{item}": "𐍈" * 300 for item in everything})
    answer = post(esther, form, items=[str(item) for item in everything])

    assert (answer.status_code, answer.text.count("𐍈" * 300)) == (200, len(everything))
    assert told_to(caseload.deps, wren) == [(set(everything), SharingMethod.LETTER)]


@pytest.mark.parametrize("forged", [{"token": None}, {"recipient": ""}, {"purpose": "anything"}, {"token": "x" * 65}])
def test_a_form_that_is_not_ours_is_not_read(
    esther: "Browser", caseload: Caseload, wren: str, forged: dict[str, str | None]
) -> None:
    filled(esther, wren, caseload.give(wren, methods=WAYS)).forge(**forged).submit(status=400)

    assert told_to(caseload.deps, wren) == []


@pytest.mark.parametrize("left_out", [None, "method"])
def test_a_stop_between_page_and_press_makes_no_sheet(
    esther: "Browser", caseload: Caseload, wren: str, left_out: str | None
) -> None:
    given = caseload.give(wren, methods=WAYS)
    form = filled(esther, wren, given)
    withdraw_consent(caseload.deps, wren, given)
    if left_out:
        form.forge(**{left_out: None})

    page = form.submit(status=422)

    assert "No sheet was made." in page.text
    assert "Nothing more may be told under it." in page.text
    assert offered(page, "items") == []
    assert told_to(caseload.deps, wren) == []


def test_a_sheet_pressed_again_after_the_stop_is_not_given_again(
    esther: "Browser", caseload: Caseload, wren: str
) -> None:
    given = caseload.give(wren, methods=WAYS)
    form = filled(esther, wren, given)
    form.submit()
    withdraw_consent(caseload.deps, wren, given)

    answer = post(esther, form, as_file="y")

    assert (answer.status_code, answer.mimetype) == (422, "text/html")
    assert "This consent has ended." in answer.text
    assert told_to(caseload.deps, wren) == ONE_SHEET


def test_a_consent_for_phone_calls_only_says_that_no_sheet_can_go(
    esther: "Browser", caseload: Caseload, wren: str
) -> None:
    page = esther.open(address(wren, caseload.give(wren)))

    assert "This consent allows phone calls only." in page.text
    assert offered(page, "items") == []


def test_another_person_s_consent_is_not_found_under_this_one(esther: "Browser", caseload: Caseload, wren: str) -> None:
    robin = caseload.add("Robin")
    others, own = caseload.give(robin, methods=WAYS), caseload.give(wren, methods=WAYS)
    form = filled(esther, wren, own)
    form.action = address(wren, others)

    assert post(esther, form).status_code == 404
    assert post(esther, form.forge(method=None)).status_code == 404
    esther.open(address(wren, others), status=404)
    esther.open(address(wren, NOBODY), status=404)
    assert told_to(caseload.deps, wren) == told_to(caseload.deps, robin) == []


def test_nobody_else_makes_a_sheet_about_her(
    app: "Flask", imani: "Browser", esther: "Browser", caseload: Caseload, wren: str
) -> None:
    record_id = caseload.give(wren, methods=WAYS)
    form = filled(esther, wren, record_id)
    tom = staff_browser(app, TOM, caseload.timepiece)

    for stranger in (tom, imani):
        token = next(
            each.get("value") for each in stranger.page.markup.all("input") if each.get("name") == "csrf_token"
        )
        for htmx in (False, True):
            assert post(stranger, form, htmx=htmx, csrf_token=str(token)).status_code == 404
        assert stranger.client.get(address(wren, record_id)).status_code == 404
    assert told_of(caseload.deps, wren) == []


def test_signed_out_in_the_middle_nothing_is_told_and_the_words_are_given_back(
    app: "Flask", esther: "Browser", caseload: Caseload, wren: str
) -> None:
    form = filled(esther, wren, caseload.give(wren, methods=WAYS)).fill(**{"words-language": "Kinyarwanda"})
    answer = app.test_client().post(form.action, data=form.values, headers=PRESSED)

    assert answer.status_code == 401
    assert "Kinyarwanda" in answer.text
    assert told_of(caseload.deps, wren) == []


def test_a_form_that_has_grown_old_gives_its_words_back_with_their_names(
    esther: "Browser", caseload: Caseload, wren: str
) -> None:
    record_id = caseload.give(wren, methods=WAYS)
    form = filled(esther, wren, record_id).fill(**{"words-language": "Kinyarwanda"})

    stale = form.forge(csrf_token="of another session").submit(status=400)

    assert words_on(stale)["language"] == "Kinyarwanda"
    page = stale.form(address(wren, record_id)).submit(status=422)
    assert words_on(page)["language"] == "Kinyarwanda"
    assert ticked(page) == ["chosen_name"]
    assert told_to(caseload.deps, wren) == []


def test_each_consent_keeps_its_purpose(esther: "Browser", caseload: Caseload, wren: str) -> None:
    record_id = caseload.give(wren, methods=WAYS, purpose=Purpose.TRANSPORT)

    page = filled(esther, wren, record_id).submit()

    assert "To get a ride" in page.text
    assert [told.purpose for told in told_of(caseload.deps, wren)] == [Purpose.TRANSPORT]

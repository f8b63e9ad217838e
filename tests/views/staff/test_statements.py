"""The office keeps who approved the words people sign; without an approval they are signed with an interpreter only."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.people import NewSurvivor, add_survivor
from survivor_portal.actions.statements import approvals, is_approved
from survivor_portal.texts.consent.statements import CURRENT_VERSION, published_words
from tests.cast import survivor_browser

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.pages import Form

HERE = "/desk/office/statements"
ARABIC = published_words(CURRENT_VERSION, "ar")
PLACE = f"{HERE}/{ARABIC.version}-ar"
NOUHA = NewSurvivor("Nouha", "nouha field 12", "five words that nobody guesses", "ar")
both_ways = pytest.mark.parametrize("htmx", [False, True], ids=["without-script", "with-script"])


def approving(imani: "Browser", **changes: str) -> "Form":
    """Fill an approval of the Arabic words in, but for the changes."""
    typed = {"approved_by": "Dr. Salma Nasser", "profession": "translator", "approved_on": "2026-05-11", **changes}
    return imani.open(PLACE).form(PLACE).fill(**typed)


def is_arabic_approved(deps: "Deps") -> bool:
    return is_approved(deps, ARABIC.version, "ar", ARABIC.digest)


def test_the_office_leads_to_every_statement_with_who_approved_it(imani: "Browser") -> None:
    page = imani.open("/desk/office").follow("Statements")

    assert page.path == HERE
    for language in ("English", "Spanish", "Arabic"):
        assert f"Version {CURRENT_VERSION} in {language}" in page.text
    assert "Approved by Elena Prado, an invented translator on May 12, 2026" in page.text
    assert "Nobody has approved these words. An interpreter is asked for." in page.text


def test_the_very_words_are_read_before_they_are_approved(imani: "Browser") -> None:
    said = imani.open(HERE).follow(f"Version {CURRENT_VERSION} in Arabic").text

    for section in ARABIC.sections.values():
        for words in (section.heading, *section.words):
            assert words in said


@both_ways
def test_an_approval_is_recorded_with_name_and_day_and_opens_signing_alone(
    app: "Flask", imani: "Browser", deps: "Deps", *, htmx: bool
) -> None:
    add_survivor(deps, NOUHA)
    nouha = survivor_browser(app, NOUHA)
    assert asks_for_interpreter(nouha)

    page = approving(imani).submit(htmx=htmx)

    assert "Approved by Dr. Salma Nasser, translator on May 11, 2026" in page.text
    assert "Recorded by Imani." in page.text
    assert is_arabic_approved(deps)
    assert not asks_for_interpreter(nouha)


@both_ways
@pytest.mark.parametrize(
    "changes",
    [
        {"approved_by": ""},
        {"approved_by": "   "},
        {"approved_by": "S" * 81},
        {"profession": ""},
        {"profession": "S" * 81},
        {"approved_on": ""},
        {"approved_on": "yesterday"},
        {"approved_on": "2026-02-30"},
        {"approved_on": "2026-05-13"},
    ],
)
def test_an_approval_that_is_not_whole_is_not_recorded(
    imani: "Browser", deps: "Deps", changes: dict[str, str], *, htmx: bool
) -> None:
    page = approving(imani, **changes).submit(htmx=htmx, status=422)

    assert not is_arabic_approved(deps)
    kept = {"approved_by": "Dr. Salma Nasser", "approved_on": "2026-05-11"} | changes
    assert (page.value_of("approved_by") or "").strip() == kept["approved_by"].strip()


def test_words_that_changed_since_they_were_shown_are_not_approved(imani: "Browser", deps: "Deps") -> None:
    page = approving(imani).forge(words="0" * 64).submit(status=422)

    assert "The words have changed since you opened this page." in page.text
    assert not is_arabic_approved(deps)
    page.form(PLACE).submit()
    assert is_arabic_approved(deps)


@both_ways
def test_a_press_ends_an_approval_and_signing_asks_for_an_interpreter_again(
    app: "Flask", imani: "Browser", deps: "Deps", *, htmx: bool
) -> None:
    add_survivor(deps, NOUHA)
    page = approving(imani).submit()
    (form,) = [found for found in page.markup.all("form") if str(found.get("action")).endswith("/end")]

    page = page.form(str(form.get("action"))).submit(htmx=htmx)

    assert "No longer approved." in page.text
    assert not is_arabic_approved(deps)
    assert asks_for_interpreter(survivor_browser(app, NOUHA))
    assert "Dr. Salma Nasser" not in imani.open(HERE).text


def test_a_doubled_press_is_one_approval(imani: "Browser", deps: "Deps") -> None:
    form = approving(imani)
    form.submit()
    form.submit()

    assert len([each for each in approvals(deps) if each.language == "ar"]) == 1


@both_ways
@pytest.mark.parametrize(
    "corrected", [{"approved_by": "Dr. Selma Nasser"}, {"profession": "lawyer"}, {"approved_on": "2026-05-10"}]
)
def test_a_corrected_press_of_the_same_form_is_not_lost(
    imani: "Browser", deps: "Deps", corrected: dict[str, str], *, htmx: bool
) -> None:
    form = approving(imani)
    form.submit()

    page = form.fill(**corrected).submit(htmx=htmx, status=422)

    assert "You recorded an approval from this page before, and it stands." in page.text
    assert len([each for each in approvals(deps) if each.language == "ar"]) == 1
    (name, value), *_ = corrected.items()
    assert page.value_of(name) == value
    page.form(PLACE).submit()
    assert len([each for each in approvals(deps) if each.language == "ar"]) == 2


@pytest.mark.parametrize("ref", ["1", "0-en", "1-xx", "1:en", "en-1", "..%2f1-en"])
def test_a_statement_that_was_never_published_is_not_there(imani: "Browser", ref: str) -> None:
    imani.open(f"{HERE}/{ref}", status=404)


def asks_for_interpreter(browser: "Browser") -> bool:
    """Say whether signing asks for the name of an interpreter."""
    page = browser.open("/choices/new")
    return any(found.get("name") == "interpreter" for found in page.markup.all("input"))

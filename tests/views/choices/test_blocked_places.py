"""A place the office has blocked: she reads that nothing is told to it, never why, and her yes stays as she gave it."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import (
    BlockReason,
    block_recipient,
    consent_for,
    consents_of,
    recipients,
    unblock_recipient,
    withdraw_consent,
)
from survivor_portal.domain.consent import Purpose, State
from survivor_portal.texts.recipients import BLOCK_REASONS
from tests.asked import kept, propose
from tests.browse import Browser
from tests.caseload import Caseload
from tests.cast import IMANI
from tests.reading_ease import grade
from tests.staff import staff_id_of
from tests.views.choices.reading import WREN, filled, places

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.pages import Page

NOT_NOW = "We tell this place nothing at the moment."
NOTHING_WRONG = "So you cannot sign this now. Nothing you did is wrong, and you get the same help."
HIGHEST_GRADE = 6.0
both_ways = pytest.mark.parametrize("htmx", [False, True], ids=["without-script", "with-script"])


@pytest.fixture
def given(caseload: Caseload, her: str) -> str:
    """A consent she gave."""
    return caseload.give(her)


def block(deps: "Deps", her: str, consent: str, reason: BlockReason = BlockReason.PASSED_ON) -> None:
    """Let the office block the place that a consent of hers names."""
    block_recipient(deps, staff_id_of(deps, IMANI), consent_for(deps, her, consent).card.record.recipient, reason)


def tells_why(page: "Page") -> bool:
    return any(str(words) in page.text for words in BLOCK_REASONS.values()) or "locked" in page.text


def test_home_says_what_is_shared_and_what_is_not_for_now(
    wren: Browser, deps: "Deps", caseload: Caseload, her: str, given: str
) -> None:
    assert "You share now" in wren.open("/home").text
    block(deps, her, given)

    page = wren.open("/home")

    assert "You share now" not in page.text
    name = consents_of(deps, her)[0].recipient_name
    _, heading, there = page.text.partition("You said yes, but we share nothing now")
    assert heading
    assert name in there
    assert NOT_NOW in there
    assert page.follow(name).path == f"/choices/{given}"
    other = recipients(deps)[1]
    caseload.give(her, recipient=other.ref)
    assert f"You share now With {other.name}" in wren.open("/home").text


def test_her_choices_say_so_at_the_consent_with_its_stop(wren: Browser, deps: "Deps", her: str, given: str) -> None:
    block(deps, her, given)

    page = wren.open("/choices")

    assert "Right now, we share nothing." in page.text
    _, heading, there = page.text.partition("You said yes, but we share nothing now")
    assert heading
    assert f"{NOT_NOW} What was signed stays as it is." in there
    assert "Until" in there
    assert "We may tell them:" not in page.text
    page = page.form(f"/choices/{given}/withdrawal").submit()
    assert "It has stopped." in page.text
    assert consents_of(deps, her)[0].state is State.WITHDRAWN


def test_the_page_of_the_consent_says_so_and_offers_nothing_that_would_be_refused(
    wren: Browser, deps: "Deps", her: str, given: str
) -> None:
    assert "Sign it again" in wren.open(f"/choices/{given}").text
    before = kept(deps)
    block(deps, her, given)

    page = wren.open(f"/choices/{given}")

    assert f"{NOT_NOW} What was signed stays as it is." in page.text
    assert "Sign it again" not in page.text
    assert kept(deps) == before
    page.form(f"/choices/{given}/withdrawal").submit()
    assert consents_of(deps, her)[0].state is State.WITHDRAWN


@pytest.mark.parametrize("reason", BlockReason)
def test_why_it_is_blocked_is_told_nowhere_to_her(
    wren: Browser, deps: "Deps", her: str, given: str, reason: BlockReason
) -> None:
    block(deps, her, given, reason)

    for path in ("/home", "/choices", f"/choices/{given}", f"/choices/{given}/receipt", "/me/copy"):
        assert not tells_why(wren.open(path))


def test_once_the_block_is_over_everything_is_as_it_was(wren: Browser, deps: "Deps", her: str, given: str) -> None:
    before = [wren.open(path).text for path in ("/home", "/choices", f"/choices/{given}")]
    block(deps, her, given)
    place = consent_for(deps, her, given).card.record.recipient

    unblock_recipient(deps, staff_id_of(deps, IMANI), place)

    assert [wren.open(path).text for path in ("/home", "/choices", f"/choices/{given}")] == before


# ------------------------------------------------------------------------- every way in which a place could be chosen


@pytest.mark.parametrize("form", ["/choices/new", "/choices/apart/form"])
def test_no_form_offers_a_blocked_place(wren: Browser, deps: "Deps", her: str, given: str, form: str) -> None:
    named = len(places(wren.open(form)))
    block(deps, her, given)

    assert len(places(wren.open(form))) == named - 1


@both_ways
def test_a_form_opened_before_the_block_makes_nothing(wren: Browser, deps: "Deps", her: str, *, htmx: bool) -> None:
    form = filled(wren.open("/choices/new"))
    block_recipient(deps, staff_id_of(deps, IMANI), recipients(deps)[0].ref, BlockReason.CLOSED)

    page = form.submit(htmx=htmx, status=422)

    assert "Nothing may go to this place now. Choose another one." in page.text
    assert consents_of(deps, her) == []


def test_a_form_about_the_police_opened_before_the_block_makes_nothing(wren: Browser, deps: "Deps", her: str) -> None:
    form = wren.open("/choices/apart/form").form("/choices/apart/form")
    typed = {"items": "chosen_name", "methods": "phone", "risk": "y", "ways": "y", "signature": WREN.passphrase}
    form.fill(recipient=places(wren.page)[0], purpose=Purpose.TALK_WITH_POLICE.value, **typed)
    block_recipient(deps, staff_id_of(deps, IMANI), recipients(deps)[0].ref, BlockReason.CLOSED)

    page = form.submit(status=422)

    assert "Nothing may go to this place now." in page.text
    assert consents_of(deps, her) == []


def test_a_draft_for_a_blocked_place_has_only_the_ways_out(
    wren: Browser, deps: "Deps", caseload: Caseload, her: str
) -> None:
    draft = propose(caseload, her)
    block(deps, her, draft)
    assert NOT_NOW in wren.open("/choices").text

    page = wren.open(f"/choices/{draft}/answer")

    assert f"{NOT_NOW} So you cannot sign this now. You can say no, or leave it." in page.text
    assert "Your passphrase" not in page.text
    page.form(f"/choices/{draft}/refusal").submit()
    assert consents_of(deps, her)[0].state is State.REFUSED


@both_ways
def test_a_draft_opened_before_the_block_is_not_signed(
    wren: Browser, deps: "Deps", caseload: Caseload, her: str, *, htmx: bool
) -> None:
    draft = propose(caseload, her)
    form = wren.open(f"/choices/{draft}/answer").form("Sign").fill(risk="y", ways="y", signature=WREN.passphrase)
    block(deps, her, draft)

    page = form.submit(htmx=htmx, status=422)

    assert "Nothing was signed." in page.text
    assert NOT_NOW in page.text
    assert consents_of(deps, her)[0].state is State.DRAFT


@both_ways
def test_a_renewal_opened_before_the_block_is_not_signed(
    wren: Browser, deps: "Deps", her: str, given: str, *, htmx: bool
) -> None:
    form = wren.open(f"/choices/{given}/renewal").form("Sign").fill(risk="y", ways="y", signature=WREN.passphrase)
    block(deps, her, given)
    before = kept(deps)

    page = form.submit(htmx=htmx, status=422)

    assert f"Nothing was signed. {consents_of(deps, her)[0].recipient_name}" in page.text
    assert f"{NOT_NOW} What was signed stays as it is. {NOTHING_WRONG}" in page.text
    assert "goes on only if you sign" not in page.text
    assert kept(deps) == before


@pytest.mark.parametrize("kind", ["renewal", "word"])
def test_what_cannot_be_signed_now_says_so_before_anything_is_typed(
    wren: Browser, deps: "Deps", her: str, given: str, kind: str
) -> None:
    if kind == "word":
        withdraw_consent(deps, her, given)
    block(deps, her, given)

    page = wren.open(f"/choices/{given}/{kind}")

    assert NOT_NOW in page.text
    assert NOTHING_WRONG in page.text
    assert "Your passphrase" not in page.text
    assert "Nothing was signed." not in page.text
    name = consents_of(deps, her)[0].recipient_name
    assert page.follow(f"See all of it {name}").path == f"/choices/{given}"


@both_ways
def test_a_blocked_place_is_not_told_of_her_stop(  # noqa: PLR0913 (a case and its ways)
    wren: Browser, deps: "Deps", caseload: Caseload, her: str, given: str, *, htmx: bool
) -> None:
    caseload.tell(her, given)
    withdraw_consent(deps, her, given)
    form = wren.open(f"/choices/{given}/word").form("Sign").fill(risk="y", ways="y", signature=WREN.passphrase)
    block(deps, her, given)
    before = kept(deps)

    page = form.submit(htmx=htmx, status=422)

    assert "Nothing was signed." in page.text
    assert f"{NOT_NOW} {NOTHING_WRONG}" in page.text
    assert "Shall we tell them" not in page.text
    assert "It has stopped." in page.text
    assert kept(deps) == before


def test_the_words_are_plain() -> None:
    said = (
        f"{NOT_NOW} What was signed stays as it is. So you cannot sign this now. You can say no, or leave it. "
        f"You said yes, but we share nothing now. Right now, we share nothing. Nothing was signed. {NOTHING_WRONG}"
    )

    assert grade(said) <= HIGHEST_GRADE

"""A place the office has blocked, at the desk: nothing can be recorded, and the consent is shown as it stands."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import BlockReason, block_recipient, consent_for, recipients
from survivor_portal.texts.recipients import BLOCK_REASONS
from tests.asked import propose
from tests.caseload import Caseload
from tests.cast import IMANI
from tests.staff import staff_id_of
from tests.views.desk.reading import NOTHING_MAY_BE_TOLD, both_ways, offered, told_to

if TYPE_CHECKING:
    from tests.browse import Browser

NOT_NOW = "We tell this place nothing at the moment."


def block(caseload: Caseload, her: str, consent: str, reason: BlockReason = BlockReason.PASSED_ON) -> None:
    """Let the office block the place that a consent of hers names."""
    place = consent_for(caseload.deps, her, consent).card.record.recipient
    block_recipient(caseload.deps, staff_id_of(caseload.deps, IMANI), place, reason)


@pytest.mark.parametrize("reason", BlockReason)
def test_the_person_s_page_says_so_at_the_consent_and_never_why(
    esther: "Browser", caseload: Caseload, wren: str, reason: BlockReason
) -> None:
    given, other = caseload.give(wren), caseload.give(wren, recipient=recipients(caseload.deps)[1].ref)
    assert NOT_NOW not in esther.open(f"/desk/people/{wren}").text
    block(caseload, wren, given, reason)

    page = esther.open(f"/desk/people/{wren}")

    name = consent_for(caseload.deps, wren, given).card.recipient_name
    free = consent_for(caseload.deps, wren, other).card.recipient_name
    consents = page.text.partition("Consents")[2]
    assert f"{NOT_NOW} What was signed stays as it is." in consents.partition(name)[2].partition(free)[0]
    assert consents.count(NOT_NOW) == 1
    assert str(BLOCK_REASONS[reason]) not in page.text


def test_a_draft_for_a_blocked_place_says_so_too(esther: "Browser", caseload: Caseload, wren: str) -> None:
    block(caseload, wren, propose(caseload, wren))

    assert f"{NOT_NOW} Nothing may be told under it yet." in esther.open(f"/desk/people/{wren}").text


def test_nothing_can_be_ticked_for_a_blocked_place(esther: "Browser", caseload: Caseload, wren: str) -> None:
    block(caseload, wren, caseload.give(wren))

    page = esther.open(f"/desk/people/{wren}/disclosures")

    assert NOT_NOW in page.text
    assert NOTHING_MAY_BE_TOLD not in page.text
    assert offered(page, "items") == []


@pytest.mark.parametrize("method", ["phone", ""])
@both_ways
def test_a_form_opened_before_the_block_records_nothing(
    esther: "Browser", caseload: Caseload, wren: str, method: str, *, htmx: bool
) -> None:
    given = caseload.give(wren)
    form = esther.open(f"/desk/people/{wren}/disclosures").form(f"/desk/people/{wren}/disclosures")
    form.fill(items="chosen_name", **({"method": method} if method else {}))
    block(caseload, wren, given)

    page = form.submit(htmx=htmx, status=422)

    assert "Nothing was recorded." in page.text
    assert "Nothing may go to this recipient." in page.text
    assert NOT_NOW in page.text
    assert told_to(caseload.deps, wren) == []


def test_a_blocked_place_cannot_be_asked_for(esther: "Browser", caseload: Caseload, wren: str) -> None:
    here = f"/desk/people/{wren}/drafts"
    place = recipients(caseload.deps)[0]
    form = esther.open(here).form(here).fill(recipient=place.ref, purpose="legal_help", items="chosen_name")
    form.fill(methods="phone", length="14")
    block_recipient(caseload.deps, staff_id_of(caseload.deps, IMANI), place.ref, BlockReason.CLOSED)

    page = form.submit(status=422)

    assert "Nothing may go to this place now." in page.text
    assert place.name not in esther.open(here).text

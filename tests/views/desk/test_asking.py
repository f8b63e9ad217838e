"""Asking for a consent: the advocate picks, the person answers, and until then nothing may be told."""

import re
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import consents_of, recipients
from survivor_portal.actions.pausing import end_pause, pause
from survivor_portal.domain.consent import DataItem, Purpose, SharingMethod
from tests.caseload import Caseload

if TYPE_CHECKING:
    from tests.browse import Browser
    from tests.pages import Form
from tests.views.desk.reading import NOBODY, NOTHING_MAY_BE_TOLD, both_ways, offered, ticked


def filled(esther: "Browser", caseload: Caseload, her: str, **changes: str) -> "Form":
    """Open the form from her page and pick one of everything, but for the changes."""
    page = esther.open(f"/desk/people/{her}").follow("Ask for a consent")
    typed = {
        "recipient": recipients(caseload.deps)[0].ref,
        "purpose": "legal_help",
        "items": "chosen_name",
        "methods": "phone",
        "length": "14",
    }
    return page.form(f"/desk/people/{her}/drafts").fill(**typed | changes)


def test_nothing_is_picked_and_what_is_the_person_s_alone_is_not_offered(esther: "Browser", wren: str) -> None:
    page = esther.open(f"/desk/people/{wren}/drafts")

    assert ticked(page) == []
    assert "consent_stopped" not in offered(page, "items")
    purposes = {option.get("value") for option in page.markup.all("option")}
    assert {"talk_with_police", "tell_of_stop"} & purposes == set()
    assert offered(page, "length") == ["once", "7", "14", "30"]


@both_ways
def test_what_is_asked_for_waits_on_both_sides_and_opens_nothing(
    esther: "Browser", caseload: Caseload, wren: str, *, htmx: bool
) -> None:
    page = filled(esther, caseload, wren).submit(htmx=htmx)

    assert page.path == f"/desk/people/{wren}"
    name = re.escape(recipients(caseload.deps)[0].name)
    assert re.search(rf"{name}: Waits for an answer Nothing may be told under it yet\.", page.text)
    assert NOTHING_MAY_BE_TOLD in page.text
    assert offered(esther.open(f"/desk/people/{wren}/disclosures"), "items") == []
    (card,) = consents_of(caseload.deps, wren)
    assert (card.waits_for_her, card.is_from_paper) == (True, False)
    assert card.record.purpose is Purpose.LEGAL_HELP
    assert card.record.data_items == {DataItem.CHOSEN_NAME}
    assert card.record.methods == {SharingMethod.PHONE}


def test_a_signed_paper_is_a_draft_like_any_other(esther: "Browser", caseload: Caseload, wren: str) -> None:
    page = filled(esther, caseload, wren, paper="y").submit()

    assert "Waits for an answer · From a paper" in page.text
    assert NOTHING_MAY_BE_TOLD in page.text
    assert consents_of(caseload.deps, wren)[0].is_from_paper


def test_the_same_form_twice_asks_once(esther: "Browser", caseload: Caseload, wren: str) -> None:
    form = filled(esther, caseload, wren)

    for _ in range(2):
        assert form.submit().path == f"/desk/people/{wren}"

    assert len(consents_of(caseload.deps, wren)) == 1


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ("recipient", "Choose one place."),
        ("purpose", "Choose what it is for."),
        ("items", "Pick what may be told."),
        ("methods", "Pick how it may be told."),
        ("length", "Pick how long."),
    ],
)
@both_ways
def test_a_form_half_filled_in_asks_nothing_and_keeps_the_rest(  # noqa: PLR0913 (what the test stands on, and its parameters)
    esther: "Browser", caseload: Caseload, wren: str, left_out: str, sentence: str, *, htmx: bool
) -> None:
    form = filled(esther, caseload, wren).forge(**{left_out: None})

    page = form.submit(htmx=htmx, status=422)

    assert sentence in page.text
    kept = {"items": "chosen_name", "methods": "phone", "length": "14"}
    assert sorted(ticked(page)) == sorted(value for name, value in kept.items() if name != left_out)
    assert consents_of(caseload.deps, wren) == []


@pytest.mark.parametrize(
    "forged",
    [
        {"recipient": NOBODY},
        {"purpose": "talk_with_police"},
        {"purpose": "tell_of_stop"},
        {"items": "consent_stopped"},
        {"items": "everything"},
        {"methods": "broadcast"},
        {"length": "60"},
        {"length": "forever"},
    ],
)
def test_what_the_form_does_not_offer_is_not_asked(
    esther: "Browser", caseload: Caseload, wren: str, forged: dict[str, str]
) -> None:
    filled(esther, caseload, wren).forge(**forged).submit(status=422)

    assert consents_of(caseload.deps, wren) == []


@pytest.mark.parametrize("token", [None, "x" * 65])
def test_a_form_that_is_not_ours_is_not_read(
    esther: "Browser", caseload: Caseload, wren: str, token: str | None
) -> None:
    filled(esther, caseload, wren).forge(token=token).submit(status=400)

    assert consents_of(caseload.deps, wren) == []


def test_whoever_paused_is_asked_nothing_and_what_was_picked_stays(
    esther: "Browser", caseload: Caseload, wren: str
) -> None:
    form = filled(esther, caseload, wren)
    pause(caseload.deps, wren)

    page = form.submit(status=422)

    assert "This person has paused." in page.text
    assert "Ask for a consent" not in esther.open(f"/desk/people/{wren}").text
    assert "This person has paused." in esther.open(f"/desk/people/{wren}/drafts").text
    assert consents_of(caseload.deps, wren) == []
    end_pause(caseload.deps, wren)
    form.submit()
    assert len(consents_of(caseload.deps, wren)) == 1


def test_no_way_of_the_desk_gives_a_consent(esther: "Browser", caseload: Caseload, wren: str) -> None:
    filled(esther, caseload, wren).submit()
    record_id = consents_of(caseload.deps, wren)[0].record_id
    token = esther.open(f"/desk/people/{wren}/drafts").form(f"/desk/people/{wren}/drafts").values["csrf_token"]

    for end in ("", "/signature", "/given", "/confirmation"):
        answer = esther.client.post(
            f"/desk/people/{wren}/consents/{record_id}{end}",
            data={"csrf_token": token, "signature": "yes", "method": "oral"},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert answer.status_code in {404, 405}

    assert not consents_of(caseload.deps, wren)[0].is_given

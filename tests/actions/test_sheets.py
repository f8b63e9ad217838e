"""A sheet is a disclosure: it leaves only as her consent covers it, once, and its words stay nowhere."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from survivor_portal.actions.consents import (
    RecordedOtherwise,
    Sheet,
    consents_of,
    make_sheet,
    new_form_token,
    withdraw_consent,
)
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.people import add_staff
from survivor_portal.actions.places import place_of
from survivor_portal.domain.consent import DataItem, Purpose, RecipientStanding, Refusal, SharingMethod
from survivor_portal.models import Disclosure, Recipient
from tests.asked import propose
from tests.caseload import Caseload
from tests.lives import ODILE
from tests.stored import all_rows
from tests.telling import WAYS, proposed_under, told_of

if TYPE_CHECKING:
    from tests.timepiece import Timepiece

BOTH = {DataItem.CHOSEN_NAME: "Wren of the reeds", DataItem.LANGUAGE: "Spanish"}


def make(caseload: Caseload, her: str, record_id: str, **changes: Any) -> Sheet | Refusal | RecordedOtherwise:  # noqa: ANN401 (any field)
    return make_sheet(caseload.deps, caseload.advocate, her, proposed_under(caseload.deps, her, record_id, **changes))


def test_a_sheet_says_what_was_ticked_and_is_recorded_as_told(caseload: Caseload, wren: str) -> None:
    record_id = caseload.give(wren, methods=WAYS)

    sheet = make(caseload, wren, record_id, items=frozenset(BOTH), words=BOTH)

    card = consents_of(caseload.deps, wren)[0]
    (told,) = card.disclosures
    assert isinstance(sheet, Sheet)
    assert sheet.lines == ((DataItem.CHOSEN_NAME, "Wren of the reeds"), (DataItem.LANGUAGE, "Spanish"))
    assert (sheet.recipient_name, sheet.purpose, sheet.made_by) == (card.recipient_name, Purpose.LEGAL_HELP, "Esther")
    assert (sheet.made_at, sheet.consent_ends_at) == (told.at, card.record.expires_at)
    assert (told.items, told.method, told.by) == (frozenset(BOTH), SharingMethod.LETTER, caseload.advocate)


def test_words_for_anything_else_are_on_no_sheet(caseload: Caseload, wren: str) -> None:
    words = {**BOTH, DataItem.LEGAL_NAME: "Robin Hood"}

    sheet = make(caseload, wren, caseload.give(wren, methods=WAYS), words=words)

    assert isinstance(sheet, Sheet)
    assert sheet.lines == ((DataItem.CHOSEN_NAME, "Wren of the reeds"),)


def test_an_item_without_words_makes_no_sheet(caseload: Caseload, wren: str) -> None:
    record_id = caseload.give(wren, methods=WAYS)

    with pytest.raises(KeyError):
        make(caseload, wren, record_id, items=frozenset(BOTH))
    assert told_of(caseload.deps, wren) == []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"recipient": "another"}, Refusal.OTHER_RECIPIENT),
        ({"purpose": Purpose.TALK_WITH_POLICE}, Refusal.OTHER_PURPOSE),
        ({"method": SharingMethod.IN_PERSON}, Refusal.OTHER_METHOD),
        ({"items": frozenset(), "words": {}}, Refusal.NO_ITEMS),
        (
            {"items": frozenset({DataItem.LEGAL_NAME}), "words": {DataItem.LEGAL_NAME: "Robin"}},
            Refusal.ITEMS_NOT_COVERED,
        ),
        (
            {"items": frozenset({*BOTH, DataItem.FAMILY}), "words": {**BOTH, DataItem.FAMILY: "Two children"}},
            Refusal.ITEMS_NOT_COVERED,
        ),
    ],
)
def test_what_her_consent_does_not_cover_is_on_no_sheet(
    caseload: Caseload, wren: str, changes: dict[str, Any], refusal: Refusal
) -> None:
    record_id = caseload.give(wren, methods=WAYS)

    assert make(caseload, wren, record_id, **changes) is refusal
    assert told_of(caseload.deps, wren) == []


def test_after_her_stop_and_after_its_end_there_is_no_sheet(
    caseload: Caseload, wren: str, timepiece: "Timepiece"
) -> None:
    stopped, lapsed = caseload.give(wren, methods=WAYS), caseload.give(wren, methods=WAYS)
    withdraw_consent(caseload.deps, wren, stopped)
    assert make(caseload, wren, stopped) is Refusal.ENDED
    timepiece.move(timedelta(days=14))

    assert make(caseload, wren, lapsed) is Refusal.ENDED
    assert told_of(caseload.deps, wren) == []


def test_under_a_draft_there_is_no_sheet(caseload: Caseload, wren: str) -> None:
    draft = propose(
        caseload,
        wren,
        recipient=caseload.provider(),
        data_items=frozenset({DataItem.CHOSEN_NAME}),
        methods=WAYS,
        is_from_paper=True,
    )

    assert make(caseload, wren, draft) is Refusal.NOT_GIVEN


def test_nothing_goes_to_a_blocked_recipient(caseload: Caseload, wren: str) -> None:
    record_id = caseload.give(wren, methods=WAYS)
    with caseload.deps.storage.write() as session:
        session.execute(update(Recipient).values(standing=RecipientStanding.BLOCKED))
        session.commit()

    assert make(caseload, wren, record_id) is Refusal.RECIPIENT_BLOCKED


def test_only_the_advocate_who_has_her_case_makes_one_and_only_of_hers(caseload: Caseload, wren: str) -> None:
    deps, record_id = caseload.deps, caseload.give(wren, methods=WAYS)
    robin = caseload.add("Robin")
    proposed = proposed_under(deps, wren, record_id)

    for staff_id, her in ((add_staff(deps, ODILE), wren), (wren, wren), (caseload.advocate, robin)):
        with pytest.raises(NotFoundError):
            make_sheet(deps, staff_id, her, proposed)
    assert told_of(deps, wren) == []


def test_a_doubled_press_gives_the_same_sheet_and_is_told_once(
    caseload: Caseload, wren: str, timepiece: "Timepiece"
) -> None:
    record_id, token = caseload.give(wren, methods=WAYS), new_form_token(caseload.deps)
    first = make(caseload, wren, record_id, token=token)
    timepiece.move(timedelta(hours=1))

    assert make(caseload, wren, record_id, token=token) == first
    assert len(told_of(caseload.deps, wren)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"items": frozenset(BOTH), "words": BOTH},
        {"words": {DataItem.CHOSEN_NAME: "Somebody else"}},
        {"method": SharingMethod.PHONE},
        {"words": None},
    ],
)
def test_other_contents_under_the_same_token_make_no_second_sheet(
    caseload: Caseload, wren: str, changes: dict[str, Any]
) -> None:
    proposed = proposed_under(caseload.deps, wren, caseload.give(wren, methods=WAYS))
    assert isinstance(make_sheet(caseload.deps, caseload.advocate, wren, proposed), Sheet)

    again = make_sheet(caseload.deps, caseload.advocate, wren, replace(proposed, **changes))

    assert isinstance(again, RecordedOtherwise)
    assert len(told_of(caseload.deps, wren)) == 1


def test_a_doubled_press_after_her_stop_gives_no_sheet(caseload: Caseload, wren: str) -> None:
    record_id, token = caseload.give(wren, methods=WAYS), new_form_token(caseload.deps)
    assert isinstance(make(caseload, wren, record_id, token=token), Sheet)
    withdraw_consent(caseload.deps, wren, record_id)

    assert make(caseload, wren, record_id, token=token) is Refusal.ENDED
    assert len(told_of(caseload.deps, wren)) == 1


def test_a_consent_for_one_time_covers_one_sheet_however_often_it_is_pressed(caseload: Caseload, wren: str) -> None:
    record_id, token = caseload.give(wren, methods=WAYS, once=True), new_form_token(caseload.deps)
    first = make(caseload, wren, record_id, token=token)

    assert isinstance(first, Sheet)
    assert make(caseload, wren, record_id, token=token) == first
    assert make(caseload, wren, record_id) is Refusal.ENDED


def test_pressed_twice_at_once_it_is_told_once(caseload: Caseload, wren: str) -> None:
    proposed = proposed_under(caseload.deps, wren, caseload.give(wren, methods=WAYS))
    together = Barrier(2)

    def press(_: int) -> object:
        together.wait()
        return make_sheet(caseload.deps, caseload.advocate, wren, proposed)

    with ThreadPoolExecutor(2) as presses:
        first, second = presses.map(press, range(2))
    assert first == second
    assert len(told_of(caseload.deps, wren)) == 1


def test_the_words_of_a_sheet_are_kept_nowhere(caseload: Caseload, wren: str) -> None:
    deps, words = caseload.deps, {DataItem.CHOSEN_NAME: "Marigold of the seven hollow pines"}
    made = make(caseload, wren, caseload.give(wren, methods=WAYS), words=words)

    with deps.storage.read() as connection:
        row = connection.execute(select(Disclosure.id, Disclosure.details)).one()
    assert isinstance(made, Sheet)
    assert "Marigold" not in repr(all_rows(deps))
    assert "Marigold" not in deps.vault.open(place_of(Disclosure.details, row.id, wren), row.details)

"""Who may be told at all: blocked and unblocked by a supervisor, added by one, and every step kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import (
    AlreadyKnown,
    BlockReason,
    NewRecipient,
    ProposalRefusal,
    ProposedDisclosure,
    SigningRefusal,
    add_recipient,
    block_recipient,
    consent_for,
    consents_of,
    give_draft,
    let_them_know,
    new_form_token,
    place_for_office,
    places_page,
    propose_consent,
    recipients,
    record_disclosure,
    renew_consent,
    unblock_recipient,
    withdraw_consent,
)
from survivor_portal.actions.consents.listing import PLACES_PAGE
from survivor_portal.actions.erasing import Erasure, erase_survivor, finish_erasures
from survivor_portal.actions.law_enforcement import NewPoliceRequest, write_police_request
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.people import add_staff
from survivor_portal.domain.consent import (
    LONGEST_RECIPIENT_NAME,
    DataItem,
    NameProblem,
    Problem,
    Purpose,
    Refusal,
    SharingMethod,
    State,
)
from tests.asked import a_proposal, answer, propose
from tests.caseload import Caseload
from tests.lives import ODILE
from tests.stored import all_rows

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps

NOBODY = "a" * 26
BLOCKED = SigningRefusal(frozenset({Problem.RECIPIENT_BLOCKED}), passphrase_is_wrong=False)


@pytest.fixture
def odile(deps: "Deps") -> str:
    """Odile, who supervises."""
    return add_staff(deps, ODILE)


def place_of(caseload: Caseload, her: str, consent: str) -> str:
    return consent_for(caseload.deps, her, consent).card.record.recipient


def tell(caseload: Caseload, her: str, consent: str) -> object:
    told = ProposedDisclosure(
        consent=consent,
        recipient=place_of(caseload, her, consent),
        purpose=Purpose.LEGAL_HELP,
        items=frozenset({DataItem.CHOSEN_NAME}),
        method=SharingMethod.PHONE,
        token=new_form_token(caseload.deps),
    )
    return record_disclosure(caseload.deps, caseload.advocate, her, told)


def added(deps: "Deps", supervisor: str, name: str) -> str:
    ref = add_recipient(deps, supervisor, NewRecipient(new_form_token(deps), name))
    assert isinstance(ref, str)
    return ref


# ----------------------------------------------------------------------------------------------------------- blocking


def test_under_a_block_nothing_is_told_and_her_consent_stays_as_it_is(
    caseload: Caseload, wren: str, odile: str
) -> None:
    given = caseload.give(wren)
    before = consent_for(caseload.deps, wren, given)

    block_recipient(caseload.deps, odile, place_of(caseload, wren, given), BlockReason.PASSED_ON)

    assert tell(caseload, wren, given) is Refusal.RECIPIENT_BLOCKED
    after = consent_for(caseload.deps, wren, given)
    assert (after.card.record, after.card.events, after.words) == (before.card.record, before.card.events, before.words)
    assert (after.card.state, after.card.is_given) == (State.GIVEN, True)
    assert (after.card.recipient_is_blocked, after.card.is_told_now, before.card.is_told_now) == (True, False, True)


def test_without_the_block_her_consent_counts_again(caseload: Caseload, wren: str, odile: str) -> None:
    given = caseload.give(wren)
    place = place_of(caseload, wren, given)
    block_recipient(caseload.deps, odile, place, BlockReason.NO_SAFE_WAY)

    unblock_recipient(caseload.deps, odile, place)

    assert isinstance(tell(caseload, wren, given), str)
    assert consent_for(caseload.deps, wren, given).card.is_told_now


def test_a_block_of_one_place_changes_nothing_for_another(caseload: Caseload, wren: str, odile: str) -> None:
    first, second = (caseload.give(wren, recipient=choice.ref) for choice in recipients(caseload.deps)[:2])

    block_recipient(caseload.deps, odile, place_of(caseload, wren, first), BlockReason.CLOSED)

    assert isinstance(tell(caseload, wren, second), str)


def test_she_stops_a_consent_for_a_blocked_place_as_any_other(caseload: Caseload, wren: str, odile: str) -> None:
    given = caseload.give(wren)
    block_recipient(caseload.deps, odile, place_of(caseload, wren, given), BlockReason.OTHER)

    withdraw_consent(caseload.deps, wren, given)

    assert consent_for(caseload.deps, wren, given).card.state is State.WITHDRAWN


def test_a_place_nobody_named_yet_is_blocked_by_its_reference_in_the_directory(
    caseload: Caseload, wren: str, odile: str
) -> None:
    choice = recipients(caseload.deps)[0]

    block_recipient(caseload.deps, odile, choice.ref, BlockReason.CLOSED)

    assert choice.name not in {found.name for found in recipients(caseload.deps)}
    found = place_for_office(caseload.deps, choice.ref).place
    assert (found.name, found.is_blocked) == (choice.name, True)
    for ref in (choice.ref, found.ref):
        proposal = a_proposal(caseload.deps, recipient=ref)
        refused = ProposalRefusal(frozenset({Problem.RECIPIENT_BLOCKED}))
        assert propose_consent(caseload.deps, caseload.advocate, wren, proposal) == refused


# ------------------------------------------------------------------------- every way in which a place could be chosen


def test_a_blocked_place_is_in_no_form_and_its_old_forms_make_nothing(
    caseload: Caseload, wren: str, odile: str
) -> None:
    deps, place = caseload.deps, recipients(caseload.deps)[0]
    given = caseload.give(wren)
    draft = propose(caseload, wren)
    signed_once = next(card for card in consents_of(deps, wren) if card.record_id == given)
    block_recipient(deps, odile, signed_once.record.recipient, BlockReason.PASSED_ON)
    before = all_rows(deps)["consents"]

    assert place.name not in {choice.name for choice in recipients(deps)}
    assert give_draft(deps, wren, draft, answer(deps)) == BLOCKED
    assert renew_consent(deps, wren, given, answer(deps)) == BLOCKED
    for ref in (place.ref, signed_once.record.recipient):
        for purpose in (Purpose.LEGAL_HELP, Purpose.TALK_WITH_POLICE):
            with pytest.raises(AssertionError):
                caseload.give(wren, recipient=ref, purpose=purpose)
        assert propose_consent(deps, caseload.advocate, wren, a_proposal(deps, recipient=ref)) == ProposalRefusal(
            frozenset({Problem.RECIPIENT_BLOCKED})
        )
    assert all_rows(deps)["consents"] == before


def test_not_even_her_stop_is_told_to_a_blocked_place(caseload: Caseload, wren: str, odile: str) -> None:
    given = caseload.give(wren)
    caseload.tell(wren, given)
    withdraw_consent(caseload.deps, wren, given)
    block_recipient(caseload.deps, odile, place_of(caseload, wren, given), BlockReason.PASSED_ON)

    assert let_them_know(caseload.deps, wren, given, answer(caseload.deps)) == BLOCKED


# -------------------------------------------------------------------------------------------------------- the history


def test_who_did_what_when_and_why_is_kept_the_newest_first(caseload: Caseload, odile: str) -> None:
    deps = caseload.deps
    place = added(deps, odile, "Harbor Clinic")
    moments = [caseload.timepiece()]
    for reason in (BlockReason.PASSED_ON, None, BlockReason.CLOSED):
        caseload.timepiece.move(timedelta(minutes=1))
        if reason is None:
            unblock_recipient(deps, odile, place)
        else:
            block_recipient(deps, odile, place, reason)
        moments.append(caseload.timepiece())

    found = place_for_office(deps, place)

    assert [(event.change, event.reason, event.by_name, event.at) for event in found.events] == [
        ("blocked", "closed", "Odile", moments[3]),
        ("unblocked", None, "Odile", moments[2]),
        ("blocked", "passed_on", "Odile", moments[1]),
        ("added", None, "Odile", moments[0]),
    ]
    assert found.place.is_blocked


def test_blocking_twice_equals_once_and_so_does_unblocking(caseload: Caseload, odile: str) -> None:
    deps = caseload.deps
    place = added(deps, odile, "Harbor Clinic")
    unblock_recipient(deps, odile, place)
    assert [event.change for event in place_for_office(deps, place).events] == ["added"]

    for reason in (BlockReason.PASSED_ON, BlockReason.CLOSED):
        block_recipient(deps, odile, place, reason)
    assert [event.reason for event in place_for_office(deps, place).events] == ["passed_on", None]

    for _ in range(2):
        unblock_recipient(deps, odile, place)
    assert [event.change for event in place_for_office(deps, place).events] == ["unblocked", "blocked", "added"]


def test_of_many_who_block_a_place_at_once_one_is_written_down(caseload: Caseload, odile: str) -> None:
    place, together = recipients(caseload.deps)[0].ref, Barrier(4)

    def block() -> None:
        together.wait()
        block_recipient(caseload.deps, odile, place, BlockReason.CLOSED)

    with ThreadPoolExecutor(4) as people:
        for pressed in [people.submit(block) for _ in range(4)]:
            pressed.result()

    assert [event.change for event in place_for_office(caseload.deps, place).events] == ["blocked"]


def test_only_a_supervisor_blocks_unblocks_and_adds(caseload: Caseload, wren: str) -> None:
    deps, place = caseload.deps, recipients(caseload.deps)[0].ref
    before = all_rows(deps)

    for stranger in (caseload.advocate, wren, NOBODY):
        with pytest.raises(NotFoundError):
            block_recipient(deps, stranger, place, BlockReason.OTHER)
        with pytest.raises(NotFoundError):
            unblock_recipient(deps, stranger, place)
        with pytest.raises(NotFoundError):
            add_recipient(deps, stranger, NewRecipient(new_form_token(deps), "Harbor Clinic"))
    assert all_rows(deps) == before


def test_what_is_no_place_is_not_found(deps: "Deps", odile: str) -> None:
    for deed in (
        lambda: block_recipient(deps, odile, NOBODY, BlockReason.OTHER),
        lambda: unblock_recipient(deps, odile, NOBODY),
        lambda: place_for_office(deps, NOBODY),
    ):
        with pytest.raises(NotFoundError):
            deed()


# --------------------------------------------------------------------------------------------------------- one more


def test_an_added_place_is_chosen_told_and_blocked_like_any_other(caseload: Caseload, wren: str, odile: str) -> None:
    place = added(caseload.deps, odile, "  Dr. Salma Nasser ")

    (choice,) = [choice for choice in recipients(caseload.deps) if choice.ref == place]
    assert choice.name == "Dr. Salma Nasser"
    given = caseload.give(wren, recipient=place)
    assert consent_for(caseload.deps, wren, given).card.recipient_name == "Dr. Salma Nasser"
    assert isinstance(tell(caseload, wren, given), str)
    block_recipient(caseload.deps, odile, place, BlockReason.OTHER)
    assert tell(caseload, wren, given) is Refusal.RECIPIENT_BLOCKED


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", NameProblem.MISSING),
        (" \u00a0", NameProblem.MISSING),
        ("a" * (LONGEST_RECIPIENT_NAME + 1), NameProblem.TOO_LONG),
        ("Harbor\nClinic", NameProblem.UNSHOWN),
        ("Harbor\0", NameProblem.UNSHOWN),
    ],
)
def test_what_is_no_name_adds_nothing(deps: "Deps", odile: str, name: str, problem: NameProblem) -> None:
    before = all_rows(deps)

    assert add_recipient(deps, odile, NewRecipient(new_form_token(deps), name)) is problem
    assert all_rows(deps) == before


def test_no_place_is_there_twice_whether_it_is_of_the_directory_added_or_blocked(deps: "Deps", odile: str) -> None:
    of_directory = recipients(deps)[0]
    place = added(deps, odile, "Harbor Clinic")
    block_recipient(deps, odile, place, BlockReason.CLOSED)
    before = all_rows(deps)

    for name in (of_directory.name, of_directory.name.upper(), "Harbor Clinic", " harbor  CLINIC "):
        outcome = add_recipient(deps, odile, NewRecipient(new_form_token(deps), name))
        assert isinstance(outcome, AlreadyKnown), name
    assert all_rows(deps) == before


def test_a_doubled_form_adds_one_place(deps: "Deps", odile: str) -> None:
    new = NewRecipient(new_form_token(deps), "Harbor Clinic")

    assert add_recipient(deps, odile, new) == add_recipient(deps, odile, new)
    assert [choice.name for choice in recipients(deps)].count("Harbor Clinic") == 1


def test_a_form_sent_again_with_another_name_adds_that_place_too(deps: "Deps", odile: str) -> None:
    token = new_form_token(deps)

    refs = {add_recipient(deps, odile, NewRecipient(token, name)) for name in ("Harbor Clinic", "Harbor House")}

    assert len(refs) == 2
    assert {"Harbor Clinic", "Harbor House"} <= {choice.name for choice in recipients(deps)}


@pytest.mark.parametrize("is_one_form", [True, False])
def test_of_many_who_add_a_place_at_once_one_place_is_there(deps: "Deps", odile: str, *, is_one_form: bool) -> None:
    together, token = Barrier(4), new_form_token(deps)

    def add(number: int) -> object:
        together.wait()
        own = token if is_one_form else f"{number}{token}"
        return add_recipient(deps, odile, NewRecipient(own, "HARBOR CLINIC" if number % 2 else "Harbor Clinic"))

    with ThreadPoolExecutor(4) as people:
        outcomes = [pressed.result() for pressed in [people.submit(add, number) for number in range(4)]]

    assert len({outcome for outcome in outcomes if isinstance(outcome, str)}) == 1
    assert all(isinstance(outcome, str) for outcome in outcomes) is is_one_form
    assert [choice.name.casefold() for choice in recipients(deps)].count("harbor clinic") == 1


# ----------------------------------------------------------------------------------------------- what the office sees


def test_the_office_sees_every_place_page_by_page_the_blocked_first(deps: "Deps", odile: str) -> None:
    for number in range(PLACES_PAGE):
        added(deps, odile, f"Harbor {number:03}")
    blocked = recipients(deps)[-1]
    block_recipient(deps, odile, blocked.ref, BlockReason.CLOSED)

    pages = [places_page(deps, page) for page in (1, 2)]

    places = [place for page in pages for place in page.places]
    assert (places[0].name, places[0].is_blocked) == (blocked.name, True)
    assert [place.name for place in places[1:]] == [choice.name for choice in recipients(deps)]
    assert (len(pages[0].places), {page.pages for page in pages}) == (PLACES_PAGE, {2})
    for page in (0, 3):
        with pytest.raises(NotFoundError):
            places_page(deps, page)


# ---------------------------------------------------------------------------------------- an office that asked of her


def asked_about(caseload: Caseload, her: str) -> str:
    """Let an office ask about her and her say yes to it in writing, and give its reference."""
    new = NewPoliceRequest(new_form_token(caseload.deps), "County police", "To talk once.")
    ref = write_police_request(caseload.deps, caseload.advocate, her, new)
    assert isinstance(ref, str)
    caseload.give(her, recipient=ref, purpose=Purpose.TALK_WITH_POLICE)
    return ref


def test_an_office_that_asked_about_her_is_no_place_of_the_office(caseload: Caseload, wren: str, odile: str) -> None:
    before = places_page(caseload.deps)
    ref = asked_about(caseload, wren)

    assert places_page(caseload.deps) == before
    for deed in (
        lambda: place_for_office(caseload.deps, ref),
        lambda: block_recipient(caseload.deps, odile, ref, BlockReason.OTHER),
        lambda: unblock_recipient(caseload.deps, odile, ref),
    ):
        with pytest.raises(NotFoundError):
            deed()


def test_it_goes_with_her_and_those_of_others_stay(caseload: Caseload, wren: str, odile: str) -> None:
    robin = caseload.add("Robin")
    hers, his = asked_about(caseload, wren), asked_about(caseload, robin)
    place = place_of(caseload, wren, caseload.give(wren))
    block_recipient(caseload.deps, odile, place, BlockReason.PASSED_ON)

    assert erase_survivor(caseload.deps, wren) is Erasure.ERASED

    rows = all_rows(caseload.deps)
    assert {row[0] for row in rows["recipients"]} == {his, place}
    assert hers not in repr(rows)
    assert {row[1] for row in rows["recipient_events"]} == {place}
    assert erase_survivor(caseload.deps, robin) is Erasure.ERASED
    assert {row[0] for row in all_rows(caseload.deps)["recipients"]} == {place}


def test_it_goes_with_an_erasure_that_was_cut_short(caseload: Caseload, wren: str) -> None:
    hers = asked_about(caseload, wren)
    caseload.deps.key_ring.destroy(wren)

    assert finish_erasures(caseload.deps) == 1

    assert hers not in repr(all_rows(caseload.deps))

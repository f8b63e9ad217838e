"""A draft of her advocate's authorises nothing until she signs it, and nobody else can put one before her."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest

from survivor_portal.actions.consents import (
    MadeOtherwise,
    Proposal,
    ProposalRefusal,
    ProposedDisclosure,
    consents_of,
    new_form_token,
    propose_consent,
    record_disclosure,
)
from survivor_portal.actions.lookups import NotFoundError, PausedError
from survivor_portal.actions.pausing import pause
from survivor_portal.actions.people import NewStaff, add_staff
from survivor_portal.domain.consent import DataItem, Problem, Purpose, Refusal, SharingMethod, State
from survivor_portal.domain.people import Role
from tests.asked import a_proposal
from tests.caseload import Caseload

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.timepiece import Timepiece

DAY = timedelta(days=1)


def proposal(deps: "Deps", **changes: Any) -> Proposal:  # noqa: ANN401 (any field of it)
    """Give a proposal that lacks nothing, but for the changes."""
    complete = a_proposal(deps, data_items=frozenset({DataItem.CHOSEN_NAME, DataItem.LEGAL_NEED}))
    return replace(complete, **changes)


def test_a_proposal_waits_for_her_and_says_who_made_it(caseload: Caseload, wren: str) -> None:
    made = propose_consent(caseload.deps, caseload.advocate, wren, proposal(caseload.deps))

    (card,) = consents_of(caseload.deps, wren)
    assert (card.record_id, card.state, card.waits_for_her) == (made, State.DRAFT, True)
    assert (card.drafted_by, card.is_from_paper) == (caseload.advocate, False)
    assert card.record.data_items == {DataItem.CHOSEN_NAME, DataItem.LEGAL_NEED}
    assert card.record.signed_at is None


@pytest.mark.parametrize("is_from_paper", [False, True])
def test_nothing_may_leave_under_a_draft_not_even_of_a_signed_paper(
    caseload: Caseload, wren: str, *, is_from_paper: bool
) -> None:
    deps = caseload.deps
    made = propose_consent(deps, caseload.advocate, wren, proposal(deps, is_from_paper=is_from_paper))
    assert isinstance(made, str)
    (card,) = consents_of(deps, wren)

    told = ProposedDisclosure(
        consent=made,
        recipient=card.record.recipient,
        purpose=card.record.purpose,
        items=card.record.data_items,
        method=SharingMethod.PHONE,
        token=new_form_token(deps),
    )

    assert record_disclosure(deps, caseload.advocate, wren, told) is Refusal.NOT_GIVEN
    assert card.is_from_paper is is_from_paper


def test_a_draft_goes_away_by_itself_after_seven_days(caseload: Caseload, wren: str, timepiece: "Timepiece") -> None:
    propose_consent(caseload.deps, caseload.advocate, wren, proposal(caseload.deps))

    timepiece.move(7 * DAY)

    (card,) = consents_of(caseload.deps, wren)
    assert (card.state, card.waits_for_her) == (State.ABANDONED, False)


def test_for_one_time_says_so(caseload: Caseload, wren: str) -> None:
    propose_consent(caseload.deps, caseload.advocate, wren, proposal(caseload.deps, once=True))

    assert consents_of(caseload.deps, wren)[0].record.max_uses == 1


def test_a_doubled_form_makes_one_draft(caseload: Caseload, wren: str) -> None:
    asked = proposal(caseload.deps)

    first, second = (propose_consent(caseload.deps, caseload.advocate, wren, asked) for _ in range(2))

    assert first == second
    assert len(consents_of(caseload.deps, wren)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"purpose": Purpose.TRANSPORT},
        {"data_items": frozenset({DataItem.CHOSEN_NAME})},
        {"methods": frozenset({SharingMethod.LETTER})},
        {"length": 7 * DAY},
        {"once": True},
    ],
)
def test_a_form_sent_again_with_something_else_says_so_and_makes_nothing(
    caseload: Caseload, wren: str, changes: dict[str, Any]
) -> None:
    deps, asked = caseload.deps, proposal(caseload.deps)
    first = propose_consent(deps, caseload.advocate, wren, asked)
    assert isinstance(first, str)
    before = consents_of(deps, wren)

    assert propose_consent(deps, caseload.advocate, wren, replace(asked, **changes)) == MadeOtherwise(first)

    assert consents_of(deps, wren) == before


def test_of_many_presses_at_once_one_draft_comes(caseload: Caseload, wren: str) -> None:
    asked, gate = proposal(caseload.deps), Barrier(6)

    def press() -> object:
        gate.wait()
        return propose_consent(caseload.deps, caseload.advocate, wren, asked)

    with ThreadPoolExecutor(6) as pool:
        made = {future.result() for future in [pool.submit(press) for _ in range(6)]}

    assert made == {card.record_id for card in consents_of(caseload.deps, wren)}
    assert len(made) == 1


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"data_items": frozenset()}, Problem.NO_ITEMS),
        ({"methods": frozenset()}, Problem.NO_METHODS),
        ({"recipient": "a" * 26}, Problem.NO_RECIPIENT),
        ({"length": 91 * DAY}, Problem.TOO_LONG),
    ],
)
def test_a_proposal_that_she_could_not_sign_is_not_put_before_her(
    caseload: Caseload, wren: str, changes: dict[str, Any], problem: Problem
) -> None:
    refusal = propose_consent(caseload.deps, caseload.advocate, wren, proposal(caseload.deps, **changes))

    assert refusal == ProposalRefusal(frozenset({problem}))
    assert consents_of(caseload.deps, wren) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"purpose": Purpose.TALK_WITH_POLICE},
        {"purpose": Purpose.TELL_OF_STOP},
        {"data_items": frozenset({DataItem.CHOSEN_NAME, DataItem.CONSENT_STOPPED})},
    ],
)
def test_what_only_she_can_begin_is_never_proposed(caseload: Caseload, wren: str, changes: dict[str, Any]) -> None:
    refusal = propose_consent(caseload.deps, caseload.advocate, wren, proposal(caseload.deps, **changes))

    assert refusal == ProposalRefusal(frozenset(), is_hers_to_begin=True)
    assert consents_of(caseload.deps, wren) == []


def test_nobody_proposes_but_her_advocate(caseload: Caseload, wren: str) -> None:
    deps = caseload.deps
    tess = add_staff(deps, NewStaff("Tess", Role.SUPERVISOR, "tess", "a passphrase of five words", "A" * 32))

    for somebody in (tess, wren, "a" * 26):
        with pytest.raises(NotFoundError):
            propose_consent(deps, somebody, wren, proposal(deps))

    assert consents_of(deps, wren) == []


def test_whoever_paused_is_asked_nothing(caseload: Caseload, wren: str) -> None:
    pause(caseload.deps, wren)

    with pytest.raises(PausedError):
        propose_consent(caseload.deps, caseload.advocate, wren, proposal(caseload.deps))

    assert consents_of(caseload.deps, wren) == []

"""Once a block has been committed, nothing is told to the place, whoever tells: tried with real threads."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier
from time import monotonic_ns
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import (
    BlockReason,
    ProposedDisclosure,
    block_recipient,
    consent_for,
    new_form_token,
    record_disclosure,
)
from survivor_portal.actions.opening import open_deps
from survivor_portal.actions.people import add_staff
from survivor_portal.domain.consent import DataItem, Purpose, Refusal, SharingMethod, State
from tests.caseload import Caseload
from tests.lives import ODILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config
    from tests.timepiece import Timepiece

PEOPLE = 3
ATTEMPTS = 500
"""More than anybody makes before the other one had a turn."""


@pytest.fixture
def elsewhere(deps: "Deps", config: "Config", timepiece: "Timepiece") -> "Iterator[Deps]":
    """What another process has: nothing but the database stands between the two."""
    there = replace(open_deps(config, clock=timepiece), hasher=deps.hasher)
    yield there
    there.storage.close()
    there.key_ring.storage.close()


def tell(caseload: Caseload, her: str, consent: str, place: str) -> object:
    """Record that the chosen name was told."""
    told = ProposedDisclosure(
        consent=consent,
        recipient=place,
        purpose=Purpose.LEGAL_HELP,
        items=frozenset({DataItem.CHOSEN_NAME}),
        method=SharingMethod.PHONE,
        token=new_form_token(caseload.deps),
    )
    return record_disclosure(caseload.deps, caseload.advocate, her, told)


@pytest.mark.parametrize("_round", range(3))
def test_of_threads_that_tell_of_several_people_and_one_that_blocks_none_tells_after_the_block(
    caseload: Caseload, elsewhere: "Deps", _round: int
) -> None:
    people = [caseload.add(f"Wren {number}") for number in range(PEOPLE)]
    consents = [caseload.give(her) for her in people]
    place = consent_for(caseload.deps, people[0], consents[0]).card.record.recipient
    odile, together = add_staff(caseload.deps, ODILE), Barrier(PEOPLE + 1)

    def tell_until_refused(number: int) -> list[int]:
        begun_at: list[int] = []
        together.wait()
        while len(begun_at) < ATTEMPTS:
            now = monotonic_ns()
            outcome = tell(caseload, people[number], consents[number], place)
            if outcome is Refusal.RECIPIENT_BLOCKED:
                return begun_at
            assert isinstance(outcome, str)
            begun_at.append(now)
        pytest.fail("nobody ever refused")

    def block() -> int:
        together.wait()
        while not consent_for(elsewhere, people[0], consents[0]).card.disclosures:
            pass
        block_recipient(elsewhere, odile, place, BlockReason.PASSED_ON)
        return monotonic_ns()

    with ThreadPoolExecutor(PEOPLE + 1) as threads:
        telling = [threads.submit(tell_until_refused, number) for number in range(PEOPLE)]
        blocked_at = threads.submit(block).result()
        begun = [teller.result() for teller in telling]

    assert all(begun_at < blocked_at for each in begun for begun_at in each)
    for her, consent, each in zip(people, consents, begun, strict=True):
        card = consent_for(caseload.deps, her, consent).card
        assert (card.state, len(card.disclosures)) == (State.GIVEN, len(each))


def test_whoever_tells_waits_for_a_block_on_its_way_and_then_tells_nothing(
    caseload: Caseload, elsewhere: "Deps"
) -> None:
    her = caseload.add("Wren")
    consent = caseload.give(her)
    place = consent_for(caseload.deps, her, consent).card.record.recipient
    odile, begun = add_staff(caseload.deps, ODILE), Barrier(2)

    def stop_the_clock() -> datetime:
        # Asked for the moment of the event, when the place is locked and its standing changed.
        begun.wait()
        waited.append(telling.done())
        return caseload.timepiece()

    waited: list[bool] = []
    with ThreadPoolExecutor(2) as threads:
        blocking = threads.submit(
            block_recipient, replace(elsewhere, clock=stop_the_clock), odile, place, BlockReason.CLOSED
        )
        telling = threads.submit(lambda: (begun.wait(), tell(caseload, her, consent, place))[1])
        blocking.result()

    assert waited == [False]
    assert telling.result() is Refusal.RECIPIENT_BLOCKED

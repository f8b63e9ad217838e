"""Once an end of hers has been committed, nothing is told under it: tried with threads, with processes, and in SQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Barrier, Lock
from time import monotonic_ns
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from survivor_portal.actions.consents import (
    ProposedDisclosure,
    consent_for,
    new_form_token,
    record_disclosure,
    withdraw_consent,
)
from survivor_portal.actions.consents.invalidating import InvalidationReason, invalidate_consent
from survivor_portal.actions.consents.oral_stops import SpokenStop, record_spoken_stop
from survivor_portal.actions.erasing import Erasure, erase_survivor
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.opening import open_deps
from survivor_portal.actions.people import add_staff
from survivor_portal.domain.consent import DataItem, Purpose, Refusal, SharingMethod, State, incidents
from survivor_portal.security.clock import system_clock
from survivor_portal.security.keyring import KeyGoneError
from tests.caseload import make_caseload
from tests.lives import ODILE
from tests.stored import all_rows
from tests.tellers import tellers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from survivor_portal.actions.consents import RecordedOtherwise
    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config
    from survivor_portal.domain.consent import RecordId
    from tests.timepiece import Timepiece

THREADS = 3
ATTEMPTS = 500
"""More than anybody makes before the other one had a turn."""


@dataclass
class Ticking:
    """A clock that moves on by a millisecond whenever it is asked, so that moments tell who was first."""

    now: datetime = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
    _one_at_a_time: Lock = field(default_factory=Lock)

    def __call__(self) -> datetime:
        """Give the next moment."""
        with self._one_at_a_time:
            self.now += timedelta(milliseconds=1)
            return self.now


@dataclass(frozen=True)
class Told:
    """Wren, who has said yes; Esther, who tells; Odile, who supervises; and the database opened twice.

    `here` is where she signed and where things are told, `there` where they are ended.
    """

    here: "Deps"
    there: "Deps"
    her: str
    advocate: str
    supervisor: str
    record_id: "RecordId"

    def tell(self) -> "str | Refusal | RecordedOtherwise":
        """Record that her chosen name was told."""
        return record_disclosure(
            self.here,
            self.advocate,
            self.her,
            ProposedDisclosure(
                consent=self.record_id,
                recipient=consent_for(self.here, self.her, self.record_id).card.record.recipient,
                purpose=Purpose.LEGAL_HELP,
                items=frozenset({DataItem.CHOSEN_NAME}),
                method=SharingMethod.PHONE,
                token=new_form_token(self.here),
            ),
        )


@pytest.fixture
def told(deps: "Deps", config: "Config", timepiece: "Timepiece") -> "Iterator[Told]":
    """A given consent."""
    clock = Ticking()
    here = replace(deps, clock=clock)
    # What another process has: nothing but the database stands between the two.
    there = replace(open_deps(config, clock=clock), hasher=deps.hasher)
    caseload = make_caseload(here, timepiece)
    her = caseload.add("Wren")
    yield Told(here, there, her, caseload.advocate, add_staff(here, ODILE), caseload.give(her))
    there.storage.close()
    there.key_ring.storage.close()


def she_stops(told: Told) -> None:
    withdraw_consent(told.there, told.her, told.record_id)


def her_words_are_written_down(told: Told) -> None:
    stop = SpokenStop(frozenset({told.record_id}), told.there.clock())
    assert record_spoken_stop(told.there, told.supervisor, told.her, stop) is None


def it_is_invalidated(told: Told) -> None:
    invalidate_consent(told.there, told.supervisor, told.her, told.record_id, InvalidationReason.UNDER_PRESSURE)


@pytest.mark.parametrize("round_", range(3))
@pytest.mark.parametrize(
    ("end", "ended"),
    [
        (she_stops, State.WITHDRAWN),
        (her_words_are_written_down, State.WITHDRAWN),
        (it_is_invalidated, State.INVALIDATED),
    ],
)
def test_of_threads_that_tell_and_one_that_ends_it_none_tells_after_the_end(
    told: Told, end: Callable[[Told], None], ended: State, round_: int
) -> None:
    together, ended_at = Barrier(THREADS + 1), []

    def tell_and_tell() -> "list[tuple[int, str | Refusal | RecordedOtherwise]]":
        together.wait()
        answers: list[tuple[int, str | Refusal | RecordedOtherwise]] = []
        while not answers or answers[-1][1] is not Refusal.ENDED:
            answers.append((monotonic_ns(), told.tell()))
        return answers

    def end_it() -> None:
        together.wait()
        while len(consent_for(told.there, told.her, told.record_id).card.disclosures) <= round_:
            pass
        end(told)
        ended_at.append(monotonic_ns())

    with ThreadPoolExecutor(THREADS + 1) as people:
        telling = [people.submit(tell_and_tell) for _ in range(THREADS)]
        people.submit(end_it).result()
    answers = [answer for each in telling for answer in each.result()]

    card = consent_for(told.here, told.her, told.record_id).card
    assert card.state is ended
    assert len(card.disclosures) == sum(answer is not Refusal.ENDED for _, answer in answers)
    end_event = card.events[-1]
    assert all(shared.at < end_event.event_time for shared in card.disclosures)
    assert all(answer is Refusal.ENDED for begun_at, answer in answers if begun_at > ended_at[0])
    if end is not her_words_are_written_down:
        assert incidents(card.record, card.events, card.disclosures) == ()


def test_of_processes_that_tell_none_tells_after_her_stop(
    deps: "Deps", config: "Config", timepiece: "Timepiece"
) -> None:
    # Other processes have the machine's own clock.
    caseload = make_caseload(replace(deps, clock=system_clock), timepiece)
    her = caseload.add("Wren")
    record_id = caseload.give(her)
    record = consent_for(caseload.deps, her, record_id).card.record

    with tellers(config, caseload.advocate, record, number=2) as telling:
        for teller in telling:
            teller.begin()
        while not consent_for(caseload.deps, her, record_id).card.disclosures:
            pass
        withdraw_consent(caseload.deps, her, record_id)
        stopped_at = monotonic_ns()
        kept = consent_for(caseload.deps, her, record_id).card.disclosures
        attempts = [attempt for teller in telling for attempt in teller.attempts()]

    card = consent_for(caseload.deps, her, record_id).card
    assert card.state is State.WITHDRAWN
    assert card.disclosures == kept
    assert len(kept) == sum(attempt.is_recorded for attempt in attempts)
    assert all(shared.at <= card.events[-1].event_time for shared in kept)
    assert not any(attempt.is_recorded for attempt in attempts if attempt.begun_at > stopped_at)


def test_of_threads_that_tell_and_one_that_erases_nothing_of_hers_is_left(told: Told) -> None:
    together = Barrier(THREADS + 1)

    def tell_until_refused() -> list[int]:
        begun_at: list[int] = []
        together.wait()
        while len(begun_at) < ATTEMPTS:
            now = monotonic_ns()
            try:
                assert isinstance(told.tell(), str)
            except (NotFoundError, KeyGoneError):
                return begun_at
            begun_at.append(now)
        pytest.fail("nobody ever refused")

    def erase() -> int:
        together.wait()
        assert erase_survivor(told.there, told.her) is Erasure.ERASED
        return monotonic_ns()

    with ThreadPoolExecutor(THREADS + 1) as people:
        telling = [people.submit(tell_until_refused) for _ in range(THREADS)]
        erased_at = people.submit(erase).result()

    assert all(begun_at < erased_at for teller in telling for begun_at in teller.result())
    with pytest.raises((NotFoundError, KeyGoneError)):
        told.tell()
    left = all_rows(told.here)
    assert {table for table in left if any(told.her in row for row in left[table])} == {"destroyed_keys"}
    assert not left["consents"] | left["consent_events"] | left["disclosures"]


def test_even_without_the_actions_the_database_lets_nothing_in_once_an_end_is_on_its_way(told: Told) -> None:
    first = told.tell()
    event = text(
        "INSERT INTO consent_events SELECT 'end', record_id, 'withdrawn', event_time, effective_time, entity, method, "
        "recorded_by, NULL FROM consent_events WHERE record_id = :consent AND event_state = 'given'"
    )
    disclosure = text(
        "INSERT INTO disclosures SELECT 'second', consent, recipient, purpose, details, at, by, NULL "
        "FROM disclosures WHERE id = :first"
    )
    written = Barrier(2)

    def end_slowly() -> None:
        with told.there.storage.writer.begin() as connection:
            connection.execute(event, {"consent": told.record_id})
            written.wait()

    def tell_at_once() -> None:
        written.wait()
        with told.here.storage.writer.begin() as connection:
            connection.execute(disclosure, {"first": first})

    with ThreadPoolExecutor(2) as people:
        ending, telling = people.submit(end_slowly), people.submit(tell_at_once)
        ending.result()
        with pytest.raises(IntegrityError, match="nothing is told"):
            telling.result()
    assert {row[0] for row in all_rows(told.here)["disclosures"]} == {first}

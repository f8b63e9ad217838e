"""Whoever had her case writes nothing more down about her once it was taken from them: tried with threads."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from threading import Barrier
from time import monotonic_ns
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from survivor_portal.actions.consents import consent_for
from survivor_portal.actions.consents.recorders import require_case
from survivor_portal.actions.erasing import Erasure, erase_survivor
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.opening import open_deps
from survivor_portal.actions.people import add_staff
from survivor_portal.actions.staff import change_role
from survivor_portal.domain.people import Role
from survivor_portal.models import Assignment
from survivor_portal.security.keyring import KeyGoneError
from tests.asked import propose
from tests.caseload import Caseload, make_caseload
from tests.lives import ODILE
from tests.staff import at_desk
from tests.stored import all_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config
    from survivor_portal.domain.consent import RecordId
    from tests.timepiece import Timepiece

THREADS = 3
ATTEMPTS = 100
"""More than anybody makes before the other one had a turn."""


@dataclass(frozen=True)
class Helped:
    """Wren, who has said yes, on Esther's caseload; and the database opened once more, where Odile supervises."""

    caseload: Caseload
    there: "Deps"
    her: str
    record_id: "RecordId"
    supervisor: str

    def tell(self) -> None:
        """Let Esther tell something."""
        self.caseload.tell(self.her, self.record_id)

    def propose(self) -> None:
        """Let Esther ask for something more."""
        propose(self.caseload, self.her)

    def number_told(self) -> int:
        """Count what was told."""
        return len(consent_for(self.caseload.deps, self.her, self.record_id).card.disclosures)


@pytest.fixture
def helped(deps: "Deps", config: "Config", timepiece: "Timepiece") -> Iterator[Helped]:
    """A given consent."""
    there = replace(open_deps(config, clock=timepiece), hasher=deps.hasher)
    caseload = make_caseload(deps, timepiece)
    her = caseload.add("Wren")
    yield Helped(caseload, there, her, caseload.give(her), add_staff(deps, ODILE))
    there.storage.close()
    there.key_ring.storage.close()


def hand_over(helped: Helped, session: "Session") -> None:
    """Take her case from Esther, in a transaction the caller commits."""
    session.execute(
        update(Assignment).where(Assignment.survivor_id == helped.her).values(ended_at=helped.there.clock())
    )


def race(deed: Callable[[], None], end: Callable[[], None]) -> int:
    """Do a deed again and again in threads while another ends it, and say how often it was done.

    Checks that each is refused sooner or later, and that none is done which began after the end.
    """
    together = Barrier(THREADS + 1)

    def do_until_refused() -> list[int]:
        begun_at: list[int] = []
        together.wait()
        while len(begun_at) < ATTEMPTS:
            now = monotonic_ns()
            try:
                deed()
            except (NotFoundError, KeyGoneError):
                return begun_at
            begun_at.append(now)
        pytest.fail("nobody ever refused")

    def end_it() -> int:
        together.wait()
        end()
        return monotonic_ns()

    with ThreadPoolExecutor(THREADS + 1) as people:
        doing = [people.submit(do_until_refused) for _ in range(THREADS)]
        ended_at = people.submit(end_it).result()
    done = [begun_at for each in doing for begun_at in each.result()]
    assert all(begun_at < ended_at for begun_at in done)
    return len(done)


def test_of_threads_that_tell_and_one_that_takes_her_advocate_s_cases_none_tells_afterwards(helped: Helped) -> None:
    supervising = at_desk(helped.there, helped.supervisor)

    def take_the_cases() -> None:
        assert change_role(helped.there, helped.caseload.advocate, Role.SUPERVISOR, by=supervising) is None

    assert race(helped.tell, take_the_cases) == helped.number_told()


def test_of_threads_that_propose_and_one_that_erases_neither_keeps_the_other_from_ending(helped: Helped) -> None:
    def erase() -> None:
        assert erase_survivor(helped.there, helped.her) is Erasure.ERASED

    race(helped.propose, erase)

    assert all_rows(helped.there)["consents"] == frozenset()


def test_nothing_is_told_by_her_former_advocate_while_a_handover_is_on_its_way(helped: Helped) -> None:
    with ThreadPoolExecutor(1) as people:
        with helped.there.storage.write() as session:
            hand_over(helped, session)
            telling = people.submit(helped.tell)
            # Whoever does not wait is done by then; whoever waits is let go on by the commit alone.
            assert not wait([telling], timeout=1).done
            session.commit()
        with pytest.raises(NotFoundError):
            telling.result()
    assert helped.number_told() == 0


def test_a_handover_waits_until_her_advocate_has_told(helped: Helped) -> None:
    def take_the_case() -> None:
        with helped.there.storage.write() as session:
            hand_over(helped, session)
            session.commit()

    with ThreadPoolExecutor(1) as people:
        with helped.caseload.deps.storage.write() as session:
            require_case(session, helped.caseload.advocate, helped.her)
            taking = people.submit(take_the_case)
            assert not wait([taking], timeout=1).done
        taking.result()
    with pytest.raises(NotFoundError):
        helped.tell()

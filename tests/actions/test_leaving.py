"""Leaving never waits long for the database, and what it could not end there is over all the same."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from time import monotonic

import pytest
from sqlalchemy import select, text

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.sessions import OpenedSession, end_session, end_sessions_now_or_soon, find_viewer
from survivor_portal.actions.sign_in import SurvivorAttempt, sign_in_survivor
from survivor_portal.actions.unended import UnendedSessions
from survivor_portal.domain.sessions import NOTED_EVERY
from survivor_portal.models import SignedInSession
from survivor_portal.security.tokens import Digest, digest
from survivor_portal.storage import open_storage
from tests.cast import AMARA, LUCIA
from tests.timepiece import Timepiece

SHORT = 2.0
"""Seconds: far more than 0.3, for a busy machine, and far less than a write usually waits."""


@pytest.fixture
def hers(deps: Deps) -> OpenedSession:
    """Amara's session."""
    return sign_in(deps, SurvivorAttempt(AMARA.sign_in_name, AMARA.passphrase, phone_is_hers=True))


@pytest.fixture
def lucias(deps: Deps) -> OpenedSession:
    """Lucía's session."""
    return sign_in(deps, SurvivorAttempt(LUCIA.sign_in_name, LUCIA.passphrase, phone_is_hers=True))


def sign_in(deps: Deps, attempt: SurvivorAttempt) -> OpenedSession:
    opened = sign_in_survivor(deps, attempt)
    assert isinstance(opened, OpenedSession)
    return opened


def stands(deps: Deps, opened: OpenedSession) -> bool:
    return find_viewer(deps, desk=False, sid=opened.sid, k=opened.k) is not None


def stored(deps: Deps) -> set[str]:
    with deps.storage.read() as connection:
        return set(connection.execute(select(SignedInSession.sid_digest)).scalars())


def leave_while_someone_writes(deps: Deps, opened: OpenedSession, writing: Deps) -> float:
    """Leave while another writer, here or in another program, holds what is to be deleted; give the seconds it took."""
    writes, is_done = Event(), Event()

    def write_for_long() -> None:
        with writing.storage.write() as session:
            session.execute(text("UPDATE sessions SET is_shared = is_shared"))
            writes.set()
            assert is_done.wait(20)

    with ThreadPoolExecutor(1) as threads:
        writer = threads.submit(write_for_long)
        assert writes.wait(10)
        began = monotonic()
        end_sessions_now_or_soon(deps, [opened.sid])
        took = monotonic() - began
        is_done.set()
        writer.result(10)
    return took


@pytest.mark.parametrize("another_program", [False, True])
def test_leaving_waits_a_moment_only_and_the_session_is_over_at_once(
    deps: Deps, hers: OpenedSession, caplog: pytest.LogCaptureFixture, *, another_program: bool
) -> None:
    storage = open_storage(deps.storage.writer.url.render_as_string(hide_password=False))
    writing = Deps(storage, deps.key_ring, deps.vault, deps.hasher, deps.clock, deps.chance)

    took = leave_while_someone_writes(deps, hers, writing if another_program else deps)

    storage.close()
    assert took < SHORT
    assert not stands(deps, hers)
    assert stored(deps) == {digest(hers.sid)}
    assert len(caplog.messages) == 1
    assert not any(secret in caplog.text for secret in (hers.sid, digest(hers.sid)))


def test_the_row_goes_with_the_next_session_that_ends(deps: Deps, hers: OpenedSession, lucias: OpenedSession) -> None:
    leave_while_someone_writes(deps, hers, deps)

    end_session(deps, lucias.sid)

    assert stored(deps) == set()
    assert deps.unended.waiting() == ()


def test_the_row_goes_with_the_next_use_that_is_noted(
    deps: Deps, timepiece: Timepiece, hers: OpenedSession, lucias: OpenedSession
) -> None:
    leave_while_someone_writes(deps, hers, deps)
    timepiece.move(NOTED_EVERY)

    assert stands(deps, lucias)

    assert stored(deps) == {digest(lucias.sid)}
    assert deps.unended.waiting() == ()


def test_leaving_at_the_usual_time_ends_everything_asked_for(
    deps: Deps, hers: OpenedSession, lucias: OpenedSession
) -> None:
    end_sessions_now_or_soon(deps, [hers.sid, lucias.sid, "nobody's"])

    assert stored(deps) == set()
    assert deps.unended.waiting() == ()


def test_no_more_than_a_thousand_are_remembered_the_newest_among_them() -> None:
    unended = UnendedSessions()
    unended.add([Digest(f"digest {number}") for number in range(1500)])

    assert len(unended.waiting()) == 1000
    assert Digest("digest 1499") in unended
    assert Digest("digest 499") not in unended
    unended.discard([Digest("digest 1499"), Digest("nobody's")])
    assert len(unended.waiting()) == 999


def test_the_clock_of_a_session_that_could_not_be_ended_runs_on(
    deps: Deps, timepiece: Timepiece, hers: OpenedSession
) -> None:
    leave_while_someone_writes(deps, hers, deps)
    timepiece.move(timedelta(hours=4))

    sign_in(deps, SurvivorAttempt(LUCIA.sign_in_name, LUCIA.passphrase, phone_is_hers=True))

    assert digest(hers.sid) not in stored(deps)

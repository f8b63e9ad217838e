"""A session stands for both its tokens, on its own side, until it is over; and over is over."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import delete, select, text

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.languages import choose_language
from survivor_portal.actions.people import NewStaff
from survivor_portal.actions.sessions import (
    OpenedSession,
    Viewer,
    end_session,
    end_sessions_now_or_soon,
    find_viewer,
    viewer_name,
)
from survivor_portal.actions.sign_in import SurvivorAttempt, sign_in_survivor
from survivor_portal.actions.staff import StaffAttempt, sign_in_staff
from survivor_portal.domain.people import Audience
from survivor_portal.models import SignedInSession, Survivor
from survivor_portal.security.tokens import digest
from tests.cast import AMARA, BELA, IMANI, LUCIA, RUTH
from tests.stored import all_rows
from tests.timepiece import Timepiece

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=4)
A_MOMENT = timedelta(microseconds=1)
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def hers(deps: Deps) -> OpenedSession:
    """Amara's session, on a phone that is only hers."""
    opened = sign_in_survivor(deps, SurvivorAttempt(AMARA.sign_in_name, AMARA.passphrase, phone_is_hers=True))
    assert isinstance(opened, OpenedSession)
    return opened


def at_desk(deps: Deps, member: NewStaff) -> OpenedSession:
    code = pyotp.TOTP(member.totp_secret).at(deps.clock())
    opened = sign_in_staff(deps, StaffAttempt(member.sign_in_name, member.passphrase, code))
    assert isinstance(opened, OpenedSession)
    return opened


def viewer_of(deps: Deps, session: OpenedSession) -> Viewer | None:
    return find_viewer(deps, desk=session.audience is not Audience.SURVIVOR, sid=session.sid, k=session.k)


def stored(deps: Deps) -> int:
    return len(all_rows(deps)["sessions"])


def test_both_tokens_together_say_who_is_looking(deps: Deps, hers: OpenedSession) -> None:
    viewer = viewer_of(deps, hers)

    assert viewer is not None
    assert (viewer.audience, viewer.language, viewer.sid_digest) == (Audience.SURVIVOR, "en", digest(hers.sid))
    assert viewer_name(deps, viewer) == "Amara"
    assert "Amara" not in repr(viewer)


@pytest.mark.parametrize("member", [RUTH, IMANI], ids=lambda member: member.name)
def test_staff_are_recognised_in_their_role(deps: Deps, member: NewStaff) -> None:
    viewer = viewer_of(deps, at_desk(deps, member))

    assert viewer is not None
    assert viewer.audience is Audience(member.role)
    assert viewer_name(deps, viewer) == member.name


@pytest.mark.parametrize("wrong", ["", "x", "\u00e9\u0631", "\0", "k" * 100_000])
def test_one_token_without_the_other_is_worth_nothing_and_spoils_nothing(
    deps: Deps, hers: OpenedSession, wrong: str
) -> None:
    assert find_viewer(deps, desk=False, sid=hers.sid, k=wrong) is None
    assert find_viewer(deps, desk=False, sid=wrong, k=hers.k) is None
    assert viewer_of(deps, hers) is not None


def test_tokens_of_two_sessions_do_not_mix(deps: Deps, hers: OpenedSession) -> None:
    other = sign_in_survivor(deps, SurvivorAttempt(LUCIA.sign_in_name, LUCIA.passphrase, phone_is_hers=True))
    assert isinstance(other, OpenedSession)

    assert find_viewer(deps, desk=False, sid=hers.sid, k=other.k) is None
    assert find_viewer(deps, desk=False, sid=hers.k, k=hers.sid) is None
    assert find_viewer(deps, desk=False, sid=hers.sid, k=hers.sid) is None


def test_a_digest_is_no_token(deps: Deps, hers: OpenedSession) -> None:
    assert find_viewer(deps, desk=False, sid=digest(hers.sid), k=digest(hers.k)) is None


def test_a_session_counts_on_its_own_side_only(deps: Deps, hers: OpenedSession) -> None:
    ruths = at_desk(deps, RUTH)

    assert find_viewer(deps, desk=True, sid=hers.sid, k=hers.k) is None
    assert find_viewer(deps, desk=False, sid=ruths.sid, k=ruths.k) is None


def test_use_is_noted_when_the_last_note_is_half_a_minute_old_and_not_before(
    deps: Deps, timepiece: Timepiece, hers: OpenedSession
) -> None:
    def noted_after(wait: timedelta) -> timedelta:
        timepiece.move(wait)
        assert viewer_of(deps, hers) is not None
        with deps.storage.read() as connection:
            return timepiece() - connection.execute(select(SignedInSession.seen_at)).scalar_one()

    assert noted_after(timedelta(seconds=30) - A_MOMENT) == timedelta(seconds=30) - A_MOMENT
    assert noted_after(A_MOMENT) == timedelta(0)
    assert noted_after(timedelta(seconds=29)) == timedelta(seconds=29)
    assert noted_after(A_SECOND) == timedelta(0)


def test_a_fresh_session_is_read_without_a_write(deps: Deps, timepiece: Timepiece, hers: OpenedSession) -> None:
    before = all_rows(deps)
    timepiece.move(timedelta(seconds=29))

    # Nothing can be written while someone else holds the one writer's place: on SQLite this would wait.
    with deps.storage.write() as session:
        session.execute(delete(SignedInSession).where(SignedInSession.sid_digest == "nobody's"))
        assert viewer_of(deps, hers) is not None

    assert all_rows(deps) == before


def test_a_session_nobody_used_is_over_after_a_quarter_of_an_hour_for_good(
    deps: Deps, timepiece: Timepiece, hers: OpenedSession
) -> None:
    timepiece.move(IDLE)

    assert viewer_of(deps, hers) is None
    assert stored(deps) == 0
    timepiece.move(-IDLE)
    assert viewer_of(deps, hers) is None


def test_use_keeps_a_session_but_never_beyond_its_absolute_limit(
    deps: Deps, timepiece: Timepiece, hers: OpenedSession
) -> None:
    almost_idle = IDLE - A_SECOND
    while timepiece() + almost_idle < Timepiece()() + ABSOLUTE:
        timepiece.move(almost_idle)
        assert viewer_of(deps, hers) is not None

    timepiece.now = Timepiece()() + ABSOLUTE - A_MOMENT
    assert viewer_of(deps, hers) is not None
    timepiece.move(A_MOMENT)
    assert viewer_of(deps, hers) is None
    timepiece.move(-timedelta(hours=1))
    assert viewer_of(deps, hers) is None


@pytest.mark.parametrize("back", [A_SECOND, timedelta(hours=1), timedelta(days=1), timedelta(days=3653)], ids=str)
def test_a_clock_set_back_ends_a_session_and_setting_it_right_does_not_revive_it(
    deps: Deps, timepiece: Timepiece, hers: OpenedSession, back: timedelta
) -> None:
    timepiece.move(-back)

    assert viewer_of(deps, hers) is None
    timepiece.move(back)
    assert viewer_of(deps, hers) is None


@pytest.mark.parametrize("forward", [timedelta(hours=1), timedelta(days=1), timedelta(days=3653)], ids=str)
def test_a_session_found_over_by_a_clock_set_forward_stays_over_when_it_is_set_right(
    deps: Deps, timepiece: Timepiece, hers: OpenedSession, forward: timedelta
) -> None:
    timepiece.move(forward)
    assert viewer_of(deps, hers) is None

    timepiece.move(-forward)

    assert viewer_of(deps, hers) is None
    assert stored(deps) == 0


def test_a_wrong_second_token_neither_notes_a_use_nor_ends_the_session(
    deps: Deps, timepiece: Timepiece, hers: OpenedSession
) -> None:
    before = all_rows(deps)

    timepiece.move(IDLE - A_SECOND)
    assert find_viewer(deps, desk=False, sid=hers.sid, k="wrong") is None
    assert all_rows(deps) == before
    timepiece.move(IDLE)
    assert find_viewer(deps, desk=False, sid=hers.sid, k="wrong") is None

    assert all_rows(deps) == before


def test_ending_a_session_needs_the_first_token_alone_and_twice_equals_once(deps: Deps, hers: OpenedSession) -> None:
    ruths = at_desk(deps, RUTH)

    end_session(deps, hers.sid)
    end_session(deps, hers.sid)
    end_session(deps, "nobody's")

    assert viewer_of(deps, hers) is None
    assert viewer_of(deps, ruths) is not None
    assert stored(deps) == 1


@pytest.mark.parametrize("config", ["SQLite"], indirect=True)
def test_a_database_that_can_no_longer_be_written_keeps_nobody_from_reading_or_leaving(
    deps: Deps, timepiece: Timepiece, hers: OpenedSession, caplog: pytest.LogCaptureFixture
) -> None:
    for change in ("UPDATE", "DELETE"):
        refusing = f"CREATE TRIGGER full_{change} BEFORE {change} ON sessions BEGIN SELECT RAISE(ABORT, 'full'); END"
        with deps.storage.write() as session:
            session.execute(text(refusing))
            session.commit()
    before = all_rows(deps)
    timepiece.move(IDLE - A_SECOND)

    assert viewer_of(deps, hers) is not None
    end_sessions_now_or_soon(deps, [hers.sid])

    assert all_rows(deps) == before
    # The row still stands, but counts for nothing in this process.
    assert viewer_of(deps, hers) is None
    assert len(caplog.messages) == 2
    assert not any(secret in caplog.text for secret in (hers.sid, hers.k, digest(hers.sid), "Amara", "maple"))


def test_signing_in_clears_away_sessions_that_are_long_over_and_no_others(
    deps: Deps, timepiece: Timepiece, hers: OpenedSession
) -> None:
    timepiece.move(ABSOLUTE - A_MOMENT)
    staffs = at_desk(deps, RUTH)
    assert stored(deps) == 2

    timepiece.move(A_MOMENT)
    at_desk(deps, IMANI)

    assert viewer_of(deps, staffs) is not None
    with deps.storage.read() as connection:
        left = set(connection.execute(select(SignedInSession.sid_digest)).scalars())
    assert digest(hers.sid) not in left
    assert len(left) == 2


def test_who_is_no_longer_there_is_signed_out_at_once(deps: Deps, hers: OpenedSession) -> None:
    with deps.storage.write() as session:
        session.execute(delete(Survivor).where(Survivor.sign_in_digest == deps.sign_in_digest(AMARA.sign_in_name)))
        session.commit()

    assert viewer_of(deps, hers) is None
    assert stored(deps) == 0


def test_a_language_chosen_while_signed_in_is_theirs_alone_from_then_on(deps: Deps, hers: OpenedSession) -> None:
    ruths = at_desk(deps, RUTH)
    for session, language in ((hers, "ar"), (ruths, "es")):
        viewer = viewer_of(deps, session)
        assert viewer is not None
        choose_language(deps, viewer, language)

    again = sign_in_survivor(deps, SurvivorAttempt(AMARA.sign_in_name, AMARA.passphrase, phone_is_hers=False))
    someone_else = sign_in_survivor(deps, SurvivorAttempt(BELA.sign_in_name, BELA.passphrase, phone_is_hers=None))
    assert isinstance(again, OpenedSession)
    assert isinstance(someone_else, OpenedSession)

    found = [viewer_of(deps, session) for session in (hers, again, ruths, someone_else)]
    assert [viewer and viewer.language for viewer in found] == ["ar", "ar", "es", None]

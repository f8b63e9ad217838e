"""She is told of every sign-in, and whoever signed in as her cannot take the word of it away."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.devices import end_on_device, sign_out_everywhere
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.notices import add_notice, note_seen_up_to, notices_for
from survivor_portal.actions.sessions import OpenedSession, Viewer, find_viewer
from survivor_portal.actions.sign_in import SurvivorAttempt, sign_in_survivor
from survivor_portal.domain.devices import DeviceLook, look_of
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.models import Notice
from tests.cast import AMARA, BELA
from tests.timepiece import Timepiece

WINDOWS = look_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0.0.0 Safari/537.36")
AMARAS = SurvivorAttempt(AMARA.sign_in_name, AMARA.passphrase, phone_is_hers=True)
A_MINUTE = timedelta(minutes=1)


def sign_in(deps: Deps, attempt: SurvivorAttempt = AMARAS) -> Viewer:
    opened = sign_in_survivor(deps, attempt)
    assert isinstance(opened, OpenedSession)
    viewer = find_viewer(deps, desk=False, sid=opened.sid, k=opened.k)
    assert viewer is not None
    return viewer


def kinds(deps: Deps, viewer: Viewer) -> list[NoticeKind]:
    return [notice.kind for notice in notices_for(deps, viewer)]


def add(deps: Deps, viewer: Viewer, kind: NoticeKind, *, by: Viewer | None = None) -> None:
    with deps.storage.write() as session:
        add_notice(deps, session, viewer.id, kind, except_session=by.sid_digest if by else None)
        session.commit()


@pytest.fixture
def hers(deps: Deps) -> Viewer:
    """Amara, signed in on her phone."""
    return sign_in(deps)


def test_a_sign_in_shows_in_every_other_session_of_hers_and_not_in_its_own(
    deps: Deps, timepiece: Timepiece, hers: Viewer
) -> None:
    timepiece.move(A_MINUTE)
    intruder = sign_in(deps, replace(AMARAS, look=WINDOWS))

    (notice,) = notices_for(deps, hers)

    assert (notice.kind, notice.device, notice.added_at) == (NoticeKind.NEW_SIGN_IN, WINDOWS, timepiece())
    assert [found.device for found in notices_for(deps, intruder)] == [DeviceLook()]


def test_nobody_else_sees_or_clears_her_notices(deps: Deps, hers: Viewer) -> None:
    sign_in(deps)
    (notice,) = notices_for(deps, hers)
    bela = sign_in(deps, SurvivorAttempt(BELA.sign_in_name, BELA.passphrase, phone_is_hers=True))

    assert kinds(deps, bela) == []
    with pytest.raises(NotFoundError):
        note_seen_up_to(deps, bela, notice.ref)
    assert len(kinds(deps, hers)) == 1


def test_an_intruder_cannot_clear_the_notice_of_their_own_sign_in(deps: Deps, hers: Viewer) -> None:
    intruder = sign_in(deps)
    (about_intruder,) = notices_for(deps, hers)
    (about_hers,) = notices_for(deps, intruder)

    for notice in (about_intruder, about_hers):
        with pytest.raises(NotFoundError):
            note_seen_up_to(deps, intruder, notice.ref)
    # Nor by signing in again, on a phone they said is theirs.
    again = sign_in(deps)
    with pytest.raises(NotFoundError):
        note_seen_up_to(deps, again, about_intruder.ref)
    # Not even along with the notice of the second one, which the first may clear.
    note_seen_up_to(deps, intruder, notices_for(deps, intruder)[0].ref)

    assert [notice.ref for notice in notices_for(deps, hers)] == [about_intruder.ref]


def test_a_phone_she_called_hers_before_may_clear_in_a_later_session(deps: Deps, hers: Viewer) -> None:
    opened = sign_in_survivor(deps, AMARAS)
    assert isinstance(opened, OpenedSession)
    intruder = sign_in(deps)
    end_on_device(deps, hers, hers.session_ref)

    later = sign_in(deps, replace(AMARAS, known_device=opened.known_device))
    may_be_cleared = {notice.device: notice.may_be_cleared for notice in notices_for(deps, later)}
    note_seen_up_to(deps, later, next(shown.ref for shown in notices_for(deps, later) if shown.may_be_cleared))

    assert may_be_cleared
    # What stays is older than the phone: that it became known, and what was before that.
    assert len(notices_for(deps, later)) == 2
    assert len(notices_for(deps, intruder)) == 3


def test_a_shared_phone_clears_nothing_that_was_before(deps: Deps, hers: Viewer) -> None:
    end_on_device(deps, hers, hers.session_ref)
    on_shared = sign_in(deps, replace(AMARAS, phone_is_hers=False))

    assert [notice.may_be_cleared for notice in notices_for(deps, on_shared)] == [False]


def test_a_notice_seen_where_it_may_be_cleared_is_gone_from_all(deps: Deps, hers: Viewer) -> None:
    sign_in(deps)
    third = sign_in(deps)
    newest = notices_for(deps, hers)[0]

    note_seen_up_to(deps, hers, newest.ref)
    note_seen_up_to(deps, hers, newest.ref)

    assert kinds(deps, hers) == []
    # Only her own sign-in is left, which this session was not shown.
    assert kinds(deps, third) == [NoticeKind.NEW_SIGN_IN]


def test_what_was_added_since_her_page_was_made_stays(deps: Deps, timepiece: Timepiece, hers: Viewer) -> None:
    sign_in(deps)
    (seen,) = notices_for(deps, hers)
    timepiece.move(A_MINUTE)
    sign_in(deps)

    note_seen_up_to(deps, hers, seen.ref)

    assert len(notices_for(deps, hers)) == 1


def test_the_newest_notice_comes_first(deps: Deps, timepiece: Timepiece, hers: Viewer) -> None:
    add(deps, hers, NoticeKind.FROZEN)
    timepiece.move(A_MINUTE)
    add(deps, hers, NoticeKind.UNFROZEN)

    assert kinds(deps, hers) == [NoticeKind.UNFROZEN, NoticeKind.FROZEN]


def test_a_notice_goes_by_itself_after_seven_days(deps: Deps, timepiece: Timepiece) -> None:
    sign_in(deps)
    timepiece.move(timedelta(days=7) - A_MINUTE)
    hers = sign_in(deps)
    assert len(notices_for(deps, hers)) == 1

    timepiece.move(A_MINUTE)
    assert kinds(deps, hers) == []
    add(deps, hers, NoticeKind.FROZEN)

    with deps.storage.read() as connection:
        assert connection.scalar(select(func.count()).select_from(Notice)) == 2


@pytest.mark.parametrize("kind", NoticeKind)
def test_what_a_session_did_itself_is_told_to_the_others_alone(deps: Deps, hers: Viewer, kind: NoticeKind) -> None:
    other = sign_in(deps)
    add(deps, hers, kind, by=hers)

    assert kind in kinds(deps, other)
    assert kinds(deps, hers) == [NoticeKind.NEW_SIGN_IN]


@pytest.mark.parametrize("kind", NoticeKind)
def test_what_nobody_of_hers_did_is_told_everywhere(deps: Deps, hers: Viewer, kind: NoticeKind) -> None:
    other = sign_in(deps)
    add(deps, hers, kind)

    assert all(kind in kinds(deps, viewer) for viewer in (hers, other))
    assert all(notice.device is None for notice in notices_for(deps, hers) if notice.kind is not NoticeKind.NEW_SIGN_IN)


def test_a_device_signed_out_from_another_one_is_told(deps: Deps, hers: Viewer) -> None:
    intruder = sign_in(deps)
    end_on_device(deps, intruder, hers.session_ref)

    assert NoticeKind.DEVICES_SIGNED_OUT in kinds(deps, sign_in(deps))


def test_signing_out_oneself_is_no_news(deps: Deps, hers: Viewer) -> None:
    end_on_device(deps, hers, hers.session_ref)

    assert kinds(deps, sign_in(deps)) == [NoticeKind.NEW_SIGN_IN]


@pytest.mark.parametrize("keep_this", [True, False])
def test_signing_out_everywhere_is_told_to_whoever_signs_in_next(deps: Deps, hers: Viewer, *, keep_this: bool) -> None:
    sign_out_everywhere(deps, hers, keep_this=keep_this)

    assert NoticeKind.DEVICES_SIGNED_OUT in kinds(deps, sign_in(deps))

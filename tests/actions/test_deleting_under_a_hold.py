"""Delete now while the law keeps all: asked for, told to her other sessions, and only by a session that stands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from survivor_portal.actions.departures import DeletionRefusal, delete_now, standing_of
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.erasing import Erasure
from survivor_portal.actions.freezing import freeze
from survivor_portal.actions.holds import NewHold, set_hold
from survivor_portal.actions.notices import notices_for
from survivor_portal.domain.departures import COOLING_OFF
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.security.passphrases import PassphraseHasher
from tests.caseload import PASSPHRASE
from tests.recoveries import Lost, make_lost
from tests.slow_turns import Meanwhile
from tests.stored import all_rows
from tests.timepiece import Timepiece

HELD_FOR = timedelta(days=30)


@pytest.fixture
def held(deps: Deps, timepiece: Timepiece) -> Lost:
    """Wren, of whom a court wants everything kept for a month."""
    lost = make_lost(deps, timepiece)
    now = timepiece()
    hold = NewHold("Order 17", "Clerk Abara", now, now + HELD_FOR, forbids_notice=False)
    assert isinstance(set_hold(deps, lost.odile, lost.her, hold), str)
    return lost


def test_what_a_hold_keeps_is_asked_for_and_told_in_her_other_sessions(held: Lost) -> None:
    hers, elsewhere = held.signed_in(), held.signed_in()

    assert delete_now(held.deps, hers, PASSPHRASE) is Erasure.HELD

    deletion = standing_of(held.deps, held.her).deletion
    assert deletion is not None
    assert NoticeKind.DELETION_ASKED in {notice.kind for notice in notices_for(held.deps, elsewhere)}


def test_it_is_not_due_before_her_days_have_passed_once_more(held: Lost, timepiece: Timepiece) -> None:
    assert delete_now(held.deps, held.signed_in(), PASSPHRASE) is Erasure.HELD

    timepiece.move(HELD_FOR + COOLING_OFF - timedelta(minutes=1))
    assert not standing_of(held.deps, held.her).is_due
    timepiece.move(timedelta(minutes=1))
    assert standing_of(held.deps, held.her).is_due


def test_from_a_phone_that_is_frozen_meanwhile_nothing_is_asked(held: Lost) -> None:
    thief = held.signed_in()
    waited = replace(held.deps, hasher=PassphraseHasher(Meanwhile(lambda: freeze(held.deps, held.esther, held.her))))

    assert delete_now(waited, thief, PASSPHRASE) is DeletionRefusal.SIGNED_OUT

    assert all_rows(held.deps)["asked_deletions"] == frozenset()

"""Whoever helped her may no more once their session has ended or their account has changed, however late in a press."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import update

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.freezing import freeze
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.recovery import GivenCode, Helping, agree, asked_for_second, help_back_in
from survivor_portal.actions.sessions import Viewer
from survivor_portal.actions.staff import change_role, end_account, reset_staff
from survivor_portal.domain.people import Audience, Role
from survivor_portal.domain.recovery import HelpRefusal
from survivor_portal.models import Staff
from survivor_portal.security.passphrases import PassphraseHasher
from tests.asking import ask
from tests.cast import IMANI
from tests.recoveries import NAME, WORDS, Lost, make_lost
from tests.slow_turns import Meanwhile
from tests.staff import at_desk, staff_id_of
from tests.stored import all_rows
from tests.timepiece import Timepiece

Change = Callable[[Deps, Viewer], object]


def _other_role(staff: Viewer) -> Role:
    return Role.ADVOCATE if staff.audience is Audience.SUPERVISOR else Role.SUPERVISOR


def _by(deps: Deps) -> Viewer:
    return at_desk(deps, staff_id_of(deps, IMANI))


def ended(deps: Deps, staff: Viewer) -> None:
    assert end_account(deps, staff.id, by=_by(deps)) is None


def emptied(deps: Deps, staff: Viewer) -> None:
    reset_staff(deps, staff.id)


def given_another_role(deps: Deps, staff: Viewer) -> None:
    assert change_role(deps, staff.id, _other_role(staff), by=_by(deps)) is None


def _set(deps: Deps, staff: Viewer, **values: object) -> None:
    """Change the account and leave its session, so that each is looked at by itself."""
    with deps.storage.write() as session:
        session.execute(update(Staff).where(Staff.id == staff.id).values(values))
        session.commit()


def marked_as_left(deps: Deps, staff: Viewer) -> None:
    _set(deps, staff, left_at=deps.clock())


def marked_as_unconfirmed(deps: Deps, staff: Viewer) -> None:
    _set(deps, staff, introduced_by=staff_id_of(deps, IMANI))


def marked_with_another_role(deps: Deps, staff: Viewer) -> None:
    _set(deps, staff, role=_other_role(staff))


changed = pytest.mark.parametrize(
    "change",
    [ended, emptied, given_another_role, marked_as_left, marked_as_unconfirmed, marked_with_another_role],
    ids=lambda change: change.__name__,
)


@pytest.fixture
def lost(deps: Deps, timepiece: Timepiece) -> Lost:
    """Wren, who has agreed on words with her team."""
    return make_lost(deps, timepiece)


@pytest.mark.parametrize("who", ["esther", "odile"])
@changed
def test_no_code_is_given_to_a_helper_who_changes_while_the_words_are_checked(
    lost: Lost, who: str, change: Change
) -> None:
    helper: Viewer = getattr(lost, who)
    number = lost.number(ask(lost.deps, NAME))
    before = all_rows(lost.deps)
    waited = replace(lost.deps, hasher=PassphraseHasher(Meanwhile(lambda: change(lost.deps, helper))))

    with pytest.raises(NotFoundError):
        help_back_in(waited, helper, lost.her, Helping(number, WORDS, is_together=True))

    after = all_rows(lost.deps)
    for table in ("recoveries", "agreed_words", "account_events", "notices"):
        assert after[table] == before[table]


@changed
def test_nothing_is_frozen_by_somebody_who_may_help_no_more(lost: Lost, change: Change) -> None:
    opened = lost.sign_in()
    assert opened is not None
    change(lost.deps, lost.odile)

    with pytest.raises(NotFoundError):
        freeze(lost.deps, lost.odile, lost.her)

    assert lost.stands(opened)
    assert lost.sign_in() is not None


@changed
def test_nobody_agrees_who_is_of_the_team_no_more(lost: Lost, change: Change) -> None:
    token = ask(lost.deps, NAME)
    assert lost.help(token, "") is HelpRefusal.SECOND_PERSON
    (asked,) = asked_for_second(lost.deps, lost.hugo)
    change(lost.deps, lost.hugo)

    with pytest.raises(NotFoundError):
        agree(lost.deps, lost.hugo, asked.ref)

    assert not isinstance(lost.help(token, ""), GivenCode)

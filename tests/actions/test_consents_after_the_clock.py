"""A clock set back revives no consent, no draft and no confirmation that was over before."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import (
    NoLongerAsked,
    consent_for,
    let_them_know,
    renew_consent,
    withdraw_consent,
)
from survivor_portal.actions.contact import (
    NewContactRule,
    has_unconfirmed_rule,
    set_contact_rule,
)
from survivor_portal.actions.timekeeping import note_moment
from survivor_portal.domain.consent import Channel, EventState, Purpose, Refusal, State
from survivor_portal.texts.contact import EVERY_HOUR
from tests.asked import answer, propose
from tests.caseload import PASSPHRASE, Caseload

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


def look_at_the_clock(deps: "Deps") -> None:
    """Note the moment as every sign-in does."""
    with deps.storage.write() as session:
        note_moment(session, deps.clock())
        session.commit()


def ends_of(caseload: Caseload, wren: str, record_id: str) -> list[EventState]:
    return [event.event_state for event in consent_for(caseload.deps, wren, record_id).card.events]


@pytest.mark.parametrize("back", [20 * A_DAY, 3660 * A_DAY])
def test_a_consent_that_lapsed_stays_over_and_one_that_stands_is_left_alone(
    caseload: Caseload, wren: str, back: timedelta
) -> None:
    over = caseload.give(wren)
    caseload.timepiece.move(10 * A_DAY)
    standing = caseload.give(wren)
    caseload.timepiece.move(5 * A_DAY)
    look_at_the_clock(caseload.deps)

    caseload.timepiece.move(-back)
    look_at_the_clock(caseload.deps)

    assert consent_for(caseload.deps, wren, over).card.state is State.LAPSED
    assert caseload.tell(wren, over) == Refusal.ENDED
    assert EventState.LAPSED not in ends_of(caseload, wren, standing)


def test_it_is_written_down_once_and_never_where_another_end_stands(caseload: Caseload, wren: str) -> None:
    over = caseload.give(wren)
    caseload.timepiece.move(15 * A_DAY)
    for _ in range(2):
        look_at_the_clock(caseload.deps)
        caseload.timepiece.move(-A_DAY)
    look_at_the_clock(caseload.deps)

    assert ends_of(caseload, wren, over) == [EventState.DRAFT, EventState.GIVEN, EventState.LAPSED]


@pytest.mark.parametrize("back", [AN_HOUR, 2 * A_DAY, 3660 * A_DAY])
def test_what_she_stopped_does_not_look_given_again(caseload: Caseload, wren: str, back: timedelta) -> None:
    stopped = caseload.give(wren)
    caseload.timepiece.move(A_DAY)
    withdraw_consent(caseload.deps, wren, stopped)
    caseload.timepiece.move(-back)

    card = consent_for(caseload.deps, wren, stopped).card

    assert (card.state, card.is_told_now) == (State.WITHDRAWN, False)
    assert (card.may_renew, card.may_tell_of_stop) == (False, True)
    assert renew_consent(caseload.deps, wren, stopped, answer(caseload.deps)) == NoLongerAsked()
    told_of_stop = let_them_know(caseload.deps, wren, stopped, answer(caseload.deps))
    assert consent_for(caseload.deps, wren, str(told_of_stop)).card.record.purpose is Purpose.TELL_OF_STOP


@pytest.mark.parametrize("back", [AN_HOUR, 2 * A_DAY])
def test_what_was_used_up_does_not_look_given_again(caseload: Caseload, wren: str, back: timedelta) -> None:
    once = caseload.give(wren, once=True)
    caseload.timepiece.move(A_DAY)
    caseload.tell(wren, once)
    caseload.timepiece.move(-back)

    card = consent_for(caseload.deps, wren, once).card

    assert (card.state, card.is_told_now) == (State.LAPSED, False)


def test_a_draft_that_went_away_does_not_wait_for_her_again(caseload: Caseload, wren: str) -> None:
    draft = propose(caseload, wren)
    caseload.timepiece.move(8 * A_DAY)
    look_at_the_clock(caseload.deps)

    caseload.timepiece.move(-5 * A_DAY)
    look_at_the_clock(caseload.deps)

    card = consent_for(caseload.deps, wren, draft).card
    assert (card.state, card.waits_for_her) == (State.ABANDONED, False)


def test_a_way_to_reach_her_stays_unconfirmed(caseload: Caseload, wren: str) -> None:
    rule = NewContactRule(Channel.PHONE_CALL, EVERY_HOUR, voicemail_allowed=False, name_to_ask_for="")
    assert set_contact_rule(caseload.deps, wren, rule, PASSPHRASE) is True
    caseload.timepiece.move(31 * A_DAY)
    look_at_the_clock(caseload.deps)

    caseload.timepiece.move(-10 * A_DAY)
    look_at_the_clock(caseload.deps)

    assert has_unconfirmed_rule(caseload.deps, wren)

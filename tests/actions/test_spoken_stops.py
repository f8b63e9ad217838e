"""Her spoken stop counts from when she said it, whoever wrote it down; she reads who has seen it."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.cases import assign
from survivor_portal.actions.consents import (
    InvalidationReason,
    ProposedDisclosure,
    SpokenStop,
    SpokenStopRefusal,
    acknowledge_stop,
    consent_for,
    consents_of,
    invalidate_consent,
    new_form_token,
    reasons_of,
    record_disclosure,
    record_spoken_stop,
    withdraw_consent,
)
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.people import NewStaff, add_staff
from survivor_portal.domain.consent import (
    DataItem,
    EventState,
    Method,
    Purpose,
    Refusal,
    SharingMethod,
    State,
    incidents,
)
from survivor_portal.domain.people import Role
from survivor_portal.models import ConsentEvent
from tests.caseload import Caseload
from tests.stored import all_rows

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.timepiece import Timepiece

MINUTE = timedelta(minutes=1)
NOBODY = "a" * 26


@pytest.fixture
def tess(deps: "Deps") -> str:
    """A supervisor."""
    return add_staff(deps, NewStaff("Tess", Role.SUPERVISOR, "tess", "a passphrase of five words", "A" * 32))


def stop(deps: "Deps", by: str, her: str, *record_ids: str, ago: timedelta = timedelta()) -> SpokenStopRefusal | None:
    """Write down that she said stop some time ago."""
    return record_spoken_stop(deps, by, her, SpokenStop(frozenset(record_ids), deps.clock() - ago))


def test_a_spoken_stop_stops_at_once_and_says_whose_hand_wrote_it(caseload: Caseload, wren: str) -> None:
    deps, given = caseload.deps, caseload.give(wren)

    assert stop(deps, caseload.advocate, wren, given) is None

    card = consent_for(deps, wren, given).card
    assert card.state is State.WITHDRAWN
    ended = card.events[-1]
    assert (ended.entity, ended.recorded_by, ended.method) == (wren, caseload.advocate, Method.ORAL)
    told = ProposedDisclosure(
        consent=given,
        recipient=card.record.recipient,
        purpose=Purpose.LEGAL_HELP,
        items=frozenset({DataItem.CHOSEN_NAME}),
        method=SharingMethod.PHONE,
        token=new_form_token(deps),
    )
    assert record_disclosure(deps, caseload.advocate, wren, told) is Refusal.ENDED


def test_it_counts_from_when_she_said_it_and_what_was_told_since_is_an_incident(caseload: Caseload, wren: str) -> None:
    deps, given = caseload.deps, caseload.give(wren)
    caseload.tell(wren, given)
    caseload.timepiece.move(60 * MINUTE)
    caseload.tell(wren, given)

    stop(deps, caseload.advocate, wren, given, ago=30 * MINUTE)

    card = consent_for(deps, wren, given).card
    assert card.ends_at == deps.clock() - 30 * MINUTE
    assert card.incidents == incidents(card.record, card.events, card.disclosures) == (card.disclosures[1],)


def test_a_stop_of_the_future_is_not_written_down(caseload: Caseload, wren: str) -> None:
    given = caseload.give(wren)
    before = all_rows(caseload.deps)

    refusal = stop(caseload.deps, caseload.advocate, wren, given, ago=-MINUTE)

    assert refusal is SpokenStopRefusal.NOT_YET
    assert all_rows(caseload.deps) == before


def test_a_stop_dated_before_her_signature_counts_from_the_signature(caseload: Caseload, wren: str) -> None:
    given = caseload.give(wren)

    stop(caseload.deps, caseload.advocate, wren, given, ago=timedelta(days=400))

    card = consent_for(caseload.deps, wren, given).card
    assert (card.state, card.ends_at) == (State.WITHDRAWN, card.record.signed_at)


def test_a_stop_said_before_the_only_use_is_not_lost_and_that_use_is_an_incident(caseload: Caseload, wren: str) -> None:
    deps, once = caseload.deps, caseload.give(wren, once=True)
    said_at = deps.clock()
    caseload.timepiece.move(30 * MINUTE)
    caseload.tell(wren, once)
    caseload.timepiece.move(30 * MINUTE)
    assert consent_for(deps, wren, once).card.state is State.LAPSED

    assert record_spoken_stop(deps, caseload.advocate, wren, SpokenStop(frozenset({once}), said_at)) is None

    card = consent_for(deps, wren, once).card
    assert (card.state, card.ends_at, card.incidents) == (State.WITHDRAWN, said_at, card.disclosures)


def test_a_stop_said_before_it_ran_out_is_not_lost(caseload: Caseload, wren: str) -> None:
    deps, given = caseload.deps, caseload.give(wren, length=timedelta(days=7))
    caseload.tell(wren, given)
    caseload.timepiece.move(timedelta(days=8))

    assert stop(deps, caseload.advocate, wren, given, ago=timedelta(days=3)) is None

    card = consent_for(deps, wren, given).card
    assert (card.state, card.ends_at) == (State.WITHDRAWN, deps.clock() - timedelta(days=3))
    assert card.incidents == ()


def test_it_is_told_when_all_or_some_had_ended_and_only_the_rest_is_stopped(caseload: Caseload, wren: str) -> None:
    deps, used_up, given = caseload.deps, caseload.give(wren, once=True), caseload.give(wren)
    caseload.tell(wren, used_up)
    before = all_rows(deps)

    assert stop(deps, caseload.advocate, wren, used_up) is SpokenStopRefusal.ALL_HAD_ENDED
    assert all_rows(deps) == before
    assert stop(deps, caseload.advocate, wren, used_up, given) is SpokenStopRefusal.SOME_HAD_ENDED

    states = {card.record_id: card.state for card in consents_of(deps, wren)}
    assert states == {used_up: State.LAPSED, given: State.WITHDRAWN}


def test_what_was_told_between_her_spoken_stop_and_her_own_is_an_incident(caseload: Caseload, wren: str) -> None:
    deps, given = caseload.deps, caseload.give(wren)
    said_at = deps.clock()
    caseload.timepiece.move(MINUTE)
    caseload.tell(wren, given)
    withdraw_consent(deps, wren, given)

    for _ in range(2):
        assert record_spoken_stop(deps, caseload.advocate, wren, SpokenStop(frozenset({given}), said_at)) is None

    card = consent_for(deps, wren, given).card
    assert (card.state, card.ends_at, card.incidents) == (State.WITHDRAWN, said_at, card.disclosures)
    assert [event.event_state for event in card.events].count(EventState.WITHDRAWN) == 2


def test_an_earlier_stop_does_not_hide_that_a_signature_did_not_count(caseload: Caseload, wren: str, tess: str) -> None:
    deps, given = caseload.deps, caseload.give(wren)
    caseload.timepiece.move(60 * MINUTE)
    invalidate_consent(deps, tess, wren, given, InvalidationReason.SIGNED_BY_OTHER)

    assert stop(deps, caseload.advocate, wren, given, ago=30 * MINUTE) is SpokenStopRefusal.ALL_HAD_ENDED

    assert consent_for(deps, wren, given).card.state is State.INVALIDATED


def test_several_are_stopped_in_one_go_and_the_others_stay(caseload: Caseload, wren: str) -> None:
    one, two, other = (caseload.give(wren) for _ in range(3))

    stop(caseload.deps, caseload.advocate, wren, one, two)

    assert {card.record_id: card.state for card in consents_of(caseload.deps, wren)} == {
        one: State.WITHDRAWN,
        two: State.WITHDRAWN,
        other: State.GIVEN,
    }


def test_stopping_twice_equals_once_and_her_own_stop_stays_hers(caseload: Caseload, wren: str) -> None:
    deps, given = caseload.deps, caseload.give(wren)
    withdraw_consent(deps, wren, given)
    before = all_rows(deps)

    stop(deps, caseload.advocate, wren, given, ago=MINUTE)

    assert all_rows(deps) == before


def test_nothing_picked_stops_nothing(caseload: Caseload, wren: str) -> None:
    caseload.give(wren)

    assert stop(caseload.deps, caseload.advocate, wren) is SpokenStopRefusal.NOTHING_PICKED
    assert consents_of(caseload.deps, wren)[0].is_given


def test_one_that_is_not_hers_among_them_stops_none(caseload: Caseload, wren: str) -> None:
    hers, robins = caseload.give(wren), caseload.give(caseload.add("Robin"))

    for other in (robins, NOBODY):
        with pytest.raises(NotFoundError):
            stop(caseload.deps, caseload.advocate, wren, hers, other)

    assert consent_for(caseload.deps, wren, hers).card.is_given


def test_her_former_advocate_writes_nothing_down(caseload: Caseload, wren: str) -> None:
    deps, given = caseload.deps, caseload.give(wren)
    assign(
        deps, wren, add_staff(deps, NewStaff("Idris", Role.ADVOCATE, "idris", "a passphrase of five words", "A" * 32))
    )

    with pytest.raises(NotFoundError):
        stop(deps, caseload.advocate, wren, given)
    with pytest.raises(NotFoundError):
        acknowledge_stop(deps, caseload.advocate, wren, given)

    assert consent_for(deps, wren, given).card.is_given


# ------------------------------------------------------------------------------------------------------------- seeing


def test_whoever_writes_a_stop_down_has_seen_it_but_after_a_supervisor_her_advocate_still_has_to(
    caseload: Caseload, wren: str, tess: str
) -> None:
    deps = caseload.deps
    by_advocate, by_supervisor = caseload.give(wren), caseload.give(wren)

    stop(deps, caseload.advocate, wren, by_advocate)
    stop(deps, tess, wren, by_supervisor)

    seen = {card.record_id: [each.seen_by for each in card.acknowledgements] for card in consents_of(deps, wren)}
    assert seen == {by_advocate: [caseload.advocate], by_supervisor: []}


def test_an_acknowledgement_says_who_saw_it_and_when_once(
    caseload: Caseload, wren: str, timepiece: "Timepiece"
) -> None:
    deps, given = caseload.deps, caseload.give(wren)
    withdraw_consent(deps, wren, given)
    timepiece.move(MINUTE)
    seen_at = timepiece()

    acknowledge_stop(deps, caseload.advocate, wren, given)
    timepiece.move(MINUTE)
    acknowledge_stop(deps, caseload.advocate, wren, given)

    card = consent_for(deps, wren, given).card
    assert [(each.seen_by, each.seen_at) for each in card.acknowledgements] == [(caseload.advocate, seen_at)]
    assert card.state is State.WITHDRAWN


def test_what_was_not_stopped_is_not_acknowledged(caseload: Caseload, wren: str, tess: str) -> None:
    deps, given = caseload.deps, caseload.give(wren)

    acknowledge_stop(deps, caseload.advocate, wren, given)
    with pytest.raises(NotFoundError):
        acknowledge_stop(deps, tess, wren, given)
    with pytest.raises(NotFoundError):
        acknowledge_stop(deps, caseload.advocate, wren, NOBODY)

    assert consent_for(deps, wren, given).card.acknowledgements == ()


# ------------------------------------------------------------------------------------------ signatures not counting


@pytest.mark.parametrize("reason", InvalidationReason)
def test_a_supervisor_ends_what_does_not_count_and_the_reason_is_sealed(
    caseload: Caseload, wren: str, tess: str, reason: InvalidationReason
) -> None:
    deps, given = caseload.deps, caseload.give(wren)

    for _ in range(2):
        invalidate_consent(deps, tess, wren, given, reason)

    assert consent_for(deps, wren, given).card.state is State.INVALIDATED
    assert reasons_of(deps, wren) == {given: reason}
    assert not any(reason.encode() in bytes(value) for value in _reasons(deps))


def test_nobody_else_ends_a_consent_for_her_like_that(caseload: Caseload, wren: str, tess: str) -> None:
    deps, given = caseload.deps, caseload.give(wren)

    for somebody, record in ((caseload.advocate, given), (wren, given), (tess, NOBODY)):
        with pytest.raises(NotFoundError):
            invalidate_consent(deps, somebody, wren, record, InvalidationReason.UNDER_PRESSURE)

    assert consent_for(deps, wren, given).card.is_given


def test_what_has_ended_stays_ended_as_it_was(caseload: Caseload, wren: str, tess: str) -> None:
    deps, given = caseload.deps, caseload.give(wren)
    withdraw_consent(deps, wren, given)
    before = all_rows(deps)

    invalidate_consent(deps, tess, wren, given, InvalidationReason.SIGNED_BY_OTHER)

    assert all_rows(deps) == before


def _reasons(deps: "Deps") -> list[bytes]:
    with deps.storage.read() as connection:
        column = ConsentEvent.__table__.c.reason
        return [bytes(found) for found in connection.scalars(column.table.select().with_only_columns(column)) if found]

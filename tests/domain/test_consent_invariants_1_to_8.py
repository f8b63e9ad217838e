"""Invariants 1 to 8 of consent, over generated histories: what it takes to be given and to share."""

from dataclasses import fields, replace
from datetime import datetime

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from survivor_portal.domain.consent import (
    CapacityBasis,
    CompelledDisclosure,
    ConsentEvent,
    ConsentRecord,
    DataItem,
    Disclosure,
    EventState,
    Method,
    Problem,
    Recipient,
    RecipientStanding,
    Refusal,
    State,
    allowed_next,
    covered_items,
    draft_problems,
    invalidation,
    is_given,
    refusal,
    state,
)
from survivor_portal.domain.people import Actor, PersonId
from tests.domain.histories import (
    AMARA,
    CLINIC,
    ENDING_EVENTS,
    IMANI,
    PARENT,
    RUTH,
    SHELTER,
    THIS,
    History,
    Standing,
    arbitrary_disclosures,
    arbitrary_events,
    disclosure,
    given_histories,
    histories,
    moments,
    standings,
)

STAFF = (RUTH, IMANI)


@pytest.mark.parametrize("wanted", State)
def test_the_generated_histories_reach_every_state(wanted: State) -> None:
    def reaches(drawn: tuple[History, datetime]) -> bool:
        history, now = drawn
        return state(*history, now) is wanted

    searched = settings(max_examples=500, phases=[Phase.generate])
    assert reaches(find(st.tuples(histories(), moments()), reaches, settings=searched))


@given(histories(), moments(), st.data())
def test_invariant_1_state_does_not_depend_on_the_order_or_doubling_of_what_happened(
    history: History, now: datetime, data: st.DataObject
) -> None:
    events = data.draw(st.permutations([*history.events, *history.events]))
    disclosures = data.draw(st.permutations(history.disclosures))
    assert state(history.record, events, disclosures, now) is state(*history, now)


def test_invariant_1_no_record_stores_whether_it_is_active() -> None:
    assert not {"state", "status", "active", "is_active", "given"} & {field.name for field in fields(ConsentRecord)}


@given(histories(), moments())
def test_invariant_2_given_means_in_its_time_unended_and_with_uses_left(history: History, now: datetime) -> None:
    if state(*history, now) is not State.GIVEN:
        return
    record = history.record
    assert record.valid_from <= now < record.expires_at
    assert not any(
        each.record_id == THIS and each.event_state in ENDING_EVENTS and each.effective_time <= now
        for each in history.events
    )
    spent = sum(shared.consent == THIS and shared.at <= now for shared in history.disclosures)
    assert record.max_uses is None or spent < record.max_uses
    assert is_given(*history, now)


@given(given_histories(), moments())
def test_invariant_2_a_proper_signature_is_given_from_its_start_up_to_its_end(history: History, now: datetime) -> None:
    record = history.record
    assert is_given(*history, now) == (record.valid_from <= now < record.expires_at)


@given(histories(), arbitrary_disclosures(), st.sampled_from((SHELTER, CLINIC)), st.sampled_from(RecipientStanding))
def test_invariant_3_an_unrefused_disclosure_has_a_given_record_that_covers_it(
    history: History, proposed: Disclosure, recipient: Recipient, standing: RecipientStanding
) -> None:
    # Half of what is drawn is brought close to the record, so that not everything is refused at the first question.
    _assert_covered(history, proposed, replace(recipient, standing=standing))
    near = replace(disclosure(history.record, proposed.at), items=history.record.data_items)
    _assert_covered(history, near, replace(recipient, standing=standing))


def _assert_covered(history: History, proposed: Disclosure, recipient: Recipient) -> None:
    if refusal(proposed, recipient, *history) is not None:
        return
    record = history.record
    assert is_given(*history, proposed.at)
    assert proposed.consent == record.record_id
    assert proposed.recipient == record.recipient == recipient.recipient_id
    assert recipient.standing is RecipientStanding.ACTIVE
    assert proposed.purpose == record.purpose
    assert proposed.items
    assert proposed.items <= record.data_items - record.excluded_items
    assert proposed.method in record.methods


@given(standings())
def test_invariant_3_what_a_given_record_covers_is_not_refused(standing: Standing) -> None:
    history, now = standing
    assert refusal(disclosure(history.record, now), SHELTER, *history) is None


@given(standings(), st.sampled_from(DataItem))
def test_invariant_3_one_item_more_is_refused(standing: Standing, item: DataItem) -> None:
    history, now = standing
    proposed = disclosure(history.record, now)
    wider = replace(proposed, items=proposed.items | {item})
    expected = None if item in history.record.data_items else Refusal.ITEMS_NOT_COVERED
    assert refusal(wider, SHELTER, *history) is expected


@given(standings(), st.data())
def test_invariant_3_an_excluded_item_is_refused_even_when_it_is_also_ticked(
    standing: Standing, data: st.DataObject
) -> None:
    history, now = standing
    excluded = data.draw(st.sampled_from(sorted(history.record.data_items)))
    proposed = disclosure(history.record, now)
    narrowed = history.having(excluded_items=frozenset({excluded}))
    assert refusal(proposed, SHELTER, *narrowed) is Refusal.ITEMS_NOT_COVERED
    assert excluded not in covered_items(narrowed.record)


@given(standings(), st.sampled_from(("data_items", "methods")), moments())
def test_invariant_4_an_empty_scope_authorises_nothing(standing: Standing, emptied: str, at: datetime) -> None:
    history, now = standing
    empty = history.having(**{emptied: frozenset()})
    assert not is_given(*empty, now)
    assert refusal(disclosure(history.record, at), SHELTER, *empty) is not None


@given(standings())
def test_invariant_4_nothing_in_particular_may_not_be_shared(standing: Standing) -> None:
    history, now = standing
    proposed = replace(disclosure(history.record, now), items=frozenset())
    assert refusal(proposed, SHELTER, *history) is Refusal.NO_ITEMS


@given(histories(), st.lists(arbitrary_events(), max_size=4), moments())
def test_invariant_5_nothing_that_staff_write_down_opens_what_was_closed(
    history: History, written: list[ConsentEvent], now: datetime
) -> None:
    by_staff = [
        replace(each, recorded_by=STAFF[0])
        for each in written
        # A draft is theirs to propose; it only starts the clock for her.
        if each.event_state is not EventState.DRAFT
    ]
    assert is_given(*history, now) or not is_given(*history.then(*by_staff), now)


@given(given_histories(), moments(), st.sampled_from(STAFF))
def test_invariant_5_her_own_signature_in_the_hand_of_staff_opens_nothing(
    history: History, now: datetime, member: PersonId
) -> None:
    unsigned = [each for each in history.events if not _is_signature(each)]
    in_their_hand = [replace(each, recorded_by=member) for each in history.events if _is_signature(each)]
    assert in_their_hand
    assert not is_given(history.record, [*unsigned, *in_their_hand], history.disclosures, now)


def test_invariant_5_a_compelled_disclosure_is_another_type() -> None:
    assert not issubclass(CompelledDisclosure, Disclosure)
    assert not issubclass(Disclosure, CompelledDisclosure)
    assert "consent" not in {field.name for field in fields(CompelledDisclosure)}


@given(given_histories(), moments(), st.sampled_from(STAFF), st.sampled_from(Method))
def test_invariant_6_no_member_of_staff_can_give(
    history: History, now: datetime, member: PersonId, method: Method
) -> None:
    own_name = [
        replace(each, entity=member, recorded_by=member, method=method) if _is_signature(each) else each
        for each in history.events
    ]
    in_her_name = [
        replace(each, recorded_by=member, method=method) if _is_signature(each) else each for each in history.events
    ]
    assert not is_given(history.record, own_name, history.disclosures, now)
    assert not is_given(history.record, in_her_name, history.disclosures, now)


@given(histories(), moments(), st.sampled_from((Actor.ADVOCATE, Actor.SUPERVISOR, Actor.CLOCK)))
def test_invariant_6_giving_is_never_a_step_for_staff_or_clock(history: History, now: datetime, actor: Actor) -> None:
    assert EventState.GIVEN not in allowed_next(*history, now, actor)


@given(given_histories(), moments(), st.sampled_from((Method.ORAL, Method.PAPER)))
def test_invariant_6_a_spoken_or_paper_yes_is_only_a_draft(history: History, now: datetime, method: Method) -> None:
    unwritten = [replace(each, method=method) if _is_signature(each) else each for each in history.events]
    assert not is_given(history.record, unwritten, history.disclosures, now)


@given(given_histories(), st.data())
def test_invariant_7_no_marked_consenter_can_give(history: History, data: st.DataObject) -> None:
    marked = data.draw(st.sampled_from(sorted(each.person for each in history.record.consenters)))
    problems = draft_problems(history.record, SHELTER, {marked}, statement_approved=True)
    assert problems == {Problem.CONSENTER_MARKED}


@given(standings(), st.sampled_from((AMARA, PARENT, RUTH)), moments())
def test_invariant_7_marking_a_consenter_later_invalidates_at_once(
    standing: Standing, marked: str, later: datetime
) -> None:
    history, now = standing
    person = next((each.person for each in history.record.consenters if each.person == marked), None)
    if person is None:
        assert all(invalidation(history.record, each, IMANI, now) is None for each in STAFF)
        return
    ended = invalidation(history.record, person, IMANI, now)
    assert ended is not None
    assert state(*history.then(ended), now) is State.INVALIDATED
    assert not is_given(*history.then(ended), max(now, later))
    assert refusal(disclosure(history.record, now), SHELTER, *history.then(ended)) is Refusal.ENDED


@given(given_histories(bases=(CapacityBasis.MINOR_PLUS_GUARDIAN,)), moments(), st.sampled_from((AMARA, PARENT)))
def test_invariant_8_minor_plus_guardian_needs_both_signatures(history: History, now: datetime, missing: str) -> None:
    one = [each for each in history.events if not (_is_signature(each) and each.entity == missing)]
    assert len(one) == len(history.events) - 1
    assert state(history.record, one, (), now) in {State.DRAFT, State.ABANDONED}


@given(given_histories(bases=(CapacityBasis.MINOR_ALONE,)))
def test_invariant_8_minor_alone_needs_one_signature(history: History) -> None:
    assert [each.entity for each in history.events if _is_signature(each)] == [AMARA]
    assert is_given(*history, history.record.valid_from)


def _is_signature(happened: ConsentEvent) -> bool:
    return happened.event_state is EventState.GIVEN

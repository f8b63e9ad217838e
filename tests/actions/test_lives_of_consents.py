"""The real actions, driven in any order by anybody while the clock moves on, beside the simplest account of consent.

The account knows of each record what was agreed, how often it was used and how it ended, and asks the domain nothing.
What the actions say, and what lies in the database, has to agree with it after every step.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test
from sqlalchemy import select

from survivor_portal.actions.consents import (
    MadeOtherwise,
    NoLongerAsked,
    ProposedDisclosure,
    SignedAnswer,
    SigningRefusal,
    Statement,
    consents_of,
    give_draft,
    new_form_token,
    record_disclosure,
    renew_consent,
    say_no_to_draft,
    withdraw_consent,
)
from survivor_portal.actions.consents.invalidating import InvalidationReason, invalidate_consent
from survivor_portal.actions.consents.oral_stops import SpokenStop, SpokenStopRefusal, record_spoken_stop
from survivor_portal.actions.consents.proposing import propose_consent
from survivor_portal.actions.erasing import Erasure, erase_survivor
from survivor_portal.actions.people import add_staff
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.consent import DataItem, Purpose, RecordId, Refusal, SharingMethod, State
from survivor_portal.domain.throttling import LONGEST_WAIT
from survivor_portal.models import Consent, ConsentEvent, Disclosure
from tests.asked import a_proposal
from tests.caseload import PASSPHRASE, Caseload, make_caseload
from tests.lives import ODILE
from tests.stored import all_rows

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.timepiece import Timepiece

A_DAY = timedelta(days=1)
ITEMS = st.frozensets(st.sampled_from([DataItem.CHOSEN_NAME, DataItem.LANGUAGE, DataItem.FAMILY]), min_size=1)
METHODS = st.frozensets(st.sampled_from([SharingMethod.PHONE, SharingMethod.LETTER]), min_size=1)
LENGTHS = st.sampled_from([7 * A_DAY, 14 * A_DAY, 30 * A_DAY])
WRONG = "nobody's passphrase"


@dataclass
class Account:
    """One record, as anybody could keep account of it on paper."""

    items: frozenset[DataItem]
    methods: frozenset[SharingMethod]
    length: timedelta
    uses: int | None
    drafted_at: datetime
    given_at: datetime | None = None
    ended_as: State | None = None
    ended_at: datetime | None = None
    told: list[tuple[frozenset[DataItem], SharingMethod]] = field(default_factory=list)
    told_at: list[datetime] = field(default_factory=list)
    stopped_at: datetime | None = None

    def give(self, now: datetime, length: timedelta) -> None:
        """Note her signature."""
        self.given_at, self.length = now, length

    def state(self, now: datetime) -> State:
        """Say where it stands."""
        if self.ended_as is not None:
            return self.ended_as
        if self.given_at is None:
            return State.DRAFT if now < self.drafted_at + 7 * A_DAY else State.ABANDONED
        return State.LAPSED if now >= self.ends_at() else State.GIVEN

    def ends_at(self) -> datetime:
        """Say when it ends or ended, as far as is known."""
        if self.ended_at is not None:
            return self.ended_at
        if self.given_at is None:
            return self.drafted_at + 7 * A_DAY
        by_clock = (self.given_at + self.length).replace(second=0)
        return min(by_clock, self.told_at[self.uses - 1]) if self.uses and len(self.told) >= self.uses else by_clock

    def hear_stop(self, said_at: datetime) -> None:
        """Note a stop she spoke then, if anything could still be told then or was told since."""
        if self.given_at is None:
            return
        at = max(said_at, self.given_at)
        told_before = [told for told in self.told_at if told < at]
        is_used_up = self.uses is not None and len(told_before) >= self.uses
        is_over = is_used_up or at >= (self.given_at + self.length).replace(second=0)
        has_ended = self.ended_at is not None and self.ended_at <= at
        told_since = any(told >= at for told in self.told_at if told not in self.incidents())
        if not is_over and not has_ended and (self.ended_at is None or told_since):
            self.ended_as, self.ended_at, self.stopped_at = State.WITHDRAWN, at, at

    def incidents(self) -> list[datetime]:
        """Say when something was told that she had said stop to."""
        return [at for at in self.told_at if self.stopped_at is not None and at >= self.stopped_at]

    def may_tell(self, now: datetime, items: frozenset[DataItem], method: SharingMethod) -> bool:
        """Say whether so much may be told in this way."""
        return self.state(now) is State.GIVEN and items <= self.items and method in self.methods


class Lives(RuleBasedStateMachine):
    """Wren, Esther and Odile, who do whatever they like."""

    records = Bundle("records")
    _numbers = count()

    def __init__(self, caseload: Caseload, supervisor: str) -> None:
        """Begin with somebody who has agreed to nothing."""
        super().__init__()
        self.deps, self.clock = caseload.deps, caseload.timepiece
        self.caseload, self.supervisor = caseload, supervisor
        self.her = caseload.add(f"Wren {next(self._numbers)}")
        self.accounts: dict[RecordId, Account] = {}
        self.kept: set[Any] = set()

    # --------------------------------------------------------------------------------------------------- what she does

    @rule(target=records, items=ITEMS, methods=METHODS, length=LENGTHS, once=st.booleans())
    def give(
        self, items: frozenset[DataItem], methods: frozenset[SharingMethod], length: timedelta, *, once: bool
    ) -> RecordId:
        """She signs a form of her own."""
        self._wait_out()
        account = Account(items, methods, length, 1 if once else None, self.clock())
        account.give(self.clock(), length)
        ref = self.caseload.give(self.her, data_items=items, methods=methods, length=length, once=once)
        self.accounts[ref] = account
        return ref

    @rule(record=records, left_out=ITEMS, length=LENGTHS, is_hers=st.booleans(), knows_the_risk=st.booleans())
    def answer(
        self, record: RecordId, left_out: frozenset[DataItem], length: timedelta, *, is_hers: bool, knows_the_risk: bool
    ) -> None:
        """She signs a draft, or a part of it, or not quite; or presses once more on what she has signed."""
        self._wait_out()
        account, now = self.accounts[record], self.clock()
        signed = self._signature(account, length, left_out, is_hers=is_hers, knows_the_risk=knows_the_risk)
        outcome = give_draft(self.deps, self.her, record, signed)
        if account.given_at is not None:
            # Whether it says the same or not: what she has signed stands as it is.
            assert outcome in ({record, MadeOtherwise(record)} if is_hers else {NoLongerAsked()})
        elif account.state(now) is not State.DRAFT:
            assert outcome == NoLongerAsked()
        elif is_hers and knows_the_risk and account.items - left_out:
            assert outcome == record
            account.give(now, length)
            account.items -= left_out
        else:
            assert isinstance(outcome, SigningRefusal)

    @rule(record=records)
    def say_no(self, record: RecordId) -> None:
        """She says no to a draft, or to something that is none any more."""
        say_no_to_draft(self.deps, self.her, record)
        self._end(record, State.REFUSED, when=State.DRAFT)

    @rule(record=records)
    def stop(self, record: RecordId) -> None:
        """She says stop, also to what has ended."""
        withdraw_consent(self.deps, self.her, record)
        self._end(record, State.WITHDRAWN, when=State.GIVEN)

    @rule(target=records, record=records, length=LENGTHS, is_hers=st.booleans())
    def renew(self, record: RecordId, length: timedelta, *, is_hers: bool) -> Any:  # noqa: ANN401 (Hypothesis's own)
        """She signs the same once more."""
        self._wait_out()
        old, now = self.accounts[record], self.clock()
        signed = self._signature(old, length, is_hers=is_hers)
        outcome = renew_consent(self.deps, self.her, record, signed)
        if old.state(now) not in {State.GIVEN, State.LAPSED}:
            assert outcome == NoLongerAsked()
            return multiple()
        if not is_hers:
            assert isinstance(outcome, SigningRefusal)
            return multiple()
        assert not isinstance(outcome, SigningRefusal | MadeOtherwise | NoLongerAsked | Wait)
        self.accounts[outcome] = Account(old.items, old.methods, length, old.uses, now)
        self.accounts[outcome].give(now, length)
        self._end(record, State.SUPERSEDED, when=State.GIVEN)
        return outcome

    # ------------------------------------------------------------------------------------------------- what others do

    @rule(target=records, items=ITEMS, methods=METHODS, once=st.booleans(), is_from_paper=st.booleans())
    def propose(
        self, items: frozenset[DataItem], methods: frozenset[SharingMethod], *, once: bool, is_from_paper: bool
    ) -> RecordId:
        """Esther writes a draft down, or brings a paper."""
        proposal = a_proposal(
            self.deps,
            data_items=items,
            methods=methods,
            length=30 * A_DAY,
            once=once,
            is_from_paper=is_from_paper,
        )
        ref = propose_consent(self.deps, self.caseload.advocate, self.her, proposal)
        assert isinstance(ref, str)
        self.accounts[ref] = Account(items, methods, 30 * A_DAY, 1 if once else None, self.clock())
        return ref

    @rule(record=records, items=ITEMS, method=st.sampled_from(SharingMethod), to=st.sampled_from(["it", "another"]))
    def tell(self, record: RecordId, items: frozenset[DataItem], method: SharingMethod, to: str) -> None:
        """Esther is about to tell something."""
        card = next(card for card in consents_of(self.deps, self.her) if card.record_id == record)
        proposed = ProposedDisclosure(
            consent=record,
            recipient=card.record.recipient if to == "it" else to,
            purpose=Purpose.LEGAL_HELP,
            items=items,
            method=method,
            token=new_form_token(self.deps),
        )
        outcome = record_disclosure(self.deps, self.caseload.advocate, self.her, proposed)
        account = self.accounts[record]
        may_be_told = to == "it" and account.may_tell(self.clock(), items, method)
        assert isinstance(outcome, Refusal) is not may_be_told
        if may_be_told:
            account.told.append((items, method))
            account.told_at.append(self.clock())

    @rule(record=records, said=st.integers(0, 600), by_supervisor=st.booleans())
    def hear_stop(self, record: RecordId, said: int, *, by_supervisor: bool) -> None:
        """Somebody writes down that she said stop, up to ten hours after she did."""
        heard_by = self.supervisor if by_supervisor else self.caseload.advocate
        spoken = SpokenStop(frozenset({record}), self.clock() - timedelta(minutes=said))
        account = self.accounts[record]
        account.hear_stop(spoken.said_at)
        refusal = None if account.stopped_at else SpokenStopRefusal.ALL_HAD_ENDED
        assert record_spoken_stop(self.deps, heard_by, self.her, spoken) is refusal

    @rule(record=records)
    def invalidate(self, record: RecordId) -> None:
        """Odile finds that a signature does not count."""
        invalidate_consent(self.deps, self.supervisor, self.her, record, InvalidationReason.UNDER_PRESSURE)
        self._end(record, State.INVALIDATED, when=State.GIVEN)

    @rule(minutes=st.sampled_from([1, 60, 24 * 60, 4 * 24 * 60, 8 * 24 * 60]))
    def wait(self, minutes: int) -> None:
        """Nobody does anything."""
        self.clock.move(timedelta(minutes=minutes))

    # --------------------------------------------------------------------------------------------- what has to be true

    @invariant()
    def every_record_stands_where_the_account_says(self) -> None:
        """State, scope and what was told agree, and nothing is offered to be told that may not be."""
        cards = {card.record_id: card for card in consents_of(self.deps, self.her)}
        assert cards.keys() == self.accounts.keys()
        for ref, account in self.accounts.items():
            card = cards[ref]
            assert card.state is account.state(self.clock())
            assert card.ends_at == account.ends_at()
            assert [shared.at for shared in card.incidents] == account.incidents()
            assert card.covered_items == account.items
            assert [(shared.items, shared.method) for shared in card.disclosures] == account.told

    @invariant()
    def history_is_only_added_to(self) -> None:
        """Every signed record, every event and every disclosure is still there as it was."""
        found = self._history()
        assert self.kept <= found
        self.kept = found

    def teardown(self) -> None:
        """At last she erases everything, and nothing is left."""
        assert erase_survivor(self.deps, self.her) is Erasure.ERASED
        assert not self._history()
        left = all_rows(self.deps)
        assert {table for table, rows in left.items() if any(self.her in row for row in rows)} == {"destroyed_keys"}

    def _end(self, record: RecordId, state: State, *, when: State) -> None:
        account = self.accounts[record]
        if account.state(self.clock()) is when:
            account.ended_as, account.ended_at = state, self.clock()
            account.stopped_at = self.clock() if state is State.WITHDRAWN else None

    def _wait_out(self) -> None:
        """Let the wait after wrong passphrases pass: how tries are slowed is another test's."""
        self.clock.move(LONGEST_WAIT)

    def _signature(
        self,
        account: Account,
        length: timedelta,
        left_out: frozenset[DataItem] = frozenset(),
        *,
        is_hers: bool,
        knows_the_risk: bool = True,
    ) -> SignedAnswer:
        return SignedAnswer(
            token=new_form_token(self.deps),
            passphrase=PASSPHRASE if is_hers else WRONG,
            length=length,
            once=account.uses is not None,
            length_reason=None,
            risk_acknowledged=knows_the_risk,
            alternatives_acknowledged=True,
            interpreter=None,
            statement=Statement("1", "en", is_approved=True, words=lambda record, name: f"{record.record_id} {name}"),
            left_out=left_out,
        )

    def _history(self) -> set[Any]:
        statements = (
            select(Consent.__table__).where(Consent.principal == self.her, Consent.signed_at.is_not(None)),
            select(ConsentEvent.__table__).join(Consent).where(Consent.principal == self.her),
            select(Disclosure.__table__).join(Consent).where(Consent.principal == self.her),
        )
        with self.deps.storage.read() as connection:
            return {tuple(row) for statement in statements for row in connection.execute(statement)}


@pytest.fixture
def lives(deps: "Deps", timepiece: "Timepiece") -> type[Lives]:
    caseload, supervisor = make_caseload(deps, timepiece), add_staff(deps, ODILE)

    class LivesHere(Lives):
        def __init__(self) -> None:
            super().__init__(caseload, supervisor)

    return LivesHere


def test_whatever_anybody_does_nothing_is_told_but_what_stands_on_her_given_word(lives: type[Lives]) -> None:
    run_state_machine_as_test(
        lives,
        settings=settings(
            max_examples=9, stateful_step_count=20, suppress_health_check=[HealthCheck.too_slow], database=None
        ),
    )

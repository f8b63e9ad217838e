"""Word, sheet and referral, tried in any order while places are blocked and the clock goes on and back.

Beside the actions goes an account on paper, which asks the domain nothing: what it has seen over is over for good,
however late the clock says it is, and what it does not let out may not leave by any way.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from survivor_portal.actions.consents import (
    BlockReason,
    NoLongerAsked,
    ProposedDisclosure,
    Sheet,
    Told,
    block_recipient,
    consents_of,
    give_draft,
    make_sheet,
    record_disclosure,
    unblock_recipient,
    withdraw_consent,
)
from survivor_portal.actions.options import answer_option
from survivor_portal.actions.people import add_staff
from survivor_portal.actions.referring import refer
from survivor_portal.actions.timekeeping import note_moment
from survivor_portal.domain.consent import DataItem, RecordId, Refusal, SharingMethod
from survivor_portal.domain.options import Answer
from survivor_portal.domain.referrals import ReferralRefusal
from tests.asked import answer, propose
from tests.caseload import Caseload, make_caseload
from tests.lives import ODILE
from tests.telling import proposed_under

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.timepiece import Timepiece

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
DRAFT_WAITS = 7 * A_DAY
LENGTHS = st.sampled_from([7 * A_DAY, 14 * A_DAY])
ITEMS = st.frozensets(st.sampled_from([DataItem.CHOSEN_NAME, DataItem.LANGUAGE]), min_size=1)
METHODS = st.frozensets(st.sampled_from([SharingMethod.PHONE, SharingMethod.LETTER]), min_size=1)
PLACES = st.sampled_from(["who gives the service", "another place"])


@dataclass
class Account:
    """One record, as anybody could keep account of it on paper. `ended` is for good."""

    place: str
    items: frozenset[DataItem]
    methods: frozenset[SharingMethod]
    uses: int | None
    drafted_at: datetime
    given_at: datetime | None = None
    ends_at: datetime | None = None
    ended: bool = False
    told: list[tuple[frozenset[DataItem], SharingMethod]] = field(default_factory=list)
    told_at: list[datetime] = field(default_factory=list)

    def give(self, now: datetime, length: timedelta) -> None:
        """Note her signature."""
        self.given_at, self.ends_at = now, (now + length).replace(second=0)

    def see(self, now: datetime) -> None:
        """Note what is over by a moment that somebody saw."""
        self.ended |= now >= (self.ends_at or self.drafted_at + DRAFT_WAITS)

    def covers(self, now: datetime) -> bool:
        """Say whether her word stands, but for how often it may be used."""
        return self.given_at is not None and self.ends_at is not None and self.given_at <= now < self.ends_at

    def may_be_told(self, now: datetime) -> bool:
        """Say whether anything more may be told under it."""
        return self.covers(now) and not self.ended and (self.uses is None or len(self.told) < self.uses)

    def stop(self, now: datetime) -> None:
        """Note her stop; a draft, and what had ended by itself, she leaves as it is."""
        if self.given_at is not None:
            # Her stop does not wait for a clock that was set back.
            now = max(now, self.given_at)
            is_used_up = self.uses is not None and len([at for at in self.told_at if at <= now]) >= self.uses
            self.ended |= self.covers(now) and not is_used_up


class WaysOut(RuleBasedStateMachine):
    """Wren, Esther, Odile and a clock nobody can trust."""

    records = Bundle("records")
    sheets = Bundle("sheets")
    _numbers = count()

    def __init__(self, caseload: Caseload, supervisor: str) -> None:
        """Begin with somebody who wants a service and has agreed to nothing, and with nobody blocked."""
        super().__init__()
        self.deps, self.clock = caseload.deps, caseload.timepiece
        self.caseload, self.supervisor = caseload, supervisor
        self.her = caseload.add(f"Wren {next(self._numbers)}")
        self.places = {"who gives the service": caseload.provider(), "another place": caseload.other_provider()}
        for provider in self.places.values():
            unblock_recipient(self.deps, supervisor, provider)
        self.blocked: set[str] = set()
        self.option, self.answer = caseload.offer(self.her), Answer.NOT_ANSWERED
        self.accounts: dict[RecordId, Account] = {}

    # --------------------------------------------------------------------------------------------------- what she does

    @rule(target=records, place=PLACES, items=ITEMS, methods=METHODS, length=LENGTHS, once=st.booleans())
    def give(
        self,
        place: str,
        items: frozenset[DataItem],
        methods: frozenset[SharingMethod],
        length: timedelta,
        *,
        once: bool,
    ) -> Any:  # noqa: ANN401 (Hypothesis's own)
        """She signs a form of her own, which offers no place that is blocked."""
        if place in self.blocked:
            return multiple()
        account = Account(place, items, methods, 1 if once else None, self.clock())
        account.give(self.clock(), length)
        chosen = {"recipient": self.places[place], "data_items": items, "methods": methods}
        ref = self.caseload.give(self.her, **chosen, length=length, once=once)
        self.accounts[ref] = account
        return ref

    @rule(record=records)
    def sign(self, record: RecordId) -> None:
        """She signs what was asked of her, as long as it waits."""
        account, now = self.accounts[record], self.clock()
        if now < account.drafted_at or account.given_at is not None or account.place in self.blocked:
            return
        outcome = give_draft(self.deps, self.her, record, answer(self.deps))
        account.see(now)
        assert outcome == (NoLongerAsked() if account.ended else record)
        if not account.ended:
            account.give(now, 14 * A_DAY)

    @rule(record=records)
    def stop(self, record: RecordId) -> None:
        """She says stop, whatever the clock says."""
        withdraw_consent(self.deps, self.her, record)
        self.accounts[record].stop(self.clock())

    @rule(given=st.sampled_from([Answer.WANTED, Answer.WANTED, Answer.NOT_NOW]))
    def want(self, given: Answer) -> None:
        """She answers whether she wants the service."""
        answer_option(self.deps, self.her, self.option, given)
        self.answer = given

    # ------------------------------------------------------------------------------------------------- what others do

    @rule(target=records, place=PLACES, items=ITEMS, methods=METHODS)
    def ask(self, place: str, items: frozenset[DataItem], methods: frozenset[SharingMethod]) -> Any:  # noqa: ANN401 (as above)
        """Esther writes a draft down."""
        if place in self.blocked:
            return multiple()
        account = Account(place, items, methods, None, self.clock())
        chosen = {"recipient": self.places[place], "data_items": items, "methods": methods}
        ref = propose(self.caseload, self.her, **chosen)
        self.accounts[ref] = account
        return ref

    @rule(record=records, items=ITEMS, method=st.sampled_from([SharingMethod.PHONE, SharingMethod.LETTER]))
    def tell(self, record: RecordId, items: frozenset[DataItem], method: SharingMethod) -> None:
        """Esther tells something by word of mouth."""
        proposed = proposed_under(self.deps, self.her, record, items=items, method=method, words=None)
        outcome = record_disclosure(self.deps, self.caseload.advocate, self.her, proposed)
        assert isinstance(outcome, str if self._lets_out(record, proposed) else Refusal)

    @rule(target=sheets, record=records, items=ITEMS)
    def make(self, record: RecordId, items: frozenset[DataItem]) -> Any:  # noqa: ANN401 (as above)
        """Esther makes a sheet."""
        proposed = proposed_under(self.deps, self.her, record, items=items, words=dict.fromkeys(items, "So it is."))
        outcome = make_sheet(self.deps, self.caseload.advocate, self.her, proposed)
        is_let_out = self._lets_out(record, proposed)
        assert isinstance(outcome, Sheet if is_let_out else Refusal)
        return proposed if is_let_out else multiple()

    @rule(sheet=sheets)
    def make_again(self, sheet: ProposedDisclosure) -> None:
        """Esther sends the form of a sheet once more, which lets out nothing that her consent no longer covers."""
        account = self.accounts[RecordId(sheet.consent)]
        outcome = make_sheet(self.deps, self.caseload.advocate, self.her, sheet)
        stands = account.covers(self.clock()) and not account.ended and account.place not in self.blocked
        assert isinstance(outcome, Sheet if stands else Refusal)

    @rule(record=records, items=ITEMS, on_a_sheet=st.booleans())
    def refer(self, record: RecordId, items: frozenset[DataItem], *, on_a_sheet: bool) -> None:
        """Esther asks for the service in her name."""
        words = dict.fromkeys(items, "So it is.") if on_a_sheet else None
        proposed = proposed_under(self.deps, self.her, record, items=items, words=words)
        outcome = refer(self.deps, self.caseload.advocate, self.her, self.option, proposed)
        if self.answer is not Answer.WANTED:
            assert outcome is ReferralRefusal.NOT_WANTED
        elif self.accounts[record].place != "who gives the service":
            assert outcome is ReferralRefusal.OTHER_PROVIDER
        else:
            assert isinstance(outcome, Told if self._lets_out(record, proposed) else Refusal)

    @rule(place=PLACES)
    def block(self, place: str) -> None:
        """Odile finds that nothing may go to a place."""
        block_recipient(self.deps, self.supervisor, self.places[place], BlockReason.PASSED_ON)
        self.blocked.add(place)

    @rule(place=PLACES)
    def unblock(self, place: str) -> None:
        """Odile finds that it may, after all."""
        unblock_recipient(self.deps, self.supervisor, self.places[place])
        self.blocked.discard(place)

    # ------------------------------------------------------------------------------------------------------- the clock

    @rule(by=st.sampled_from([AN_HOUR, 4 * A_DAY, 8 * A_DAY]))
    def wait(self, by: timedelta) -> None:
        """Nobody does anything."""
        self.clock.move(by)

    @rule(by=st.sampled_from([AN_HOUR, 2 * A_DAY, 9 * A_DAY, 400 * A_DAY]))
    def set_back(self, by: timedelta) -> None:
        """The clock is set back between two who sign in."""
        self._look_at_the_clock()
        self.clock.move(-by)
        self._look_at_the_clock()

    # --------------------------------------------------------------------------------------------- what has to be true

    @invariant()
    def nothing_has_left_but_what_the_account_let_out(self) -> None:
        """Nobody was told anything by any other way."""
        for card in consents_of(self.deps, self.her):
            told = [(shared.items, shared.method) for shared in card.disclosures]
            assert sorted(told, key=str) == sorted(self.accounts[card.record_id].told, key=str)

    @invariant()
    def nothing_is_offered_to_be_told_that_may_not_be(self) -> None:
        """What was stopped, has ended or goes to a blocked place looks like it, however late it is."""
        for card in consents_of(self.deps, self.her):
            account = self.accounts[card.record_id]
            assert card.is_told_now is (account.may_be_told(self.clock()) and account.place not in self.blocked)

    def _lets_out(self, record: RecordId, proposed: ProposedDisclosure) -> bool:
        account = self.accounts[record]
        is_covered = proposed.items <= account.items and proposed.method in account.methods
        if not (is_covered and account.may_be_told(self.clock()) and account.place not in self.blocked):
            return False
        account.told.append((proposed.items, proposed.method))
        account.told_at.append(self.clock())
        return True

    def _look_at_the_clock(self) -> None:
        """Note the moment as every sign-in does."""
        with self.deps.storage.write() as session:
            note_moment(session, self.clock())
            session.commit()
        for account in self.accounts.values():
            account.see(self.clock())


@pytest.fixture
def ways_out(deps: "Deps", timepiece: "Timepiece") -> type[WaysOut]:
    caseload, supervisor = make_caseload(deps, timepiece), add_staff(deps, ODILE)

    class WaysOutHere(WaysOut):
        def __init__(self) -> None:
            super().__init__(caseload, supervisor)

    return WaysOutHere


@pytest.mark.parametrize("config", ["SQLite"], indirect=True)
def test_nothing_leaves_but_on_a_word_that_stands_to_a_place_that_may_be_told(ways_out: type[WaysOut]) -> None:
    run_state_machine_as_test(
        ways_out,
        settings=settings(
            max_examples=8, stateful_step_count=25, suppress_health_check=[HealthCheck.too_slow], database=None
        ),
    )

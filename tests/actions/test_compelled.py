"""What the law compels is recorded with its basis and notice or not at all, and she sees it unless a court forbids."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from survivor_portal.actions.consents import (
    ProposedCompelled,
    RecordedOtherwise,
    bans_on_telling_her,
    colleagues,
    compelled_for_her,
    compelled_of,
    consents_of,
    has_a_ban_just_ended,
    lift_ban,
    new_form_token,
    record_compelled,
)
from survivor_portal.actions.erasing import erase_survivor
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.domain.consent import CompelledRefusal, DataItem, LegalBasis, NoNoticeReason, NoticeAttempt
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.domain.people import PersonId
from survivor_portal.models import CompelledDisclosure, Notice
from tests.caseload import ESTHER
from tests.cast import BELA, IMANI, RUTH, TOM
from tests.staff import JOSE, created, staff_id_of, survivor_id_of
from tests.stored import all_rows, noted_statements

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.people import NewStaff
    from tests.caseload import Caseload
    from tests.timepiece import Timepiece

A_DAY = timedelta(days=1)
A_SECOND = timedelta(seconds=1)
ORDER = "Order 17 of the county court"
SECRETS = (b"county court", b"county judge", b"sealed", b"chosen_name")


@pytest.fixture
def her(caseload: "Caseload") -> str:
    return caseload.add("Wren")


def tried(deps: "Deps", ago: timedelta, by: "NewStaff" = ESTHER) -> NoticeAttempt:
    """Give one try to tell her, so long ago."""
    return NoticeAttempt(deps.clock() - ago, PersonId(staff_id_of(deps, by)))


def order(deps: "Deps", **changes: Any) -> ProposedCompelled:  # noqa: ANN401 (any field of it)
    """Give what a court order asks for and what goes with it, but for the changes."""
    complete = ProposedCompelled(
        token=new_form_token(deps),
        recipient="The county judge",
        items=frozenset({DataItem.CHOSEN_NAME}),
        legal_basis=LegalBasis.COURT_ORDER,
        legal_reference=ORDER,
        notice_attempts=(tried(deps, A_DAY), tried(deps, timedelta(hours=1))),
        no_notice_reason=None,
        forbidden_until=None,
        protective_steps="We asked that the file stay sealed.",
    )
    return replace(complete, **changes)


def test_an_order_with_notice_is_recorded_and_she_sees_all_of_it(caseload: "Caseload", her: str) -> None:
    deps, proposed = caseload.deps, order(caseload.deps)

    assert record_compelled(deps, caseload.advocate, her, proposed) in _refs(deps)

    (seen,) = compelled_for_her(deps, her).whole
    assert compelled_of(deps, her) == compelled_for_her(deps, her)
    assert (seen.recipient, seen.items, seen.legal_basis) == (
        proposed.recipient,
        proposed.items,
        LegalBasis.COURT_ORDER,
    )
    assert (seen.legal_reference, seen.protective_steps) == (ORDER, proposed.protective_steps)
    assert seen.notice_attempts == proposed.notice_attempts
    assert (seen.at, seen.by) == (deps.clock(), caseload.advocate)


def test_it_needs_no_consent_and_uses_none_up(caseload: "Caseload", her: str) -> None:
    record_id = caseload.give(her, once=True)

    record_compelled(caseload.deps, caseload.advocate, her, order(caseload.deps))

    (card,) = consents_of(caseload.deps, her)
    assert (card.record_id, card.is_given, card.disclosures) == (record_id, True, ())


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"items": frozenset()}, CompelledRefusal.NO_ITEMS),
        ({"recipient": "  "}, CompelledRefusal.NO_RECIPIENT),
        ({"legal_basis": LegalBasis.BARE_SUBPOENA}, CompelledRefusal.BARE_SUBPOENA),
        ({"legal_reference": " "}, CompelledRefusal.NO_LEGAL_REFERENCE),
        ({"notice_attempts": ()}, CompelledRefusal.NO_NOTICE),
        ({"protective_steps": ""}, CompelledRefusal.NO_PROTECTIVE_STEPS),
    ],
)
def test_what_lacks_a_safeguard_is_refused_by_name_and_nothing_is_recorded(
    caseload: "Caseload", her: str, changes: dict[str, Any], why: CompelledRefusal
) -> None:
    before = all_rows(caseload.deps)

    assert record_compelled(caseload.deps, caseload.advocate, her, order(caseload.deps, **changes)) == (why,)
    assert all_rows(caseload.deps) == before


def test_everything_that_is_missing_is_said_at_once_and_a_bare_subpoena_first(caseload: "Caseload", her: str) -> None:
    empty = order(
        caseload.deps,
        recipient="",
        items=frozenset(),
        legal_basis=LegalBasis.BARE_SUBPOENA,
        legal_reference="",
        notice_attempts=(),
        protective_steps="",
    )

    why_not = record_compelled(caseload.deps, caseload.advocate, her, empty)

    assert isinstance(why_not, tuple)
    assert why_not[0] is CompelledRefusal.BARE_SUBPOENA
    assert set(why_not) == set(CompelledRefusal)


def test_an_attempt_to_come_is_no_attempt(caseload: "Caseload", her: str) -> None:
    tomorrow = order(caseload.deps, notice_attempts=(tried(caseload.deps, -A_DAY),))

    assert record_compelled(caseload.deps, caseload.advocate, her, tomorrow) == (CompelledRefusal.NO_NOTICE,)


@pytest.mark.parametrize("reason", NoNoticeReason)
def test_a_reason_stands_in_for_notice(caseload: "Caseload", her: str, reason: NoNoticeReason) -> None:
    proposed = order(caseload.deps, notice_attempts=(), no_notice_reason=reason)

    assert record_compelled(caseload.deps, caseload.advocate, her, proposed) in _refs(caseload.deps)


def test_she_does_not_see_what_a_court_forbids_until_it_does_so_no_more(
    caseload: "Caseload", her: str, timepiece: "Timepiece"
) -> None:
    deps = caseload.deps
    forbidden = {"notice_attempts": (), "no_notice_reason": NoNoticeReason.COURT_FORBIDS}
    record_compelled(deps, caseload.advocate, her, order(deps, **forbidden, forbidden_until=deps.clock() + 90 * A_DAY))
    record_compelled(deps, caseload.advocate, her, order(deps, **forbidden))

    assert len(compelled_of(deps, her).whole) == 2
    assert compelled_for_her(deps, her).is_empty
    timepiece.move(90 * A_DAY)
    (seen,) = compelled_for_her(deps, her).whole
    assert seen.forbidden_until == deps.clock()


def test_for_seven_days_after_a_ban_ended_by_itself_she_is_told_that_it_did(
    caseload: "Caseload", her: str, timepiece: "Timepiece"
) -> None:
    deps, robin = caseload.deps, caseload.add("Robin")
    forbidden = {"notice_attempts": (), "no_notice_reason": NoNoticeReason.COURT_FORBIDS}
    ref = record_compelled(
        deps, caseload.advocate, her, order(deps, **forbidden, forbidden_until=deps.clock() + 90 * A_DAY)
    )
    record_compelled(deps, caseload.advocate, her, order(deps, **forbidden))
    over_already = order(deps, no_notice_reason=NoNoticeReason.COURT_FORBIDS, forbidden_until=deps.clock())
    record_compelled(deps, caseload.advocate, robin, over_already)
    assert isinstance(ref, str)

    found = []
    for wait in (90 * A_DAY - A_SECOND, A_SECOND, 7 * A_DAY - A_SECOND, A_SECOND):
        timepiece.move(wait)
        found.append(has_a_ban_just_ended(deps, her))

    assert found == [False, True, True, False]
    assert not has_a_ban_just_ended(deps, robin)
    timepiece.move(-A_DAY)
    assert has_a_ban_just_ended(deps, her)


def test_a_ban_that_was_lifted_left_its_own_word(caseload: "Caseload", her: str, timepiece: "Timepiece") -> None:
    deps = caseload.deps
    until = deps.clock() + 90 * A_DAY
    banned = order(deps, no_notice_reason=NoNoticeReason.COURT_FORBIDS, forbidden_until=until)
    ref = record_compelled(deps, caseload.advocate, her, banned)
    lift_ban(deps, caseload.advocate, her, str(ref))

    timepiece.move(91 * A_DAY)

    assert not has_a_ban_just_ended(deps, her)


def test_a_doubled_form_is_one_record_and_a_changed_one_says_so(caseload: "Caseload", her: str) -> None:
    deps, proposed = caseload.deps, order(caseload.deps)
    first = record_compelled(deps, caseload.advocate, her, proposed)
    caseload.timepiece.move(timedelta(minutes=1))

    assert record_compelled(deps, caseload.advocate, her, proposed) == first
    changed = replace(proposed, recipient="Somebody else")
    assert record_compelled(deps, caseload.advocate, her, changed) == RecordedOtherwise(str(first))
    assert len(compelled_of(deps, her).whole) == 1


def test_a_form_pressed_twice_at_once_is_one_record(caseload: "Caseload", her: str) -> None:
    deps, proposed, together = caseload.deps, order(caseload.deps), Barrier(2)

    def press(_: int) -> object:
        together.wait()
        return record_compelled(deps, caseload.advocate, her, proposed)

    with ThreadPoolExecutor(2) as presses:
        first, second = presses.map(press, range(2))
    assert first == second
    assert len(compelled_of(deps, her).whole) == 1


def test_a_supervisor_records_it_and_lifts_a_ban_for_whoever_has_no_advocate(caseload: "Caseload") -> None:
    deps = caseload.deps
    imani, bela = staff_id_of(deps, IMANI), survivor_id_of(deps, BELA)
    banned = order(deps, notice_attempts=(), no_notice_reason=NoNoticeReason.COURT_FORBIDS)

    ref = record_compelled(deps, imani, bela, banned)
    assert compelled_for_her(deps, bela).is_empty
    lift_ban(deps, imani, bela, str(ref))

    (seen,) = compelled_for_her(deps, bela).whole
    assert (seen.by, seen.legal_reference) == (imani, ORDER)


def test_a_colleague_may_have_tried_to_tell_her_and_is_named(caseload: "Caseload", her: str) -> None:
    deps = caseload.deps
    attempts = (tried(deps, timedelta(hours=1), by=TOM), tried(deps, A_DAY, by=IMANI))

    record_compelled(deps, caseload.advocate, her, order(deps, notice_attempts=attempts))

    (seen,) = compelled_of(deps, her).whole
    assert seen.notice_attempts == (attempts[1], attempts[0])
    assert seen.by == caseload.advocate


def test_the_same_attempts_by_others_are_another_record(caseload: "Caseload", her: str) -> None:
    deps, proposed = caseload.deps, order(caseload.deps)
    first = record_compelled(deps, caseload.advocate, her, proposed)

    by_tom = replace(proposed, notice_attempts=(tried(deps, A_DAY, by=TOM), tried(deps, timedelta(hours=1), by=TOM)))

    assert record_compelled(deps, caseload.advocate, her, by_tom) == RecordedOtherwise(str(first))


def test_nobody_but_staff_is_named_as_who_tried(caseload: "Caseload", her: str) -> None:
    before = all_rows(caseload.deps)

    for nobody in (her, "nobody"):
        attempt = NoticeAttempt(caseload.deps.clock() - A_DAY, PersonId(nobody))
        with pytest.raises(NotFoundError):
            record_compelled(caseload.deps, caseload.advocate, her, order(caseload.deps, notice_attempts=(attempt,)))
    assert all_rows(caseload.deps) == before


def test_everyone_who_works_here_may_have_tried(caseload: "Caseload") -> None:
    deps = caseload.deps
    created(deps, JOSE)

    found = colleagues(deps)

    assert [person.name for person in found] == sorted(
        (ESTHER.name, IMANI.name, JOSE.name, RUTH.name, TOM.name), key=str.casefold
    )


def test_who_neither_has_her_case_nor_supervises_can_record_nothing(caseload: "Caseload", her: str) -> None:
    before = all_rows(caseload.deps)

    for nobody in (her, "nobody", staff_id_of(caseload.deps, TOM)):
        with pytest.raises(NotFoundError):
            record_compelled(caseload.deps, nobody, her, order(caseload.deps))
    with pytest.raises(NotFoundError):
        record_compelled(caseload.deps, caseload.advocate, "nobody", order(caseload.deps))
    assert all_rows(caseload.deps) == before


def test_who_it_went_to_and_why_lie_sealed_and_go_with_her(caseload: "Caseload", her: str) -> None:
    record_compelled(caseload.deps, caseload.advocate, her, order(caseload.deps))

    with caseload.deps.storage.read() as connection:
        (row,) = connection.execute(select(CompelledDisclosure.__table__)).all()
    assert not any(secret in value for value in row if isinstance(value, bytes) for secret in SECRETS)
    assert not any(secret.decode() in str(value) for value in row for secret in SECRETS)

    erase_survivor(caseload.deps, her)
    assert all_rows(caseload.deps)["compelled_disclosures"] == frozenset()


def test_looking_costs_the_same_however_much_there_is(caseload: "Caseload", her: str) -> None:
    costs = []
    for number in (1, 3):
        for _ in range(number):
            record_compelled(caseload.deps, caseload.advocate, her, order(caseload.deps))
        with noted_statements(caseload.deps) as statements:
            compelled_for_her(caseload.deps, her)
        costs.append(len(statements.sent))

    assert costs == [2, 2]


def _refs(deps: "Deps") -> list[str]:
    with deps.storage.read() as connection:
        return list(connection.execute(select(CompelledDisclosure.id)).scalars())


# -------------------------------------------------------------------------------------------------------- word of it


def _told_her(deps: "Deps", her: str) -> list[str]:
    with deps.storage.read() as connection:
        return list(connection.execute(select(Notice.kind).where(Notice.survivor_id == her)).scalars())


def test_she_has_word_of_it_once_and_none_while_a_court_forbids_it(caseload: "Caseload", her: str) -> None:
    deps, plain = caseload.deps, order(caseload.deps)
    record_compelled(deps, caseload.advocate, her, order(deps, no_notice_reason=NoNoticeReason.COURT_FORBIDS))
    assert _told_her(deps, her) == []

    for _ in range(2):
        record_compelled(deps, caseload.advocate, her, plain)

    assert _told_her(deps, her) == [NoticeKind.TOLD_BY_LAW]


@pytest.mark.parametrize("days", [None, 90])
def test_a_ban_that_a_court_lifts_is_over_at_once_and_once(caseload: "Caseload", her: str, days: int | None) -> None:
    deps = caseload.deps
    until = deps.clock() + days * A_DAY if days else None
    banned = order(deps, no_notice_reason=NoNoticeReason.COURT_FORBIDS, forbidden_until=until)
    ref = record_compelled(deps, caseload.advocate, her, banned)
    (ban,) = bans_on_telling_her(deps, her)
    assert ban.ref == ref
    assert compelled_for_her(deps, her).is_empty

    for _ in range(2):
        lift_ban(deps, caseload.advocate, her, ban.ref)

    (seen,) = compelled_for_her(deps, her).whole
    assert (seen.legal_reference, seen.ban_lifted_at) == (ORDER, deps.clock())
    assert bans_on_telling_her(deps, her) == []
    assert _told_her(deps, her) == [NoticeKind.TOLD_BY_LAW]
    assert record_compelled(deps, caseload.advocate, her, banned) == ref
    erase_survivor(deps, her)
    assert not all_rows(deps)["lifted_bans"]


def test_only_her_advocate_or_a_supervisor_lifts_a_ban_and_only_one_of_hers(caseload: "Caseload", her: str) -> None:
    deps = caseload.deps
    ref = record_compelled(deps, caseload.advocate, her, order(deps, no_notice_reason=NoNoticeReason.COURT_FORBIDS))
    open_to_her = record_compelled(deps, caseload.advocate, her, order(deps))
    robin = caseload.add("Robin")
    before = all_rows(deps)

    for staff, whose, which in (
        (her, her, ref),
        ("a" * 26, her, ref),
        (staff_id_of(deps, TOM), her, ref),
        (caseload.advocate, robin, ref),
        (caseload.advocate, her, open_to_her),
        (caseload.advocate, her, "a" * 26),
    ):
        with pytest.raises(NotFoundError):
            lift_ban(deps, staff, whose, str(which))

    assert all_rows(deps) == before

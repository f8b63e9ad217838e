"""Words may be signed alone only where a supervisor wrote down which qualified person approved exactly them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.people import NewStaff, NewSurvivor, add_staff, add_survivor
from survivor_portal.actions.statements import (
    ApprovalRefusal,
    NewApproval,
    approvals,
    end_approval,
    is_approved,
    record_approval,
)
from survivor_portal.domain.people import Role
from tests.stored import all_rows, noted_statements
from tests.timepiece import Timepiece

TODAY = date(2026, 5, 12)
DIGEST = "d" * 64
APPROVAL = NewApproval("one form", "7", "pt", DIGEST, " Inês Duarte ", " translator ", TODAY)
PASSPHRASE = "eleven quiet boats on the river"


@pytest.fixture
def odile(deps: Deps) -> str:
    """A supervisor."""
    return add_staff(deps, NewStaff("Odile", Role.SUPERVISOR, "odile", PASSPHRASE, "A" * 32))


def test_words_nobody_approved_are_not_approved(deps: Deps) -> None:
    assert not is_approved(deps, "7", "pt", DIGEST)


def test_an_approval_is_of_one_version_in_one_language_and_of_these_very_words(deps: Deps, odile: str) -> None:
    record_approval(deps, odile, APPROVAL, TODAY)

    assert is_approved(deps, "7", "pt", DIGEST)
    assert not is_approved(deps, "8", "pt", DIGEST)
    assert not is_approved(deps, "7", "es", DIGEST)
    assert not is_approved(deps, "7", "pt", "e" * 64)


def test_it_says_who_approved_and_when_and_who_wrote_it_down(deps: Deps, odile: str, timepiece: Timepiece) -> None:
    record_approval(deps, odile, APPROVAL, TODAY)

    found = next(each for each in approvals(deps) if each.language == "pt")

    assert (found.version, found.words_digest) == ("7", DIGEST)
    assert (found.approved_by, found.approved_on) == ("Inês Duarte, translator", TODAY)
    assert (found.recorded_by, found.recorded_at) == ("Odile", timepiece.now)


def test_a_doubled_form_writes_one_approval_down(deps: Deps, odile: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        refs = list(threads.map(lambda _: record_approval(deps, odile, APPROVAL, TODAY), range(4)))

    assert len(set(refs)) == 1
    assert len([each for each in approvals(deps) if each.language == "pt"]) == 1


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"approved_by": "  "}, ApprovalRefusal.NO_NAME),
        ({"profession": "  "}, ApprovalRefusal.NO_PROFESSION),
        ({"approved_on": date(2026, 5, 13)}, ApprovalRefusal.NOT_YET),
    ],
)
def test_an_approval_without_a_name_or_of_a_day_to_come_is_not_written_down(
    deps: Deps, odile: str, changes: dict[str, object], why: ApprovalRefusal
) -> None:
    before = all_rows(deps)

    assert record_approval(deps, odile, replace(APPROVAL, **changes), TODAY) is why  # type: ignore[arg-type]
    assert all_rows(deps) == before


def test_an_approval_that_no_longer_counts_stays_to_be_read_and_another_one_counts_again(
    deps: Deps, odile: str, timepiece: Timepiece
) -> None:
    ref = str(record_approval(deps, odile, APPROVAL, TODAY))
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: end_approval(deps, odile, ref), range(4)))

    assert not is_approved(deps, "7", "pt", DIGEST)
    (found,) = [each for each in approvals(deps) if each.language == "pt"]
    assert (found.id, found.ended_at) == (ref, timepiece.now)
    record_approval(deps, odile, replace(APPROVAL, token="another form"), TODAY)
    assert is_approved(deps, "7", "pt", DIGEST)


def test_nobody_but_a_supervisor_ends_one_and_only_one_there_is(deps: Deps, odile: str) -> None:
    ref = str(record_approval(deps, odile, APPROVAL, TODAY))
    esther = add_staff(deps, NewStaff("Esther", Role.ADVOCATE, "esther", PASSPHRASE, "A" * 32))
    for writer, which in ((esther, ref), ("a" * 26, ref), (odile, "a" * 26)):
        with pytest.raises(NotFoundError):
            end_approval(deps, writer, which)

    assert is_approved(deps, "7", "pt", DIGEST)


def test_nobody_but_a_supervisor_writes_one_down(deps: Deps) -> None:
    esther = add_staff(deps, NewStaff("Esther", Role.ADVOCATE, "esther", PASSPHRASE, "A" * 32))
    wren = add_survivor(deps, NewSurvivor("Wren", "wren field 12", "five words that nobody guesses"))
    for writer in (esther, wren, "a" * 26):
        with pytest.raises(NotFoundError):
            record_approval(deps, writer, APPROVAL, TODAY)

    assert not is_approved(deps, "7", "pt", DIGEST)


def test_the_name_of_who_approved_cannot_be_read_without_a_key(deps: Deps, odile: str) -> None:
    record_approval(deps, odile, APPROVAL, TODAY)

    rows = all_rows(deps)["statement_approvals"]

    assert rows
    assert not any("Duarte" in str(cell) for row in rows for cell in row)


def test_all_of_it_costs_the_same_however_much_there_is(deps: Deps, odile: str) -> None:
    counted = []
    for times in (1, 9):
        for number in range(times):
            record_approval(deps, odile, replace(APPROVAL, token=f"form {times} {number}"), TODAY)
        with noted_statements(deps) as statements:
            approvals(deps)
        counted.append(len(statements.sent))

    assert counted == [2, 2]

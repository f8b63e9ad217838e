"""A supervisor sees what she shares for a reason and for ten minutes, and she reads it for good."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from survivor_portal.actions.cases import assign
from survivor_portal.actions.erasing import erase_survivor
from survivor_portal.actions.looks import LOOKS_PAGE, is_looking, look_at_consents, looks_of, looks_page
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.people import NewStaff, add_staff
from survivor_portal.actions.staff import unseen_events
from survivor_portal.domain.looks import LOOK_LASTS, LookReason
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.domain.people import Role
from survivor_portal.domain.staff import StaffEventKind
from survivor_portal.models import Look, Notice
from tests.caseload import Caseload
from tests.cast import BELA, IMANI, RUTH
from tests.staff import PASSPHRASE, at_desk, staff_id_of, survivor_id_of
from tests.stored import all_rows, noted_statements

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer

A_SECOND = timedelta(seconds=1)


@pytest.fixture
def imani(deps: "Deps", wren: str) -> "Viewer":
    """Imani at her desk, who has not said yet why she looks."""
    assert wren
    return at_desk(deps, staff_id_of(deps, IMANI))


@pytest.fixture
def nadia(deps: "Deps") -> "Viewer":
    """Another supervisor at her desk."""
    return at_desk(deps, add_staff(deps, NewStaff("Nadia", Role.SUPERVISOR, "nadia", PASSPHRASE, "A" * 32)))


def told(deps: "Deps", her: str) -> list[str]:
    """Give the kinds of what her portal tells her."""
    with deps.storage.read() as connection:
        return list(connection.execute(select(Notice.kind).where(Notice.survivor_id == her)).scalars())


@pytest.mark.parametrize("reason", LookReason)
def test_a_look_opens_what_she_shares_and_she_reads_who_why_and_when(
    deps: "Deps", imani: "Viewer", wren: str, reason: LookReason
) -> None:
    assert not is_looking(deps, imani, wren)

    look_at_consents(deps, imani, wren, reason)

    assert is_looking(deps, imani, wren)
    (line,) = looks_of(deps, wren)
    assert (line.staff_name, line.reason, line.at) == ("Imani", reason, deps.clock())
    assert told(deps, wren) == [NoticeKind.LOOKED_AT]


def test_her_advocate_and_the_other_supervisors_are_told_but_not_at_whom(
    caseload: Caseload, imani: "Viewer", nadia: "Viewer", wren: str
) -> None:
    deps = caseload.deps
    esther, ruth = at_desk(deps, caseload.advocate), at_desk(deps, staff_id_of(deps, RUTH))

    for _ in range(2):
        look_at_consents(deps, imani, wren, LookReason.PRESSURE)

    for viewer in (nadia, esther):
        (line,) = unseen_events(deps, viewer)
        assert (line.kind, line.about_name, line.by_name) == (StaffEventKind.LOOKED_AT, "Esther", "Imani")
        assert line.at == deps.clock()
    assert unseen_events(deps, imani) == unseen_events(deps, ruth) == ()


def test_where_nobody_else_has_the_case_another_supervisor_is_told(
    caseload: Caseload, imani: "Viewer", nadia: "Viewer"
) -> None:
    deps = caseload.deps
    bela, robin = survivor_id_of(deps, BELA), caseload.add("Robin")
    assign(deps, robin, imani.id)

    for whom in (bela, robin):
        look_at_consents(deps, imani, whom, LookReason.ASKED)

    assert [(line.about_name, line.by_name) for line in unseen_events(deps, nadia)] == [(None, "Imani")] * 2
    assert unseen_events(deps, imani) == ()


def test_it_lasts_ten_minutes_and_another_one_shows_too(caseload: Caseload, imani: "Viewer", wren: str) -> None:
    deps, timepiece = caseload.deps, caseload.timepiece
    look_at_consents(deps, imani, wren, LookReason.ASKED)
    timepiece.move(LOOK_LASTS - A_SECOND)
    assert is_looking(deps, imani, wren)

    timepiece.move(A_SECOND)
    assert not is_looking(deps, imani, wren)
    look_at_consents(deps, imani, wren, LookReason.ASKED)

    assert is_looking(deps, imani, wren)
    assert len(looks_of(deps, wren)) == 2


def test_it_opens_nothing_of_anybody_else_and_nothing_in_another_session(
    caseload: Caseload, imani: "Viewer", wren: str
) -> None:
    deps, robin = caseload.deps, caseload.add("Robin")
    look_at_consents(deps, imani, wren, LookReason.MISTAKE)

    assert not is_looking(deps, imani, robin)
    assert not is_looking(deps, at_desk(deps, imani.id), wren)
    assert looks_of(deps, robin) == ()


def test_no_clock_set_back_lets_it_open_anything(caseload: Caseload, imani: "Viewer", wren: str) -> None:
    look_at_consents(caseload.deps, imani, wren, LookReason.ASKED)
    caseload.timepiece.move(-A_SECOND)

    assert not is_looking(caseload.deps, imani, wren)


def test_a_doubled_press_is_one_look_and_lasts_no_longer_but_another_reason_is_another(
    caseload: Caseload, imani: "Viewer", wren: str
) -> None:
    deps = caseload.deps
    look_at_consents(deps, imani, wren, LookReason.ASKED)
    caseload.timepiece.move(LOOK_LASTS - A_SECOND)
    look_at_consents(deps, imani, wren, LookReason.ASKED)
    assert len(looks_of(deps, wren)) == 1
    caseload.timepiece.move(A_SECOND)
    assert not is_looking(deps, imani, wren)

    for reason in (LookReason.ASKED, LookReason.MISTAKE):
        look_at_consents(deps, imani, wren, reason)

    assert len(looks_of(deps, wren)) == 3
    assert told(deps, wren) == [NoticeKind.LOOKED_AT] * 3


def test_two_presses_at_once_are_one_look(deps: "Deps", imani: "Viewer", wren: str) -> None:
    together = Barrier(2)

    def press(_: int) -> None:
        together.wait()
        look_at_consents(deps, imani, wren, LookReason.SPOKEN_STOP)

    with ThreadPoolExecutor(2) as presses:
        list(presses.map(press, range(2)))
    assert len(looks_of(deps, wren)) == 1


def test_only_a_supervisor_looks_and_only_at_somebody(caseload: Caseload, imani: "Viewer", wren: str) -> None:
    deps = caseload.deps
    before = all_rows(deps)
    esther = at_desk(deps, caseload.advocate)
    before["sessions"] = all_rows(deps)["sessions"]

    for viewer, whom in ((esther, wren), (imani, "a" * 26), (imani, imani.id)):
        with pytest.raises(NotFoundError):
            look_at_consents(deps, viewer, whom, LookReason.ASKED)
    assert {table: found for table, found in all_rows(deps).items() if table != "clock_marks"} == {
        table: found for table, found in before.items() if table != "clock_marks"
    }


def test_asking_whether_somebody_looks_and_reading_who_did_write_nothing(
    deps: "Deps", imani: "Viewer", wren: str
) -> None:
    look_at_consents(deps, imani, wren, LookReason.ASKED)
    before = all_rows(deps)

    is_looking(deps, imani, wren)
    looks_page(deps, wren)

    assert all_rows(deps) == before


def test_they_stand_in_pages_the_newest_first(caseload: Caseload, imani: "Viewer", wren: str) -> None:
    deps = caseload.deps
    assert (looks_page(deps, wren).lines, looks_page(deps, wren).pages) == ((), 1)
    for _ in range(LOOKS_PAGE + 1):
        look_at_consents(deps, imani, wren, LookReason.SIGNATURE)
        caseload.timepiece.move(LOOK_LASTS)

    first, second = looks_page(deps, wren), looks_page(deps, wren, 2)

    assert (first.pages, len(first.lines), len(second.lines)) == (2, LOOKS_PAGE, 1)
    assert (*first.lines, *second.lines) == looks_of(deps, wren)
    moments = [line.at for line in looks_of(deps, wren)]
    assert moments == sorted(moments, reverse=True)
    for page in (0, 3):
        with pytest.raises(NotFoundError):
            looks_page(deps, wren, page)


def test_reading_costs_the_same_however_many_there_are(caseload: Caseload, imani: "Viewer", wren: str) -> None:
    costs = []
    for number in (1, 3):
        for _ in range(number):
            look_at_consents(caseload.deps, imani, wren, LookReason.ASKED)
            caseload.timepiece.move(LOOK_LASTS)
        with noted_statements(caseload.deps) as statements:
            looks_of(caseload.deps, wren)
        costs.append(len(statements.sent))

    assert costs == [2, 2]


def test_the_reason_lies_sealed_and_goes_with_her(deps: "Deps", imani: "Viewer", wren: str) -> None:
    look_at_consents(deps, imani, wren, LookReason.PRESSURE)
    with deps.storage.read() as connection:
        (row,) = connection.execute(select(Look.__table__)).all()
    assert LookReason.PRESSURE.encode() not in bytes(row.reason)
    assert LookReason.PRESSURE not in {value for value in row if isinstance(value, str)}

    erase_survivor(deps, wren)

    assert not all_rows(deps)["looks"]

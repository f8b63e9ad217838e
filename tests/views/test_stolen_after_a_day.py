"""A whole day by HTTP, then the folder is stolen: nobody's name, words, reasons or secrets can be read in any byte."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text

from survivor_portal.actions.deps import Deps
from survivor_portal.models import Base, Message, Survivor
from survivor_portal.models.base import Sealed
from tests.cast import AMARA
from tests.day import INTERPRETER, RECOVERED, Day
from tests.stolen import found


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    """A portal of its own."""
    day = Day(tmp_path / "home")
    yield day
    day.close()


def copied(deps: Deps, home: Path) -> Path:
    """Copy the folder in both ways there are: file by file, and as the database itself does."""
    copy = home.with_name("copy")
    shutil.copytree(home / "data", copy / "data")
    for storage, name in ((deps.storage, "portal"), (deps.key_ring.storage, "keys")):
        with closing(storage.writer.raw_connection()) as connection:
            connection.cursor().execute(f"VACUUM INTO '{copy / 'data' / name}-vacuumed.db'")
    return copy


def sealed_cells(deps: Deps, her: str) -> set[bytes]:
    """Give every sealed cell of someone's, and her wrapped key: none of it means anything, and all of it is to go."""
    cells: set[bytes] = set()
    with deps.storage.read() as connection:
        hers = connection.execute(select(Survivor.chosen_name).where(Survivor.id == her)).scalars().all()
        bodies = connection.execute(select(Message.body).where(Message.survivor_id == her)).scalars().all()
        words = connection.execute(text("SELECT words FROM consents WHERE principal = :her"), {"her": her}).scalars()
        cells |= {bytes(cell) for cell in (*hers, *bodies, *words)}
    with deps.key_ring.storage.read() as connection:
        statement = text("SELECT wrapped FROM data_keys WHERE owner_id = :her")
        cells |= set(connection.execute(statement, {"her": her}).scalars())
    return cells


def test_after_a_whole_day_the_folder_and_every_copy_of_it_tell_nobody_s_words(day: Day) -> None:
    day.live()

    assert found(day.home, day.words) == []
    assert found(copied(day.deps, day.home), day.words) == []


def test_the_day_did_fill_what_is_sealed(day: Day) -> None:
    day.live()

    sealed, filled = set(), set()
    with day.deps.storage.read() as connection:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, Sealed):
                    sealed.add(str(column))
                    if connection.execute(select(column).where(column.is_not(None))).first():
                        filled.add(str(column))
    # Joining and setting an account up leave nothing sealed behind of what was sealed on the way.
    gone = {"invites.chosen_name", "joinings.sign_in_name", "staff_set_ups.totp_secret"}
    assert sealed - filled == {*gone, "consent_events.reason"}


def test_after_she_deleted_everything_not_even_sealed_bytes_of_hers_are_left_anywhere(day: Day) -> None:
    amara = day.live()
    her = day.ref(AMARA.chosen_name)
    cells = sealed_cells(day.deps, her)
    assert len(cells) == 5
    lying = b"".join(path.read_bytes() for path in (day.home / "data").rglob("*") if path.is_file())
    assert all(cell in lying for cell in cells)

    amara.open("/me/delete").form("/me/delete").fill(passphrase=RECOVERED).submit()
    page = amara.open("/me/delete").form("/me/delete/now").fill(passphrase=RECOVERED).submit()

    assert page.is_blank
    copy = copied(day.deps, day.home)
    for folder in (day.home, copy):
        assert found(folder, day.words) == []
        lying = b"".join(path.read_bytes() for path in (folder / "data").rglob("*") if path.is_file())
        assert [cell for cell in cells if cell in lying] == []
    data = [path for path in (day.home / "data").iterdir() if path.name.startswith("portal.db")]
    assert not any(her.encode() in path.read_bytes() for path in data)


def test_what_was_not_sealed_would_be_found_in_each_of_them(day: Day) -> None:
    day.live()
    with day.deps.storage.write() as session:
        session.execute(text("UPDATE survivors SET language = :words"), {"words": INTERPRETER})
        session.commit()

    assert found(day.home, {INTERPRETER}) == [INTERPRETER]
    assert found(copied(day.deps, day.home), {INTERPRETER}) == [INTERPRETER]

"""What a step does to a database it fails in, or whose tables it must copy. The steps here are invented.

A history is found by its folder, so a copy of the real one, with a step added, stands in for tomorrow's.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent, indent
from typing import cast

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError

from survivor_portal import migrations
from survivor_portal.migrations import BrokenLinksError, History, downgrade, is_current, revisions, upgrade
from survivor_portal.storage import open_storage
from tests.migrations.databases import rows, shape

NEWEST = revisions(History.DATA)[-1]
NOTHING = "pass"

STEP = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{newest}"


def upgrade():
{up}


def downgrade():
{down}
"""

AddStep = Callable[[str, str], History]


@pytest.fixture
def engine(filled_database: str) -> Iterator[Engine]:
    """A database at today's newest revision, with rows in every table."""
    storage = open_storage(filled_database)
    yield storage.writer
    storage.close()


@pytest.fixture
def add_step(tmp_path: Path) -> AddStep:
    """Give a function that makes a history with one more step, from what it does upwards and downwards."""

    def add(up: str, down: str = NOTHING) -> History:
        folder = tmp_path / "history"
        shutil.copytree(Path(migrations.__file__).parent / History.DATA, folder)
        step = STEP.format(newest=NEWEST, up=indent(dedent(up), "    "), down=indent(dedent(down), "    "))
        (folder / "versions" / "next.py").write_text(step, encoding="utf-8")
        # An absolute path takes the place of the folder that the name of a history would lead to.
        return cast("History", str(folder))

    return add


def test_a_step_up_that_fails_half_way_leaves_the_database_as_it_was(engine: Engine, add_step: AddStep) -> None:
    history = add_step(
        """
        op.create_table("another", sa.Column("id", sa.Integer(), primary_key=True))
        op.add_column("survivors", sa.Column("another", sa.Integer(), nullable=True))
        op.execute("DELETE FROM sessions")
        op.execute("INSERT INTO nowhere VALUES (1)")
        """,
        NOTHING,
    )
    before = shape(engine), rows(engine)

    with pytest.raises(DBAPIError):
        upgrade(engine, history)

    assert (shape(engine), rows(engine)) == before
    assert is_current(engine, History.DATA)
    assert not is_current(engine, history)


def test_a_step_that_somebody_interrupts_says_so_and_leaves_the_database_as_it_was(
    engine: Engine, add_step: AddStep
) -> None:
    history = add_step("""op.create_table("another", sa.Column("id", sa.Integer(), primary_key=True))""", NOTHING)
    before = shape(engine), rows(engine)

    @event.listens_for(engine, "do_execute")
    def interrupt(_cursor: object, statement: str, *_rest: object) -> None:
        if "another" in statement:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        upgrade(engine, history)

    event.remove(engine, "do_execute", interrupt)
    assert (shape(engine), rows(engine)) == before
    assert is_current(engine, History.DATA)


def test_a_step_down_that_fails_half_way_leaves_the_database_as_it_was(engine: Engine, add_step: AddStep) -> None:
    history = add_step(
        """
        op.create_table("another", sa.Column("id", sa.Integer(), primary_key=True))
        """,
        """
        op.execute("DELETE FROM sessions")
        op.drop_table("another")
        op.execute("INSERT INTO nowhere VALUES (1)")
        """,
    )
    upgrade(engine, history)
    before = shape(engine), rows(engine)

    with pytest.raises(DBAPIError):
        downgrade(engine, history, NEWEST)

    assert (shape(engine), rows(engine)) == before
    assert is_current(engine, history)


def test_a_step_that_copies_a_table_keeps_the_rows_that_point_to_it(engine: Engine, add_step: AddStep) -> None:
    change = """
        with op.batch_alter_table("survivors") as table:
            table.alter_column("language", type_=sa.String({}))
        with op.batch_alter_table("staff") as table:
            table.alter_column("language", type_=sa.String({}))
        """
    history = add_step(change.format(32, 32), change.format(16, 16))
    before = shape(engine), rows(engine)

    upgrade(engine, history)
    assert rows(engine) == before[1]

    downgrade(engine, history, NEWEST)
    assert (shape(engine), rows(engine)) == before


def test_a_step_that_would_leave_a_row_pointing_nowhere_is_refused(engine: Engine, add_step: AddStep) -> None:
    history = add_step(
        """
        with op.batch_alter_table("sessions") as table:
            table.alter_column("k_digest", type_=sa.String(65))
        op.execute("UPDATE sessions SET survivor_id = 'nobody' WHERE survivor_id IS NOT NULL")
        """,
        NOTHING,
    )
    before = shape(engine), rows(engine)

    with pytest.raises((DBAPIError, BrokenLinksError)):
        upgrade(engine, history)

    assert (shape(engine), rows(engine)) == before

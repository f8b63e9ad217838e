"""Whatever tables there are and will be: what belongs to a survivor goes with her row, and nothing else does."""

from collections.abc import Iterator

import pytest
from sqlalchemy import ForeignKey, delete, insert

from survivor_portal.models import Base, ErasureUnderWay, Survivor
from survivor_portal.storage import Storage, open_storage
from tests.migrations.databases import rows


def links_to(table: str) -> list[ForeignKey]:
    """Give every foreign key that points into a table."""
    return [
        link for other in Base.metadata.sorted_tables for link in other.foreign_keys if link.column.table.name == table
    ]


def hers() -> set[str]:
    """Name every table whose rows belong to one survivor, however far from hers."""
    found, to_follow = {"survivors"}, ["survivors"]
    while to_follow:
        new = {link.parent.table.name for link in links_to(to_follow.pop()) if link.ondelete == "CASCADE"} - found
        found |= new
        to_follow += new
    return found


@pytest.fixture
def storage(filled_database: str) -> Iterator[Storage]:
    """A database with sample rows in every table."""
    storage = open_storage(filled_database)
    yield storage
    storage.close()


def test_every_table_that_points_at_a_survivor_lets_go_with_her() -> None:
    assert {"messages", "consents", "options", "sessions"} <= {link.parent.table.name for link in links_to("survivors")}
    assert {str(link.parent) for link in links_to("survivors") if link.ondelete != "CASCADE"} == set()


def test_nothing_outside_points_at_what_goes_with_her() -> None:
    outside = {str(link.parent) for table in hers() for link in links_to(table) if link.parent.table.name not in hers()}

    assert outside == set()


def test_with_the_survivors_goes_every_row_of_theirs_and_no_other(storage: Storage) -> None:
    before = rows(storage.writer)
    assert all(before[table] for table in hers() & before.keys())

    with storage.writer.begin() as connection:
        being_erased = [{"survivor_id": survivor["id"]} for survivor in before["survivors"]]
        connection.execute(insert(ErasureUnderWay), being_erased)
        connection.execute(delete(Survivor))
        connection.execute(delete(ErasureUnderWay))

    after = rows(storage.writer)
    # Staff's sessions, their drafts about nobody, and requests to get in with a name nobody has, are no survivor's.
    nobodys = {table: [row for row in before[table] if row.get("survivor_id", "") is None] for table in hers()}
    assert {table: after[table] for table in hers()} == nobodys
    assert {table: found for table, found in after.items() if table not in hers()} == {
        table: found for table, found in before.items() if table not in hers()
    }
    assert {table for table, found in nobodys.items() if found} == {"drafts", "recoveries", "sessions"}
    values = {value for found in after.values() for row in found for value in row.values() if isinstance(value, str)}
    assert not any(value.startswith("survivor") for value in values)

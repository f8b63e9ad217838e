"""Triggers that let rows of history be added and nothing else, on SQLite and PostgreSQL.

A survivor's history goes with her alone: `erasures_under_way` has to name her in the same transaction. SQLite alters a
table by copying it and drops its triggers with the old copy, so a migration that alters one of these tables lets go of
it first and holds it again afterwards.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

OWN_TABLES_ONLY: Final = "SET search_path = public, pg_temp"
"""On PostgreSQL a temporary table comes first where nothing says otherwise, and could blind a trigger."""

_REFUSAL: Final = "history is only ever added to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """One table whose rows stay. The texts are SQL in which `OLD` and `NEW` are the row, and both databases know it.

    `keys` are its primary key and then its other unique columns, each with whatever it is unique together with.
    `kept_while` says when a row may not be deleted, which is always without it; `change`, which update alone may be,
    which is none without it.
    """

    table: str
    keys: tuple[tuple[str, ...], ...]
    kept_while: str = "1 = 1"
    change: str = "1 = 0"


def hold(connection: "Connection", lasting: Lasting) -> None:
    """Refuse, from now on, whatever would take a row of this table away or change it."""
    for statement in _HOLD[connection.dialect.name](lasting):
        connection.exec_driver_sql(statement)


def let_go(connection: "Connection", lasting: Lasting) -> None:
    """Let the rows of this table be changed again."""
    for statement in _LET_GO[connection.dialect.name](lasting):
        connection.exec_driver_sql(statement)


def hers(column: str) -> str:
    """Say in SQL that a row stays while its survivor is not being erased."""
    return f"NOT EXISTS (SELECT 1 FROM erasures_under_way WHERE survivor_id = OLD.{column})"  # noqa: S608 (our own names)


def with_its(parent: str, key: str, column: str, owner: str) -> str:
    """Say in SQL that a row stays while its parent row does, whose survivor is not being erased."""
    return (
        f"EXISTS (SELECT 1 FROM {parent} WHERE {parent}.{key} = OLD.{column} AND NOT EXISTS "  # noqa: S608 (our own names)
        f"(SELECT 1 FROM erasures_under_way WHERE survivor_id = {parent}.{owner}))"
    )


def _hold_on_sqlite(lasting: Lasting) -> "Iterator[str]":
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    table = lasting.table
    # REPLACE deletes without a word to the triggers of a delete, and the number of a row is a key like any other.
    keys = (*lasting.keys, ("rowid",))
    taken = " OR ".join(" AND ".join(f"{column} = NEW.{column}" for column in key) for key in keys)
    other = " AND ".join(f"{column} <> OLD.{column}" for column in lasting.keys[0])
    in_the_way = f"SELECT 1 FROM {table} WHERE ({taken})"  # noqa: S608 (our own names)
    yield f"CREATE TRIGGER {table}_add BEFORE INSERT ON {table} WHEN EXISTS ({in_the_way}) {refuse}"
    # Before a row has a number it is asked for as -1, so a row of that number would keep out all after it.
    yield f"CREATE TRIGGER {table}_count AFTER INSERT ON {table} WHEN NEW.rowid < 0 {refuse}"
    yield f"CREATE TRIGGER {table}_keep BEFORE DELETE ON {table} WHEN {lasting.kept_while} {refuse}"
    yield (
        f"CREATE TRIGGER {table}_hold BEFORE UPDATE ON {table} "
        f"WHEN NOT ({lasting.change}) OR NEW.rowid <> OLD.rowid OR EXISTS ({in_the_way} AND {other}) {refuse}"
    )


def _let_go_on_sqlite(lasting: Lasting) -> "Iterator[str]":
    for name in ("add", "count", "keep", "hold"):
        yield f"DROP TRIGGER {lasting.table}_{name}"


def _hold_on_postgresql(lasting: Lasting) -> "Iterator[str]":
    table = lasting.table
    yield (
        f"CREATE FUNCTION {table}_last() RETURNS trigger LANGUAGE plpgsql {OWN_TABLES_ONLY} AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' THEN IF NOT ({lasting.kept_while}) THEN RETURN OLD; END IF; "
        f"ELSIF TG_OP = 'UPDATE' THEN IF ({lasting.change}) THEN RETURN NEW; END IF; "
        f"END IF; RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    yield (
        f"CREATE TRIGGER {table}_hold BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_last()"
    )
    yield (f"CREATE TRIGGER {table}_keep BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_last()")


def _let_go_on_postgresql(lasting: Lasting) -> "Iterator[str]":
    for name in ("hold", "keep"):
        yield f"DROP TRIGGER {lasting.table}_{name} ON {lasting.table}"
    yield f"DROP FUNCTION {lasting.table}_last()"


_HOLD: Final = {"sqlite": _hold_on_sqlite, "postgresql": _hold_on_postgresql}
_LET_GO: Final = {"sqlite": _let_go_on_sqlite, "postgresql": _let_go_on_postgresql}

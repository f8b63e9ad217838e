"""Looking at a database from outside: its shape and its rows, whatever the models say."""

from typing import Any

from sqlalchemy import ColumnClause, Engine, TableClause, TextClause, insert, inspect, select

from survivor_portal.migrations import History
from survivor_portal.models import Base
from survivor_portal.security.keyring import KEYS_METADATA
from tests.migrations.samples import Rows

MODELS = {History.DATA: Base.metadata, History.KEYS: KEYS_METADATA}

ALEMBICS_OWN = "alembic_version"

Shape = dict[str, dict[str, Any]]


def tables(engine: Engine) -> set[str]:
    """Name the tables, Alembic's own left out."""
    return set(inspect(engine).get_table_names()) - {ALEMBICS_OWN}


def shape(engine: Engine) -> Shape:
    """Describe every table: columns, keys, indexes and checks, in no particular order."""
    inspector = inspect(engine)
    # Of all tables at once: on PostgreSQL, one question of each kind instead of one for each table.
    found: dict[str, Any] = {
        "columns": {
            place: {column["name"]: (str(column["type"]), column["nullable"], column["default"]) for column in columns}
            for place, columns in inspector.get_multi_columns().items()
        },
        "primary key": inspector.get_multi_pk_constraint(),
        "foreign keys": _each_by_name(inspector.get_multi_foreign_keys()),
        "unique": _each_by_name(inspector.get_multi_unique_constraints()),
        "checks": _each_by_name(inspector.get_multi_check_constraints()),
        "indexes": _each_by_name(inspector.get_multi_indexes()),
    }
    return {table: {part: of[None, table] for part, of in found.items()} for table in tables(engine)}


def rows(engine: Engine) -> Rows:
    """Give every row of every table, in a lasting order."""
    found: Rows = {}
    keys = inspect(engine).get_multi_pk_constraint()
    with engine.connect() as connection:
        for table in _reflected(engine).values():
            ordered = select(table).order_by(*(table.c[name] for name in keys[None, table.name]["constrained_columns"]))
            found[table.name] = [dict(row._mapping) for row in connection.execute(ordered)]
    return found


def fill(engine: Engine, samples: Rows) -> None:
    """Insert rows, in the order given, without the help of today's models."""
    known = _reflected(engine)
    with engine.begin() as connection:
        for table, some in samples.items():
            connection.execute(insert(known[table]), some)


def what_both_know(found: Rows, other: Rows) -> Rows:
    """Reduce rows to the tables and columns that another state of the database knows too."""
    shared = {}
    for table in found.keys() & other.keys():
        if found[table] and other[table]:
            columns = found[table][0].keys() & other[table][0].keys()
            shared[table] = [{column: row[column] for column in columns} for row in found[table]]
        else:
            shared[table] = found[table]
    return shared


def _each_by_name(described: Any) -> dict[Any, dict[str, Any]]:  # noqa: ANN401 (as below)
    return {place: _by_name(of_table) for place, of_table in described.items()}


def _by_name(described: Any) -> dict[str, Any]:  # noqa: ANN401 (each inspector call gives a dictionary type of its own)
    return {str(entry["name"]): _comparable(entry) for entry in described}


def _comparable(described: Any) -> Any:  # noqa: ANN401 (whatever an inspector describes something with)
    """Give SQL as its text: an index's condition is reflected as an object that equals nothing but itself."""
    if isinstance(described, dict):
        return {key: _comparable(value) for key, value in described.items()}
    return str(described) if isinstance(described, TextClause) else described


def _reflected(engine: Engine) -> dict[str, TableClause]:
    """Give every table with the names and types of its columns, which is all that rows are read and written by."""
    return {
        name: TableClause(name, *(ColumnClause(described["name"], described["type"]) for described in columns))
        for (_, name), columns in inspect(engine).get_multi_columns().items()
        if name != ALEMBICS_OWN
    }

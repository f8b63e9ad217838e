"""Looking at a database from outside: its shape and its rows, whatever the models say."""

from typing import Any

from sqlalchemy import Engine, MetaData, TextClause, insert, inspect, select

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
    return {
        table: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in inspector.get_columns(table)
            },
            "primary key": inspector.get_pk_constraint(table),
            "foreign keys": _by_name(inspector.get_foreign_keys(table)),
            "unique": _by_name(inspector.get_unique_constraints(table)),
            "checks": _by_name(inspector.get_check_constraints(table)),
            "indexes": _by_name(inspector.get_indexes(table)),
        }
        for table in tables(engine)
    }


def rows(engine: Engine) -> Rows:
    """Give every row of every table, in a lasting order."""
    found: Rows = {}
    with engine.connect() as connection:
        for table in _reflected(engine).sorted_tables:
            ordered = select(table).order_by(*table.primary_key.columns)
            found[table.name] = [dict(row._mapping) for row in connection.execute(ordered)]
    return found


def fill(engine: Engine, samples: Rows) -> None:
    """Insert rows, in the order given, without the help of today's models."""
    known = _reflected(engine).tables
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


def _by_name(described: Any) -> dict[str, Any]:  # noqa: ANN401 (each inspector call gives a dictionary type of its own)
    return {str(entry["name"]): _comparable(entry) for entry in described}


def _comparable(described: Any) -> Any:  # noqa: ANN401 (whatever an inspector describes something with)
    """Give SQL as its text: an index's condition is reflected as an object that equals nothing but itself."""
    if isinstance(described, dict):
        return {key: _comparable(value) for key, value in described.items()}
    return str(described) if isinstance(described, TextClause) else described


def _reflected(engine: Engine) -> MetaData:
    metadata = MetaData()
    metadata.reflect(engine, only=lambda name, _: name != ALEMBICS_OWN)
    return metadata

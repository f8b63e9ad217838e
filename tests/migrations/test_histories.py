"""Both histories lead to what the models describe, every step can be taken back, and a failed step changes nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from survivor_portal.migrations import History, downgrade, is_current, revisions, upgrade
from survivor_portal.storage import Storage, open_storage
from tests.migrations.databases import ALEMBICS_OWN, MODELS, fill, rows, shape, tables, what_both_know
from tests.migrations.samples import NEVER_FILLED, SAMPLES

STEPS = [(history, revision) for history in History for revision in revisions(history)]


@pytest.fixture
def storage(empty_database: str) -> Iterator[Storage]:
    """An empty database, opened as the portal opens its own."""
    storage = open_storage(empty_database)
    yield storage
    storage.close()


@pytest.fixture
def engine(storage: Storage) -> Engine:
    """The side of it that migrations are run on."""
    return storage.writer


@pytest.fixture
def filled(filled_database: str) -> Iterator[Engine]:
    """A database at the newest revision with rows in every table, opened to write."""
    storage = open_storage(filled_database)
    yield storage.writer
    storage.close()


def before(history: History, revision: str) -> str:
    """Name the revision before another one: "base" before the first."""
    position = revisions(history).index(revision)
    return revisions(history)[position - 1] if position else "base"


def reach(engine: Engine, history: History, revision: str) -> None:
    """Bring an empty database to a revision, "base" being where it stands."""
    if revision != "base":
        upgrade(engine, history, revision)


def is_empty(engine: Engine) -> bool:
    """Say whether nothing is left but Alembic's own table, which says that there is no revision."""
    with engine.connect() as connection:
        is_at_no_revision = MigrationContext.configure(connection).get_current_revision() is None
    return is_at_no_revision and not tables(engine)


@pytest.mark.parametrize("history", History)
def test_every_revision_has_sample_rows_for_each_of_its_tables(history: History) -> None:
    assert list(SAMPLES[history]) == revisions(history)
    for revision, samples in SAMPLES[history].items():
        engine = create_engine("sqlite://")
        upgrade(engine, history, revision)
        assert {table for table, some in samples.items() if some} == tables(engine) - NEVER_FILLED, revision
        engine.dispose()


@pytest.mark.parametrize("history", History)
def test_a_migrated_database_is_what_the_models_describe(engine: Engine, history: History) -> None:
    upgrade(engine, history)

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True, "target_metadata": MODELS[history]}
        )
        assert compare_metadata(context, MODELS[history]) == []


@pytest.mark.parametrize("history", History)
def test_a_migrated_database_has_the_names_checks_and_rules_of_one_made_from_the_models(
    engine: Engine, history: History
) -> None:
    MODELS[history].create_all(engine)
    described = shape(engine)
    MODELS[history].drop_all(engine)

    upgrade(engine, history)

    assert shape(engine) == described


@pytest.mark.parametrize(("history", "revision"), STEPS)
def test_every_step_down_and_up_again_works_with_rows_in_every_table(
    engine: Engine, history: History, revision: str
) -> None:
    earlier = before(history, revision)
    reach(engine, history, earlier)
    earlier_shape = shape(engine)
    upgrade(engine, history, revision)
    later_shape = shape(engine)
    fill(engine, SAMPLES[history][revision])
    filled = rows(engine)
    assert {table for table, found in filled.items() if not found} <= NEVER_FILLED

    downgrade(engine, history, earlier)

    assert shape(engine) == earlier_shape
    left = rows(engine)
    assert what_both_know(left, filled) == what_both_know(filled, left)
    upgrade(engine, history, revision)
    assert shape(engine) == later_shape


@pytest.mark.parametrize(("history", "revision"), STEPS)
def test_every_step_up_keeps_the_rows_that_were_there(engine: Engine, history: History, revision: str) -> None:
    earlier = before(history, revision)
    reach(engine, history, earlier)
    fill(engine, SAMPLES[history].get(earlier, {}))
    filled = rows(engine)

    upgrade(engine, history, revision)

    left = rows(engine)
    assert what_both_know(left, filled) == what_both_know(filled, left)


@pytest.mark.parametrize("history", History)
def test_all_the_way_down_leaves_no_table_behind(engine: Engine, history: History) -> None:
    upgrade(engine, history)
    fill(engine, SAMPLES[history][revisions(history)[-1]])

    downgrade(engine, history, "base")

    assert is_empty(engine)
    assert set(inspect(engine).get_table_names()) <= {ALEMBICS_OWN}


@pytest.mark.parametrize("history", History)
def test_only_a_database_at_the_newest_revision_is_current(storage: Storage, history: History) -> None:
    assert not is_current(storage.reader, history)

    for revision in revisions(history):
        upgrade(storage.writer, history, revision)
        assert is_current(storage.reader, history) is (revision == revisions(history)[-1])

    downgrade(storage.writer, history, "-1")
    assert not is_current(storage.reader, history)


@pytest.mark.parametrize("history", History)
def test_migrating_twice_equals_once(engine: Engine, history: History) -> None:
    upgrade(engine, history)
    fill(engine, SAMPLES[history][revisions(history)[-1]])
    filled, made = rows(engine), shape(engine)

    upgrade(engine, history)

    assert (rows(engine), shape(engine)) == (filled, made)


NEWEST = SAMPLES[History.DATA][revisions(History.DATA)[-1]]


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        pytest.param("staff", {"id": "new", "sign_in_digest": "new", "role": "admin"}, id="an unknown role"),
        pytest.param("staff", {"id": "new"}, id="a staff sign-in name twice"),
        pytest.param("survivors", {"id": "new"}, id="a survivor's sign-in name twice"),
        pytest.param("survivors", {"sign_in_digest": "new"}, id="a reference twice"),
        pytest.param("survivors", {"id": "new", "sign_in_digest": "new", "chosen_name": None}, id="a nameless person"),
        pytest.param("sessions", {"sid_digest": "new", "survivor_id": None}, id="a session of nobody"),
        pytest.param("sessions", {"sid_digest": "new", "staff_id": "staff0"}, id="a session of two people"),
        pytest.param("sessions", {"sid_digest": "new", "survivor_id": "nobody"}, id="a session of a stranger"),
        pytest.param("sessions", {"sid_digest": "new", "idle_seconds": 0}, id="a session that ends at once"),
        pytest.param("sessions", {}, id="a token twice"),
        pytest.param("sessions", {"sid_digest": "new"}, id="a session's reference twice"),
        pytest.param("sessions", {"sid_digest": "new", "ref": "new", "known_device_digest": "no"}, id="no such phone"),
        pytest.param("known_devices", {"token_digest": "new", "survivor_id": "nobody"}, id="a phone of a stranger"),
        pytest.param("throttles", {"key_digest": "new", "attempts": 0}, id="a wait for nothing"),
        pytest.param("clock_marks", {"id": 2}, id="two newest moments"),
    ],
)
def test_the_database_itself_refuses_what_must_not_be(filled: Engine, table: str, changes: dict[str, Any]) -> None:
    before = rows(filled)

    with pytest.raises(IntegrityError):
        fill(filled, {table: [NEWEST[table][0] | changes]})

    assert rows(filled) == before


def test_who_is_removed_takes_their_sessions_along(filled: Engine) -> None:
    with filled.begin() as connection:
        connection.execute(text("INSERT INTO erasures_under_way (survivor_id, nobody) VALUES ('survivor0', '')"))
        connection.execute(text("DELETE FROM survivors WHERE id = 'survivor0'"))
        connection.execute(text("DELETE FROM erasures_under_way"))

    assert [session["staff_id"] for session in rows(filled)["sessions"]] == ["staff1"]

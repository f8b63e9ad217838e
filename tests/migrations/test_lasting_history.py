"""The database itself keeps history: whatever is tried with plain SQL, rows are added and nothing else."""
# ruff: noqa: S608 (the statements are made of the names and literals in this file)

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from survivor_portal.migrations import History
from survivor_portal.storage import open_storage
from tests.migrations.databases import fill, rows
from tests.migrations.samples import SAMPLES

HEAD_ROWS = list(SAMPLES[History.DATA].values())[-1]
LASTING = {
    "acknowledgements": "id",
    "compelled_disclosures": "id",
    "consent_events": "id",
    "consents": "record_id",
    "disclosures": "id",
    "statement_approvals": "id",
    "ended_approvals": "approval",
    "law_enforcement_choices": "id",
    "lifted_bans": "disclosure",
    "looks": "id",
    "police_answers": "id",
    "police_requests": "id",
    "recipients": "id",
    "recipient_events": "id",
    "totals": "id",
}
"""Every table that is history, after those it points at, and what its rows are called by."""
OF_NOBODY = {"ended_approvals", "recipient_events", "recipients", "statement_approvals", "totals"}
"""Those of them whose rows are no survivor's, and so never go."""
A_SIGNATURE = {
    "signed_at": "2026-05-12 10:00:00",
    "signature_method": "portal",
    "words": "words",
    "risk_acknowledged_at": "2026-05-12 10:00:00",
    "alternatives_acknowledged_at": "2026-05-12 10:00:00",
}
APART = {
    "form_token_digest": "NULL",
    "name_digest": "NULL",
    "provider_id": "NULL",
    "seen_by": "'staff1'",
    "sequence": "sequence + 100",
    "first_day": "'2031-01-01'",
}
"""What a copy of a row has in columns that are unique beside the key, so as to be in no other's way."""


@pytest.fixture
def engine(filled_database: str) -> Iterator[Engine]:
    """A database with rows in every table, opened to write: on SQLite, then on PostgreSQL."""
    storage = open_storage(filled_database)
    yield storage.writer
    storage.close()


@pytest.fixture
def numbered(filled_sqlite: str) -> Iterator[Engine]:
    """The same on SQLite alone, which gives each row a number; PostgreSQL has nothing like it."""
    storage = open_storage(filled_sqlite)
    yield storage.writer
    storage.close()


def say(engine: Engine, *statements: str) -> None:
    """Say statements in one transaction."""
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def history(engine: Engine) -> dict[str, list[Any]]:
    """Give every row that is to last, and who is being erased."""
    with engine.connect() as connection:
        return {
            table: sorted(map(repr, connection.execute(text(f"SELECT * FROM {table}"))))
            for table in (*LASTING, "survivors", "erasures_under_way")
        }


def refuses(engine: Engine, *statements: str) -> bool:
    """Try statements in one transaction; say whether the database refused them and left everything as it was."""
    before = history(engine)
    with pytest.raises(IntegrityError):
        say(engine, *statements)
    return history(engine) == before


def starts_to_erase(survivor_id: str) -> str:
    """Give the statement with which an erasure names whom it is of."""
    return f"INSERT INTO erasures_under_way (survivor_id, nobody) VALUES ('{survivor_id}', '')"


ENDS_ERASING = "DELETE FROM erasures_under_way"


def test_no_row_of_history_can_be_deleted(engine: Engine) -> None:
    for table, key in LASTING.items():
        assert refuses(engine, f"DELETE FROM {table} WHERE {key} = '{HEAD_ROWS[table][-1][key]}'"), table
        if engine.dialect.name == "postgresql":
            assert refuses(engine, f"TRUNCATE {table} CASCADE"), table


def test_no_row_of_history_can_be_changed(engine: Engine) -> None:
    for table, key in LASTING.items():
        same = ", ".join(f"{column} = {column}" for column in HEAD_ROWS[table][0])
        first = HEAD_ROWS[table][0][key]
        assert refuses(engine, f"UPDATE {table} SET {same} WHERE {key} = '{first}'"), table


def test_no_row_of_history_can_be_replaced(engine: Engine) -> None:
    replacing = {
        "sqlite": "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
        "postgresql": "INSERT INTO {0} SELECT * FROM {0} WHERE true ON CONFLICT ({1}) DO UPDATE SET {1} = excluded.{1}",
    }[engine.dialect.name]
    for table, key in LASTING.items():
        assert refuses(engine, replacing.format(table, key)), table


@pytest.mark.parametrize(("table", "key"), [("disclosures", "id"), ("consents", "record_id")])
def test_no_row_of_history_gives_way_to_another_of_the_same_form(engine: Engine, table: str, key: str) -> None:
    form = HEAD_ROWS["consents"][0]["form_token_digest"]
    if table == "disclosures":
        fill(engine, {table: [HEAD_ROWS[table][0] | {"id": "disclosure1", "form_token_digest": form}]})
    columns = ", ".join(name for name in HEAD_ROWS[table][0] if name != key)
    replacing = "INSERT OR REPLACE INTO" if engine.dialect.name == "sqlite" else "INSERT INTO"
    of_that_form = f"SELECT 'another', {columns} FROM {table} WHERE form_token_digest = '{form}'"

    assert refuses(engine, f"{replacing} {table} ({key}, {columns}) {of_that_form}")


def beside(table: str, **number: str) -> str:
    """Give the statement that adds a copy of a table's first row which is in no other's way but by the number given."""
    first, key = HEAD_ROWS[table][0], LASTING[table]
    copied = {column: column for column in first} | {column: own for column, own in APART.items() if column in first}
    values = copied | {key: "'copy'"} | number
    return (
        f"REPLACE INTO {table} ({', '.join(values)}) SELECT {', '.join(values.values())} "
        f"FROM {table} WHERE {key} = '{first[key]}'"
    )


def test_no_row_of_history_gives_way_to_another_of_the_same_number(numbered: Engine) -> None:
    for table in LASTING:
        for name in ("rowid", "oid", "_rowid_"):
            assert refuses(numbered, beside(table, **{name: "rowid"})), (table, name)
        say(numbered, beside(table))


def test_no_row_of_history_takes_the_number_that_would_keep_out_all_after_it(numbered: Engine) -> None:
    for table in LASTING:
        assert refuses(numbered, beside(table, rowid="-1")), table


def test_no_row_of_history_takes_the_number_of_another_while_it_is_changed(numbered: Engine) -> None:
    values = ", ".join(f"{column} = '{value}'" for column, value in A_SIGNATURE.items())
    for number in ("(SELECT rowid FROM consents WHERE record_id = 'consent0')", "rowid + 100"):
        sign = f"UPDATE OR REPLACE consents SET {values}, rowid = {number} WHERE record_id = 'consent1'"
        assert refuses(numbered, sign)
    say(numbered, beside("recipients"))
    for number in ("(SELECT rowid FROM recipients WHERE id = 'copy')", "rowid + 100"):
        block = f"UPDATE OR REPLACE recipients SET standing = 'blocked', rowid = {number} WHERE id = 'recipient0'"
        assert refuses(numbered, block)


def test_nothing_of_hers_can_be_deleted_with_her_unless_an_erasure_names_her(engine: Engine) -> None:
    assert refuses(engine, "DELETE FROM survivors WHERE id = 'survivor0'")
    assert refuses(engine, starts_to_erase("survivor1"), "DELETE FROM survivors WHERE id = 'survivor0'", ENDS_ERASING)


def test_an_erasure_takes_all_of_her_history_and_nothing_of_anybody_else_s(engine: Engine) -> None:
    of_another = HEAD_ROWS["consents"][0] | {
        "record_id": "hers",
        "principal": "survivor1",
        "form_token_digest": None,
    }
    fill(
        engine,
        {
            "consents": [of_another],
            "consent_events": [HEAD_ROWS["consent_events"][0] | {"id": "hers", "record_id": "hers"}],
        },
    )

    say(engine, starts_to_erase("survivor0"), "DELETE FROM survivors WHERE id = 'survivor0'", ENDS_ERASING)

    left = rows(engine)
    assert {table: [row[key] for row in left[table]] for table, key in LASTING.items()} == {
        table: [] for table in LASTING
    } | {"consents": ["hers"], "consent_events": ["hers"]} | {
        table: [row[LASTING[table]] for row in HEAD_ROWS[table]] for table in OF_NOBODY
    }


def test_an_erasure_of_one_opens_nothing_of_another_and_changes_nothing_at_all(engine: Engine) -> None:
    for table, key in LASTING.items():
        assert refuses(engine, starts_to_erase("survivor1"), f"DELETE FROM {table}", ENDS_ERASING), table
        changing = f"UPDATE {table} SET {key} = 'other'"
        assert refuses(engine, starts_to_erase("survivor0"), changing, ENDS_ERASING), table


def test_nobody_can_be_named_for_longer_than_one_transaction(engine: Engine) -> None:
    assert refuses(engine, starts_to_erase("survivor0"))
    assert refuses(engine, starts_to_erase("survivor0"), "DELETE FROM survivors WHERE id = 'survivor0'")
    for row in ("('', '')", "('survivor0', 'survivor0')", "('survivor0', NULL)"):
        assert refuses(engine, f"INSERT INTO erasures_under_way (survivor_id, nobody) VALUES {row}")


def test_a_draft_becomes_what_she_signed_once_and_never_changes_again(engine: Engine) -> None:
    values = ", ".join(f"{column} = '{value}'" for column, value in A_SIGNATURE.items())
    sign = f"UPDATE consents SET {values} WHERE record_id = 'consent1'"
    say(engine, sign)

    assert next(row for row in rows(engine)["consents"] if row["record_id"] == "consent1")["signed_at"] is not None
    assert refuses(engine, sign)
    assert refuses(engine, "UPDATE consents SET expires_at = '2030-01-01' WHERE record_id = 'consent1'")
    assert refuses(engine, "UPDATE consents SET signed_at = NULL, words = NULL, signature_method = NULL")


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"signed_at": None}, id="not signed"),
        pytest.param({"words": None}, id="no words"),
        pytest.param({"signature_method": None}, id="no method"),
        pytest.param({"record_id": "other"}, id="another reference"),
        pytest.param({"principal": "survivor1"}, id="somebody else's"),
        pytest.param({"purpose": "medical_care"}, id="another purpose"),
        pytest.param({"recipient": "recipient1"}, id="another recipient"),
        pytest.param({"supersedes": None}, id="in the place of nothing"),
    ],
)
def test_a_draft_is_not_signed_by_halves_or_for_somebody_or_something_else(
    engine: Engine, changes: dict[str, Any]
) -> None:
    fill(engine, {"recipients": [HEAD_ROWS["recipients"][0] | {"id": "recipient1", "provider_id": None}]})
    values = {column: "NULL" if value is None else f"'{value}'" for column, value in (A_SIGNATURE | changes).items()}
    signing = ", ".join(f"{column} = {value}" for column, value in values.items())

    assert refuses(engine, f"UPDATE consents SET {signing} WHERE record_id = 'consent1'")


def test_a_recipient_is_blocked_and_made_active_again_and_stays_who_it_is(engine: Engine) -> None:
    for standing in ("blocked", "active"):
        say(engine, f"UPDATE recipients SET standing = '{standing}' WHERE id = 'recipient0'")
        assert [row["standing"] for row in rows(engine)["recipients"]] == [standing]
    for change in ("name = 'Another place'", "id = 'other'", "provider_id = NULL"):
        assert refuses(engine, f"UPDATE recipients SET {change} WHERE id = 'recipient0'"), change
        assert refuses(engine, f"UPDATE recipients SET standing = 'blocked', {change} WHERE id = 'recipient0'"), change


@pytest.mark.parametrize(("name", "goes"), [("", True), ("Harbor Light", False)])
def test_an_office_that_asked_about_somebody_goes_with_that_person_alone(
    engine: Engine, name: str, *, goes: bool
) -> None:
    asker = {"id": "request0", "provider_id": None, "name": name, "standing": "active"}
    fill(engine, {"recipients": [asker]})
    it_goes = "DELETE FROM recipients WHERE id = 'request0'"
    erasing = (starts_to_erase("survivor0"), it_goes, "DELETE FROM survivors WHERE id = 'survivor0'", ENDS_ERASING)

    assert refuses(engine, it_goes)
    assert refuses(engine, starts_to_erase("survivor1"), it_goes, ENDS_ERASING)
    assert refuses(engine, starts_to_erase("survivor0"), "DELETE FROM recipients WHERE id <> 'request0'", ENDS_ERASING)
    if goes:
        say(engine, *erasing)
        assert [row["id"] for row in rows(engine)["recipients"]] == ["recipient0"]
    else:
        assert refuses(engine, *erasing)


def test_what_is_refused_is_no_riddle_to_whoever_reads_the_log(engine: Engine) -> None:
    with pytest.raises(IntegrityError, match="history is only ever added to"):
        say(engine, "DELETE FROM consent_events")


@pytest.mark.parametrize("ended", ["withdrawn", "invalidated", "superseded", "lapsed", "refused", "abandoned"])
def test_no_disclosure_is_added_under_a_consent_whose_end_is_written_down(engine: Engine, ended: str) -> None:
    another = HEAD_ROWS["disclosures"][0]
    fill(engine, {"disclosures": [another | {"id": "before"}]})
    fill(engine, {"consent_events": [HEAD_ROWS["consent_events"][0] | {"id": "end", "event_state": ended}]})

    with pytest.raises(IntegrityError, match="nothing is told"):
        fill(engine, {"disclosures": [another | {"id": "after"}]})
    assert "after" not in {row["id"] for row in rows(engine)["disclosures"]}


def test_no_disclosure_is_added_under_a_draft(engine: Engine) -> None:
    with pytest.raises(IntegrityError, match="nothing is told"):
        fill(engine, {"disclosures": [HEAD_ROWS["disclosures"][0] | {"id": "early", "consent": "consent1"}]})

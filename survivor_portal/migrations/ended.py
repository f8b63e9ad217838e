"""A trigger under which nothing is told once a consent's end is written down, nor before it is signed.

The actions ask first, and of much more than this. It stands behind them, so that not even a mistake of theirs, or two
processes at once, let anything leave after her stop has been committed.
"""

from typing import TYPE_CHECKING, Final

from survivor_portal.migrations.lasting import OWN_TABLES_ONLY

if TYPE_CHECKING:
    from sqlalchemy import Connection

_REFUSAL: Final = "nothing is told under a consent that has ended or is not signed"
_SHUT: Final = (
    "EXISTS (SELECT 1 FROM consents WHERE record_id = NEW.consent AND signed_at IS NULL) OR EXISTS "
    "(SELECT 1 FROM consent_events WHERE record_id = NEW.consent AND event_state NOT IN ('draft', 'given'))"
)

_ON_SQLITE: Final = f"""
CREATE TRIGGER disclosures_shut BEFORE INSERT ON disclosures WHEN {_SHUT}
BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END
"""
# An event's link to its consent takes a lock that this one waits for, so no end commits in between.
_ON_POSTGRESQL: Final = f"""
CREATE FUNCTION disclosures_shut() RETURNS trigger LANGUAGE plpgsql {OWN_TABLES_ONLY} AS $$ BEGIN
PERFORM 1 FROM consents WHERE record_id = NEW.consent FOR UPDATE;
IF {_SHUT} THEN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
RETURN NEW; END $$
"""
_SHUT_ON: Final = {
    "sqlite": (_ON_SQLITE,),
    "postgresql": (
        _ON_POSTGRESQL,
        "CREATE TRIGGER disclosures_shut BEFORE INSERT ON disclosures FOR EACH ROW EXECUTE FUNCTION disclosures_shut()",
    ),
}
_OPEN_ON: Final = {
    "sqlite": ("DROP TRIGGER disclosures_shut",),
    "postgresql": ("DROP TRIGGER disclosures_shut ON disclosures", "DROP FUNCTION disclosures_shut()"),
}


def shut_after_the_end(connection: "Connection") -> None:
    """Refuse, from now on, every disclosure under a consent that is a draft or whose end is written down."""
    for statement in _SHUT_ON[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def leave_open(connection: "Connection") -> None:
    """Leave it to the actions alone again."""
    for statement in _OPEN_ON[connection.dialect.name]:
        connection.exec_driver_sql(statement)

"""Whether the databases answer."""

from sqlalchemy import text

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.health import databases_answer


def test_both_databases_are_said_to_answer_only_while_they_do(deps: Deps) -> None:
    assert databases_answer(deps)

    for storage, table in ((deps.key_ring.storage, "data_keys"), (deps.storage, "survivors")):
        with storage.write() as session:
            session.execute(text(f"ALTER TABLE {table} RENAME TO elsewhere"))
            session.commit()
        assert not databases_answer(deps)
        with storage.write() as session:
            session.execute(text(f"ALTER TABLE elsewhere RENAME TO {table}"))
            session.commit()
        assert databases_answer(deps)

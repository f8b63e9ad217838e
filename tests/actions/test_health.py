"""Whether the databases answer."""

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.health import databases_answer
from tests.stored import lost_table


def test_both_databases_are_said_to_answer_only_while_they_do(deps: Deps) -> None:
    assert databases_answer(deps)

    for storage, table in ((deps.key_ring.storage, "data_keys"), (deps.storage, "survivors")):
        with lost_table(storage, table):
            assert not databases_answer(deps)
        assert databases_answer(deps)

"""Many texts opened with one look-up of their owners' keys, and nothing else opened with it."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.security.encryption import CannotOpenError, Envelope, Place, Vault
from survivor_portal.security.keyring import KeyGoneError
from survivor_portal.security.tokens import new_ref, system_chance
from tests.stored import noted_statements

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps


def place(owner_id: str, row_id: str = "row") -> Place:
    """Name a cell of someone's."""
    return Place("messages", "body", row_id, owner_id)


def owner(deps: "Deps") -> str:
    """Add someone who has a key."""
    owner_id = new_ref(system_chance)
    deps.key_ring.make(owner_id)
    return owner_id


def sealed(vault: Vault, owner_ids: list[str], count: int) -> list[tuple[Place, Envelope]]:
    """Seal so many texts for each."""
    places = [place(owner_id, f"row {row}") for owner_id in owner_ids for row in range(count)]
    return [(cell, vault.seal(cell, f"{cell.owner_id} {cell.row_id}")) for cell in places]


@pytest.mark.parametrize(("owners", "texts"), [(1, 0), (1, 1), (1, 200), (30, 5)])
def test_any_number_of_texts_of_any_number_of_people_costs_one_statement(deps: "Deps", owners: int, texts: int) -> None:
    owner_ids = [owner(deps) for _ in range(owners)]
    envelopes = sealed(deps.vault, owner_ids, texts)

    with noted_statements(deps) as noted:
        opener = deps.vault.opener(*owner_ids)
        opened = [opener.open(cell, envelope) for cell, envelope in envelopes]
    assert opened == [f"{cell.owner_id} {cell.row_id}" for cell, _ in envelopes]
    assert len(noted.sent) == 1


def test_whose_key_is_gone_stays_closed_and_keeps_nobody_else_s_texts_closed(deps: "Deps") -> None:
    hers, theirs = sealed(deps.vault, [owner(deps), owner(deps)], 1)
    deps.key_ring.destroy(theirs[0].owner_id)
    opener = deps.vault.opener(hers[0].owner_id, theirs[0].owner_id)

    assert opener.open(*hers)
    with pytest.raises(KeyGoneError):
        opener.open(*theirs)


def test_nobody_s_texts_open_but_theirs_who_were_named(deps: "Deps") -> None:
    hers, theirs = sealed(deps.vault, [owner(deps), owner(deps)], 1)

    with pytest.raises(KeyGoneError):
        deps.vault.opener(hers[0].owner_id).open(*theirs)


def test_a_text_moved_to_another_cell_does_not_open(deps: "Deps") -> None:
    [(cell, envelope)] = sealed(deps.vault, [owner(deps)], 1)

    with pytest.raises(CannotOpenError):
        deps.vault.opener(cell.owner_id).open(place(cell.owner_id, "another row"), envelope)

"""Naming the cell a sealed text belongs to."""

from typing import TYPE_CHECKING

from survivor_portal.security.encryption import Place

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute

    from survivor_portal.security.encryption import Envelope


def place_of(
    column: "InstrumentedAttribute[Envelope] | InstrumentedAttribute[Envelope | None]", row_id: str, owner_id: str
) -> Place:
    """Give the place of one row's sealed column, for `Vault.seal` and `Vault.open`."""
    return Place(column.class_.__tablename__, column.key, row_id, owner_id)

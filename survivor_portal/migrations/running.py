"""What the two histories' environments share."""

from typing import TYPE_CHECKING

from alembic import context

if TYPE_CHECKING:
    from sqlalchemy import MetaData


def run(target: "MetaData") -> None:
    """Run the migrations asked for, on the connection handed in, inside its transaction."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=target,
        # SQLite alters a table by copying it.
        render_as_batch=True,
    )
    context.run_migrations()

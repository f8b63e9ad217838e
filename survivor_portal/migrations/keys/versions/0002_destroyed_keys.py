"""Whose data key was destroyed, so that an old backup of the rows brings nobody back."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "destroyed_keys",
        sa.Column("owner_id", sa.String(26), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", name="pk_destroyed_keys"),
    )


def downgrade() -> None:
    """Take the database back."""
    op.drop_table("destroyed_keys")

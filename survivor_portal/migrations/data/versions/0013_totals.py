"""Totals as they were told, one row a quarter, kept as they are."""

import sqlalchemy as sa
from alembic import op

from survivor_portal.migrations.lasting import Lasting, hold, let_go

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TOTALS = Lasting(table="totals", keys=(("id",), ("first_day",)))


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "totals",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(26), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name="fk_totals_made_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_totals"),
        sa.UniqueConstraint("first_day", name="uq_totals_first_day"),
    )
    op.create_index("ix_totals_made_by", "totals", ["made_by"])
    hold(op.get_bind(), _TOTALS)


def downgrade() -> None:
    """Take the database back."""
    let_go(op.get_bind(), _TOTALS)
    op.drop_table("totals")

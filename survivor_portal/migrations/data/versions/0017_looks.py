"""Looks of supervisors at what one person shares, kept as they are."""

import sqlalchemy as sa
from alembic import op

from survivor_portal.migrations.lasting import Lasting, hers, hold, let_go

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_LOOKS = Lasting(table="looks", keys=(("id",),), kept_while=hers("survivor_id"))


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "looks",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("staff_id", sa.String(26), nullable=False),
        sa.Column("session_ref", sa.String(26), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_looks_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_looks_staff_id_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_looks"),
    )
    op.create_index("ix_looks_hers", "looks", ["survivor_id", "at"])
    op.create_index("ix_looks_staff_id", "looks", ["staff_id"])
    hold(op.get_bind(), _LOOKS)


def downgrade() -> None:
    """Take the database back."""
    let_go(op.get_bind(), _LOOKS)
    op.drop_table("looks")

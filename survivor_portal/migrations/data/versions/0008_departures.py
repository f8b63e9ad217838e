"""Pauses, asked deletions, legal holds, and that somebody has left."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "pauses",
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_pauses_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survivor_id", name="pk_pauses"),
    )
    op.create_table(
        "asked_deletions",
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_asked_deletions_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survivor_id", name="pk_asked_deletions"),
    )
    op.create_index("ix_asked_deletions_due_at", "asked_deletions", ["due_at"], unique=False)
    op.create_table(
        "legal_holds",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("basis", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.LargeBinary(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forbids_notice", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.String(26), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.String(26), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["lifted_by"], ["staff.id"], name="fk_legal_holds_lifted_by_staff"),
        sa.ForeignKeyConstraint(["set_by"], ["staff.id"], name="fk_legal_holds_set_by_staff"),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_legal_holds_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_legal_holds"),
    )
    op.create_index("ix_legal_holds_survivor_id", "legal_holds", ["survivor_id"], unique=False)
    op.create_table(
        "departures",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("staff_id", sa.String(26), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_departures_staff_id_staff", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_departures"),
    )
    op.create_index("ix_departures_left_at", "departures", ["left_at"], unique=False)
    op.create_index("ix_departures_staff_id", "departures", ["staff_id"], unique=False)


def downgrade() -> None:
    """Take the database back."""
    op.drop_table("departures")
    op.drop_table("legal_holds")
    op.drop_table("asked_deletions")
    op.drop_table("pauses")

"""What happened to the accounts of staff, and who is still to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "staff_events",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("about", sa.String(26), nullable=True),
        sa.Column("by", sa.String(26), nullable=True),
        sa.Column("role", sa.String(16), nullable=True),
        sa.CheckConstraint("role IN ('advocate', 'supervisor')", name=op.f("ck_staff_events_role_is_known")),
        sa.ForeignKeyConstraint(["about"], ["staff.id"], name="fk_staff_events_about_staff"),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name="fk_staff_events_by_staff"),
        sa.PrimaryKeyConstraint("number", name="pk_staff_events"),
    )
    op.create_index("ix_staff_events_about", "staff_events", ["about"])
    op.create_table(
        "staff_notices",
        sa.Column("staff_id", sa.String(26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_notices_staff_id_staff", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["number"], ["staff_events.number"], name="fk_staff_notices_number_staff_events"),
        sa.PrimaryKeyConstraint("staff_id", "number", name="pk_staff_notices"),
    )


def downgrade() -> None:
    """Take the database back."""
    op.drop_table("staff_notices")
    op.drop_table("staff_events")

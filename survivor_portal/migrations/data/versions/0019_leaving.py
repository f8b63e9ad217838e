"""How people leave, and what stays behind in the browser."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "leaving_choices",
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("destination", sa.String(8), nullable=True),
        sa.Column("by_keyboard", sa.Boolean(), nullable=False),
        sa.Column("by_taps", sa.Boolean(), nullable=False),
        sa.Column("few_traces", sa.Boolean(), nullable=False),
        sa.Column("hides_after", sa.Integer(), nullable=False),
        sa.CheckConstraint("hides_after > 0", name=op.f("ck_leaving_choices_hides_after_some_time")),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_leaving_choices_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survivor_id", name="pk_leaving_choices"),
    )
    op.create_table(
        "desk_covers",
        sa.Column("staff_id", sa.String(26), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_desk_covers_staff_id_staff", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_desk_covers"),
    )


def downgrade() -> None:
    """Take the database back."""
    op.drop_table("desk_covers")
    op.drop_table("leaving_choices")

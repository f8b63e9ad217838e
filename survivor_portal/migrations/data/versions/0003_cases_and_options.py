"""Who helps whom, and services as they stand for one survivor."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "assignments",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("staff_id", sa.String(26), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_assignments_staff_id_staff"),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_assignments_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    op.create_index(
        "ix_assignments_open",
        "assignments",
        ["survivor_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_assignments_staff_id", "assignments", ["staff_id"], unique=False)
    op.create_index("ix_assignments_survivor_id", "assignments", ["survivor_id"], unique=False)
    op.create_table(
        "case_views",
        sa.Column("staff_id", sa.String(26), nullable=False),
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_case_views_staff_id_staff", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_case_views_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("staff_id", "survivor_id", name="pk_case_views"),
    )
    op.create_table(
        "options",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("service_id", sa.String(26), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("offered_by", sa.String(26), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["offered_by"], ["staff.id"], name="fk_options_offered_by_staff"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_options_service_id_services"),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_options_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_options"),
        sa.UniqueConstraint("survivor_id", "service_id", name="uq_options_survivor_id"),
    )
    op.create_index("ix_options_service_id", "options", ["service_id"], unique=False)
    op.create_table(
        "option_answers",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("option_id", sa.String(26), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(16), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["option_id"], ["options.id"], name="fk_option_answers_option_id_options", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_option_answers"),
        sa.UniqueConstraint("option_id", "sequence", name="uq_option_answers_option_id"),
    )


def downgrade() -> None:
    """Take the database back."""
    op.drop_table("option_answers")
    op.drop_table("options")
    op.drop_table("case_views")
    op.drop_table("assignments")

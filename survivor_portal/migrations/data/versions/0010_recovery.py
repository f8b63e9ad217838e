"""Agreed words, requests to get back in, what was done for a sign-in, and since when an account is frozen."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.add_column("survivors", sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "agreed_words",
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("words_hash", sa.String(255), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_agreed_words_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survivor_id", name="pk_agreed_words"),
    )
    op.create_table(
        "recoveries",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("survivor_id", sa.String(26), nullable=True),
        sa.Column("number", sa.String(6), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.String(26), nullable=True),
        sa.Column("is_together", sa.Boolean(), nullable=True),
        sa.Column("second_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by", sa.String(26), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words_hash", sa.String(255), nullable=True),
        sa.Column("code_digest", sa.String(64), nullable=True),
        sa.Column("code_given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recovered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("wrong_codes >= 0", name=op.f("ck_recoveries_codes_are_counted")),
        sa.CheckConstraint("recovered_at IS NULL OR over_at IS NOT NULL", name=op.f("ck_recoveries_is_over_once_done")),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_recoveries_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_recoveries_staff_id_staff"),
        sa.ForeignKeyConstraint(["agreed_by"], ["staff.id"], name="fk_recoveries_agreed_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_recoveries"),
        sa.UniqueConstraint("token_digest", name="uq_recoveries_token_digest"),
        sa.UniqueConstraint("survivor_id", "number", name="uq_recoveries_survivor_id"),
    )
    op.create_index("ix_recoveries_asked_at", "recoveries", ["asked_at"])
    op.create_index("ix_recoveries_staff_id", "recoveries", ["staff_id"])
    op.create_table(
        "account_events",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("staff_id", sa.String(26), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_account_events_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_account_events_staff_id_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_account_events"),
    )
    op.create_index("ix_account_events_hers", "account_events", ["survivor_id", "at"])
    op.create_index("ix_account_events_staff_id", "account_events", ["staff_id"])


def downgrade() -> None:
    """Take the database back. Whoever was frozen can sign in again."""
    op.drop_table("account_events")
    op.drop_table("recoveries")
    op.drop_table("agreed_words")
    op.drop_column("survivors", "frozen_at")

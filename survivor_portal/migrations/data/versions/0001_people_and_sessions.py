"""People who sign in, and their sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "survivors",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("sign_in_digest", sa.String(64), nullable=False),
        sa.Column("passphrase_hash", sa.String(255), nullable=False),
        sa.Column("chosen_name", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(16), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_survivors"),
        sa.UniqueConstraint("sign_in_digest", name="uq_survivors_sign_in_digest"),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("sign_in_digest", sa.String(64), nullable=False),
        sa.Column("passphrase_hash", sa.String(255), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=False),
        sa.Column("totp_used_step", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(16), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('advocate', 'supervisor')", name=op.f("ck_staff_role_is_known")),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("sign_in_digest", name="uq_staff_sign_in_digest"),
    )
    op.create_table(
        "sessions",
        sa.Column("sid_digest", sa.String(64), nullable=False),
        sa.Column("k_digest", sa.String(64), nullable=False),
        sa.Column("survivor_id", sa.String(26), nullable=True),
        sa.Column("staff_id", sa.String(26), nullable=True),
        sa.Column("idle_seconds", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(survivor_id IS NULL) <> (staff_id IS NULL)", name=op.f("ck_sessions_belongs_to_one_person")
        ),
        sa.CheckConstraint("idle_seconds > 0", name=op.f("ck_sessions_idle_limit_is_positive")),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_sessions_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_sessions_staff_id_staff", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sid_digest", name="pk_sessions"),
    )
    op.create_index("ix_sessions_survivor_id", "sessions", ["survivor_id"])
    op.create_index("ix_sessions_staff_id", "sessions", ["staff_id"])
    op.create_index("ix_sessions_ends_at", "sessions", ["ends_at"])


def downgrade() -> None:
    """Take the database back."""
    op.drop_table("sessions")
    op.drop_table("staff")
    op.drop_table("survivors")

"""Invites, and who is joining with one."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "invites",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("code_digest", sa.String(64), nullable=False),
        sa.Column("form_token_digest", sa.String(64), nullable=False),
        sa.Column("chosen_name", sa.LargeBinary(), nullable=True),
        sa.Column("invited_by", sa.String(26), nullable=False),
        sa.Column("is_for_inviter", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("redeemed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("redeemed_at IS NULL OR ended_at IS NULL", name=op.f("ck_invites_ends_one_way")),
        sa.ForeignKeyConstraint(["invited_by"], ["staff.id"], name="fk_invites_invited_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_invites"),
        sa.UniqueConstraint("code_digest", name="uq_invites_code_digest"),
        sa.UniqueConstraint("form_token_digest", name="uq_invites_form_token_digest"),
    )
    op.create_index("ix_invites_invited_by", "invites", ["invited_by"])
    op.create_index("ix_invites_ends_at", "invites", ["ends_at"])
    op.create_table(
        "joinings",
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("invite_id", sa.String(26), nullable=False),
        sa.Column("sign_in_name", sa.LargeBinary(), nullable=True),
        sa.Column("passphrase_hash", sa.String(255), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invite_id"], ["invites.id"], name="fk_joinings_invite_id_invites", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_digest", name="pk_joinings"),
    )
    op.create_index("ix_joinings_invite_id", "joinings", ["invite_id"])
    op.create_index("ix_joinings_ends_at", "joinings", ["ends_at"])


def downgrade() -> None:
    """Take the database back. Who was invited and has not joined is invited anew."""
    op.drop_table("joinings")
    op.drop_table("invites")

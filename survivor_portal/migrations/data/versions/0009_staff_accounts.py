"""Staff accounts that are set up, recovered and ended; passkeys; and how recent a session's second factor is."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    with op.batch_alter_table("staff") as staff:
        staff.alter_column("passphrase_hash", existing_type=sa.String(255), nullable=True)
        staff.alter_column("totp_secret", existing_type=sa.LargeBinary(), nullable=True)
        staff.add_column(sa.Column("last_signed_in_at", sa.DateTime(timezone=True), nullable=True))
        staff.add_column(sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
        staff.add_column(sa.Column("introduced_by", sa.String(26), nullable=True))
        staff.create_foreign_key("fk_staff_introduced_by_staff", "staff", ["introduced_by"], ["id"])
        staff.create_check_constraint(
            op.f("ck_staff_factors_come_together"), "(passphrase_hash IS NULL) = (totp_secret IS NULL)"
        )
    # Accounts that a step back emptied.
    op.execute("UPDATE staff SET passphrase_hash = NULL, totp_secret = NULL WHERE passphrase_hash = ''")
    op.add_column("sessions", sa.Column("stepped_up_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "staff_set_ups",
        sa.Column("staff_id", sa.String(26), nullable=False),
        sa.Column("code_digest", sa.String(64), nullable=False),
        sa.Column("ref", sa.String(26), nullable=False),
        sa.Column("made_by", sa.String(26), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("usable_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passphrase_hash", sa.String(255), nullable=True),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(passphrase_hash IS NULL) = (totp_secret IS NULL)", name=op.f("ck_staff_set_ups_is_begun_with_both")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_set_ups_staff_id_staff", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name="fk_staff_set_ups_made_by_staff"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_set_ups"),
        sa.UniqueConstraint("code_digest", name="uq_staff_set_ups_code_digest"),
        sa.UniqueConstraint("ref", name="uq_staff_set_ups_ref"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("code_digest", sa.String(64), nullable=False),
        sa.Column("staff_id", sa.String(26), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_recovery_codes_staff_id_staff", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code_digest", name="pk_recovery_codes"),
    )
    op.create_index("ix_recovery_codes_staff_id", "recovery_codes", ["staff_id"])
    op.create_table(
        "passkeys",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("staff_id", sa.String(26), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_passkeys_staff_id_staff", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_passkeys"),
        sa.UniqueConstraint("credential_id", name="uq_passkeys_credential_id"),
    )
    op.create_index("ix_passkeys_staff_id", "passkeys", ["staff_id"])
    op.create_table(
        "passkey_challenges",
        sa.Column("challenge_digest", sa.String(64), nullable=False),
        sa.Column("asked_of", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("usable_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("challenge_digest", name="pk_passkey_challenges"),
    )
    op.create_index("ix_passkey_challenges_usable_until", "passkey_challenges", ["usable_until"])


def downgrade() -> None:
    """Take the database back. An account without factors stays, with empty ones that fit nothing."""
    op.drop_table("passkey_challenges")
    op.drop_table("passkeys")
    op.drop_table("recovery_codes")
    op.drop_table("staff_set_ups")
    with op.batch_alter_table("sessions") as sessions:
        sessions.drop_column("stepped_up_at")
    op.execute("UPDATE staff SET passphrase_hash = '', totp_secret = '' WHERE passphrase_hash IS NULL")
    with op.batch_alter_table("staff") as staff:
        staff.drop_constraint(op.f("ck_staff_factors_come_together"), type_="check")
        staff.drop_constraint("fk_staff_introduced_by_staff", type_="foreignkey")
        staff.drop_column("introduced_by")
        staff.drop_column("left_at")
        staff.drop_column("last_signed_in_at")
        staff.alter_column("totp_secret", existing_type=sa.LargeBinary(), nullable=False)
        staff.alter_column("passphrase_hash", existing_type=sa.String(255), nullable=False)

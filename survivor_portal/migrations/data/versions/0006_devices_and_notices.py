"""Devices she signs in on, notices about her account, and waits between tries."""

import sqlalchemy as sa
from alembic import op

from survivor_portal.security.tokens import new_ref, system_chance

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SHARED_PHONE_IDLE_SECONDS = 300

_sessions = sa.table(
    "sessions",
    sa.column("sid_digest", sa.String),
    sa.column("ref", sa.String),
    sa.column("device", sa.String),
    sa.column("is_shared", sa.Boolean),
    sa.column("idle_seconds", sa.Integer),
)


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "throttles",
        sa.Column("key_digest", sa.String(64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("attempts > 0", name=op.f("ck_throttles_something_was_tried")),
        sa.PrimaryKeyConstraint("key_digest", name="pk_throttles"),
    )
    op.create_index("ix_throttles_last_at", "throttles", ["last_at"])
    op.create_table(
        "known_devices",
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clears_after", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_known_devices_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_digest", name="pk_known_devices"),
    )
    op.create_index("ix_known_devices_survivor_id", "known_devices", ["survivor_id"])
    op.create_table(
        "notices",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("about_session", sa.String(26), nullable=True),
        sa.Column("device", sa.String(40), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_notices_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_notices"),
        sa.UniqueConstraint("id", name="uq_notices_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notices_hers", "notices", ["survivor_id", "added_at"])
    op.create_table(
        "clock_marks",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("newest_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_clock_marks_there_is_one")),
        sa.PrimaryKeyConstraint("id", name="pk_clock_marks"),
    )
    with op.batch_alter_table("sessions") as batch:
        batch.add_column(sa.Column("ref", sa.String(26), nullable=True))
        batch.add_column(sa.Column("device", sa.String(40), nullable=True))
        batch.add_column(sa.Column("is_shared", sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("known_device_digest", sa.String(64), nullable=True))
        batch.add_column(sa.Column("clears_after", sa.Integer(), nullable=True))
    _describe_sessions()
    with op.batch_alter_table("sessions") as batch:
        batch.alter_column("ref", existing_type=sa.String(26), nullable=False)
        batch.alter_column("device", existing_type=sa.String(40), nullable=False)
        batch.alter_column("is_shared", existing_type=sa.Boolean(), nullable=False)
        batch.create_unique_constraint("uq_sessions_ref", ["ref"])
        batch.create_foreign_key(
            "fk_sessions_known_device_digest_known_devices",
            "known_devices",
            ["known_device_digest"],
            ["token_digest"],
            ondelete="SET NULL",
        )
        batch.create_index("ix_sessions_known_device_digest", ["known_device_digest"])


def downgrade() -> None:
    """Take the database back."""
    with op.batch_alter_table("sessions") as batch:
        batch.drop_index("ix_sessions_known_device_digest")
        batch.drop_constraint("fk_sessions_known_device_digest_known_devices", type_="foreignkey")
        batch.drop_constraint("uq_sessions_ref", type_="unique")
        for column in ("clears_after", "known_device_digest", "is_shared", "device", "ref"):
            batch.drop_column(column)
    for table in ("clock_marks", "notices", "known_devices", "throttles"):
        op.drop_table(table)


def _describe_sessions() -> None:
    """Say of the sessions that are there what can be said: nobody kept what they were signed in on."""
    connection = op.get_bind()
    for sid_digest in connection.execute(sa.select(_sessions.c.sid_digest)).scalars().all():
        connection.execute(
            sa.update(_sessions)
            .where(_sessions.c.sid_digest == sid_digest)
            .values(
                ref=new_ref(system_chance),
                device="unknown/unknown/unknown",
                is_shared=_sessions.c.idle_seconds <= _SHARED_PHONE_IDLE_SECONDS,
            )
        )

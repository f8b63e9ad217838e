"""The conversation of a survivor and whoever has her case."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "messages",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("staff_id", sa.String(26), nullable=True),
        sa.Column("author", sa.String(26), nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(staff_id IS NULL) = (author = survivor_id)", name=op.f("ck_messages_author_is_hers_or_staff")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_messages_staff_id_staff"),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_messages_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("author", "token_digest", name="uq_messages_author"),
    )
    op.create_index("ix_messages_staff_id", "messages", ["staff_id"], unique=False)
    op.create_index("ix_messages_thread", "messages", ["survivor_id", "sent_at", "id"], unique=False)


def downgrade() -> None:
    """Take the database back."""
    op.drop_table("messages")

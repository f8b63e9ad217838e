"""What was typed and not sent yet."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("author", sa.String(26), nullable=False),
        sa.Column("survivor_id", sa.String(26), nullable=True),
        sa.Column("staff_id", sa.String(26), nullable=True),
        sa.Column("form_digest", sa.String(64), nullable=False),
        sa.Column("page_digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("author = COALESCE(staff_id, survivor_id)", name=op.f("ck_drafts_author_is_hers_or_staff")),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_drafts_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_drafts_staff_id_staff", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.UniqueConstraint("author", "form_digest", "page_digest", name="uq_drafts_author"),
    )
    op.create_index("ix_drafts_survivor_id", "drafts", ["survivor_id"])
    op.create_index("ix_drafts_staff_id", "drafts", ["staff_id"])
    op.create_index("ix_drafts_saved_at", "drafts", ["saved_at"])


def downgrade() -> None:
    """Take the database back."""
    op.drop_table("drafts")

"""Approvals of words that do not count any more, kept as they are."""

import sqlalchemy as sa
from alembic import op

from survivor_portal.migrations.lasting import Lasting, hold, let_go

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ENDED = Lasting(table="ended_approvals", keys=(("approval",),))


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "ended_approvals",
        sa.Column("approval", sa.String(26), nullable=False),
        sa.Column("ended_by", sa.String(26), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval"], ["statement_approvals.id"], name="fk_ended_approvals_approval_statement_approvals"
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name="fk_ended_approvals_ended_by_staff"),
        sa.PrimaryKeyConstraint("approval", name="pk_ended_approvals"),
    )
    op.create_index("ix_ended_approvals_ended_by", "ended_approvals", ["ended_by"])
    hold(op.get_bind(), _ENDED)


def downgrade() -> None:
    """Take the database back."""
    let_go(op.get_bind(), _ENDED)
    op.drop_table("ended_approvals")

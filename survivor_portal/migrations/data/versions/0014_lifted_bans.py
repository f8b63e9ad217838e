"""Courts that let her know after all what they had forbidden to tell her, kept as they are."""

import sqlalchemy as sa
from alembic import op

from survivor_portal.migrations.lasting import Lasting, hold, let_go, with_its

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_LIFTED = Lasting(
    table="lifted_bans",
    keys=(("disclosure",),),
    kept_while=with_its("compelled_disclosures", "id", "disclosure", "survivor_id"),
)


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "lifted_bans",
        sa.Column("disclosure", sa.String(26), nullable=False),
        sa.Column("lifted_by", sa.String(26), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["disclosure"],
            ["compelled_disclosures.id"],
            name="fk_lifted_bans_disclosure_compelled_disclosures",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["lifted_by"], ["staff.id"], name="fk_lifted_bans_lifted_by_staff"),
        sa.PrimaryKeyConstraint("disclosure", name="pk_lifted_bans"),
    )
    op.create_index("ix_lifted_bans_lifted_by", "lifted_bans", ["lifted_by"])
    hold(op.get_bind(), _LIFTED)


def downgrade() -> None:
    """Take the database back."""
    let_go(op.get_bind(), _LIFTED)
    op.drop_table("lifted_bans")

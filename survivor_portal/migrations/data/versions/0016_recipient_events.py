"""What supervisors do about who may be told; and an office that asked about somebody may go with that person."""

import sqlalchemy as sa
from alembic import op

from survivor_portal.migrations.lasting import Lasting, hold, let_go

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_EVENTS = Lasting(
    table="recipient_events",
    keys=(("id",), ("recipient", "sequence"), ("name_digest",), ("form_token_digest",)),
)
_KEYS = (("id",), ("provider_id",))
_BLOCKING_ONLY = (
    "NEW.standing <> OLD.standing AND NEW.id = OLD.id AND NEW.name = OLD.name "
    "AND COALESCE(NEW.provider_id, '') = COALESCE(OLD.provider_id, '')"
)
_FOR_GOOD = Lasting(table="recipients", keys=_KEYS, change=_BLOCKING_ONLY)
# An office that asked about one survivor has no name here, and shares the reference of what it asked.
_BUT_HERS = Lasting(
    table="recipients",
    keys=_KEYS,
    change=_BLOCKING_ONLY,
    kept_while=(
        "OLD.name <> '' OR NOT EXISTS (SELECT 1 FROM police_requests WHERE id = OLD.id "
        "AND survivor_id IN (SELECT survivor_id FROM erasures_under_way))"
    ),
)


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "recipient_events",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("recipient", sa.String(26), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32), nullable=True),
        sa.Column("by", sa.String(26), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name_digest", sa.String(64), nullable=True),
        sa.Column("form_token_digest", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name="fk_recipient_events_by_staff"),
        sa.ForeignKeyConstraint(["recipient"], ["recipients.id"], name="fk_recipient_events_recipient_recipients"),
        sa.PrimaryKeyConstraint("id", name="pk_recipient_events"),
        sa.UniqueConstraint("recipient", "sequence", name="uq_recipient_events_recipient"),
        sa.UniqueConstraint("name_digest", name="uq_recipient_events_name_digest"),
        sa.UniqueConstraint("form_token_digest", name="uq_recipient_events_form_token_digest"),
    )
    op.create_index("ix_recipient_events_by", "recipient_events", ["by"])
    hold(op.get_bind(), _EVENTS)
    let_go(op.get_bind(), _FOR_GOOD)
    hold(op.get_bind(), _BUT_HERS)


def downgrade() -> None:
    """Take the database back."""
    let_go(op.get_bind(), _BUT_HERS)
    hold(op.get_bind(), _FOR_GOOD)
    let_go(op.get_bind(), _EVENTS)
    op.drop_table("recipient_events")

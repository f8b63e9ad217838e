"""What she agreed to, what happened to it, and what was shared under it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "recipients",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("provider_id", sa.String(26), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_recipients_provider_id_providers"),
        sa.PrimaryKeyConstraint("id", name="pk_recipients"),
        sa.UniqueConstraint("provider_id", name="uq_recipients_provider_id"),
    )
    op.create_table(
        "consents",
        sa.Column("record_id", sa.String(26), nullable=False),
        sa.Column("schema_version", sa.String(16), nullable=False),
        sa.Column("principal", sa.String(26), nullable=False),
        sa.Column("recipient", sa.String(26), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("scope", sa.LargeBinary(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("max_uses", sa.Integer(), nullable=True),
        sa.Column("statement_version", sa.String(16), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("interpreter", sa.LargeBinary(), nullable=True),
        sa.Column("risk_acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alternatives_acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signature_method", sa.String(16), nullable=True),
        sa.Column("supersedes", sa.String(26), nullable=True),
        sa.Column("form_token_digest", sa.String(64), nullable=True),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (words IS NULL)", name=op.f("ck_consents_words_come_with_the_signature")
        ),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (signature_method IS NULL)", name=op.f("ck_consents_signature_is_whole")
        ),
        sa.ForeignKeyConstraint(
            ["principal"], ["survivors.id"], name="fk_consents_principal_survivors", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["recipient"], ["recipients.id"], name="fk_consents_recipient_recipients"),
        sa.ForeignKeyConstraint(["supersedes"], ["consents.record_id"], name="fk_consents_supersedes_consents"),
        sa.PrimaryKeyConstraint("record_id", name="pk_consents"),
        sa.UniqueConstraint("form_token_digest", name="uq_consents_form_token_digest"),
    )
    op.create_index("ix_consents_principal", "consents", ["principal"], unique=False)
    op.create_index("ix_consents_recipient", "consents", ["recipient"], unique=False)
    op.create_table(
        "consent_events",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("record_id", sa.String(26), nullable=False),
        sa.Column("event_state", sa.String(16), nullable=False),
        sa.Column("event_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entity", sa.String(26), nullable=False),
        sa.Column("method", sa.String(16), nullable=False),
        sa.Column("recorded_by", sa.String(26), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["consents.record_id"], name="fk_consent_events_record_id_consents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consent_events"),
    )
    op.create_index("ix_consent_events_record_id", "consent_events", ["record_id"], unique=False)
    op.create_table(
        "disclosures",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("consent", sa.String(26), nullable=False),
        sa.Column("recipient", sa.String(26), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(26), nullable=False),
        sa.Column("form_token_digest", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name="fk_disclosures_by_staff"),
        sa.ForeignKeyConstraint(
            ["consent"], ["consents.record_id"], name="fk_disclosures_consent_consents", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["recipient"], ["recipients.id"], name="fk_disclosures_recipient_recipients"),
        sa.PrimaryKeyConstraint("id", name="pk_disclosures"),
        sa.UniqueConstraint("form_token_digest", name="uq_disclosures_form_token_digest"),
    )
    op.create_index("ix_disclosures_consent", "disclosures", ["consent"], unique=False)


def downgrade() -> None:
    """Take the database back."""
    op.drop_table("disclosures")
    op.drop_table("consent_events")
    op.drop_table("consents")
    op.drop_table("recipients")

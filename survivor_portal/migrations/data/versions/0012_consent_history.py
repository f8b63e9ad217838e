"""Everything else that is written down about consent, and triggers that keep history as it is."""

import sqlalchemy as sa
from alembic import op

from survivor_portal.migrations.ended import leave_open, shut_after_the_end
from survivor_portal.migrations.lasting import Lasting, hers, hold, let_go, with_its

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_LASTING = (
    # What she signed for is this place and no other, by the name she read.
    Lasting(
        table="recipients",
        keys=(("id",), ("provider_id",)),
        change=(
            "NEW.standing <> OLD.standing AND NEW.id = OLD.id AND NEW.name = OLD.name "
            "AND COALESCE(NEW.provider_id, '') = COALESCE(OLD.provider_id, '')"
        ),
    ),
    Lasting(
        table="consents",
        keys=(("record_id",), ("form_token_digest",)),
        kept_while=hers("principal"),
        # The one step there is: a draft becomes what she signed.
        change=(
            "OLD.signed_at IS NULL AND NEW.signed_at IS NOT NULL "
            "AND NEW.record_id = OLD.record_id AND NEW.principal = OLD.principal "
            "AND NEW.recipient = OLD.recipient AND NEW.purpose = OLD.purpose "
            "AND COALESCE(NEW.supersedes, '') = COALESCE(OLD.supersedes, '')"
        ),
    ),
    Lasting(
        table="consent_events", keys=(("id",),), kept_while=with_its("consents", "record_id", "record_id", "principal")
    ),
    Lasting(
        table="disclosures",
        keys=(("id",), ("form_token_digest",)),
        kept_while=with_its("consents", "record_id", "consent", "principal"),
    ),
    Lasting(
        table="acknowledgements",
        keys=(("id",), ("record_id", "seen_by")),
        kept_while=with_its("consents", "record_id", "record_id", "principal"),
    ),
    Lasting(table="compelled_disclosures", keys=(("id",), ("form_token_digest",)), kept_while=hers("survivor_id")),
    Lasting(
        table="law_enforcement_choices", keys=(("id",), ("survivor_id", "sequence")), kept_while=hers("survivor_id")
    ),
    Lasting(table="police_requests", keys=(("id",), ("form_token_digest",)), kept_while=hers("survivor_id")),
    Lasting(
        table="police_answers",
        keys=(("id",), ("request_id", "sequence")),
        kept_while=with_its("police_requests", "id", "request_id", "survivor_id"),
    ),
    Lasting(table="statement_approvals", keys=(("id",), ("form_token_digest",))),
)


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "erasures_under_way",
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("nobody", sa.String(26), nullable=False),
        sa.CheckConstraint("nobody = '' AND survivor_id <> ''", name=op.f("ck_erasures_under_way_never_lasts")),
        sa.ForeignKeyConstraint(
            ["nobody"],
            ["erasures_under_way.survivor_id"],
            name="fk_erasures_under_way_nobody_erasures_under_way",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("survivor_id", name="pk_erasures_under_way"),
    )
    _add_what_left()
    _add_her_wishes()
    op.create_table(
        "statement_approvals",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("words_digest", sa.String(64), nullable=False),
        sa.Column("approved_by", sa.LargeBinary(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(26), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form_token_digest", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff.id"], name="fk_statement_approvals_recorded_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_statement_approvals"),
        sa.UniqueConstraint("form_token_digest", name="uq_statement_approvals_form_token_digest"),
    )
    op.create_index("ix_statement_approvals_recorded_by", "statement_approvals", ["recorded_by"])
    op.create_index("ix_statement_approvals_words", "statement_approvals", ["version", "language"])
    for lasting in _LASTING:
        hold(op.get_bind(), lasting)
    shut_after_the_end(op.get_bind())


def downgrade() -> None:
    """Take the database back. History can be changed again."""
    leave_open(op.get_bind())
    for lasting in _LASTING:
        let_go(op.get_bind(), lasting)
    for table in (
        "statement_approvals",
        "contact_rules",
        "police_answers",
        "police_requests",
        "law_enforcement_choices",
        "acknowledgements",
        "compelled_disclosures",
        "erasures_under_way",
    ):
        op.drop_table(table)


def _add_what_left() -> None:
    op.create_table(
        "compelled_disclosures",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("legal_basis", sa.String(32), nullable=False),
        sa.Column("no_notice_reason", sa.String(32), nullable=True),
        sa.Column("forbidden_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(26), nullable=False),
        sa.Column("form_token_digest", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name="fk_compelled_disclosures_by_staff"),
        sa.ForeignKeyConstraint(
            ["survivor_id"],
            ["survivors.id"],
            name="fk_compelled_disclosures_survivor_id_survivors",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_compelled_disclosures"),
        sa.UniqueConstraint("form_token_digest", name="uq_compelled_disclosures_form_token_digest"),
    )
    op.create_index("ix_compelled_disclosures_by", "compelled_disclosures", ["by"])
    op.create_index("ix_compelled_disclosures_survivor_id", "compelled_disclosures", ["survivor_id"])
    op.create_table(
        "acknowledgements",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("record_id", sa.String(26), nullable=False),
        sa.Column("seen_by", sa.String(26), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["consents.record_id"], name="fk_acknowledgements_record_id_consents", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["seen_by"], ["staff.id"], name="fk_acknowledgements_seen_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_acknowledgements"),
        sa.UniqueConstraint("record_id", "seen_by", name="uq_acknowledgements_record_id"),
    )
    op.create_index("ix_acknowledgements_seen_by", "acknowledgements", ["seen_by"])


def _add_her_wishes() -> None:
    op.create_table(
        "law_enforcement_choices",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("choice", sa.LargeBinary(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["survivor_id"],
            ["survivors.id"],
            name="fk_law_enforcement_choices_survivor_id_survivors",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_law_enforcement_choices"),
        sa.UniqueConstraint("survivor_id", "sequence", name="uq_law_enforcement_choices_survivor_id"),
    )
    op.create_table(
        "police_requests",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("asked_by", sa.String(26), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form_token_digest", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name="fk_police_requests_asked_by_staff"),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_police_requests_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_police_requests"),
        sa.UniqueConstraint("form_token_digest", name="uq_police_requests_form_token_digest"),
    )
    op.create_index("ix_police_requests_asked_by", "police_requests", ["asked_by"])
    op.create_index("ix_police_requests_survivor_id", "police_requests", ["survivor_id"])
    op.create_table(
        "police_answers",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("request_id", sa.String(26), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["police_requests.id"],
            name="fk_police_answers_request_id_police_requests",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_police_answers"),
        sa.UniqueConstraint("request_id", "sequence", name="uq_police_answers_request_id"),
    )
    op.create_table(
        "contact_rules",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("survivor_id", sa.String(26), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("last_confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name="fk_contact_rules_survivor_id_survivors", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact_rules"),
        sa.UniqueConstraint("survivor_id", "channel", name="uq_contact_rules_survivor_id"),
    )

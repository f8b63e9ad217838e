"""The service directory."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "providers",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("address_hidden", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_providers"),
        sa.UniqueConstraint("source_id", name="uq_providers_source_id"),
    )
    op.create_table(
        "services",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.String(26), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("status", sa.String(32), nullable=True),
        sa.Column("eligibility", sa.Text(), nullable=True),
        sa.Column("fees", sa.Text(), nullable=True),
        sa.Column("wait_time", sa.Text(), nullable=True),
        sa.Column("how_to_apply", sa.Text(), nullable=True),
        sa.Column("interpretation", sa.Text(), nullable=True),
        sa.Column("alert", sa.Text(), nullable=True),
        sa.Column("minimum_age", sa.Integer(), nullable=True),
        sa.Column("maximum_age", sa.Integer(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("last_checked_on", sa.Date(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_services_provider_id_providers"),
        sa.PrimaryKeyConstraint("id", name="pk_services"),
        sa.UniqueConstraint("source_id", name="uq_services_source_id"),
    )
    op.create_index("ix_services_provider_id", "services", ["provider_id"], unique=False)
    op.create_table(
        "service_needs",
        sa.Column("service_id", sa.String(26), nullable=False),
        sa.Column("need", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name="fk_service_needs_service_id_services", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("service_id", "need", name="pk_service_needs"),
    )
    op.create_index("ix_service_needs_need", "service_needs", ["need", "service_id"], unique=False)
    op.create_table(
        "locations",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.String(26), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("transportation", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("address_hidden", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_locations_provider_id_providers"),
        sa.PrimaryKeyConstraint("id", name="pk_locations"),
        sa.UniqueConstraint("source_id", name="uq_locations_source_id"),
    )
    op.create_index("ix_locations_provider_id", "locations", ["provider_id"], unique=False)
    op.create_table(
        "services_at_locations",
        sa.Column("service_id", sa.String(26), nullable=False),
        sa.Column("location_id", sa.String(26), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"], ["locations.id"], name="fk_services_at_locations_location_id_locations", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name="fk_services_at_locations_service_id_services", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("service_id", "location_id", name="pk_services_at_locations"),
    )


def downgrade() -> None:
    """Take the database back."""
    op.drop_table("services_at_locations")
    op.drop_table("locations")
    op.drop_table("service_needs")
    op.drop_table("services")
    op.drop_table("providers")

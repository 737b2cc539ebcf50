"""Demand in bands, as it was last counted in each round."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0019"
down_revision = "0023_3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "demand_counts",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("counted_at", UtcInstant(timezone=True), nullable=False),
        sa.Column(
            "orphans", sa.Integer(), nullable=False, comment="opportunities that no certified sheet names"
        ),
        sa.CheckConstraint("orphans >= 0", name=op.f("ck_demand_counts_orphans_are_not_negative")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_demand_counts_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_demand_counts")),
    )
    band = sa.Enum(
        "few", "some", "many", name="band_is_known", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "demand_bands",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("band", band, nullable=False),
        sa.CheckConstraint("band <> 'few'", name=op.f("ck_demand_bands_few_have_no_row")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("fk_demand_bands_opportunity_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["demand_counts.round_id"], name=op.f("fk_demand_bands_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "opportunity_id", name=op.f("pk_demand_bands")),
    )
    op.create_index(op.f("ix_demand_bands_opportunity_id"), "demand_bands", ["opportunity_id"], unique=False)


def downgrade() -> None:
    op.drop_table("demand_bands")
    op.drop_table("demand_counts")

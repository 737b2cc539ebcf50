"""The offers of a round are found by their opportunity, not read through one after another."""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_proposals_round_id", table_name="proposals")
    op.create_index("ix_proposals_round_id_opportunity_id", "proposals", ["round_id", "opportunity_id"])


def downgrade() -> None:
    op.drop_index("ix_proposals_round_id_opportunity_id", table_name="proposals")
    op.create_index("ix_proposals_round_id", "proposals", ["round_id"])

"""The seats of a frozen round beside its opportunities; opportunities with a free seat opened again."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

SEAL = """
UPDATE round_opportunities SET seats = (
    SELECT seats FROM opportunities WHERE opportunities.id = round_opportunities.opportunity_id
) WHERE round_id IN (SELECT id FROM rounds WHERE frozen_sha256 IS NOT NULL) AND (
    opportunity_id IN (SELECT id FROM opportunities WHERE state = 'approved')
    OR EXISTS (
        SELECT 1 FROM audit_events AS filled JOIN audit_events AS frozen ON frozen.id < filled.id
        WHERE filled.object_type = 'opportunities' AND filled.action = 'opportunities.fill'
        AND filled.object_id = round_opportunities.opportunity_id
        AND frozen.object_type = 'rounds' AND frozen.action = 'rounds.freeze'
        AND frozen.object_id = round_opportunities.round_id
    )
)
"""
"""Approved now, or filled since the freeze: so it was reckoned before."""
REOPEN = """
UPDATE opportunities SET state = 'approved' WHERE state = 'filled' AND seats > (
    SELECT count(*) FROM proposals WHERE proposals.opportunity_id = opportunities.id
    AND proposals.state = 'confirmed' AND proposals.id NOT IN (
        SELECT proposal_id FROM agreements WHERE proposal_id IS NOT NULL AND state = 'cancelled'
    )
)
"""


def upgrade() -> None:
    comment = "as the frozen file has them; empty: it is in none"
    op.add_column("round_opportunities", sa.Column("seats", sa.Integer(), nullable=True, comment=comment))
    op.execute(SEAL)
    op.execute(REOPEN)


def downgrade() -> None:
    op.drop_column("round_opportunities", "seats")

"""When the acceptance of a seat of the scramble opened the card of whoever took it up."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

SAID = """
UPDATE proposals SET card_opened_at = (
    SELECT max(audit_events.at) FROM audit_events
    WHERE audit_events.object_type = 'proposals' AND audit_events.object_id = proposals.id
    AND audit_events.action = 'proposals.accept'
    AND CAST(audit_events.facts AS TEXT) LIKE '%card_open_to_host_of%'
)
"""


def upgrade() -> None:
    comment = "when its acceptance opened the executive's card to the host of the post"
    op.add_column(
        "proposals",
        sa.Column("card_opened_at", UtcInstant(timezone=True), nullable=True, comment=comment),
    )
    op.execute(SAID)


def downgrade() -> None:
    op.drop_column("proposals", "card_opened_at")

"""When a message between a mentor and a mentee was read."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0033"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    comment = "when the other side said that it is read and asks for nothing"
    op.add_column(
        "engagement_messages",
        sa.Column("read_at", UtcInstant(timezone=True), nullable=True, comment=comment),
    )


def downgrade() -> None:
    op.drop_column("engagement_messages", "read_at")

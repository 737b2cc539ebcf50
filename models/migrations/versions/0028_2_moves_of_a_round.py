"""From how many moves on another is flagged, where a round says otherwise than the clause."""

import sqlalchemy as sa
from alembic import op

revision = "0028_2"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "rounds",
        sa.Column(
            "enough_moves",
            sa.Integer(),
            nullable=True,
            comment="moves from which on another is flagged; empty: as the clause says, 0: none ever is",
        ),
    )


def downgrade() -> None:
    op.drop_column("rounds", "enough_moves")

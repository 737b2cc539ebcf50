"""An executive says since when they are back; home enters the return."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0023_3"
branch_labels = None
depends_on = None

COMMENT = "the first day back in the executive's own words; home enters the return"


def upgrade() -> None:
    op.add_column("return_rights", sa.Column("said_back_on", sa.Date(), nullable=True, comment=COMMENT))


def downgrade() -> None:
    op.drop_column("return_rights", "said_back_on")

"""Which objective of the executive's plan a choice on a dream sheet serves."""

import sqlalchemy as sa
from alembic import op

revision = "0019_3"
down_revision = "0019_2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sheet_aims",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column(
            "content",
            sa.LargeBinary(),
            nullable=False,
            comment="sealed: by slug, the id of a plan's objective",
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["dream_sheets.id"], name=op.f("fk_sheet_aims_sheet_id")),
        sa.PrimaryKeyConstraint("sheet_id", name=op.f("pk_sheet_aims")),
    )


def downgrade() -> None:
    op.drop_table("sheet_aims")

"""Waivers that the home agency asked for on an executive's behalf."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0028_1"
down_revision = "0027"
branch_labels = None
depends_on = None

REFERENCES = (("answer_id", "requirement_answers"), ("asked_by_id", "actors"))


def upgrade() -> None:
    op.create_table(
        "waivers_asked_for",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcInstant(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_waivers_asked_for_{column}"))
            for column, other in REFERENCES
        ),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_waivers_asked_for")),
    )


def downgrade() -> None:
    op.drop_table("waivers_asked_for")

"""Searches of the catalogue that executives keep, and what they have found."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0019_1"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="sealed: the name and the question"),
        sa.Column("alerts", sa.Boolean(), nullable=False, comment="whether its owner is written to"),
        sa.Column("saved_at", UtcInstant(timezone=True), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_saved_searches_executive_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
    )
    op.create_index(op.f("ix_saved_searches_executive_id"), "saved_searches", ["executive_id"], unique=False)
    op.create_table(
        "search_hits",
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column(
            "told_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="empty: it was in the catalogue when the search was saved",
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("fk_search_hits_opportunity_id")
        ),
        sa.ForeignKeyConstraint(["search_id"], ["saved_searches.id"], name=op.f("fk_search_hits_search_id")),
        sa.PrimaryKeyConstraint("search_id", "opportunity_id", name=op.f("pk_search_hits")),
    )
    op.create_index(op.f("ix_search_hits_opportunity_id"), "search_hits", ["opportunity_id"], unique=False)
    op.create_index(op.f("ix_search_hits_told_at"), "search_hits", ["told_at"], unique=False)


def downgrade() -> None:
    op.drop_table("search_hits")
    op.drop_table("saved_searches")

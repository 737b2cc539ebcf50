"""Feeds of the days of the way back; requests to mentors of one agency."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0023_1"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "return_feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("revoked_at", UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "revoked_at >= made_at", name=op.f("ck_return_feeds_feed_is_revoked_after_it_was_made")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actors.id"], name=op.f("fk_return_feeds_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_feeds")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_return_feeds_token_digest")),
    )
    op.create_index(
        "uq_return_feeds_one_open_feed",
        "return_feeds",
        ["actor_id"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    key = "CONSTRAINT fk_mentoring_requests_only_agency_id REFERENCES agencies (id)"
    op.execute(f"ALTER TABLE mentoring_requests ADD COLUMN only_agency_id INTEGER {key}")
    if op.get_bind().dialect.name == "postgresql":
        comment = "whose mentors alone are asked: the host of a rotation"
        op.execute(f"COMMENT ON COLUMN mentoring_requests.only_agency_id IS '{comment}'")


def downgrade() -> None:
    op.drop_column("mentoring_requests", "only_agency_id")
    op.drop_index("uq_return_feeds_one_open_feed", "return_feeds")
    op.drop_table("return_feeds")

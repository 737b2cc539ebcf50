"""Sweeps: all waiting requests solved together."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant
from models.secrets import Sealed

revision = "0009_5"
down_revision = "0009_4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sweeps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "mentor", "coach", name="kind_is_known", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "published",
                "discarded",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "with_floor",
            sa.Boolean(),
            nullable=False,
            comment="the least points are made as great as possible first",
        ),
        sa.Column(
            "content",
            Sealed("sweeps.content"),
            nullable=False,
            comment="sealed: the roundtrip.mentoring/1 file",
        ),
        sa.Column("outcome", Sealed("sweeps.outcome"), nullable=False, comment="sealed: the outcome file"),
        sa.Column(
            "preview",
            Sealed("sweeps.preview"),
            nullable=False,
            comment="sealed: the result one at a time, and what pins cost",
        ),
        sa.Column("input_sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "status", sa.String(length=20), nullable=False, comment="of the outcome: optimal or infeasible"
        ),
        sa.Column("made_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("published_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("offered", sa.Integer(), nullable=True, comment="offers made by the publication"),
        sa.Column(
            "dropped", sa.Integer(), nullable=True, comment="pairs that were not possible any more by then"
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL)",
            name=op.f("ck_sweeps_published_means_published"),
        ),
        sa.CheckConstraint(
            "(published_by_id IS NULL) = (published_at IS NULL)",
            name=op.f("ck_sweeps_publication_has_its_moment"),
        ),
        sa.CheckConstraint("dropped >= 0", name=op.f("ck_sweeps_dropped_pairs_are_not_negative")),
        sa.CheckConstraint("length(input_sha256) = 64", name=op.f("ck_sweeps_input_sha256_has_64_digits")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_sweeps_number_begins_at_one")),
        sa.CheckConstraint("offered >= 0", name=op.f("ck_sweeps_offers_are_not_negative")),
        sa.ForeignKeyConstraint(["made_by_id"], ["actors.id"], name=op.f("fk_sweeps_made_by_id")),
        sa.ForeignKeyConstraint(["published_by_id"], ["actors.id"], name=op.f("fk_sweeps_published_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweeps")),
        sa.UniqueConstraint("number", name=op.f("uq_sweeps_number")),
    )
    op.create_table(
        "sweep_pins",
        sa.Column("sweep_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_sweep_pins_reason_is_written")),
        sa.ForeignKeyConstraint(["author_id"], ["actors.id"], name=op.f("fk_sweep_pins_author_id")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["mentor_profiles.id"], name=op.f("fk_sweep_pins_profile_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["mentoring_requests.id"], name=op.f("fk_sweep_pins_request_id")
        ),
        sa.ForeignKeyConstraint(["sweep_id"], ["sweeps.id"], name=op.f("fk_sweep_pins_sweep_id")),
        sa.PrimaryKeyConstraint("sweep_id", "request_id", name=op.f("pk_sweep_pins")),
    )


def downgrade() -> None:
    for table in ("sweep_pins", "sweeps"):
        op.drop_table(table)

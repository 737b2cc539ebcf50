"""Releases of executives by their home agencies, and what an undecided one counts as."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    # SQLite cannot add a constraint later, and a table made anew would lose the triggers of 0007
    op.execute(
        "ALTER TABLE rounds ADD COLUMN undecided VARCHAR(40) DEFAULT 'released' NOT NULL "
        "CONSTRAINT ck_rounds_undecided_is_known CHECK (undecided IN ('released', 'refused'))"
    )
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            _one_of(
                "state_is_known",
                "pending_supervisor",
                "pending_agency",
                "granted",
                "granted_with_conditions",
                "refused",
                "granted_by_default",
                "refused_by_default",
                "withdrawn",
            ),
            nullable=False,
        ),
        sa.Column("asked_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("advice", _one_of("advice_is_known", "release", "with_conditions", "keep"), nullable=True),
        sa.Column("advice_note", sa.Text(), nullable=False, comment="the home agency alone reads it"),
        sa.Column("advised_by_id", sa.Integer(), nullable=True),
        sa.Column("advised_at", UtcInstant(timezone=True), nullable=True),
        sa.Column(
            "escalated_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="from then on the board may decide too",
        ),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcInstant(timezone=True), nullable=True),
        sa.Column(
            "refusal",
            _one_of(
                "refusal_is_known",
                "mission_critical",
                "tenure",
                "pending_action",
                "timing",
                "no_backfill",
                "budget",
            ),
            nullable=True,
        ),
        sa.Column(
            "latest_start",
            sa.Date(),
            nullable=True,
            comment="the assignment must be able to begin by then",
        ),
        sa.Column(
            "longest_days", sa.Integer(), nullable=True, comment="calendar days away, both ends counted"
        ),
        sa.Column(
            "backfill",
            _one_of(
                "backfill_is_known",
                "acting_internal",
                "reciprocal_exchange",
                "detail_in",
                "split_duties",
                "leave_vacant",
            ),
            nullable=True,
        ),
        sa.Column(
            "stand_in_id",
            sa.Integer(),
            nullable=True,
            comment="who looks after the post; one post a person",
        ),
        sa.Column("note", sa.Text(), nullable=False, comment="of the decision; the executive reads it"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "(state = 'refused') = (refusal IS NOT NULL)", name=op.f("ck_releases_a_refusal_has_its_reason")
        ),
        sa.CheckConstraint(
            "(state = 'granted_with_conditions') = (latest_start IS NOT NULL OR longest_days IS NOT NULL)",
            name=op.f("ck_releases_conditions_stand_where_some_were_made"),
        ),
        sa.CheckConstraint("longest_days >= 1", name=op.f("ck_releases_longest_absence_is_at_least_one_day")),
        sa.CheckConstraint(
            "stand_in_id <> executive_id", name=op.f("ck_releases_nobody_stands_in_for_oneself")
        ),
        sa.CheckConstraint(
            "(advice IS NULL) = (advised_at IS NULL)", name=op.f("ck_releases_advice_has_its_moment")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_releases_round_id")),
        sa.ForeignKeyConstraint(["executive_id"], ["executives.id"], name=op.f("fk_releases_executive_id")),
        sa.ForeignKeyConstraint(["stand_in_id"], ["executives.id"], name=op.f("fk_releases_stand_in_id")),
        sa.ForeignKeyConstraint(["advised_by_id"], ["actors.id"], name=op.f("fk_releases_advised_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["actors.id"], name=op.f("fk_releases_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("round_id", "executive_id", name=op.f("uq_releases_round_id_executive_id")),
        sa.UniqueConstraint("round_id", "stand_in_id", name=op.f("uq_releases_round_id_stand_in_id")),
    )
    op.create_index(op.f("ix_releases_executive_id"), "releases", ["executive_id"], unique=False)
    op.create_index(op.f("ix_releases_stand_in_id"), "releases", ["stand_in_id"], unique=False)
    op.create_index(op.f("ix_releases_state"), "releases", ["state"], unique=False)


def downgrade() -> None:
    op.drop_table("releases")
    op.execute("ALTER TABLE rounds DROP COLUMN undecided")

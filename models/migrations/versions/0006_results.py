"""Snapshots, outcomes, decisions and proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "content",
            sa.LargeBinary(),
            nullable=False,
            comment="sealed: the round file without seed and seed proof",
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the canonical content"),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_snapshots_sha256_has_64_digits")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_snapshots_number_begins_at_one")),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["actors.id"], name=op.f("fk_snapshots_frozen_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_snapshots_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_snapshots_round_id_number")),
    )
    op.create_table(
        "outcomes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="sealed: the outcome file"),
        sa.Column("input_sha256", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("proved", sa.Boolean(), nullable=False),
        sa.Column(
            "draw_unique", sa.Boolean(), nullable=False, comment="no other set of pairs has the same values"
        ),
        sa.Column("verified", sa.Boolean(), nullable=False, comment="the independent check found no failure"),
        sa.Column("placed", sa.Integer(), nullable=False, comment="executives placed"),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("solved_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('optimal', 'feasible', 'stable', 'infeasible')",
            name=op.f("ck_outcomes_status_is_known"),
        ),
        sa.CheckConstraint("length(input_sha256) = 64", name=op.f("ck_outcomes_input_sha256_has_64_digits")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_outcomes_number_begins_at_one")),
        sa.CheckConstraint("placed >= 0", name=op.f("ck_outcomes_placed_is_not_negative")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_outcomes_round_id")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_outcomes_snapshot_id")),
        sa.ForeignKeyConstraint(["solved_by_id"], ["actors.id"], name=op.f("fk_outcomes_solved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_outcomes_round_id_number")),
    )
    op.create_index(op.f("ix_outcomes_snapshot_id"), "outcomes", ["snapshot_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(approved_by_id IS NULL) = (approved_at IS NULL)",
            name=op.f("ck_decisions_approval_has_its_moment"),
        ),
        sa.CheckConstraint(
            "(published_by_id IS NULL) = (published_at IS NULL)",
            name=op.f("ck_decisions_publication_has_its_moment"),
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR approved_at IS NOT NULL",
            name=op.f("ck_decisions_publication_follows_approval"),
        ),
        sa.CheckConstraint(
            "published_by_id <> approved_by_id", name=op.f("ck_decisions_publisher_is_not_the_approver")
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["actors.id"], name=op.f("fk_decisions_approved_by_id")),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["actors.id"], name=op.f("fk_decisions_chosen_by_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcomes.id"], name=op.f("fk_decisions_outcome_id")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["actors.id"], name=op.f("fk_decisions_published_by_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_decisions_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("outcome_id", name=op.f("uq_decisions_outcome_id")),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("choice_rank", sa.Integer(), nullable=False),
        sa.Column("host_rank", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "offered",
                "accepted",
                "declined",
                "lapsed",
                "superseded",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint("choice_rank >= 1", name=op.f("ck_proposals_choice_rank_begins_at_one")),
        sa.CheckConstraint("host_rank >= 1", name=op.f("ck_proposals_host_rank_begins_at_one")),
        sa.ForeignKeyConstraint(["executive_id"], ["executives.id"], name=op.f("fk_proposals_executive_id")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("fk_proposals_opportunity_id")
        ),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcomes.id"], name=op.f("fk_proposals_outcome_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_proposals_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("outcome_id", "executive_id", name=op.f("uq_proposals_outcome_id_executive_id")),
    )
    op.create_index(op.f("ix_proposals_executive_id"), "proposals", ["executive_id"], unique=False)
    op.create_index(op.f("ix_proposals_opportunity_id"), "proposals", ["opportunity_id"], unique=False)
    op.create_index(op.f("ix_proposals_round_id"), "proposals", ["round_id"], unique=False)


def downgrade() -> None:
    op.drop_table("proposals")
    op.drop_table("decisions")
    op.drop_table("outcomes")
    op.drop_table("snapshots")

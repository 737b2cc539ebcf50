"""Requests for a mentor, what they are about, and whom the person chose."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant
from models.secrets import Sealed

revision = "0009_2"
down_revision = "0009_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mentoring_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
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
                "draft",
                "submitted",
                "offered",
                "manual",
                "waitlisted",
                "accepted",
                "closed",
                "no_match",
                "withdrawn",
                "cancelled",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("step", sa.Integer(), nullable=False, comment="how far the draft is"),
        sa.Column(
            "story",
            Sealed("mentoring_requests.story"),
            nullable=True,
            comment="sealed: the person's own words, for the mentor alone",
        ),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("need_by", sa.Date(), nullable=True, comment="last day on which a first meeting helps"),
        sa.Column("in_person", sa.Boolean(), nullable=False),
        sa.Column(
            "place", sa.String(length=160), nullable=True, comment="'City, ST', where in person is asked for"
        ),
        sa.Column("function_id", sa.Integer(), nullable=True),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column(
            "site",
            sa.Enum(
                "headquarters",
                "field",
                name="site_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "size_band",
            sa.Enum(
                "under_100",
                "under_1000",
                "from_1000",
                name="size_band_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "again_with_id", sa.Integer(), nullable=True, comment="an earlier mentor who is asked for again"
        ),
        sa.Column("service_chooses", sa.Boolean(), nullable=False),
        sa.Column(
            "refusals", sa.Integer(), nullable=False, comment="offers refused or left without an answer"
        ),
        sa.Column("created_at", UtcInstant(timezone=True), nullable=False),
        sa.Column(
            "changed_at",
            UtcInstant(timezone=True),
            nullable=False,
            comment="the last time the person worked on the draft",
        ),
        sa.Column(
            "reminded_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="when the draft was called to mind",
        ),
        sa.Column("submitted_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("due_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("closed_at", UtcInstant(timezone=True), nullable=True),
        sa.Column(
            "purged_at", UtcInstant(timezone=True), nullable=True, comment="when all free text was erased"
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn', 'cancelled') OR submitted_at IS NOT NULL",
            name=op.f("ck_mentoring_requests_what_is_not_a_draft_was_submitted"),
        ),
        sa.CheckConstraint(
            "purged_at IS NULL OR story IS NULL", name=op.f("ck_mentoring_requests_purged_story_is_erased")
        ),
        sa.CheckConstraint("refusals >= 0", name=op.f("ck_mentoring_requests_refusals_are_not_negative")),
        sa.CheckConstraint("step BETWEEN 1 AND 4", name=op.f("ck_mentoring_requests_step_is_one_of_four")),
        sa.ForeignKeyConstraint(
            ["again_with_id"], ["mentor_profiles.id"], name=op.f("fk_mentoring_requests_again_with_id")
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["mission_clusters.id"], name=op.f("fk_mentoring_requests_cluster_id")
        ),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_mentoring_requests_executive_id")
        ),
        sa.ForeignKeyConstraint(
            ["function_id"], ["job_functions.id"], name=op.f("fk_mentoring_requests_function_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentoring_requests")),
    )
    op.create_index(op.f("ix_mentoring_requests_due_at"), "mentoring_requests", ["due_at"], unique=False)
    op.create_index(
        op.f("ix_mentoring_requests_executive_id"), "mentoring_requests", ["executive_id"], unique=False
    )
    op.create_index(op.f("ix_mentoring_requests_state"), "mentoring_requests", ["state"], unique=False)
    op.create_table(
        "request_situations",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("situation_id", sa.Integer(), nullable=False),
        sa.Column("must_have", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "rank BETWEEN 1 AND 3", name=op.f("ck_request_situations_rank_is_within_the_policy")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["mentoring_requests.id"], name=op.f("fk_request_situations_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["situation_id"], ["situations.id"], name=op.f("fk_request_situations_situation_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "rank", name=op.f("pk_request_situations")),
        sa.UniqueConstraint(
            "request_id", "situation_id", name=op.f("uq_request_situations_request_id_situation_id")
        ),
    )
    op.create_table(
        "request_competencies",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True, comment="where the person stands; empty: not stated"),
        sa.Column("must_have", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "level BETWEEN 1 AND 5", name=op.f("ck_request_competencies_level_is_one_to_five")
        ),
        sa.CheckConstraint(
            "rank BETWEEN 1 AND 3", name=op.f("ck_request_competencies_rank_is_within_the_policy")
        ),
        sa.ForeignKeyConstraint(
            ["competency_id"], ["competencies.id"], name=op.f("fk_request_competencies_competency_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["mentoring_requests.id"], name=op.f("fk_request_competencies_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "rank", name=op.f("pk_request_competencies")),
        sa.UniqueConstraint(
            "request_id", "competency_id", name=op.f("uq_request_competencies_request_id_competency_id")
        ),
    )
    op.create_table(
        "request_choices",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("rank BETWEEN 1 AND 3", name=op.f("ck_request_choices_rank_is_within_the_policy")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["mentor_profiles.id"], name=op.f("fk_request_choices_profile_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["mentoring_requests.id"], name=op.f("fk_request_choices_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "rank", name=op.f("pk_request_choices")),
        sa.UniqueConstraint(
            "request_id", "profile_id", name=op.f("uq_request_choices_request_id_profile_id")
        ),
    )
    op.create_table(
        "request_refusals",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("reason", Sealed("request_refusals.reason"), nullable=True, comment="sealed"),
        sa.Column("at", UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["mentor_profiles.id"], name=op.f("fk_request_refusals_profile_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["mentoring_requests.id"], name=op.f("fk_request_refusals_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "profile_id", name=op.f("pk_request_refusals")),
    )


def downgrade() -> None:
    for table in (
        "request_refusals",
        "request_choices",
        "request_competencies",
        "request_situations",
        "mentoring_requests",
    ):
        op.drop_table(table)

"""Development plans: objectives, activities, reviews by the board; days of leadership assessments."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leadership_assessments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("entered_at", UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_leadership_assessments_executive_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leadership_assessments")),
        sa.UniqueConstraint(
            "executive_id", "done_on", name=op.f("uq_leadership_assessments_executive_id_done_on")
        ),
    )
    op.create_table(
        "development_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "signed",
                "reviewed",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column(
            "supervisor_id",
            sa.Integer(),
            nullable=True,
            comment="who was asked to sign; the executive names them",
        ),
        sa.Column("submitted_at", UtcInstant(timezone=True), nullable=True),
        sa.Column(
            "signed_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="empty again once the plan is revised",
        ),
        sa.Column(
            "supervisor_note", sa.Text(), nullable=False, comment="of a signature, or of what was sent back"
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "(state IN ('signed', 'reviewed')) = (signed_at IS NOT NULL)",
            name=op.f("ck_development_plans_signature_stands_while_signed"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR supervisor_id IS NOT NULL",
            name=op.f("ck_development_plans_a_plan_out_of_hand_names_its_supervisor"),
        ),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_development_plans_executive_id")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["actors.id"], name=op.f("fk_development_plans_supervisor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_development_plans")),
        sa.UniqueConstraint("executive_id", name=op.f("uq_development_plans_executive_id")),
    )
    op.create_index(
        op.f("ix_development_plans_supervisor_id"), "development_plans", ["supervisor_id"], unique=False
    )
    op.create_table(
        "plan_objectives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column(
            "term",
            sa.Enum(
                "short", "long", name="term_is_known", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("ecq_id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=True),
        sa.Column("reach_by", sa.Date(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["competency_id"], ["competencies.id"], name=op.f("fk_plan_objectives_competency_id")
        ),
        sa.ForeignKeyConstraint(["ecq_id"], ["ecqs.id"], name=op.f("fk_plan_objectives_ecq_id")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["development_plans.id"], name=op.f("fk_plan_objectives_plan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_objectives")),
    )
    op.create_index(op.f("ix_plan_objectives_plan_id"), "plan_objectives", ["plan_id"], unique=False)
    op.create_table(
        "plan_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "accepted",
                "revise",
                name="outcome_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome = 'accepted' OR length(remark) > 0",
            name=op.f("ck_plan_reviews_revision_says_what_to_revise"),
        ),
        sa.ForeignKeyConstraint(["entered_by_id"], ["actors.id"], name=op.f("fk_plan_reviews_entered_by_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["development_plans.id"], name=op.f("fk_plan_reviews_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_reviews")),
    )
    op.create_index(op.f("ix_plan_reviews_plan_id"), "plan_reviews", ["plan_id"], unique=False)
    op.create_table(
        "plan_activities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("objective_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "rotation",
                "interagency_project",
                "sabbatical",
                "ipa",
                "experience",
                "training",
                "mentoring",
                "coaching",
                "peers",
                "self_study",
                name="kind_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("planned_for", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column(
            "source", sa.String(length=100), nullable=True, comment="such as 'engagement/12'; no more of it"
        ),
        sa.CheckConstraint(
            "planned_for IS NOT NULL OR done_on IS NOT NULL",
            name=op.f("ck_plan_activities_activity_is_planned_or_done"),
        ),
        sa.ForeignKeyConstraint(
            ["objective_id"], ["plan_objectives.id"], name=op.f("fk_plan_activities_objective_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["development_plans.id"], name=op.f("fk_plan_activities_plan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_activities")),
        sa.UniqueConstraint("plan_id", "source", name=op.f("uq_plan_activities_plan_id_source")),
    )
    op.create_index(
        op.f("ix_plan_activities_objective_id"), "plan_activities", ["objective_id"], unique=False
    )


def downgrade() -> None:
    for table in (
        "plan_activities",
        "plan_reviews",
        "plan_objectives",
        "development_plans",
        "leadership_assessments",
    ):
        op.drop_table(table)

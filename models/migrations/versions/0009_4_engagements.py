"""Engagements with their messages, reports of misuse, and feedback."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant
from models.secrets import Sealed

revision = "0009_4"
down_revision = "0009_3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "engagements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False, comment="the mentee"),
        sa.Column(
            "state",
            sa.Enum(
                "arranging",
                "meeting",
                "feedback",
                "closed",
                "ended",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("began_at", UtcInstant(timezone=True), nullable=False),
        sa.Column(
            "book_by",
            UtcInstant(timezone=True),
            nullable=False,
            comment="when the first meeting should be booked",
        ),
        sa.Column("nudges", sa.Integer(), nullable=False, comment="reminders to book that went out"),
        sa.Column("runs_until", sa.Date(), nullable=False, comment="last day; both may extend it"),
        sa.Column(
            "meetings_allowed",
            sa.Integer(),
            nullable=False,
            comment="held meetings, at most; both may extend it",
        ),
        sa.Column("mentee_extends", sa.Boolean(), nullable=False, comment="the mentee asks to extend"),
        sa.Column("mentor_extends", sa.Boolean(), nullable=False, comment="the mentor asks to extend"),
        sa.Column("ended_at", UtcInstant(timezone=True), nullable=True, comment="when the place became free"),
        sa.Column(
            "ended_by",
            sa.Enum(
                "mentee", "mentor", name="side_is_known", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
            comment="empty: the clock",
        ),
        sa.Column(
            "end_reason",
            sa.Enum(
                "no_time",
                "no_good_fit",
                "solved",
                "left",
                "no_meeting",
                "other",
                name="end_reason_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint("nudges >= 0", name=op.f("ck_engagements_nudges_are_not_negative")),
        sa.CheckConstraint(
            "(state = 'ended') = (end_reason IS NOT NULL)", name=op.f("ck_engagements_early_end_says_why")
        ),
        sa.CheckConstraint(
            "(state IN ('arranging', 'meeting')) = (ended_at IS NULL)",
            name=op.f("ck_engagements_end_has_its_moment"),
        ),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_engagements_executive_id")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["mentoring_offers.id"], name=op.f("fk_engagements_offer_id")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["mentor_profiles.id"], name=op.f("fk_engagements_profile_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["mentoring_requests.id"], name=op.f("fk_engagements_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagements")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_engagements_offer_id")),
    )
    op.create_index(op.f("ix_engagements_executive_id"), "engagements", ["executive_id"], unique=False)
    op.create_index("ix_engagements_profile_id_state", "engagements", ["profile_id", "state"], unique=False)
    op.create_index(op.f("ix_engagements_request_id"), "engagements", ["request_id"], unique=False)
    op.create_index(op.f("ix_engagements_runs_until"), "engagements", ["runs_until"], unique=False)
    op.create_index(op.f("ix_engagements_state"), "engagements", ["state"], unique=False)
    op.create_index(
        "uq_engagements_one_open_engagement",
        "engagements",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('arranging', 'meeting')"),
        postgresql_where=sa.text("state IN ('arranging', 'meeting')"),
    )
    op.create_table(
        "engagement_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("content", Sealed("engagement_messages.content"), nullable=False, comment="sealed"),
        sa.Column("at", UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_engagement_messages_number_begins_at_one")),
        sa.ForeignKeyConstraint(["author_id"], ["actors.id"], name=op.f("fk_engagement_messages_author_id")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_engagement_messages_engagement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement_messages")),
        sa.UniqueConstraint(
            "engagement_id", "number", name=op.f("uq_engagement_messages_engagement_id_number")
        ),
    )
    op.create_table(
        "misuse_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("content", Sealed("misuse_reports.content"), nullable=True, comment="sealed"),
        sa.Column("at", UtcInstant(timezone=True), nullable=False),
        sa.Column("handled_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("handled_by_id", sa.Integer(), nullable=True),
        sa.Column("handling", sa.Text(), nullable=True, comment="what was done, without the story"),
        sa.CheckConstraint(
            "(handled_at IS NULL) = (handling IS NULL)",
            name=op.f("ck_misuse_reports_who_handles_it_says_how"),
        ),
        sa.CheckConstraint(
            "(handled_by_id IS NULL) = (handled_at IS NULL)",
            name=op.f("ck_misuse_reports_handling_has_its_moment"),
        ),
        sa.CheckConstraint(
            "handled_by_id <> reporter_id", name=op.f("ck_misuse_reports_nobody_handles_their_own_report")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_misuse_reports_engagement_id")
        ),
        sa.ForeignKeyConstraint(
            ["handled_by_id"], ["actors.id"], name=op.f("fk_misuse_reports_handled_by_id")
        ),
        sa.ForeignKeyConstraint(["reporter_id"], ["actors.id"], name=op.f("fk_misuse_reports_reporter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_misuse_reports")),
    )
    op.create_index(
        op.f("ix_misuse_reports_engagement_id"), "misuse_reports", ["engagement_id"], unique=False
    )
    op.create_table(
        "feedback",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "mentee", "mentor", name="side_is_known", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("asked_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("closes_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("reminded_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("answered_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("advice", sa.Integer(), nullable=True, comment="the advice answered the question"),
        sa.Column("understanding", sa.Integer(), nullable=True, comment="the context was understood"),
        sa.Column("time_well_spent", sa.Integer(), nullable=True),
        sa.Column("again", sa.Integer(), nullable=True, comment="would meet the same person again"),
        sa.Column(
            "changed",
            Sealed("feedback.changed"),
            nullable=True,
            comment="sealed: what changed, private; erased after some months",
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "(answered_at IS NOT NULL) = (advice IS NOT NULL AND understanding IS NOT NULL AND "
            "time_well_spent IS NOT NULL AND again IS NOT NULL)",
            name=op.f("ck_feedback_answered_wholly_or_not_at_all"),
        ),
        sa.CheckConstraint(
            "advice BETWEEN 1 AND 5 AND understanding BETWEEN 1 AND 5 AND "
            "time_well_spent BETWEEN 1 AND 5 AND again BETWEEN 1 AND 5",
            name=op.f("ck_feedback_figures_are_one_to_five"),
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_feedback_engagement_id")
        ),
        sa.PrimaryKeyConstraint("engagement_id", "side", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_closes_at"), "feedback", ["closes_at"], unique=False)
    op.create_table(
        "pulses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("answered_at", UtcInstant(timezone=True), nullable=True),
        sa.Column(
            "lasting", sa.Integer(), nullable=True, comment="what the conversation changed still holds"
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (lasting IS NULL)", name=op.f("ck_pulses_an_answer_has_its_moment")
        ),
        sa.CheckConstraint("lasting BETWEEN 1 AND 5", name=op.f("ck_pulses_lasting_is_one_to_five")),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagements.id"], name=op.f("fk_pulses_engagement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulses")),
        sa.UniqueConstraint("engagement_id", name=op.f("uq_pulses_engagement_id")),
    )


def downgrade() -> None:
    for table in ("pulses", "feedback", "misuse_reports", "engagement_messages", "engagements"):
        op.drop_table(table)

"""Shortlists with their ledgers, and offers: one mentor asked about one request."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant
from models.secrets import Sealed

revision = "0009_3"
down_revision = "0009_2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "suggestions",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column(
            "coverage", sa.Integer(), nullable=False, comment="percent of the weight that is backed by data"
        ),
        sa.Column(
            "ledger",
            Sealed("suggestions.ledger"),
            nullable=False,
            comment="sealed: [{criterion, raw, weight, points, evidence}]",
        ),
        sa.Column("made_at", UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "coverage BETWEEN 0 AND 100", name=op.f("ck_suggestions_coverage_is_a_percentage")
        ),
        sa.CheckConstraint("place BETWEEN 1 AND 5", name=op.f("ck_suggestions_place_is_within_the_policy")),
        sa.CheckConstraint(
            "points BETWEEN 0 AND 1000", name=op.f("ck_suggestions_points_are_within_the_scale")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["mentor_profiles.id"], name=op.f("fk_suggestions_profile_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["mentoring_requests.id"], name=op.f("fk_suggestions_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "place", name=op.f("pk_suggestions")),
        sa.UniqueConstraint("request_id", "profile_id", name=op.f("uq_suggestions_request_id_profile_id")),
    )
    op.create_table(
        "mentoring_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="first, second, … offer of the request"),
        sa.Column(
            "state",
            sa.Enum(
                "offered",
                "needs_info",
                "accepted",
                "declined",
                "expired",
                "withdrawn",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum(
                "choice",
                "service",
                "sweep",
                "desk",
                name="origin_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("points", sa.Integer(), nullable=False, comment="predicted fit, of 1,000"),
        sa.Column(
            "coverage", sa.Integer(), nullable=False, comment="percent of the weight that is backed by data"
        ),
        sa.Column(
            "ledger", Sealed("mentoring_offers.ledger"), nullable=False, comment="sealed, as on the shortlist"
        ),
        sa.Column("offered_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("due_at", UtcInstant(timezone=True), nullable=False, comment="when the present wait ends"),
        sa.Column(
            "remind_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="half time; empty once reminded, or never again",
        ),
        sa.Column("question", Sealed("mentoring_offers.question"), nullable=True, comment="sealed"),
        sa.Column(
            "asked_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="the clock stops once; it has stopped then",
        ),
        sa.Column(
            "seconds_left", sa.Integer(), nullable=True, comment="business time left when the clock stopped"
        ),
        sa.Column("answer", Sealed("mentoring_offers.answer"), nullable=True, comment="sealed"),
        sa.Column("told_at", UtcInstant(timezone=True), nullable=True, comment="when the clock went on"),
        sa.Column("ended_at", UtcInstant(timezone=True), nullable=True),
        sa.Column(
            "decline_reason",
            sa.Enum(
                "no_time",
                "not_my_field",
                "conflict",
                "no_good_fit",
                "other",
                name="decline_reason_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "(state = 'declined') = (decline_reason IS NOT NULL)",
            name=op.f("ck_mentoring_offers_who_declines_says_why"),
        ),
        sa.CheckConstraint(
            "(state IN ('offered', 'needs_info')) = (ended_at IS NULL)",
            name=op.f("ck_mentoring_offers_answered_or_waiting"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_mentoring_offers_number_begins_at_one")),
        sa.CheckConstraint(
            "points BETWEEN 0 AND 1000", name=op.f("ck_mentoring_offers_points_are_within_the_scale")
        ),
        sa.CheckConstraint(
            "told_at IS NULL OR told_at >= asked_at",
            name=op.f("ck_mentoring_offers_an_answer_follows_its_question"),
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["mentor_profiles.id"], name=op.f("fk_mentoring_offers_profile_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["mentoring_requests.id"], name=op.f("fk_mentoring_offers_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentoring_offers")),
        sa.UniqueConstraint("request_id", "number", name=op.f("uq_mentoring_offers_request_id_number")),
        sa.UniqueConstraint(
            "request_id", "profile_id", name=op.f("uq_mentoring_offers_request_id_profile_id")
        ),
    )
    op.create_index(op.f("ix_mentoring_offers_due_at"), "mentoring_offers", ["due_at"], unique=False)
    op.create_index(op.f("ix_mentoring_offers_profile_id"), "mentoring_offers", ["profile_id"], unique=False)
    op.create_index(op.f("ix_mentoring_offers_state"), "mentoring_offers", ["state"], unique=False)
    op.create_index(
        "uq_mentoring_offers_one_live_offer",
        "mentoring_offers",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('offered', 'needs_info')"),
        postgresql_where=sa.text("state IN ('offered', 'needs_info')"),
    )


def downgrade() -> None:
    for table in ("mentoring_offers", "suggestions"):
        op.drop_table(table)

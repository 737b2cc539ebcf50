"""Return rights, with their risks, their reviews and their notices."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0016_2"
down_revision = "0016_1_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "return_rights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "scheduled",
                "active",
                "notice_window",
                "placement_proposed",
                "placement_accepted",
                "disputed",
                "extended",
                "curtailing",
                "at_risk",
                "cooling_off",
                "overdue",
                "breached",
                "waived",
                "returned",
                "reviewed",
                "closed",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "basis",
            sa.Enum(
                "statutory",
                "regulatory",
                "agreement",
                "policy",
                "none",
                name="basis_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "target",
            sa.Enum(
                "same_position",
                "any_qualified_ses_position",
                "named_position",
                "successor_agency",
                name="target_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sponsor_id", sa.Integer(), nullable=True, comment="at home, for the way back"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False, comment="the last day away"),
        sa.Column(
            "counted_from",
            sa.Date(),
            nullable=False,
            comment="marks of days before this one are not told any more",
        ),
        sa.Column(
            "next_due_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="when the clock looks again; empty: never",
        ),
        sa.Column(
            "placement",
            sa.String(length=300),
            nullable=True,
            comment="the position that the home agency proposes",
        ),
        sa.Column("dispute", sa.Text(), nullable=True, comment="why the executive objects to it"),
        sa.Column("waiver_signed_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("waived_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column(
            "escalated_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="when the programme office was told",
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint("basis <> 'none'", name=op.f("ck_return_rights_a_right_says_what_it_rests_on")),
        sa.CheckConstraint(
            "state <> 'disputed' OR dispute IS NOT NULL", name=op.f("ck_return_rights_a_dispute_says_why")
        ),
        sa.CheckConstraint(
            "state NOT IN ('cooling_off', 'waived') OR waiver_signed_at IS NOT NULL",
            name=op.f("ck_return_rights_a_waiver_is_dated"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('placement_proposed', 'placement_accepted', 'disputed') OR placement IS NOT NULL",
            name=op.f("ck_return_rights_a_proposed_placement_is_named"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'reviewed', 'closed') OR returned_on IS NOT NULL OR waived_at "
            "IS NOT NULL",
            name=op.f("ck_return_rights_a_return_has_its_day"),
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_return_rights_dates_are_ordered")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_return_rights_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_return_rights_executive_id")
        ),
        sa.ForeignKeyConstraint(["sponsor_id"], ["actors.id"], name=op.f("fk_return_rights_sponsor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_rights")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_return_rights_agreement_id")),
    )
    op.create_index("ix_return_rights_due", "return_rights", ["next_due_at"], unique=False)
    op.create_index(op.f("ix_return_rights_ends_on"), "return_rights", ["ends_on"], unique=False)
    op.create_index(op.f("ix_return_rights_executive_id"), "return_rights", ["executive_id"], unique=False)
    op.create_index(op.f("ix_return_rights_sponsor_id"), "return_rights", ["sponsor_id"], unique=False)
    op.create_index(op.f("ix_return_rights_state"), "return_rights", ["state"], unique=False)
    op.create_table(
        "reentry_reviews",
        sa.Column("right_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "findings",
            sa.Text(),
            nullable=False,
            comment="no notes of a conversation: what is in place, what lacks",
        ),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("number IN (1, 2)", name=op.f("ck_reentry_reviews_there_are_two_reviews")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["actors.id"], name=op.f("fk_reentry_reviews_entered_by_id")
        ),
        sa.ForeignKeyConstraint(["right_id"], ["return_rights.id"], name=op.f("fk_reentry_reviews_right_id")),
        sa.PrimaryKeyConstraint("right_id", "number", name=op.f("pk_reentry_reviews")),
    )
    op.create_table(
        "return_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False, comment="right, mark and day: told once"),
        sa.Column("right_id", sa.Integer(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum(
                "midpoint",
                "rotation",
                "renewal_first",
                "renewal_second",
                "renewal_last",
                "sponsor",
                "plan",
                "window",
                "position",
                "logistics",
                "fortnight",
                "last_day",
                "late",
                "escalated",
                "breached",
                name="mark_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("nominal_on", sa.Date(), nullable=False, comment="the civil day that the rule names"),
        sa.Column("told_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("done_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("snooze_reason", sa.Text(), nullable=True),
        sa.Column(
            "escalated_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="nobody saw to it, or it never went out",
        ),
        sa.CheckConstraint(
            "(done_at IS NULL) = (done_by_id IS NULL)",
            name=op.f("ck_return_notices_whoever_saw_to_it_is_named"),
        ),
        sa.CheckConstraint(
            "(snoozed_until IS NULL) = (snooze_reason IS NULL)",
            name=op.f("ck_return_notices_put_off_with_a_reason"),
        ),
        sa.ForeignKeyConstraint(["done_by_id"], ["actors.id"], name=op.f("fk_return_notices_done_by_id")),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_return_notices_outbox_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["actors.id"], name=op.f("fk_return_notices_owner_id")),
        sa.ForeignKeyConstraint(["right_id"], ["return_rights.id"], name=op.f("fk_return_notices_right_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_return_notices_key")),
    )
    op.create_index("ix_return_notices_open", "return_notices", ["done_at", "escalated_at"], unique=False)
    op.create_index(op.f("ix_return_notices_outbox_id"), "return_notices", ["outbox_id"], unique=False)
    op.create_index(op.f("ix_return_notices_owner_id"), "return_notices", ["owner_id"], unique=False)
    op.create_index(op.f("ix_return_notices_right_id"), "return_notices", ["right_id"], unique=False)
    op.create_table(
        "return_risks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("right_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "position_abolished",
                "position_filled",
                "position_moved",
                "sponsor_gone",
                "agency_closed",
                "unit_changed",
                name="kind_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("raised_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("settlement", sa.Text(), nullable=True),
        sa.Column("settled_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settlement IS NULL)", name=op.f("ck_return_risks_settled_risks_say_how")
        ),
        sa.CheckConstraint("length(detail) > 0", name=op.f("ck_return_risks_detail_is_not_empty")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["actors.id"], name=op.f("fk_return_risks_raised_by_id")),
        sa.ForeignKeyConstraint(["right_id"], ["return_rights.id"], name=op.f("fk_return_risks_right_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["actors.id"], name=op.f("fk_return_risks_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_risks")),
    )
    op.create_index(op.f("ix_return_risks_right_id"), "return_risks", ["right_id"], unique=False)


def downgrade() -> None:
    for table in ("return_notices", "reentry_reviews", "return_risks", "return_rights"):
        op.drop_table(table)

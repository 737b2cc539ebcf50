"""Rounds with their rules."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "posting",
                "preferences",
                "release_review",
                "ranking",
                "frozen",
                "solved",
                "conference",
                "approved",
                "published",
                "scramble",
                "closed",
                "archived",
                "cancelled",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("lists_open_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lists_close_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rankings_close_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("results_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "unranked",
            sa.Enum(
                "not_acceptable",
                "tied_last",
                name="unranked_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "alliance_hops", sa.Integer(), nullable=True, comment="empty: anyone may exchange with anyone"
        ),
        sa.Column("secret", sa.LargeBinary(), nullable=False, comment="lottery secret, sealed"),
        sa.Column(
            "commitment", sa.String(length=64), nullable=False, comment="published before the lists close"
        ),
        sa.Column(
            "outside_source",
            sa.String(length=300),
            nullable=False,
            comment="the public value that exists only after the freeze",
        ),
        sa.Column("outside", sa.String(length=300), nullable=True, comment="that value; written once"),
        sa.Column(
            "frozen_sha256",
            sa.String(length=64),
            nullable=True,
            comment="hash of the frozen file; written once",
        ),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint("alliance_hops >= 1", name=op.f("ck_rounds_hops_are_at_least_one")),
        sa.CheckConstraint("length(commitment) = 64", name=op.f("ck_rounds_commitment_has_64_digits")),
        sa.CheckConstraint("length(frozen_sha256) = 64", name=op.f("ck_rounds_frozen_sha256_has_64_digits")),
        sa.CheckConstraint("length(slug) > 0", name=op.f("ck_rounds_slug_is_not_empty")),
        sa.CheckConstraint(
            "lists_close_at < rankings_close_at AND rankings_close_at < results_at",
            name=op.f("ck_rounds_calendar_is_ordered"),
        ),
        sa.CheckConstraint(
            "lists_open_at < lists_close_at", name=op.f("ck_rounds_lists_open_before_they_close")
        ),
        sa.CheckConstraint(
            "outside IS NULL OR frozen_sha256 IS NOT NULL",
            name=op.f("ck_rounds_outside_value_comes_after_the_freeze"),
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["actors.id"], name=op.f("fk_rounds_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("slug", name=op.f("uq_rounds_slug")),
    )
    op.create_index(op.f("ix_rounds_state"), "rounds", ["state"], unique=False)
    op.create_table(
        "pair_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column(
            "rule",
            sa.Enum(
                "pin", "forbid", name="rule_is_known", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(approver_id IS NULL) = (approved_at IS NULL)",
            name=op.f("ck_pair_rules_approval_has_its_moment"),
        ),
        sa.CheckConstraint("approver_id <> author_id", name=op.f("ck_pair_rules_approver_is_not_the_author")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_pair_rules_reason_is_written")),
        sa.ForeignKeyConstraint(["approver_id"], ["actors.id"], name=op.f("fk_pair_rules_approver_id")),
        sa.ForeignKeyConstraint(["author_id"], ["actors.id"], name=op.f("fk_pair_rules_author_id")),
        sa.ForeignKeyConstraint(["executive_id"], ["executives.id"], name=op.f("fk_pair_rules_executive_id")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("fk_pair_rules_opportunity_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_pair_rules_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_rules")),
        sa.UniqueConstraint(
            "round_id",
            "executive_id",
            "opportunity_id",
            name=op.f("uq_pair_rules_round_id_executive_id_opportunity_id"),
        ),
    )
    op.create_index(op.f("ix_pair_rules_round_id"), "pair_rules", ["round_id"], unique=False)
    op.create_table(
        "round_alliance_pairs",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "first_id <= second_id", name=op.f("ck_round_alliance_pairs_smaller_agency_comes_first")
        ),
        sa.ForeignKeyConstraint(["first_id"], ["agencies.id"], name=op.f("fk_round_alliance_pairs_first_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_alliance_pairs_round_id")),
        sa.ForeignKeyConstraint(
            ["second_id"], ["agencies.id"], name=op.f("fk_round_alliance_pairs_second_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "first_id", "second_id", name=op.f("pk_round_alliance_pairs")),
    )
    op.create_table(
        "round_limits",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("max_out", sa.Integer(), nullable=True),
        sa.Column("max_in", sa.Integer(), nullable=True),
        sa.Column("net_min", sa.Integer(), nullable=True, comment="least of received minus sent"),
        sa.Column("net_max", sa.Integer(), nullable=True, comment="greatest of received minus sent"),
        sa.Column(
            "internal", sa.Boolean(), nullable=False, comment="false: no placement inside this subtree"
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint("max_in >= 0", name=op.f("ck_round_limits_most_in_is_not_negative")),
        sa.CheckConstraint("max_out >= 0", name=op.f("ck_round_limits_most_out_is_not_negative")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_round_limits_agency_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_limits_round_id")),
        sa.PrimaryKeyConstraint("round_id", "agency_id", name=op.f("pk_round_limits")),
    )
    op.create_index(op.f("ix_round_limits_agency_id"), "round_limits", ["agency_id"], unique=False)
    op.create_table(
        "round_opportunities",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("fk_round_opportunities_opportunity_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_opportunities_round_id")),
        sa.PrimaryKeyConstraint("round_id", "opportunity_id", name=op.f("pk_round_opportunities")),
    )
    op.create_index(
        op.f("ix_round_opportunities_opportunity_id"), "round_opportunities", ["opportunity_id"], unique=False
    )
    op.create_table(
        "round_stages",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "matched",
                "priority",
                "choice_total",
                "choice_profile",
                "choice_fair",
                "host_total",
                "host_profile",
                name="stage_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_round_stages_ordinal_begins_at_one")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_stages_round_id")),
        sa.PrimaryKeyConstraint("round_id", "ordinal", name=op.f("pk_round_stages")),
        sa.UniqueConstraint("round_id", "stage", name=op.f("uq_round_stages_round_id_stage")),
    )


def downgrade() -> None:
    op.drop_table("round_stages")
    op.drop_table("round_opportunities")
    op.drop_table("round_limits")
    op.drop_table("round_alliance_pairs")
    op.drop_table("pair_rules")
    op.drop_table("rounds")

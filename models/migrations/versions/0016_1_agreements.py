"""Agreements about rotations, with the texts put to signature."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0016_1"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "proposal_id",
            sa.Integer(),
            nullable=True,
            comment="what it was drafted from; empty: entered by hand",
        ),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("home_agency_id", sa.Integer(), nullable=False),
        sa.Column("host_agency_id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=True, comment="position of record, kept while away"),
        sa.Column("home_supervisor_id", sa.Integer(), nullable=True),
        sa.Column("host_supervisor_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in_signature",
                "in_force",
                "ended",
                "ended_early",
                "cancelled",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "detail",
                "acting_detail",
                "reassignment",
                "transfer",
                "joint_team",
                "ipa",
                "sabbatical",
                "virtual",
                "part_time",
                name="kind_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "funding",
            sa.Enum(
                "reimbursable_1535",
                "nonreimb_statute",
                "nonreimb_related_mission",
                "nonreimb_de_minimis",
                "two_way_exchange",
                name="funding_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column(
            "ends_on", sa.Date(), nullable=False, comment="the last day away; moved by a signed event alone"
        ),
        sa.Column("latest_end", sa.Date(), nullable=False, comment="the ceiling of every extension"),
        sa.Column(
            "zone", sa.String(length=60), nullable=False, comment="on whose clocks its days begin and end"
        ),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("host_position", sa.Text(), nullable=False),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column(
            "commuting",
            sa.Boolean(),
            nullable=False,
            comment="within the commuting area of the position of record",
        ),
        sa.Column("appraisal", sa.Text(), nullable=False),
        sa.Column("awards", sa.Text(), nullable=False),
        sa.Column("leave", sa.Text(), nullable=False),
        sa.Column("clearance", sa.Text(), nullable=False),
        sa.Column("ethics", sa.Text(), nullable=False),
        sa.Column("early_end", sa.Text(), nullable=False),
        sa.Column(
            "notice_days", sa.Integer(), nullable=False, comment="days of written notice of an early end"
        ),
        sa.Column("service_obligation", sa.Text(), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False, comment="one in each line"),
        sa.Column("indicators", sa.Text(), nullable=False, comment="of success, one in each line"),
        sa.Column("reentry", sa.Text(), nullable=False),
        sa.Column(
            "return_basis",
            sa.Enum(
                "statutory",
                "regulatory",
                "agreement",
                "policy",
                "none",
                name="return_basis_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "return_target",
            sa.Enum(
                "same_position",
                "any_qualified_ses_position",
                "named_position",
                "successor_agency",
                name="return_target_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("return_clause", sa.Text(), nullable=False),
        sa.Column(
            "none_acknowledged_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="when the executive wrote that there is no way back",
        ),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcInstant(timezone=True), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "return_basis <> 'none' OR none_acknowledged_at IS NOT NULL OR state IN ('draft', "
            "'in_signature', 'cancelled')",
            name=op.f("ck_agreements_no_return_is_acknowledged_before_it_is_in_force"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'cancelled') OR (home_supervisor_id IS NOT NULL AND host_supervisor_id "
            "IS NOT NULL)",
            name=op.f("ck_agreements_signed_agreements_name_both_supervisors"),
        ),
        sa.CheckConstraint(
            "length(objectives) > 0 AND length(indicators) > 0",
            name=op.f("ck_agreements_it_says_how_success_is_seen"),
        ),
        sa.CheckConstraint("notice_days >= 0", name=op.f("ck_agreements_notice_days_are_not_negative")),
        sa.CheckConstraint(
            "starts_on <= ends_on AND ends_on <= latest_end", name=op.f("ck_agreements_dates_are_ordered")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["actors.id"], name=op.f("fk_agreements_created_by_id")),
        sa.ForeignKeyConstraint(["executive_id"], ["executives.id"], name=op.f("fk_agreements_executive_id")),
        sa.ForeignKeyConstraint(
            ["home_agency_id"], ["agencies.id"], name=op.f("fk_agreements_home_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["home_supervisor_id"], ["actors.id"], name=op.f("fk_agreements_home_supervisor_id")
        ),
        sa.ForeignKeyConstraint(
            ["host_agency_id"], ["agencies.id"], name=op.f("fk_agreements_host_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["host_supervisor_id"], ["actors.id"], name=op.f("fk_agreements_host_supervisor_id")
        ),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_agreements_position_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_agreements_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_agreements_proposal_id")),
    )
    op.create_index(op.f("ix_agreements_executive_id"), "agreements", ["executive_id"], unique=False)
    op.create_index(op.f("ix_agreements_home_agency_id"), "agreements", ["home_agency_id"], unique=False)
    op.create_index(
        op.f("ix_agreements_home_supervisor_id"), "agreements", ["home_supervisor_id"], unique=False
    )
    op.create_index(op.f("ix_agreements_host_agency_id"), "agreements", ["host_agency_id"], unique=False)
    op.create_index(
        op.f("ix_agreements_host_supervisor_id"), "agreements", ["host_supervisor_id"], unique=False
    )
    op.create_index(op.f("ix_agreements_position_id"), "agreements", ["position_id"], unique=False)
    op.create_index(op.f("ix_agreements_state"), "agreements", ["state"], unique=False)
    op.create_table(
        "agreement_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "original",
                "amendment",
                "extension",
                "early_end",
                name="kind_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ends_on", sa.Date(), nullable=False, comment="the last day away once this is in force"),
        sa.Column(
            "early_reason",
            sa.Enum(
                "mission",
                "performance",
                "medical",
                "compassionate",
                "clearance",
                "host_budget",
                "home_recall",
                "other",
                name="early_reason_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("text", sa.Text(), nullable=False, comment="the canonical text, to the letter"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the text in UTF-8"),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("drafted_at", UtcInstant(timezone=True), nullable=False),
        sa.Column(
            "in_force_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="when the last of the five signed",
        ),
        sa.Column(
            "dropped_at", UtcInstant(timezone=True), nullable=True, comment="taken back before all had signed"
        ),
        sa.CheckConstraint(
            "(kind = 'early_end') = (early_reason IS NOT NULL)",
            name=op.f("ck_agreement_events_early_ends_have_their_reason"),
        ),
        sa.CheckConstraint(
            "number > 1 OR kind = 'original'", name=op.f("ck_agreement_events_the_first_is_the_original")
        ),
        sa.CheckConstraint(
            "in_force_at IS NULL OR dropped_at IS NULL",
            name=op.f("ck_agreement_events_in_force_or_dropped_not_both"),
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_agreement_events_sha256_has_64_digits")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_agreement_events_number_begins_at_one")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_events_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["actors.id"], name=op.f("fk_agreement_events_drafted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_events")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_agreement_events_agreement_id_number")),
    )


def downgrade() -> None:
    for table in ("agreement_events", "agreements"):
        op.drop_table(table)

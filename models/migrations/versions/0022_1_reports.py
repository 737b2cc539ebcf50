"""Headcounts of 1 October, and annual rotation reports with their versions."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0022_1"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "headcounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "counted",
                "confirmed",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "ses", sa.Integer(), nullable=False, comment="career appointees of the Senior Executive Service"
        ),
        sa.Column("sl", sa.Integer(), nullable=False, comment="senior-level positions"),
        sa.Column("st", sa.Integer(), nullable=False, comment="scientific and professional positions"),
        sa.Column("source", sa.Text(), nullable=False, comment="where the figures come from, in a sentence"),
        sa.Column(
            "counted_on", sa.Date(), nullable=False, comment="the day on which they were counted or entered"
        ),
        sa.Column("counted_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_at IS NOT NULL)",
            name=op.f("ck_headcounts_a_confirmation_has_its_moment"),
        ),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)",
            name=op.f("ck_headcounts_whoever_confirmed_is_named"),
        ),
        sa.CheckConstraint("length(source) > 0", name=op.f("ck_headcounts_source_is_not_empty")),
        sa.CheckConstraint(
            "ses >= 0 AND sl >= 0 AND st >= 0", name=op.f("ck_headcounts_counts_are_not_negative")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_headcounts_agency_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["actors.id"], name=op.f("fk_headcounts_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(["counted_by_id"], ["actors.id"], name=op.f("fk_headcounts_counted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_headcounts")),
        sa.UniqueConstraint("agency_id", "fiscal_year", name=op.f("uq_headcounts_agency_id_fiscal_year")),
    )
    op.create_index(op.f("ix_headcounts_fiscal_year"), "headcounts", ["fiscal_year"], unique=False)
    op.create_table(
        "rotation_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "ready",
                "closed",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "contact", sa.String(length=300), nullable=False, comment="whom to ask at the agency, and how"
        ),
        sa.Column(
            "reason", sa.Text(), nullable=False, comment="why participation rose or fell by a point or more"
        ),
        sa.Column("closed_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)",
            name=op.f("ck_rotation_reports_a_close_has_its_moment"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR length(contact) > 0",
            name=op.f("ck_rotation_reports_a_report_that_is_ready_has_its_contact"),
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)",
            name=op.f("ck_rotation_reports_whoever_closed_is_named"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_rotation_reports_agency_id")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["actors.id"], name=op.f("fk_rotation_reports_closed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotation_reports")),
        sa.UniqueConstraint(
            "agency_id", "fiscal_year", name=op.f("uq_rotation_reports_agency_id_fiscal_year")
        ),
    )
    op.create_index(
        op.f("ix_rotation_reports_fiscal_year"), "rotation_reports", ["fiscal_year"], unique=False
    )
    op.create_index(op.f("ix_rotation_reports_state"), "rotation_reports", ["state"], unique=False)
    op.create_table(
        "headcount_errata",
        sa.Column("headcount_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ses", sa.Integer(), nullable=False),
        sa.Column("sl", sa.Integer(), nullable=False),
        sa.Column("st", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_headcount_errata_an_erratum_says_why")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_headcount_errata_number_begins_at_one")),
        sa.CheckConstraint(
            "ses >= 0 AND sl >= 0 AND st >= 0", name=op.f("ck_headcount_errata_counts_are_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["actors.id"], name=op.f("fk_headcount_errata_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["headcount_id"], ["headcounts.id"], name=op.f("fk_headcount_errata_headcount_id")
        ),
        sa.PrimaryKeyConstraint("headcount_id", "number", name=op.f("pk_headcount_errata")),
    )
    op.create_table(
        "report_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ready",
                "correction",
                name="kind_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("content", sa.Text(), nullable=False, comment="canonical JSON: figures and runs, no names"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the content in UTF-8"),
        sa.Column("reason", sa.Text(), nullable=True, comment="of a correction: what became known later"),
        sa.Column("made_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'correction') = (reason IS NOT NULL)",
            name=op.f("ck_report_versions_a_correction_says_why"),
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_report_versions_sha256_has_64_digits")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_report_versions_number_begins_at_one")),
        sa.ForeignKeyConstraint(["made_by_id"], ["actors.id"], name=op.f("fk_report_versions_made_by_id")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["rotation_reports.id"], name=op.f("fk_report_versions_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_versions")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_versions_report_id_number")),
    )


def downgrade() -> None:
    for table in ("report_versions", "headcount_errata", "rotation_reports", "headcounts"):
        op.drop_table(table)

"""Opportunities with their objectives, indicators and ECQs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opportunities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "slug", sa.String(length=60), nullable=False, comment="named in sealed lists, so it never changes"
        ),
        sa.Column("host_agency_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("position_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
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
            "duration_days",
            sa.Integer(),
            nullable=False,
            comment="consecutive calendar days, both ends counted",
        ),
        sa.Column("starts_from", sa.Date(), nullable=False),
        sa.Column("starts_until", sa.Date(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("min_seats", sa.Integer(), nullable=False),
        sa.Column(
            "clearance",
            sa.Enum(
                "none",
                "secret",
                "top_secret",
                name="clearance_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "remote",
            sa.Enum(
                "none",
                "hybrid",
                "full",
                name="remote_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=160), nullable=False, comment="'City, ST'"),
        sa.Column(
            "supervisor", sa.String(length=300), nullable=False, comment="title of the supervisor at the host"
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
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "approved",
                "withdrawn",
                "filled",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "approved_by_id <> created_by_id", name=op.f("ck_opportunities_approver_is_not_the_author")
        ),
        sa.CheckConstraint("duration_days >= 1", name=op.f("ck_opportunities_duration_is_at_least_one_day")),
        sa.CheckConstraint("length(slug) > 0", name=op.f("ck_opportunities_slug_is_not_empty")),
        sa.CheckConstraint(
            "min_seats <= seats", name=op.f("ck_opportunities_least_seats_do_not_exceed_seats")
        ),
        sa.CheckConstraint("min_seats >= 0", name=op.f("ck_opportunities_least_seats_are_not_negative")),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_opportunities_seats_are_at_least_one")),
        sa.CheckConstraint(
            "starts_from <= starts_until", name=op.f("ck_opportunities_start_window_is_ordered")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["actors.id"], name=op.f("fk_opportunities_approved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["actors.id"], name=op.f("fk_opportunities_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["host_agency_id"], ["agencies.id"], name=op.f("fk_opportunities_host_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_opportunities_organization_id")
        ),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_opportunities_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunities")),
        sa.UniqueConstraint("slug", name=op.f("uq_opportunities_slug")),
    )
    op.create_index(
        op.f("ix_opportunities_host_agency_id"), "opportunities", ["host_agency_id"], unique=False
    )
    op.create_index(op.f("ix_opportunities_position_id"), "opportunities", ["position_id"], unique=False)
    op.create_index(op.f("ix_opportunities_state"), "opportunities", ["state"], unique=False)
    op.create_table(
        "opportunity_ecqs",
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("ecq_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ecq_id"], ["ecqs.id"], name=op.f("fk_opportunity_ecqs_ecq_id")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("fk_opportunity_ecqs_opportunity_id")
        ),
        sa.PrimaryKeyConstraint("opportunity_id", "ecq_id", name=op.f("pk_opportunity_ecqs")),
    )
    op.create_table(
        "opportunity_indicators",
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_opportunity_indicators_ordinal_begins_at_one")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("fk_opportunity_indicators_opportunity_id")
        ),
        sa.PrimaryKeyConstraint("opportunity_id", "ordinal", name=op.f("pk_opportunity_indicators")),
    )
    op.create_table(
        "opportunity_objectives",
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_opportunity_objectives_ordinal_begins_at_one")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("fk_opportunity_objectives_opportunity_id")
        ),
        sa.PrimaryKeyConstraint("opportunity_id", "ordinal", name=op.f("pk_opportunity_objectives")),
    )


def downgrade() -> None:
    op.drop_table("opportunity_objectives")
    op.drop_table("opportunity_indicators")
    op.drop_table("opportunity_ecqs")
    op.drop_table("opportunities")

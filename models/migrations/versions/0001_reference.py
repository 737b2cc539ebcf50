"""Agencies, alliances, ECQ frameworks, sources and positions of record."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agencies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False, comment="USAJOBS code, or a project code"),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("abbreviation", sa.String(length=40), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column(
            "ses_coverage",
            sa.Enum(
                "yes",
                "no",
                "partly",
                "unknown",
                name="ses_coverage_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "ses_members", sa.Integer(), nullable=True, comment="members of the SES in fiscal year 2016"
        ),
        sa.Column("source", sa.String(length=300), nullable=True, comment="where code and name come from"),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column(
            "successor_id",
            sa.Integer(),
            nullable=True,
            comment="where its people and posts went when it was merged",
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint("length(code) > 0", name=op.f("ck_agencies_code_is_not_empty")),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_agencies_agency_is_not_its_own_parent")),
        sa.CheckConstraint("ses_members >= 0", name=op.f("ck_agencies_ses_members_are_not_negative")),
        sa.CheckConstraint("successor_id <> id", name=op.f("ck_agencies_agency_does_not_succeed_itself")),
        sa.CheckConstraint(
            "successor_id IS NULL OR NOT active",
            name=op.f("ck_agencies_only_a_closed_agency_has_a_successor"),
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["agencies.id"], name=op.f("fk_agencies_parent_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["agencies.id"], name=op.f("fk_agencies_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
        sa.UniqueConstraint("code", name=op.f("uq_agencies_code")),
    )
    op.create_index(op.f("ix_agencies_parent_id"), "agencies", ["parent_id"], unique=False)
    op.create_index(op.f("ix_agencies_successor_id"), "agencies", ["successor_id"], unique=False)
    op.create_table(
        "ecq_frameworks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True, comment="last day; empty while in force"),
        sa.Column("confidence", sa.String(length=300), nullable=False, comment="how the text was read"),
        sa.CheckConstraint(
            "effective_to > effective_from", name=op.f("ck_ecq_frameworks_framework_ends_after_it_begins")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ecq_frameworks")),
        sa.UniqueConstraint("code", name=op.f("uq_ecq_frameworks_code")),
    )
    op.create_table(
        "mission_clusters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_clusters")),
        sa.UniqueConstraint("code", name=op.f("uq_mission_clusters_code")),
    )
    op.create_table(
        "reference_sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("licence", sa.String(length=200), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False, comment="the day the facts speak of"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the file's bytes as loaded"),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_reference_sources_sha256_has_64_digits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_sources")),
        sa.UniqueConstraint("file", name=op.f("uq_reference_sources_file")),
    )
    op.create_table(
        "agency_aliases",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_agency_aliases_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "name", name=op.f("pk_agency_aliases")),
    )
    op.create_table(
        "agency_clusters",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_agency_clusters_agency_id")),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["mission_clusters.id"], name=op.f("fk_agency_clusters_cluster_id")
        ),
        sa.PrimaryKeyConstraint("agency_id", "cluster_id", name=op.f("pk_agency_clusters")),
    )
    op.create_index(op.f("ix_agency_clusters_cluster_id"), "agency_clusters", ["cluster_id"], unique=False)
    op.create_table(
        "alliances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["mission_clusters.id"], name=op.f("fk_alliances_cluster_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alliances")),
        sa.UniqueConstraint("code", name=op.f("uq_alliances_code")),
    )
    op.create_table(
        "ecqs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_ecqs_ordinal_begins_at_one")),
        sa.ForeignKeyConstraint(["framework_id"], ["ecq_frameworks.id"], name=op.f("fk_ecqs_framework_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ecqs")),
        sa.UniqueConstraint("framework_id", "name", name=op.f("uq_ecqs_framework_id_name")),
        sa.UniqueConstraint("framework_id", "ordinal", name=op.f("uq_ecqs_framework_id_ordinal")),
    )
    op.create_table(
        "organizations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("source_key", sa.String(length=60), nullable=True, comment="its id in the source file"),
        sa.CheckConstraint(
            "parent_id <> id", name=op.f("ck_organizations_organization_is_not_its_own_parent")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_organizations_agency_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["organizations.id"], name=op.f("fk_organizations_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
        sa.UniqueConstraint("source_key", name=op.f("uq_organizations_source_key")),
    )
    op.create_index(op.f("ix_organizations_agency_id"), "organizations", ["agency_id"], unique=False)
    op.create_index(op.f("ix_organizations_parent_id"), "organizations", ["parent_id"], unique=False)
    op.create_table(
        "alliance_members",
        sa.Column("alliance_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_alliance_members_agency_id")),
        sa.ForeignKeyConstraint(
            ["alliance_id"], ["alliances.id"], name=op.f("fk_alliance_members_alliance_id")
        ),
        sa.PrimaryKeyConstraint("alliance_id", "agency_id", name=op.f("pk_alliance_members")),
    )
    op.create_index(op.f("ix_alliance_members_agency_id"), "alliance_members", ["agency_id"], unique=False)
    op.create_table(
        "competencies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ecq_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_competencies_ordinal_begins_at_one")),
        sa.ForeignKeyConstraint(["ecq_id"], ["ecqs.id"], name=op.f("fk_competencies_ecq_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competencies")),
        sa.UniqueConstraint("ecq_id", "name", name=op.f("uq_competencies_ecq_id_name")),
        sa.UniqueConstraint("ecq_id", "ordinal", name=op.f("uq_competencies_ecq_id_ordinal")),
    )
    op.create_table(
        "positions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("source_key", sa.String(length=60), nullable=True, comment="its id in the source file"),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=True),
        sa.Column("region", sa.String(length=60), nullable=True, comment="state, territory or country"),
        sa.Column(
            "position_type",
            sa.Enum(
                "general",
                "career_reserved",
                name="position_type_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "occupancy",
            sa.Enum(
                "filled",
                "vacant",
                "acting",
                "held_for_return",
                "abolished",
                name="occupancy_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source_appointment", sa.String(length=60), nullable=True, comment="the source's own words"
        ),
        sa.Column(
            "as_of",
            sa.Date(),
            nullable=False,
            comment="the day the post is known from; Plum Book posts: 2016",
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint("length(slug) > 0", name=op.f("ck_positions_slug_is_not_empty")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_positions_agency_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_positions_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_positions")),
        sa.UniqueConstraint("slug", name=op.f("uq_positions_slug")),
        sa.UniqueConstraint("source_key", name=op.f("uq_positions_source_key")),
    )
    op.create_index(op.f("ix_positions_agency_id"), "positions", ["agency_id"], unique=False)
    op.create_index(op.f("ix_positions_occupancy"), "positions", ["occupancy"], unique=False)
    op.create_index(op.f("ix_positions_organization_id"), "positions", ["organization_id"], unique=False)


def downgrade() -> None:
    op.drop_table("positions")
    op.drop_table("competencies")
    op.drop_table("alliance_members")
    op.drop_table("organizations")
    op.drop_table("ecqs")
    op.drop_table("alliances")
    op.drop_table("agency_clusters")
    op.drop_table("agency_aliases")
    op.drop_table("reference_sources")
    op.drop_table("mission_clusters")
    op.drop_table("ecq_frameworks")
    op.drop_table("agencies")

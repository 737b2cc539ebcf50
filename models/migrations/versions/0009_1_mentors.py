"""Mentors: situations and kinds of work, relations between people, no-lists, profiles."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant
from models.secrets import Sealed

revision = "0009_1"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job_functions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_functions")),
        sa.UniqueConstraint("code", name=op.f("uq_job_functions_code")),
    )
    op.create_table(
        "situations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column(
            "help", sa.Text(), nullable=False, comment="one sentence that tells it from its neighbours"
        ),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="order on the page"),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_situations_ordinal_begins_at_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situations")),
        sa.UniqueConstraint("code", name=op.f("uq_situations_code")),
        sa.UniqueConstraint("ordinal", name=op.f("uq_situations_ordinal")),
    )
    op.create_table(
        "situation_neighbours",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "first_id < second_id", name=op.f("ck_situation_neighbours_smaller_situation_comes_first")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["situations.id"], name=op.f("fk_situation_neighbours_first_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["situations.id"], name=op.f("fk_situation_neighbours_second_id")
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_situation_neighbours")),
    )
    op.create_table(
        "topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("situation_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_topics_ordinal_begins_at_one")),
        sa.ForeignKeyConstraint(["situation_id"], ["situations.id"], name=op.f("fk_topics_situation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
        sa.UniqueConstraint("situation_id", "ordinal", name=op.f("uq_topics_situation_id_ordinal")),
    )
    op.create_table(
        "relations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "supervisor",
                "rating_official",
                "reviewing_official",
                "review_board",
                "resources_board",
                "oversight",
                name="kind_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True, comment="last day; empty while it lasts"),
        sa.Column("recorded_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_relations_relation_ends_after_it_begins")),
        sa.CheckConstraint(
            "executive_id <> other_id", name=op.f("ck_relations_nobody_stands_over_themselves")
        ),
        sa.ForeignKeyConstraint(["executive_id"], ["executives.id"], name=op.f("fk_relations_executive_id")),
        sa.ForeignKeyConstraint(["other_id"], ["executives.id"], name=op.f("fk_relations_other_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["actors.id"], name=op.f("fk_relations_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relations")),
        sa.UniqueConstraint(
            "executive_id",
            "other_id",
            "kind",
            "starts_on",
            name=op.f("uq_relations_executive_id_other_id_kind_starts_on"),
        ),
    )
    op.create_index(op.f("ix_relations_other_id"), "relations", ["other_id"], unique=False)
    op.create_table(
        "no_lists",
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column(
            "content",
            Sealed("no_lists.content"),
            nullable=False,
            comment="sealed: {people: [executive id], agencies: [agency id]}",
        ),
        sa.Column("changed_at", UtcInstant(timezone=True), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.ForeignKeyConstraint(["executive_id"], ["executives.id"], name=op.f("fk_no_lists_executive_id")),
        sa.PrimaryKeyConstraint("executive_id", name=op.f("pk_no_lists")),
    )
    op.create_table(
        "mentor_profiles",
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
                "active",
                "paused",
                "retired",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("capacity", sa.Integer(), nullable=False, comment="the limit: conversations at a time"),
        sa.Column("about", sa.Text(), nullable=False, comment="the mentor's own words, for every executive"),
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
        sa.Column("silent_offers", sa.Integer(), nullable=False, comment="in a row; any answer sets it back"),
        sa.Column(
            "returns_on", sa.Date(), nullable=True, comment="first day back; empty: until the mentor says so"
        ),
        sa.Column("approved_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "returns_on IS NULL OR state = 'paused'",
            name=op.f("ck_mentor_profiles_only_the_paused_come_back"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('active', 'paused') OR approved_by_id IS NOT NULL",
            name=op.f("ck_mentor_profiles_approved_before_being_asked"),
        ),
        sa.CheckConstraint(
            "(approved_by_id IS NULL) = (approved_at IS NULL)",
            name=op.f("ck_mentor_profiles_approval_has_its_moment"),
        ),
        sa.CheckConstraint(
            "capacity BETWEEN 1 AND 3", name=op.f("ck_mentor_profiles_capacity_is_within_the_policy")
        ),
        sa.CheckConstraint("silent_offers >= 0", name=op.f("ck_mentor_profiles_silence_is_not_negative")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["actors.id"], name=op.f("fk_mentor_profiles_approved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_mentor_profiles_executive_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_profiles")),
        sa.UniqueConstraint("executive_id", "kind", name=op.f("uq_mentor_profiles_executive_id_kind")),
    )
    op.create_index(op.f("ix_mentor_profiles_state"), "mentor_profiles", ["state"], unique=False)
    op.create_table(
        "mentor_agencies",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_mentor_agencies_agency_id")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["mentor_profiles.id"], name=op.f("fk_mentor_agencies_profile_id")
        ),
        sa.PrimaryKeyConstraint("profile_id", "agency_id", name=op.f("pk_mentor_agencies")),
    )
    op.create_table(
        "mentor_competencies",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_mentor_competencies_level_is_one_to_five")),
        sa.ForeignKeyConstraint(
            ["competency_id"], ["competencies.id"], name=op.f("fk_mentor_competencies_competency_id")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["mentor_profiles.id"], name=op.f("fk_mentor_competencies_profile_id")
        ),
        sa.PrimaryKeyConstraint("profile_id", "competency_id", name=op.f("pk_mentor_competencies")),
    )
    op.create_table(
        "mentor_functions",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("function_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["function_id"], ["job_functions.id"], name=op.f("fk_mentor_functions_function_id")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["mentor_profiles.id"], name=op.f("fk_mentor_functions_profile_id")
        ),
        sa.PrimaryKeyConstraint("profile_id", "function_id", name=op.f("pk_mentor_functions")),
    )
    op.create_table(
        "mentor_missions",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["mission_clusters.id"], name=op.f("fk_mentor_missions_cluster_id")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["mentor_profiles.id"], name=op.f("fk_mentor_missions_profile_id")
        ),
        sa.PrimaryKeyConstraint("profile_id", "cluster_id", name=op.f("pk_mentor_missions")),
    )
    op.create_table(
        "mentor_situations",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("situation_id", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("year_before", sa.Integer(), nullable=True, comment="empty: it happened once"),
        sa.CheckConstraint(
            "year_before <= last_year", name=op.f("ck_mentor_situations_the_time_before_is_no_later")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["mentor_profiles.id"], name=op.f("fk_mentor_situations_profile_id")
        ),
        sa.ForeignKeyConstraint(
            ["situation_id"], ["situations.id"], name=op.f("fk_mentor_situations_situation_id")
        ),
        sa.PrimaryKeyConstraint("profile_id", "situation_id", name=op.f("pk_mentor_situations")),
    )


def downgrade() -> None:
    for table in (
        "mentor_situations",
        "mentor_missions",
        "mentor_functions",
        "mentor_competencies",
        "mentor_agencies",
        "mentor_profiles",
        "no_lists",
        "relations",
        "topics",
        "situation_neighbours",
        "situations",
        "job_functions",
    ):
        op.drop_table(table)

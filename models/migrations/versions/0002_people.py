"""Executives with their cards, actors, roles, the audit trail and the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "executives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("invented", sa.Boolean(), nullable=False, comment="true for a person who does not exist"),
        sa.Column("home_agency_id", sa.Integer(), nullable=False),
        sa.Column(
            "position_id", sa.Integer(), nullable=True, comment="position of record; kept during a detail"
        ),
        sa.Column(
            "appointment",
            sa.Enum(
                "career",
                "noncareer",
                "limited_term",
                "limited_emergency",
                name="appointment_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "career_stage",
            sa.Enum(
                "stage_1",
                "stage_2",
                "stage_3",
                name="career_stage_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ses_since", sa.Date(), nullable=False),
        sa.Column("current_position_since", sa.Date(), nullable=False),
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
        sa.Column("moves", sa.Integer(), nullable=False, comment="rotations made so far"),
        sa.Column(
            "relocation",
            sa.Enum(
                "no",
                "local",
                "region",
                "any",
                name="relocation_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("places", sa.JSON(), nullable=False, comment="'City, ST' the person would go to"),
        sa.Column("open_to_remote", sa.Boolean(), nullable=False),
        sa.Column(
            "mobility", sa.Text(), nullable=False, comment="mobility statement, the person's own words"
        ),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint("length(slug) > 0", name=op.f("ck_executives_slug_is_not_empty")),
        sa.CheckConstraint("moves >= 0", name=op.f("ck_executives_moves_are_not_negative")),
        sa.CheckConstraint(
            "ses_since <= current_position_since",
            name=op.f("ck_executives_ses_begins_before_the_current_position"),
        ),
        sa.ForeignKeyConstraint(
            ["home_agency_id"], ["agencies.id"], name=op.f("fk_executives_home_agency_id")
        ),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_executives_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_executives")),
        sa.UniqueConstraint("position_id", name=op.f("uq_executives_position_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_executives_slug")),
    )
    op.create_index(op.f("ix_executives_home_agency_id"), "executives", ["home_agency_id"], unique=False)
    op.create_table(
        "actors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("executive_id", sa.Integer(), nullable=True, comment="the executive this actor is, if any"),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint("length(slug) > 0", name=op.f("ck_actors_slug_is_not_empty")),
        sa.ForeignKeyConstraint(["executive_id"], ["executives.id"], name=op.f("fk_actors_executive_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actors")),
        sa.UniqueConstraint("email", name=op.f("uq_actors_email")),
        sa.UniqueConstraint("executive_id", name=op.f("uq_actors_executive_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_actors_slug")),
    )
    op.create_table(
        "ecq_evidence",
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("ecq_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ecq_id"], ["ecqs.id"], name=op.f("fk_ecq_evidence_ecq_id")),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_ecq_evidence_executive_id")
        ),
        sa.PrimaryKeyConstraint("executive_id", "ecq_id", name=op.f("pk_ecq_evidence")),
    )
    op.create_table(
        "executive_education",
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_executive_education_ordinal_begins_at_one")),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_executive_education_executive_id")
        ),
        sa.PrimaryKeyConstraint("executive_id", "ordinal", name=op.f("pk_executive_education")),
    )
    op.create_table(
        "executive_skills",
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_executive_skills_ordinal_begins_at_one")),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_executive_skills_executive_id")
        ),
        sa.PrimaryKeyConstraint("executive_id", "ordinal", name=op.f("pk_executive_skills")),
        sa.UniqueConstraint("executive_id", "name", name=op.f("uq_executive_skills_executive_id_name")),
    )
    op.create_table(
        "target_jobs",
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "ordinal BETWEEN 1 AND 3", name=op.f("ck_target_jobs_there_are_at_most_three_target_jobs")
        ),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_target_jobs_executive_id")
        ),
        sa.PrimaryKeyConstraint("executive_id", "ordinal", name=op.f("pk_target_jobs")),
        sa.UniqueConstraint("executive_id", "title", name=op.f("uq_target_jobs_executive_id_title")),
    )
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False, comment="noun.verb"),
        sa.Column("object_type", sa.String(length=60), nullable=False, comment="name of the table"),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column(
            "commitment", sa.String(length=64), nullable=True, comment="stands for a confidential value"
        ),
        sa.Column("facts", sa.JSON(), nullable=False, comment="never anything confidential"),
        sa.CheckConstraint(
            "result IN ('done', 'denied', 'failed')", name=op.f("ck_audit_events_result_is_known")
        ),
        sa.CheckConstraint("length(commitment) = 64", name=op.f("ck_audit_events_commitment_has_64_digits")),
        sa.ForeignKeyConstraint(["actor_id"], ["actors.id"], name=op.f("fk_audit_events_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    op.create_index(op.f("ix_audit_events_actor_id"), "audit_events", ["actor_id"], unique=False)
    op.create_index(op.f("ix_audit_events_at"), "audit_events", ["at"], unique=False)
    op.create_index("ix_audit_events_object", "audit_events", ["object_type", "object_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False, comment="the same notice is written once"),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sent",
                "failed",
                "dropped",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, comment="when it is tried next"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answer", sa.Text(), nullable=True, comment="the mail server's last words, or why there are none"
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_attempts_are_not_negative")),
        sa.ForeignKeyConstraint(["recipient_id"], ["actors.id"], name=op.f("fk_outbox_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index("ix_outbox_due", "outbox", ["state", "due_at"], unique=False)
    op.create_index(op.f("ix_outbox_recipient_id"), "outbox", ["recipient_id"], unique=False)
    op.create_table(
        "role_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "executive",
                "supervisor",
                "host_contact",
                "agency_coordinator",
                "exchange_coordinator",
                "programme_office",
                "executive_resources_board",
                "auditor",
                "system",
                name="role_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("agency_id", sa.Integer(), nullable=True, comment="scope: it and all below"),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "granted_by_id",
            sa.Integer(),
            nullable=True,
            comment="empty only for the first grants of a new installation",
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(role IN ('agency_coordinator', 'executive_resources_board', 'host_contact', 'supervisor'))"
            " = (agency_id IS NOT NULL)",
            name=op.f("ck_role_grants_agency_roles_name_their_agency"),
        ),
        sa.CheckConstraint(
            "role <> 'executive'", name=op.f("ck_role_grants_executive_is_a_person_not_a_grant")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_role_grants_grant_ends_after_it_starts")),
        sa.CheckConstraint(
            "granted_by_id <> actor_id", name=op.f("ck_role_grants_nobody_grants_a_role_to_themselves")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actors.id"], name=op.f("fk_role_grants_actor_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_role_grants_agency_id")),
        sa.ForeignKeyConstraint(["granted_by_id"], ["actors.id"], name=op.f("fk_role_grants_granted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    op.create_index("ix_role_grants_actor_id", "role_grants", ["actor_id"], unique=False)


def downgrade() -> None:
    op.drop_table("role_grants")
    op.drop_table("outbox")
    op.drop_table("audit_events")
    op.drop_table("target_jobs")
    op.drop_table("executive_skills")
    op.drop_table("executive_education")
    op.drop_table("ecq_evidence")
    op.drop_table("actors")
    op.drop_table("executives")

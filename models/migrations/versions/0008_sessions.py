"""Signing in, jobs of the schedule, and runs of the solver in a process of their own."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant
from models.secrets import Sealed

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(length=60), nullable=False, comment="name in the schedule"),
        sa.Column("slot", UtcInstant(timezone=True), nullable=False, comment="the instant it was due"),
        sa.Column("started_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("finished_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("result", sa.Text(), nullable=True, comment="what it did, or why it failed"),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_runs")),
        sa.UniqueConstraint("job", "slot", name=op.f("uq_job_runs_job_slot")),
    )
    op.create_index(op.f("ix_job_runs_started_at"), "job_runs", ["started_at"], unique=False)
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcInstant(timezone=True), nullable=False),
        sa.Column("name_digest", sa.String(length=64), nullable=False),
        sa.Column("address_digest", sa.String(length=64), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    op.create_index(
        op.f("ix_sign_in_attempts_address"), "sign_in_attempts", ["address_digest", "at"], unique=False
    )
    op.create_index(op.f("ix_sign_in_attempts_at"), "sign_in_attempts", ["at"], unique=False)
    op.create_index(op.f("ix_sign_in_attempts_name"), "sign_in_attempts", ["name_digest", "at"], unique=False)
    op.create_table(
        "accounts",
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column(
            "password_hash", sa.String(length=200), nullable=False, comment="Argon2id, with its salt and cost"
        ),
        sa.Column("changed_at", UtcInstant(timezone=True), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actors.id"], name=op.f("fk_accounts_actor_id")),
        sa.PrimaryKeyConstraint("actor_id", name=op.f("pk_accounts")),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", UtcInstant(timezone=True), nullable=False),
        sa.Column(
            "used_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="or when another one took its place",
        ),
        sa.Column(
            "token",
            Sealed("invitations.token"),
            nullable=True,
            comment="sealed; only until the mail is sent",
        ),
        sa.CheckConstraint(
            "expires_at > created_at", name=op.f("ck_invitations_invitation_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actors.id"], name=op.f("fk_invitations_actor_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["actors.id"], name=op.f("fk_invitations_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitations_token_digest")),
    )
    op.create_index(op.f("ix_invitations_actor_id"), "invitations", ["actor_id"], unique=False)
    op.create_table(
        "web_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True, comment="empty before sign-in"),
        sa.Column(
            "content",
            Sealed("web_sessions.content"),
            nullable=False,
            comment="sealed: form token, messages, kept text",
        ),
        sa.Column("created_at", UtcInstant(timezone=True), nullable=False),
        sa.Column(
            "seen_at", UtcInstant(timezone=True), nullable=False, comment="the last request, to the minute"
        ),
        sa.Column("expires_at", UtcInstant(timezone=True), nullable=False, comment="the end, however busy"),
        sa.Column(
            "stepped_up_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="when the person last proved who they are",
        ),
        sa.Column("ended_at", UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "expires_at > created_at", name=op.f("ck_web_sessions_session_ends_after_it_begins")
        ),
        sa.CheckConstraint(
            "stepped_up_at IS NULL OR actor_id IS NOT NULL",
            name=op.f("ck_web_sessions_only_the_signed_in_step_up"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actors.id"], name=op.f("fk_web_sessions_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_sessions")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_web_sessions_token_digest")),
    )
    op.create_index(op.f("ix_web_sessions_actor_id"), "web_sessions", ["actor_id"], unique=False)
    op.create_index(op.f("ix_web_sessions_expires_at"), "web_sessions", ["expires_at"], unique=False)
    op.create_table(
        "solves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                "cancelled",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stage", sa.String(length=40), nullable=True, comment="the stage being solved"),
        sa.Column("done", sa.Integer(), nullable=False, comment="stages finished"),
        sa.Column("total", sa.Integer(), nullable=False, comment="stages in all"),
        sa.Column("time_limit", sa.Integer(), nullable=False, comment="seconds"),
        sa.Column("asked_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("beat_at", UtcInstant(timezone=True), nullable=True, comment="the last sign of life"),
        sa.Column("finished_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True, comment="why it failed, in a sentence"),
        sa.Column("outcome_id", sa.Integer(), nullable=True),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "(state = 'failed') = (failure IS NOT NULL)", name=op.f("ck_solves_a_failed_run_says_why")
        ),
        sa.CheckConstraint("done >= 0", name=op.f("ck_solves_done_is_not_negative")),
        sa.CheckConstraint("time_limit > 0", name=op.f("ck_solves_time_limit_is_positive")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["actors.id"], name=op.f("fk_solves_asked_by_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcomes.id"], name=op.f("fk_solves_outcome_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_solves_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solves")),
    )
    op.create_index(op.f("ix_solves_round_id"), "solves", ["round_id"], unique=False)


def downgrade() -> None:
    for table in ("solves", "web_sessions", "invitations", "accounts", "sign_in_attempts", "job_runs"):
        op.drop_table(table)

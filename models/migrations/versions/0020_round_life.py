"""Sheets kept for the scramble, reminders of a round, and lists entered for somebody else."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0020"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_kept_sheets()
    _create_reminders()
    _create_entered_sheets()


def _create_kept_sheets() -> None:
    op.create_table(
        "kept_sheets",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("kept_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("taken_back_at", UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint("taken_back_at >= kept_at", name=op.f("ck_kept_sheets_taken_back_after_kept")),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_kept_sheets_executive_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_kept_sheets_round_id")),
        sa.PrimaryKeyConstraint("round_id", "executive_id", name=op.f("pk_kept_sheets")),
    )
    op.create_index(op.f("ix_kept_sheets_executive_id"), "kept_sheets", ["executive_id"], unique=False)


def _create_reminders() -> None:
    line = sa.Enum(
        "certify",
        "consent",
        "release",
        "rank",
        "answer",
        name="line_is_known",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("line", line, nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="the civil day in Washington"),
        sa.Column("sent_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people >= 1", name=op.f("ck_reminders_somebody_was_reminded")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_reminders_round_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["actors.id"], name=op.f("fk_reminders_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("round_id", "line", "day", name=op.f("uq_reminders_round_id_line_day")),
    )


def _create_entered_sheets() -> None:
    op.create_table(
        "entered_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("choices", sa.LargeBinary(), nullable=True, comment="sealed"),
        sa.Column("late_because", sa.Text(), nullable=True, comment="why after the lists closed; else empty"),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("answered_at", UtcInstant(timezone=True), nullable=True),
        sa.Column(
            "confirmed",
            sa.Boolean(),
            nullable=True,
            comment="no: the owner refused it, or it was replaced",
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (choices IS NOT NULL)",
            name=op.f("ck_entered_sheets_answered_list_is_erased"),
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (confirmed IS NULL)",
            name=op.f("ck_entered_sheets_answer_has_its_moment"),
        ),
        sa.CheckConstraint("answered_at >= entered_at", name=op.f("ck_entered_sheets_answer_follows_entry")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["actors.id"], name=op.f("fk_entered_sheets_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_entered_sheets_executive_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_entered_sheets_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entered_sheets")),
    )
    op.create_index(op.f("ix_entered_sheets_executive_id"), "entered_sheets", ["executive_id"], unique=False)
    op.create_index(
        "uq_entered_sheets_one_open_list",
        "entered_sheets",
        ["round_id", "executive_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("entered_sheets")
    op.drop_table("reminders")
    op.drop_table("kept_sheets")

"""Meetings, and the quarters of an hour they take."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant
from models.secrets import Sealed

revision = "0010"
down_revision = "0010_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column(
            "mentor_id",
            sa.Integer(),
            nullable=False,
            comment="of the engagement; here for the calendars of many at once",
        ),
        sa.Column("mentee_id", sa.Integer(), nullable=False, comment="of the engagement, likewise"),
        sa.Column("starts_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("ends_at", UtcInstant(timezone=True), nullable=False),
        sa.Column(
            "place", Sealed("meetings.place"), nullable=True, comment="sealed: a room, a number or a link"
        ),
        sa.Column(
            "state",
            sa.Enum(
                "booked",
                "held",
                "missed",
                "cancelled",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "arranged_at",
            UtcInstant(timezone=True),
            nullable=False,
            comment="when its time or place was last set",
        ),
        sa.Column("arranged_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "reminded",
            sa.Integer(),
            nullable=True,
            comment="hours before, of the last reminder; empty again once it is moved",
        ),
        sa.Column("cancelled_at", UtcInstant(timezone=True), nullable=True),
        sa.Column(
            "cancelled_by",
            sa.Enum(
                "mentee",
                "mentor",
                name="cancelling_side_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("cancelled_late", sa.Boolean(), nullable=False, comment="within hours of its begin"),
        sa.Column(
            "absent",
            sa.Enum(
                "mentee",
                "mentor",
                name="absent_side_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_at IS NOT NULL)",
            name=op.f("ck_meetings_cancelling_has_its_moment"),
        ),
        sa.CheckConstraint(
            "(state = 'missed') = (absent IS NOT NULL)", name=op.f("ck_meetings_who_missed_it_is_named")
        ),
        sa.CheckConstraint(
            "cancelled_at IS NOT NULL OR NOT cancelled_late",
            name=op.f("ck_meetings_only_the_cancelled_is_late"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meetings_meeting_ends_after_it_starts")),
        sa.CheckConstraint("mentor_id <> mentee_id", name=op.f("ck_meetings_nobody_meets_alone")),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_meetings_sequence_is_not_negative")),
        sa.ForeignKeyConstraint(["arranged_by_id"], ["actors.id"], name=op.f("fk_meetings_arranged_by_id")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_meetings_engagement_id")
        ),
        sa.ForeignKeyConstraint(["mentee_id"], ["executives.id"], name=op.f("fk_meetings_mentee_id")),
        sa.ForeignKeyConstraint(["mentor_id"], ["executives.id"], name=op.f("fk_meetings_mentor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("uid", name=op.f("uq_meetings_uid")),
    )
    op.create_index("ix_meetings_due", "meetings", ["state", "starts_at"], unique=False)
    op.create_index(op.f("ix_meetings_engagement_id"), "meetings", ["engagement_id"], unique=False)
    op.create_index("ix_meetings_mentee_id", "meetings", ["mentee_id", "starts_at"], unique=False)
    op.create_index("ix_meetings_mentor_id", "meetings", ["mentor_id", "starts_at"], unique=False)
    op.create_table(
        "meeting_quarters",
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("begins_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_meeting_quarters_executive_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_quarters_meeting_id")),
        sa.PrimaryKeyConstraint("executive_id", "begins_at", name=op.f("pk_meeting_quarters")),
    )
    op.create_index(op.f("ix_meeting_quarters_meeting_id"), "meeting_quarters", ["meeting_id"], unique=False)


def downgrade() -> None:
    for table in ("meeting_quarters", "meetings"):
        op.drop_table(table)

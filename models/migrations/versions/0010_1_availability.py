"""When executives can meet, who looks after their calendars, and the feeds of those."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0010_1"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking_policies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False, comment="name in the time zone database"),
        sa.Column("length_minutes", sa.Integer(), nullable=False, comment="how long a meeting lasts"),
        sa.Column(
            "step_minutes",
            sa.Integer(),
            nullable=False,
            comment="begins are multiples of it on the person's own clock",
        ),
        sa.Column("notice_hours", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column(
            "buffer_minutes", sa.Integer(), nullable=False, comment="free before and after whatever is booked"
        ),
        sa.Column("most_per_week", sa.Integer(), nullable=True, comment="meetings; empty: no limit"),
        sa.Column("keeps_holidays", sa.Boolean(), nullable=False, comment="nothing on federal holidays"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "buffer_minutes BETWEEN 0 AND 60", name=op.f("ck_booking_policies_buffer_is_within_an_hour")
        ),
        sa.CheckConstraint(
            "horizon_days BETWEEN 1 AND 90", name=op.f("ck_booking_policies_horizon_is_within_a_quarter")
        ),
        sa.CheckConstraint("length(zone) > 0", name=op.f("ck_booking_policies_zone_is_not_empty")),
        sa.CheckConstraint(
            "length_minutes IN (30, 45, 60)", name=op.f("ck_booking_policies_length_is_offered")
        ),
        sa.CheckConstraint(
            "most_per_week BETWEEN 1 AND 20", name=op.f("ck_booking_policies_weekly_limit_is_at_least_one")
        ),
        sa.CheckConstraint(
            "notice_hours BETWEEN 0 AND 336", name=op.f("ck_booking_policies_notice_is_within_two_weeks")
        ),
        sa.CheckConstraint("step_minutes IN (15, 30)", name=op.f("ck_booking_policies_grid_is_offered")),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_booking_policies_executive_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_policies")),
        sa.UniqueConstraint("executive_id", name=op.f("uq_booking_policies_executive_id")),
    )
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("revoked_at", UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "revoked_at >= made_at", name=op.f("ck_calendar_feeds_feed_is_revoked_after_it_was_made")
        ),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_calendar_feeds_executive_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_calendar_feeds_token_digest")),
    )
    op.create_index(
        "uq_calendar_feeds_one_open_feed",
        "calendar_feeds",
        ["executive_id"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "availability_exceptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "block", "extra", name="kind_is_known", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False, comment="included"),
        sa.Column("start_minute", sa.Integer(), nullable=False, comment="after midnight, own clock"),
        sa.Column("end_minute", sa.Integer(), nullable=False, comment="not included; 1440 is midnight"),
        sa.CheckConstraint(
            "end_minute > start_minute", name=op.f("ck_availability_exceptions_times_end_after_they_start")
        ),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_availability_exceptions_days_are_ordered")),
        sa.CheckConstraint(
            "start_minute >= 0 AND end_minute <= 1440",
            name=op.f("ck_availability_exceptions_times_are_within_a_day"),
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["booking_policies.id"], name=op.f("fk_availability_exceptions_policy_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_exceptions")),
    )
    op.create_index(
        op.f("ix_availability_exceptions_policy_id"), "availability_exceptions", ["policy_id"], unique=False
    )
    op.create_table(
        "availability_windows",
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False, comment="0 is Monday"),
        sa.Column("start_minute", sa.Integer(), nullable=False, comment="after midnight, own clock"),
        sa.Column("end_minute", sa.Integer(), nullable=False, comment="not included; 1440 is midnight"),
        sa.Column("every_n_weeks", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.Date(), nullable=False, comment="a day of a week that counts"),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column(
            "valid_until", sa.Date(), nullable=True, comment="the last day; empty: until further notice"
        ),
        sa.CheckConstraint(
            "end_minute > start_minute", name=op.f("ck_availability_windows_window_ends_after_it_starts")
        ),
        sa.CheckConstraint(
            "every_n_weeks BETWEEN 1 AND 4", name=op.f("ck_availability_windows_weeks_between_are_few")
        ),
        sa.CheckConstraint(
            "start_minute % 30 = 0 AND end_minute % 30 = 0",
            name=op.f("ck_availability_windows_window_is_in_half_hours"),
        ),
        sa.CheckConstraint(
            "start_minute >= 0 AND end_minute <= 1440",
            name=op.f("ck_availability_windows_window_is_within_its_day"),
        ),
        sa.CheckConstraint(
            "valid_until >= valid_from", name=op.f("ck_availability_windows_window_is_in_force_for_a_day")
        ),
        sa.CheckConstraint(
            "weekday BETWEEN 0 AND 6", name=op.f("ck_availability_windows_weekday_is_one_of_seven")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["booking_policies.id"], name=op.f("fk_availability_windows_policy_id")
        ),
        sa.PrimaryKeyConstraint("policy_id", "weekday", "start_minute", name=op.f("pk_availability_windows")),
    )
    op.create_table(
        "delegations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("began_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("ended_at", UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ended_at >= began_at", name=op.f("ck_delegations_delegation_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(["delegate_id"], ["actors.id"], name=op.f("fk_delegations_delegate_id")),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_delegations_executive_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_index(op.f("ix_delegations_delegate_id"), "delegations", ["delegate_id"], unique=False)
    op.create_index(
        "uq_delegations_one_open_delegation",
        "delegations",
        ["executive_id", "delegate_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    for table in (
        "delegations",
        "availability_windows",
        "availability_exceptions",
        "calendar_feeds",
        "booking_policies",
    ):
        op.drop_table(table)

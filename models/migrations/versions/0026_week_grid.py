"""The times of the week that suit for a request."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0019_5"
branch_labels = None
depends_on = None

TABLE = "request_windows"
RULES = {
    "weekday_is_one_of_seven": "weekday BETWEEN 0 AND 6",
    "window_is_within_its_day": "start_minute >= 0 AND end_minute <= 1440",
    "window_ends_after_it_starts": "end_minute > start_minute",
    "window_is_in_half_hours": "start_minute % 30 = 0 AND end_minute % 30 = 0",
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False, comment="0 is Monday"),
        sa.Column("start_minute", sa.Integer(), nullable=False, comment="after midnight, own clock"),
        sa.Column("end_minute", sa.Integer(), nullable=False, comment="not included; 1440 is midnight"),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{TABLE}_{name}")) for name, rule in RULES.items()),
        sa.ForeignKeyConstraint(
            ["request_id"], ["mentoring_requests.id"], name=op.f(f"fk_{TABLE}_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "weekday", "start_minute", name=op.f(f"pk_{TABLE}")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)

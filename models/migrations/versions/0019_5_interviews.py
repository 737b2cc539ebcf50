"""Interviews of applicants, as their hosts log them."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0019_5"
down_revision = "0019_4"
branch_labels = None
depends_on = None

REFERENCES = (
    ("executive_id", "executives"),
    ("logged_by_id", "actors"),
    ("opportunity_id", "opportunities"),
    ("round_id", "rounds"),
)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "interviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcInstant(timezone=True), nullable=False),
        sa.Column(
            "state", _one_of("state_is_known", "scheduled", "held", "missed", "cancelled"), nullable=False
        ),
        sa.Column("absent", _one_of("absent_is_known", "executive", "host", "both"), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False, comment="values of Topic"),
        sa.Column(
            "remark", sa.String(200), nullable=False, comment="one sentence; the executive reads it too"
        ),
        sa.Column("logged_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("logged_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "(state = 'missed') = (absent IS NOT NULL)",
            name=op.f("ck_interviews_whoever_missed_it_is_named"),
        ),
        sa.CheckConstraint("length(remark) <= 200", name=op.f("ck_interviews_remark_is_one_sentence")),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_interviews_{column}"))
            for column, other in REFERENCES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
    )
    op.create_index("ix_interviews_of_a_place", "interviews", ["round_id", "opportunity_id"], unique=False)
    op.create_index(op.f("ix_interviews_executive_id"), "interviews", ["executive_id"], unique=False)


def downgrade() -> None:
    op.drop_table("interviews")

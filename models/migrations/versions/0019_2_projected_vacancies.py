"""Posts that agencies expect to fall free."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0019_2"
down_revision = "0019_1"
branch_labels = None
depends_on = None

TABLE = "projected_vacancies"
REFERENCES = (
    ("agency_id", "agencies"),
    ("listed_by_id", "actors"),
    ("opportunity_id", "opportunities"),
    ("position_id", "positions"),
)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("place", sa.String(160), nullable=False, comment="'City, ST'"),
        sa.Column("month", sa.Date(), nullable=False, comment="the first day of the month it is expected in"),
        sa.Column(
            "confidence", _one_of("confidence_is_known", "decided", "likely", "possible"), nullable=False
        ),
        sa.Column("state", _one_of("state_is_known", "projected", "came", "did_not_come"), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=True, comment="what became of it"),
        sa.Column("listed_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("listed_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "(state = 'came') = (opportunity_id IS NOT NULL)",
            name=op.f(f"ck_{TABLE}_what_came_is_an_opportunity"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{TABLE}_{column}"))
            for column, other in REFERENCES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("opportunity_id", name=op.f(f"uq_{TABLE}_opportunity_id")),
    )
    for column in ("agency_id", "month", "position_id", "state"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column], unique=False)


def downgrade() -> None:
    op.drop_table(TABLE)

"""Cards that agencies may find, and the invitations of agencies to posts."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0019_4"
down_revision = "0019_3"
branch_labels = None
depends_on = None

TABLE = "nominations"
REFERENCES = (
    ("executive_id", "executives"),
    ("invited_by_id", "actors"),
    ("opportunity_id", "opportunities"),
    ("round_id", "rounds"),
)
FACTORS = (
    ("agency_priorities", "selection factor; empty where not relied on"),
    ("succession", "selection factor: succession and hiring plans"),
    ("talent_review", "selection factor: the annual talent review"),
    ("generalists", "selection factor: interest in generalists"),
    ("development", "selection factor: the individual's development"),
)


def upgrade() -> None:
    _create_open_cards()
    _create_nominations()


def _create_open_cards() -> None:
    op.create_table(
        "open_cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False, comment="the sentence the executive agreed to"),
        sa.Column("opened_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("closed_at", UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint("closed_at >= opened_at", name=op.f("ck_open_cards_closing_follows_opening")),
        sa.ForeignKeyConstraint(["executive_id"], ["executives.id"], name=op.f("fk_open_cards_executive_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_cards")),
    )
    op.create_index(op.f("ix_open_cards_executive_id"), "open_cards", ["executive_id"], unique=False)
    op.create_index(
        "uq_open_cards_one_open_card",
        "open_cards",
        ["executive_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _create_nominations() -> None:
    state = sa.Enum(
        "invited",
        "taken_up",
        "withdrawn",
        name="state_is_known",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column(
            "serves", sa.Text(), nullable=False, comment="the objective of development that the post serves"
        ),
        *(sa.Column(name, sa.Text(), nullable=False, comment=said) for name, said in FACTORS),
        sa.Column("state", state, nullable=False),
        sa.Column("invited_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "put_away_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="for the executive's own pages alone",
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint("length(serves) > 0", name=op.f(f"ck_{TABLE}_it_says_what_it_serves")),
        sa.CheckConstraint(
            "put_away_at IS NULL OR state <> 'taken_up'",
            name=op.f(f"ck_{TABLE}_what_is_put_away_is_not_taken_up"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{TABLE}_{column}"))
            for column, other in REFERENCES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint(
            "round_id",
            "opportunity_id",
            "executive_id",
            name=op.f(f"uq_{TABLE}_round_id_opportunity_id_executive_id"),
        ),
    )
    for column in ("executive_id", "opportunity_id", "state"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column], unique=False)


def downgrade() -> None:
    op.drop_table(TABLE)
    op.drop_table("open_cards")

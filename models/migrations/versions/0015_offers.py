"""Answers to offers in order: executive, home, host, each with a day; and repairs of a published outcome."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BEFORE = ("proposed", "offered", "accepted", "declined", "lapsed", "superseded")
AFTER = ("proposed", "offered", "accepted", "home_agreed", "confirmed", "declined", "lapsed", "superseded")
KEPT = "id, round_id, outcome_id, executive_id, opportunity_id, choice_rank, host_rank, state, version"


def upgrade() -> None:
    _rebuild(AFTER, *_answers())
    op.create_table(
        "repairs",
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column(
            "before_id",
            sa.Integer(),
            nullable=False,
            comment="an outcome is repaired once, the next one after it",
        ),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("outcome_id > before_id", name=op.f("ck_repairs_repair_follows_what_it_repairs")),
        sa.ForeignKeyConstraint(["before_id"], ["outcomes.id"], name=op.f("fk_repairs_before_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["actors.id"], name=op.f("fk_repairs_made_by_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcomes.id"], name=op.f("fk_repairs_outcome_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_repairs_round_id")),
        sa.PrimaryKeyConstraint("outcome_id", name=op.f("pk_repairs")),
        sa.UniqueConstraint("before_id", name=op.f("uq_repairs_before_id")),
    )
    op.create_index(op.f("ix_repairs_round_id"), "repairs", ["round_id"], unique=False)
    op.create_table(
        "agency_approvals",
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_agency_approvals_agency_id")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["actors.id"], name=op.f("fk_agency_approvals_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcomes.id"], name=op.f("fk_agency_approvals_outcome_id")),
        sa.PrimaryKeyConstraint("outcome_id", "agency_id", name=op.f("pk_agency_approvals")),
    )
    op.add_column(
        "pair_rules",
        sa.Column(
            "objected_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="an agency's objection in the conference, in force at once",
        ),
    )


def _answers() -> list[Any]:
    return [
        sa.Column(
            "due_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="when the answer that is waited for is late; empty once nobody is waited for",
        ),
        sa.Column(
            "ended_by",
            _words("ended_by_is_known", "executive", "home", "host"),
            nullable=True,
            comment="the side that said no, or let the offer lapse",
        ),
        sa.Column(
            "acknowledged",
            sa.Text(),
            nullable=True,
            comment="what the executive signed who accepted without a right to return",
        ),
        sa.Column("acknowledged_sha256", sa.String(64), nullable=True, comment="of that text, in UTF-8"),
        sa.Column("acknowledged_at", UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged IS NULL)",
            name=op.f("ck_proposals_acknowledgement_is_whole"),
        ),
        sa.CheckConstraint(
            "(acknowledged IS NULL) = (acknowledged_sha256 IS NULL)",
            name=op.f("ck_proposals_acknowledgement_has_its_hash"),
        ),
    ]


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _rebuild(states: tuple[str, ...], *more: Any) -> None:
    """Make the table of proposals anew with its rows: SQLite changes no CHECK of a table that is there."""
    op.execute(f"CREATE TEMPORARY TABLE kept_proposals AS SELECT {KEPT} FROM proposals")  # noqa: S608
    op.drop_table("proposals")
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("choice_rank", sa.Integer(), nullable=False),
        sa.Column("host_rank", sa.Integer(), nullable=False),
        sa.Column("state", _words("state_is_known", *states), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint("choice_rank >= 1", name=op.f("ck_proposals_choice_rank_begins_at_one")),
        sa.CheckConstraint("host_rank >= 1", name=op.f("ck_proposals_host_rank_begins_at_one")),
        sa.ForeignKeyConstraint(["executive_id"], ["executives.id"], name=op.f("fk_proposals_executive_id")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("fk_proposals_opportunity_id")
        ),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcomes.id"], name=op.f("fk_proposals_outcome_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_proposals_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("outcome_id", "executive_id", name=op.f("uq_proposals_outcome_id_executive_id")),
        *more,
    )
    for name in ("executive_id", "opportunity_id", "round_id"):
        op.create_index(op.f(f"ix_proposals_{name}"), "proposals", [name], unique=False)
    if more:
        op.create_index(op.f("ix_proposals_due_at"), "proposals", ["due_at"], unique=False)
    op.execute(f"INSERT INTO proposals ({KEPT}) SELECT {KEPT} FROM kept_proposals")  # noqa: S608
    op.execute("DROP TABLE kept_proposals")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('proposals', 'id'), coalesce(max(id), 1), "
            "max(id) IS NOT NULL) FROM proposals"
        )


def downgrade() -> None:
    op.drop_column("pair_rules", "objected_at")
    op.drop_table("agency_approvals")
    op.drop_table("repairs")
    op.execute("UPDATE proposals SET state = 'accepted' WHERE state IN ('home_agreed', 'confirmed')")
    _rebuild(BEFORE)

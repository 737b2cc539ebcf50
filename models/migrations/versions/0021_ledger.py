"""Corrections of the ledger of exchange, pools of small agencies in a round, alliance pairs of a scenario."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0021"
down_revision = "0022"
branch_labels = None
depends_on = None

FIXED = (
    "agency_id",
    "fiscal_year",
    "sent",
    "received",
    "days_sent",
    "days_received",
    "reason",
    "author_id",
    "entered_at",
)
_CHANGED = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in FIXED)
RULES: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "ledger_corrections_begin",
        "INSERT",
        "ledger_corrections",
        "NEW.looked_at IS NOT NULL",
        "a correction waits for a second person",
    ),
    (
        "ledger_corrections_keep_their_figures",
        "UPDATE",
        "ledger_corrections",
        f"OLD.looked_at IS NOT NULL OR {_CHANGED}",
        "a correction is never edited",
    ),
    ("ledger_corrections_stay", "DELETE", "ledger_corrections", "1 = 1", "a correction is kept"),
)


def upgrade() -> None:
    _corrections()
    _pools()
    _pairs_of_scenarios()
    make = _make_sqlite if op.get_bind().dialect.name == "sqlite" else _make_postgresql
    for name, act, table, rule, message in RULES:
        make(name, act, table, rule, message)


def _corrections() -> None:
    op.create_table(
        "ledger_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column(
            "sent",
            sa.Integer(),
            nullable=False,
            comment="people, added to what agreements say; may be below 0",
        ),
        sa.Column("received", sa.Integer(), nullable=False, comment="people; may be below 0"),
        sa.Column("days_sent", sa.Integer(), nullable=False, comment="may be below 0"),
        sa.Column("days_received", sa.Integer(), nullable=False, comment="may be below 0"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("looked_by_id", sa.Integer(), nullable=True),
        sa.Column("looked_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("stands", sa.Boolean(), nullable=True, comment="whether the second person let it stand"),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_ledger_corrections_reason_is_written")),
        sa.CheckConstraint(
            "sent <> 0 OR received <> 0 OR days_sent <> 0 OR days_received <> 0",
            name=op.f("ck_ledger_corrections_it_changes_something"),
        ),
        sa.CheckConstraint(
            "looked_by_id <> author_id", name=op.f("ck_ledger_corrections_the_second_person_is_another")
        ),
        sa.CheckConstraint(
            "(looked_by_id IS NULL) = (looked_at IS NULL)",
            name=op.f("ck_ledger_corrections_a_look_has_its_moment"),
        ),
        sa.CheckConstraint(
            "(looked_at IS NULL) = (stands IS NULL)",
            name=op.f("ck_ledger_corrections_a_look_says_whether_it_stands"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_ledger_corrections_agency_id")),
        sa.ForeignKeyConstraint(["author_id"], ["actors.id"], name=op.f("fk_ledger_corrections_author_id")),
        sa.ForeignKeyConstraint(
            ["looked_by_id"], ["actors.id"], name=op.f("fk_ledger_corrections_looked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_corrections")),
    )
    op.create_index("ix_ledger_corrections_account", "ledger_corrections", ["agency_id", "fiscal_year"])
    op.create_index(op.f("ix_ledger_corrections_looked_at"), "ledger_corrections", ["looked_at"])


def _pools() -> None:
    op.create_table(
        "round_pools",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column(
            "net_min",
            sa.Integer(),
            nullable=True,
            comment="least of received minus sent, all members together",
        ),
        sa.Column("net_max", sa.Integer(), nullable=True, comment="greatest of received minus sent"),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="counts the edits; a stale edit is refused",
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_round_pools_number_begins_at_one")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_round_pools_name_is_not_empty")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_pools_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_pools")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_round_pools_round_id_number")),
        sa.UniqueConstraint("round_id", "name", name=op.f("uq_round_pools_round_id_name")),
    )
    op.create_table(
        "round_pool_members",
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_round_pool_members_agency_id")),
        sa.ForeignKeyConstraint(["pool_id"], ["round_pools.id"], name=op.f("fk_round_pool_members_pool_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_pool_members_round_id")),
        sa.PrimaryKeyConstraint("pool_id", "agency_id", name=op.f("pk_round_pool_members")),
        sa.UniqueConstraint("round_id", "agency_id", name=op.f("uq_round_pool_members_round_id_agency_id")),
    )
    op.create_index(op.f("ix_round_pool_members_agency_id"), "round_pool_members", ["agency_id"])


def _pairs_of_scenarios() -> None:
    own = "its own alliance pairs stand for the frozen ones"
    column: sa.Column[bool] = sa.Column(
        "own_pairs", sa.Boolean(), nullable=False, server_default=sa.false(), comment=own
    )
    op.add_column("scenarios", column)
    op.create_table(
        "scenario_pairs",
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "first_id <= second_id", name=op.f("ck_scenario_pairs_smaller_agency_comes_first")
        ),
        sa.ForeignKeyConstraint(["first_id"], ["agencies.id"], name=op.f("fk_scenario_pairs_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["agencies.id"], name=op.f("fk_scenario_pairs_second_id")),
        sa.ForeignKeyConstraint(
            ["scenario_id"], ["scenarios.id"], name=op.f("fk_scenario_pairs_scenario_id")
        ),
        sa.PrimaryKeyConstraint("scenario_id", "first_id", "second_id", name=op.f("pk_scenario_pairs")),
    )


def _make_sqlite(name: str, act: str, table: str, rule: str, message: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {rule} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _make_postgresql(name: str, act: str, table: str, rule: str, message: str) -> None:
    row = "OLD" if act == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {rule} THEN RAISE EXCEPTION '{message}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    for name, *_rest in RULES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP FUNCTION {name}() CASCADE")
    op.drop_table("scenario_pairs")
    op.drop_column("scenarios", "own_pairs")
    op.drop_table("round_pool_members")
    op.drop_table("round_pools")
    op.drop_table("ledger_corrections")

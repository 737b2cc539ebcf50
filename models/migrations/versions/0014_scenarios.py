"""Scenarios on a frozen round, the chosen run with its reason, and what limits and pins cost."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OF_A_SCENARIO = ("outcomes", "solves")
COMMENT = "empty: the round as it was frozen"


def upgrade() -> None:
    _create_scenarios()
    _create_limits()
    _create_pins()
    _create_choices()
    op.create_table(
        "run_prices",
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="sealed: it names pinned people"),
        sa.Column("priced_at", UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcomes.id"], name=op.f("fk_run_prices_outcome_id")),
        sa.PrimaryKeyConstraint("outcome_id", name=op.f("pk_run_prices")),
    )
    for table in OF_A_SCENARIO:  # SQLite adds a key only together with its column
        key = f"CONSTRAINT fk_{table}_scenario_id REFERENCES scenarios (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN scenario_id INTEGER {key}")
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"COMMENT ON COLUMN {table}.scenario_id IS '{COMMENT}'")
    _guard_choices()


def _create_scenarios() -> None:
    op.create_table(
        "scenarios",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "mechanism",
            sa.Enum(
                "optimal",
                "stable",
                name="mechanism_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
            comment="empty: as frozen",
        ),
        sa.Column(
            "objective",
            sa.String(length=200),
            nullable=False,
            comment="stages joined by commas; '': as frozen",
        ),
        sa.Column(
            "hops",
            sa.Integer(),
            nullable=True,
            comment="steps between allied agencies; 0: anyone with anyone; empty: as frozen",
        ),
        sa.Column("begun_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_scenarios_number_begins_at_one")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_scenarios_name_is_not_empty")),
        sa.CheckConstraint("hops >= 0", name=op.f("ck_scenarios_hops_are_not_negative")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_scenarios_round_id")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_scenarios_snapshot_id")),
        sa.ForeignKeyConstraint(["begun_by_id"], ["actors.id"], name=op.f("fk_scenarios_begun_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenarios")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_scenarios_round_id_number")),
    )
    op.create_index(op.f("ix_scenarios_snapshot_id"), "scenarios", ["snapshot_id"], unique=False)


def _create_limits() -> None:
    op.create_table(
        "scenario_limits",
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("max_out", sa.Integer(), nullable=True),
        sa.Column("max_in", sa.Integer(), nullable=True),
        sa.Column("net_min", sa.Integer(), nullable=True, comment="least of received minus sent"),
        sa.Column("net_max", sa.Integer(), nullable=True, comment="greatest of received minus sent"),
        sa.CheckConstraint("max_out >= 0", name=op.f("ck_scenario_limits_most_out_is_not_negative")),
        sa.CheckConstraint("max_in >= 0", name=op.f("ck_scenario_limits_most_in_is_not_negative")),
        sa.ForeignKeyConstraint(
            ["scenario_id"], ["scenarios.id"], name=op.f("fk_scenario_limits_scenario_id")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_scenario_limits_agency_id")),
        sa.PrimaryKeyConstraint("scenario_id", "agency_id", name=op.f("pk_scenario_limits")),
    )
    op.create_index(op.f("ix_scenario_limits_agency_id"), "scenario_limits", ["agency_id"], unique=False)


def _create_pins() -> None:
    op.create_table(
        "scenario_pins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_scenario_pins_reason_is_written")),
        sa.CheckConstraint(
            "approver_id <> author_id", name=op.f("ck_scenario_pins_approver_is_not_the_author")
        ),
        sa.CheckConstraint(
            "(approver_id IS NULL) = (approved_at IS NULL)",
            name=op.f("ck_scenario_pins_approval_has_its_moment"),
        ),
        sa.ForeignKeyConstraint(["scenario_id"], ["scenarios.id"], name=op.f("fk_scenario_pins_scenario_id")),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_scenario_pins_executive_id")
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("fk_scenario_pins_opportunity_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["actors.id"], name=op.f("fk_scenario_pins_author_id")),
        sa.ForeignKeyConstraint(["approver_id"], ["actors.id"], name=op.f("fk_scenario_pins_approver_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_pins")),
        sa.UniqueConstraint(
            "scenario_id", "executive_id", name=op.f("uq_scenario_pins_scenario_id_executive_id")
        ),
    )


def _create_choices() -> None:
    op.create_table(
        "run_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("chosen_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_run_choices_reason_is_written")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_run_choices_round_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcomes.id"], name=op.f("fk_run_choices_outcome_id")),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["actors.id"], name=op.f("fk_run_choices_chosen_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_choices")),
    )
    op.create_index(op.f("ix_run_choices_round_id"), "run_choices", ["round_id"], unique=False)


def _guard_choices() -> None:
    """A choice is written once: the database itself refuses to change it or take it away."""
    message = "run_choices is append-only"
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER run_choices_no_{act.lower()} BEFORE {act} ON run_choices "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION run_choices_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for event, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER run_choices_no_{each.lower()} BEFORE {event} ON run_choices "
            f"FOR EACH {each} EXECUTE FUNCTION run_choices_append_only()"
        )


def downgrade() -> None:
    for table in OF_A_SCENARIO:
        op.drop_column(table, "scenario_id")
    for table in ("run_prices", "run_choices", "scenario_pins", "scenario_limits", "scenarios"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION run_choices_append_only()")

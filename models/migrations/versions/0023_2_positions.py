"""The equivalent position of a return right; what the database refuses of positions that are pointed at."""

from alembic import op

revision = "0023_2"
down_revision = "0023_1"
branch_labels = None
depends_on = None

OPEN = (
    "('scheduled', 'active', 'notice_window', 'placement_proposed', 'placement_accepted', 'disputed', "
    "'extended', 'curtailing', 'at_risk', 'cooling_off', 'overdue')"
)
_JOINED = "return_rights JOIN agreements ON agreements.id = return_rights.agreement_id"
_HELD = "COALESCE(return_rights.equivalent_id, agreements.position_id)"
_KEPT = f"return_rights.state IN {OPEN} AND {_HELD}"
_POINTING = f"SELECT 1 FROM {_JOINED} WHERE {_KEPT}"  # noqa: S608
RULES: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "positions_keep_the_way_back",
        "UPDATE",
        "positions",
        f"NEW.occupancy = 'abolished' AND OLD.occupancy <> 'abolished' AND EXISTS ({_POINTING} = NEW.id)",
        "somebody comes back to this position",
    ),
    (
        "executives_take_no_held_position",
        "UPDATE",
        "executives",
        f"EXISTS ({_POINTING} = NEW.position_id AND agreements.executive_id <> NEW.id)",
        "somebody else comes back to this position",
    ),
    (
        "executives_begin_in_no_held_position",
        "INSERT",
        "executives",
        f"EXISTS ({_POINTING} = NEW.position_id)",
        "somebody else comes back to this position",
    ),
)


def upgrade() -> None:
    key = "CONSTRAINT fk_return_rights_equivalent_id REFERENCES positions (id)"
    op.execute(f"ALTER TABLE return_rights ADD COLUMN equivalent_id INTEGER {key}")
    op.create_index("ix_return_rights_equivalent_id", "return_rights", ["equivalent_id"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        comment = "held at home instead of the position of record"
        op.execute(f"COMMENT ON COLUMN return_rights.equivalent_id IS '{comment}'")
    for name, act, table, rule, message in RULES:
        if sqlite:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {rule} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        else:
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {rule} THEN RAISE EXCEPTION '{message}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )


def downgrade() -> None:
    for name, *_rest in RULES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP FUNCTION {name}() CASCADE")
    op.drop_index("ix_return_rights_equivalent_id", "return_rights")
    op.drop_column("return_rights", "equivalent_id")

"""What the database itself refuses: changing the record, the frozen lists, and the lottery's facts."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

APPEND_ONLY = ("audit_events", "snapshots", "outcomes")
FROZEN_LISTS = {
    "dream_sheet_versions": ("sheet_id", "dream_sheets"),
    "host_ranking_versions": ("ranking_id", "host_rankings"),
}
WRITTEN_ONCE = ("commitment", "outside", "frozen_sha256")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _upgrade_sqlite()
    else:
        _upgrade_postgresql()


def _upgrade_sqlite() -> None:
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            _sqlite_trigger(f"{table}_no_{act.lower()}", f"{act} ON {table}", "1", f"{table} is append-only")
    for table in FROZEN_LISTS:
        for act, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            rule = _frozen(table, row)
            _sqlite_trigger(f"{table}_frozen_{act.lower()}", f"{act} ON {table}", rule, "the round is frozen")
    for column in WRITTEN_ONCE:
        rule = f"OLD.{column} IS NOT NULL AND NEW.{column} IS NOT OLD.{column}"
        _sqlite_trigger(f"rounds_{column}_once", "UPDATE ON rounds", rule, f"{column} is written once")


def _sqlite_trigger(name: str, event: str, rule: str, message: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} WHEN {rule} BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _upgrade_postgresql() -> None:
    for table in APPEND_ONLY:
        _function(f"{table}_append_only", "true", f"{table} is append-only")
        _trigger(f"{table}_append_only", f"UPDATE OR DELETE ON {table} FOR EACH ROW")
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
        )
    for table in FROZEN_LISTS:
        for row, events in (("NEW", "INSERT OR UPDATE"), ("OLD", "DELETE")):
            name = f"{table}_frozen_{row.lower()}"
            _function(name, _frozen(table, row), "the round is frozen", row)
            _trigger(name, f"{events} ON {table} FOR EACH ROW")
    for column in WRITTEN_ONCE:
        rule = f"OLD.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column}"
        _function(f"rounds_{column}_once", rule, f"{column} is written once", "NEW")
        _trigger(f"rounds_{column}_once", "UPDATE ON rounds FOR EACH ROW")


def _function(name: str, rule: str, message: str, row: str = "NULL") -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {rule} THEN RAISE EXCEPTION '{message}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
    )


def _trigger(name: str, event: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} EXECUTE FUNCTION {name}()")


def _frozen(table: str, row: str) -> str:
    key, parent = FROZEN_LISTS[table]
    same_round = f"JOIN rounds ON rounds.id = {parent}.round_id WHERE {parent}.id = {row}.{key}"
    return f"EXISTS (SELECT 1 FROM {parent} {same_round} AND rounds.frozen_sha256 IS NOT NULL)"  # noqa: S608


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        names = _sqlite_names()
        for name in names:
            op.execute(f"DROP TRIGGER {name}")
    else:
        for name in _postgresql_names():
            op.execute(f"DROP FUNCTION {name}() CASCADE")


def _sqlite_names() -> list[str]:
    names = [f"{table}_no_{act}" for table in APPEND_ONLY for act in ("update", "delete")]
    names += [f"{table}_frozen_{act}" for table in FROZEN_LISTS for act in ("insert", "update", "delete")]
    return names + [f"rounds_{column}_once" for column in WRITTEN_ONCE]


def _postgresql_names() -> list[str]:
    names = [f"{table}_append_only" for table in APPEND_ONLY]
    names += [f"{table}_frozen_{row}" for table in FROZEN_LISTS for row in ("new", "old")]
    return names + [f"rounds_{column}_once" for column in WRITTEN_ONCE]

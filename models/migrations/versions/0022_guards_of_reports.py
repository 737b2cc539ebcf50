"""What the database itself refuses of reports: changed figures of October, of versions, of closed reports."""

from alembic import op

revision = "0022"
down_revision = "0022_2"
branch_labels = None
depends_on = None

_REPORT = "SELECT 1 FROM rotation_reports WHERE id = NEW.report_id AND state = 'closed'"
_COUNT = "SELECT 1 FROM headcounts WHERE id = NEW.headcount_id AND state = 'confirmed'"
_VERSION = "SELECT 1 FROM report_versions WHERE report_id = NEW.id"
_REPORT_MOVES = "('draft>ready', 'ready>draft', 'ready>closed')"

RULES: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "headcounts_are_frozen",
        "UPDATE",
        "headcounts",
        "OLD.state = 'confirmed'",
        "a confirmed headcount changes by an erratum alone",
    ),
    ("headcounts_stay", "DELETE", "headcounts", "1 = 1", "a headcount is kept"),
    (
        "headcount_errata_need_a_confirmed_count",
        "INSERT",
        "headcount_errata",
        f"NOT EXISTS ({_COUNT})",
        "an erratum corrects a confirmed headcount",
    ),
    ("headcount_errata_once", "UPDATE", "headcount_errata", "1 = 1", "an erratum does not change"),
    ("headcount_errata_stay", "DELETE", "headcount_errata", "1 = 1", "an erratum is kept"),
    (
        "rotation_reports_begin",
        "INSERT",
        "rotation_reports",
        "NEW.state <> 'draft'",
        "a report begins as a draft",
    ),
    (
        "rotation_reports_are_frozen",
        "UPDATE",
        "rotation_reports",
        "OLD.state = 'closed'",
        "a closed report does not change",
    ),
    (
        "rotation_reports_move",
        "UPDATE",
        "rotation_reports",
        f"OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN {_REPORT_MOVES}",
        "a report does not move so",
    ),
    (
        "rotation_reports_have_a_version",
        "UPDATE",
        "rotation_reports",
        f"NEW.state = 'closed' AND NOT EXISTS ({_VERSION})",
        "a closed report has its version",
    ),
    ("rotation_reports_stay", "DELETE", "rotation_reports", "1 = 1", "a report is kept"),
    (
        "report_versions_fit",
        "INSERT",
        "report_versions",
        f"(NEW.kind = 'correction') <> EXISTS ({_REPORT})",
        "a closed report is corrected, and an open one is not",
    ),
    ("report_versions_once", "UPDATE", "report_versions", "1 = 1", "a version does not change"),
    ("report_versions_stay", "DELETE", "report_versions", "1 = 1", "a version is kept"),
    (
        "evaluations_once",
        "UPDATE",
        "evaluations",
        "OLD.answered_at IS NOT NULL",
        "an evaluation is answered once",
    ),
)


def upgrade() -> None:
    make = _make_sqlite if op.get_bind().dialect.name == "sqlite" else _make_postgresql
    for name, act, table, rule, message in RULES:
        make(name, act, table, rule, message)


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

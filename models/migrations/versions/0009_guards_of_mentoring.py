"""What the database itself refuses in mentoring: an offer, or an engagement, beyond a mentor's limit.

The mentor's row is locked while it is counted, so that of two on the last place exactly one is let in.
"""

from alembic import op

revision = "0009"
down_revision = "0009_5"
branch_labels = None
depends_on = None

LIVE = "('offered', 'needs_info')"
OPEN = "('arranging', 'meeting')"
TABLES = {"mentoring_offers": LIVE, "engagements": OPEN}
MESSAGE = "the mentor has no free place"

_OFFERS = f"(SELECT count(*) FROM mentoring_offers WHERE profile_id = NEW.profile_id AND state IN {LIVE})"  # noqa: S608
_TALKS = f"(SELECT count(*) FROM engagements WHERE profile_id = NEW.profile_id AND state IN {OPEN})"  # noqa: S608
_LIMIT = "(SELECT capacity FROM mentor_profiles WHERE id = NEW.profile_id)"
FULL = {"mentoring_offers": f"{_OFFERS} + {_TALKS} >= {_LIMIT}", "engagements": f"{_TALKS} >= {_LIMIT}"}


def upgrade() -> None:
    make = _make_sqlite if op.get_bind().dialect.name == "sqlite" else _make_postgresql
    for table, states in TABLES.items():
        make(table, states)


def _make_sqlite(table: str, states: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_within_the_limit BEFORE INSERT ON {table} "
        f"WHEN NEW.state IN {states} AND {FULL[table]} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )


def _make_postgresql(table: str, states: str) -> None:
    name = f"{table}_within_the_limit"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM 1 FROM mentor_profiles WHERE id = NEW.profile_id FOR UPDATE; "
        f"IF NEW.state IN {states} AND {FULL[table]} THEN RAISE EXCEPTION '{MESSAGE}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {table}_within_the_limit")
        else:
            op.execute(f"DROP FUNCTION {table}_within_the_limit() CASCADE")

"""The states of an agreement and of its return right go together, also for whoever writes SQL by hand.

A right that is born brings its agreement into force; one that is used or closed ends it; an agreement with a
right goes back to no draft, and ends under no right that is only given up.

What waits for one person is found beside ever more that was sent.
"""

from alembic import op

revision = "0023_3"
down_revision = "0023_2"
branch_labels = None
depends_on = None

_OVER = "('ended', 'ended_early')"
_HOW = "CASE WHEN NEW.returned_on < NEW.ends_on THEN 'ended_early' ELSE 'ended' END"
_RIGHT = "EXISTS (SELECT 1 FROM return_rights WHERE agreement_id = NEW.id"
_TEXT = "SELECT 1 FROM agreement_events WHERE agreement_id = NEW.agreement_id AND in_force_at IS NOT NULL"
REFUSED: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "return_rights_begin_signed",
        "INSERT",
        "return_rights",
        f"NOT EXISTS ({_TEXT})",
        "a return right begins with a signed text",
    ),
    (
        "agreements_keep_their_right",
        "UPDATE",
        "agreements",
        f"OLD.state = 'in_signature' AND NEW.state IN ('draft', 'cancelled') AND {_RIGHT})",
        "an agreement with a return right is in force",
    ),
    (
        "agreements_end_with_the_right",
        "UPDATE",
        "agreements",
        f"OLD.state = 'in_force' AND NEW.state IN {_OVER} AND {_RIGHT} AND state = 'waived')",
        "the right that was given up is closed first",
    ),
)
FOLLOWED: tuple[tuple[str, str, str, str], ...] = (
    (
        "return_rights_bring_into_force",
        "INSERT",
        "1 = 1",
        "UPDATE agreements SET state = 'in_force' WHERE id = NEW.agreement_id AND state = 'in_signature'",
    ),
    (
        "return_rights_end_the_agreement",
        "UPDATE",
        "NEW.state <> OLD.state AND NEW.state IN ('returned', 'closed')",
        f"UPDATE agreements SET state = {_HOW} WHERE id = NEW.agreement_id AND state = 'in_force'",  # noqa: S608
    ),
)


def upgrade() -> None:
    op.create_index("ix_outbox_of_one", "outbox", ["recipient_id", "state"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, act, table, rule, message in REFUSED:
        if sqlite:
            _on_sqlite(name, f"BEFORE {act} ON {table}", rule, f"SELECT RAISE(ABORT, '{message}')")
        else:
            fault = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'"
            _on_postgresql(name, f"BEFORE {act} ON {table}", rule, fault)
    for name, act, rule, statement in FOLLOWED:
        make = _on_sqlite if sqlite else _on_postgresql
        make(name, f"AFTER {act} ON return_rights", rule, statement)


def _on_sqlite(name: str, when: str, rule: str, statement: str) -> None:
    op.execute(f"CREATE TRIGGER {name} {when} WHEN {rule} BEGIN {statement}; END")


def _on_postgresql(name: str, when: str, rule: str, statement: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {rule} THEN {statement}; END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    op.drop_index("ix_outbox_of_one", "outbox")
    for name in (*(one[0] for one in REFUSED), *(one[0] for one in FOLLOWED)):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP FUNCTION {name}() CASCADE")

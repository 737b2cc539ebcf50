"""What the database itself refuses of agreements and return rights: changed texts, and states that cannot be.

No agreement that grants a way back is in force without its right; none has ended while somebody is away under
it; a signature is for the text that stands; a last day away moves by a signed event alone.
"""

from alembic import op

revision = "0016"
down_revision = "0016_2"
branch_labels = None
depends_on = None

MOVES: dict[str, dict[str, tuple[str, ...]]] = {
    "agreements": {
        "draft": ("in_signature", "cancelled"),
        "in_signature": ("draft", "in_force", "cancelled"),
        "in_force": ("ended", "ended_early"),
    },
    "return_rights": {
        "scheduled": ("active", "curtailing", "at_risk"),
        "active": (
            "notice_window",
            "placement_proposed",
            "extended",
            "curtailing",
            "at_risk",
            "cooling_off",
            "overdue",
            "returned",
        ),
        "extended": (
            "notice_window",
            "placement_proposed",
            "curtailing",
            "at_risk",
            "cooling_off",
            "overdue",
            "returned",
        ),
        "notice_window": (
            "placement_proposed",
            "extended",
            "curtailing",
            "at_risk",
            "cooling_off",
            "overdue",
            "returned",
        ),
        "curtailing": ("placement_proposed", "at_risk", "cooling_off", "overdue", "returned"),
        "disputed": (
            "placement_proposed",
            "extended",
            "curtailing",
            "at_risk",
            "cooling_off",
            "overdue",
            "returned",
        ),
        "at_risk": ("placement_proposed", "active", "scheduled", "cooling_off", "overdue", "returned"),
        "overdue": ("placement_proposed", "extended", "cooling_off", "breached", "returned"),
        "breached": ("placement_proposed", "returned"),
        "placement_proposed": (
            "placement_accepted",
            "disputed",
            "extended",
            "curtailing",
            "at_risk",
            "cooling_off",
            "overdue",
            "returned",
        ),
        "placement_accepted": ("extended", "curtailing", "at_risk", "cooling_off", "overdue", "returned"),
        "cooling_off": ("active", "waived", "returned"),
        "returned": ("reviewed",),
        "reviewed": ("closed",),
        "waived": ("closed",),
    },
}
AWAY = (
    "('scheduled', 'active', 'notice_window', 'placement_proposed', 'placement_accepted', 'disputed', "
    "'extended', 'curtailing', 'at_risk', 'cooling_off', 'overdue', 'breached')"
)
OVER = "('ended', 'ended_early')"
UNCHANGED = ("agreement_id", "number", "kind", "ends_on", "text", "sha256", "drafted_by_id", "drafted_at")

_PAIR = "OLD.state || '>' || NEW.state"
_AGREEMENT = "SELECT 1 FROM agreements WHERE id = NEW.agreement_id AND state"
_RIGHT = "SELECT 1 FROM return_rights WHERE agreement_id = NEW.id"
_EVENT = "SELECT 1 FROM agreement_events WHERE"
_OPEN_EVENT = f"{_EVENT} in_force_at IS NULL AND dropped_at IS NULL"
_IN_FORCE = f"{_EVENT} agreement_id = NEW.id AND ends_on = NEW.ends_on AND in_force_at IS NOT NULL"
_SIGNED = "(SELECT count(*) FROM agreement_signatures WHERE event_id = NEW.id)"


def _no_move(table: str) -> str:
    pairs = ", ".join(f"'{old}>{new}'" for old, after in MOVES[table].items() for new in after)
    return f"OLD.state <> NEW.state AND {_PAIR} NOT IN ({pairs})"


RULES: tuple[tuple[str, str, str, str, str], ...] = (
    ("agreements_begin", "INSERT", "agreements", "NEW.state <> 'draft'", "an agreement begins as a draft"),
    ("agreements_move", "UPDATE", "agreements", _no_move("agreements"), "an agreement does not move so"),
    (
        "agreements_have_a_right",
        "UPDATE",
        "agreements",
        f"NEW.state = 'in_force' AND NEW.return_basis <> 'none' AND NOT EXISTS ({_RIGHT})",
        "an agreement in force has its return right",
    ),
    (
        "agreements_end_after_the_return",
        "UPDATE",
        "agreements",
        f"NEW.state IN {OVER} AND EXISTS ({_RIGHT} AND state IN {AWAY})",
        "somebody is away under this agreement",
    ),
    (
        "agreements_last_day_is_signed",
        "UPDATE",
        "agreements",
        f"NEW.ends_on <> OLD.ends_on AND OLD.state <> 'draft' AND NOT EXISTS ({_IN_FORCE})",
        "the last day away moves by a signed event alone",
    ),
    (
        "return_rights_begin",
        "INSERT",
        "return_rights",
        f"NEW.state <> 'scheduled' OR NOT EXISTS ({_AGREEMENT} = 'in_signature')",
        "a return right begins with its agreement",
    ),
    (
        "return_rights_move",
        "UPDATE",
        "return_rights",
        _no_move("return_rights"),
        "a return right does not move so",
    ),
    (
        "return_rights_need_their_agreement",
        "UPDATE",
        "return_rights",
        f"OLD.state <> NEW.state AND NEW.state IN {AWAY} AND NOT EXISTS ({_AGREEMENT} = 'in_force')",
        "nobody is away without an agreement in force",
    ),
    ("return_rights_stay", "DELETE", "return_rights", "1 = 1", "a return right is kept"),
    (
        "agreement_events_keep_their_text",
        "UPDATE",
        "agreement_events",
        " OR ".join(f"NEW.{column} <> OLD.{column}" for column in UNCHANGED),
        "a text put to signature does not change",
    ),
    (
        "agreement_events_once",
        "UPDATE",
        "agreement_events",
        "OLD.in_force_at IS NOT NULL OR OLD.dropped_at IS NOT NULL",
        "what is in force or dropped stays so",
    ),
    (
        "agreement_events_need_all",
        "UPDATE",
        "agreement_events",
        f"NEW.in_force_at IS NOT NULL AND {_SIGNED} < 5",
        "all five parties sign",
    ),
    ("agreement_events_stay", "DELETE", "agreement_events", "1 = 1", "a text put to signature is kept"),
    (
        "agreement_signatures_fit",
        "INSERT",
        "agreement_signatures",
        f"NOT EXISTS ({_OPEN_EVENT} AND id = NEW.event_id AND sha256 = NEW.sha256)",
        "a signature is for the text that stands",
    ),
    ("agreement_signatures_once", "UPDATE", "agreement_signatures", "1 = 1", "a signature does not change"),
    ("agreement_signatures_stay", "DELETE", "agreement_signatures", "1 = 1", "a signature is kept"),
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

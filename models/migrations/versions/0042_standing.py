"""What became of the position that home named is a fact of its own: a return that is overdue, broken or at
risk stays so while a position is named and answered.

Rights whose open risk was hidden by a position that was named are looked at by the clock again. A
broken right ends with the service of whoever held it: nobody came back under it.
"""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

KNOWN = "CONSTRAINT ck_return_rights_standing_is_known CHECK (standing IN ('proposed', 'agreed', 'disputed'))"
NAMED = (
    "CONSTRAINT ck_return_rights_a_standing_placement_is_named "
    "CHECK (standing IS NULL OR placement IS NOT NULL)"
)
STANDS = """
    UPDATE return_rights SET standing = CASE state
        WHEN 'placement_proposed' THEN 'proposed'
        WHEN 'placement_accepted' THEN 'agreed'
        WHEN 'disputed' THEN 'disputed'
        ELSE (
            SELECT CASE action
                WHEN 'return_rights.propose' THEN 'proposed'
                WHEN 'return_rights.agree' THEN 'agreed'
                WHEN 'return_rights.dispute' THEN 'disputed'
            END
            FROM audit_events
            WHERE object_type = 'return_rights' AND object_id = return_rights.id AND action IN (
                'return_rights.propose', 'return_rights.agree', 'return_rights.dispute',
                'return_rights.extend', 'return_rights.curtail'
            )
            ORDER BY audit_events.id DESC LIMIT 1
        ) END
    WHERE placement IS NOT NULL AND state <> 'scheduled'
"""
HIDDEN = """
    UPDATE return_rights SET next_due_at = (
        SELECT min(raised_at) FROM return_risks WHERE right_id = return_rights.id AND settled_at IS NULL
    )
    WHERE state IN (
        'placement_proposed', 'placement_accepted', 'disputed', 'extended', 'notice_window', 'curtailing'
    ) AND EXISTS (
        SELECT 1 FROM return_risks WHERE right_id = return_rights.id AND settled_at IS NULL
    )
"""
RETURNED, CLOSED = "'breached>returned'", "'breached>closed'"


def _change_moves(before: str, after: str) -> None:
    """Write the guard of the moves of a return right anew with these pairs."""
    if op.get_bind().dialect.name == "sqlite":
        query = "SELECT sql FROM sqlite_master WHERE name = 'return_rights_move'"
    else:
        query = "SELECT pg_get_functiondef('return_rights_move'::regproc)"
    guard: str = op.get_bind().exec_driver_sql(query).scalar_one()
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER return_rights_move")
    op.get_bind().exec_driver_sql(guard.replace(before, after))


def upgrade() -> None:
    op.execute(f"ALTER TABLE return_rights ADD COLUMN standing VARCHAR(40) {KNOWN} {NAMED}")
    if op.get_bind().dialect.name == "postgresql":
        comment = "empty: none is named for the last day as it stands"
        op.execute(f"COMMENT ON COLUMN return_rights.standing IS '{comment}'")
    op.execute(STANDS)
    op.execute(HIDDEN)
    _change_moves(RETURNED, f"{RETURNED}, {CLOSED}")


def downgrade() -> None:
    _change_moves(f"{RETURNED}, {CLOSED}", RETURNED)
    op.drop_column("return_rights", "standing")

"""Hosts that have not decided on a waiver are reminded like the other lines of a round.

SQLite has no ALTER for a CHECK: its text is written anew in the schema, as sqlite.org/lang_altertable.html
describes in section 7 for changes that touch no stored row.
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

OLD = "'certify', 'consent', 'release', 'rank', 'approve', 'answer'"
NEW = "'certify', 'consent', 'release', 'waive', 'rank', 'approve', 'answer'"


def _allow(before: str, after: str) -> None:
    """Let a reminder's line be one of `after` instead of `before`."""
    name = op.f("ck_reminders_line_is_known")
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(f"({before})", f"({after})")
    else:
        op.drop_constraint(name, "reminders", type_="check")
        op.create_check_constraint(name, "reminders", f"line IN ({after})")


def _rewrite(before: str, after: str) -> None:
    bind = op.get_bind()
    version = bind.execute(sa.text("PRAGMA schema_version")).scalar_one()
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    update = "UPDATE sqlite_master SET sql = replace(sql, :before, :after) WHERE name = 'reminders'"
    bind.execute(sa.text(update), {"before": before, "after": after})
    bind.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    bind.execute(sa.text("PRAGMA writable_schema = OFF"))


def upgrade() -> None:
    _allow(OLD, NEW)


def downgrade() -> None:
    op.execute("DELETE FROM reminders WHERE line = 'waive'")
    _allow(NEW, OLD)

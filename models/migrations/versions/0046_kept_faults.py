"""What was wrong with the rows that were left out stays, sealed, with a table that was stored.

SQLite has no ALTER for a CHECK: its text is written anew in the schema, as sqlite.org/lang_altertable.html
describes in section 7 for changes that touch no stored row.
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

OLD = ("report_is_erased_with_the_cells", "content IS NOT NULL OR report IS NULL")
NEW = ("report_outlives_the_cells_of_stored_rows_alone", f"{OLD[1]} OR state = 'stored'")
COMMENT = "sealed: {sample: [{ours: text}], faults: [[line, ours, sentence]]}"


def _rule(before: tuple[str, str], after: tuple[str, str]) -> None:
    """Let the CHECK be `after`, name and text, instead of `before`."""
    (old, was), (new, text) = before, after
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(f"ck_uploads_{old} CHECK ({was})", f"ck_uploads_{new} CHECK ({text})")
    else:
        op.drop_constraint(op.f(f"ck_uploads_{old}"), "uploads", type_="check")
        op.create_check_constraint(op.f(f"ck_uploads_{new}"), "uploads", text)


def _rewrite(before: str, after: str) -> None:
    bind = op.get_bind()
    version = bind.execute(sa.text("PRAGMA schema_version")).scalar_one()
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    update = "UPDATE sqlite_master SET sql = replace(sql, :before, :after) WHERE name = 'uploads'"
    bind.execute(sa.text(update), {"before": before, "after": after})
    bind.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    bind.execute(sa.text("PRAGMA writable_schema = OFF"))


def _comment(words: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"COMMENT ON COLUMN uploads.report IS '{words}'")


def upgrade() -> None:
    _rule(OLD, NEW)
    _comment(f"{COMMENT}; stored: faults alone")


def downgrade() -> None:
    op.execute("UPDATE uploads SET report = NULL WHERE content IS NULL")
    _rule(NEW, OLD)
    _comment(COMMENT)

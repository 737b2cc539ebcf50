"""An executive says since when they are back; headcounts come in as a table, and what they replace is kept;
until they are confirmed they can be taken back.

SQLite has no ALTER for a CHECK: its text is written anew in the schema, as sqlite.org/lang_altertable.html
describes in section 7 for changes that touch no stored row.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

SAID = "the first day back in the executive's own words; home enters the return"
BEFORE = "the values that a row had which the upload changed; empty: the upload made it"
TABLES = ("uploads", "upload_mappings")
OLD = "'people', 'mentors', 'coaches', 'requests', 'relations', 'opportunities', 'sheets', 'rankings'"
NEW = f"{OLD}, 'headcounts'"
KEPT = ("OLD.state = 'confirmed'", "a confirmed headcount is kept")
KEPT_BEFORE = ("1 = 1", "a headcount is kept")


def _keep(rule: str, message: str) -> None:
    """What the trigger that keeps headcounts refuses."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER headcounts_stay")
        op.execute(
            f"CREATE TRIGGER headcounts_stay BEFORE DELETE ON headcounts WHEN {rule} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    else:
        op.execute(
            "CREATE OR REPLACE FUNCTION headcounts_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {rule} THEN RAISE EXCEPTION '{message}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$"
        )


def _allow(before: str, after: str) -> None:
    """Let the kind of a table be one of `after` instead of `before`."""
    for table in TABLES:
        name = op.f(f"ck_{table}_kind_is_known")
        if op.get_bind().dialect.name == "sqlite":
            _rewrite(table, f"({before})", f"({after})")
        else:
            op.drop_constraint(name, table, type_="check")
            op.create_check_constraint(name, table, f"kind IN ({after})")


def _rewrite(table: str, before: str, after: str) -> None:
    bind = op.get_bind()
    version = bind.execute(sa.text("PRAGMA schema_version")).scalar_one()
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    update = (
        "UPDATE sqlite_master SET sql = replace(sql, :before, :after) WHERE type = 'table' AND name = :name"
    )
    bind.execute(sa.text(update), {"before": before, "after": after, "name": table})
    bind.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    bind.execute(sa.text("PRAGMA writable_schema = OFF"))


def upgrade() -> None:
    op.add_column("return_rights", sa.Column("said_back_on", sa.Date(), nullable=True, comment=SAID))
    op.add_column("uploaded_rows", sa.Column("before", sa.JSON(), nullable=True, comment=BEFORE))
    _keep(*KEPT)
    _allow(OLD, NEW)


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DELETE FROM {table} WHERE kind = 'headcounts'")  # noqa: S608 - a name of ours
    _allow(NEW, OLD)
    _keep(*KEPT_BEFORE)
    op.drop_column("uploaded_rows", "before")
    op.drop_column("return_rights", "said_back_on")

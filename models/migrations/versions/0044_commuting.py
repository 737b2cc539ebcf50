"""A draft states no commuting area before somebody has."""

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

UNSTATED = (
    "UPDATE agreements SET commuting = NULL "
    "WHERE state = 'draft' AND NOT commuting AND appraisal = 'To be written before it is signed.'"
)


def _remake(kind: str, copy: str) -> None:
    """SQLite changes no column in place."""
    op.execute(f"ALTER TABLE agreements ADD COLUMN remade {kind}")
    op.execute(copy)
    op.execute("ALTER TABLE agreements DROP COLUMN commuting")
    op.execute("ALTER TABLE agreements RENAME COLUMN remade TO commuting")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _remake("BOOLEAN", "UPDATE agreements SET remade = commuting")
    else:
        op.execute("ALTER TABLE agreements ALTER COLUMN commuting DROP NOT NULL")
        comment = "within the commuting area of the position of record; empty: not stated yet"
        op.execute(f"COMMENT ON COLUMN agreements.commuting IS '{comment}'")
    op.execute(UNSTATED)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _remake("BOOLEAN NOT NULL DEFAULT 0", "UPDATE agreements SET remade = coalesce(commuting, 0)")
        return
    op.execute("UPDATE agreements SET commuting = false WHERE commuting IS NULL")
    op.execute("ALTER TABLE agreements ALTER COLUMN commuting SET NOT NULL")
    comment = "within the commuting area of the position of record"
    op.execute(f"COMMENT ON COLUMN agreements.commuting IS '{comment}'")

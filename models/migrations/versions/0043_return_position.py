"""The agreement names the position that a way back to a named position leads to."""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE agreements ADD COLUMN return_position VARCHAR(300)")
    if op.get_bind().dialect.name == "postgresql":
        comment = "where a way back to a named position leads; empty: not named yet, or another target"
        op.execute(f"COMMENT ON COLUMN agreements.return_position IS '{comment}'")


def downgrade() -> None:
    op.drop_column("agreements", "return_position")

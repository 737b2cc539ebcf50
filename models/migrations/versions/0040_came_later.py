"""An answer to a requirement knows when it brought its executive to the host, after the rankings opened."""

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    kind = "TIMESTAMP WITH TIME ZONE" if postgres else "DATETIME"
    op.execute(f"ALTER TABLE requirement_answers ADD COLUMN shown_at {kind}")
    if postgres:
        comment = "when the waiver put the executive among the applicants of rankings that were open"
        op.execute(f"COMMENT ON COLUMN requirement_answers.shown_at IS '{comment}'")


def downgrade() -> None:
    op.drop_column("requirement_answers", "shown_at")

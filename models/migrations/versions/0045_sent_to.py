"""A notice keeps the address that it was sent to."""

from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE outbox ADD COLUMN sent_to VARCHAR(254)")
    if op.get_bind().dialect.name == "postgresql":
        comment = "the address of the last try; empty: not tried yet, or before addresses were kept"
        op.execute(f"COMMENT ON COLUMN outbox.sent_to IS '{comment}'")


def downgrade() -> None:
    op.drop_column("outbox", "sent_to")

"""What executives write down of their service, for the gates of sabbaticals and the rest between moves."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_records",
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column(
            "content",
            sa.LargeBinary(),
            nullable=False,
            comment="sealed: the days and the attestations of Service",
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_service_records_executive_id")
        ),
        sa.PrimaryKeyConstraint("executive_id", name=op.f("pk_service_records")),
    )


def downgrade() -> None:
    op.drop_table("service_records")

"""Restores from a backup, each of which holds mail until a person releases it."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "restores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("taken_at", UtcInstant(timezone=True), nullable=False, comment="when the backup was taken"),
        sa.Column("restored_at", UtcInstant(timezone=True), nullable=False),
        sa.Column(
            "released_at",
            UtcInstant(timezone=True),
            nullable=True,
            comment="until then every notice is held",
        ),
        sa.CheckConstraint("taken_at <= restored_at", name=op.f("ck_restores_backup_was_taken_before")),
        sa.CheckConstraint("released_at >= restored_at", name=op.f("ck_restores_released_after_restored")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restores")),
    )


def downgrade() -> None:
    op.drop_table("restores")

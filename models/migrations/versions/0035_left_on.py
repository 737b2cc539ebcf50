"""The first day not served of an agreement without a way back whose executive left the service."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

AGREEMENTS = sa.table("agreements", sa.column("id"), sa.column("zone"), sa.column("left_on", sa.Date()))
RIGHTS = sa.table("return_rights", sa.column("agreement_id"))
TRAIL = sa.table(
    "audit_events",
    sa.column("object_type"),
    sa.column("object_id"),
    sa.column("action"),
    sa.column("at", UtcInstant(timezone=True)),
)


def upgrade() -> None:
    comment = "the first day not served because the executive left the service; a return right has its own"
    op.add_column("agreements", sa.Column("left_on", sa.Date(), nullable=True, comment=comment))
    ended = (
        sa.select(AGREEMENTS.c.id, AGREEMENTS.c.zone, TRAIL.c.at)
        .join(TRAIL, TRAIL.c.object_id == AGREEMENTS.c.id)
        .where(TRAIL.c.object_type == "agreements", TRAIL.c.action == "agreements.end_early")
        .where(AGREEMENTS.c.id.not_in(sa.select(RIGHTS.c.agreement_id)))
    )
    for id_, zone, at in op.get_bind().execute(ended).all():
        left_on = at.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
        op.execute(AGREEMENTS.update().where(AGREEMENTS.c.id == id_).values(left_on=left_on))


def downgrade() -> None:
    op.drop_column("agreements", "left_on")

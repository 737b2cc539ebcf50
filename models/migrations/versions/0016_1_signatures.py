"""Signatures of agreements, each for one party and one text."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0016_1_1"
down_revision = "0016_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement_signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "executive",
                "home_supervisor",
                "host_supervisor",
                "home_agency",
                "host_agency",
                name="party_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("signed_at", UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_agreement_signatures_sha256_has_64_digits")),
        sa.ForeignKeyConstraint(["actor_id"], ["actors.id"], name=op.f("fk_agreement_signatures_actor_id")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["agreement_events.id"], name=op.f("fk_agreement_signatures_event_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_signatures")),
        sa.UniqueConstraint("event_id", "actor_id", name=op.f("uq_agreement_signatures_event_id_actor_id")),
        sa.UniqueConstraint("event_id", "party", name=op.f("uq_agreement_signatures_event_id_party")),
    )
    op.create_index(
        op.f("ix_agreement_signatures_actor_id"), "agreement_signatures", ["actor_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("agreement_signatures")

"""What an opportunity states of its results and of the way back."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BASES = ("statutory", "regulatory", "agreement", "policy", "none")
TARGETS = ("same_position", "any_qualified_ses_position", "named_position", "successor_agency")


def _known(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "opportunity_results",
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_opportunity_results_ordinal_begins_at_one")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("fk_opportunity_results_opportunity_id")
        ),
        sa.PrimaryKeyConstraint("opportunity_id", "ordinal", name=op.f("pk_opportunity_results")),
    )
    op.create_table(
        "opportunity_returns",
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("basis", _known(BASES, "basis_is_known"), nullable=False),
        sa.Column("target", _known(TARGETS, "target_is_known"), nullable=True),
        sa.CheckConstraint(
            "(basis = 'none') = (target IS NULL)", name=op.f("ck_opportunity_returns_it_leads_somewhere")
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("fk_opportunity_returns_opportunity_id")
        ),
        sa.PrimaryKeyConstraint("opportunity_id", name=op.f("pk_opportunity_returns")),
    )


def downgrade() -> None:
    op.drop_table("opportunity_returns")
    op.drop_table("opportunity_results")

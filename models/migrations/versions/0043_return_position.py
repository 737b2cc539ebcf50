"""The agreement names the position that a way back to a named position leads to."""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


SAYS = "CONSTRAINT ck_agreements_a_named_position_says_which CHECK (length(return_position) > 0)"
LEADS = (
    "CONSTRAINT ck_agreements_a_position_is_named_where_the_return_leads_to_one "
    "CHECK (return_position IS NULL OR (return_target = 'named_position' AND return_basis <> 'none'))"
)


def upgrade() -> None:
    op.execute(f"ALTER TABLE agreements ADD COLUMN return_position VARCHAR(300) {SAYS} {LEADS}")
    if op.get_bind().dialect.name == "postgresql":
        comment = "where a way back to a named position leads; empty: not named yet, or another target"
        op.execute(f"COMMENT ON COLUMN agreements.return_position IS '{comment}'")


def downgrade() -> None:
    op.drop_column("agreements", "return_position")

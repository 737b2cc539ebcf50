"""A request that found nobody knows what kept everybody away."""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    known = "obstacle IN ('nobody', 'musts', 'day', 'either', 'both')"
    rule = f"CONSTRAINT ck_mentoring_requests_obstacle_is_known CHECK ({known})"
    op.execute(f"ALTER TABLE mentoring_requests ADD COLUMN obstacle VARCHAR(40) {rule}")
    if op.get_bind().dialect.name == "postgresql":
        comment = "what kept everybody from being asked when it was submitted"
        op.execute(f"COMMENT ON COLUMN mentoring_requests.obstacle IS '{comment}'")


def downgrade() -> None:
    op.drop_column("mentoring_requests", "obstacle")

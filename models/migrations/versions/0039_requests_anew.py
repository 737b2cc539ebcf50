"""A request that is asked anew knows the first one of its question."""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = "CONSTRAINT fk_mentoring_requests_anew_of_id REFERENCES mentoring_requests (id)"
    op.execute(f"ALTER TABLE mentoring_requests ADD COLUMN anew_of_id INTEGER {key}")
    op.create_index(op.f("ix_mentoring_requests_anew_of_id"), "mentoring_requests", ["anew_of_id"])
    if op.get_bind().dialect.name == "postgresql":
        comment = "the first request of the same question, where it is asked anew"
        op.execute(f"COMMENT ON COLUMN mentoring_requests.anew_of_id IS '{comment}'")


def downgrade() -> None:
    op.drop_index(op.f("ix_mentoring_requests_anew_of_id"), "mentoring_requests")
    op.drop_column("mentoring_requests", "anew_of_id")

"""What opportunities require, and what executives and hosts say to the gates among it."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0025"
down_revision = "0020"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "opportunity_requirements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(300), nullable=False),
        sa.Column("subject", _one_of("subject_is_known", "technical", "ecq", "other"), nullable=False),
        sa.Column("effect", _one_of("effect_is_known", "gate", "flag", "score"), nullable=False),
        sa.Column(
            "weight", sa.Integer(), nullable=True, comment="points of this requirement; only of a score"
        ),
        sa.Column("justification", sa.Text(), nullable=False, comment="why the work needs it"),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_opportunity_requirements_ordinal_begins_at_one")),
        sa.CheckConstraint(
            "(effect = 'score') = (weight IS NOT NULL)",
            name=op.f("ck_opportunity_requirements_weight_is_of_a_score"),
        ),
        sa.CheckConstraint(
            "weight >= 1 AND weight <= 100", name=op.f("ck_opportunity_requirements_weight_is_1_to_100")
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_opportunity_requirements_opportunity_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity_requirements")),
    )
    op.create_index(
        op.f("ix_opportunity_requirements_opportunity_id"), "opportunity_requirements", ["opportunity_id"]
    )
    _answers()


def _answers() -> None:
    table = "requirement_answers"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            _one_of("state_is_known", "open", "attested", "asked", "granted", "refused"),
            nullable=False,
        ),
        sa.Column(
            "reason", sa.Text(), nullable=False, comment="why a waiver is asked; the host decides on it"
        ),
        sa.Column("decision", sa.Text(), nullable=False, comment="why it was granted or refused"),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcInstant(timezone=True), nullable=True),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "state NOT IN ('asked', 'granted', 'refused') OR length(reason) > 0",
            name=op.f("ck_requirement_answers_asked_with_a_reason"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('granted', 'refused') OR (decided_by_id IS NOT NULL AND length(decision) > 0)",
            name=op.f("ck_requirement_answers_decided_with_a_reason"),
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_requirement_answers_round_id")),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_requirement_answers_executive_id")
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["opportunity_requirements.id"],
            name=op.f("fk_requirement_answers_requirement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["actors.id"], name=op.f("fk_requirement_answers_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement_answers")),
        sa.UniqueConstraint(
            "round_id",
            "executive_id",
            "requirement_id",
            name=op.f("uq_requirement_answers_round_id_executive_id_requirement_id"),
        ),
    )
    for column in ("executive_id", "requirement_id", "state"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.drop_table("requirement_answers")
    op.drop_table("opportunity_requirements")

"""Pay plans, evaluations after a return, and what was done for those away."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0022_2"
down_revision = "0022_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite cannot add a constraint later, and a table made anew would lose its triggers
    op.execute(
        "ALTER TABLE executives ADD COLUMN pay_plan VARCHAR(40) DEFAULT 'es' NOT NULL "
        "CONSTRAINT ck_executives_pay_plan_is_known CHECK (pay_plan IN ('es', 'sl', 'st'))"
    )
    # whoever is back already is asked too: the clock looks at their rights again
    op.execute(
        "UPDATE return_rights SET next_due_at = '2026-11-01 00:00:00.000000' "
        "WHERE returned_on IS NOT NULL AND next_due_at IS NULL"
    )
    op.create_table(
        "away_checks",
        sa.Column("right_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(length=40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("entered_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(line) > 0", name=op.f("ck_away_checks_line_is_not_empty")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["actors.id"], name=op.f("fk_away_checks_entered_by_id")),
        sa.ForeignKeyConstraint(["right_id"], ["return_rights.id"], name=op.f("fk_away_checks_right_id")),
        sa.PrimaryKeyConstraint("right_id", "line", name=op.f("pk_away_checks")),
    )
    op.create_table(
        "evaluations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("right_id", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False, comment="after the return"),
        sa.Column(
            "side",
            sa.Enum(
                "executive",
                "home",
                "host",
                name="side_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="who is asked"),
        sa.Column("answered_at", UtcInstant(timezone=True), nullable=True),
        sa.Column(
            "outlook", sa.Integer(), nullable=True, comment="a broadened outlook on role and responsibilities"
        ),
        sa.Column(
            "relationships", sa.Integer(), nullable=True, comment="builds relationships across organizations"
        ),
        sa.Column(
            "leads_change", sa.Integer(), nullable=True, comment="manages change and responds to resistance"
        ),
        sa.Column(
            "develops_others", sa.Integer(), nullable=True, comment="is engaged in the development of others"
        ),
        sa.Column("satisfied", sa.Integer(), nullable=True, comment="satisfied with the rotation"),
        sa.CheckConstraint(
            "(answered_at IS NOT NULL) = (outlook IS NOT NULL AND relationships IS NOT NULL AND "
            "leads_change IS NOT NULL AND develops_others IS NOT NULL AND satisfied IS NOT NULL)",
            name=op.f("ck_evaluations_answered_wholly_or_not_at_all"),
        ),
        sa.CheckConstraint(
            "months IN (3, 6, 12)", name=op.f("ck_evaluations_asked_after_three_six_or_twelve_months")
        ),
        sa.CheckConstraint(
            "outlook BETWEEN 1 AND 5 AND relationships BETWEEN 1 AND 5 AND "
            "leads_change BETWEEN 1 AND 5 AND develops_others BETWEEN 1 AND 5 AND satisfied BETWEEN 1 AND 5",
            name=op.f("ck_evaluations_figures_are_one_to_five"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["actors.id"], name=op.f("fk_evaluations_person_id")),
        sa.ForeignKeyConstraint(["right_id"], ["return_rights.id"], name=op.f("fk_evaluations_right_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluations")),
        sa.UniqueConstraint("right_id", "months", "side", name=op.f("uq_evaluations_right_id_months_side")),
    )
    op.create_index(op.f("ix_evaluations_person_id"), "evaluations", ["person_id"], unique=False)


def downgrade() -> None:
    for table in ("evaluations", "away_checks"):
        op.drop_table(table)
    op.execute("ALTER TABLE executives DROP COLUMN pay_plan")

"""What policy has to know of an agreement, the orders of details, the answers to findings; and nobody twice.

The database itself refuses a second agreement in force for the same executive on the same days.
"""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0023"
down_revision = "0025"
branch_labels = None
depends_on = None

GROUNDS = ("unsatisfactory_rating", "disciplinary_action")
HOSTS = ("state", "local", "tribal", "instrumentality", "university", "ffrdc", "other_organization")
TWICE = (
    "NEW.state = 'in_force' AND EXISTS (SELECT 1 FROM agreements AS other WHERE other.id <> NEW.id "
    "AND other.executive_id = NEW.executive_id AND other.state = 'in_force' "
    "AND other.starts_on <= NEW.ends_on AND NEW.starts_on <= other.ends_on)"
)
NAME, MESSAGE = "agreements_one_at_a_time", "the executive is away under another agreement"


def _known(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "agreement_facts",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("function_changes", sa.Boolean(), nullable=False),
        sa.Column(
            "qualified_on", sa.Date(), nullable=True, comment="the written determination of qualifications"
        ),
        sa.Column("host_appraises", sa.Boolean(), nullable=False),
        sa.Column("host_plan_on", sa.Date(), nullable=True, comment="the host's goals and requirements"),
        sa.Column("unclassified", sa.Boolean(), nullable=False, comment="a detail to unclassified duties"),
        sa.Column("lower", sa.Boolean(), nullable=False, comment="a detail to a position at GS-15 or below"),
        sa.Column("opm_approval", sa.String(length=200), nullable=True),
        sa.Column("involuntary", sa.Boolean(), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=True),
        sa.Column("consulted_on", sa.Date(), nullable=True),
        sa.Column(
            "waived_on", sa.Date(), nullable=True, comment="the executive's written waiver of the 60 days"
        ),
        sa.Column("head_since", sa.Date(), nullable=True, comment="of the agency's head, who is new"),
        sa.Column(
            "supervisor_since",
            sa.Date(),
            nullable=True,
            comment="of the noncareer supervisor, who is new",
        ),
        sa.Column("exception", _known("exception_is_known", GROUNDS), nullable=True),
        sa.Column("exception_on", sa.Date(), nullable=True),
        sa.Column("to_noncareer", sa.Boolean(), nullable=False),
        sa.Column("appraised_on", sa.Date(), nullable=True, comment="the appraisal before a permanent move"),
        sa.Column("civil_since", sa.Date(), nullable=True, comment="service that counts for a sabbatical"),
        sa.Column("last_sabbatical_on", sa.Date(), nullable=True),
        sa.Column("not_retirable", sa.Boolean(), nullable=False, comment="attested; no age is stored"),
        sa.Column("compensated", sa.Boolean(), nullable=False),
        sa.Column("obliged_on", sa.Date(), nullable=True, comment="the signed agreement to serve afterwards"),
        sa.Column("host_kind", _known("host_kind_is_known", HOSTS), nullable=True),
        sa.Column("certified", sa.Boolean(), nullable=False),
        sa.Column("concern", sa.Text(), nullable=False, comment="the work of mutual concern"),
        sa.Column("unpaid", sa.Boolean(), nullable=False, comment="leave without pay, else a detail"),
        sa.Column("above_federal_pay", sa.Boolean(), nullable=False),
        sa.Column("relocation", sa.Boolean(), nullable=False),
        sa.Column("relocation_agreed", sa.Boolean(), nullable=False),
        sa.Column("opm_waiver", sa.String(length=200), nullable=True),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="counts the edits; a stale edit is refused",
        ),
        sa.CheckConstraint(
            "(exception IS NULL) = (exception_on IS NULL)",
            name=op.f("ck_agreement_facts_an_exception_has_its_day"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_facts_agreement_id")
        ),
        sa.PrimaryKeyConstraint("agreement_id", name=op.f("pk_agreement_facts")),
    )
    _orders()
    _answers()
    _one_at_a_time()


def _orders() -> None:
    op.create_table(
        "agreement_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_agreement_orders_order_is_ordered")),
        sa.CheckConstraint("length(number) > 0", name=op.f("ck_agreement_orders_number_is_not_empty")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_orders_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["actors.id"], name=op.f("fk_agreement_orders_entered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_orders")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_agreement_orders_agreement_id_number")),
    )


def _answers() -> None:
    op.create_table(
        "finding_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("answer", _known("answer_is_known", ("read", "waived")), nullable=False),
        sa.Column(
            "document",
            sa.Text(),
            nullable=True,
            comment="who waived it, when, and where the paper lies",
        ),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(answer = 'waived') = (document IS NOT NULL)",
            name=op.f("ck_finding_answers_a_waiver_says_by_what"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_finding_answers_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["actors.id"], name=op.f("fk_finding_answers_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_answers")),
        sa.UniqueConstraint(
            "agreement_id", "code", "sentence", name=op.f("uq_finding_answers_agreement_id_code_sentence")
        ),
    )


def _one_at_a_time() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON agreements WHEN {TWICE} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {TWICE} THEN RAISE EXCEPTION '{MESSAGE}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {NAME} BEFORE UPDATE ON agreements FOR EACH ROW EXECUTE FUNCTION {NAME}()")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {NAME}")
    else:
        op.execute(f"DROP FUNCTION {NAME}() CASCADE")
    for table in ("finding_answers", "agreement_orders", "agreement_facts"):
        op.drop_table(table)

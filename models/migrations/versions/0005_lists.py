"""Consents, dream sheets and host rankings."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "applicant_lists",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("executives", sa.LargeBinary(), nullable=False, comment="sealed: slugs"),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("fk_applicant_lists_opportunity_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_applicant_lists_round_id")),
        sa.PrimaryKeyConstraint("round_id", "opportunity_id", name=op.f("pk_applicant_lists")),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False, comment="the sentence the executive agreed to"),
        sa.Column(
            "voluntary",
            sa.Boolean(),
            nullable=False,
            comment="the executive states that the move is voluntary",
        ),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("voluntary", name=op.f("ck_consents_consent_is_voluntary")),
        sa.CheckConstraint("withdrawn_at >= given_at", name=op.f("ck_consents_withdrawal_follows_consent")),
        sa.ForeignKeyConstraint(["executive_id"], ["executives.id"], name=op.f("fk_consents_executive_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["actors.id"], name=op.f("fk_consents_given_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_consents_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_executive_id"), "consents", ["executive_id"], unique=False)
    op.create_index(
        "uq_consents_one_open_consent",
        "consents",
        ["round_id", "executive_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "dream_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "certified",
                "changed",
                "withdrawn",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "draft",
            sa.LargeBinary(),
            nullable=False,
            comment="sealed: list of lists of opportunity slugs, ties together",
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.ForeignKeyConstraint(
            ["executive_id"], ["executives.id"], name=op.f("fk_dream_sheets_executive_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_dream_sheets_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dream_sheets")),
        sa.UniqueConstraint("round_id", "executive_id", name=op.f("uq_dream_sheets_round_id_executive_id")),
    )
    op.create_index(op.f("ix_dream_sheets_executive_id"), "dream_sheets", ["executive_id"], unique=False)
    op.create_table(
        "host_rankings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "certified",
                "changed",
                "withdrawn",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "draft",
            sa.LargeBinary(),
            nullable=False,
            comment="sealed: {ranking: lists of executive slugs, refused: {slug: why}}",
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("fk_host_rankings_opportunity_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_host_rankings_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_rankings")),
        sa.UniqueConstraint(
            "round_id", "opportunity_id", name=op.f("uq_host_rankings_round_id_opportunity_id")
        ),
    )
    op.create_index(
        op.f("ix_host_rankings_opportunity_id"), "host_rankings", ["opportunity_id"], unique=False
    )
    op.create_table(
        "dream_sheet_versions",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("choices", sa.LargeBinary(), nullable=True, comment="sealed"),
        sa.Column("nonce", sa.String(length=64), nullable=True, comment="salt of the commitment"),
        sa.Column(
            "commitment",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of canonical [nonce, executive, choices]",
        ),
        sa.Column("certified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("certified_by_id", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(superseded_at IS NULL) = (choices IS NOT NULL)",
            name=op.f("ck_dream_sheet_versions_superseded_list_is_erased"),
        ),
        sa.CheckConstraint(
            "(superseded_at IS NULL) = (nonce IS NOT NULL)",
            name=op.f("ck_dream_sheet_versions_superseded_nonce_is_erased"),
        ),
        sa.CheckConstraint(
            "length(commitment) = 64", name=op.f("ck_dream_sheet_versions_commitment_has_64_digits")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_dream_sheet_versions_number_begins_at_one")),
        sa.ForeignKeyConstraint(
            ["certified_by_id"], ["actors.id"], name=op.f("fk_dream_sheet_versions_certified_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["dream_sheets.id"], name=op.f("fk_dream_sheet_versions_sheet_id")
        ),
        sa.PrimaryKeyConstraint("sheet_id", "number", name=op.f("pk_dream_sheet_versions")),
    )
    op.create_table(
        "host_ranking_versions",
        sa.Column("ranking_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ranking", sa.LargeBinary(), nullable=True, comment="sealed"),
        sa.Column("nonce", sa.String(length=64), nullable=True, comment="salt of the commitment"),
        sa.Column(
            "commitment",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of canonical [nonce, opportunity, ranking]",
        ),
        sa.Column("certified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("certified_by_id", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(superseded_at IS NULL) = (nonce IS NOT NULL)",
            name=op.f("ck_host_ranking_versions_superseded_nonce_is_erased"),
        ),
        sa.CheckConstraint(
            "(superseded_at IS NULL) = (ranking IS NOT NULL)",
            name=op.f("ck_host_ranking_versions_superseded_list_is_erased"),
        ),
        sa.CheckConstraint(
            "length(commitment) = 64", name=op.f("ck_host_ranking_versions_commitment_has_64_digits")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_host_ranking_versions_number_begins_at_one")),
        sa.ForeignKeyConstraint(
            ["certified_by_id"], ["actors.id"], name=op.f("fk_host_ranking_versions_certified_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["ranking_id"], ["host_rankings.id"], name=op.f("fk_host_ranking_versions_ranking_id")
        ),
        sa.PrimaryKeyConstraint("ranking_id", "number", name=op.f("pk_host_ranking_versions")),
    )


def downgrade() -> None:
    op.drop_table("host_ranking_versions")
    op.drop_table("dream_sheet_versions")
    op.drop_table("host_rankings")
    op.drop_table("dream_sheets")
    op.drop_table("consents")
    op.drop_table("applicant_lists")

"""Tables brought in as files: uploads, how their columns are read, and the rows they made."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upload_mappings",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "people",
                "mentors",
                "coaches",
                "requests",
                "relations",
                "opportunities",
                "sheets",
                "rankings",
                name="kind_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "content",
            sa.LargeBinary(),
            nullable=False,
            comment="sealed: {columns: {ours: theirs}, fixed: {ours: value}, words: [[theirs, ours]]}",
        ),
        sa.Column("changed_at", UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["actors.id"], name=op.f("fk_upload_mappings_owner_id")),
        sa.PrimaryKeyConstraint("owner_id", "kind", name=op.f("pk_upload_mappings")),
    )
    op.create_table(
        "uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "people",
                "mentors",
                "coaches",
                "requests",
                "relations",
                "opportunities",
                "sheets",
                "rankings",
                name="kind_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "uploaded",
                "checked",
                "stored",
                "undone",
                "discarded",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False, comment="rows of the file below its header"),
        sa.Column("good", sa.Integer(), nullable=True, comment="rows without an error, at the last check"),
        sa.Column(
            "dropped",
            sa.JSON(),
            nullable=False,
            comment="headings of columns that were never kept: who somebody is, and biographies",
        ),
        sa.Column("notes", sa.JSON(), nullable=False, comment="what the reader noticed, as sentences"),
        sa.Column(
            "mapping", sa.LargeBinary(), nullable=False, comment="sealed, as in upload_mappings.content"
        ),
        sa.Column(
            "content", sa.LargeBinary(), nullable=True, comment="sealed: {header: [text], rows: [[text]]}"
        ),
        sa.Column(
            "report",
            sa.LargeBinary(),
            nullable=True,
            comment="sealed: {sample: [{ours: text}], faults: [[line, ours, sentence]]}",
        ),
        sa.Column("created_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("changed_at", UtcInstant(timezone=True), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the edits; a stale edit is refused"
        ),
        sa.CheckConstraint(
            "(content IS NOT NULL) = (state IN ('uploaded', 'checked'))",
            name=op.f("ck_uploads_cells_are_erased_at_the_end"),
        ),
        sa.CheckConstraint(
            "content IS NOT NULL OR report IS NULL", name=op.f("ck_uploads_report_is_erased_with_the_cells")
        ),
        sa.CheckConstraint("length(file_sha256) = 64", name=op.f("ck_uploads_file_sha256_has_64_digits")),
        sa.CheckConstraint("rows >= 0", name=op.f("ck_uploads_rows_are_not_negative")),
        sa.ForeignKeyConstraint(["owner_id"], ["actors.id"], name=op.f("fk_uploads_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index(op.f("ix_uploads_owner_id"), "uploads", ["owner_id"], unique=False)
    op.create_table(
        "uploaded_rows",
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False, comment="of the file, the header being line 1"),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column(
            "row_version", sa.Integer(), nullable=True, comment="a row changed since is not taken back"
        ),
        sa.CheckConstraint("line >= 2", name=op.f("ck_uploaded_rows_line_begins_below_the_header")),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_uploaded_rows_upload_id")),
        sa.PrimaryKeyConstraint("upload_id", "line", "table_name", name=op.f("pk_uploaded_rows")),
    )


def downgrade() -> None:
    op.drop_table("uploaded_rows")
    op.drop_table("uploads")
    op.drop_table("upload_mappings")

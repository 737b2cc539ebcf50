"""A file, and which of its columns is which of ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from models.services.exports import Format
from models.services.uploads import LONGEST_WORD, HowRead
from models.table_kinds.kind import Kind
from models.uploads import Upload

NOWHERE = SelectChoice("", "not in the file")
MOST_WORDS = 200


class Bring(FlaskForm):
    """Which kind of table, and the file."""

    kind = SelectField("What the file holds", [InputRequired("Choose what the file holds.")])
    file = FileField(
        "File",
        [FileRequired("Choose a file.")],
        render_kw={"accept": ".csv,.tsv,.txt,.xlsx"},
    )


class Take(FlaskForm):
    """Which kind of table, and as which kind of file."""

    table = SelectField("Table", [InputRequired("Choose a table.")])
    format = SelectField(
        "As",
        [InputRequired("Choose the kind of file.")],
        choices=[SelectChoice(Format.CSV.value, "CSV"), SelectChoice(Format.XLSX.value, "Excel workbook")],
        default=Format.CSV.value,
    )


class Store(FlaskForm):
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired("Open the page again.")])


def kind_choices(kinds: Sequence[Kind]) -> list[SelectChoice]:
    """The kinds of tables to choose from."""
    return [SelectChoice(kind.code.value, kind.title) for kind in kinds]


class ColumnsForm(FlaskForm):
    """How a file is read; `columns_form` adds two fields for each of our columns."""

    words = TextAreaField(
        "Other words",
        [Length(max=20_000, message="Use at most 20,000 characters.")],
        render_kw={"rows": 4},
    )

    def validate_words(self, field: Any) -> None:
        """Refuse a line without an equals sign."""
        lines = [line for line in (field.data or "").splitlines() if line.strip()]
        if len(lines) > MOST_WORDS:
            raise ValidationError("Write at most 200 lines.")
        if any(not all(part.strip() for part in _pair(line)) for line in lines):
            raise ValidationError("Write each line as: their word = our word.")

    def how_read(self) -> HowRead:
        """What was chosen, for the verb; one value for every row counts where no column is chosen."""
        columns, fixed = {}, {}
        for name, field in self._fields.items():
            if name.startswith("column-") and field.data:
                columns[name.removeprefix("column-")] = field.data
            if name.startswith("fixed-") and field.data and field.data.strip():
                fixed[name.removeprefix("fixed-")] = field.data.strip()
        lines = [line for line in (self.words.data or "").splitlines() if line.strip()]
        theirs = [tuple(" ".join(part.split()) for part in _pair(line)) for line in lines]
        return HowRead(columns, fixed, [(pair[0], pair[1]) for pair in theirs])


def _pair(line: str) -> tuple[str, str]:
    theirs, _, ours = line.partition("=")
    return theirs, ours


def columns_form(kind: Kind, upload: Upload) -> ColumnsForm:
    """The form for one file, filled with how it is read so far."""
    said, header = upload.mapping, (upload.content or {"header": []})["header"]
    choices = [NOWHERE, *(SelectChoice(heading, heading) for heading in header)]
    fields: dict[str, Any] = {}
    for column in kind.columns:
        fields[f"column-{column.name}"] = SelectField(
            column.label, choices=choices, default=said["columns"].get(column.name, ""), validate_choice=False
        )
        fields[f"fixed-{column.name}"] = StringField(
            f"{column.label}: one value for every row",
            [Length(max=LONGEST_WORD, message="Use at most 300 characters.")],
            default=said["fixed"].get(column.name, ""),
        )
    made: ColumnsForm = type("Columns", (ColumnsForm,), fields)(
        data={"words": "\n".join(f"{theirs} = {ours}" for theirs, ours in said["words"])}
    )
    return made

"""A list entered for somebody else: one line for each choice."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from models.sealed_lists import Groups


class EnterForm(FlaskForm):
    words = StringField("Find an opportunity of this round")
    choices = TextAreaField(
        "Opportunities, the most wanted first",
        [
            DataRequired("Name one opportunity or more."),
            Length(max=5000, message="Use at most 5,000 characters."),
        ],
    )
    late_because = TextAreaField(
        "Why it comes late", [Length(max=2000, message="Use at most 2,000 characters.")]
    )

    def begin(self, choices: Groups) -> None:
        """Show a list as `groups` reads it."""
        self.choices.data = "\n".join(", ".join(group) for group in choices)

    def groups(self) -> Groups:
        """One choice a line, the members of a tie on one line with commas between."""
        rows = [[one.strip() for one in row.split(",")] for row in (self.choices.data or "").splitlines()]
        return [[one for one in row if one] for row in rows if any(row)]

    def named(self) -> list[str]:
        """Every opportunity of the list, in its order."""
        return [one for row in self.groups() for one in row]

    def add(self, slug: str) -> None:
        """Put one after all others, unless it is named already."""
        typed = (self.choices.data or "").rstrip()
        if all(slug not in row for row in self.groups()):
            self.choices.data = f"{typed}\n{slug}" if typed else slug

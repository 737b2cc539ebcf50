"""What is done to a dream sheet: one choice moved, the list certified, consent given."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from matcher.policy.clauses import LONGEST_SHEET
from models.arranging import ACTS, move_to
from models.errors import Invalid
from models.sealed_lists import Groups
from models.services.consents import STATEMENT
from webui.forms.fields import Whole

TO = "to"


class Arrange(FlaskForm):
    """One act on one choice."""

    slug = HiddenField(validators=[InputRequired("Choose the opportunity again.")])
    act = SelectField(
        choices=[*ACTS, TO], validators=[InputRequired("Use the page's own buttons.")], render_kw={}
    )
    position = Whole(
        "Position",
        [
            Optional(),
            NumberRange(1, LONGEST_SHEET.figure, f"Enter a position from 1 to {LONGEST_SHEET.figure}."),
        ],
    )

    def arranged(self, groups: Groups) -> Groups:
        """The list after the act; Invalid where the choice is not on it, or has no place to go to."""
        if self.act.data == TO and self.position.data is None:
            raise Invalid("Enter the position; 1 is the first.")
        if self.act.data == TO:
            return move_to(groups, self.slug.data, self.position.data)
        return ACTS[self.act.data](groups, self.slug.data)


class Certify(FlaskForm):
    """`seen` is the list as the page showed it: exactly that is certified, or nothing."""

    seen = HiddenField(validators=[InputRequired("Open the page again.")])
    voluntary = BooleanField(STATEMENT)


class ConsentForm(FlaskForm):
    voluntary = BooleanField(
        STATEMENT, [InputRequired("Tick the sentence if you agree with it; without it no consent is given.")]
    )


def written(groups: Groups) -> str:
    """A list as a form carries it: groups apart by semicolons, the members of a tie by commas."""
    return ";".join(",".join(group) for group in groups)


def read(text: str) -> Groups:
    """The list that a form carried."""
    return [group.split(",") for group in text.split(";") if group]

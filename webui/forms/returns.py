"""The way back: what changed at home, a position and what is said against it, the return, the reviews."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from models.actors import Actor
from models.returns import RiskKind
from models.services.returns import LONGEST_PLACEMENT, LONGEST_WORDS
from webui.filters import day
from webui.forms.fields import Day
from webui.forms.plans import ONE, longest
from webui.words import RISKS


def _written(label: str, lacks: str) -> TextAreaField:
    return TextAreaField(
        label,
        [DataRequired(lacks), longest(LONGEST_WORDS)],
        render_kw={"rows": 3, "maxlength": LONGEST_WORDS},
    )


class Changed(FlaskForm):
    kind = SelectField(
        "What changed",
        choices=[
            SelectChoice("", "choose what changed"),
            *(SelectChoice(one.value, words) for one, words in RISKS.items()),
        ],
        validators=[ONE],
    )
    detail = _written("What you know of it", "Write what you know of it: home reads it.")

    def what(self) -> RiskKind:
        """What changed, as chosen."""
        return RiskKind(self.kind.data)


class Objection(FlaskForm):
    reason = _written("Why it is not right", "Write why it is not right: home reads it.")


class Placement(FlaskForm):
    placement = StringField(
        "Position to return to",
        [
            InputRequired("Name the position: the executive agrees to it or objects."),
            longest(LONGEST_PLACEMENT),
        ],
    )


class Settlement(FlaskForm):
    settlement = _written(
        "How the way back is kept open", "Write how it is kept open: the executive reads it."
    )


class Sponsor(FlaskForm):
    sponsor = SelectField("Sponsor at home", validators=[InputRequired("Choose who sees to the way back.")])

    def offer(self, people: list[Actor]) -> None:
        """Fill in who may be named."""
        self.sponsor.choices = [SelectChoice(one.slug, one.name) for one in people]


class Back(FlaskForm):
    returned_on = Day("First day back on duty", [InputRequired("Enter the first day back on duty.")])
    so = BooleanField("It is so")

    def is_doubted(self, doubt: str) -> bool:
        """Whether the day is to be confirmed first, for nobody can take it back; a tick holds for its day."""
        typed = self.returned_on.data
        if not doubt or typed is None:
            return False
        self.so.label.text = f"It is so: back on duty since {day(typed)}"
        if self.so.raw_data == [typed.isoformat()]:
            return False
        self.so.raw_data, self.so.data = [typed.isoformat()], False
        self.so.errors = [doubt]
        return True


class IAmBack(FlaskForm):
    back_on = Day("My first day back on duty", [InputRequired("Enter your first day back on duty.")])


class Reentry(FlaskForm):
    held_on = Day("Day of the review", [InputRequired("Enter the day of the review.")])
    findings = _written("What is in place, and what lacks", "Write what is in place, and what lacks.")


class PutOff(FlaskForm):
    until = Day("Ask again on", [InputRequired("Enter the day on which to ask again.")])
    reason = _written("Why it is put off", "Write why it is put off: it stays on the record.")

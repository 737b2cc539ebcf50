"""An invitation to a post, and its being taken up."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from models.nominations import FACTORS
from models.plans import PlanObjective
from models.services.consents import STATEMENT
from models.services.nominations import LONGEST
from webui.forms.plans import longest

HINTS = {
    "agency_priorities": "What your agency works on that this person could move forward.",
    "succession": "A post that is to be filled, and how this one would prepare for it.",
    "talent_review": "What a talent review asks for that this post would give.",
    "generalists": "What the person would learn outside the field of today.",
    "development": "What the person says would come next, and how the post leads there.",
}


def _factor(name: str) -> TextAreaField:
    lines = {"rows": 2, "maxlength": LONGEST}
    return TextAreaField(FACTORS[name], [longest(LONGEST)], description=HINTS[name], render_kw=lines)


class InviteForm(FlaskForm):
    who = HiddenField(validators=[InputRequired()])
    serves = TextAreaField(
        "Objective of development that the post serves",
        [DataRequired("Say which objective of development the post serves."), longest(LONGEST)],
        render_kw={"rows": 3, "maxlength": LONGEST},
    )
    agency_priorities = _factor("agency_priorities")
    succession = _factor("succession")
    talent_review = _factor("talent_review")
    generalists = _factor("generalists")
    development = _factor("development")

    def reasons(self) -> list[Field]:
        """The fields of the five reasons, any of which may stay empty."""
        return [self[name] for name in FACTORS]

    def factors(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in FACTORS}


class TakeUpForm(FlaskForm):
    objective = SelectField(
        "Objective of my plan that the post serves",
        validators=[InputRequired("Choose the objective of your plan that the post serves.")],
        validate_choice=False,
    )
    voluntary = BooleanField(
        STATEMENT, [InputRequired("Tick the sentence if you agree with it; without it no consent is given.")]
    )

    def offer(self, objectives: Iterable[PlanObjective]) -> None:
        """Let the objectives be chosen from."""
        mine = [SelectChoice(str(one.id), one.text) for one in objectives]
        self.objective.choices = [SelectChoice("", "choose one"), *mine]

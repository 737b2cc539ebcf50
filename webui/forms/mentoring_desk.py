"""What a coordinator writes at the desk of mentoring, and asks of a sweep."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from models.mentors import MentorKind
from webui.forms.people import Reasoned
from webui.incoming import LARGEST_ID
from webui.words import HELPERS_MANY


class AskForm(FlaskForm):
    """Whom to ask."""

    profile = IntegerField("Mentor", [InputRequired(), NumberRange(1, LARGEST_ID)], widget=HiddenInput())


class HandleForm(FlaskForm):
    handling = TextAreaField(
        "What was done",
        [
            DataRequired("Write what was done: it stays on the record."),
            Length(max=2000, message="Use at most 2,000 characters for what was done."),
        ],
    )


class PrepareForm(FlaskForm):
    kind = SelectField(
        "Requests to",
        [InputRequired("Choose mentors or coaches.")],
        choices=[SelectChoice(kind.value, HELPERS_MANY[kind]) for kind in MentorKind],
    )
    with_floor = BooleanField("Raise the weakest pair first, also where that costs points in all")


class PinForm(Reasoned):
    """A mentor for the request that was chosen before; only mentors who may be."""

    asks = IntegerField(
        "Request", [InputRequired(), NumberRange(1, LARGEST_ID)], widget=HiddenInput(), default=0
    )
    helps = SelectField("Mentor", [InputRequired("Choose who is to help.")], coerce=int, choices=[])

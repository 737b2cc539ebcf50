"""Reminding everybody of one line, and moving a deadline."""

from __future__ import annotations

from datetime import datetime

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from models.reminders import Chased
from models.rounds import RoundState
from models.services.deadlines import Deadline, movable
from webui.filters import ZONE
from webui.forms.fields import Day, Whole
from webui.forms.rounds import CLOSES

DEADLINES = {
    Deadline.LISTS: "Dream sheets close",
    Deadline.RANKINGS: "Host rankings close",
    Deadline.RESULTS: "Results are published",
}


class Remind(FlaskForm):
    line = SelectField(
        choices=[one.value for one in Chased], validators=[InputRequired("Use the page's own buttons.")]
    )


class Extend(FlaskForm):
    """`seen` is the version of the round as the page showed it."""

    deadline = RadioField("Which deadline", validators=[InputRequired("Choose the deadline.")])
    day = Day("New day", [InputRequired("Enter the new day.")])
    shift = BooleanField("Move every later deadline by as many days")
    reason = TextAreaField(
        "Reason",
        [DataRequired("Write the reason."), Length(max=2000, message="Use at most 2,000 characters.")],
    )
    seen = Whole(validators=[InputRequired("Open the page again.")])

    def offer(self, state: RoundState) -> None:
        """Only the deadlines that are still to come."""
        self.deadline.choices = [SelectChoice(one.value, DEADLINES[one]) for one in movable(state)]

    def moment(self) -> datetime:
        """Five in the afternoon of that day, Washington time."""
        return datetime.combine(self.day.data, CLOSES, ZONE)

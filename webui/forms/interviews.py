"""A slot with an applicant, and what came of it."""

from __future__ import annotations

from datetime import datetime

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, HiddenInput

from models.interviews import LONGEST_REMARK, Absent, InterviewState, Topic
from models.services.interviews import ACTS, Came
from webui.filters import ZONE
from webui.forms.fields import Day
from webui.forms.plans import longest
from webui.words import ABSENTEES, INTERVIEWS, TOPICS

EVERYBODY = SelectChoice("", "everybody came")
UNSAID = SelectChoice("", "choose what came of it")


class SlotForm(FlaskForm):
    day = Day("Day", [InputRequired("Enter the day.")])
    at = TimeField("Time in Washington", validators=[InputRequired("Enter the time, such as 14:30.")])

    def starts_at(self) -> datetime:
        """The instant that was typed."""
        return datetime.combine(self.day.data, self.at.data, ZONE)


class LogForm(FlaskForm):
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired("Open the page again.")])
    outcome = SelectField(
        "What came of it",
        choices=[UNSAID, *(SelectChoice(one.value, INTERVIEWS[one]) for one in ACTS)],
        validators=[InputRequired("Say what came of it.")],
    )
    absent = SelectField(
        "Who did not come",
        choices=[EVERYBODY, *(SelectChoice(one.value, said) for one, said in ABSENTEES.items())],
    )
    topics = SelectMultipleField(
        "What was talked about",
        choices=[SelectChoice(topic.value, said) for topic, said in TOPICS.items()],
        option_widget=CheckboxInput(),
    )
    remark = StringField("One sentence, if it is needed", [longest(LONGEST_REMARK)])

    def came(self) -> Came:
        return Came(
            InterviewState(self.outcome.data),
            Absent(self.absent.data) if self.absent.data else None,
            [Topic(value) for value in self.topics.data or ()],
            self.remark.data or "",
        )

"""People who join, change, get a role, move or leave."""

from __future__ import annotations

from datetime import date, datetime, time

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp
from wtforms.widgets import HiddenInput

from models.actors import Role
from models.executives import AppointmentType, Clearance
from models.services.reasons import WRITE_REASON
from webui.filters import ZONE
from webui.forms.fields import Day

GRANTABLE = [role for role in Role if role not in (Role.EXECUTIVE, Role.SYSTEM)]
PROGRAMME = "programme"
WHICH = "Choose the agency, or the whole programme."
SCOPES = [
    SelectChoice("", "choose the agency, or the whole programme"),
    SelectChoice(PROGRAMME, "the whole programme"),
]
NO_POSITION = SelectChoice("", "no post yet")
ADDRESS = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


def words(value: str) -> str:
    """An enumeration's value as words."""
    return value.replace("_", " ")


class Person(FlaskForm):
    """Somebody of the staff, or what may be corrected of anybody."""

    name = StringField(
        "Name", [DataRequired("Enter the name."), Length(max=300, message="Use at most 300 characters.")]
    )
    email = StringField(
        "E-mail address",
        [
            Optional(),
            Length(max=254, message="Use at most 254 characters."),
            Regexp(ADDRESS, message="Enter an address like name@agency.gov."),
        ],
        filters=[lambda typed: typed and typed.strip()],
        render_kw={"type": "email", "autocomplete": "off"},
    )


class Change(Person):
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired("Open the page again.")])


class Appointed(FlaskForm):
    """What stands on record of an executive beside name and agency."""

    appointment = SelectField(
        "Appointment",
        [InputRequired("Choose one.")],
        choices=[
            SelectChoice("", "choose the appointment"),
            *(SelectChoice(kind.value, words(kind.value)) for kind in AppointmentType),
        ],
    )
    ses_since = Day("Member of the service since", [InputRequired("Enter the day the person joined.")])
    position_since = Day(
        "In the present post since", [InputRequired("Enter the day the person took the post.")]
    )
    position = SelectField("Post", choices=[NO_POSITION], validate_choice=False)


class NewExecutive(Person, Appointed):
    """Somebody new, as the office knows them."""


def written_reason() -> TextAreaField:
    """The field for a reason that stays on the record."""
    return TextAreaField(
        "Reason",
        [
            DataRequired(WRITE_REASON),
            Length(max=2000, message="Use at most 2,000 characters."),
        ],
        render_kw={"rows": 3},
    )


class Correction(Appointed):
    """What is corrected of an executive, and why."""

    clearance = SelectField(
        "Clearance",
        [InputRequired("Choose one.")],
        choices=[SelectChoice(level.value, words(level.value)) for level in Clearance],
    )
    reason = written_reason()
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired("Open the page again.")])


class Reasoned(FlaskForm):
    """An act that needs no more than its reason."""

    reason = written_reason()


def last_day_of_role() -> Day:
    """The field for the day at whose end a role ends."""
    return Day("Until the end of", [InputRequired("Enter the last day of the role.")])


def last_second(day: date) -> datetime:
    """The last second of the day in Washington."""
    return datetime.combine(day, time.max.replace(microsecond=0), ZONE)


class Grant(FlaskForm):
    role = SelectField(
        "Role",
        [InputRequired("Choose one.")],
        choices=[
            SelectChoice("", "choose a role"),
            *(SelectChoice(role.value, words(role.value)) for role in GRANTABLE),
        ],
    )
    agency = SelectField(
        "For which agency",
        [InputRequired(WHICH)],
        choices=SCOPES,
        validate_choice=False,
    )
    ends_at = last_day_of_role()
    reason = written_reason()


class Prolong(FlaskForm):
    ends_at = last_day_of_role()
    reason = written_reason()


class Move(FlaskForm):
    position = SelectField("Post in the new agency", choices=[NO_POSITION], validate_choice=False)
    reason = written_reason()

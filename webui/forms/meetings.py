"""Choosing a time and a place, and naming who looks after a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from matcher.availability.problem import Slot
from models.engagements import Side
from models.services.meetings import LONGEST_PLACE


class SlotForm(FlaskForm):
    """One of the times on offer, as its UTC instant."""

    start = StringField("Time", [InputRequired("Choose a time.")])
    place = StringField(
        "Where, or how to reach one another",
        [Length(max=LONGEST_PLACE, message=f"Use at most {LONGEST_PLACE} characters for the place.")],
        description="A room, a telephone number or the link of a video call. Both sides see it.",
    )

    def chosen(self, slots: Iterable[Slot]) -> datetime | None:
        """The instant, where it is one of these."""
        return next((slot.start for slot in slots if key(slot) == self.start.data), None)


def key(slot: Slot) -> str:
    return f"{slot.start:%Y%m%dT%H%MZ}"


class AbsentForm(FlaskForm):
    """Who did not come."""

    absent = SelectField(
        "Who did not come?",
        choices=[SelectChoice(side.value, side.value) for side in Side],
        validators=[InputRequired("Say who did not come.")],
    )

    def name(self, mentor: str, mentee: str) -> None:
        """The two people by their names, who asked first."""
        self.absent.choices = [
            SelectChoice("", "choose who"),
            SelectChoice(Side.MENTEE.value, mentee),
            SelectChoice(Side.MENTOR.value, mentor),
        ]

    def side(self) -> Side:
        return Side(self.absent.data)


class DelegateForm(FlaskForm):
    email = StringField(
        "E-mail address",
        [
            InputRequired("Enter the address with which the person signs in here."),
            Length(max=254, message="An address has at most 254 characters."),
        ],
        render_kw={"type": "email", "autocomplete": "off"},
    )

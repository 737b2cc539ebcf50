"""Asking for a run of the solver."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from models.services.solves import LONGEST_TIME_LIMIT, USUAL_TIME_LIMIT

MINUTE = 60


class Ask(FlaskForm):
    minutes = IntegerField(
        "Time limit in minutes",
        [
            InputRequired("Enter the time limit as a whole number of minutes."),
            NumberRange(1, LONGEST_TIME_LIMIT // MINUTE, "The time limit is between 1 and %(max)s minutes."),
        ],
        default=USUAL_TIME_LIMIT // MINUTE,
    )

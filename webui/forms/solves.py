"""Asking for a run of the solver."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, NumberRange

from models.services.solves import LONGEST_TIME_LIMIT, USUAL_TIME_LIMIT
from webui.forms.fields import Whole

MINUTE = 60
MOST = LONGEST_TIME_LIMIT // MINUTE
WHOLE = "Enter the time limit as a whole number of minutes."


class Minutes(Whole):
    """A whole number of minutes."""

    wrong = WHOLE


class Ask(FlaskForm):
    minutes = Minutes(
        "Time limit in minutes",
        [InputRequired(WHOLE), NumberRange(1, MOST, f"The time limit must be between 1 and {MOST} minutes.")],
        default=USUAL_TIME_LIMIT // MINUTE,
    )

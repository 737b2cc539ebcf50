"""The making of a repair."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import InputRequired

NOT_SEEN = "Look at the repair before it is made."


class RepairForm(FlaskForm):
    """`shown` is the hash of the repair as the page showed it: exactly that is made, or nothing."""

    shown = HiddenField(validators=[InputRequired(NOT_SEEN)])

"""An agency's names."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput


class Rename(FlaskForm):
    name = StringField(
        "Name", [DataRequired("Enter the name."), Length(max=300, message="Use at most 300 characters.")]
    )
    abbreviation = StringField("Abbreviation", [Length(max=40, message="Use at most 40 characters.")])
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired("Open the page again.")])

"""Three days of an executive's own record of service."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from models.service_records import DAYS, Service
from webui.forms.fields import Day


class ServiceForm(FlaskForm):
    civil_since = Day("First day of service that counts for a sabbatical", [Optional()])
    last_sabbatical = Day("First day of my last sabbatical", [Optional()])
    last_away = Day("Last day of my last assignment that was not arranged here", [Optional()])
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired("Open the page again.")])

    def service(self) -> Service:
        return Service(**{name: self[name].data for name in DAYS})

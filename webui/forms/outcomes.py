"""What the address of a list asks for. A value it does not know asks for everything."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import request
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, ValidationError
from wtforms.validators import Length, Optional

from models.queries.placements import SORTS, Wanted
from models.queries.trail import Sought
from webui.filters import ZONE
from webui.forms.fields import Day
from webui.paging import whole


def wanted_moves() -> Wanted:
    """The moves the address asks for."""
    given = request.args.get
    sort = given("sort", "name")
    return Wanted(
        words=given("who", ""),
        home=given("home", ""),
        host=given("host", ""),
        choice=whole(given("choice", "")),
        state=given("state", ""),
        sort=sort if sort in SORTS else "name",
    )


class NamedDay(Day):
    """A day whose refusal names it, where it stands in a summary alone."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it; what is no day is refused with what to write instead."""
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError(f"{self.label.text}: {fault}") from None


class TrailFilter(FlaskForm):
    """Which rows of the audit trail to show; it changes nothing, so it needs no token."""

    class Meta:
        csrf = False

    who = StringField("Who", [Optional(), Length(max=100)])
    action = SelectField("Did what", validate_choice=False)
    since = NamedDay("From", [Optional()])
    until = NamedDay("To", [Optional()])

    def sought(self, *, round_id: int | None, of: tuple[str, int] | None, disclosures: bool) -> Sought:
        """The filter; the last day counts whole, in the zone of the pages."""
        return Sought(
            who=self.who.data or "",
            action=self.action.data or "",
            since=_start(self.since.data),
            until=_start(self.until.data, days=1),
            round_id=round_id,
            of=of,
            disclosures=disclosures,
        )

    def validate_until(self, field: Day) -> None:
        """The days must follow each other."""
        if self.since.data and field.data and field.data < self.since.data:
            raise ValidationError("The last day is before the first.")


def _start(day: date | None, days: int = 0) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=days), time(), ZONE)

"""A post that is expected to fall free."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import HiddenInput

from models.agencies import Agency
from models.positions import Position
from models.services.vacancies import LONGEST_PLACE, LONGEST_TITLE, MOST_YEARS, Projection
from models.vacancies import Confidence
from webui.filters import month
from webui.forms.plans import ONE, longest
from webui.words import CONFIDENCES

NOT_ON_RECORD = SelectChoice("", "not on record here")


class VacancyForm(FlaskForm):
    """What an agency expects."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    agency = SelectField("Agency", validators=[ONE])
    position = SelectField("Post on record", choices=[NOT_ON_RECORD], validate_choice=False)
    title = StringField(
        "Title of the post", [DataRequired("Give the title of the post."), longest(LONGEST_TITLE)]
    )
    place = StringField("Place", [DataRequired("Name the place."), longest(LONGEST_PLACE)])
    month = SelectField("Expected to be free in", validators=[ONE])
    confidence = SelectField(
        "How sure you are",
        choices=[SelectChoice(one.value, said) for one, said in CONFIDENCES.items()],
        validators=[InputRequired("Say how sure you are.")],
    )

    def offer(self, agencies: Iterable[Agency], positions: Iterable[Position], today: date) -> None:
        """Fill in whose posts they may be, which are on record, and the months to come."""
        self.agency.choices = [SelectChoice(one.code, one.name) for one in agencies]
        known = [SelectChoice(one.slug, f"{one.title} ({one.slug})") for one in positions]
        self.position.choices = [NOT_ON_RECORD, *known]
        self.month.choices = [SelectChoice(f"{one:%Y-%m}", month(one)) for one in months(today)]

    def projection(self, position: Position | None) -> Projection:
        return Projection(
            title=self.title.data or "",
            place=self.place.data or "",
            month=date.fromisoformat(f"{self.month.data}-01"),
            confidence=Confidence(self.confidence.data),
            position=position,
        )


def months(today: date) -> list[date]:
    """The first days of the months that can be chosen, this one first."""
    begin = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(begin, begin + 12 * MOST_YEARS)]

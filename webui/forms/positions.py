"""What becomes of a position of record."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from models.agencies import Agency, Organization
from models.positions import Position
from models.returns import RiskKind
from models.services.positions import LONGEST_REASON
from models.services.reasons import WRITE_REASON
from webui.forms.fields import Needed
from webui.forms.plans import ONE, longest

LONGEST_PLACE = 160
CHANGES: dict[RiskKind, str] = {
    RiskKind.POSITION_ABOLISHED: "it is abolished",
    RiskKind.POSITION_FILLED: "it is filled for good by somebody else",
    RiskKind.POSITION_MOVED: "it moves to another agency or place",
    RiskKind.UNIT_CHANGED: "it comes into another unit of the agency",
}


MOVE = Needed("for a move")


class PositionForm(FlaskForm):
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    kind = SelectField(
        "What becomes of it",
        choices=[SelectChoice(one.value, words) for one, words in CHANGES.items()],
        validators=[ONE],
    )
    equivalent = SelectField(
        "Equivalent position that is held for whoever comes back",
        validators=[Needed("needed where somebody comes back")],
    )
    agency = SelectField("Agency that it moves to", validators=[MOVE])
    place = StringField("Place that it moves to: city, state", [Optional(), longest(LONGEST_PLACE), MOVE])
    unit = SelectField("Unit that it comes into", validators=[Needed("for a change of the unit")])
    reason = TextAreaField(
        "Why",
        [InputRequired(WRITE_REASON), longest(LONGEST_REASON)],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
    )

    def offer(
        self, positions: Sequence[Position], agencies: Sequence[Agency], units: Sequence[Organization]
    ) -> None:
        """Fill in what may be chosen."""
        vacant = [SelectChoice(one.slug, f"{one.title} ({one.slug})") for one in positions]
        self.equivalent.choices = [SelectChoice("", "none"), *vacant]
        places = [SelectChoice(one.code, one.name) for one in agencies]
        self.agency.choices = [SelectChoice("", "the agency stays"), *places]
        parts = [SelectChoice(str(one.id), one.name) for one in units]
        self.unit.choices = [SelectChoice("", "the unit stays"), *parts]

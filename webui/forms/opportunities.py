"""An opportunity as its host writes it, and the reason where it is sent back or withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from matcher.policy.return_basis import ReturnBasis, ReturnTarget
from models.agencies import Agency
from models.agreement_words import BASES, FUNDINGS, KINDS, REMOTES, TARGETS
from models.competencies import Ecq
from models.executives import Clearance
from models.opportunities import PERMANENT, FundingBasis, Kind, Opportunity, Remote
from models.opportunity_texts import (
    LISTS,
    LONGEST_PLACE,
    LONGEST_PURPOSE,
    LONGEST_TITLE,
    MOST_DAYS,
    MOST_SEATS,
    NO_LENGTH,
    OUT_OF_ORDER,
    PLAIN,
    Description,
)
from models.services.reasons import WRITE_REASON
from webui.forms.cards import lines
from webui.forms.fields import Day, UnlessForGood, Whole
from webui.forms.plans import ONE, longest
from webui.words import CLEARANCES

BY_KIND = SelectChoice("", "as its kind has it")
NOWHERE = SelectChoice("", "nowhere, or as its kind has it")
UNFOUNDED = f"Say also what the way back rests on, or choose “{NOWHERE.label}” here."


def _several(title: str) -> TextAreaField:
    return TextAreaField(title, render_kw={"rows": 4})


def _one_of(title: str, words: dict[Any, str]) -> SelectField:
    choices = [SelectChoice(one.value, said) for one, said in words.items()]
    return SelectField(title, choices=choices, validators=[ONE])


class OpportunityForm(FlaskForm):
    """The template, in the order in which people read it."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    agency = SelectField("Host agency", validators=[ONE])
    title = StringField(
        "Title",
        [DataRequired("Give it a title."), longest(LONGEST_TITLE)],
    )
    purpose = TextAreaField(
        "What it is for",
        [DataRequired("Say what it is for."), longest(LONGEST_PURPOSE)],
        render_kw={"rows": 4, "maxlength": LONGEST_PURPOSE},
    )
    objectives = _several("What the executive is to learn or reach")
    results = _several("Results expected")
    indicators = _several("How both sides will see that it succeeded")
    supervisor = StringField(
        "Title of the supervisor", [DataRequired("Name the supervisor’s title."), longest(LONGEST_TITLE)]
    )
    ecqs = SelectMultipleField(
        "Executive Core Qualifications it develops", widget=ListWidget(), option_widget=CheckboxInput()
    )
    kind = _one_of("Kind", KINDS)
    starts_from = Day("Earliest first day", [InputRequired("Enter the earliest first day.")])
    starts_until = Day("Latest first day", [InputRequired("Enter the latest first day.")])
    duration_days = Whole(
        "Length in calendar days",
        [
            UnlessForGood(NO_LENGTH),
            NumberRange(1, MOST_DAYS, f"Enter a number between 1 and {MOST_DAYS}."),
        ],
        render_kw={"inputmode": "numeric"},
    )
    seats = Whole(
        "Seats",
        [
            InputRequired("Enter how many seats there are."),
            NumberRange(1, MOST_SEATS, f"Enter a number between 1 and {MOST_SEATS}."),
        ],
        render_kw={"inputmode": "numeric"},
    )
    min_seats = Whole(
        "Seats that must be filled",
        [
            InputRequired("Enter a number, 0 if none must be filled."),
            NumberRange(0, MOST_SEATS, f"Enter a number between 0 and {MOST_SEATS}."),
        ],
        render_kw={"inputmode": "numeric"},
    )
    place = StringField("Place", [DataRequired("Name the place."), longest(LONGEST_PLACE)])
    remote = _one_of("Remote work", REMOTES)
    clearance = _one_of("Clearance", CLEARANCES)
    funding = _one_of("Who pays", FUNDINGS)
    return_basis = SelectField(
        "The way back rests on",
        choices=[BY_KIND, *(SelectChoice(one.value, said) for one, said in BASES.items())],
    )
    return_target = SelectField(
        "It leads to", choices=[NOWHERE, *(SelectChoice(one.value, said) for one, said in TARGETS.items())]
    )

    def offer(self, agencies: Iterable[Agency], ecqs: Iterable[Ecq]) -> None:
        """Fill in whose it may be and what it can develop."""
        self.agency.choices = [SelectChoice(one.code, one.name) for one in agencies]
        self.ecqs.choices = [SelectChoice(str(one.id), one.name) for one in ecqs]

    def typed(self) -> list[Any]:
        """The fields a person fills in."""
        return [field for field in self if field.name not in ("version", "csrf_token")]

    def validate(self, extra_validators: Any = None) -> bool:
        """A length typed for a move for good is not read, whatever it says. Days out of order are told with
        whatever else is wrong."""
        if self.kind.data in PERMANENT:
            self.duration_days.process_errors = []
        fits = bool(super().validate(extra_validators))
        first, last = self.starts_from.data, self.starts_until.data
        if not fits and first and last and last < first:
            self.starts_until.errors = [*self.starts_until.errors, OUT_OF_ORDER]
        return fits

    def validate_return_target(self, field: SelectField) -> None:
        """Refuse a post to come back to that nothing brings back to: it would be dropped."""
        if field.data and not self.return_basis.data:
            raise ValidationError(UNFOUNDED)

    def text(self, ecqs: Iterable[Ecq]) -> Description:
        """The template as typed; `ecqs` are those on offer."""
        chosen = set(self.ecqs.data or ())
        basis, target = self.return_basis.data, self.return_target.data
        said: dict[str, Any] = {name: self[name].data for name in PLAIN}
        said |= {name: kind(said[name]) for name, kind in _ENUMERATIONS.items()}
        said |= {name: lines(self[name].data) for name in LISTS}
        return Description(
            **said,
            ecqs=[one for one in ecqs if str(one.id) in chosen],
            way_back=(ReturnBasis(basis), ReturnTarget(target) if target else None) if basis else None,
        )


_ENUMERATIONS: dict[str, Any] = {
    "kind": Kind,
    "clearance": Clearance,
    "remote": Remote,
    "funding": FundingBasis,
}


def stored(opportunity: Opportunity, text: Description) -> dict[str, Any]:
    """The values of the form as the opportunity has them."""
    basis, target = text.way_back or (None, None)
    return {
        **{name: getattr(text, name) for name in PLAIN if name not in _ENUMERATIONS},
        **{name: getattr(text, name).value for name in _ENUMERATIONS},
        **{name: "\n".join(getattr(text, name)) for name in LISTS},
        "version": opportunity.version,
        "agency": opportunity.host_agency.code,
        "ecqs": [str(one.id) for one in text.ecqs],
        "return_basis": "" if basis is None else basis.value,
        "return_target": "" if target is None else target.value,
    }


class ReasonForm(FlaskForm):
    reason = TextAreaField(
        "Why",
        [DataRequired(WRITE_REASON), longest(1000)],
        render_kw={"rows": 3, "maxlength": 1000},
    )

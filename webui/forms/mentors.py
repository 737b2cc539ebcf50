"""What a mentor says of the own experience, when away, and in answer to an offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    Field,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput

from matcher.policy.mentoring_clauses import MOST_PAIRINGS, TELL_MORE_DAYS
from models.mentoring_offers import DeclineReason
from models.mentors import MentorProfile, Site, SizeBand
from models.queries.mentor_profiles import Options
from models.services.mentoring_offers import LONGEST_WORDS
from models.services.mentors import FIRST_YEAR, LONGEST_ABOUT, Profile, Years
from webui.forms.fields import Day
from webui.words import LEVELS, SITES, SIZES

REASONS = {
    DeclineReason.NO_TIME: "I have no time now",
    DeclineReason.NOT_MY_FIELD: "it is not my field",
    DeclineReason.CONFLICT: "a conflict of interest",
    DeclineReason.NO_GOOD_FIT: "we would not be a good fit",
    DeclineReason.OTHER: "another reason",
}


def _choices(words: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice("" if value is None else str(value), label) for value, label in words.items()]


def _ticks(label: str) -> SelectMultipleField:
    return SelectMultipleField(label, coerce=int, option_widget=CheckboxInput())


class Year(IntegerField):
    """A year, or nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it; what is no year is refused with the field's own name."""
        try:
            super().process_formdata(valuelist if valuelist and valuelist[0].strip() else [])
        except ValueError:
            raise ValueError(f"{self.label.text}: write a year such as 2024.") from None


class ProfileForm(FlaskForm):
    """What does not depend on the lists; `profile_form` adds a cell for each situation and competency."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    about = TextAreaField(
        "In my own words",
        [Optional(), Length(max=LONGEST_ABOUT, message="Use at most 2,000 characters about yourself.")],
        description="Every executive can read this.",
    )
    capacity = SelectField(
        "Conversations at a time",
        [InputRequired("Choose a limit.")],
        coerce=int,
        choices=[SelectChoice(str(n), str(n)) for n in range(1, MOST_PAIRINGS.figure + 1)],
        description="Offers that wait for your answer count too.",
    )
    site = SelectField("Where I have led", choices=_choices(SITES), default="")
    size_band = SelectField("How many people I have led", choices=_choices(SIZES), default="")
    functions = _ticks("Functions I know")
    missions = _ticks("Mission areas I have worked in")
    agencies = _ticks("Agencies I have served in")

    options: Options

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for name in ("functions", "missions", "agencies"):
            self[name].choices = [SelectChoice(str(key), label) for key, label in getattr(self.options, name)]

    def situations(self) -> list[tuple[str, Field, Field]]:
        """Each situation with its two years."""
        return [(name, self[f"last_{key}"], self[f"before_{key}"]) for key, name in self.options.situations]

    def levels(self) -> list[tuple[str, Field]]:
        """Each competency with its level."""
        return [(name, self[f"level_{key}"]) for key, name in self.options.competencies]

    def profile(self) -> Profile:
        """What the verb takes."""
        levels = {key: self[f"level_{key}"].data for key, _ in self.options.competencies}
        return Profile(
            capacity=self.capacity.data,
            about=self.about.data or "",
            site=Site(self.site.data) if self.site.data else None,
            size_band=SizeBand(self.size_band.data) if self.size_band.data else None,
            situations=dict(self._years()),
            competencies={key: level for key, level in levels.items() if level},
            functions=self.functions.data or [],
            missions=self.missions.data or [],
            agencies=self.agencies.data or [],
        )

    def _years(self) -> list[tuple[int, Years]]:
        cells = [
            (key, self[f"last_{key}"].data, self[f"before_{key}"].data) for key, _ in self.options.situations
        ]
        return [(key, (last, before)) for key, last, before in cells if last is not None]


def profile_form(options: Options, this_year: int) -> type[ProfileForm]:
    """The form over these lists."""
    cells: dict[str, Any] = {"options": options}
    lived = NumberRange(FIRST_YEAR, this_year, f"A year lies between {FIRST_YEAR} and {this_year}.")
    for key, name in options.situations:
        cells[f"last_{key}"] = Year(f"“{name}”, year of the last time", [Optional(), lived])
        cells[f"before_{key}"] = Year(
            f"“{name}”, year of the time before", [Optional(), lived, _NoLater(f"last_{key}")]
        )
    for key, name in options.competencies:
        cells[f"level_{key}"] = SelectField(
            f"Level in “{name}”", coerce=int, choices=_choices({0: "not stated"} | LEVELS), default=0
        )
    return type("WholeProfileForm", (ProfileForm,), cells)


class _NoLater:
    """The time before must not be later than the last time, which must be there."""

    def __init__(self, last: str) -> None:
        self.last = last

    def __call__(self, form: FlaskForm, field: Field) -> None:
        last = form[self.last].data
        if last is None:
            raise ValidationError("Write the year of the last time too.")
        if field.data is not None and field.data > last:
            raise ValidationError("The time before must not be later than the last time.")


def stored(profile: MentorProfile | None) -> dict[str, Any]:
    """What the form shows of a profile."""
    if profile is None:
        return {"version": None, "capacity": 1}
    return {
        "version": profile.version,
        "about": profile.about,
        "capacity": profile.capacity,
        "site": profile.site or "",
        "size_band": profile.size_band or "",
        "functions": [one.function_id for one in profile.functions],
        "missions": [one.cluster_id for one in profile.missions],
        "agencies": [one.agency_id for one in profile.agencies],
        **{f"last_{one.situation_id}": one.last_year for one in profile.situations},
        **{f"before_{one.situation_id}": one.year_before for one in profile.situations},
        **{f"level_{one.competency_id}": one.level for one in profile.competencies},
    }


class PauseForm(FlaskForm):
    returns_on = Day("First day back", [Optional()], description="Leave it empty for “until I say so”.")


class DeclineForm(FlaskForm):
    """Why not; the person who asks never sees it."""

    reason = SelectField(
        "Why not this time?",
        [InputRequired("Choose a reason from the list.")],
        choices=[SelectChoice("", "choose a reason"), *_choices(REASONS)],
    )


class QuestionForm(FlaskForm):
    question = TextAreaField(
        "What would you like to know?",
        [
            DataRequired("Write what you would like to know."),
            Length(max=LONGEST_WORDS, message="Use at most 2,000 characters for the question."),
        ],
        description=f"The person who asks has {TELL_MORE_DAYS.figure} business days to reply; "
        "your own time stands still meanwhile. You can ask once.",
    )


class NameForm(FlaskForm):
    """Words of a name to look for."""

    find = StringField(
        "Find a person by name",
        [Length(max=100, message="Use at most 100 characters of the name.")],
    )

    def words(self) -> str:
        """The name that is looked for, if any."""
        return " ".join((self.find.data or "").split())

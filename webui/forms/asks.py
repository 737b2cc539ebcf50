"""The four steps of a request: what is going on, what would help, when, and whom to avoid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from matcher.policy.mentoring_clauses import (
    MOST_COMPETENCIES,
    MUST_HAVE_LEVEL,
    OFFER_DAYS,
    PURGE_DAYS,
    URGENT_OFFER_DAYS,
)
from models.availability import AvailabilityWindow
from models.mentors import MentorProfile, Site, SizeBand
from models.queries.no_lists import Avoided, Found
from models.requests import STEPS, MentoringRequest
from models.services.drafts import LONGEST_PLACE, LONGEST_STORY, Help, Question, When, With
from models.situations import Situation
from webui.forms.cities import as_on_record
from webui.forms.fields import Day, Needed
from webui.forms.week import GridForm, named
from webui.words import LEVELS, SITES, SIZES

NOTHING, NONE, NOT_STATED = (SelectChoice("", words) for words in ("nothing else", "none", "not stated"))
ROWS = range(1, MOST_COMPETENCIES.figure + 1)
MUST = f"Whoever helps must have it, at level {MUST_HAVE_LEVEL.figure} of 5 or above"
LONG_PLACE = f"Write the place in at most {LONGEST_PLACE} characters."


def _select(label: str, hint: str = "", **more: Any) -> SelectField:
    return SelectField(label, default="", description=hint, **more)


def _options(first: SelectChoice, known: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    return [first, *(SelectChoice(str(key), name) for key, name in known)]


def _stated(words: Mapping[Any, str]) -> list[tuple[Any, str]]:
    return [(key, name) for key, name in words.items() if key is not None]


class StepForm(FlaskForm):
    """One step; `to` is the step that comes next, or the shortlist after the last."""

    step: ClassVar[int]
    to = IntegerField(validators=[Optional(), NumberRange(1, STEPS + 1, "Use the page's own buttons.")])

    def next(self) -> int:
        """The step the person goes to."""
        return self.to.data or self.step + 1


class QuestionForm(StepForm):
    """Step 1: the situation that comes nearest, up to two more, and the person's own words."""

    step = 1
    situation = _select("What is it mostly about?")
    must = BooleanField("Only somebody who has been through exactly this")
    second = _select("Also about")
    third = _select("And about")
    story = TextAreaField(
        "In your own words",
        [Length(max=LONGEST_STORY, message=f"Write at most {LONGEST_STORY:,} characters.")],
        description="Only whoever is asked reads this. It is stored sealed and erased "
        f"{PURGE_DAYS.figure} days after the end. Leave out names and anything classified.",
        render_kw={"rows": 6},
    )

    def offer(self, situations: Iterable[tuple[int, str]]) -> None:
        """What can be chosen."""
        choices = _options(NOTHING, situations)
        self.situation.choices = self.second.choices = self.third.choices = choices

    known: list[Situation]
    """What can be chosen, with the sentence that tells each from its neighbours."""

    def _chosen(self) -> list[str]:
        return [one for one in (self.situation.data, self.second.data, self.third.data) if one]

    def validate_second(self, field: SelectField) -> None:
        self._look_at(field, {self.situation.data})

    def validate_third(self, field: SelectField) -> None:
        self._look_at(field, {self.situation.data, self.second.data})

    def _look_at(self, field: SelectField, named: set[str]) -> None:
        """One more situation, beside those already named."""
        if field.data and field.data in named:
            raise ValidationError("Choose each situation once.")
        if field.data and not self.situation.data:
            raise ValidationError("Choose first what it is mostly about.")

    def part(self) -> Question:
        musts = [bool(self.must.data), False, False]
        chosen = [(int(key), must) for key, must in zip(self._chosen(), musts, strict=False)]
        return Question(chosen, self.story.data or "")

    @staticmethod
    def stored(request: MentoringRequest) -> dict[str, Any]:
        ids = [str(one.situation_id) for one in request.situations]
        found = dict(zip(("situation", "second", "third"), ids, strict=False))
        must = bool(request.situations) and request.situations[0].must_have
        return {**found, "must": must, "story": request.story or ""}


class HelpForm(StepForm):
    """Step 2: up to three competencies, the most important first, and the work the person does."""

    step = 2
    competency_1 = _select("Competency")
    level_1 = _select("Where you stand", choices=_options(NOT_STATED, LEVELS.items()))
    must_1 = BooleanField(MUST)
    competency_2 = _select("Competency")
    level_2 = _select("Where you stand", choices=_options(NOT_STATED, LEVELS.items()))
    must_2 = BooleanField(MUST)
    competency_3 = _select("Competency")
    level_3 = _select("Where you stand", choices=_options(NOT_STATED, LEVELS.items()))
    must_3 = BooleanField(MUST)
    function = _select("Your function")
    mission = _select("Your mission area")
    site = _select("Where you work", choices=_options(NOT_STATED, _stated(SITES)))
    size = _select("People in the organization you lead", choices=_options(NOT_STATED, _stated(SIZES)))

    def offer(
        self,
        competencies: Iterable[SelectChoice],
        functions: Iterable[tuple[int, str]],
        missions: Iterable[tuple[int, str]],
    ) -> None:
        """What can be chosen."""
        choices = [NONE, *competencies]
        for row in ROWS:
            self[f"competency_{row}"].choices = choices
        self.function.choices = _options(NOT_STATED, functions)
        self.mission.choices = _options(NOT_STATED, missions)

    def rows(self) -> list[tuple[SelectField, SelectField, BooleanField]]:
        """The three fields of each row."""
        return [(self[f"competency_{row}"], self[f"level_{row}"], self[f"must_{row}"]) for row in ROWS]

    def validate(self, extra_validators: Any = None) -> bool:
        fine: bool = super().validate(extra_validators)
        seen: set[str] = set()
        for competency, level, must in self.rows():
            if not competency.data and (level.data or must.data):
                competency.errors = ["Choose the competency, or clear the rest of its row."]
            elif competency.data in seen:
                competency.errors = ["Choose each competency once."]
            seen |= {competency.data} - {""}
        return fine and not any(competency.errors for competency, _, _ in self.rows())

    def part(self) -> Help:
        chosen = [
            (int(competency.data), int(level.data) if level.data else None, bool(must.data))
            for competency, level, must in self.rows()
            if competency.data
        ]
        return Help(
            chosen,
            function_id=int(self.function.data) if self.function.data else None,
            cluster_id=int(self.mission.data) if self.mission.data else None,
            site=Site(self.site.data) if self.site.data else None,
            size_band=SizeBand(self.size.data) if self.size.data else None,
        )

    @staticmethod
    def stored(request: MentoringRequest) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for one in request.competencies:
            found[f"competency_{one.rank}"] = str(one.competency_id)
            found[f"level_{one.rank}"] = str(one.level or "")
            found[f"must_{one.rank}"] = one.must_have
        return found | {
            "function": str(request.function_id or ""),
            "mission": str(request.cluster_id or ""),
            "site": request.site or "",
            "size": request.size_band or "",
        }


class WhenForm(GridForm, StepForm):
    """Step 3: by when, how urgent, at which times of the week, and where."""

    step = 3
    need_by = Day(
        "By which day would a first conversation still help?",
        [Optional()],
        description="Without a day, nobody is left out because of the calendar.",
    )
    urgent = BooleanField(
        f"It is urgent: whoever is asked gets {URGENT_OFFER_DAYS.figure} business day to answer instead of "
        f"{OFFER_DAYS.figure}"
    )
    in_person = BooleanField("I would like to meet in person")
    place = StringField(
        "City",
        [Length(max=LONGEST_PLACE, message=LONG_PLACE), Needed("needed to meet in person"), as_on_record],
        description="As in “Denver, CO”. Counts only for a meeting in person.",
    )
    today: date
    cities: Callable[[], list[str]]
    zone: str
    usual: Sequence[AvailabilityWindow] = ()
    """The week the person saved: where it is left as it stands, it counts as it will be then."""

    def validate_need_by(self, field: Day) -> None:
        if field.data is not None and field.data < self.today:
            raise ValidationError("The day by which a conversation is needed has passed.")

    def part(self) -> When:
        return When(
            need_by=self.need_by.data,
            urgent=bool(self.urgent.data),
            in_person=bool(self.in_person.data),
            place=self.place.data or "",
            week=[] if set(self.open.data or []) == set(named(self.usual)) else self.halves(),
        )

    @staticmethod
    def stored(request: MentoringRequest, usual: Sequence[AvailabilityWindow]) -> dict[str, Any]:
        return {
            "open": named(request.week or usual),
            "need_by": request.need_by,
            "urgent": request.urgent,
            "in_person": request.in_person,
            "place": request.place or "",
        }


class AvoidForm(StepForm):
    """Step 4: whom to avoid, which holds for every request, and an earlier mentor who is wanted again."""

    step = 4
    people = SelectMultipleField("People to avoid", coerce=int, validate_choice=False)
    agencies = SelectMultipleField("Agencies to avoid", coerce=int, validate_choice=False)
    add_agency = _select("Add an agency")
    find = StringField(
        "Find a person by name",
        [Length(max=100, message="Use at most 100 characters of the name.")],
    )
    again = _select("Would you like somebody again who helped you earlier?")

    def offer(self, agencies: Iterable[tuple[int, str]], earlier: Iterable[MentorProfile]) -> None:
        """What can be chosen."""
        self.add_agency.choices = _options(NONE, agencies)
        mentors = [(one.id, one.executive.name) for one in earlier]
        self.again.choices = _options(SelectChoice("", "no, somebody new"), mentors)

    avoided: Avoided
    found: Found | None = None
    searched = ""
    """Who stands on the list, and who was found by which name."""

    def words(self) -> str:
        """The name that is looked for, if any."""
        return " ".join((self.find.data or "").split())

    def seeks_nobody(self) -> bool:
        """Whether Find was pressed with no name and nothing else to add."""
        return self.next() == self.step and not self.words() and not self.add_agency.data

    def show_found(self, found: Found | None) -> None:
        """The list as it is now stored, and beside it whoever was found; the fields are free for more."""
        self.searched, self.found = self.words(), found
        self.agencies.data = [one.id for one in self.avoided.agencies]
        self.find.data = self.add_agency.data = ""

    def agency_ids(self) -> set[int]:
        """The agencies that stay on the list, and the one that comes to it."""
        added = {int(self.add_agency.data)} if self.add_agency.data else set()
        return {*(self.agencies.data or []), *added}

    def part(self) -> With:
        return With(int(self.again.data) if self.again.data else None)

    @staticmethod
    def stored(request: MentoringRequest, avoided: Avoided) -> dict[str, Any]:
        return {
            "people": [one.id for one in avoided.people],
            "agencies": [one.id for one in avoided.agencies],
            "again": str(request.again_with_id or ""),
        }

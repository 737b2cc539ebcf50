"""A development plan: what it holds, the supervisor's signature, the board's review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from models.actors import Actor
from models.competencies import Competency, Ecq, EcqFramework
from models.errors import Invalid, Unmet
from models.plans import ActivityKind, DevelopmentPlan, PlanActivity, PlanObjective, ReviewOutcome, Term
from models.queries.plans import Strength
from models.services.notes import LONGEST_NOTE
from models.services.plan_items import (
    LONGEST_OBJECTIVE,
    LONGEST_TITLE,
    Aim,
    Step,
    must_be_past,
    must_be_to_come,
)
from models.services.plans import Verdict
from webui.filters import day
from webui.forms.fields import Day, Needed
from webui.words import ACTIVITIES, REVIEWS, TERMS

UNCHOSEN = SelectChoice("", "choose")
NO_OBJECTIVE = SelectChoice("", "none in particular")
ONE = InputRequired("Choose one.")
Frameworks = list[tuple[EcqFramework, list[Strength]]]


def longest(characters: int) -> Length:
    """No more than so many characters."""
    return Length(max=characters, message=f"Use at most {characters:,} characters.")


class Versioned(FlaskForm):
    """A form that knows which version of the plan was before whoever fills it in."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired("Open the page again.")])


class Dated(Versioned):
    """A form with a day aimed at and a day done: what is wrong with either is said together with the rest."""

    aimed: ClassVar[str]
    done: ClassVar[str]
    plan: DevelopmentPlan
    now: datetime
    stored: date | None
    """The day aimed at as the plan has it: it may have passed meanwhile."""

    def look_at(self, plan: DevelopmentPlan, now: datetime, stored: date | None) -> None:
        """What the days are held against."""
        self.plan, self.now, self.stored = plan, now, stored

    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        done = self[self.done].data
        holds = self._holds(self.done, lambda day: must_be_past(day, self.plan, self.now))
        if self.aimed not in self:
            return fits and holds
        kept = done is not None or self[self.aimed].data == self.stored
        told = partial(must_be_to_come, now=self.now, kept=kept, about=self.aimed)
        return self._holds(self.aimed, told) and fits and holds

    def _holds(self, name: str, check: Callable[[date], None]) -> bool:
        """Whether the day of this field, where it can be read, passes; if not, it says why."""
        field = self[name]
        if field.errors or field.data is None:
            return True
        try:
            check(field.data)
        except (Invalid, Unmet) as fault:
            field.errors = [str(fault)]
            return False
        return True


class ObjectiveForm(Dated):
    aimed, done = "reach_by", "reached_on"
    term = SelectField(
        "Short or long term",
        choices=[SelectChoice(term.value, words) for term, words in TERMS.items()],
        validators=[ONE],
    )
    text = TextAreaField(
        "What you want to reach",
        [InputRequired("Say what is to be reached."), longest(LONGEST_OBJECTIVE)],
        render_kw={"rows": 3, "maxlength": LONGEST_OBJECTIVE},
    )
    strengthens = SelectField("What it strengthens", validators=[ONE])
    reach_by = Day("By", [InputRequired("Enter the day by which it is to be reached.")])
    reached_on = Day("Reached on", [Optional()])

    def offer(self, frameworks: Frameworks) -> dict[str, Ecq | Competency]:
        """Fill in what can be strengthened; by value."""
        self.strengthens.choices = [
            UNCHOSEN,
            *(
                SelectChoice(value(*one), label(*one), optgroup=title(framework))
                for framework, items in frameworks
                for one in items
            ),
        ]
        return {
            value(ecq, competency): competency or ecq for _, items in frameworks for ecq, competency in items
        }

    def aim(self, offered: dict[str, Ecq | Competency]) -> Aim:
        """The objective as typed."""
        return Aim(
            Term(self.term.data),
            self.text.data,
            offered[self.strengthens.data],
            self.reach_by.data,
            self.reached_on.data,
        )


def title(framework: EcqFramework) -> str:
    """A framework's code, and whether it is in force or until when."""
    over = framework.effective_to
    return f"{framework.code}, in force {'now' if over is None else f'until {day(over)}'}"


def value(ecq: Ecq, competency: Competency | None) -> str:
    """What stands for one strength in a form."""
    return f"ecq-{ecq.id}" if competency is None else f"competency-{competency.id}"


def label(ecq: Ecq, competency: Competency | None) -> str:
    """A strength in words: "Leading Change: Flexibility"."""
    return ecq.name if competency is None else f"{ecq.name}: {competency.name}"


def stored_objective(one: PlanObjective) -> dict[str, object]:
    """The values of an objective's form as the plan has them."""
    return {
        "term": one.term.value,
        "text": one.text,
        "strengthens": value(one.ecq, one.competency),
        "reach_by": one.reach_by,
        "reached_on": one.reached_on,
    }


class ActivityForm(Dated):
    aimed, done = "planned_for", "done_on"
    kind = SelectField(
        "What kind",
        choices=[UNCHOSEN, *(SelectChoice(kind.value, words) for kind, words in ACTIVITIES.items())],
        validators=[ONE],
    )
    title = StringField("What it is", [InputRequired("Say what the activity is."), longest(LONGEST_TITLE)])
    objective = SelectField("For which objective", choices=[NO_OBJECTIVE])
    planned_for = Day("Planned for", [Optional()])
    done_on = Day("Done on", [Optional()])

    def offer(self, plan: DevelopmentPlan) -> None:
        """Fill in the plan's objectives."""
        self.objective.choices = [
            NO_OBJECTIVE,
            *(SelectChoice(str(one.id), one.text[:80]) for one in plan.objectives),
        ]

    def only_done(self) -> None:
        """Beside a plan that is no draft: nothing is planned, so the day it was done is needed."""
        del self.planned_for
        self.done_on.validators = [InputRequired("Enter the day it was done.")]
        self.done_on.flags.required = True

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the two days is needed: said together with whatever else is missing."""
        fits = bool(super().validate(extra_validators))
        if self.planned_for is None or any(
            one.data or one.errors for one in (self.planned_for, self.done_on)
        ):
            return fits
        self.done_on.errors = ["Enter a day: the one it is planned for, or the one it was done."]
        return False

    def step(self, plan: DevelopmentPlan) -> Step:
        """The activity as typed."""
        chosen = next((one for one in plan.objectives if str(one.id) == self.objective.data), None)
        planned = None if self.planned_for is None else self.planned_for.data
        return Step(ActivityKind(self.kind.data), self.title.data, chosen, planned, self.done_on.data)


def stored_activity(one: PlanActivity) -> dict[str, object]:
    """The values of an activity's form as the plan has them."""
    return {
        "kind": one.kind.value,
        "title": one.title,
        "objective": "" if one.objective_id is None else str(one.objective_id),
        "planned_for": one.planned_for,
        "done_on": one.done_on,
    }


class Done(Versioned):
    done_on = Day("Done on", [InputRequired("Enter the day it was done.")])


class Assessed(FlaskForm):
    done_on = Day("Day of the assessment", [InputRequired("Enter the day of the assessment.")])


class Submit(FlaskForm):
    supervisor = SelectField("Supervisor", validators=[InputRequired("Choose who signs.")])

    def offer(self, supervisors: list[Actor]) -> None:
        """Fill in who may sign; among several nobody is chosen by chance."""
        people = [SelectChoice(one.slug, one.name) for one in supervisors]
        self.supervisor.choices = [UNCHOSEN, *people] if len(people) > 1 else people


class Sign(Versioned):
    note = TextAreaField(
        "What you add",
        [Optional(), longest(LONGEST_NOTE)],
        render_kw={"rows": 3, "maxlength": LONGEST_NOTE},
    )


class SendBack(Versioned):
    reason = TextAreaField(
        "What is to be changed first",
        [InputRequired("Say what is to be changed first: the executive reads it."), longest(LONGEST_NOTE)],
        render_kw={"rows": 3, "maxlength": LONGEST_NOTE},
    )


class Review(Versioned):
    reviewed_on = Day("Day the board met", [InputRequired("Enter the day the board met.")])
    outcome = SelectField(
        "Outcome",
        choices=[
            UNCHOSEN,
            *(SelectChoice(one.value, words) for one, words in REVIEWS.items()),
        ],
        validators=[ONE],
    )
    remark = TextAreaField(
        "What the board says to the executive",
        [longest(LONGEST_NOTE), Needed("needed to return the plan")],
        render_kw={"rows": 3, "maxlength": LONGEST_NOTE},
    )

    def validate_remark(self, field: TextAreaField) -> None:
        """A plan that is returned says why."""
        if self.outcome.data == ReviewOutcome.REVISE.value and not (field.data or "").strip():
            raise ValidationError("Say what is to be revised: the executive reads it.")

    def verdict(self) -> Verdict:
        """The review as typed."""
        return Verdict(self.reviewed_on.data, ReviewOutcome(self.outcome.data), self.remark.data or "")

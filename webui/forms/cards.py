"""The card, one small form for each section; `section` is what the verb takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from matcher.policy.clauses import TARGET_JOBS
from models.executives import CareerStage, Relocation
from models.queries.cards import CardView
from models.services import cards
from webui.forms.fields import Whole
from webui.words import CAREER_STAGES, REACHES


class Versioned(FlaskForm):
    """A form that knows which version of the card its owner had before them."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired("Open the page again.")])

    def section(self) -> cards.Section:
        raise NotImplementedError

    def typed(self) -> list[Field]:
        """The fields a person fills in."""
        return [field for field in self if field.name not in ("version", "csrf_token")]


class StrengthsForm(Versioned):
    skills = TextAreaField(
        "Strengths, one on each line",
        description=f"A word or two each, {cards.MOST_SKILLS} at most: “Acquisition”, “Building teams”.",
        render_kw={"rows": cards.MOST_SKILLS},
    )
    career_stage = SelectField(
        "Where I stand in my career",
        choices=[SelectChoice(stage.value, words) for stage, words in CAREER_STAGES.items()],
        validators=[InputRequired("Choose one.")],
    )

    def section(self) -> cards.Section:
        return cards.Strengths(CareerStage(self.career_stage.data), lines(self.skills.data))


class ExperienceForm(Versioned):
    education = TextAreaField(
        "Degrees and certificates, one on each line",
        description=f"{cards.MOST_DEGREES} at most. Leave the year out: it would tell your age.",
        render_kw={"rows": cards.MOST_DEGREES},
    )
    moves = Whole(
        "Rotations made so far",
        validators=[
            InputRequired("Enter a number, 0 if there were none."),
            NumberRange(0, cards.MOST_MOVES, f"Enter a number between 0 and {cards.MOST_MOVES}."),
        ],
        render_kw={"inputmode": "numeric"},
    )

    def section(self) -> cards.Section:
        return cards.Experience(self.moves.data, lines(self.education.data))


def _job(number: int) -> StringField:
    longest = Length(max=cards.LONGEST_JOB, message=f"Use at most {cards.LONGEST_JOB} characters.")
    return StringField(f"Job {number}", [longest])


class NextJobsForm(Versioned):
    def section(self) -> cards.Section:
        return cards.NextJobs([field.data or "" for field in self.typed()])


for _number in range(1, TARGET_JOBS.figure + 1):
    setattr(NextJobsForm, f"job_{_number}", _job(_number))


class MobilityForm(Versioned):
    relocation = SelectField(
        "Would you move your home?",
        choices=[SelectChoice(reach.value, words) for reach, words in REACHES.items()],
        validators=[InputRequired("Choose one.")],
    )
    places = TextAreaField(
        "Places you would go to, one on each line",
        description=f"City and state, {cards.MOST_PLACES} at most: “Denver, CO”.",
        render_kw={"rows": 4},
    )
    open_to_remote = BooleanField("I am open to remote work")
    statement = TextAreaField(
        "When and where, in your own words",
        [Length(max=cards.LONGEST_STATEMENT, message=f"Use at most {cards.LONGEST_STATEMENT} characters.")],
        description="For example: “From the summer on; any place within an hour of Washington.”",
        render_kw={"rows": 4, "maxlength": cards.LONGEST_STATEMENT},
    )

    def section(self) -> cards.Section:
        return cards.Mobility(
            relocation=Relocation(self.relocation.data),
            places=lines(self.places.data),
            open_to_remote=self.open_to_remote.data,
            statement=self.statement.data or "",
        )


def evidence_form(view: CardView) -> type[Versioned]:
    """A form with a text for each ECQ in force."""

    class EvidenceForm(Versioned):
        def section(self) -> cards.Section:
            return cards.EvidenceTexts({int(field.name[4:]): field.data or "" for field in self.typed()})

    longest = cards.LONGEST_EVIDENCE
    for line in view.evidence:
        text = TextAreaField(
            line.ecq,
            [Length(max=longest, message=f"“{line.ecq}”: use at most {longest} characters.")],
            description=f"A sentence or two, {longest} characters at most.",
            render_kw={"rows": 3, "maxlength": longest},
        )
        setattr(EvidenceForm, f"ecq_{line.ecq_id}", text)
    return EvidenceForm


def lines(text: str | None) -> list[str]:
    """What was typed one on each line."""
    return [line for line in (text or "").splitlines() if line.strip()]


def stored(view: CardView, name: str) -> dict[str, Any]:
    """The values of a section's form as the card has them."""
    return {"version": view.version} | _STORED[name](view)


_STORED: dict[str, Callable[[CardView], dict[str, Any]]] = {
    "strengths": lambda view: {"skills": "\n".join(view.skills), "career_stage": view.career_stage.value},
    "evidence": lambda view: {f"ecq_{line.ecq_id}": line.text for line in view.evidence},
    "next-jobs": lambda view: {f"job_{number}": title for number, title in enumerate(view.target_jobs, 1)},
    "mobility": lambda view: {
        "relocation": view.relocation.value,
        "places": "\n".join(view.places),
        "open_to_remote": view.open_to_remote,
        "statement": view.mobility,
    },
    "experience": lambda view: {"education": "\n".join(view.education), "moves": view.moves},
}
FORMS: dict[str, tuple[str, Callable[[CardView], type[Versioned]]]] = {
    "strengths": ("My strengths", lambda _view: StrengthsForm),
    "evidence": ("What I did that shows each qualification", evidence_form),
    "next-jobs": ("What I would take next", lambda _view: NextJobsForm),
    "mobility": ("When and where I can go", lambda _view: MobilityForm),
    "experience": ("My education and moves", lambda _view: ExperienceForm),
}

"""A requirement of an opportunity, a waiver asked for, and its decision."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from models.requirements import LONGEST_REQUIREMENT, Effect, Requirement, Subject
from models.services.requirements import HEAVIEST, NewRequirement
from models.services.waivers import LONGEST_REASON, Verdict
from webui.forms.fields import Needed, Whole
from webui.forms.plans import ONE, Versioned
from webui.words import EFFECTS, SUBJECTS


class RequirementForm(FlaskForm):
    """One requirement; points are asked for with a score alone."""

    text = TextAreaField(
        "What is required",
        [
            DataRequired("Write what is required."),
            Length(max=LONGEST_REQUIREMENT, message=f"Write at most {LONGEST_REQUIREMENT} characters."),
        ],
    )
    subject = SelectField(
        "What it is about",
        choices=[SelectChoice(one.value, words) for one, words in SUBJECTS.items()],
        validators=[ONE],
    )
    effect = SelectField(
        "What it does",
        choices=[SelectChoice(one.value, words) for one, words in EFFECTS.items()],
        validators=[ONE],
    )
    weight = Whole(
        "Points",
        [
            Optional(),
            NumberRange(1, HEAVIEST, message=f"Enter 1 to {HEAVIEST} points."),
            Needed("needed for a score"),
        ],
    )
    justification = TextAreaField(
        "Why the work needs it",
        [
            DataRequired("Write why the work needs it."),
            Length(max=LONGEST_REASON, message=f"Write at most {LONGEST_REASON:,} characters."),
        ],
    )

    def validate_effect(self, field: SelectField) -> None:
        scores, points = field.data == Effect.SCORE.value, self.weight.data is not None
        if scores and not points and not self.weight.errors:
            raise ValidationError("A score needs its points.")
        if points and not scores:
            raise ValidationError("Only a score has points; leave them empty.")

    def new(self) -> NewRequirement:
        """What was written."""
        return NewRequirement(
            text=self.text.data or "",
            subject=Subject(self.subject.data),
            effect=Effect(self.effect.data),
            justification=self.justification.data or "",
            weight=self.weight.data,
        )


class AskForm(FlaskForm):
    """Why the executive asks the host to waive a requirement."""

    reason = TextAreaField(
        "Why the host should waive it",
        [
            DataRequired("Write why the host should waive it."),
            Length(max=LONGEST_REASON, message=f"Write at most {LONGEST_REASON:,} characters."),
        ],
    )


class BehalfForm(AskForm):
    """Which gate the home agency asks to have waived, and why."""

    requirement = RadioField(
        "Requirement", validators=[InputRequired("Choose the requirement.")], coerce=int, choices=[]
    )

    def offer(self, gates: list[Requirement]) -> None:
        """What can be chosen."""
        self.requirement.choices = [SelectChoice(one.id, one.text) for one in gates]

    def chosen(self, gates: list[Requirement]) -> Requirement:
        """The gate of those offered."""
        return next(one for one in gates if one.id == self.requirement.data)


class DecideForm(Versioned):
    """The host's decision on the request as it was read."""

    verdict = SelectField(
        "Decision",
        choices=[
            SelectChoice("", "not decided yet"),
            SelectChoice(Verdict.GRANT.value, "waive the requirement for this person"),
            SelectChoice(Verdict.REFUSE.value, "do not waive it"),
        ],
        validators=[ONE],
    )
    reason = TextAreaField(
        "Reason",
        [
            DataRequired("Write the reason: the executive reads it."),
            Length(max=LONGEST_REASON, message=f"Write at most {LONGEST_REASON:,} characters."),
        ],
    )

    def chosen(self) -> Verdict:
        """The decision."""
        return Verdict(self.verdict.data)

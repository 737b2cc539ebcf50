"""The four questions to each side of conversations that are over, and the one of three months later."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from matcher.policy.mentoring_clauses import PURGE_DAYS
from models.engagements import Side
from models.feedback import QUESTIONS
from models.mentors import MentorKind
from models.services.feedback import LONGEST_CHANGE

SCALE = {
    "1": "1, not at all",
    "2": "2, hardly",
    "3": "3, partly",
    "4": "4, mostly",
    "5": "5, entirely",
}


def figure(label: str) -> SelectField:
    return SelectField(
        label,
        choices=[SelectChoice("", "choose"), *(SelectChoice(key, words) for key, words in SCALE.items())],
        default="",
        validators=[InputRequired(f"Choose a figure from 1 to 5 for “{label}”.")],
    )


def change() -> TextAreaField:
    """The free sentence."""
    return TextAreaField(
        "What changed?",
        [Length(max=LONGEST_CHANGE, message=f"Write at most {LONGEST_CHANGE:,} characters.")],
        description="Nobody but you reads it, on this page. It is stored sealed and erased "
        f"{PURGE_DAYS.figure} days after the end.",
        render_kw={"rows": 4},
    )


class FeedbackForm(FlaskForm):
    """Each question to the mentee from 1 to 5, and one free sentence."""

    advice = figure("The advice answered the question")
    understanding = figure("My context was understood")
    time_well_spent = figure("The time was well spent")
    again = figure("I would meet the same person again")
    changed = change()

    def figures(self) -> dict[str, int]:
        return {name: int(self[name].data) for name in QUESTIONS}


class MentorFeedbackForm(FeedbackForm):
    """The same four of the mentor's side; all anew, for fields stand in the order of their making."""

    advice = figure("My advice answered the question")
    understanding = figure("I understood the context")
    time_well_spent = figure("The time was well spent")
    again = figure("I would meet the same person again")
    changed = change()


HELPED = "The conversations helped with the question"
"""Of coaching in place of the advice: a coach gives none."""


class CoachedFeedbackForm(FeedbackForm):
    """The four to whoever was coached."""

    advice = figure(HELPED)
    understanding = figure("My context was understood")
    time_well_spent = figure("The time was well spent")
    again = figure("I would meet the same person again")
    changed = change()


class CoachFeedbackForm(FeedbackForm):
    """The four to the coach."""

    advice = figure(HELPED)
    understanding = figure("I understood the context")
    time_well_spent = figure("The time was well spent")
    again = figure("I would meet the same person again")
    changed = change()


FORMS: dict[tuple[MentorKind, Side], type[FeedbackForm]] = {
    (MentorKind.MENTOR, Side.MENTEE): FeedbackForm,
    (MentorKind.MENTOR, Side.MENTOR): MentorFeedbackForm,
    (MentorKind.COACH, Side.MENTEE): CoachedFeedbackForm,
    (MentorKind.COACH, Side.MENTOR): CoachFeedbackForm,
}


class PulseForm(FlaskForm):
    lasting = figure("What the conversation changed still holds")

"""The four questions to each side of conversations that are over, and the one of three months later."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import Field, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length

from matcher.policy.mentoring_clauses import PURGE_DAYS
from models.engagements import Side
from models.feedback import QUESTIONS, Feedback
from models.mentors import MentorKind
from models.services.feedback import LONGEST_CHANGE

ADVICE, UNDERSTOOD = "The advice answered the question", "My context was understood"
SCALE = {
    "1": "1, not at all",
    "2": "2, hardly",
    "3": "3, partly",
    "4": "4, mostly",
    "5": "5, entirely",
}


class Chosen(InputRequired):
    """Asks for a figure, and names the question as its field is labelled."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        InputRequired(f"Choose a figure from 1 to 5 for “{field.label.text}”.")(form, field)


def figure(label: str) -> SelectField:
    return SelectField(
        label,
        choices=[SelectChoice("", "choose"), *(SelectChoice(key, words) for key, words in SCALE.items())],
        default="",
        validators=[Chosen()],
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


HELPED = "The conversations helped with the question"
"""Of coaching in place of the advice: a coach gives none."""
WORDS: dict[tuple[MentorKind, Side], tuple[str, str]] = {
    (MentorKind.MENTOR, Side.MENTEE): (ADVICE, UNDERSTOOD),
    (MentorKind.MENTOR, Side.MENTOR): ("My advice answered the question", "I understood the context"),
    (MentorKind.COACH, Side.MENTEE): (HELPED, UNDERSTOOD),
    (MentorKind.COACH, Side.MENTOR): (HELPED, "I understood the context"),
}
"""The first two questions, as each side is asked them."""


class FeedbackForm(FlaskForm):
    """Each question from 1 to 5, and one free sentence."""

    advice = figure(ADVICE)
    understanding = figure(UNDERSTOOD)
    time_well_spent = figure("The time was well spent")
    again = figure("I would meet the same person again")
    changed = change()

    def ask(self, kind: MentorKind, side: Side) -> FeedbackForm:
        """The same questions in the words of that side."""
        self.advice.label.text, self.understanding.label.text = WORDS[kind, side]
        return self

    def figures(self) -> dict[str, int]:
        return {name: int(self[name].data) for name in QUESTIONS}

    def said(self, answered: Feedback) -> list[tuple[str, str]]:
        """Each question as it is asked, with what was answered."""
        return [(self[name].label.text, SCALE[str(getattr(answered, name))]) for name in QUESTIONS]


class PulseForm(FlaskForm):
    lasting = figure("What the conversation changed still holds")

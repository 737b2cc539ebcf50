"""What is done with a request: mentors chosen or set aside, questions answered, an end."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from models.engagements import EndReason
from models.requests import MentoringRequest
from models.services.engagements import LONGEST_MESSAGE, LONGEST_REPORT
from models.services.mentoring_offers import LONGEST_WORDS
from webui.incoming import LARGEST_ID

LONGEST_REASON = 500
END_REASONS = {
    EndReason.SOLVED: "the question is solved",
    EndReason.NO_TIME: "there is no time for it",
    EndReason.NO_GOOD_FIT: "it is no good fit",
    EndReason.OTHER: "something else",
}


class ChoiceForm(FlaskForm):
    """Up to three mentors of the shortlist, in the order in which they are asked."""

    first = SelectField("Ask first", default="", validators=[InputRequired("Choose whom to ask first.")])
    second = SelectField("If that does not work out", default="")
    third = SelectField("And then", default="")

    def offer(self, mentors: Iterable[tuple[int, str]]) -> None:
        """What can be chosen."""
        named = [SelectChoice(str(key), name) for key, name in mentors]
        self.first.choices = [SelectChoice("", "choose"), *named]
        self.second.choices = self.third.choices = [SelectChoice("", "whoever fits best"), *named]

    def validate_second(self, field: SelectField) -> None:
        _must_be_another(field, self.first.data)

    def validate_third(self, field: SelectField) -> None:
        _must_be_another(field, self.first.data, self.second.data)

    @staticmethod
    def stored(request: MentoringRequest, listed: Collection[int]) -> dict[str, str]:
        """Whoever was wanted by name when the request was begun, while listed."""
        wanted = [str(one.profile_id) for one in request.choices if one.profile_id in listed]
        return dict(zip(("first", "second", "third"), wanted, strict=False))

    def chosen(self) -> list[int]:
        """The profiles in order."""
        return [int(one) for one in (self.first.data, self.second.data, self.third.data) if one]


def _must_be_another(field: SelectField, *chosen: str) -> None:
    if field.data and field.data in chosen:
        raise ValidationError("Choose each person once.")


AGAIN = "Choose the person again."


class AsideForm(FlaskForm):
    profile = IntegerField(validators=[InputRequired(AGAIN), NumberRange(1, LARGEST_ID, AGAIN)])
    reason = StringField(
        "Reason",
        [Length(max=LONGEST_REASON, message=f"Use at most {LONGEST_REASON} characters for the reason.")],
        description="Nobody but you reads it.",
    )


class WhyForm(FlaskForm):
    name = StringField(
        "Name of the person",
        [InputRequired("Enter a name."), Length(max=100, message="Use at most 100 characters of the name.")],
        description="First and last name.",
    )


class AnswerForm(FlaskForm):
    answer = TextAreaField(
        "Your answer",
        [
            InputRequired("Write your answer."),
            Length(max=LONGEST_WORDS, message=f"Write at most {LONGEST_WORDS:,} characters."),
        ],
        description="Only whoever asks reads it; their time to answer then goes on.",
        render_kw={"rows": 4},
    )


class MessageForm(FlaskForm):
    text = TextAreaField(
        "Your message",
        [
            InputRequired("Write a message."),
            Length(max=LONGEST_MESSAGE, message=f"Write at most {LONGEST_MESSAGE:,} characters."),
        ],
        description="For arranging things. The thread is erased when the conversations end.",
        render_kw={"rows": 3},
    )


class EndForm(FlaskForm):
    reason = SelectField(
        "Why?",
        choices=[
            SelectChoice("", "choose a reason"),
            *(SelectChoice(reason.value, words) for reason, words in END_REASONS.items()),
        ],
        validators=[InputRequired("Choose a reason; nobody is at fault.")],
    )
    ask_again = BooleanField("Put my question to somebody else at once")

    def validate_ask_again(self, field: BooleanField) -> None:
        if field.data and self.reason.data == EndReason.SOLVED.value:
            raise ValidationError("A question that is solved is asked of nobody else: untick it.")

    def why(self) -> EndReason:
        return EndReason(self.reason.data)


class ReportForm(FlaskForm):
    text = TextAreaField(
        "What happened",
        [
            InputRequired("Say what happened."),
            Length(max=LONGEST_REPORT, message=f"Write at most {LONGEST_REPORT:,} characters."),
        ],
        description="Only the programme office reads it. The other person is told nothing; "
        "the office asks you before it speaks with them.",
        render_kw={"rows": 6},
    )

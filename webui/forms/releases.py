"""A supervisor's recommendation on a release, and the agency's decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wtforms import Field, RadioField, SelectField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from models.executives import Executive
from models.queries.releases import Absence
from models.releases import Advice, Backfill, RefusalReason
from models.services.notes import LONGEST_NOTE
from models.services.releases import Decision, Verdict
from webui.filters import day
from webui.forms.fields import Day, Needed, Whole
from webui.forms.plans import Versioned, longest
from webui.words import ADVICE, BACKFILLS, REFUSALS, VERDICTS

NONE = SelectChoice("", "none")


def _note(label: str) -> TextAreaField:
    return TextAreaField(
        label, [Optional(), longest(LONGEST_NOTE)], render_kw={"rows": 3, "maxlength": LONGEST_NOTE}
    )


class Recommend(Versioned):
    advice = RadioField(
        "What you recommend",
        choices=[SelectChoice(one.value, words) for one, words in ADVICE.items()],
        validators=[InputRequired("Choose what you recommend.")],
    )
    note = _note("Why, and under which conditions")

    @property
    def chosen(self) -> Advice:
        return Advice(self.advice.data)


CONDITION = Needed("for a release with conditions")


def _backfill() -> SelectField:
    choices = [SelectChoice(one.value, words) for one, words in BACKFILLS.items()]
    choices = [SelectChoice("", "not settled yet"), *choices]
    return SelectField("How the post is looked after", choices=choices)


class LookAfter(Versioned):
    backfill = _backfill()
    stand_in = SelectField("By whom")

    def offer(
        self, people: Sequence[Executive], away: Mapping[int, Sequence[Absence]]
    ) -> dict[str, Executive]:
        """Fill in who may look after the post, and who of them is `away`, or will be, by id."""
        self.stand_in.choices = [
            SelectChoice("", "nobody in particular"),
            *(SelectChoice(one.slug, _named(one, away.get(one.id, ()))) for one in people),
        ]
        return {one.slug: one for one in people}

    def how(self) -> Backfill | None:
        return Backfill(self.backfill.data) if self.backfill.data else None


class Decide(LookAfter):
    verdict = RadioField(
        "What the agency decides",
        choices=[SelectChoice(one.value, words) for one, words in VERDICTS.items()],
        validators=[InputRequired("Choose what the agency decides.")],
    )
    latest_start = Day("The assignment begins by", [Optional(), CONDITION])
    longest_days = Whole("At most so many days away", [Optional(), CONDITION])
    refusal = SelectField(
        "Reason of a refusal",
        choices=[NONE, *(SelectChoice(one.value, words) for one, words in REFUSALS.items())],
        validators=[Needed("needed to refuse")],
    )
    backfill = _backfill()
    note = _note("What you say to the executive")

    def decision(self, people: dict[str, Executive]) -> Decision:
        """What was filled in; conditions and reasons that do not go with the verdict were refused."""
        return Decision(
            verdict=Verdict(self.verdict.data),
            refusal=RefusalReason(self.refusal.data) if self.refusal.data else None,
            latest_start=self.latest_start.data,
            longest_days=self.longest_days.data,
            backfill=self.how(),
            stand_in=people.get(self.stand_in.data or ""),
            note=self.note.data or "",
        )

    def validate_refusal(self, field: Field) -> None:
        if self.verdict.data == Verdict.REFUSE and not field.data:
            raise ValidationError("Choose the reason: the executive is told.")
        if self.verdict.data != Verdict.REFUSE and field.data:
            raise ValidationError("A reason of refusal goes with a refusal only.")

    def validate_verdict(self, field: Field) -> None:
        typed = bool(self.latest_start.raw_data and self.latest_start.raw_data[0].strip())
        typed = typed or bool(self.longest_days.raw_data and self.longest_days.raw_data[0].strip())
        if field.data == Verdict.GRANT_WITH_CONDITIONS and not typed:
            raise ValidationError("Name the condition: the latest start, the longest absence, or both.")
        if field.data != Verdict.GRANT_WITH_CONDITIONS and typed:
            raise ValidationError("Conditions go with “release with conditions” only.")


def _named(who: Executive, away: Sequence[Absence]) -> str:
    return ", ".join([f"{who.name} ({who.slug})", *map(_when, away)])


def _when(one: Absence) -> str:
    if one.until is None:
        return f"leaves on {day(one.begins)}"
    if one.missing:
        return f"away since {day(one.begins)} and not back yet"
    return f"away until {day(one.until)}" if one.begun else f"away from {day(one.begins)} to {day(one.until)}"

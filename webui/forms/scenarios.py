"""What a scenario changes: its rules, the limits of an agency, a pin."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, StopValidation, ValidationError

from models.queries.limits import Figures
from models.round_plan import FIRST_STAGES
from models.rounds import Stage
from models.scenarios import Mechanism, Scenario
from webui.forms.limits import FIGURES, HEADINGS, figure, ordered, whole
from webui.forms.rounds import DIGITS, NOTHING, STAGES, Reasoned

AS_FROZEN = SelectChoice("", "as frozen")
MECHANISMS = {
    Mechanism.OPTIMAL: "the best outcome under all limits and pins",
    Mechanism.STABLE: "stable: no blocking pair is left; limits and pins are left aside",
}
MOST_HOPS = 9
HOPS = {
    "": "as frozen",
    "0": "anyone with anyone",
    "1": "allied agencies",
    **{
        str(steps): f"agencies up to {steps} steps apart along alliances" for steps in range(2, MOST_HOPS + 1)
    },
}


class NewScenario(FlaskForm):
    name = StringField(
        "Name of the scenario",
        [
            DataRequired("Give the scenario a name."),
            Length(max=120, message="Use a name of at most 120 characters."),
        ],
    )


class Choosing(Reasoned):
    """Why a run is chosen; `seen` is the id of the choice that stood when the page was shown."""

    seen = HiddenField()

    def seen_choice(self) -> int:
        """That id; 0 where none stood, or what came is no id."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0


class Seen(FlaskForm):
    """A change that somebody else may make too; `seen` is what stood there when the page was shown."""

    seen = HiddenField()

    def is_stale(self, now: str) -> bool:
        """Whether something else stands there `now`; what stands there is then what was seen."""
        stale = bool(self.seen.data) and bool(self.seen.data != now)
        self.seen.data = now
        return stale


class Rules(Seen):
    """Stages that are all empty are those of the frozen round."""

    mechanism = SelectField(
        "Mechanism",
        choices=[AS_FROZEN, *(SelectChoice(one.value, words) for one, words in MECHANISMS.items())],
    )
    hops = SelectField(
        "Who may exchange with whom", choices=[SelectChoice(value, words) for value, words in HOPS.items()]
    )
    stages = FieldList(
        SelectField(
            choices=[NOTHING, *(SelectChoice(stage.value, words) for stage, words in STAGES.items())]
        ),
        "What counts, in order",
        min_entries=len(Stage),
        max_entries=len(Stage),
    )

    def begin(self, scenario: Scenario) -> None:
        """Show what is set."""
        self.mechanism.data = scenario.mechanism.value if scenario.mechanism else ""
        self.hops.data = "" if scenario.hops is None else str(scenario.hops)
        for entry, stage in zip(self.stages.entries, scenario.objective.split(","), strict=False):
            entry.data = stage

    def chosen_stages(self) -> list[Stage]:
        return [Stage(entry.data) for entry in self.stages.entries if entry.data]

    def chosen_mechanism(self) -> Mechanism | None:
        return Mechanism(self.mechanism.data) if self.mechanism.data else None

    def chosen_hops(self) -> int | None:
        return int(self.hops.data) if self.hops.data else None

    def in_words(self) -> str:
        """What was chosen, as one line."""
        told = [
            words
            for words in (
                MECHANISMS[Mechanism(self.mechanism.data)] if self.mechanism.data else "",
                HOPS[self.hops.data] if self.hops.data else "",
                "; ".join(STAGES[stage].lower() for stage in self.chosen_stages()),
            )
            if words
        ]
        return ", ".join(told) or "as frozen"

    def validate_stages(self, field: FieldList) -> None:
        chosen = [entry.data for entry in field.entries if entry.data]
        if len(set(chosen)) < len(chosen):
            raise ValidationError("Each thing counts once in a scenario: one of them is chosen twice.")
        if chosen and chosen[0] in STAGES and chosen[0] not in FIRST_STAGES:
            raise ValidationError(
                "What counts most is people placed, their priority, or a count of first choices."
            )


NO_LIMIT = "none"


def whole_or_none(form: Any, cell: Any) -> None:
    """A whole number, or the word for no limit, or nothing; a most is not negative."""
    text = (cell.data or "").strip()
    if text.lower() in ("", NO_LIMIT):
        return
    if cell.short_name.startswith("max") and text.removeprefix("-") != text:
        raise StopValidation("This is 0 or more; write none for no limit.")
    whole(form, cell)


class AgencyLimits(Seen):
    """Figures of one agency in place of those that stand, of which an empty one stays; `frozen` takes the
    frozen ones again. `stands` are the figures of every agency by code."""

    stands: Mapping[str, Figures] = MappingProxyType({})
    agency = SelectField("Agency", [DataRequired("Choose an agency.")], validate_choice=False)
    max_out = StringField(HEADINGS["max_out"], [whole_or_none])
    max_in = StringField(HEADINGS["max_in"], [whole_or_none])
    net_min = StringField(HEADINGS["net_min"], [whole_or_none])
    net_max = StringField(HEADINGS["net_max"], [whole_or_none])
    frozen = BooleanField("Take the frozen limits of this agency again")

    def offer(self, agencies: Mapping[str, str]) -> None:
        """The agencies to choose from, name by code."""
        self.agency.choices = [
            SelectChoice("", "choose"),
            *(SelectChoice(code, name) for code, name in agencies.items()),
        ]

    def figures(self) -> Figures | None:
        """What was typed; only after it was found valid."""
        if self.frozen.data:
            return None
        typed: dict[str, Any] = {name: self._figure(self[name]) for name in FIGURES}
        return Figures(**typed)

    def _figure(self, cell: Any) -> int | None:
        text = (cell.data or "").strip().lower()
        if text == NO_LIMIT:
            return None
        return (
            figure(cell) if text else getattr(self.stands.get(self.agency.data, Figures()), cell.short_name)
        )

    def validate_max_out(self, field: Field) -> None:
        if not self.frozen.data and not any((self[name].data or "").strip() for name in FIGURES):
            raise ValidationError("Enter the figure that is different.")

    def validate_net_max(self, field: Field) -> None:
        if not self.net_min.errors:
            ordered(self._figure(self.net_min), self._figure(field))

    def validate_agency(self, field: Field) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise StopValidation("Choose an agency of the round.")


ALLOW, FORBID, FROZEN = "allow", "forbid", "frozen"


class PairsForm(Seen):
    """One alliance pair more or fewer than stands in the scenario, or the frozen ones again."""

    act = RadioField(
        "What is different",
        [DataRequired("Say what is different.")],
        choices=[
            SelectChoice(ALLOW, "These two may exchange"),
            SelectChoice(FORBID, "These two are not allied"),
            SelectChoice(FROZEN, "Take the frozen alliances again"),
        ],
    )
    first = SelectField("Agency", validate_choice=False)
    second = SelectField("And agency", validate_choice=False)

    def offer(self, agencies: Mapping[str, str]) -> None:
        """The agencies to choose from, name by code."""
        for field in (self.first, self.second):
            field.choices = [
                SelectChoice("", "choose"),
                *(SelectChoice(code, name) for code, name in agencies.items()),
            ]

    def pair(self) -> tuple[str, str]:
        """The two codes, the smaller first; only after they were found valid."""
        one, other = self.first.data or "", self.second.data or ""
        return min(one, other), max(one, other)

    def applied(
        self, own: tuple[tuple[str, str], ...] | None, frozen: tuple[tuple[str, str], ...] | None
    ) -> list[tuple[str, str]]:
        """The scenario's pairs with this one more or fewer; it begins with the frozen ones."""
        pairs = set(frozen or () if own is None else own)
        pairs = pairs | {self.pair()} if self.act.data == ALLOW else pairs - {self.pair()}
        return sorted(pairs)

    def in_words(self) -> str:
        """What was chosen."""
        names = {choice.value: choice.label for choice in self.first.choices}
        words = {choice.value: choice.label for choice in self.act.choices}
        told = str(words[self.act.data])
        if self.act.data == FROZEN:
            return told[0].lower() + told[1:]
        one, other = self.pair()
        return f"{told[0].lower()}{told[1:]}: {names[one]} and {names[other]}"

    def validate_first(self, field: Field) -> None:
        self._must_be_known(field)

    def validate_second(self, field: Field) -> None:
        self._must_be_known(field)

    def _must_be_known(self, field: Field) -> None:
        known = {choice.value for choice in field.choices if choice.value}
        if self.act.data != FROZEN and field.data not in known:
            raise StopValidation("Choose an agency of the round.")


class PinForm(FlaskForm):
    executive = StringField("Executive", [DataRequired("Name the executive to be placed.")])
    opportunity = StringField("Opportunity", [DataRequired("Name the opportunity they get.")])
    reason = TextAreaField(
        "Reason",
        [
            DataRequired("Write why the pin is needed."),
            Length(max=2000, message="Use a reason of at most 2,000 characters."),
        ],
    )

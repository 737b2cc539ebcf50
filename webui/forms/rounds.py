"""Beginning a round, choosing its opportunities, its outside value, its end."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    Field,
    FieldList,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from matcher.mentoring.business import local_day
from matcher.policy.release_clauses import ENOUGH_MOVES
from matcher.policy.return_dates import next_business_day
from models.queries.calendar import releases_end_between
from models.round_plan import FIRST_STAGES, USUAL_LENGTHS, USUAL_STAGES, Calendar
from models.rounds import Round, Stage, Undecided, Unranked
from webui.filters import ZONE, last_day
from webui.forms.fields import Day, Whole
from webui.words import UNDECIDED

OPENS, CLOSES = time(9), time(17)
NEW = "new"  # the address of the form itself
NOTHING = SelectChoice("", "nothing more")
STAGES = {
    Stage.MATCHED: "as many people placed as possible",
    Stage.PRIORITY: "as many people of the highest priority placed as possible, then of the next",
    Stage.CHOICE_TOTAL: "people's choices as high as possible, summed over everyone",
    Stage.CHOICE_PROFILE: "as many first choices as possible, then second choices, and so on",
    Stage.CHOICE_FAIR: "as few last choices as possible, then the ones before, and so on",
    Stage.HOST_TOTAL: "hosts' rankings followed as closely as possible, summed over everyone",
    Stage.HOST_PROFILE: "as many of the hosts' first-ranked as possible, then second-ranked, and so on",
}
UNRANKED = {
    Unranked.NOT_ACCEPTABLE: "not acceptable to that host",
    Unranked.TIED_LAST: "acceptable, tied behind everyone it ranked",
}
OUTSIDE_HINT = (
    "A public figure that nobody can know before the freeze, named exactly enough that anyone can look it up:"
    " which figure, published where, of which day. A day counted from the freeze is safest, as “of the first"
    " trading day after the freeze”: a calendar day has to be well after it, for the freeze comes later when"
    " more time is given. Together with a secret drawn when the round begins it settles the lottery, so that"
    " nobody can choose the result."
)
LONGEST_NAME = 120
MOST_MOVES = 99
DIGITS = 18  # a number of that many still is one for the database


def _slug(name: str) -> str:
    """The public name in addresses: lower-case words joined by hyphens."""
    words = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in name.lower()).split()
    return "-".join(words)[:60].rstrip("-")


class NewRound(FlaskForm):
    """`earlier` is the slug of the round whose limits and alliances are taken over."""

    name = StringField(
        "Name of the round",
        [
            DataRequired("Give the round a name."),
            Length(max=LONGEST_NAME, message="Use at most 120 characters."),
        ],
    )
    lists_open = Day("Dream sheets open on", [InputRequired("Enter the day the dream sheets open.")])
    lists_close = Day("Dream sheets close on", [InputRequired("Enter the day the dream sheets close.")])
    rankings_close = Day("Host rankings close on", [InputRequired("Enter the day the host rankings close.")])
    results = Day("Results are published on", [InputRequired("Enter the day of the results.")])
    stages = FieldList(
        SelectField(
            choices=[NOTHING, *(SelectChoice(stage.value, words) for stage, words in STAGES.items())]
        ),
        min_entries=len(Stage),
        max_entries=len(Stage),
    )
    unranked = RadioField(
        "People whom a host's certified ranking does not name are",
        choices=[SelectChoice(rule.value, words) for rule, words in UNRANKED.items()],
        default=Unranked.NOT_ACCEPTABLE.value,
    )
    undecided = RadioField(
        "People whose release nobody decided in time count as",
        choices=[SelectChoice(rule.value, words) for rule, words in UNDECIDED.items()],
        default=Undecided.RELEASED.value,
    )
    enough_moves = Whole(
        "Moves that are enough",
        [Optional(), NumberRange(1, MOST_MOVES, message=f"Enter 1 to {MOST_MOVES} moves, or nothing.")],
        default=ENOUGH_MOVES.figure,
    )
    outside_source = TextAreaField(
        "Outside value of the lottery",
        [
            DataRequired("Name the public figure that will settle the lottery."),
            Length(max=300, message="Use at most 300 characters."),
        ],
        description=OUTSIDE_HINT,
    )
    earlier = HiddenField()

    def begin(self, earlier: Round | None, opens: date) -> None:
        """Fill in the usual settings; or an earlier round's, with the lengths of its stages from the day
        `opens` on, up to business days."""
        stages = [stage.stage for stage in earlier.stages] if earlier else list(USUAL_STAGES)
        for entry, stage in zip(self.stages.entries, stages, strict=False):
            entry.data = stage.value
        if earlier:
            self.earlier.data, self.unranked.data = earlier.slug, earlier.unranked.value
            self.undecided.data = earlier.undecided.value
            self.outside_source.data = earlier.outside_source
            if earlier.enough_moves is not None:
                self.enough_moves.data = earlier.enough_moves or None
        self._set_days(earlier, opens)

    def _set_days(self, earlier: Round | None, opens: date) -> None:
        self.lists_open.data, lengths = opens, USUAL_LENGTHS
        if earlier:
            ends = earlier.lists_close_at, earlier.rankings_close_at, earlier.results_at
            lengths = tuple(last_day(at) - local_day(earlier.lists_open_at) for at in ends)
        for field, length in zip((self.lists_close, self.rankings_close, self.results), lengths, strict=True):
            field.data = next_business_day(opens + length)

    def moves(self) -> int:
        """From how many moves on another is flagged; 0 for none."""
        return self.enough_moves.data or 0

    @property
    def slug(self) -> str:
        return _slug(self.name.data or "")

    def calendar(self) -> Calendar:
        """Lists open in the morning; everything ends at five in the afternoon, Washington time."""
        return Calendar(
            _at(self.lists_open.data, OPENS),
            _at(self.lists_close.data, CLOSES),
            _at(self.rankings_close.data, CLOSES),
            _at(self.results.data, CLOSES),
        )

    def releases_end(self) -> datetime | None:
        """Until when releases are decided, once both days around it are there and in order."""
        lists, rankings = self.lists_close.data, self.rankings_close.data
        if not lists or not rankings or rankings <= lists:
            return None
        return releases_end_between(_at(lists, CLOSES), _at(rankings, CLOSES))

    def settings(self) -> dict[str, Any]:
        """What the services of a round take of it, by name."""
        return {
            "name": (self.name.data or "").strip(),
            "calendar": self.calendar(),
            "outside_source": (self.outside_source.data or "").strip(),
            "stages": self.chosen_stages(),
            "unranked": Unranked(self.unranked.data),
            "undecided": Undecided(self.undecided.data),
            "enough_moves": self.moves(),
        }

    def chosen_stages(self) -> list[Stage]:
        return [Stage(entry.data) for entry in self.stages.entries if entry.data]

    def validate_name(self, field: Field) -> None:
        if self.slug in ("", NEW):
            raise ValidationError("Use a name with letters or figures that says which round it is.")

    def validate_lists_close(self, field: Field) -> None:
        _must_follow(self.lists_open, field, "The dream sheets close after the day they open.")

    def validate_rankings_close(self, field: Field) -> None:
        _must_follow(self.lists_close, field, "The host rankings close after the dream sheets.")

    def validate_results(self, field: Field) -> None:
        _must_follow(self.rankings_close, field, "The results come after the host rankings close.")

    def validate_stages(self, field: FieldList) -> None:
        chosen = [entry.data for entry in field.entries if entry.data]
        if not chosen:
            raise ValidationError("Say at least what counts most.")
        if len(set(chosen)) < len(chosen):
            raise ValidationError("Each thing counts once: one of them is chosen twice.")
        if chosen[0] in STAGES and chosen[0] not in FIRST_STAGES:
            raise ValidationError(
                f"“{STAGES[Stage(chosen[0])]}” cannot count most: placing nobody would serve it best. "
                "Begin with people placed, their priority, or a count of first choices."
            )


class Settings(NewRound):
    """The same of a round in preparation; `seen` is its version as the page showed it."""

    seen = Whole(validators=[InputRequired("Open the page again.")])

    def show(self, round_: Round) -> None:
        """Fill in what the round has, the days as they stand, business days or not."""
        self.begin(round_, local_day(round_.lists_open_at))
        self.lists_close.data = last_day(round_.lists_close_at)
        self.rankings_close.data = last_day(round_.rankings_close_at)
        self.results.data = last_day(round_.results_at)
        self.name.data, self.seen.data, self.earlier.data = round_.name, round_.version, ""


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, ZONE)


def _must_follow(before: Field, after: Field, sentence: str) -> None:
    if before.data and after.data and after.data <= before.data:
        raise ValidationError(sentence)


class Outside(FlaskForm):
    outside = StringField(
        "The value, exactly as it was published",
        [
            DataRequired("Enter the value as it was published."),
            Length(max=300, message="Use at most 300 characters."),
        ],
        filters=[lambda typed: typed and typed.strip()],
    )
    shown = HiddenField()

    def looked_at(self) -> bool:
        """Whether the value was shown once more, as it is sent now, before it is entered for good."""
        return bool(self.shown.data == self.outside.data)


class Reasoned(FlaskForm):
    reason = TextAreaField(
        "Reason",
        [DataRequired("Write the reason."), Length(max=2000, message="Use at most 2,000 characters.")],
    )


class AnotherOutside(Reasoned):
    outside_source = NewRound.outside_source


class Chosen(FlaskForm):
    """The ids of ticked opportunities are read by `ticked`; this carries the form's token."""


def ticked(values: list[str]) -> set[int]:
    """The ids that were ticked; what is no id is nobody's box."""
    return {int(value) for value in values if value.isascii() and value.isdigit() and len(value) <= DIGITS}

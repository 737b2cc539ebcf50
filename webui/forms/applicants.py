"""Acts on a host's ranking: what stood on the page, what was pressed, and what it makes of the list."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import HiddenInput

from models.ordering import down, last, tie, to_place, untie, up, without
from models.queries.applicants import Standing
from models.sealed_lists import Groups, kept
from webui.forms.fields import Whole

LONGEST_REASON = 1_000
MOST = 10_000

MOVES: dict[str, Callable[[Groups, str], Groups]] = {
    "up": up,
    "down": down,
    "tie": tie,
    "untie": untie,
    "last": last,
    "out": without,
    "back": without,
    "refuse": without,
}
ACTS = (*MOVES, "to", "rest", "keep")
"""`rest` puts everybody who is in no place together at the end; `keep` takes the list as it stood."""


@dataclass(frozen=True)
class Wanted:
    """What an act makes of the ranking, and about whom it was."""

    order: Groups
    refused: dict[str, str]
    who: str


def write_order(order: Groups) -> str:
    """The list as one line of a form."""
    return " ".join(",".join(group) for group in order)


def read_order(text: str) -> Groups:
    """The list that `write_order` wrote; empty names are left out."""
    groups = [[slug for slug in group.split(",") if slug] for group in text.split()]
    return [group for group in groups if group]


class Ranking(FlaskForm):
    """One act. `order` is the list as it stood on the page: groups apart by spaces, ties by commas."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(0)])
    order = HiddenField(validators=[Length(max=200_000)])
    act = StringField(validators=[InputRequired(), Regexp(rf"^({'|'.join(ACTS)})( [A-Za-z0-9-]+)?$")])
    place = Whole("Place", validators=[Optional(), NumberRange(1, MOST, "A place is 1 or more.")])
    who = StringField("Whom")
    reason = TextAreaField(
        "Why this person is not acceptable",
        validators=[Length(max=LONGEST_REASON, message="Use at most 1,000 characters.")],
    )
    then = HiddenField()

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.reason.flags.required = True  # only the form of a refusal shows it

    @property
    def verb(self) -> str:
        """What was pressed."""
        return str(self.act.data).split()[0]

    @property
    def person(self) -> str:
        """Whom it is about: named by the button, or chosen in a field."""
        return next(iter(str(self.act.data).split()[1:]), self.who.data or "")

    def wanted(self, now: Standing, people: Collection[str]) -> Wanted:
        """The ranking after the act, over those of `people`. Refusals stay as they are `now`, but for the
        person the act is about and for whoever stands in the order."""
        order = self._order(now, kept(read_order(self.order.data or ""), frozenset(people)), people)
        settled = _placed(order) | {self.person}
        refused = {slug: why for slug, why in now.refused.items() if slug not in settled}
        if self.verb == "refuse":
            refused[self.person] = (self.reason.data or "").strip()
        return Wanted(order, refused, self.person)

    def _order(self, now: Standing, order: Groups, people: Collection[str]) -> Groups:
        if self.verb == "to":
            return to_place(order, self.person, self.place.data or 1)
        if self.verb == "rest":
            settled = _placed(order) | set(now.refused)
            rest = [slug for slug in people if slug not in settled]
            return [*order, rest] if rest else order
        return MOVES[self.verb](order, self.person) if self.verb in MOVES else order


def _placed(order: Groups) -> set[str]:
    return {slug for group in order for slug in group}

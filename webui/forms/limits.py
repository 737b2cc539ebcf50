"""The table of limits, edited whole: what was there, what was typed, and what somebody else set meanwhile."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, StopValidation

from models.queries.limits import Figures, Limits, Row, crossings
from models.rounds import Rule
from models.services.limits import Alliances

FIGURES = ("max_out", "max_in", "net_min", "net_max")
HEADINGS = {
    "max_out": "Sends at most",
    "max_in": "Receives at most",
    "net_min": "Balance at least",
    "net_max": "Balance at most",
}
LARGEST = 99_999
FEW = 12
"""So many agencies are all shown; of more, those whose limits the last round reached, or where none is those
with limits, and the others on demand."""
ONE, ALL = "one", "all"
ANYONE, INSIDE = "anyone", "inside"


def whole(_form: Any, cell: Any) -> None:
    """A whole number within reason, or nothing; a most is not negative."""
    text = _plain(cell.data)
    if not text:
        raise StopValidation
    if not text.removeprefix("-").isdecimal() or not text.isascii():
        raise StopValidation(f"“{cell.data.strip()}” is not a whole number.")
    if len(text) > len(str(-LARGEST)) or abs(int(text)) > LARGEST:
        raise StopValidation(f"Use figures of at most {LARGEST:,}.")
    if cell.short_name.startswith("max") and int(text) < 0:
        raise StopValidation("This is 0 or more; leave it empty for no limit.")


def _plain(text: str | None) -> str:
    return (text or "").strip().replace("−", "-").removeprefix("+")


def figure(cell: Any) -> int | None:
    """What a cell says, once `whole` let it pass; `None` where it is empty."""
    text = _plain(cell.data)
    return int(text) if text else None


def upwards(least: Any, most: Any) -> None:
    """The greatest balance is not below the least, once `whole` let both pass."""
    ordered(None if least.errors else figure(least), figure(most))


def ordered(low: int | None, high: int | None) -> None:
    """The greatest balance is not below the least."""
    if low is not None and high is not None and low > high:
        raise StopValidation("The balance goes from the smaller figure to the greater one.")


class LimitRow(Form):
    """One agency; `was` is what stood there when the page was shown."""

    agency = HiddenField()
    was = HiddenField()
    max_out = StringField(validators=[whole])
    max_in = StringField(validators=[whole])
    net_min = StringField(validators=[whole])
    net_max = StringField(validators=[whole])
    internal = BooleanField()
    theirs = BooleanField()

    def figures(self) -> Figures:
        """What was typed; only after it was found valid."""
        return Figures(
            figure(self.max_out),
            figure(self.max_in),
            figure(self.net_min),
            figure(self.net_max),
            bool(self.internal.data),
        )

    def show(self, figures: Figures) -> None:
        """Fill the cells."""
        for name in FIGURES:
            value = getattr(figures, name)
            self[name].data = "" if value is None else str(value)
        self.internal.data = figures.internal

    def validate_net_max(self, cell: Any) -> None:
        upwards(self.net_min, cell)


@dataclass
class Edits:
    """What is to be saved, by agency id, and where two people set the same thing differently."""

    limits: dict[int, Figures] = field(default_factory=dict)
    alliances: Alliances | None = None
    conflicts: dict[str, Figures] = field(default_factory=dict)
    alliances_conflict: bool = False

    def __bool__(self) -> bool:
        return bool(self.limits) or self.alliances is not None

    @property
    def undecided(self) -> bool:
        return bool(self.conflicts) or self.alliances_conflict


class LimitsForm(FlaskForm):
    """All of it at once."""

    rows = FieldList(FormField(LimitRow))
    alliances_were = HiddenField()
    exchange = RadioField(
        "Who may exchange with whom",
        choices=[
            SelectChoice(ANYONE, "Anyone with anyone"),
            SelectChoice(INSIDE, "Only agencies of like mission"),
        ],
        default=ANYONE,
    )
    clusters = SelectMultipleField("Missions that count", validate_choice=False)
    further = BooleanField()
    hops = StringField("Steps from agency to agency")
    another = SelectField("Agency that is not shown", choices=[], validate_choice=False)

    def validate_hops(self, cell: Any) -> None:
        if self.exchange.data == INSIDE and _plain(cell.data) not in set("123456789"):
            raise StopValidation("The steps are a figure from 1 to 9.")

    def begin(
        self, table: Limits, owed: Container[str], every: bool = False, also: Container[str] = ()
    ) -> None:
        """Show the limits that bind, the agencies that owe or are owed people, and `also` some by code; or
        `every` agency."""
        every = every or len(table.rows) <= FEW
        limited = [row for row in table.rows if row.has_limit]
        reached = [row for row in limited if row.is_reached]
        first = {row.code for row in (reached if len(limited) > FEW and reached else limited)}
        for row in table.rows:
            if every or row.code in first or row.code in owed or row.code in also:
                self._append(row)
        self._show_alliances(table)

    def _append(self, row: Row) -> None:
        self.rows.append_entry({"agency": row.code, "was": _code(row.figures)})
        self.rows.entries[-1].form.show(row.figures)

    def hidden(self, table: Limits) -> list[Row]:
        """The agencies that have no row."""
        shown = {entry.form.agency.data for entry in self.rows}
        return [row for row in table.rows if row.code not in shown]

    def offer(self, table: Limits) -> None:
        """Offer a row for each agency that has none."""
        choices = (SelectChoice(row.code, row.name) for row in self.hidden(table))
        self.another.choices = [SelectChoice("", "choose"), *choices]
        self.another.data = ""

    def show_more(self, table: Limits, which: str) -> None:
        """Give a row to the agency that was chosen, or to all of them; what was typed stays."""
        for row in self.hidden(table):
            if which == ALL or row.code == self.another.data:
                self._append(row)

    def _show_alliances(self, table: Limits) -> None:
        self.alliances_were.data = _code_alliances(table)
        self.exchange.data = ANYONE if table.hops is None else INSIDE
        self.hops.data = str(table.hops or 1)
        self.clusters.data = [cluster.code for cluster in table.clusters if cluster.counts]
        self.further.data = bool(table.further)

    def edits(self, table: Limits) -> Edits:
        """Compare what was shown, what was typed and what is there now."""
        found = Edits()
        for form, row in self.lines(table):
            _compare(form, row, found)
        self._compare_alliances(table, found)
        return found

    def _compare_alliances(self, table: Limits, found: Edits) -> None:
        mine, there = self._coded(), _code_alliances(table)
        if mine in (self.alliances_were.data, there):
            return
        if there != self.alliances_were.data:
            found.alliances_conflict = True
        inside = self.exchange.data == INSIDE
        picked = [cluster for cluster in table.clusters if cluster.code in (self.clusters.data or [])]
        pairs = {pair for cluster in picked for pair in cluster.pairs()}
        pairs |= table.further if self.further.data else set()
        found.alliances = Alliances(sorted(pairs), int(_plain(self.hops.data)) if inside else None)

    def _coded(self) -> str:
        if self.exchange.data == ANYONE:
            return ANYONE
        return _coded(_plain(self.hops.data), self.clusters.data or [], bool(self.further.data))

    def reconcile(self, table: Limits, edits: Edits) -> None:
        """Before it is shown again: what others set is in, what is typed here stays, and saving decides."""
        for form, row in self.lines(table):
            if row.id not in edits.limits and row.code not in edits.conflicts:
                form.show(row.figures)
            form.was.data = _code(row.figures)
        if edits.alliances is None:
            self._show_alliances(table)
        self.alliances_were.data = _code_alliances(table)

    def lines(self, table: Limits) -> list[tuple[LimitRow, Row]]:
        """Each agency's cells beside its facts."""
        forms = {entry.form.agency.data: entry.form for entry in self.rows}
        return [(forms[row.code], row) for row in table.rows if row.code in forms]

    def faults(self, table: Limits) -> Iterator[tuple[str, str]]:
        """(id of the cell, sentence) of every error, for the summary."""
        for form, row in self.lines(table):
            for name in FIGURES:
                for error in form[name].errors:
                    yield form[name].id, f"{row.name}, {HEADINGS[name].lower()}: {error}"
        for error in (*self.hops.errors, *self.exchange.errors):
            yield self.hops.id, error

    def crossings(self, table: Limits) -> dict[str, str]:
        """By agency code: the name of the unit above whose cap the typed balance crosses."""
        names = {row.code: row.name for row in table.rows}
        above = {row.code: row.above for row in table.rows}
        stands = {row.code: row.figures for row in self.hidden(table)}
        typed = {row.code: form.figures() for form, row in self.lines(table) if not form.errors}
        return {code: names[unit] for code, unit in crossings(above, stands | typed).items()}


def _compare(form: LimitRow, row: Row, found: Edits) -> None:
    mine, there = form.figures(), row.figures
    if form.theirs.data or _code(mine) == form.was.data or mine == there:
        return
    if _code(there) == form.was.data:
        found.limits[row.id] = mine
    else:
        found.conflicts[row.code] = there


def _code(figures: Figures) -> str:
    """What a row says, in one word."""
    cells = ["" if value is None else str(value) for value in (getattr(figures, name) for name in FIGURES)]
    return ",".join([*cells, "inside" if figures.internal else "outside"])


def _code_alliances(table: Limits) -> str:
    if table.hops is None:
        return ANYONE
    counting = [cluster.code for cluster in table.clusters if cluster.counts]
    return _coded(str(table.hops), counting, bool(table.further))


def _coded(hops: str, clusters: list[str], further: bool) -> str:
    return ";".join([hops, ",".join(sorted(clusters)), "further" if further else ""])


class PairForm(FlaskForm):
    rule = RadioField(
        "What is decided",
        [DataRequired("Say whether the pair must be in the outcome or must not.")],
        choices=[
            SelectChoice(Rule.PIN.value, "Pin: this person goes there"),
            SelectChoice(Rule.FORBID.value, "Forbid: this person does not go there"),
        ],
    )
    executive = StringField("Executive", [DataRequired("Name the executive.")])
    opportunity = StringField("Opportunity", [DataRequired("Name the opportunity.")])
    reason = TextAreaField(
        "Reason",
        [DataRequired("Write the reason."), Length(max=2000, message="Use at most 2,000 characters.")],
    )

"""The audit trail."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from models.base import Base
from models.machines import MACHINES
from models.queries import record, trail
from webui.filters import day
from webui.forms.outcomes import TrailFilter
from webui.guards import guard
from webui.paging import Page, asked, whole
from webui.trail_words import SAID

blueprint = Blueprint("trail", __name__)
MOVE = ("before", "after")
DAY, CODE = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"[a-z]+(?:_[a-z]+)+")
LABELS: dict[str, dict[str, str]] = {
    table.__tablename__: {str(state): label for state, label in machine.labels.items()}
    for table, machine in MACHINES.items()
}
"""How the states of each table's machine are called."""


@blueprint.get("/record/trail")
@guard("audit.see")
def page() -> ResponseReturnValue:
    """Everything on the trail, filtered."""
    return list_entries("record/trail.html", disclosures=False)


def list_entries(template: str, *, disclosures: bool) -> ResponseReturnValue:
    """The rows the address asks for; with `disclosures` only those that disclosed something."""
    form = TrailFilter(request.args)
    known = trail.DISCLOSURES if disclosures else trail.actions(g.db)
    form.action.choices = [
        SelectChoice("", "Everything"),
        *(SelectChoice(action, told(action)) for action in sorted(known, key=told)),
    ]
    if not form.validate():
        empty: Page[trail.Entry] = Page([], 1, 1, 0, trail.PAGE)
        return render_template(template, form=form, entries=empty, of=None), 422
    of = _of()
    sought = form.sought(round_id=_round_id(), of=of, disclosures=disclosures)
    total = trail.count(g.db, sought)
    number, last = asked(total, trail.PAGE)
    found = Page(trail.entries(g.db, sought, number), number, last, total, trail.PAGE)
    return render_template(template, form=form, entries=found, of=of)


def _of() -> tuple[str, int] | None:
    """The one record whose history the address asks for."""
    table, number = request.args.get("table", ""), whole(request.args.get("number", ""))
    if not table:
        return None
    if not number or table not in Base.metadata.tables:
        abort(404)
    return table, number


def _round_id() -> int | None:
    slug = request.args.get("round", "")
    if not slug:
        return None
    found = record.find_round(g.db, slug)
    if found is None:
        abort(404)
    return found.id


@blueprint.app_template_filter()
def told(action: str) -> str:
    """An action of the trail in words, of which the actor is the subject; one of an earlier version, which
    is written no more, by its name."""
    return SAID.get(action) or action.replace(".", ": ").replace("_", " ")


@blueprint.app_template_filter()
def named(of: tuple[str, int]) -> str:
    """One record by what its table holds, and its number."""
    table, number = of
    return f"{trail.one_of(table)} {number}"


@blueprint.app_template_filter()
def details(entry: trail.Entry) -> list[tuple[str, str]]:
    """The facts of an entry, each name and value in words, a state as its page says it."""
    labels = LABELS.get(entry.action.partition(".")[0], {})
    return [
        (name.replace("_", " "), labels.get(value, "") if name in MOVE and value in labels else fact(value))
        for name, value in entry.facts.items()
    ]


def fact(value: Any) -> str:
    """A fact of the trail in words; facts within facts follow one another."""
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {fact(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(map(fact, value))
    words = {None: "none", True: "yes", False: "no"}
    return words[value] if value is None or isinstance(value, bool) else _written(str(value))


def _written(value: str) -> str:
    """A day as the pages write days, a name of the code as words, anything else as it is."""
    if DAY.fullmatch(value):
        return day(date.fromisoformat(value))
    return value.replace("_", " ") if CODE.fullmatch(value) else value

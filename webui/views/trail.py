"""The audit trail."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from models.base import Base
from models.errors import Invalid
from models.machines import MACHINES
from models.queries import trail
from models.queries.board import find_round
from models.queries.trail import Sought
from models.services import trail as services
from webui.downloads import hand_out
from webui.filters import day
from webui.forms.outcomes import TrailFilter
from webui.guards import guard
from webui.paging import Page, asked, whole
from webui.trail_words import SAID

blueprint = Blueprint("trail", __name__)
MOVE = ("before", "after")
DAY, CODE = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"[a-z]+(?:_[a-z]+)+")
ASKED = ("who", "action", "since", "until", "table", "number", "round")
"""What the address of a list of entries can ask for, its page left out."""
LABELS: dict[str, dict[str, str]] = {
    table.__tablename__: {str(state): label for state, label in machine.labels.items()}
    for table, machine in MACHINES.items()
}
"""How the states of each table's machine are called."""


@blueprint.get("/record/trail")
@guard("audit.see")
def page() -> ResponseReturnValue:
    """Everything on the trail, filtered."""
    return list_entries("record/trail.html", "trail.take")


@blueprint.post("/record/trail/taken")
@guard("trail.take", step_up=True)
def take() -> ResponseReturnValue:
    """What the address asks for as a file."""
    return take_entries("record/trail.html")


def list_entries(template: str, taking: str, *, disclosures: bool = False) -> ResponseReturnValue:
    """The rows the address asks for, and the way to take them at the endpoint `taking`; with `disclosures`
    only those that disclosed something."""
    form = _filter(disclosures)
    if not form.validate():
        return _refused(template, form)
    sought = _sought(form, disclosures)
    total = trail.count(g.db, sought)
    number, last = asked(total, trail.PAGE)
    found = Page(trail.entries(g.db, sought, number), number, last, total, trail.PAGE)
    kept: dict[str, Any] = {name: request.args[name] for name in ASKED if name in request.args}
    return render_template(template, form=form, entries=found, of=sought.of, taking=url_for(taking, **kept))


def take_entries(template: str, *, disclosures: bool = False) -> ResponseReturnValue:
    """The same rows as a file, every page of them."""
    form = _filter(disclosures)
    if not form.validate():
        return _refused(template, form)
    sought = _sought(form, disclosures)
    try:
        return hand_out(services.take(g.db, actor=g.actor, now=g.now, sought=sought, say=told))
    except Invalid as fault:
        form.since.errors = [str(fault)]
        return _refused(template, form, sought.of)


def _filter(disclosures: bool) -> TrailFilter:
    form = TrailFilter(request.args)
    known = trail.DISCLOSURES if disclosures else trail.actions(g.db)
    form.action.choices = [
        SelectChoice("", "Everything"),
        *(SelectChoice(action, told(action)) for action in sorted(known, key=told)),
    ]
    return form


def _refused(template: str, form: TrailFilter, of: tuple[str, int] | None = None) -> ResponseReturnValue:
    empty: Page[trail.Entry] = Page([], 1, 1, 0, trail.PAGE)
    return render_template(template, form=form, entries=empty, of=of), 422


def _sought(form: TrailFilter, disclosures: bool) -> Sought:
    return form.sought(round_id=_round_id(), of=_of(), disclosures=disclosures)


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
    found = find_round(g.db, slug)
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
    """A day as the pages write days, a name of the code as words, anything else as it is: somebody may have
    typed what looks like a day and is none."""
    try:
        return day(date.fromisoformat(value)) if DAY.fullmatch(value) else _spaced(value)
    except ValueError:
        return value


def _spaced(value: str) -> str:
    return value.replace("_", " ") if CODE.fullmatch(value) else value

"""Tables that come in as files and go out as files."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.policy.mentoring_clauses import DRAFT_DAYS
from models.errors import Conflict, Invalid
from models.queries.uploads import find_upload, kinds_of, owners_of, uploads_of, words_of
from models.services import exports, uploads
from models.services.exports import Format
from models.services.upkeep import KEEP_UPLOADS
from models.table_kinds.known import KINDS
from models.uploads import TableKind, Upload
from webui.downloads import hand_out
from webui.filters import plural
from webui.forms.fields import refuse
from webui.forms.uploads import Bring, ColumnsForm, Store, Take, columns_form, kind_choices
from webui.guards import guard

blueprint = Blueprint("uploads", __name__, url_prefix="/tables")
MOST_FAULTS = 200
NAMING = {TableKind.MENTORS, TableKind.COACHES, TableKind.REQUESTS}
"""The tables whose cells name situations, competencies and the like."""
ONE_BY_ONE = "Give up the others one by one, each on its own page; there they can be changed too."
THEIRS = "Only the people themselves can change their {} or give them up, each from the desk"
OTHERWISE = {
    TableKind.PEOPLE: ONE_BY_ONE,
    TableKind.MENTORS: f"{THEIRS.format('profiles')}.",
    TableKind.COACHES: f"{THEIRS.format('profiles')}.",
    TableKind.REQUESTS: (
        f"{THEIRS.format('drafts')}; a draft that nobody touches for {DRAFT_DAYS.figure} days is deleted."
    ),
    TableKind.OPPORTUNITIES: ONE_BY_ONE,
    TableKind.SHEETS: f"{THEIRS.format('dream sheets')}.",
    TableKind.RANKINGS: "Only the hosts can change their rankings or give them up, each from the desk.",
    TableKind.HEADCOUNTS: "Until they are confirmed, they can be changed one by one.",
}
"""What can be done with the rows of a file that is not taken back."""
ROOMS = {
    TableKind.PEOPLE: ("people.index", "People and access"),
    TableKind.OPPORTUNITIES: ("offers.index", "Our opportunities"),
    TableKind.HEADCOUNTS: ("reports.index", "Reports"),
}
"""Where who brings a table in finds its rows."""


def upload(session: Any, number: int) -> Any:
    """The upload of the address."""
    return find_upload(session, number)


@blueprint.get("")
@guard("uploads.list")
def index() -> ResponseReturnValue:
    """Bring a table in, take one out, and what was brought so far."""
    return _index(Bring(formdata=None), Take(formdata=None))


def _index(bring: Bring, take: Take, status: int = 200) -> ResponseReturnValue:
    kinds = kinds_of(g.actor, g.now)
    bring.kind.choices = take.table.choices = kind_choices(kinds)
    found = uploads_of(g.db, g.actor)
    named = NAMING & {kind.code for kind in kinds}
    return render_template(
        "uploads/index.html",
        bring=bring,
        take=take,
        kinds=kinds,
        uploads=found,
        known=KINDS,
        words=words_of(g.db) if named else [],
    ), status


@blueprint.post("")
@guard("uploads.list")
def bring() -> ResponseReturnValue:
    """Read the file; its columns are looked at next."""
    form = Bring()
    form.kind.choices = kind_choices(kinds_of(g.actor, g.now))
    if not form.validate():
        return _index(form, Take(formdata=None), 422)
    sent = form.file.data
    with sent.stream as stream:
        content = stream.read()
    try:
        found = uploads.bring(
            g.db,
            actor=g.actor,
            now=g.now,
            kind=TableKind(form.kind.data),
            name=sent.filename or "",
            content=content,
        )
    except Invalid as fault:
        refuse(form, fault)
        return _index(form, Take(formdata=None), 422)
    return redirect(url_for("uploads.page", number=found.id), 303)


@blueprint.post("/taken")
@guard("uploads.list", step_up=True)
def take() -> ResponseReturnValue:
    """A table as a file."""
    form = Take()
    form.table.choices = kind_choices(kinds_of(g.actor, g.now))
    if not form.validate():
        return _index(Bring(formdata=None), form, 422)
    kind, format_ = TableKind(form.table.data), Format(form.format.data)
    return hand_out(exports.take(g.db, actor=g.actor, now=g.now, kind=kind, format_=format_))


@blueprint.get("/<int:number>")
@guard("uploads.see", load=upload)
def page(number: int) -> ResponseReturnValue:
    """One file: its columns, what the check found, and what can be done."""
    return _page(columns_form(KINDS[g.obj.kind], g.obj))


def _page(form: ColumnsForm, status: int = 200, kept: str = "") -> ResponseReturnValue:
    kind = KINDS[g.obj.kind]
    report = g.obj.report or {"sample": [], "faults": []}
    return render_template(
        "uploads/page.html",
        upload=g.obj,
        kind=kind,
        form=form,
        labels={column.name: column.label for column in kind.columns},
        shown=[column for column in kind.columns if any(line.get(column.name) for line in report["sample"])],
        sample=report["sample"],
        faults=report["faults"][:MOST_FAULTS],
        keep_days=KEEP_UPLOADS.days,
        more=max(len(report["faults"]) - MOST_FAULTS, 0),
        open=g.obj.content is not None,
        unused=_unused(g.obj),
        kept=kept,
        otherwise=OTHERWISE.get(g.obj.kind),
        owners=owners_of(g.db, g.obj) if kept else [],
        room=ROOMS.get(g.obj.kind),
        names_words=g.obj.kind in NAMING,
    ), status


def _unused(upload: Upload) -> list[str]:
    """The headings of an open file that none of our columns takes."""
    header = upload.content["header"] if upload.content else []
    return [heading for heading in header if heading not in upload.mapping["columns"].values()]


@blueprint.post("/<int:number>/check")
@guard("uploads.check", load=upload)
def check(number: int) -> ResponseReturnValue:
    """Try every row with these columns; nothing is stored."""
    form = columns_form(KINDS[g.obj.kind], g.obj)
    if not form.validate():
        return _page(form, 422)
    try:
        uploads.check(g.db, actor=g.actor, now=g.now, upload=g.obj, mapping=form.how_read())
    except Invalid as fault:
        refuse(form, fault)
        return _page(form, 422)
    return redirect(url_for("uploads.page", number=number, _anchor="check"), 303)


@blueprint.post("/<int:number>/store")
@guard("uploads.store", load=upload)
def store(number: int) -> ResponseReturnValue:
    """Store the rows without an error."""
    form = Store()
    if not form.validate():
        raise Conflict("Open the page again.")
    stored = uploads.store(g.db, actor=g.actor, now=g.now, upload=g.obj, version=form.version.data)
    flash(f"{plural(stored, 'row is', 'rows are')} stored. {KINDS[g.obj.kind].after}", "success")
    return redirect(url_for("uploads.page", number=number), 303)


@blueprint.post("/<int:number>/undo")
@guard("uploads.undo", load=upload)
def undo(number: int) -> ResponseReturnValue:
    """Take everything back; where that is refused, the page says why and what can be done instead."""
    try:
        lines = uploads.undo(g.db, actor=g.actor, now=g.now, upload=g.obj)
    except Conflict as fault:
        return _page(columns_form(KINDS[g.obj.kind], g.obj), 409, str(fault))
    flash(
        f"{plural(lines, 'row is', 'rows are')} taken back; the audit trail keeps what was done.", "success"
    )
    return redirect(url_for("uploads.page", number=number), 303)


@blueprint.post("/<int:number>/discard")
@guard("uploads.discard", load=upload)
def discard(number: int) -> ResponseReturnValue:
    """Forget the file."""
    uploads.discard(g.db, actor=g.actor, now=g.now, upload=g.obj)
    flash("The file is thrown away; nothing of it was stored.", "success")
    return redirect(url_for("uploads.index"), 303)

"""A dream sheet entered for an executive by a coordinator, and the executive's word on it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.policy.reasons import Reason
from models.entered_sheets import EnteredSheet
from models.errors import Conflict, Invalid, Unmet
from models.queries import entered_sheets as reads
from models.queries.calendar import releases_end_at
from models.queries.catalogue import Found, search
from models.queries.facts import catalogue
from models.queries.gates import as_agencies_know, closed_to
from models.queries.my_sheet import lines, listed_and_kept
from models.rounds import Round
from models.services import entered_sheets
from models.services.dreamsheets import is_filing
from webui.entered_words import EnteredList
from webui.forms.entered_sheets import EnterForm
from webui.forms.fields import refuse as refuse_form
from webui.guards import guard
from webui.mine import find_round, me
from webui.paging import cut

blueprint = Blueprint("entered_sheets", __name__)


@blueprint.get("/enter-a-sheet")
@guard("entered_sheets.list")
def choose() -> ResponseReturnValue:
    """Into which round, and for whom."""
    who = request.args.get("who", "").strip()
    people = reads.find_people(g.db, g.actor, g.now, who) if who else []
    rounds = reads.rounds_taking(g.db)
    waiting = cut(reads.unanswered(g.db, g.actor, g.now))
    return render_template(
        "entered_sheets/choose.html",
        rounds=rounds,
        people=people,
        who=who,
        page=waiting,
        waiting=lambda entered: EnteredList(entered, g.now),
    )


@blueprint.get("/enter-a-sheet/<slug>/<who>")
@guard("entered_sheets.enter", load=lambda session, slug, who: reads.find_person(session, who))
def page(slug: str, who: str) -> ResponseReturnValue:
    """The list to enter, begun with what the same person entered before."""
    round_, form = find_round(slug), EnterForm(formdata=None)
    form.begin(reads.entered_before(g.db, round_, g.obj, g.actor))
    return _page(round_, form)


def _page(
    round_: Round,
    form: EnterForm,
    status: int = 200,
    fault: str = "",
    found: Found | None = None,
    added: str = "",
    said: Sequence[Reason] = (),
    closed: Sequence[Reason] = (),
) -> ResponseReturnValue:
    late = not is_filing(round_, g.now)
    form.late_because.flags.required = late
    return render_template(
        "entered_sheets/enter.html",
        round=round_,
        person=g.obj,
        form=form,
        late=late,
        until=releases_end_at(round_) if late else round_.lists_close_at,
        possible=round_.state in reads.OPEN_IN,
        kept_home=entered_sheets.why_kept_home(g.db, g.actor, round_, g.obj, g.now),
        fault=fault,
        found=found,
        added=added,
        said=said,
        closed=closed,
        named=" ".join(form.named()),
    ), status


@blueprint.post("/enter-a-sheet/<slug>/<who>")
@guard("entered_sheets.enter", load=lambda session, slug, who: reads.find_person(session, who))
def enter(slug: str, who: str) -> ResponseReturnValue:
    """Put it before the executive; or look for opportunities, with what was typed kept."""
    round_, form = find_round(slug), EnterForm()
    added = request.form.get("add", "").strip()
    if added:
        form.add(added)
    if added or "look" in request.form:
        found = search(catalogue(g.db, round_), form.words.data or "", {}, 1)
        said = as_agencies_know(g.db, round_, g.obj, added) if added else []
        return _page(round_, form, found=found, added=added, said=said)
    if not form.validate():
        return _page(round_, form, 422)
    closed = closed_to(g.db, round_, g.obj, form.named())
    if closed and request.form.get("closed") != " ".join(form.named()):
        return _page(round_, form, 422, closed=closed)
    try:
        entered_sheets.enter(
            g.db,
            actor=g.actor,
            now=g.now,
            round_=round_,
            executive=g.obj,
            choices=form.groups(),
            late_because=form.late_because.data or "",
        )
    except (Invalid, Unmet) as fault:
        fault.about = fault.about or form.choices.short_name
        refuse_form(form, fault)
        return _page(round_, form, 422)
    except Conflict as fault:
        return _page(round_, form, 409, str(fault))
    flash(f"The list waits for {g.obj.name}, who is told and confirms or refuses it.", "success")
    return redirect(url_for("entered_sheets.choose"), 303)


@blueprint.get("/dream-sheet/<slug>/entered")
@guard("entered_sheets.see", load=me)
def mine(slug: str) -> ResponseReturnValue:
    """The list that somebody entered for me, before I confirm or refuse it."""
    return _mine(slug)


def _mine(slug: str, unmet: Unmet | None = None) -> ResponseReturnValue:
    round_ = find_round(slug)
    found = entered_sheets.waiting_for(g.db, round_, g.obj)
    shown = () if found is None else lines(g.db, round_, g.obj, found.choices or [])
    kept_home = listed_and_kept(g.db, round_, g.obj)[1]
    waiting = None if found is None else EnteredList(found, g.now)
    page = render_template(
        "entered_sheets/mine.html",
        round=round_,
        entered=found,
        lines=shown,
        unmet=unmet,
        kept_home=kept_home,
        waiting=waiting,
        confirmable=waiting is not None and waiting.is_confirmable and not kept_home,
    )
    return page, 200 if unmet is None else 422


def _shown(slug: str) -> EnteredSheet:
    """The list that waits, if it is the one the page showed."""
    found = entered_sheets.waiting_for(g.db, find_round(slug), g.obj)
    if found is None:
        abort(404)
    if request.form.get("number") != str(found.id):
        raise Conflict("Another list was entered since you opened this page: read it first.")
    return found


@blueprint.post("/dream-sheet/<slug>/entered/confirm")
@guard("entered_sheets.confirm", load=me)
def confirm(slug: str) -> ResponseReturnValue:
    """Make it mine, and certify it."""
    try:
        entered_sheets.confirm(g.db, actor=g.actor, now=g.now, entered=_shown(slug))
    except Unmet as unmet:
        return _mine(slug, unmet)
    flash("Confirmed and certified. This is your receipt.", "success")
    return redirect(url_for("sheets.receipt", slug=slug), 303)


@blueprint.post("/dream-sheet/<slug>/entered/refuse")
@guard("entered_sheets.refuse", load=me)
def refuse(slug: str) -> ResponseReturnValue:
    """Have it erased."""
    entered_sheets.refuse(g.db, actor=g.actor, now=g.now, entered=_shown(slug))
    flash("The list is erased. Nobody asks why.", "success")
    return redirect(url_for("sheets.page", slug=slug), 303)

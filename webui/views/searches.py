"""My saved searches: what they ask, what they found, and the end of their messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.errors import Conflict, Invalid
from models.queries.catalogue import FACETS
from models.queries.placements import agency_names
from models.queries.saved_searches import NEW_FOR, of_executive, open_rounds
from models.queries.vacancies import by_number
from models.saved_searches import Question, SavedSearch
from models.services import saved_searches
from models.vacancies import ProjectedVacancy, VacancyState
from webui.facets import label_of
from webui.filters import month
from webui.forms.fields import refuse
from webui.forms.searches import EditForm, SearchForm, boxed, unboxed
from webui.forms.versions import versions
from webui.guards import guard
from webui.mine import find_round, me

blueprint = Blueprint("searches", __name__, url_prefix="/searches")


def find_search(session: Session, number: int) -> SavedSearch | None:
    """The search of that number."""
    return session.get(SavedSearch, number)


@blueprint.get("")
@guard("saved_searches.see", load=me)
def page() -> ResponseReturnValue:
    """All of them, with what each found lately."""
    mine = of_executive(g.db, g.obj, g.now)
    names = _names(*(one.search.question.asked for one in mine))
    posts = by_number(g.db, {one.search.question.vacancy or 0 for one in mine})
    return render_template(
        "searches/page.html",
        mine=mine,
        new_for=NEW_FOR.days,
        rounds=open_rounds(g.db),
        said={one.search.id: _said(one.search.question, names, posts) for one in mine},
        query={one.search.id: _query(one.search.question) for one in mine},
    )


def _names(*asked: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The names of the agencies that questions ask for, by code."""
    return agency_names(g.db, {code for one in asked for code in one.get("agency", ())})


def _said(question: Question, names: dict[str, str], posts: Mapping[int, ProjectedVacancy]) -> str:
    """A question in one line."""
    if question.vacancy is not None:
        return _fate(posts[question.vacancy])
    words = [f"“{question.words}”"] if question.words else []
    facets = [
        " or ".join(label_of(facet, value, names) for value in values)
        for facet, values in question.asked.items()
        if values
    ]
    closed = ["also what is closed to me"] if question.closed_too else []
    return " · ".join([*words, *facets, *closed])


def _fate(post: ProjectedVacancy) -> str:
    """What is known of a post that is followed, and what comes next."""
    if post.state is VacancyState.DID_NOT_COME:
        return "did not come free, as its agency says: nothing more is told of it"
    if post.state is VacancyState.PROJECTED and post.month < local_day(g.now).replace(day=1):
        return f"was expected free in {month(post.month)}; its agency has still to say what became of it"
    return "may come free; you are told when it is in a catalogue"


def _query(question: Question) -> str:
    """The question as the catalogue's address holds it."""
    pairs = [("words", question.words)] if question.words else []
    pairs += [(facet, value) for facet, values in question.asked.items() for value in values]
    return urlencode([*pairs, *([("all", "1")] if question.closed_too else [])])


@blueprint.get("/new/<slug>")
@guard("saved_searches.see", load=me)
def ask(slug: str) -> ResponseReturnValue:
    """The search of the address, about to be kept."""
    asked = {name: tuple(request.args.getlist(name)) for name in FACETS}
    question = Question(request.args.get("words", ""), asked, "all" in request.args)
    form = SearchForm(formdata=None, **_filled(question))
    return _ask_page(slug, form, asked)


def _filled(question: Question) -> dict[str, Any]:
    boxes = [boxed(facet, value) for facet, values in question.asked.items() for value in values]
    return {"words": question.words, "facets": boxes, "closed_too": question.closed_too}


def _offer(form: SearchForm, asked: dict[str, tuple[str, ...]]) -> None:
    names = _names(asked)
    form.offer(
        (facet, value, label_of(facet, value, names)) for facet, values in asked.items() for value in values
    )


def _ask_page(
    slug: str, form: SearchForm, asked: dict[str, tuple[str, ...]], status: int = 200
) -> ResponseReturnValue:
    _offer(form, asked)
    return render_template("searches/new.html", round=find_round(slug), form=form), status


@blueprint.post("/new/<slug>")
@guard("saved_searches.save", load=me)
def save(slug: str) -> ResponseReturnValue:
    """Keep it."""
    form, asked = SearchForm(), unboxed(request.form.getlist("facets"))
    _offer(form, asked)
    if not form.validate():
        return _ask_page(slug, form, asked, 422)
    facts = {"executive": g.obj, "name": form.name.data, "question": form.question()}
    try:
        saved_searches.save(g.db, actor=g.actor, now=g.now, **facts)
    except Invalid as fault:
        refuse(form, fault)
        return _ask_page(slug, form, asked, 422)
    flash("Saved. You are written to, once a day at most, when something new fits.", "success")
    return redirect(url_for("searches.page"), 303)


@blueprint.get("/<int:number>")
@guard("saved_searches.see_one", load=find_search)
def one(number: int) -> ResponseReturnValue:
    """One search, to be changed."""
    return _one_page(_stored())


def _stored() -> EditForm:
    """The form as the search is kept."""
    search: SavedSearch = g.obj
    facts = {"name": search.name, "alerts": search.alerts, "version": search.version}
    form = EditForm(formdata=None, **_filled(search.question), **facts)
    _offer(form, dict(search.question.asked))
    return form


def _one_page(form: EditForm, status: int = 200, clash: Any = None) -> ResponseReturnValue:
    return render_template("searches/one.html", search=g.obj, form=form, clash=clash), status


@blueprint.post("/<int:number>")
@guard("saved_searches.edit", load=find_search)
def edit(number: int) -> ResponseReturnValue:
    """Keep the changes."""
    form = EditForm()
    _offer(form, dict(g.obj.question.asked))
    if not form.validate():
        return _one_page(form, 422)
    facts = {"version": form.version.data, "name": form.name.data, "alerts": form.alerts.data}
    try:
        saved_searches.edit(g.db, actor=g.actor, now=g.now, search=g.obj, question=form.question(), **facts)
    except Invalid as fault:
        refuse(form, fault)
        return _one_page(form, 422)
    except Conflict:
        clash = versions(form, _stored())
        form.version.raw_data, form.version.data = None, g.obj.version
        return _one_page(form, 409, clash)
    flash("The search is changed.", "success")
    return redirect(url_for("searches.page"), 303)


@blueprint.post("/<int:number>/quiet")
@guard("saved_searches.quiet", load=find_search)
def quiet(number: int) -> ResponseReturnValue:
    """No more messages of this one."""
    saved_searches.quiet(g.db, actor=g.actor, now=g.now, search=g.obj)
    flash(f"You are not written to about “{g.obj.name}” any more.", "success")
    return redirect(url_for("searches.page"), 303)


@blueprint.post("/<int:number>/drop")
@guard("saved_searches.drop", load=find_search)
def drop(number: int) -> ResponseReturnValue:
    """Away with it."""
    name = g.obj.name
    saved_searches.drop(g.db, actor=g.actor, now=g.now, search=g.obj)
    flash(f"“{name}” is deleted.", "success")
    return redirect(url_for("searches.page"), 303)

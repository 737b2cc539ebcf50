"""Interviews: logged by the host beside the ranking, read by the executive."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from models.errors import Conflict, Invalid, WrongState
from models.executives import Executive
from models.interviews import Interview, InterviewState, Topic
from models.queries.applicants import Place, find_place
from models.queries.interviews import find_interview, of_executive, of_place
from models.queries.recipients import email_of
from models.services import interviews
from webui.errors import status_of
from webui.forms.fields import refuse
from webui.forms.interviews import LogForm, SlotForm
from webui.guards import guard
from webui.mine import me
from webui.views.applicants import opened
from webui.words import ABSENTEES, INTERVIEWS, TOPICS

blueprint = Blueprint("interviews", __name__)


def place(session: Session, round_slug: str, slug: str, **_address: Any) -> Place | None:
    """The opportunity in the round of the address."""
    return find_place(session, round_slug, slug)


@blueprint.app_template_filter()
def came_of(interview: Interview, *, begins: bool = False) -> str:
    """What came of it, in one line; `begins` writes it as the beginning of a sentence."""
    said = INTERVIEWS[interview.state]
    if interview.absent is not None:
        said += f": {ABSENTEES[interview.absent]}"
    topics = [TOPICS[Topic(value)] for value in interview.topics]
    line = f"{said}; about {', '.join(topics)}" if topics else said
    return line[:1].upper() + line[1:] if begins else line


@blueprint.get("/applicants/<round_slug>/<slug>/interviews/<who>")
@guard("rankings.see_applicants", load=place)
def page(round_slug: str, slug: str, who: str) -> ResponseReturnValue:
    """The log of one applicant, and the next entry in it."""
    return _page(who)


def _page(
    who: str, *, slot: SlotForm | None = None, log: LogForm | None = None, status: int = 200
) -> ResponseReturnValue:
    people = opened()
    if people is None:
        address = {"round_slug": g.obj.round.slug, "slug": g.obj.opportunity.slug}
        return redirect(url_for("applicants.page", interview=who, **address))
    if who not in people:
        abort(404)
    logged = of_place(g.db, g.obj).get(who, [])
    stands = next((one for one in logged if one.state is InterviewState.SCHEDULED), None)
    version = None if stands is None else stands.version
    return render_template(
        "interviews/page.html",
        place=g.obj,
        person=people[who],
        email=email_of(g.db, people[who].id) if stands is None else None,
        logged=logged,
        stands=stands,
        slot=slot or SlotForm(formdata=None),
        log=log or LogForm(formdata=None, version=version),
    ), status


@blueprint.post("/applicants/<round_slug>/<slug>/interviews/<who>")
@guard("interviews.schedule", load=place)
def schedule(round_slug: str, slug: str, who: str) -> ResponseReturnValue:
    """Log a slot."""
    people, form = opened(), SlotForm()
    if people is None or who not in people or not form.validate():
        return _page(who, slot=form, status=422)
    facts: dict[str, Any] = {"round_": g.obj.round, "opportunity": g.obj.opportunity}
    person = g.db.get_one(Executive, people[who].id)
    try:
        interviews.schedule(
            g.db, actor=g.actor, now=g.now, executive=person, starts_at=form.starts_at(), **facts
        )
    except (Conflict, Invalid) as fault:
        refuse(form, fault)
        return _page(who, slot=form, status=status_of(fault))
    flash(f"The interview stands in the log; {person.name} is told.", "success")
    return redirect(url_for("interviews.page", round_slug=round_slug, slug=slug, who=who), 303)


@blueprint.post("/interviews/<int:number>")
@guard("interviews.log", load=find_interview)
def log(number: int) -> ResponseReturnValue:
    """What came of it."""
    interview, form = g.obj, LogForm()
    who = interview.executive.slug
    address = {"round_slug": interview.round.slug, "slug": interview.opportunity.slug}
    if not form.validate():
        return _again(address, who, form, 422)
    facts: dict[str, Any] = {"version": form.version.data, "came": form.came()}
    try:
        interviews.log(g.db, actor=g.actor, now=g.now, interview=interview, **facts)
    except (Conflict, Invalid, WrongState) as fault:
        refuse(form, fault)
        form.version.raw_data, form.version.data = None, interview.version
        return _again(address, who, form, status_of(fault))
    flash("Logged. The executive reads the same.", "success")
    return redirect(url_for("interviews.page", who=who, **address), 303)


def _again(address: dict[str, str], who: str, form: LogForm, status: int) -> ResponseReturnValue:
    """The page of the applicant again, with what was typed."""
    g.obj = find_place(g.db, **address)
    return _page(who, log=form, status=status)


@blueprint.get("/interviews")
@guard("interviews.list_mine", load=me)
def mine() -> ResponseReturnValue:
    """What hosts logged about talking with me."""
    return render_template("interviews/mine.html", logged=of_executive(g.db, g.obj))

"""The shortlist of a request: read with its reasons, chosen from, questioned."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.mentoring.business import local_day
from models.errors import Conflict
from models.mentors import MentorProfile
from models.queries import shortlist as queries
from models.queries.my_requests import about, find_request
from models.requests import RequestState
from models.services import requests
from webui.forms.requests import AsideForm, ChoiceForm, WhyForm
from webui.guards import guard
from webui.words import HELPERS

blueprint = Blueprint("shortlist", __name__, url_prefix="/requests/<int:number>/shortlist")
EASED = {
    (True, True): "A later day may help, or other musts",
    (True, False): "A later day may help",
    (False, True): "Other musts may help",
    (False, False): "",
}
"""What may help where somebody who is wanted cannot be asked, by whether a day and a must are named."""


@blueprint.get("")
@guard("requests.see", load=find_request)
def page(number: int) -> ResponseReturnValue:
    """Up to five mentors with their reasons; nothing is chosen here once somebody is asked."""
    if g.obj.state is not RequestState.SUBMITTED:
        return redirect(url_for("requests.page", number=number))
    return _page()


def _page(
    choice: ChoiceForm | None = None,
    aside: AsideForm | None = None,
    why: WhyForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    listed = queries.shortlist(g.db, g.obj, g.now)
    helpers = [one for one in listed if not one.avoided]
    if choice is None:
        choice = ChoiceForm(formdata=None, data=ChoiceForm.stored(g.obj, {one.profile.id for one in helpers}))
    choice.offer((one.profile.id, one.profile.executive.name) for one in helpers)
    asked = about(g.db, [g.obj.id])[g.obj.id]
    gone, passed_over = queries.left_off(g.db, g.obj)
    return render_template(
        "shortlist/page.html",
        request=g.obj,
        helpers=helpers,
        late=bool(g.obj.due_at and g.obj.need_by and g.obj.need_by <= local_day(g.obj.due_at)),
        avoided=[one.profile.executive.name for one in listed if one.avoided],
        form=choice,
        aside=aside or AsideForm(formdata=None),
        why=why or WhyForm(formdata=None),
        gone=gone,
        passed_over=passed_over,
        about=asked,
        eased=EASED[
            g.obj.need_by is not None, any(one.must for one in asked.situations + asked.competencies)
        ],
    ), status


@blueprint.post("")
@guard("requests.choose", load=find_request)
def choose(number: int) -> ResponseReturnValue:
    """Name up to three; the first is asked at once."""
    form = ChoiceForm()
    form.offer((one.profile_id, one.profile.executive.name) for one in g.obj.suggestions)
    if not form.validate():
        return _page(choice=form, status=422)
    profiles = [g.db.get_one(MentorProfile, key) for key in form.chosen()]
    try:
        requests.choose(g.db, actor=g.actor, now=g.now, request=g.obj, profiles=profiles)
    except Conflict as fault:
        form.first.errors = [str(fault)]
        return _page(choice=form, status=409)
    flash(f"{profiles[0].executive.name} is asked now.", "success")
    return redirect(url_for("requests.page", number=number), 303)


@blueprint.post("/service")
@guard("requests.leave_choice", load=find_request)
def leave(number: int) -> ResponseReturnValue:
    """Let the service choose."""
    requests.leave_choice(g.db, actor=g.actor, now=g.now, request=g.obj)
    helper = HELPERS[g.obj.kind]
    asked = g.obj.state is RequestState.OFFERED
    nobody = f"No {helper} is left to be asked: a coordinator looks for somebody."
    flash(f"The {helper} who fits best is asked now." if asked else nobody, "success" if asked else "info")
    return redirect(url_for("requests.page", number=number), 303)


@blueprint.post("/aside")
@guard("requests.set_aside", load=find_request)
def aside(number: int) -> ResponseReturnValue:
    """Not this one, and nobody asks why; only somebody whose name the list has shown."""
    form = AsideForm()
    form.reason.id = f"reason-{form.profile.data}"
    if not form.validate():
        return _page(aside=form, status=422)
    if form.profile.data not in {one.profile_id for one in (*g.obj.suggestions, *g.obj.refused)}:
        abort(404)
    profile = g.db.get_one(MentorProfile, form.profile.data)
    facts = {"request": g.obj, "profile": profile, "reason": form.reason.data or ""}
    requests.set_aside(g.db, actor=g.actor, now=g.now, **facts)
    flash(f"{profile.executive.name} is set aside for this request.", "success")
    return redirect(url_for("shortlist.page", number=number), 303)


@blueprint.post("/why-not")
@guard("requests.see", load=find_request)
def why_not(number: int) -> ResponseReturnValue:
    """Why somebody is not on it; asked by POST, so that no name stands in an address."""
    form = WhyForm()
    if not form.validate():
        return _page(why=form, status=422)
    name = " ".join((form.name.data or "").split())
    found = queries.why_not(g.db, g.obj, name, g.now)
    helper = HELPERS[g.obj.kind]
    nobody = f"No {helper} is called “{name}”: look at the spelling. Whoever is no {helper} is not found."
    for sentence in found or [nobody]:
        flash(sentence, "answer")
    return redirect(url_for("shortlist.page", number=number, _anchor="why"), 303)

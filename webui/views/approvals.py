"""Mentors and coaches who wait for their agency's approval."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.mentors import ProfileState
from models.queries import mentor_profiles
from models.queries.our_offers import agencies_of
from models.services import mentors
from webui.desks.mentor import APPROVERS
from webui.forms.people import Reasoned
from webui.guards import guard

blueprint = Blueprint("approvals", __name__, url_prefix="/mentors/approvals")


@blueprint.get("")
@guard("mentors.list")
def index() -> ResponseReturnValue:
    """Who waits."""
    agencies = agencies_of(g.db, g.actor, g.now, APPROVERS)
    return render_template("approvals/index.html", asked=mentor_profiles.to_approve(g.db, agencies))


@blueprint.get("/<int:number>")
@guard("mentors.review", load=mentor_profiles.find_profile)
def page(number: int) -> ResponseReturnValue:
    """One profile, and the two answers."""
    return _page(Reasoned(formdata=None))


def _page(form: Reasoned, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "approvals/page.html",
        profile=g.obj,
        said=mentor_profiles.said(g.db, g.obj),
        form=form,
        before=mentor_profiles.before(g.db, g.obj),
        waits=g.obj.state is ProfileState.SUBMITTED,
        own=g.actor.executive_id == g.obj.executive_id,
    ), status


@blueprint.post("/<int:number>/approve")
@guard("mentors.approve", load=mentor_profiles.find_profile)
def approve(number: int) -> ResponseReturnValue:
    """The agency's yes."""
    mentors.approve(g.db, actor=g.actor, now=g.now, profile=g.obj)
    flash(f"Approved: {g.obj.executive.name} can be asked from now on, and is told.", "success")
    return redirect(url_for("approvals.index"), 303)


@blueprint.post("/<int:number>/send-back")
@guard("mentors.send_back", load=mentor_profiles.find_profile)
def send_back(number: int) -> ResponseReturnValue:
    """Return it with what is missing."""
    form = Reasoned()
    if not form.validate():
        return _page(form, 422)
    mentors.send_back(g.db, actor=g.actor, now=g.now, profile=g.obj, reason=form.reason.data)
    flash(f"Sent back: {g.obj.executive.name} is told.", "success")
    return redirect(url_for("approvals.index"), 303)

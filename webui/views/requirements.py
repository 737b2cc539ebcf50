"""What an opportunity requires, written by its host while it is a draft."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from matcher.policy.requirements import Shares, shares
from models.errors import Conflict, Invalid
from models.opportunities import Opportunity, OpportunityState
from models.queries import requirements as reading
from models.queries.requirements import find_offer
from models.requirements import Requirement
from models.services import requirements
from webui.errors import status_of
from webui.forms.fields import refuse
from webui.forms.requirements import RequirementForm
from webui.guards import guard
from webui.words import EFFECTS, SUBJECTS

blueprint = Blueprint("requirements", __name__, url_prefix="/our-opportunities")
blueprint.add_app_template_filter(SUBJECTS.__getitem__, "subject")
blueprint.add_app_template_filter(EFFECTS.__getitem__, "effect")


@blueprint.app_template_global("requirements_of")
def requirements_of(slug: str) -> list[Requirement]:
    """For the page of an opportunity, whichever view shows it."""
    return reading.requirements_named(g.db, slug)


@blueprint.app_template_global("shares_of")
def shares_of(rows: list[Requirement]) -> Shares:
    """How the points of these requirements are shared out."""
    return shares((row.subject.value, row.weight) for row in rows)


def find(session: Session, slug: str, **_address: int) -> Opportunity | None:
    """The opportunity of the address."""
    return find_offer(session, slug)


@blueprint.get("/<slug>/requirements")
@guard("requirements.add", load=find)
def page(slug: str) -> ResponseReturnValue:
    """The requirements in their order, and a form for one more."""
    return _page(RequirementForm(formdata=None))


def _page(form: RequirementForm, status: int = 200) -> ResponseReturnValue:
    opportunity: Opportunity = g.obj
    return render_template(
        "requirements/page.html",
        opportunity=opportunity,
        rows=reading.requirements_of(g.db, opportunity),
        form=form,
        draft=opportunity.state is OpportunityState.DRAFT,
    ), status


@blueprint.post("/<slug>/requirements")
@guard("requirements.add", load=find)
def add(slug: str) -> ResponseReturnValue:
    """One more requirement."""
    form = RequirementForm()
    if not form.validate():
        return _page(form, 422)
    try:
        requirements.add(g.db, actor=g.actor, now=g.now, opportunity=g.obj, new=form.new())
    except (Conflict, Invalid) as fault:
        refuse(form, fault)
        return _page(form, status_of(fault))
    flash("Added.", "success")
    return redirect(url_for("requirements.page", slug=slug), 303)


@blueprint.post("/<slug>/requirements/<int:number>/remove")
@guard("requirements.remove", load=find)
def remove(slug: str, number: int) -> ResponseReturnValue:
    """Take one off."""
    found = _requirement(number)
    if found is None:
        return _gone()
    try:
        requirements.remove(g.db, actor=g.actor, now=g.now, requirement=found)
    except Conflict as fault:
        return _refused(fault)
    flash("Removed.", "success")
    return redirect(url_for("requirements.page", slug=slug), 303)


@blueprint.post("/<slug>/requirements/<int:number>/up")
@guard("requirements.move_up", load=find)
def move_up(slug: str, number: int) -> ResponseReturnValue:
    """Put one a place higher."""
    found = _requirement(number)
    if found is None:
        return _gone()
    try:
        requirements.move_up(g.db, actor=g.actor, now=g.now, requirement=found)
    except Conflict as fault:
        return _refused(fault)
    flash("Moved up.", "success")
    return redirect(url_for("requirements.page", slug=slug), 303)


def _requirement(number: int) -> Requirement | None:
    rows = reading.requirements_of(g.db, g.obj)
    return next((one for one in rows if one.id == number), None)


def _gone() -> ResponseReturnValue:
    return _refused(Conflict("This requirement was removed meanwhile. Below is the list as it stands."))


def _refused(fault: Conflict) -> ResponseReturnValue:
    form = RequirementForm(formdata=None)
    refuse(form, fault)
    return _page(form, 409)

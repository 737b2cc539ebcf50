"""My record: the development plan and its next step, what comes round again, days of assessments."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.development import check_record, duties
from models.actors import Actor, Role
from models.errors import Conflict, Invalid, Unmet
from models.plans import DevelopmentPlan
from models.queries import development
from models.queries.plan_people import supervisors_of
from models.queries.plans import assessments_of, find_plan
from models.queries.recipients import by_name
from models.services import assessments, plans
from webui.forms.plans import Assessed, Submit
from webui.guards import guard
from webui.mine import me
from webui.plan_words import came_back, supervisor_left
from webui.words import ACTIVITIES, DUTIES, REVIEWS, STANDINGS, UNRECORDED

blueprint = Blueprint("my_record", __name__, url_prefix="/my-record")
blueprint.add_app_template_filter(ACTIVITIES.__getitem__, "activity")
blueprint.add_app_template_filter(REVIEWS.__getitem__, "review_outcome")
blueprint.add_app_template_filter(DUTIES.__getitem__, "duty")
blueprint.add_app_template_filter(UNRECORDED.__getitem__, "unrecorded")
blueprint.add_app_template_filter(STANDINGS.__getitem__, "standing")


def my_plan(session: Session, **_address: Any) -> DevelopmentPlan | None:
    """The plan of the executive who is signed in."""
    executive = me(session)
    return None if executive is None else find_plan(session, executive)


@blueprint.get("")
@guard("my_record.see", load=me)
def page() -> ResponseReturnValue:
    """The plan, what happens next, and what is due."""
    plan, today = find_plan(g.db, g.obj), local_day(g.now)
    found = development.record_of(g.db, g.obj.id, g.now)
    if found is None:
        abort(404)
    record = found.record
    return render_template(
        "my_record/page.html",
        plan=plan,
        executive=g.obj,
        today=today,
        lacks=[] if plan is None else plans.lacks(plan),
        returned=None if plan is None else came_back(plan),
        stuck=plan is not None and supervisor_left(plan, g.now),
        boardless=found.boardless,
        signerless=found.signerless,
        office=by_name(g.db, Role.PROGRAMME_OFFICE, g.now) if found.boardless or found.signerless else [],
        duties=[(one, one.standing(today)) for one in duties(record)],
        reasons=check_record(record, today),
        assessments=assessments_of(g.db, g.obj),
    )


@blueprint.post("/begin")
@guard("plans.begin", load=me)
def begin() -> ResponseReturnValue:
    """Open the plan."""
    plans.begin(g.db, actor=g.actor, now=g.now, executive=g.obj)
    flash("Your plan is begun: a draft, which nobody reads but you.", "success")
    return redirect(url_for("my_record.page"), 303)


@blueprint.get("/submit")
@guard("plans.submit", load=my_plan)
def ask_to_submit() -> ResponseReturnValue:
    """Who signs, and what sending it does."""
    last = g.obj.supervisor
    return _submit_page(Submit(formdata=None, data={"supervisor": last.slug if last else ""}))


def _submit_page(form: Submit, status: int = 200) -> ResponseReturnValue:
    people = supervisors_of(g.db, g.obj.executive, g.now)
    form.offer(people)
    lacks = plans.lacks(g.obj)
    office = [] if people else by_name(g.db, Role.PROGRAMME_OFFICE, g.now)
    return render_template(
        "my_record/submit.html", plan=g.obj, form=form, signers=people, lacks=lacks, office=office
    ), status


@blueprint.post("/submit")
@guard("plans.submit", load=my_plan)
def submit() -> ResponseReturnValue:
    """Send it to the supervisor."""
    form = Submit()
    form.offer(supervisors_of(g.db, g.obj.executive, g.now))
    if not form.validate():
        return _submit_page(form, 422)
    chosen = g.db.scalars(select(Actor).where(Actor.slug == form.supervisor.data)).one()
    try:
        plans.submit(g.db, actor=g.actor, now=g.now, plan=g.obj, supervisor=chosen)
    except (Invalid, Unmet) as fault:
        form.supervisor.errors = [str(fault)]
        return _submit_page(form, 422)
    flash(f"Your plan is with {chosen.name}.", "success")
    return redirect(url_for("my_record.page"), 303)


@blueprint.post("/take-back")
@guard("plans.take_back", load=my_plan)
def take_back() -> ResponseReturnValue:
    """Make it a draft again."""
    plans.take_back(g.db, actor=g.actor, now=g.now, plan=g.obj)
    flash("Your plan is a draft again.", "success")
    return redirect(url_for("my_record.page"), 303)


@blueprint.post("/revise")
@guard("plans.revise", load=my_plan)
def revise() -> ResponseReturnValue:
    """Open it to changes."""
    plans.revise(g.db, actor=g.actor, now=g.now, plan=g.obj)
    flash("Your plan is a draft again; change it, then send it to your supervisor.", "success")
    return redirect(url_for("my_record.page"), 303)


@blueprint.get("/assessment")
@guard("my_record.see", load=me)
def assessment() -> ResponseReturnValue:
    """Enter the day of an assessment."""
    return _assessment_page(Assessed(formdata=None))


def _assessment_page(form: Assessed, status: int = 200) -> ResponseReturnValue:
    return render_template("my_record/assessment.html", form=form), status


@blueprint.post("/assessment")
@guard("assessments.enter", load=me)
def enter_assessment() -> ResponseReturnValue:
    """The day, and nothing else."""
    form = Assessed()
    if not form.validate():
        return _assessment_page(form, 422)
    try:
        assessments.enter(g.db, actor=g.actor, now=g.now, executive=g.obj, done_on=form.done_on.data)
    except (Invalid, Conflict) as fault:
        form.done_on.errors = [str(fault)]
        return _assessment_page(form, 422)
    flash("The day of your assessment is on record.", "success")
    return redirect(url_for("my_record.page"), 303)


@blueprint.post("/assessment/<number>/strike")
@guard("assessments.strike", load=me)
def strike_assessment(number: str) -> ResponseReturnValue:
    """Take a mistaken day off."""
    found = next((one for one in assessments_of(g.db, g.obj) if str(one.id) == number), None)
    if found is None:
        abort(404)
    assessments.strike(g.db, actor=g.actor, now=g.now, executive=g.obj, assessment=found)
    flash("The day is struck.", "success")
    return redirect(url_for("my_record.page"), 303)

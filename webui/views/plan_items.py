"""What my development plan holds: objectives, and activities planned and done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.errors import Conflict, Invalid, Unmet, WrongState
from models.plans import PlanActivity, PlanObjective, PlanState
from models.queries.plans import strengths
from models.services import plan_items
from webui.errors import status_of
from webui.forms.plans import ActivityForm, Done, ObjectiveForm, Versioned, stored_activity, stored_objective
from webui.guards import guard
from webui.views.my_record import my_plan

blueprint = Blueprint("plan_items", __name__, url_prefix="/my-record")
NEW = "new"
FAULTS = (Invalid, Unmet, Conflict, WrongState)


def _objective(number: str) -> PlanObjective | None:
    """The objective of the address, None for a new one; 404 for one that is not of this plan."""
    found = next((one for one in g.obj.objectives if str(one.id) == number), None)
    if found is None and number != NEW:
        abort(404)
    return found


def _activity(number: str) -> PlanActivity | None:
    """The activity of the address, None for a new one; 404 for one that is not of this plan."""
    found = next((one for one in g.obj.activities if str(one.id) == number), None)
    if found is None and number != NEW:
        abort(404)
    return found


def _to_record() -> ResponseReturnValue:
    return redirect(url_for("my_record.page"), 303)


def _write(
    form: Versioned,
    verb: Callable[..., object],
    facts: Callable[[], dict[str, Any]],
    page: Callable[[int], ResponseReturnValue],
    beside: str,
    said: str,
) -> ResponseReturnValue:
    """Let the verb write what the form says; what it refuses stands beside a field. Whoever sends the form
    again sends it on the plan as it stands now."""
    if not form.validate():
        return page(422)
    try:
        verb(g.db, actor=g.actor, now=g.now, plan=g.obj, version=form.version.data, **facts())
    except FAULTS as fault:
        about = getattr(fault, "about", None)
        form[about if about in form else beside].errors = [str(fault)]
        form.version.raw_data, form.version.data = None, g.obj.version
        return page(status_of(fault))
    flash(said, "success")
    return _to_record()


@blueprint.get("/objectives/<number>")
@guard("plan_items.write_objective", load=my_plan)
def objective(number: str) -> ResponseReturnValue:
    """One objective, to be written."""
    found = _objective(number)
    stored = {} if found is None else stored_objective(found)
    form = ObjectiveForm(formdata=None, data={"version": g.obj.version, **stored})
    form.offer(strengths(g.db))
    return _objective_page(form, number)


def _objective_page(form: ObjectiveForm, number: str, status: int = 200) -> ResponseReturnValue:
    return render_template("my_record/objective.html", form=form, number=number, plan=g.obj), status


@blueprint.post("/objectives/<number>")
@guard("plan_items.write_objective", load=my_plan)
def save_objective(number: str) -> ResponseReturnValue:
    """Add or rewrite it."""
    found, form = _objective(number), ObjectiveForm()
    offered = form.offer(strengths(g.db))
    form.look_at(g.obj, g.now, None if found is None else found.reach_by)
    return _write(
        form,
        plan_items.write_objective,
        lambda: {"aim": form.aim(offered), "objective": found},
        partial(_objective_page, form, number),
        "text",
        "The objective is in your plan.",
    )


@blueprint.post("/objectives/<number>/drop")
@guard("plan_items.drop_objective", load=my_plan)
def drop_objective(number: str) -> ResponseReturnValue:
    """Take it off."""
    found, form = _objective(number), Versioned()
    if found is None or not form.validate():
        abort(404)
    plan_items.drop_objective(
        g.db, actor=g.actor, now=g.now, plan=g.obj, version=form.version.data, objective=found
    )
    flash("The objective is off your plan; its activities stayed.", "success")
    return _to_record()


@blueprint.get("/activities/<number>")
@guard("plan_items.write_activity", load=my_plan)
def activity(number: str) -> ResponseReturnValue:
    """One activity, to be written."""
    found = _activity(number)
    stored = {} if found is None else stored_activity(found)
    form = ActivityForm(formdata=None, data={"version": g.obj.version, **stored})
    return _activity_page(form, number)


def _activity_page(form: ActivityForm, number: str, status: int = 200) -> ResponseReturnValue:
    _fit(form)
    return render_template("my_record/activity.html", form=form, number=number, plan=g.obj), status


def _fit(form: ActivityForm) -> None:
    """The plan's objectives; and nothing to plan where the plan is not a draft."""
    form.offer(g.obj)
    if g.obj.state is not PlanState.DRAFT and form.planned_for is not None:
        form.only_done()


@blueprint.post("/activities/<number>")
@guard("plan_items.write_activity", load=my_plan)
def save_activity(number: str) -> ResponseReturnValue:
    """Add or rewrite it."""
    found, form = _activity(number), ActivityForm()
    _fit(form)
    form.look_at(g.obj, g.now, None if found is None else found.planned_for)
    return _write(
        form,
        plan_items.write_activity,
        lambda: {"step": form.step(g.obj), "activity": found},
        partial(_activity_page, form, number),
        "done_on",
        "The activity is in your plan.",
    )


@blueprint.post("/activities/<number>/drop")
@guard("plan_items.drop_activity", load=my_plan)
def drop_activity(number: str) -> ResponseReturnValue:
    """Take it off."""
    found, form = _activity(number), Versioned()
    if found is None or not form.validate():
        abort(404)
    plan_items.drop_activity(
        g.db, actor=g.actor, now=g.now, plan=g.obj, version=form.version.data, activity=found
    )
    flash("The activity is off your plan.", "success")
    return _to_record()


@blueprint.get("/activities/<number>/done")
@guard("plan_items.finish_activity", load=my_plan)
def ask_when_done(number: str) -> ResponseReturnValue:
    """When was it done?"""
    return _done_page(Done(formdata=None, data={"version": g.obj.version}), number)


def _done_page(form: Done, number: str, status: int = 200) -> ResponseReturnValue:
    found = _activity(number)
    if found is None:
        abort(404)
    return render_template("my_record/done.html", form=form, activity=found), status


@blueprint.post("/activities/<number>/done")
@guard("plan_items.finish_activity", load=my_plan)
def finish_activity(number: str) -> ResponseReturnValue:
    """Enter the day."""
    found, form = _activity(number), Done()
    if found is None:
        abort(404)
    return _write(
        form,
        plan_items.finish_activity,
        lambda: {"activity": found, "done_on": form.done_on.data},
        partial(_done_page, form, number),
        "done_on",
        "The day is in your plan.",
    )

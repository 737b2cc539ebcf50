"""Plan reviews: the Executive Resources Board reads signed plans and enters what came of its review."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.mentoring.business import local_day
from matcher.policy.development import Standing, next_review
from models.actors import Role
from models.days import iso_day
from models.errors import Conflict, Invalid
from models.plans import DevelopmentPlan, PlanState
from models.queries.our_offers import agencies_of
from models.queries.plans import PlanRow, before_the_board, following, returned_to_revise
from models.services import plans
from webui.errors import status_of
from webui.filters import plural
from webui.forms.plans import Review
from webui.guards import guard
from webui.paging import cut
from webui.views.signing import read_by_others

blueprint = Blueprint("reviewing", __name__, url_prefix="/plan-reviews")
BOARD = frozenset({Role.EXECUTIVE_RESOURCES_BOARD})
ROWS = 20
"""Plans on a page: on a telephone each takes several lines."""


def _address(slug: str) -> str:
    return url_for("reviewing.page", slug=slug)


@blueprint.get("")
@guard("reviewing.list")
def index() -> ResponseReturnValue:
    """The plans that wait for the board."""
    return render_template(
        "plans/to_review.html", page=cut(_waiting(), ROWS), address=_address, today=local_day(g.now)
    )


def _waiting() -> list[PlanRow]:
    """What waits for this member, as the page says it: the longest overdue first, then what is due now, then
    by the day of the next review; alike, the longest signed first."""
    rows = before_the_board(g.db, g.actor, agencies_of(g.db, g.actor, g.now, BOARD), PlanState.SIGNED)
    return sorted(rows, key=_turn)


def _turn(row: PlanRow) -> tuple[int, date]:
    """The place of a plan in the list; what was returned or never reviewed is awaited now, on no day."""
    today = local_day(g.now)
    if row.returned or row.review.is_unrecorded(today):
        return 1, date.min
    return 0 if row.review.standing(today) is Standing.OVERDUE else 2, row.review.due


@blueprint.get("/reviewed")
@guard("reviewing.list")
def reviewed() -> ResponseReturnValue:
    """The plans that the board has accepted."""
    agencies = agencies_of(g.db, g.actor, g.now, BOARD)
    rows = before_the_board(g.db, g.actor, agencies, PlanState.REVIEWED)
    return render_template(
        "plans/reviewed.html", page=cut(rows, ROWS), address=_address, today=local_day(g.now)
    )


@blueprint.get("/returned")
@guard("reviewing.list")
def returned() -> ResponseReturnValue:
    """The plans that the board has returned: whose, since when and who has them; not a word of any."""
    rows = returned_to_revise(g.db, g.actor, agencies_of(g.db, g.actor, g.now, BOARD))
    return render_template("plans/returned.html", page=cut(rows, ROWS))


@blueprint.get("/<slug>")
@guard("reviewing.see", load=read_by_others)
def page(slug: str) -> ResponseReturnValue:
    """One plan, to be read and reviewed."""
    return _review_page(Review(formdata=None, data={"version": g.obj.version, "reviewed_on": _met()}))


def _met() -> date:
    """The day of the meeting whose reviews are being entered, as the address carries it on; or today."""
    return iso_day(request.args.get("met", "")) or local_day(g.now)


def _review_page(form: Review, status: int = 200) -> ResponseReturnValue:
    plan, today = g.obj, local_day(g.now)
    last = max((one.reviewed_on for one in plan.reviews), default=None)
    due = next_review(plan.executive.ses_since, last)
    then = following(_waiting(), plan.executive)
    return render_template(
        "plans/review.html", plan=plan, form=form, review=due, today=today, then=then
    ), status


@blueprint.post("/<slug>")
@guard("plans.review", load=read_by_others)
def review(slug: str) -> ResponseReturnValue:
    """Enter the review."""
    form = Review()
    if not _fits(form):
        return _review_page(form, 422)
    rows = _waiting()
    then = following(rows, g.obj.executive)
    facts = {"version": form.version.data, "verdict": form.verdict()}
    try:
        plans.review(g.db, actor=g.actor, now=g.now, plan=g.obj, **facts)
    except (Conflict, Invalid) as fault:
        form.reviewed_on.errors = [str(fault)]
        form.version.raw_data, form.version.data = None, g.obj.version
        return _review_page(form, status_of(fault))
    if then is None:
        flash(_said(g.obj), "success")
        return redirect(url_for("reviewing.index"), 303)
    left = sum(row.slug != g.obj.executive.slug for row in rows)
    waits = plural(left, "plan waits", "plans wait")
    flash(f"{_said(g.obj)} {waits}; this is the plan of {then.name}.", "success")
    return redirect(url_for("reviewing.page", slug=then.slug, met=form.reviewed_on.data), 303)


def _fits(form: Review) -> bool:
    """Whether the form can be sent on; the day is looked at together with whatever else is missing."""
    fits = form.validate()
    day = form.reviewed_on.data
    wrong = plans.wrong_day(g.obj, day, g.now) if day else None
    if wrong:
        form.reviewed_on.errors = [wrong]
    return fits and wrong is None


def _said(plan: DevelopmentPlan) -> str:
    """What came of the review, and what follows."""
    name = plan.executive.name
    if plan.state is PlanState.DRAFT:
        return f"The plan of {name} is returned: a draft again, to be signed and reviewed anew."
    return f"The plan of {name} is accepted, and is carried out until its next yearly review."

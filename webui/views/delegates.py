"""Who looks after my calendar; and for them, the calendar they look after."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.delegations import Delegation
from models.errors import Conflict, Invalid
from models.queries import meetings
from models.queries.availability import policy_of
from models.queries.delegations import delegates, done_on_behalf, find_owner
from models.services import delegations
from models.zones import USUAL
from webui.forms.meetings import DelegateForm
from webui.guards import guard
from webui.mine import me

blueprint = Blueprint("delegates", __name__)
ARRANGED = {"meetings.book": "booked", "meetings.move": "changed", "meetings.cancel": "cancelled"}
"""What an assistant may do with a conversation, in words."""


@blueprint.get("/times/delegates")
@guard("delegations.see", load=me)
def page() -> ResponseReturnValue:
    """Those who look after my calendar."""
    return _page(DelegateForm())


def _page(form: DelegateForm, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "delegates/page.html",
        form=form,
        delegates=delegates(g.db, g.obj),
        done=done_on_behalf(g.db, g.obj),
        words=ARRANGED,
    ), status


@blueprint.post("/times/delegates")
@guard("delegations.begin", load=me)
def begin() -> ResponseReturnValue:
    """Name one more."""
    form = DelegateForm()
    if not form.validate():
        return _page(form, 422)
    try:
        made = delegations.begin(g.db, actor=g.actor, now=g.now, executive=g.obj, email=form.email.data or "")
    except (Invalid, Conflict) as fault:
        form.email.errors = [str(fault)]
        return _page(form, 422)
    name = g.db.get_one(Delegation, made.id).delegate.name
    flash(f"{name} now sees and books your times, and is told by mail.", "success")
    return redirect(url_for("delegates.page"), 303)


@blueprint.post("/times/delegates/<int:number>/end")
@guard("delegations.end", load=me)
def end(number: int) -> ResponseReturnValue:
    """From now on nothing is seen or booked by them."""
    given = g.db.get(Delegation, number)
    if given is None or given.executive_id != g.obj.id:
        abort(404)
    delegations.end(g.db, actor=g.actor, now=g.now, executive=g.obj, given=given)
    flash(f"{given.delegate.name} no longer looks after your times, and is told by mail.", "success")
    return redirect(url_for("delegates.page"), 303)


@blueprint.get("/calendars/of/<slug>")
@guard("availability.see", load=find_owner)
def calendar(slug: str) -> ResponseReturnValue:
    """What a delegate sees: when conversations are booked, and for which a time is missing."""
    policy = policy_of(g.db, g.obj)
    return render_template(
        "delegates/calendar.html",
        person=g.obj,
        zone=policy.zone if policy else USUAL,
        meetings=meetings.of_executive(g.db, g.obj, g.now),
        bookable=meetings.bookable(g.db, g.obj),
    )

"""A notice of the way back: what it asks for is done, or put off with a reason."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from models.access import can
from models.errors import Invalid, WrongState
from models.queries.away_checks import appraisal_due
from models.queries.returns import find_notice
from models.returns import ReturnNotice
from models.services import return_notices
from webui.forms.fields import refuse
from webui.forms.returns import PutOff
from webui.guards import guard
from webui.paging import whole
from webui.return_notice import Asking

blueprint = Blueprint("return_notices", __name__, url_prefix="/returns/notices/<number>")


def one(session: Session, number: str, **_address: Any) -> ReturnNotice | None:
    """The notice of that number."""
    return find_notice(session, whole(number))


@blueprint.post("/done")
@guard("return_notices.see_to", load=one)
def see_to(number: str) -> ResponseReturnValue:
    """It is seen to."""
    try:
        return_notices.see_to(g.db, actor=g.actor, now=g.now, notice=g.obj)
    except WrongState as fault:
        flash(str(fault), "error")
    else:
        flash("It is on record that this is seen to.", "success")
    return _home()


@blueprint.get("/put-off")
@guard("return_notices.see", load=one)
def ask_until_when(number: str) -> ResponseReturnValue:
    """What the notice asks for: do it, or put it off until when, and why?"""
    return _put_off_page(PutOff(formdata=None))


def _put_off_page(form: PutOff, status: int = 200) -> ResponseReturnValue:
    notice, right = g.obj, g.obj.right
    own = g.actor.executive_id == right.executive_id
    asking = Asking(
        notice=notice,
        own=own,
        hosts=right.agreement.host_supervisor_id == g.actor.id,
        sees_return=not own and can(g.actor, "returns.see", right, now=g.now),
        may_see_to=can(g.actor, "return_notices.see_to", notice, now=g.now),
        appraisal=appraisal_due(g.db, notice),
    )
    return render_template(
        "returns/put_off.html",
        form=form,
        notice=notice,
        asking=asking,
        latest=return_notices.latest_day(notice, g.now),
        may_put_off=notice.done_at is None and can(g.actor, "return_notices.put_off", notice, now=g.now),
    ), status


@blueprint.post("/put-off")
@guard("return_notices.put_off", load=one)
def put_off(number: str) -> ResponseReturnValue:
    """Ask me again."""
    form = PutOff()
    if not form.validate():
        return _put_off_page(form, 422)
    facts = {"until": form.until.data, "reason": form.reason.data}
    try:
        return_notices.put_off(g.db, actor=g.actor, now=g.now, notice=g.obj, **facts)
    except Invalid as fault:
        refuse(form, fault)
        return _put_off_page(form, 422)
    except WrongState as fault:
        flash(str(fault), "error")
        return _home()
    flash("Put off; you are asked again on that day.", "success")
    return _home()


def _home() -> ResponseReturnValue:
    """To the return for whoever may see it, else to the desk."""
    right = g.obj.right
    if g.actor.executive_id == right.executive_id:
        return redirect(url_for("way_back.page"), 303)
    if can(g.actor, "returns.see", right, now=g.now):
        return redirect(url_for("returns.page", number=right.id), 303)
    return redirect(url_for("desk.page"), 303)

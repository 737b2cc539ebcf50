"""My way back: from today to the first day at home, and what I can say about it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from matcher.policy.return_clauses import COOLING_OFF, RISK_OPEN
from matcher.policy.return_dates import civil
from models.agreement_days import first_day_passed, is_missed
from models.agreement_machines import RETURN_RIGHT
from models.errors import Invalid, WrongState
from models.executives import Executive
from models.queries.agreements import open_event
from models.queries.away_checks import done_lines, lines_of, not_asked
from models.queries.recipients import contacts_for
from models.queries.returns import my_agreements, my_right
from models.returns import ReturnRight, schedule
from models.services import returns
from models.zones import USUAL
from webui import way_back_facts as facts
from webui.errors import status_of
from webui.forms.fields import refuse
from webui.forms.returns import Changed, IAmBack, Objection
from webui.guards import guard
from webui.mine import me
from webui.timelines import line
from webui.way_back_next import WayBack
from webui.words import MARKS, PARTIES, RISKS

blueprint = Blueprint("way_back", __name__, url_prefix="/my-way-back")
blueprint.add_app_template_filter(MARKS.__getitem__, "mark")
blueprint.add_app_template_filter(RISKS.__getitem__, "risk")


def lived(session: Session, **_address: Any) -> ReturnRight | None:
    """The right that the executive who is signed in lives now."""
    executive = me(session)
    return None if executive is None else my_right(session, executive)


@blueprint.get("")
@guard("way_back.see", load=me)
def page() -> ResponseReturnValue:
    """Where I stand, and what comes next."""
    return _page(g.obj)


def _page(who: Executive, form: IAmBack | None = None, status: int = 200) -> ResponseReturnValue:
    right, mine = my_right(g.db, who), my_agreements(g.db, who)
    if right is None:
        agreement = mine[0].agreement if mine else None
        today = civil(g.now, USUAL if agreement is None else agreement.zone)
        missed = first_day_passed(agreement) if agreement and is_missed(agreement, g.now) else ""
        known = {"parties": PARTIES, "today": today, "missed": missed}
        return render_template("way_back/none.html", agreement=agreement, **known)
    today, dues = civil(g.now, right.agreement.zone), schedule(right)
    change, done = open_event(right.agreement), done_lines(g.db, right)
    form = form or IAmBack(formdata=None, data={"back_on": right.said_back_on})
    way_back = WayBack(
        right=right,
        now=g.now,
        today=today,
        can_do=set(RETURN_RIGHT.actions(right.state)),
        on={due.mark: due.on for due in dues},
        is_changing=change is not None,
    )
    return render_template(
        "way_back/page.html",
        right=right,
        agreement=right.agreement,
        way_back=way_back,
        standing=facts.standing(right),
        position_of_record=facts.position_of_record(right),
        position=facts.position(right, today),
        mentor=facts.mentor(right, today),
        change=change,
        others=[one for one in mine if one.right_id != right.id],
        line=line(right, dues, today),
        says_back="return" in way_back.can_do and (today > right.ends_on or bool(form.errors)),
        cooling=COOLING_OFF.figure,
        lines=lines_of(right),
        done=done,
        not_asked=not_asked(right, done),
        asked=[one for one in right.notices if one.done_at is None and one.owner_id == g.actor.id],
        contacts=contacts_for(g.db, right.agreement.home_agency, g.now, g.actor.id),
        form=form,
    ), status


@blueprint.post("/i-am-back")
@guard("returns.say_back", load=lived)
def say_back() -> ResponseReturnValue:
    """I am back; home enters it."""
    form = IAmBack()
    if not form.validate():
        return _page(g.obj.executive, form, 422)
    try:
        returns.say_back(g.db, actor=g.actor, now=g.now, right=g.obj, back_on=form.back_on.data)
    except (Invalid, WrongState) as fault:
        refuse(form, fault)
        return _page(g.obj.executive, form, status_of(fault))
    flash("It is on record, and home is told: a coordinator there enters your return.", "success")
    return redirect(url_for("way_back.page"), 303)


@blueprint.get("/something-changed")
@guard("returns.report_change", load=lived)
def ask_what_changed() -> ResponseReturnValue:
    """What changed at home?"""
    return _changed_page(Changed(formdata=None))


def _changed_page(form: Changed, status: int = 200) -> ResponseReturnValue:
    return render_template("way_back/changed.html", form=form, unsettled=RISK_OPEN.figure), status


@blueprint.post("/something-changed")
@guard("returns.report_change", load=lived)
def report_change() -> ResponseReturnValue:
    """Home is told, and has to write how the way back is kept."""
    form = Changed()
    if not form.validate():
        return _changed_page(form, 422)
    facts = {"kind": form.what(), "detail": form.detail.data}
    named = g.obj.placement
    try:
        returns.report_change(g.db, actor=g.actor, now=g.now, right=g.obj, **facts)
    except WrongState as fault:
        form.kind.errors = [str(fault)]
        return _changed_page(form, 409)
    fell = f" {named} counts no more as named, nor what you said to it: home names one anew."
    said = "It is on record, and home is told. Your right is at risk until somebody settles it."
    flash(said + (fell if named and not g.obj.placement else ""), "success")
    return redirect(url_for("way_back.page"), 303)


@blueprint.post("/agree")
@guard("returns.agree", load=lived)
def agree() -> ResponseReturnValue:
    """I take the position."""
    returns.agree(g.db, actor=g.actor, now=g.now, right=g.obj)
    flash("You agreed to the position.", "success")
    return redirect(url_for("way_back.page"), 303)


@blueprint.get("/object")
@guard("returns.dispute", load=lived)
def ask_why() -> ResponseReturnValue:
    """Why is the position not right?"""
    return render_template("way_back/object.html", form=Objection(formdata=None), right=g.obj)


@blueprint.post("/object")
@guard("returns.dispute", load=lived)
def dispute() -> ResponseReturnValue:
    """I object."""
    form = Objection()
    if not form.validate():
        return render_template("way_back/object.html", form=form, right=g.obj), 422
    returns.dispute(g.db, actor=g.actor, now=g.now, right=g.obj, reason=form.reason.data)
    flash("Your objection is on record; home proposes another position, or the same one again.", "success")
    return redirect(url_for("way_back.page"), 303)


@blueprint.post("/give-up")
@guard("returns.waive", load=lived)
def waive() -> ResponseReturnValue:
    """I give the right up."""
    returns.waive(g.db, actor=g.actor, now=g.now, right=g.obj)
    flash(f"You gave your return right up. You can take that back for {COOLING_OFF.figure} days.", "success")
    return redirect(url_for("way_back.page"), 303)


@blueprint.post("/keep")
@guard("returns.take_back_waiver", load=lived)
def take_back_waiver() -> ResponseReturnValue:
    """I keep it after all."""
    returns.take_back_waiver(g.db, actor=g.actor, now=g.now, right=g.obj)
    flash("Your return right stands as before.", "success")
    return redirect(url_for("way_back.page"), 303)

"""The returns board: who is away and comes back when, what endangers it, and one return with its steps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.return_clauses import RISK_OPEN
from matcher.policy.return_dates import Due, civil, review_days
from models.access import can
from models.actors import Actor, Role
from models.agreement_machines import RETURN_RIGHT
from models.errors import Invalid, WrongState
from models.holding import Holder, holds_at
from models.queries.agreements import open_event, supervisors_at
from models.queries.away_checks import lines_of, open_at_home, unticked
from models.queries.our_offers import agencies_of
from models.queries.recipients import contacts_for, email_of
from models.queries.returns import Filters, board, find_right
from models.returns import LATE, LOOKED_AT, ReturnRight, ReturnState, Standing, schedule
from models.services import returns
from webui.errors import status_of
from webui.forms.fields import refuse
from webui.forms.returns import Back, Changed, Placement, Reentry, Settlement, Sponsor
from webui.guards import guard
from webui.home_acts import act_of, position_agreed, position_kept, settle_by
from webui.paging import cut, whole
from webui.return_at_home import AtHome, doubt
from webui.return_list import Listed, OpenLines, empty
from webui.return_told import told_days
from webui.return_words import days_away, position_to_return_to
from webui.timelines import line, timeline

blueprint = Blueprint("returns", __name__, url_prefix="/returns")
S = ReturnState
blueprint.add_app_template_filter(days_away)
COORDINATORS = frozenset({Role.AGENCY_COORDINATOR})


def one(session: Session, number: str, **_address: Any) -> ReturnRight | None:
    """The right of that number."""
    return find_right(session, whole(number))


def filters(among: Collection[int] | None = None) -> Filters:
    """What the address asks for; `?state=overdue` has broken rights too, as the count above the list."""
    everywhere = Holder(g.actor, g.now).has(Role.PROGRAMME_OFFICE)
    agencies = agencies_of(g.db, g.actor, g.now, COORDINATORS)
    state, days = request.args.get("state", ""), whole(request.args.get("days", ""))
    return Filters(
        agencies=None if everywhere and not agencies else agencies,
        sponsor_id=g.actor.id,
        states=LATE if state == ReturnState.OVERDUE else (S(state),) if state in set(S) else (),
        at_risk=request.args.get("risk") == "yes",
        before=local_day(g.now) + timedelta(days=min(days, 3650)) if days else None,
        name=request.args.get("name", "").strip()[:100],
        among=among,
    )


@blueprint.get("")
@guard("returns.board")
def index() -> ResponseReturnValue:
    """Everybody who is away, the first to come back first."""
    asked = request.args.get("checklist") == "open"
    found = open_at_home(g.db, g.actor, g.now) if asked else {}
    wanted = filters({right.id for right in found} if asked else None)
    rows, today = board(g.db, wanted), local_day(g.now)
    page, keeps, sponsors = cut(rows), wanted.agencies is not None, wanted.agencies == []
    lines = {
        right.id: OpenLines(right.agreement_id, len(left), len(lines_of(right)))
        for right, left in found.items()
    }
    return render_template(
        "returns/index.html",
        page=page,
        listed=[Listed(row, keeps, lines.get(row.number), today) for row in page.rows],
        wanted=wanted,
        asks_lines=asked,
        chosen=next(iter(wanted.states), ""),
        days=whole(request.args.get("days", "")) or "",
        labels=RETURN_RIGHT.labels,
        sponsors=sponsors,
        keeps=keeps,
        picture=timeline([row for row in page.rows if row.state not in LOOKED_AT], today),
        at_risk=sum(row.risks > 0 for row in rows),
        overdue=sum(row.state in LATE for row in rows),
        empty=empty(wanted, sponsors=sponsors),
    )


@blueprint.get("/<number>")
@guard("returns.see", load=one)
def page(number: str) -> ResponseReturnValue:
    """One return: where it stands, what is to be done."""
    return _page()


@blueprint.get("/<number>/day")
@guard("returns.see_day", load=one)
def day(number: str) -> ResponseReturnValue:
    """From a day in a calendar to the page that the person may read."""
    if g.actor.executive_id == g.obj.executive_id:
        return redirect(url_for("way_back.page"))
    if can(g.actor, "returns.see", g.obj, now=g.now):
        return redirect(url_for("returns.page", number=number))
    return redirect(url_for("agreements.page", number=g.obj.agreement_id))


def _page(status: int = 200, **typed: FlaskForm) -> ResponseReturnValue:
    right: ReturnRight = g.obj
    today, dues = civil(g.now, right.agreement.zone), schedule(right)
    keeps = can(g.actor, "returns.propose", right, now=g.now)
    return render_template(
        "returns/page.html",
        right=right,
        home=_at_home(right, dues, today, keeps=keeps),
        change=open_event(right.agreement),
        line=line(right, dues, today),
        told=told_days(right, dues, g.actor, keeps=keeps),
        reviews=None if right.returned_on is None else review_days(right.returned_on),
        position=position_to_return_to(right),
        email=email_of(g.db, right.executive_id) if today > right.ends_on else None,
        sees_board=can(g.actor, "returns.board", None, now=g.now),
        forms=_forms(right, typed),
        failed=next(iter(typed.values()), None),
        keeps=keeps,
        loses=keeps and _keeps_as_sponsor(right),
        contacts=contacts_for(g.db, right.agreement.home_agency, g.now, g.actor.id),
    ), status


def _keeps_as_sponsor(right: ReturnRight) -> bool:
    """Whether the reader has the return as its sponsor alone, and no longer once somebody else is."""
    holder = Holder(g.actor, g.now)
    coordinates = holds_at(holder, right.agreement.home_agency, COORDINATORS)
    return not coordinates and not holder.has(Role.PROGRAMME_OFFICE)


def _forms(right: ReturnRight, typed: dict[str, FlaskForm]) -> dict[str, FlaskForm]:
    """The forms of the page, with what was typed into one that was refused."""
    forms = {
        "sponsor": Sponsor(formdata=None),
        "placement": Placement(formdata=None, data={"placement": position_kept(right)}),
        "settlement": Settlement(formdata=None),
        "back": Back(formdata=None, data={"returned_on": right.said_back_on}),
        "reentry": Reentry(formdata=None),
        **typed,
    }
    forms["sponsor"].offer(supervisors_at(g.db, right.agreement.home_agency, g.now))
    return forms


def _at_home(right: ReturnRight, dues: Sequence[Due], today: date, *, keeps: bool) -> AtHome:
    can_do, settled_by = set(RETURN_RIGHT.actions(right.state)), settle_by(right)
    late = "return" in can_do and right.is_due_back(today)
    if right.standing is Standing.PROPOSED or (right.state is S.AT_RISK and today < right.starts_on):
        can_do.discard("propose")
    return AtHome(
        right=right,
        today=today,
        act=act_of(right.state, at_risk=settled_by is not None, late=late, active=right.executive.active),
        can_do=can_do,
        on={due.mark: due.on for due in dues},
        settle_by=settled_by,
        passed_on=settled_by is not None and settled_by <= g.now,
        agreed=position_agreed(right),
        unticked=unticked(g.db, right) if keeps else [],
    )


def _try(form: FlaskForm, name: str, verb: Any, said: str, **facts: Any) -> ResponseReturnValue:
    """One verb of the page: what it refuses stands beside its field."""
    try:
        verb(g.db, actor=g.actor, now=g.now, right=g.obj, **facts)
    except (Invalid, WrongState) as fault:
        refuse(form, fault)
        return _page(status_of(fault), **{name: form})
    flash(said, "success")
    return redirect(url_for("returns.page", number=g.obj.id), 303)


@blueprint.post("/<number>/sponsor")
@guard("returns.name_sponsor", load=one)
def name_sponsor(number: str) -> ResponseReturnValue:
    """Who sees to the way back."""
    form = Sponsor()
    form.offer(supervisors_at(g.db, g.obj.agreement.home_agency, g.now))
    if not form.validate():
        return _page(422, sponsor=form)
    who = g.db.scalars(select(Actor).where(Actor.slug == form.sponsor.data)).one()
    answer = _try(form, "sponsor", returns.name_sponsor, f"{who.name} is the sponsor.", sponsor=who)
    if g.obj.sponsor_id == who.id and not can(g.actor, "returns.see", g.obj, now=g.now):
        flash("The return is theirs to see to now, and no longer on your list.", "success")
        return redirect(url_for("returns.index"), 303)
    return answer


@blueprint.post("/<number>/placement")
@guard("returns.propose", load=one)
def propose(number: str) -> ResponseReturnValue:
    """Name the position to return to."""
    form = Placement()
    if not form.validate():
        return _page(422, placement=form)
    said = "The executive is told, and agrees or objects."
    return _try(form, "placement", returns.propose, said, placement=form.placement.data)


@blueprint.get("/<number>/change")
@guard("returns.propose", load=one)
def ask_what_changed(number: str) -> ResponseReturnValue:
    """What changed at home?"""
    return _changed_page(Changed(formdata=None))


def _changed_page(form: Changed, status: int = 200) -> ResponseReturnValue:
    return render_template("returns/changed.html", form=form, right=g.obj, unsettled=RISK_OPEN.figure), status


@blueprint.post("/<number>/change")
@guard("returns.report_change", load=one)
def report_change(number: str) -> ResponseReturnValue:
    """The right is at risk until it is settled."""
    form = Changed()
    if not form.validate():
        return _changed_page(form, 422)
    facts = {"kind": form.what(), "detail": form.detail.data}
    try:
        returns.report_change(g.db, actor=g.actor, now=g.now, right=g.obj, **facts)
    except WrongState as fault:
        form.kind.errors = [str(fault)]
        return _changed_page(form, 409)
    flash("It is on record; the executive is told.", "success")
    return redirect(url_for("returns.page", number=number), 303)


@blueprint.post("/<number>/risks/<risk>/settle")
@guard("returns.settle", load=one)
def settle(number: str, risk: str) -> ResponseReturnValue:
    """Write how the way back is kept open."""
    form = Settlement()
    if not form.validate():
        return _page(422, settlement=form)
    said = "It is settled; the executive is told."
    return _try(form, "settlement", returns.settle, said, risk=whole(risk), settlement=form.settlement.data)


@blueprint.post("/<number>/back")
@guard("returns.enter_return", load=one)
def enter_return(number: str) -> ResponseReturnValue:
    """Somebody is back."""
    form = Back()
    if not form.validate():
        return _page(422, back=form)
    name = g.obj.executive.name
    day: date = form.returned_on.data
    if form.is_doubted(doubt(g.obj, day, civil(g.now, g.obj.agreement.zone))):
        return _page(422, back=form)
    return _try(form, "back", returns.enter_return, f"{name} is back; two reviews follow.", returned_on=day)


@blueprint.post("/<number>/review")
@guard("returns.review", load=one)
def review(number: str) -> ResponseReturnValue:
    """A look at the re-entry."""
    form = Reentry()
    if not form.validate():
        return _page(422, reentry=form)
    facts = {"held_on": form.held_on.data, "findings": form.findings.data}
    closes = ", and the return is closed" if g.obj.state is S.REVIEWED else ""
    return _try(form, "reentry", returns.review, f"The review is on record{closes}.", **facts)

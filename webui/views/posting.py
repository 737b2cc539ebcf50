"""An opportunity from the first draft to the approval, and out again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.mentoring.business import local_day
from matcher.policy.clauses import ROTATION_DAYS
from models.access import can
from models.agencies import Agency
from models.competencies import Ecq
from models.errors import Conflict, Denied, Invalid, Trouble, Unmet
from models.opportunities import Opportunity, OpportunityState
from models.opportunity_texts import LONGEST_LINE, MOST_LINES, describe, draft
from models.queries.written_offers import (
    OFFERED,
    ecqs_on,
    find_opportunity,
    hosts,
    own_of,
    rounds_of,
    why_held,
)
from models.services import opportunities, requirements, vacancies
from models.vacancies import ProjectedVacancy
from webui.forms.fields import refuse
from webui.forms.opportunities import OpportunityForm, ReasonForm, stored
from webui.forms.versions import versions
from webui.guards import guard

blueprint = Blueprint("posting", __name__, url_prefix="/our-opportunities")


def _form(agencies: list[Agency], ecqs: list[Ecq], **how: Any) -> OpportunityForm:
    form = OpportunityForm(**how)
    form.offer(agencies, ecqs)
    return form


@blueprint.get("/new")
@guard("offers.new")
def new() -> ResponseReturnValue:
    """An empty template, or one filled with what an earlier opportunity says."""
    agencies = hosts(g.db, g.actor, g.now)
    usual: dict[str, Any] = {"seats": 1, "min_seats": 0, "agency": own_of(agencies, g.actor, g.now)}
    if (earlier := _earlier()) is not None:
        usual = stored(earlier, describe(earlier))
    if (expected := _projected()) is not None:
        begins = max(expected.month, local_day(g.now))
        usual |= {"title": expected.title, "place": expected.place, "agency": expected.agency.code}
        usual |= {"starts_from": begins, "starts_until": begins}
    form = _form(agencies, ecqs_on(g.db, local_day(g.now)), formdata=None, data=usual)
    return _page(form, None, earlier=earlier)


def _earlier() -> Opportunity | None:
    """The opportunity of the address that this one is to be like, where the actor may see it."""
    found = find_opportunity(g.db, request.args.get("from", ""))
    return found if found is not None and can(g.actor, "offers.see", found, now=g.now) else None


def _projected() -> ProjectedVacancy | None:
    """The projected vacancy of the address that is about to come, where the actor may say so."""
    found = g.db.get(ProjectedVacancy, request.args.get("projected", 0, type=int))
    return found if found is not None and can(g.actor, "vacancies.become", found, now=g.now) else None


def _page(
    form: OpportunityForm,
    opportunity: Opportunity | None,
    status: int = 200,
    clash: Any = None,
    earlier: Opportunity | None = None,
) -> ResponseReturnValue:
    return render_template(
        "offers/text.html",
        form=form,
        opportunity=opportunity,
        clash=clash,
        is_copy=earlier is not None,
        most_lines=MOST_LINES,
        longest_line=LONGEST_LINE,
        rotation_days=ROTATION_DAYS.figure,
    ), status


@blueprint.post("/new")
@guard("offers.new")
def add() -> ResponseReturnValue:
    """Keep it as a draft."""
    agencies, ecqs = hosts(g.db, g.actor, g.now), ecqs_on(g.db, local_day(g.now))
    form, earlier = _form(agencies, ecqs), _earlier()
    if not form.validate():
        return _page(form, None, 422, earlier=earlier)
    host = next(one for one in agencies if one.code == form.agency.data)
    try:
        with g.db.no_autoflush:
            made = draft(host, form.text(ecqs))
        opportunities.add(g.db, actor=g.actor, now=g.now, opportunity=made)
        if earlier is not None:
            requirements.copy(g.db, actor=g.actor, now=g.now, earlier=earlier, opportunity=made)
        if (expected := _projected()) is not None and expected.agency_id == host.id:
            vacancies.become(g.db, actor=g.actor, now=g.now, vacancy=expected, opportunity=made)
    except Invalid as fault:
        refuse(form, fault)
        return _page(form, None, 422, earlier=earlier)
    flash("The draft is kept.", "success")
    return redirect(url_for("offers.one", slug=made.slug), 303)


@blueprint.get("/<slug>/text")
@guard("opportunities.edit", load=find_opportunity)
def text(slug: str) -> ResponseReturnValue:
    """The text of a draft, to be edited."""
    opportunities.must_be_draft(g.obj)
    return _page(_stored_form(), g.obj)


def _stored_form() -> OpportunityForm:
    """The form as the opportunity is stored."""
    said = stored(g.obj, describe(g.obj))
    return _form(_possible_hosts(), ecqs_on(g.db, local_day(g.now)), formdata=None, data=said)


def _possible_hosts() -> list[Agency]:
    """The agencies that may offer the draft: its own alone where a post of that agency stands behind it."""
    own = g.obj.host_agency
    others = [] if g.obj.position_id or g.obj.organization_id else hosts(g.db, g.actor, g.now)
    return sorted({own, *others}, key=lambda one: one.name)


@blueprint.post("/<slug>/text")
@guard("opportunities.edit", load=find_opportunity)
def save(slug: str) -> ResponseReturnValue:
    """Store the text; what changed meanwhile is shown beside what was typed."""
    ecqs = ecqs_on(g.db, local_day(g.now))
    agencies = _possible_hosts()
    form = _form(agencies, ecqs)
    if not form.validate():
        return _page(form, g.obj, 422)
    host = next(one for one in agencies if one.code == form.agency.data)
    facts = {"version": form.version.data, "text": form.text(ecqs), "host": host}
    try:
        opportunities.edit(g.db, actor=g.actor, now=g.now, opportunity=g.obj, **facts)
    except Invalid as fault:
        refuse(form, fault)
        return _page(form, g.obj, 422)
    except Conflict:
        return _clash(form)
    flash("Saved.", "success")
    return redirect(url_for("offers.one", slug=slug), 303)


def _clash(form: OpportunityForm) -> ResponseReturnValue:
    """Both versions side by side; sending the form again replaces the stored one knowingly."""
    clash = versions(form, _stored_form())
    form.version.raw_data, form.version.data = None, g.obj.version
    return _page(form, g.obj, 409, clash)


@blueprint.post("/<slug>/submit")
@guard("opportunities.submit", load=find_opportunity)
def submit(slug: str) -> ResponseReturnValue:
    """Ask for approval."""
    return _do(slug, opportunities.submit, "You asked for approval.")


@blueprint.post("/<slug>/approve")
@guard("opportunities.approve", load=find_opportunity)
def approve(slug: str) -> ResponseReturnValue:
    """Let it be listed, as it was read."""
    if request.form.get("seen") != str(g.obj.version):
        flash("It was changed since you opened it: read it again, then approve it.", "error")
        return redirect(url_for("offers.one", slug=slug), 303)
    return _do(
        slug, opportunities.approve, "It is approved: the exchange coordinators can put it into a round."
    )


def _do(slug: str, verb: Any, said: str) -> ResponseReturnValue:
    try:
        verb(g.db, actor=g.actor, now=g.now, opportunity=g.obj)
    except (Denied, Invalid, Unmet) as fault:
        flash(str(fault), "error")
    else:
        flash(said, "success")
    return redirect(url_for("offers.one", slug=slug), 303)


@blueprint.get("/<slug>/send-back")
@guard("opportunities.send_back", load=find_opportunity)
def ask_to_send_back(slug: str) -> ResponseReturnValue:
    """What is to be mended?"""
    return _reason_page("send_back", ReasonForm(formdata=None))


@blueprint.post("/<slug>/send-back")
@guard("opportunities.send_back", load=find_opportunity)
def send_back(slug: str) -> ResponseReturnValue:
    """Return it to its author."""
    return _with_reason("send_back", opportunities.send_back, "It is a draft again; its author reads why.")


@blueprint.post("/<slug>/take-back")
@guard("opportunities.take_back", load=find_opportunity)
def take_back(slug: str) -> ResponseReturnValue:
    """Make it a draft again."""
    return _do(slug, opportunities.take_back, "It is a draft again: nobody is asked to approve it now.")


@blueprint.get("/<slug>/withdraw")
@guard("opportunities.withdraw", load=find_opportunity)
def ask_to_withdraw(slug: str) -> ResponseReturnValue:
    """What withdrawing does, and why?"""
    return _reason_page("withdraw", ReasonForm(formdata=None))


@blueprint.post("/<slug>/withdraw")
@guard("opportunities.withdraw", load=find_opportunity)
def withdraw(slug: str) -> ResponseReturnValue:
    """Take it off."""
    return _with_reason("withdraw", opportunities.withdraw, "It is withdrawn: no catalogue shows it.")


def _reason_page(act: str, form: ReasonForm, status: int = 200) -> ResponseReturnValue:
    rounds = rounds_of(g.db, g.obj) if act == "withdraw" else ()
    held = why_held(g.db, g.obj, rounds, g.now)
    offered = any(one.state in OFFERED for one in rounds)
    return render_template(
        "offers/reason.html", act=act, form=form, opportunity=g.obj, held=held, offered=offered
    ), status


def _with_reason(act: str, verb: Any, said: str) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate():
        return _reason_page(act, form, 422)
    try:
        verb(g.db, actor=g.actor, now=g.now, opportunity=g.obj, reason=form.reason.data)
    except Trouble as fault:
        form.reason.errors = [str(fault)]
        return _reason_page(act, form, 409)
    flash(said, "success")
    return redirect(url_for("offers.one", slug=g.obj.slug), 303)


def acts(opportunity: Opportunity) -> set[str]:
    """What whoever looks may do with it now; whoever reads it for approval sends it back with a reason."""
    draft = opportunity.state is OpportunityState.DRAFT
    waits = opportunity.state is OpportunityState.SUBMITTED
    other = opportunity.created_by_id != g.actor.id
    possible = {
        "edit": draft,
        "submit": draft,
        "approve": waits and other,
        "send_back": waits and other,
        "take_back": waits,
        "withdraw": draft or waits or opportunity.state is OpportunityState.APPROVED,
    }
    found = {
        act
        for act, open_ in possible.items()
        if open_ and can(g.actor, f"opportunities.{act}", opportunity, now=g.now)
    }
    return found - {"take_back"} if "send_back" in found else found

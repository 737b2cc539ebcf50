"""An agreement entered by hand: who goes where, chosen from those one may act for; then its terms."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from matcher.policy.return_basis import return_terms
from matcher.policy.return_clauses import RENEWAL_FIRST
from models import agreement_texts
from models.agencies import Agency
from models.agreement_texts import WORDED
from models.agreements import Agreement
from models.errors import Invalid
from models.executives import Executive
from models.opportunities import Kind
from models.queries.agreement_parties import find_actors, find_host, find_person, people_of, sides_of
from models.queries.agreements import supervisors_at
from models.services import agreements
from models.services.agreements import Parties
from models.zones import USUAL
from webui.forms.agreements import PartiesForm, TermsForm
from webui.forms.fields import refuse
from webui.guards import guard

blueprint = Blueprint("agreement_entry", __name__, url_prefix="/agreements/new")


def parties_of(session: Session, who: str, host: str) -> Parties | None:
    """The executive and the host of an address."""
    executive, agency = find_person(session, who), find_host(session, host)
    return None if executive is None or agency is None else Parties(executive, agency)


@blueprint.get("")
@guard("agreements.new")
def choose() -> ResponseReturnValue:
    """Who goes where? One of ours anywhere, or somebody of another agency to us."""
    sides = sides_of(g.db, g.actor, g.now)
    home = next((one for one in sides.homes if one.code == request.args.get("home")), None)
    forms = {
        "out": PartiesForm.offering(people_of(g.db, *sides.ours), sides.every, prefix="out"),
        "in": PartiesForm.offering([] if home is None else people_of(g.db, home), sides.ours, prefix="in"),
    }
    for form in forms.values():
        if form.who.name in request.args and form.validate() and _are_two(form):
            return redirect(url_for("agreement_entry.page", who=form.who.data, host=form.host.data), 303)
    return render_template("agreements/choose.html", sides=sides, home=home, forms=forms)


def _are_two(form: PartiesForm) -> bool:
    """Whether the host is another agency than the home; what is wrong stands beside the host."""
    found = parties_of(g.db, form.who.data or "", form.host.data or "")
    try:
        if found is not None:
            agreements.must_go_elsewhere(found.executive, found.host_agency)
    except Invalid as fault:
        refuse(form, fault)
        return False
    return True


@blueprint.get("/<who>/<host>")
@guard("agreements.enter", load=parties_of)
def page(who: str, host: str) -> ResponseReturnValue:
    """The terms of the new one, begun as a detail."""
    back = return_terms(Kind.DETAIL)
    usual = {
        "zone": USUAL,
        "notice_days": RENEWAL_FIRST.figure,
        "return_basis": back.basis,
        "return_target": back.target,
    }
    return _page(_form(formdata=None, data=usual))


@blueprint.post("/<who>/<host>")
@guard("agreements.enter", load=parties_of)
def enter(who: str, host: str) -> ResponseReturnValue:
    """Begin it."""
    form = _form()
    if not form.validate():
        return _page(form, 422)
    parties = named(form, g.obj.executive, g.obj.host_agency)
    try:
        made = agreements.enter(g.db, actor=g.actor, now=g.now, parties=parties, terms=form.terms())
    except Invalid as fault:
        refuse(form, fault)
        return _page(form, 422)
    flash("The agreement is a draft: read what policy says of it, then put it to signature.", "success")
    return redirect(url_for("agreements.page", number=made.id), 303)


def _form(**how: Any) -> TermsForm:
    return terms_form(g.obj.executive, g.obj.host_agency, **how)


def _page(form: TermsForm, status: int = 200) -> ResponseReturnValue:
    worded = [name for name, _ in WORDED]
    shown = {"form": form, "agreement": None, "parties": g.obj, "worded": worded}
    return render_template("agreements/terms.html", **shown), status


def terms_form(executive: Executive, host: Agency, **how: Any) -> TermsForm:
    """The terms, with the supervisors of both agencies to choose from: nobody supervises themselves."""
    form = TermsForm(**how)
    at_home, at_host = (
        [who for who in supervisors_at(g.db, agency, g.now) if who.executive_id != executive.id]
        for agency in (executive.home_agency, host)
    )
    form.offer(at_home, at_host)
    return form


def unwritten(agreement: Agreement) -> list[str]:
    """What the terms still lack before they can be put to signature."""
    unnamed = {"the supervisor at home": agreement.home_supervisor_id}
    unnamed |= {"the supervisor at the host": agreement.host_supervisor_id}
    return [who for who, named_ in unnamed.items() if named_ is None] + agreement_texts.unwritten(agreement)


def named(form: TermsForm, executive: Executive, host: Agency) -> Parties:
    """The parties with the supervisors that were chosen."""
    slugs = [form.home_supervisor.data or "", form.host_supervisor.data or ""]
    people = find_actors(g.db, slugs)
    return Parties(executive, host, *(people.get(slug) for slug in slugs))

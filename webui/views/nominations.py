"""People with an open card, read and invited to one of our opportunities."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.mentoring.business import local_day
from matcher.policy.nomination import check_invited
from models.errors import Conflict, Invalid, Unmet
from models.executives import Executive
from models.nominations import PERSON_CAME, PERSON_LEFT, Nomination, NominationState
from models.queries.agreement_parties import find_person
from models.queries.applicants import find_place
from models.queries.cards import card
from models.queries.gates import as_agencies_know
from models.queries.nominations import find_nomination, of_opportunity, why_taken_back
from models.queries.open_cards import visible_cards
from models.services import nominations
from models.services.dreamsheets import is_filing
from webui.errors import status_of
from webui.forms.fields import refuse
from webui.forms.nominations import InviteForm
from webui.guards import guard
from webui.paging import cut

blueprint = Blueprint("nominations", __name__, url_prefix="/nominations")


ENDED = {
    PERSON_LEFT: "it was entered that the person has left",
    PERSON_CAME: "the person has come to your agency",
}


@blueprint.app_template_filter()
def taken_up(nomination: Nomination, why: str | None = None) -> str:
    """What the agency knows of an invitation: no answer and a no are the same; `why` it ended where no agency
    took it back."""
    if nomination.state is NominationState.TAKEN_UP:
        return "taken up: it was put on the person’s own list"
    if nomination.state is NominationState.WITHDRAWN:
        return f"ended: {ENDED[why]}" if why else "withdrawn"
    return "waits for an answer" if nominations.is_answerable(nomination, g.now) else "not taken up"


@blueprint.get("/<round_slug>/<slug>")
@guard("nominations.see", load=find_place)
def page(round_slug: str, slug: str) -> ResponseReturnValue:
    """Who was invited, and who could be."""
    words = request.args.get("words", "")[:200]
    place = g.obj
    invited = of_opportunity(g.db, place.round, place.opportunity)
    asked = {one.executive.slug for one in invited}
    found = [one for one in visible_cards(g.db, place.host_agency, words) if one.slug not in asked]
    return render_template(
        "nominations/page.html",
        place=place,
        invited=invited,
        why=why_taken_back(g.db, invited),
        page=cut(found),
        words=words,
        open=place.offered and is_filing(place.round, g.now),
    )


def _person() -> Executive:
    found = find_person(g.db, request.form.get("who", ""))
    if found is None:
        abort(404)
    return found


@blueprint.post("/<round_slug>/<slug>/card")
@guard("nominations.read_card", load=find_place)
def read(round_slug: str, slug: str) -> ResponseReturnValue:
    """Put on record that the card is read, and show it."""
    who = _person()
    try:
        nominations.read_card(g.db, actor=g.actor, now=g.now, who=who, **_place())
    except Conflict as fault:
        flash(str(fault), "error")
        return redirect(url_for("nominations.page", round_slug=round_slug, slug=slug), 303)
    return _card(who, InviteForm(formdata=None, who=who.slug))


def _place() -> dict[str, Any]:
    return {"round_": g.obj.round, "opportunity": g.obj.opportunity}


def _card(who: Executive, form: InviteForm, status: int = 200) -> ResponseReturnValue:
    said = check_invited(None, g.obj.opportunity.starts_from)
    known = as_agencies_know(g.db, g.obj.round, who, g.obj.opportunity.slug)
    return render_template(
        "nominations/card.html",
        place=g.obj,
        person=who,
        card=card(g.db, who, local_day(g.now)),
        form=form,
        said=said,
        refused=[one for one in known if one.refuses],
    ), status


@blueprint.post("/<round_slug>/<slug>/invite")
@guard("nominations.invite", load=find_place)
def invite(round_slug: str, slug: str) -> ResponseReturnValue:
    """Invite the person whose card was read."""
    who, form = _person(), InviteForm()
    if not form.validate():
        return _card(who, form, 422)
    facts: dict[str, Any] = {"executive": who, "serves": form.serves.data or "", "factors": form.factors()}
    try:
        nominations.invite(g.db, actor=g.actor, now=g.now, **_place(), **facts)
    except (Conflict, Invalid, Unmet) as fault:
        refuse(form, fault)
        return _card(who, form, status_of(fault))
    flash(f"{who.name} is invited. The answer is the person’s own.", "success")
    return redirect(url_for("nominations.page", round_slug=round_slug, slug=slug), 303)


@blueprint.post("/<int:number>/withdraw")
@guard("nominations.withdraw", load=find_nomination)
def withdraw(number: int) -> ResponseReturnValue:
    """Take the invitation back."""
    nominations.withdraw(g.db, actor=g.actor, now=g.now, nomination=g.obj)
    flash("The invitation is withdrawn.", "success")
    place = {"round_slug": g.obj.round.slug, "slug": g.obj.opportunity.slug}
    return redirect(url_for("nominations.page", **place), 303)

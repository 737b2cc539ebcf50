"""Offers to answer: the home agency agrees to an accepted offer, then the host confirms it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.mentoring.business import local_day
from models.access import can
from models.machines import OPPORTUNITY, PROPOSAL
from models.opportunities import Opportunity
from models.proposals import ENDED, TURN, Party
from models.queries.answers import agreement_of, find_offer, is_ranked, our_offers
from models.queries.cards import card
from models.queries.my_result import why_ended
from models.queries.pledges import begins_on
from models.queries.releases import find_release
from models.queries.seats import is_full
from models.queries.written_offers import rounds_of, why_held
from models.services import proposals
from webui.agreed_words import for_agencies
from webui.forms.answers import RefuseForm
from webui.guards import guard
from webui.paging import cut

blueprint = Blueprint("answers", __name__, url_prefix="/answers")
blueprint.add_app_template_filter(for_agencies, "agreed_for_agencies")
YES = {"agree_home": "Agree for the home agency", "confirm": "Confirm for the host"}
NO = {"refuse_home": "Do not agree", "refuse_host": "Do not confirm"}
PARTY = {Party.EXECUTIVE: "the executive", Party.HOME: "the home agency", Party.HOST: "the host"}
AGENCY = {*YES, *NO}
NEXT = {state: PARTY[party] for state, party in TURN.items()}
"""Who answers an offer in its state."""


@blueprint.get("")
@guard("answers.list")
def index() -> ResponseReturnValue:
    """What waits for us, and the rows of our agency in every published round."""
    found = our_offers(g.db, g.actor, g.now)
    waiting = [one for one in found if one.turn is not None]
    others = [one for one in found if one.turn is None]
    return render_template(
        "answers/index.html", waiting=waiting, others=cut(others), ended=ENDED, answers=NEXT
    )


@blueprint.get("/<int:number>")
@guard("answers.see", load=find_offer)
def page(number: int) -> ResponseReturnValue:
    """What is offered to whom, on which terms, and our answer."""
    return _page()


def _page(form: RefuseForm | None = None, status: int = 200) -> ResponseReturnValue:
    possible = PROPOSAL.actions(g.obj.state)
    mine = {act for act in possible if act in AGENCY and can(g.actor, f"proposals.{act}", g.obj, now=g.now)}
    agreement = agreement_of(g.db, g.obj)
    release = find_release(g.db, g.obj.round.slug, g.obj.executive.slug)
    own_no = _our_own_no()
    yes = next(((act, words) for act, words in YES.items() if act in mine), None)
    return render_template(
        "answers/one.html",
        offer=g.obj,
        agreement=agreement,
        begins_on=begins_on(g.db, g.obj),
        reads=agreement is not None and can(g.actor, "agreements.see", agreement, now=g.now),
        sees_release=release is not None and can(g.actor, "releases.see", release, now=g.now),
        sees_post=can(g.actor, "offers.see", g.obj.opportunity, now=g.now),
        ranked=can(g.actor, "rankings.see_applicants", g.obj.opportunity, now=g.now)
        and is_ranked(g.db, g.obj),
        reads_card=can(g.actor, "proposals.read_card", g.obj, now=g.now),
        terms=g.obj.opportunity.return_terms,
        turn=TURN.get(g.obj.state),
        ended=g.obj.state in ENDED,
        yes=yes,
        full=yes is not None and yes[0] == "confirm" and is_full(g.db, g.obj.opportunity),
        own_no=own_no,
        why_not=why_ended(g.db, g.obj) if own_no else None,
        withdraws=own_no and g.obj.ended_by is Party.HOST and _may_be_withdrawn(g.obj.opportunity),
        no=next(((act, words) for act, words in NO.items() if act in mine), None),
        form=form or RefuseForm(formdata=None),
    ), status


def _our_own_no() -> bool:
    """Whether an ended offer ended with this side; who else ended it is the executive's to know."""
    act = {Party.HOME: "proposals.refuse_home", Party.HOST: "proposals.refuse_host"}.get(g.obj.ended_by)
    return g.obj.state in ENDED and act is not None and can(g.actor, act, g.obj, now=g.now)


def _may_be_withdrawn(opportunity: Opportunity) -> bool:
    """Whether this reader may take it off now, so that its free seats are offered to nobody else."""
    possible = "withdraw" in OPPORTUNITY.actions(opportunity.state)
    may = possible and can(g.actor, "opportunities.withdraw", opportunity, now=g.now)
    return may and why_held(g.db, opportunity, rounds_of(g.db, opportunity), g.now) is None


@blueprint.post("/<int:number>/card")
@guard("proposals.read_card", load=find_offer)
def read_card(number: int) -> ResponseReturnValue:
    """Put on record that the card is read, and show it."""
    proposals.read_card(g.db, actor=g.actor, now=g.now, proposal=g.obj)
    shown = card(g.db, g.obj.executive, local_day(g.now))
    return render_template("answers/card.html", offer=g.obj, card=shown)


@blueprint.post("/<int:number>/agree")
@guard("proposals.agree_home", load=find_offer)
def agree_home(number: int) -> ResponseReturnValue:
    """Yes for the home agency."""
    proposals.agree_home(g.db, actor=g.actor, now=g.now, proposal=g.obj)
    flash("Agreed. The host is asked next.", "success")
    return redirect(url_for("answers.index"), 303)


@blueprint.post("/<int:number>/confirm")
@guard("proposals.confirm", load=find_offer)
def confirm(number: int) -> ResponseReturnValue:
    """Yes for the host, the third of the three."""
    proposals.confirm(g.db, actor=g.actor, now=g.now, proposal=g.obj)
    flash("Confirmed. The executive is told. The agreement is drafted: its state is in the list.", "success")
    return redirect(url_for("answers.index"), 303)


@blueprint.post("/<int:number>/not-agreed")
@guard("proposals.refuse_home", load=find_offer)
def refuse_home(number: int) -> ResponseReturnValue:
    """No for the home agency."""
    return _refuse(proposals.refuse_home)


@blueprint.post("/<int:number>/not-confirmed")
@guard("proposals.refuse_host", load=find_offer)
def refuse_host(number: int) -> ResponseReturnValue:
    """No for the host."""
    return _refuse(proposals.refuse_host)


def _refuse(verb: Callable[..., None]) -> ResponseReturnValue:
    form = RefuseForm()
    if not form.validate():
        return _page(form, 422)
    verb(g.db, actor=g.actor, now=g.now, proposal=g.obj, reason=form.reason.data.strip())
    free = "" if is_full(g.db, g.obj.opportunity) else "; the seat is free"
    flash(f"Refused. The executive and the coordinator of the round are told{free}.", "success")
    return redirect(url_for("answers.index"), 303)

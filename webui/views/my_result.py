"""My result of a published round, and my answer to an offer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.policy.offer_clauses import SCRAMBLE_ANSWER_DAYS
from models.errors import Invalid, Unmet
from models.opportunities import LISTED
from models.proposals import ENDED, LIVE, PENDING, Proposal, ProposalState
from models.queries.answers import agreement_of
from models.queries.my_result import find_proposal, my_result, why_ended
from models.queries.my_rounds import RESULTS, MyRound, my_rounds
from models.queries.pledges import ACCEPTED, UNCONFIRMED, beside, rivals
from models.queries.scramble import answers_due
from models.queries.similar import similar
from models.rounds import Round
from models.services import proposals, scramble
from models.services.dreamsheets import is_filing
from webui.agreed_words import for_executive
from webui.forms.answers import AcceptForm
from webui.guards import guard
from webui.likeness_words import shared
from webui.mine import choose_round, find_round, me

blueprint = Blueprint("my_result", __name__, url_prefix="/result")
blueprint.add_app_template_filter(shared, "shared")
blueprint.add_app_template_filter(for_executive, "agreed_for_executive")
ANSWERS = {"accept": (ProposalState.OFFERED,), "decline": PENDING}
"""Until the host has confirmed it, an acceptance can be taken back."""
OVER = {
    "away_twice": "your time away under another agreement",
    "accepted_elsewhere": "another place you accepted",
}
"""By code of what the first days of a window overlap: its name."""
TOLD = (*LIVE, *ENDED)
"""The result page says what was answered of these, and what can still be done."""


@blueprint.get("")
@guard("my_result.see", load=me)
def index() -> ResponseReturnValue:
    """The result of the round that was published and is not over."""
    nothing = "No round you could read a result of. Results come on the day your desk names."
    return choose_round(
        "my_result.page", "My result", nothing, lambda mine: mine.has_result and mine.takes_part
    )


@blueprint.get("/<slug>")
@guard("my_result.see", load=me)
def page(slug: str) -> ResponseReturnValue:
    """Placed or not, why, and what to do now."""
    round_ = find_round(slug)
    result = my_result(g.db, round_, g.obj) if round_.state in RESULTS else None
    offer = None if result is None else result.proposal
    terms = None if offer is None else offer.opportunity.return_terms
    mine = None if result is not None else _mine(round_)
    return render_template(
        "results/page.html",
        round=round_,
        result=result,
        agreement=agreement_of(g.db, offer),
        elsewhere=_elsewhere() if offer is not None and offer.state in ACCEPTED else [],
        terms=terms,
        in_catalogue=offer is not None and offer.opportunity.state in LISTED,
        **_beside(offer),
        why_not=why_ended(g.db, offer),
        scramble_days=SCRAMBLE_ANSWER_DAYS.figure,
        answers_due=None if result is None or not result.has_no_place else answers_due(g.db, round_)[1],
        takes_part=result is not None or (mine is not None and mine.takes_part),
        left=mine is not None and mine.left,
        put_out=mine is not None and mine.put_out,
        kept_home=mine is not None and mine.kept_home,
    )


def _beside(offer: Proposal | None) -> dict[str, Any]:
    """What stands in the way of an offer; where only its first days overlap, the day it can begin and what
    they overlap."""
    nothing: dict[str, Any] = {"clashes": [], "begins_on": None, "over": ""}
    if offer is None or offer.state not in (ProposalState.OFFERED, *UNCONFIRMED):
        return nothing
    first, found = beside(g.db, offer)
    if first == offer.opportunity.starts_from:
        return nothing | {"clashes": found if offer.state is ProposalState.OFFERED else []}
    over = dict.fromkeys(OVER[one.code] for one in found)
    return nothing | {"begins_on": first, "over": " and ".join(over) or OVER["accepted_elsewhere"]}


def _elsewhere() -> list[tuple[Round, bool]]:
    """The rounds whose results are to come in which a list of mine stands, and whether it can be changed."""
    stand = (one.round for one in my_rounds(g.db, g.obj.id) if one.sheet_stands and not one.left)
    return [(round_, is_filing(round_, g.now)) for round_ in stand]


def _mine(round_: Round) -> MyRound | None:
    """What the person has in the round, as it stands now."""
    return next((mine for mine in my_rounds(g.db, g.obj.id) if mine.round.id == round_.id), None)


@blueprint.get("/<slug>/similar")
@guard("my_result.see", load=me)
def similar_page(slug: str) -> ResponseReturnValue:
    """What is open and most like my choices, for whoever has no place."""
    round_ = find_round(slug)
    if round_.state not in RESULTS:
        abort(404)
    found = similar(g.db, round_, g.obj, g.now)
    return render_template("results/similar.html", round=round_, found=found)


@blueprint.get("/<slug>/<any(accept, decline):answer>")
@guard("my_result.see", load=me)
def answer_page(slug: str, answer: str) -> ResponseReturnValue:
    """What the answer does, before it is given; the result where it was answered meanwhile."""
    round_ = find_round(slug)
    if _is_answered(round_, ANSWERS[answer]):
        return redirect(url_for("my_result.page", slug=slug))
    offer = _offer(round_, ANSWERS[answer])
    return _answer_page(round_, offer, answer, AcceptForm(formdata=None))


def _is_answered(round_: Round, states: tuple[ProposalState, ...]) -> bool:
    """Whether there is an offer that can be answered so no more."""
    found = find_proposal(g.db, round_, g.obj)
    return found is not None and found.state in TOLD and found.state not in states


def _answered_already(slug: str) -> ResponseReturnValue:
    flash("Nothing was changed: this offer was answered already. What counts stands below.", "info")
    return redirect(url_for("my_result.page", slug=slug), 303)


def _answer_page(
    round_: Round,
    proposal: Proposal,
    answer: str,
    form: AcceptForm,
    status: int = 200,
) -> ResponseReturnValue:
    return render_template(
        "results/answer.html",
        round=round_,
        proposal=proposal,
        answer=answer,
        terms=proposal.opportunity.return_terms,
        text=proposals.signed_text(proposal),
        form=form,
        **_beside(proposal if answer == "accept" else None),
        rivals=rivals(g.db, proposal) if answer == "accept" else [],
        elsewhere=_elsewhere() if answer == "accept" else [],
    ), status


def _offer(round_: Round, states: tuple[ProposalState, ...]) -> Proposal:
    """The offer that can be answered so; 404 where none can."""
    found = find_proposal(g.db, round_, g.obj)
    if found is None or found.state not in states:
        abort(404)
    return found


@blueprint.post("/<slug>/accept")
@guard("proposals.accept", load=me)
def accept(slug: str) -> ResponseReturnValue:
    """Take the offer."""
    round_, form = find_round(slug), AcceptForm()
    if _is_answered(round_, ANSWERS["accept"]):
        return _answered_already(slug)
    proposal = _offer(round_, ANSWERS["accept"])
    try:
        proposals.accept(g.db, actor=g.actor, now=g.now, proposal=proposal, signed=form.signature())
    except Invalid as fault:
        form.signed.errors = [str(fault)]
        return _answer_page(round_, proposal, "accept", form, 422)
    except Unmet:
        return _answer_page(round_, proposal, "accept", form, 422)
    flash("You accepted. What comes next is written below.", "success")
    return redirect(url_for("my_result.page", slug=slug), 303)


@blueprint.post("/<slug>/decline")
@guard("proposals.decline", load=me)
def decline(slug: str) -> ResponseReturnValue:
    """Turn the offer down."""
    round_ = find_round(slug)
    if _is_answered(round_, PENDING):
        return _answered_already(slug)
    proposals.decline(g.db, actor=g.actor, now=g.now, proposal=_offer(round_, PENDING))
    flash("You declined. Nobody asks why, and it does not count against you.", "success")
    return redirect(url_for("my_result.page", slug=slug), 303)


@blueprint.post("/<slug>/keep-sheet")
@guard("scramble.keep", load=me)
def keep_sheet(slug: str) -> ResponseReturnValue:
    """Take part in the scramble."""
    scramble.keep(g.db, actor=g.actor, now=g.now, round_=find_round(slug), executive=g.obj)
    flash("Your sheet is kept for the scramble; you are told of any offer.", "success")
    return redirect(url_for("my_result.page", slug=slug, _anchor="scramble"), 303)


@blueprint.post("/<slug>/take-back-sheet")
@guard("scramble.take_back", load=me)
def take_back_sheet(slug: str) -> ResponseReturnValue:
    """Leave the scramble."""
    scramble.take_back(g.db, actor=g.actor, now=g.now, round_=find_round(slug), executive=g.obj)
    flash("Your sheet is not in the scramble any more.", "success")
    return redirect(url_for("my_result.page", slug=slug, _anchor="scramble"), 303)

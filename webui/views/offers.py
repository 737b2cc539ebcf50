"""Our opportunities: what a host agency offers, in each round and in full."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.policy.clauses import ROTATION_DAYS
from models.access import can
from models.agreement_words import KINDS, REMOTES
from models.opportunities import OpportunityState
from models.queries import our_offers
from models.queries.offered import why_gone
from models.queries.our_offers import PAGE, reason_of_return
from models.queries.written_offers import approvers_of, find_opportunity, why_held
from models.rounds import Round
from models.services import opportunities
from webui.guards import guard
from webui.hosting import asked_to_approve, can_be_opened, nothing_to_confirm, ranking_words, stage
from webui.views.posting import acts
from webui.words import CLEARANCES

blueprint = Blueprint("offers", __name__, url_prefix="/our-opportunities")
blueprint.add_app_template_filter(ranking_words)
blueprint.add_app_template_filter(asked_to_approve)
blueprint.add_app_template_filter(why_gone)
blueprint.add_app_template_test(can_be_opened)
NO_ROUND = "none"
LACKS = {"no_objective": "an objective", "no_indicator": "an indicator of success"}
"""What a draft cannot go for approval without, by the reason of policy."""


@blueprint.get("")
@guard("offers.list")
def index() -> ResponseReturnValue:
    """The opportunities of my agencies, one round at a time."""
    agencies = our_offers.agencies_of(g.db, g.actor, g.now)
    rounds = our_offers.our_rounds(g.db, agencies)
    unoffered = our_offers.count_unoffered(g.db, agencies, g.now)
    chosen = _choose([round_ for round_, *_ in rounds])
    here = ((count, awaited) for round_, count, awaited in rounds if round_ is chosen)
    count, awaited = next(here, (unoffered, False))
    last = max(1, -(-count // PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), last)
    return render_template(
        "offers/index.html",
        rounds=rounds,
        unoffered=unoffered,
        chosen=chosen,
        stage=None if chosen is None else stage(chosen, g.now, awaited),
        lines=our_offers.offers_in(g.db, agencies, chosen, g.now, page),
        page=page,
        last=last,
        ranked_by_me=set(our_offers.agencies_of(g.db, g.actor, g.now, our_offers.RANKERS)),
        page_address=lambda number: url_for(
            "offers.index", round=NO_ROUND if chosen is None else chosen.slug, page=number
        ),
    )


def _choose(rounds: list[Round]) -> Round | None:
    """The round of the address; without one the first, and nothing for opportunities in no round."""
    wanted = request.args.get("round")
    if wanted == NO_ROUND or not rounds:
        return None
    return next((round_ for round_ in rounds if round_.slug == wanted), rounds[0])


@blueprint.get("/<slug>")
@guard("offers.see", load=find_opportunity)
def one(slug: str) -> ResponseReturnValue:
    """Everything an opportunity says, and the rounds it is in."""
    lines = our_offers.rounds_of(g.db, g.obj)
    rounds = [line.round for line in lines if line.round is not None]
    nothing = nothing_to_confirm(g.obj)
    stages = {
        one.round.id: stage(one.round, g.now, one.awaited, nothing) for one in lines if one.round is not None
    }
    return render_template(
        "offers/one.html",
        opportunity=g.obj,
        lines=lines,
        stages=stages,
        ranked_by_me=can(g.actor, "rankings.see_applicants", g.obj, now=g.now),
        kind=KINDS[g.obj.kind],
        clearance=CLEARANCES[g.obj.clearance],
        remote=REMOTES[g.obj.remote],
        acts=acts(g.obj),
        held=why_held(g.db, g.obj, rounds, g.now),
        asked=approvers_of(g.db, g.obj, g.now) if g.obj.state is OpportunityState.SUBMITTED else [],
        lacking=[LACKS[one.code] for one in opportunities.unmeasured(g.obj)],
        said=opportunities.said_of(g.obj),
        over=opportunities.is_over(g.obj, g.now),
        rotation_days=ROTATION_DAYS.figure,
        sent_back=reason_of_return(g.db, g.obj),
        invites=can(g.actor, "nominations.see", g.obj, now=g.now),
        lists=can(g.actor, "offers.list", None, now=g.now),
        sees_rounds=can(g.actor, "rounds.see", None, now=g.now),
        may_begin=can(g.actor, "offers.new", None, now=g.now),
    )

"""The columns of a board, each under the name of its field."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, SQLColumnExpression, Subquery, and_, case, func, select

from matcher.policy.demand import Band
from models.demand import DemandBand, DemandCount
from models.dreamsheets import DreamSheet, SheetState
from models.entered_sheets import EnteredSheet
from models.executives import Executive
from models.opportunities import Opportunity, OpportunityState
from models.outcomes import Outcome
from models.proposals import PENDING, Proposal, ProposalState
from models.queries import certified_rankings, entrants
from models.queries.conference import agencies_waiting
from models.queries.frozen import why_frozen_anew
from models.queries.limits import has_figure
from models.queries.offered import offered_there
from models.queries.runs import chosen_run, scenario_runs
from models.queries.scramble import answers_due_at, ended_ever, free_seats, is_set_aside, kept_anew, kept_now
from models.queries.seats import also_there
from models.queries.standing import REPAIRABLE, places_without_holder
from models.rankings import ApplicantList, HostRanking
from models.releases import PENDING as UNDECIDED
from models.releases import REFUSALS, Release
from models.rounds import PairRule, Round, RoundLimit, RoundOpportunity, RoundState, Rule
from models.solves import Solve
from models.waivers import AnswerState, RequirementAnswer

Counts = dict[str, ScalarSelect[int]]


def columns(seats: Subquery, people: Subquery) -> dict[str, Any]:
    """All of them, over a round, its outcome that counts, the newest run asked for, and what is counted of it
    in `board_counts`."""
    return _round() | _runs() | _opportunities(seats) | _people(people) | _hosts() | _rules() | _answers()


def _round() -> dict[str, Any]:
    return {
        "id": Round.id,
        "slug": Round.slug,
        "name": Round.name,
        "state": Round.state,
        "lists_open_at": Round.lists_open_at,
        "lists_close_at": Round.lists_close_at,
        "rankings_close_at": Round.rankings_close_at,
        "results_at": Round.results_at,
        "commitment": Round.commitment,
        "outside_source": Round.outside_source,
        "outside": Round.outside,
        "frozen_sha256": Round.frozen_sha256,
        "alliance_hops": Round.alliance_hops,
        "undecided_as": Round.undecided,
    }


def _runs() -> dict[str, Any]:
    chosen = chosen_run(Round.id)
    return {
        "run": Outcome.number,
        "run_status": Outcome.status,
        "placed": Outcome.placed,
        "unchosen": and_(chosen.is_(None), scenario_runs(Round.id) > 0),
        "chosen": chosen.is_not(None),
        "outdated": why_frozen_anew(Round.id, Outcome.snapshot_id),
        "solve": Solve.id,
        "solve_state": Solve.state,
        "solve_sign": func.coalesce(Solve.beat_at, Solve.asked_at, type_=Round.results_at.type),
    }


def _opportunities(seats: Subquery) -> dict[str, Any]:
    """What is in the round, and what could be; of the last count of demand the two ends."""
    approved = Opportunity.state == OpportunityState.APPROVED
    ours = RoundOpportunity.round_id == Round.id, RoundOpportunity.opportunity_id == Opportunity.id
    return {
        "offered": _or_zero(seats.c.offered),
        "seats": _or_zero(seats.c.seats),
        "held_elsewhere": _or_zero(seats.c.held_elsewhere),
        "available": _count(approved) - _count(*ours, approved),
        "submitted": _count(Opportunity.state == OpportunityState.SUBMITTED),
        "gone": _count(*ours, ~approved),
        **also_there(),
        "orphans": _sum(DemandCount.orphans, DemandCount.round_id == Round.id),
        "crowded": _count(DemandBand.round_id == Round.id, DemandBand.band == Band.MANY),
    }


def _people(people: Subquery) -> dict[str, Any]:
    """Who could take part, who does, and whose home keeps them."""
    sheets = DreamSheet.round_id == Round.id
    entered = EnteredSheet.round_id == Round.id, EnteredSheet.answered_at.is_(None)
    return {
        "executives": _count(Executive.active.is_(True)),
        "sheets": _count(sheets, DreamSheet.state != SheetState.WITHDRAWN),
        "certified": _count(sheets, DreamSheet.state.in_(entrants.COUNTING)),
        "entrants": _or_zero(people.c.consenting - people.c.kept_certified),
        "kept_certified": _or_zero(people.c.kept_certified),
        "placeless": _or_zero(people.c.placeless),
        "kept_sheets": kept_now(Round.id),
        "undecided": _count(Release.round_id == Round.id, Release.state.in_(UNDECIDED)),
        "kept": _count(Release.round_id == Round.id, Release.state.in_(REFUSALS)),
        "entered": _count(*entered),
        "entered_late": _count(*entered, EnteredSheet.late_because.is_not(None)),
        "waivers": _count(
            RequirementAnswer.round_id == Round.id, RequirementAnswer.state == AnswerState.ASKED
        ),
    }


def _hosts() -> Counts:
    """What the round offers and somebody asked for; of that what is ranked, and of that again what is
    ranked without an applicant who came later."""
    there = RoundOpportunity.round_id == Round.id, RoundOpportunity.opportunity_id == Opportunity.id
    asked = ApplicantList.round_id == Round.id, ApplicantList.opportunity_id == Opportunity.id
    asked_for = *there, *asked, offered_there()
    ranked = (
        HostRanking.round_id == Round.id,
        HostRanking.opportunity_id == ApplicantList.opportunity_id,
        HostRanking.state.in_(certified_rankings.COUNTING),
    )
    later = certified_rankings.came_later()
    return {
        "asked_for": _count(*asked_for),
        "ranked": _count(*asked_for, *ranked),
        "overtaken": _count(*asked_for, *ranked, later),
    }


def _rules() -> Counts:
    rules = PairRule.round_id == Round.id
    approved = PairRule.approver_id.is_not(None)
    unsaid = PairRule.approver_id.is_(None), PairRule.objected_at.is_(None)
    to_come = Round.frozen_sha256.is_(None), Round.state != RoundState.CANCELLED
    waits = *unsaid, *to_come  # what nobody approved before the freeze is left out of it
    return {
        "limits": _count(RoundLimit.round_id == Round.id, has_figure()),
        "waiting_rules": _count(rules, *waits),
        "pins": _count(rules, PairRule.rule == Rule.PIN, approved),
        "agencies_waiting": agencies_waiting(),
    }


def _answers() -> dict[str, Any]:
    """How the offers stand, and what the scramble knows."""
    offers = Proposal.round_id == Round.id
    return {
        "open_offers": _count(offers, Proposal.state.in_(PENDING)),
        "confirmed": _count(offers, Proposal.state == ProposalState.CONFIRMED),
        "ended_offers": _ended_since(),
        "ended_ever": ended_ever(Round.id),
        "first_answer_at": answers_due_at(Round.id, first=True),
        "last_answer_at": answers_due_at(Round.id),
        "set_aside": is_set_aside(Round.id),
        "kept_anew": kept_anew(Round.id),
        "free": case(
            (and_(Round.state == RoundState.PUBLISHED, kept_now(Round.id) > 0), free_seats()), else_=0
        ),
    }


def _ended_since() -> ScalarSelect[int]:
    query = select(places_without_holder(Round.id)).where(Round.state.in_(REPAIRABLE))
    return func.coalesce(query.correlate(Round).scalar_subquery(), 0)  # type: ignore[return-value]


def _or_zero(counted: SQLColumnExpression[int]) -> ColumnElement[int]:
    """A count of a round of which nothing is counted is none."""
    return func.coalesce(counted, 0)


def _count(*rules: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(*rules).correlate(Round).scalar_subquery()


def _sum(what: SQLColumnExpression[int], *rules: ColumnElement[bool]) -> ScalarSelect[int]:
    total = func.coalesce(func.sum(what), 0)
    return select(total).where(*rules).correlate(Round).scalar_subquery()

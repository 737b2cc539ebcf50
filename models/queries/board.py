"""Rounds as their coordinators follow them: state, calendar and counts, never who filed what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, SQLColumnExpression, and_, func, select
from sqlalchemy.orm import Session

from matcher.policy.demand import Band
from models.audit import AuditEvent
from models.demand import DemandBand, DemandCount
from models.dreamsheets import DreamSheet, SheetState
from models.entered_sheets import EnteredSheet
from models.executives import Executive
from models.machines import ROUND
from models.opportunities import Opportunity, OpportunityState
from models.outcomes import Outcome
from models.proposals import PENDING, Proposal, ProposalState
from models.queries import certified_rankings, entrants
from models.queries.conference import agencies_waiting
from models.queries.frozen import why_frozen_anew
from models.queries.limits import has_figure
from models.queries.offered import offered
from models.queries.readiness import consented, kept
from models.queries.runs import chosen_run, scenario_runs
from models.queries.scramble import answers_due_at, is_next_pass, is_set_aside, kept_now
from models.queries.standing import places_without_holder
from models.rankings import ApplicantList, HostRanking
from models.releases import PENDING as UNDECIDED
from models.releases import REFUSALS, Release
from models.rounds import PairRule, Round, RoundLimit, RoundOpportunity, RoundState, Rule, Undecided
from models.solves import Solve, SolveState
from models.waivers import AnswerState, RequirementAnswer

REPAIRABLE = tuple(state for state in RoundState if "repair" in ROUND.actions(state))


@dataclass(frozen=True)
class Board:
    """One round; `ended_offers` ended since the outcome that stands was made. `orphans` and `crowded` are of
    the last count of demand: opportunities that nobody named and those that many did. `run` is the chosen
    outcome, else the newest, `solve` the newest run asked for, if any; `unchosen` where scenarios were
    run and no run is chosen among them, `chosen` where one is, `outdated` why the round was frozen anew
    since that run, if it was. `answers_due_at` is the last moment at which an offer that waits can be
    answered; `gone` were put into the round and are filled or withdrawn by now; `set_aside` is true while
    it is known that no free seat can be offered."""

    id: int
    slug: str
    name: str
    state: RoundState
    lists_open_at: datetime
    lists_close_at: datetime
    rankings_close_at: datetime
    results_at: datetime
    commitment: str
    outside_source: str
    outside: str | None
    frozen_sha256: str | None
    alliance_hops: int | None
    undecided_as: Undecided
    run: int | None
    run_status: str | None
    placed: int | None
    unchosen: bool
    chosen: bool
    outdated: str | None
    solve: int | None
    solve_state: SolveState | None
    solve_sign: datetime | None
    answers_due_at: datetime | None
    set_aside: bool
    offered: int
    seats: int
    available: int
    submitted: int
    executives: int
    sheets: int
    certified: int
    entrants: int
    asked_for: int
    ranked: int
    limits: int
    waiting_rules: int
    pins: int
    open_offers: int
    confirmed: int
    undecided: int
    kept: int
    kept_certified: int
    ended_offers: int
    kept_sheets: int
    waivers: int
    orphans: int
    crowded: int
    agencies_waiting: int
    entered: int
    entered_late: int
    gone: int

    @property
    def words(self) -> str:
        """The state in words."""
        return ROUND.labels[self.state]

    @property
    def is_over(self) -> bool:
        """Whether the last offer was answered: only the confirmed places count."""
        return self.state in (RoundState.CLOSED, RoundState.ARCHIVED)

    @property
    def has_next_pass(self) -> bool:
        """Whether the scramble has free seats of ended offers and people who wait for one, and nobody saw yet
        that none of them can be offered one."""
        return is_next_pass(self.state, self.ended_offers, self.kept_sheets, self.set_aside)


def boards(session: Session) -> list[Board]:
    """Every round, the newest first, in one statement."""
    return [Board(*row) for row in session.execute(_boards().order_by(Round.id.desc()))]


def open_boards(session: Session) -> list[Board]:
    """The rounds that have not ended, by the date of their results."""
    ended = (*ROUND.ends, RoundState.CLOSED)
    query = _boards().where(Round.state.not_in(ended)).order_by(Round.results_at, Round.id)
    return [Board(*row) for row in session.execute(query)]


def board(session: Session, round_: Round) -> Board:
    """One round."""
    return Board(*session.execute(_boards().where(Round.id == round_.id)).one())


def find_round(session: Session, slug: str) -> Round | None:
    """The round of that slug."""
    return session.scalar(select(Round).where(Round.slug == slug))


def ids_in(session: Session, states: Collection[RoundState]) -> list[int]:
    """The rounds in these states, the oldest first."""
    return list(session.scalars(select(Round.id).where(Round.state.in_(states)).order_by(Round.id)))


def moments(session: Session, round_: Round) -> dict[str, datetime]:
    """When each step of the round was last taken, by the action's name ("create" is its beginning)."""
    query = (
        select(AuditEvent.action, func.max(AuditEvent.at))
        .where(AuditEvent.object_type == "rounds", AuditEvent.object_id == round_.id)
        .group_by(AuditEvent.action)
    )
    return {action.removeprefix("rounds."): at for action, at in session.execute(query)}


def refusal(session: Session, round_: Round) -> AuditEvent | None:
    """The calendar's last step that was refused, while the round still waits to take it."""
    refused = AuditEvent.object_type == "rounds", AuditEvent.object_id == round_.id
    query = (
        select(AuditEvent)
        .where(*refused, AuditEvent.action == "rounds.refused")
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    found = session.scalar(query)
    return found if found is not None and found.facts["step"] in possible(round_) else None


@cache
def _boards() -> Select[*tuple[Any, ...]]:
    newest_run = select(func.max(Outcome.id)).where(Outcome.round_id == Round.id).correlate(Round)
    counting = func.coalesce(chosen_run(Round.id), newest_run.scalar_subquery())
    newest_solve = select(func.max(Solve.id)).where(Solve.round_id == Round.id).correlate(Round)
    return (
        select(
            Round.id,
            Round.slug,
            Round.name,
            Round.state,
            Round.lists_open_at,
            Round.lists_close_at,
            Round.rankings_close_at,
            Round.results_at,
            Round.commitment,
            Round.outside_source,
            Round.outside,
            Round.frozen_sha256,
            Round.alliance_hops,
            Round.undecided,
            Outcome.number,
            Outcome.status,
            Outcome.placed,
            _unchosen(),
            chosen_run(Round.id).is_not(None),
            why_frozen_anew(Round.id, Outcome.snapshot_id),
            Solve.id,
            Solve.state,
            func.coalesce(Solve.beat_at, Solve.asked_at, type_=Round.results_at.type),
            answers_due_at(Round.id),
            is_set_aside(Round.id).label("set_aside"),
            *(column.label(name) for name, column in _counts().items()),
        )
        .select_from(Round)
        .outerjoin(Outcome, Outcome.id == counting)
        .outerjoin(Solve, Solve.id == newest_solve.scalar_subquery())
    )


def _unchosen() -> ColumnElement[bool]:
    return and_(chosen_run(Round.id).is_(None), scenario_runs(Round.id) > 0)


def _counts() -> dict[str, ScalarSelect[int]]:
    """In the order of the fields of a board."""
    approved = Opportunity.state == OpportunityState.APPROVED
    put_in = select(RoundOpportunity.round_id).where(
        RoundOpportunity.round_id == Round.id, RoundOpportunity.opportunity_id == Opportunity.id
    )
    ours = put_in.correlate(Round, Opportunity).exists()
    offers_it = offered(Round.id) & ours
    counting = DreamSheet.state.in_(entrants.COUNTING)
    takes_part = Executive.id == DreamSheet.executive_id, Executive.active.is_(True), consented(), ~kept()
    asked_for = ApplicantList.round_id == Round.id
    ranked = (
        HostRanking.round_id == Round.id,
        HostRanking.opportunity_id == ApplicantList.opportunity_id,
        HostRanking.state.in_(certified_rankings.COUNTING),
    )
    waits = PairRule.approver_id.is_(None), PairRule.objected_at.is_(None)
    entered = EnteredSheet.round_id == Round.id, EnteredSheet.answered_at.is_(None)
    offers = Proposal.round_id == Round.id, Proposal.state.in_(PENDING)
    return {
        "offered": _count(offers_it),
        "seats": _sum(Opportunity.seats, offers_it),
        "available": _count(approved, ~ours),
        "submitted": _count(Opportunity.state == OpportunityState.SUBMITTED),
        "executives": _count(Executive.active.is_(True)),
        "sheets": _count(DreamSheet.round_id == Round.id, DreamSheet.state != SheetState.WITHDRAWN),
        "certified": _count(DreamSheet.round_id == Round.id, counting),
        "entrants": _count(DreamSheet.round_id == Round.id, counting, *takes_part),
        "asked_for": _count(asked_for),
        "ranked": _count(asked_for, *ranked),
        "limits": _count(RoundLimit.round_id == Round.id, has_figure()),
        "waiting_rules": _count(PairRule.round_id == Round.id, *waits),
        "pins": _count(
            PairRule.round_id == Round.id, PairRule.rule == Rule.PIN, PairRule.approver_id.is_not(None)
        ),
        "open_offers": _count(*offers),
        "confirmed": _count(Proposal.round_id == Round.id, Proposal.state == ProposalState.CONFIRMED),
        "undecided": _count(Release.round_id == Round.id, Release.state.in_(UNDECIDED)),
        "kept": _count(Release.round_id == Round.id, Release.state.in_(REFUSALS)),
        "kept_certified": _count(
            DreamSheet.round_id == Round.id,
            counting,
            Executive.id == DreamSheet.executive_id,
            Executive.active.is_(True),
            consented(),
            kept(),
        ),
        "ended_offers": _ended_since(),
        "kept_sheets": kept_now(Round.id),
        "waivers": _count(
            RequirementAnswer.round_id == Round.id, RequirementAnswer.state == AnswerState.ASKED
        ),
        "orphans": _sum(DemandCount.orphans, DemandCount.round_id == Round.id),
        "crowded": _count(DemandBand.round_id == Round.id, DemandBand.band == Band.MANY),
        "agencies_waiting": agencies_waiting(),
        "entered": _count(*entered),
        "entered_late": _count(*entered, EnteredSheet.late_because.is_not(None)),
        "gone": _count(ours, ~approved),
    }


def _ended_since() -> ScalarSelect[int]:
    query = select(places_without_holder(Round.id)).where(Round.state.in_(REPAIRABLE))
    return func.coalesce(query.correlate(Round).scalar_subquery(), 0)  # type: ignore[return-value]


def _count(*rules: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(*rules).correlate(Round).scalar_subquery()


def _sum(what: SQLColumnExpression[int], *rules: ColumnElement[bool]) -> ScalarSelect[int]:
    total = func.coalesce(func.sum(what), 0)
    return select(total).where(*rules).correlate(Round).scalar_subquery()


def names(session: Session) -> list[tuple[str, str]]:
    """(slug, name) of every round, the newest first."""
    return list(session.execute(select(Round.slug, Round.name).order_by(Round.id.desc())))


def possible(round_: Round) -> list[str]:
    """What may be done with the round in its state."""
    return ROUND.actions(round_.state)

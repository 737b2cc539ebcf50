"""Releases as the home side reads them: what waits, what was decided, who could look after a post."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from matcher.mentoring.business import local_day
from models.actors import Actor, Role
from models.agencies import Agency
from models.agreements import Agreement, AgreementState
from models.consents import Consent
from models.executives import Executive
from models.opportunities import PERMANENT, Opportunity, OpportunityState
from models.queries.calendar import releases_end_at
from models.queries.desk_lines import line
from models.queries.home_side import alone_in_role
from models.queries.line_below import below
from models.releases import PENDING, Advice, Release, ReleaseState
from models.returns import ReturnRight, ReturnState
from models.rounds import Round, RoundOpportunity, RoundState

TO_RECOMMEND, TO_DECIDE = "releases_to_recommend", "releases_to_decide"
OPEN_ROUNDS = (RoundState.PREFERENCES, RoundState.RELEASE_REVIEW)


@dataclass(frozen=True)
class Row:
    """One release of a list; `left` where the executive withdrew from the round after it was decided, and
    `by_nobody` where it waits for a recommendation that nobody at the home agency can give."""

    round_slug: str
    round: str
    slug: str
    name: str
    agency: str
    state: ReleaseState
    advice: Advice | None
    decide_by: datetime
    mine: bool
    left: bool
    by_nobody: bool


@dataclass(frozen=True)
class Reach:
    """What conditions must leave room for: how many days the opportunities of a round last, and the first day
    on which each can begin, without repeats; the least of each is None where the round has none yet. A move
    for good lasts None: no number of days leaves it open."""

    offers: tuple[tuple[int | None, date], ...]

    @property
    def shortest(self) -> int | None:
        return min((days for days, _ in self.offers if days is not None), default=None)

    @property
    def earliest(self) -> date | None:
        return min((begins for _, begins in self.offers), default=None)

    def has_within(self, days: int, start: date) -> bool:
        """Whether anything both lasts at most so many days and can begin by that day."""
        return any(lasts is not None and lasts <= days and begins <= start for lasts, begins in self.offers)


def reach(session: Session, round_: Round) -> Reach:
    """What a condition must leave room for, so that it is not a refusal by another name."""
    query = (
        select(Opportunity.kind, Opportunity.duration_days, Opportunity.starts_from)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .where(RoundOpportunity.round_id == round_.id, Opportunity.state == OpportunityState.APPROVED)
        .distinct()
    )
    found = session.execute(query)
    return Reach(tuple((None if kind.is_permanent else days, begins) for kind, days, begins in found))


def find_release(session: Session, round_slug: str, slug: str) -> Release | None:
    """The release of the executive in the round, with everything its page shows."""
    query = (
        select(Release)
        .join(Round, Round.id == Release.round_id)
        .join(Executive, Executive.id == Release.executive_id)
        .where(Round.slug == round_slug, Executive.slug == slug)
        .options(
            joinedload(Release.round),
            joinedload(Release.executive).joinedload(Executive.home_agency).joinedload(Agency.parent),
            joinedload(Release.stand_in),
            joinedload(Release.advised_by).lazyload(Actor.grants),
            joinedload(Release.decided_by).lazyload(Actor.grants),
        )
    )
    return session.scalar(query)


def undecided_rounds(session: Session) -> list[int]:
    """The ids of the rounds in which a release can be decided and is not."""
    query = select(Round.id).join(Release, Release.round_id == Round.id)
    waits = Round.state.in_(OPEN_ROUNDS), Release.state.in_(PENDING)
    return list(session.scalars(query.where(*waits).distinct().order_by(Round.id)))


def releases(session: Session, actor: Actor, now: datetime) -> list[Row]:
    """Every release of the agencies the actor speaks for: those that wait for the actor first, then the other
    undecided ones, then the rounds decided last."""
    theirs = whose(actor, now)
    if theirs is None:
        return []
    query = (
        select(
            Release,
            Round,
            Executive.home_agency_id,
            Executive.slug,
            Executive.name,
            Agency.name,
            or_(*_turns(actor, now)),
            has_withdrawn(),
        )
        .join(Round, Round.id == Release.round_id)
        .join(Executive, Executive.id == Release.executive_id)
        .join(Agency, Agency.id == Executive.home_agency_id)
        .where(theirs, Release.state != ReleaseState.WITHDRAWN)
        .order_by(Executive.name, Executive.slug)
    )
    rows = session.execute(query).all()
    waits = {
        one.executive_id: home for one, _, home, *_ in rows if one.state is ReleaseState.PENDING_SUPERVISOR
    }
    alone = alone_in_role(session, waits, Role.SUPERVISOR, now)
    found = [
        Row(
            round_slug=in_.slug,
            round=in_.name,
            slug=slug,
            name=name,
            agency=agency,
            state=one.state,
            advice=one.advice,
            decide_by=releases_end_at(in_),
            mine=mine,
            left=left,
            by_nobody=one.state is ReleaseState.PENDING_SUPERVISOR and one.executive_id in alone,
        )
        for one, in_, _home, slug, name, agency, mine, left in rows
    ]
    return sorted(found, key=_order)


def has_withdrawn() -> ColumnElement[bool]:
    """That no consent of the executive to the round stands."""
    stands = Consent.executive_id == Release.executive_id, Consent.withdrawn_at.is_(None)
    return ~select(Consent.id).where(Consent.round_id == Release.round_id, *stands).exists()


def _order(row: Row) -> tuple[bool, bool, float, str, str]:
    open_ = row.state in PENDING
    day = row.decide_by.timestamp()
    return not row.mine, not open_, day if open_ else -day, row.name, row.slug


def waiting_to_recommend(actor: Actor, now: datetime) -> Any:
    """For the desk: how many releases wait for the supervisor's recommendation."""
    return _counted(TO_RECOMMEND, _turn(actor, now, Role.SUPERVISOR))


def waiting_to_decide(actor: Actor, now: datetime) -> Any:
    """For the desk: how many releases wait for the decision of the actor's agency."""
    parts = [_turn(actor, now, role) for role in (Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD)]
    turns = [part for part in parts if part is not None]
    return _counted(TO_DECIDE, or_(*turns) if turns else None)


def _counted(kind: str, turn: ColumnElement[bool] | None) -> Any:
    """One entry for each round: how many wait, and the two moments from which follows by when they are
    decided."""
    if turn is None:
        return None
    return (
        line(
            kind=kind,
            number=func.count(Release.id),
            name=Round.name,
            lists_close_at=Round.lists_close_at,
            rankings_close_at=Round.rankings_close_at,
        )
        .select_from(Release)
        .join(Round, Round.id == Release.round_id)
        .join(Executive, Executive.id == Release.executive_id)
        .where(turn)
        .group_by(Round.id, Round.name, Round.lists_close_at, Round.rankings_close_at)
    )


def _turns(actor: Actor, now: datetime) -> list[ColumnElement[bool]]:
    roles = (Role.SUPERVISOR, Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD)
    return [turn for role in roles if (turn := _turn(actor, now, role)) is not None]


def _turn(actor: Actor, now: datetime, role: Role) -> ColumnElement[bool] | None:
    """That a release of an open round waits for the actor in that role; None where the actor has no such."""
    theirs = _theirs(actor, now, role)
    if theirs is None:
        return None
    state = {Role.SUPERVISOR: ReleaseState.PENDING_SUPERVISOR}.get(role, ReleaseState.PENDING_AGENCY)
    turn = and_(theirs, Release.state == state, Round.state.in_(OPEN_ROUNDS))
    board = role is Role.EXECUTIVE_RESOURCES_BOARD
    return and_(turn, Release.escalated_at.is_not(None)) if board else turn


def whose(actor: Actor, now: datetime) -> ColumnElement[bool] | None:
    """That the release is of an agency the actor speaks for; None where there is no such."""
    recommends = _theirs(actor, now, Role.SUPERVISOR)
    found = [*deciders(actor, now), *([] if recommends is None else [recommends])]
    return or_(*found) if found else None


def deciders(actor: Actor, now: datetime) -> list[ColumnElement[bool]]:
    """Any of these makes it a release that the actor may decide, and whose post the actor may settle."""
    coordinates = _theirs(actor, now, Role.AGENCY_COORDINATOR)
    board = _theirs(actor, now, Role.EXECUTIVE_RESOURCES_BOARD)
    escalated = None if board is None else and_(board, Release.escalated_at.is_not(None))
    return [part for part in (coordinates, escalated) if part is not None]


def _theirs(actor: Actor, now: datetime, role: Role) -> ColumnElement[bool] | None:
    """That the executive's home lies under an agency of the actor's role, and is not the actor."""
    agencies = below(actor, now, {role}, None)
    if agencies is None:
        return None
    return and_(Executive.id != (actor.executive_id or 0), Executive.home_agency_id.in_(agencies))


def colleagues(session: Session, release: Release) -> list[Executive]:
    """Who may look after the post: the active executives of the same agency, by name."""
    query = select(Executive).where(
        Executive.active,
        Executive.home_agency_id == release.executive.home_agency_id,
        Executive.id != release.executive_id,
    )
    return list(session.scalars(query.order_by(Executive.name, Executive.slug)))


@dataclass(frozen=True)
class Absence:
    """A time away that is agreed on, at which host; `until` is None of a move for good. `begun` by today;
    `missing` where the return is overdue or the right broken, and no return is entered."""

    host: str
    begins: date
    until: date | None
    begun: bool
    missing: bool


def absences_from(session: Session, agency_id: int, now: datetime) -> dict[int, list[Absence]]:
    """By id of the executive of that home agency: the times away that last today or are to come, in order,
    those from which somebody should be back, and the day from which one is to leave the agency for good."""
    today = local_day(now)
    for_good = Agreement.kind.in_(PERMANENT)
    leaves = and_(for_good, Agreement.starts_on > today, Agreement.host_agency_id != agency_id)
    lasts = and_(~for_good, Agreement.ends_on >= today)
    query = (
        select(Agreement.executive_id, Agency.name, Agreement.starts_on, Agreement.ends_on, for_good)
        .join(Executive, Executive.id == Agreement.executive_id)
        .join(Agency, Agency.id == Agreement.host_agency_id)
        .outerjoin(ReturnRight, ReturnRight.agreement_id == Agreement.id)
        .where(Executive.home_agency_id == agency_id)
        .where(
            or_(
                and_(Agreement.state == AgreementState.IN_FORCE, or_(leaves, lasts)),
                ReturnRight.state.in_((ReturnState.OVERDUE, ReturnState.BREACHED)),
            )
        )
        .order_by(Agreement.starts_on, Agreement.id)
    )
    found = defaultdict[int, list[Absence]](list)
    for who, host, begins, ends, gone in session.execute(query):
        missing = not gone and ends < today
        found[who].append(Absence(host, begins, None if gone else ends, begins <= today, missing))
    return found

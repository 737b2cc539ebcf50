"""How the posts of those who are released are looked after, and which of them nobody has settled yet."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from matcher.rotation.backfills import Chains, Cover, lay_out
from models.actors import Actor
from models.agencies import Agency
from models.agreements import Agreement
from models.executives import Executive
from models.proposals import LIVE, Proposal
from models.queries.left_behind import STANDING
from models.queries.my_rounds import RESULTS
from models.queries.releases import deciders, has_withdrawn, whose
from models.releases import GRANTS, Backfill, Release
from models.rounds import Round, RoundState


@dataclass(frozen=True)
class Cared:
    """How one post is looked after while its holder is away."""

    person: str
    agency: str
    backfill: Backfill
    stand_in: str | None


@dataclass(frozen=True)
class Unsettled:
    """A post of which nobody has written how it is looked after."""

    slug: str
    person: str
    agency: str


@dataclass(frozen=True)
class Plan:
    """Every post of the agencies that is looked after in a round, the picture of who stands in, and the posts
    that are to be looked after and are not settled: with results, of those who hold an offer or a place."""

    round: str
    has_results: bool
    unsettled: tuple[Unsettled, ...]
    cared: tuple[Cared, ...]
    picture: Chains
    names: dict[str, str]


def chains(session: Session, actor: Actor, now: datetime, round_slug: str) -> Plan:
    """The plan of the agencies the actor speaks for. With results, what is not settled tells who holds a
    place: those who may settle that one read it alone."""
    stand_in, theirs = aliased(Executive), whose(actor, now)
    to_settle = and_(_may_be_away(), or_(Round.state.not_in(RESULTS), *deciders(actor, now)))
    query = (
        select(Release, Executive, stand_in, Agency.name, Round.name, Round.state)
        .join(Round, Round.id == Release.round_id)
        .join(Executive, Executive.id == Release.executive_id)
        .join(Agency, Agency.id == Executive.home_agency_id)
        .outerjoin(stand_in, stand_in.id == Release.stand_in_id)
        .where(Round.slug == round_slug, or_(Release.backfill.is_not(None), to_settle))
        .order_by(Executive.name, Executive.slug)
    )
    rows = session.execute(query.where(theirs)).all() if theirs is not None else []
    edges = [
        Cover(person.slug, other.slug, one.backfill is Backfill.RECIPROCAL_EXCHANGE)
        for one, person, other, *_ in rows
        if other is not None
    ]
    called = {who.slug: who.name for _, *both, _, _, _ in rows for who in both if who is not None}
    cared = tuple(
        Cared(person.name, agency, one.backfill, other.name if other else None)
        for one, person, other, agency, *_ in rows
        if one.backfill is not None
    )
    unsettled = tuple(
        Unsettled(person.slug, person.name, agency)
        for one, person, _, agency, *_ in rows
        if one.backfill is None
    )
    name, state = rows[0][-2:] if rows else ("", None)
    return Plan(name, state in RESULTS, unsettled, cared, lay_out(edges), called)


def standing(session: Session, release: Release) -> tuple[bool, bool]:
    """Whether the executive withdrew from the round since the release was asked for, and whether the post may
    have to be looked after."""
    query = (
        select(has_withdrawn(), _may_be_away()).select_from(Release).join(Round, Round.id == Release.round_id)
    )
    left, away = session.execute(query.where(Release.id == release.id)).one()
    return left, away


def _may_be_away() -> ColumnElement[bool]:
    """That the executive is released, takes part in the round, and is placed by it or may be: with results a
    place is held, and no agreement about it is over."""
    over = Agreement.proposal_id == Proposal.id, Agreement.state.not_in(STANDING)
    places = (
        select(Proposal.id)
        .where(Proposal.round_id == Release.round_id, Proposal.executive_id == Release.executive_id)
        .where(Proposal.state.in_(LIVE), ~select(Agreement.id).where(*over).exists())
        .correlate(Release)
    )
    placed = or_(Round.state.not_in((*RESULTS, RoundState.CANCELLED)), places.exists())
    return and_(Release.state.in_(GRANTS), ~has_withdrawn(), placed)

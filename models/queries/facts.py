"""The opportunities of a round as lists show them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from matcher.policy.demand import Band
from matcher.policy.return_basis import ReturnTerms
from matcher.policy.rotation import Offer
from models.agencies import Agency, Organization, SesCoverage
from models.alliances import AgencyCluster, MissionCluster
from models.competencies import Ecq
from models.demand import DemandBand, DemandCount
from models.executives import Clearance, Executive
from models.opportunities import (
    PLACE_NOT_STATED,
    FundingBasis,
    Kind,
    Opportunity,
    OpportunityEcq,
    OpportunityState,
    Remote,
)
from models.positions import Position
from models.queries.columns import named
from models.queries.my_answers import NOTHING, STATES, Said, answers_by_opportunity
from models.queries.offered import APPROVED, SEALED, offered_in
from models.queries.seats import seats_there
from models.requirements import Effect, Requirement
from models.rounds import Round, RoundOpportunity


@dataclass(frozen=True)
class Demand:
    """In which band an opportunity is, as counted at that moment."""

    band: Band
    counted_at: datetime


def demand_of(counted_at: datetime | None, band: Band | None) -> Demand | None:
    """Demand from its stored rows: none before the first count, and without a row the band of the few."""
    return None if counted_at is None else Demand(band or Band.FEW, counted_at)


@dataclass(frozen=True)
class Fact:
    """One opportunity of a round as a list shows it; `as_of` is the day its post is known from, if it has
    one, `gates` how many of its requirements are gates. `ecqs` and `clusters` are empty where only rows were
    asked for, `demand` before the first count."""

    slug: str
    title: str
    purpose: str
    host_code: str
    host: str
    organization: str | None
    kind: Kind
    duration_days: int
    starts_from: date
    starts_until: date
    seats: int
    clearance: Clearance
    remote: Remote
    place: str
    offer: Offer
    as_of: date | None
    ecqs: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    demand: Demand | None = None
    gates: int = 0
    said: Said = NOTHING  # what the executive for whom it was read said to its gates

    @property
    def region(self) -> str | None:
        """The state, territory or country of the place; None where none is stated."""
        return None if self.place == PLACE_NOT_STATED else self.place.rpartition(", ")[2]


def facts(
    session: Session,
    round_: Round,
    slugs: Collection[str] | None = None,
    reader: Executive | None = None,
) -> list[Fact]:
    """Every approved opportunity of the round, by title, without its tags; or those of `slugs` that it
    offers, which in a frozen round were approved then. With what `reader` said to the gates."""
    standing = None if slugs is None else offered_in(round_)
    return [fact for _round, _id, _agency, fact in _rows(session, [round_], slugs, reader, standing)]


def catalogue(session: Session, round_: Round) -> list[Fact]:
    """Every approved opportunity of the round, by title, with ECQs and mission clusters."""
    return catalogues(session, [round_])[round_.id]


def catalogues(
    session: Session, rounds: Collection[Round], only: Mapping[int, Collection[str]] | None = None
) -> dict[int, list[Fact]]:
    """The catalogue of each of the rounds by its id, in two statements; of a round in `only` those slugs."""
    open_ = [one.id for one in rounds if one.frozen_sha256 is None]
    offered = and_(APPROVED, or_(RoundOpportunity.round_id.in_(open_), SEALED))
    every = (only or {}).items()
    wanted = [or_(RoundOpportunity.round_id != id_, Opportunity.slug.in_(slugs)) for id_, slugs in every]
    rows = _rows(session, rounds, None, standing=and_(offered, *wanted))
    tags: dict[tuple[str, int], list[str]] = {}
    for kind, owner, name in session.execute(_tags(rounds)):
        tags.setdefault((kind, owner), []).append(name)
    found: dict[int, list[Fact]] = {one.id: [] for one in rounds}
    for round_id, id_, agency, fact in rows:
        ecqs, clusters = tags.get(("ecq", id_), ()), tags.get(("cluster", agency), ())
        found[round_id].append(replace(fact, ecqs=tuple(ecqs), clusters=tuple(clusters)))
    return found


def _rows(
    session: Session,
    rounds: Collection[Round],
    slugs: Collection[str] | None,
    reader: Executive | None = None,
    standing: ColumnElement[bool] | None = None,
) -> list[tuple[int, int, int, Fact]]:
    said = answers_by_opportunity(0 if reader is None else reader.id)
    gates = _gates()
    approved = Opportunity.state == OpportunityState.APPROVED
    query = (
        _columns(gates, said)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .join(Agency, Agency.id == Opportunity.host_agency_id)
        .outerjoin(Organization, Organization.id == Opportunity.organization_id)
        .outerjoin(Position, Position.id == Opportunity.position_id)
        .outerjoin(DemandCount, DemandCount.round_id == RoundOpportunity.round_id)
        .outerjoin(
            DemandBand,
            (DemandBand.round_id == RoundOpportunity.round_id)
            & (DemandBand.opportunity_id == Opportunity.id),
        )
        .outerjoin(gates, gates.c.opportunity_id == Opportunity.id)
        .outerjoin(
            said,
            (said.c.opportunity_id == Opportunity.id) & (said.c.round_id == RoundOpportunity.round_id),
        )
        .where(_of(rounds), approved if standing is None else standing)
        .order_by(Opportunity.title, Opportunity.slug)
    )
    if slugs is not None:
        query = query.where(Opportunity.slug.in_(slugs))
    return [(row.round_id, row.id, row.agency, _fact(row)) for row in session.execute(query)]


def _columns(gates: Subquery, said: Subquery) -> Select[*tuple[Any, ...]]:
    return named(
        round_id=RoundOpportunity.round_id,
        id=Opportunity.id,
        agency=Opportunity.host_agency_id,
        slug=Opportunity.slug,
        title=Opportunity.title,
        purpose=Opportunity.purpose,
        code=Agency.code,
        host=Agency.name,
        organization=Organization.name,
        kind=Opportunity.kind,
        days=Opportunity.duration_days,
        starts_from=Opportunity.starts_from,
        until=Opportunity.starts_until,
        seats=seats_there(),
        clearance=Opportunity.clearance,
        remote=Opportunity.remote,
        place=Opportunity.place,
        position_type=Position.position_type,
        as_of=Position.as_of,
        coverage=Agency.ses_coverage,
        counted_at=DemandCount.counted_at,
        band=DemandBand.band,
        gates=gates.c.number,
        **{name: said.c[name] for name in STATES},
    )


def _gates() -> Subquery:
    """How many gates each opportunity has."""
    return (
        select(Requirement.opportunity_id, func.count().label("number"))
        .where(Requirement.effect == Effect.GATE)
        .group_by(Requirement.opportunity_id)
        .subquery()
    )


def _of(rounds: Collection[Round]) -> ColumnElement[bool]:
    return RoundOpportunity.round_id.in_([one.id for one in rounds])


def _fact(row: Row[*tuple[Any, ...]]) -> Fact:
    offer = Offer(
        row.slug,
        row.code,
        row.days,
        row.until,
        row.clearance,
        row.position_type,
        row.coverage is not SesCoverage.NO,
        row.starts_from,
        row.kind,
    )
    return Fact(
        slug=row.slug,
        title=row.title,
        purpose=row.purpose,
        host_code=row.code,
        host=row.host,
        organization=None if row.organization == row.host else row.organization,
        kind=row.kind,
        duration_days=row.days,
        starts_from=row.starts_from,
        starts_until=row.until,
        seats=row.seats,
        clearance=row.clearance,
        remote=row.remote,
        place=row.place,
        offer=offer,
        as_of=row.as_of,
        demand=demand_of(row.counted_at, row.band),
        gates=row.gates or 0,
        said=Said(*(getattr(row, name) or 0 for name in STATES)),
    )


def _tags(rounds: Collection[Round]) -> Select[str, int, str]:
    """(kind of tag, id of what wears it, name): the ECQs of opportunities, the clusters of agencies."""
    ecqs = (
        select(
            literal("ecq").label("kind"), OpportunityEcq.opportunity_id.label("owner"), Ecq.name.label("name")
        )
        .join(Ecq, Ecq.id == OpportunityEcq.ecq_id)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == OpportunityEcq.opportunity_id)
        .where(_of(rounds))
        .distinct()
    )
    clusters = select(literal("cluster"), AgencyCluster.agency_id, MissionCluster.name).join(
        MissionCluster, MissionCluster.id == AgencyCluster.cluster_id
    )
    both = union_all(ecqs, clusters).subquery()
    return select(both.c.kind, both.c.owner, both.c.name).order_by(both.c.name)


@dataclass(frozen=True)
class Details:
    """What only the page of one opportunity shows."""

    supervisor: str
    funding: FundingBasis
    objectives: tuple[str, ...]
    results: tuple[str, ...]
    indicators: tuple[str, ...]
    ecqs: tuple[str, ...]
    way_back: ReturnTerms


def details(session: Session, slug: str) -> Details:
    """The rest of one opportunity; NoResultFound where there is none."""
    query = (
        select(Opportunity)
        .where(Opportunity.slug == slug)
        .options(
            selectinload(Opportunity.objectives),
            joinedload(Opportunity.indicators),
            joinedload(Opportunity.results),
            joinedload(Opportunity.way_back),
            joinedload(Opportunity.ecqs),
        )
    )
    one = session.scalars(query).unique().one()
    return Details(
        supervisor=one.supervisor,
        funding=one.funding,
        objectives=tuple(line.text for line in one.objectives),
        results=tuple(line.text for line in one.results),
        indicators=tuple(line.text for line in one.indicators),
        ecqs=tuple(ecq.name for ecq in one.ecqs),
        way_back=one.return_terms,
    )

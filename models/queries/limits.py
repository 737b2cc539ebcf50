"""The limits and alliances of a round, as its coordinator sees and edits them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from models.agencies import Agency
from models.alliances import AgencyCluster, MissionCluster
from models.executives import Executive
from models.opportunities import Opportunity
from models.outcomes import Decision, Snapshot
from models.proposals import Proposal
from models.queries.offered import offered_in
from models.queries.seats import seats_there
from models.rounds import Round, RoundAlliancePair, RoundLimit, RoundOpportunity

_COLUMNS = (
    RoundLimit.max_out,
    RoundLimit.max_in,
    RoundLimit.net_min,
    RoundLimit.net_max,
    RoundLimit.internal,
)


@dataclass(frozen=True)
class Figures:
    """What is set for one agency; None is no limit."""

    max_out: int | None = None
    max_in: int | None = None
    net_min: int | None = None
    net_max: int | None = None
    internal: bool = True

    @property
    def caps(self) -> bool:
        """Whether it caps who may leave or enter."""
        return self.max_out is not None or self.max_in is not None

    @property
    def balances(self) -> bool:
        """Whether it bounds received minus sent."""
        return self.net_min is not None or self.net_max is not None


@dataclass(frozen=True)
class Row:
    """One agency of the round with everything below it; `last` is (sent, received) of the last round."""

    id: int
    code: str
    name: str
    depth: int
    above: tuple[str, ...]
    people: int
    seats: int
    last: tuple[int, int] | None
    figures: Figures

    @property
    def has_limit(self) -> bool:
        """Whether anything is set for it."""
        return self.figures != Figures()

    @property
    def is_reached(self) -> bool:
        """Whether the last result placed as many as one of these limits lets move."""
        if self.last is None:
            return False
        sent, received = self.last
        mosts = (sent, self.figures.max_out), (received, self.figures.max_in)
        net, least, most = received - sent, self.figures.net_min, self.figures.net_max
        balanced = (least is None or net > least) and (most is None or net < most)
        return not balanced or any(limit is not None and moved >= limit for moved, limit in mosts)


@dataclass(frozen=True)
class Cluster:
    """A mission cluster, the ids of its agencies, and whether all of them may exchange in the round."""

    code: str
    name: str
    members: tuple[int, ...]
    counts: bool

    def pairs(self) -> set[tuple[int, int]]:
        """Every two of its agencies, the smaller id first."""
        return set(combinations(self.members, 2))


@dataclass(frozen=True)
class Limits:
    """The whole table; `further` pairs may exchange without a cluster that says so; `agencies` by id, those
    outside the table too."""

    rows: list[Row]
    clusters: list[Cluster]
    hops: int | None
    further: set[tuple[int, int]]
    last_round: str | None
    agencies: dict[int, Agency]


def limits(session: Session, round_: Round) -> Limits:
    """Agencies with people or seats in the round or with a limit, those above them, and the alliances."""
    agencies = {agency.id: agency for agency in session.scalars(select(Agency).order_by(Agency.name))}
    ways = {id_: _way_up(agencies, id_) for id_ in agencies}
    figures = _figures(session, round_)
    people, seats, sent, received = _sums(session, round_, ways)
    last_round = _last_round(session, round_)
    used = {above for id_ in {*people, *seats, *figures} for above in ways[id_]}
    rows = [
        Row(
            id=id_,
            code=agencies[id_].code,
            name=agencies[id_].name,
            depth=len(ways[id_]) - 1,
            above=tuple(agencies[above].code for above in ways[id_][1:]),
            people=people.get(id_, 0),
            seats=seats.get(id_, 0),
            last=None if last_round is None else (sent.get(id_, 0), received.get(id_, 0)),
            figures=figures.get(id_, Figures()),
        )
        for id_ in _in_tree_order(agencies, used)
    ]
    clusters, further = _alliances(session, round_, used)
    return Limits(rows, clusters, round_.alliance_hops, further, last_round, agencies)


def crossings(above: Mapping[str, Sequence[str]], figures: Mapping[str, Figures]) -> dict[str, str]:
    """By agency code: the nearest unit above with a cap, where the agency itself has a balance.

    `above` names the units above each agency, nearest first. Without such a pair the constraints form a
    network matrix (docs/round-file.md, "Network or integer").
    """
    found = {}
    for code, set_ in figures.items():
        capped = [unit for unit in above[code] if unit in figures and figures[unit].caps]
        if set_.balances and capped:
            found[code] = capped[0]
    return found


def _way_up(agencies: dict[int, Agency], id_: int) -> tuple[int, ...]:
    way = [id_]
    while (above := agencies[way[-1]].parent_id) is not None:
        way.append(above)
    return tuple(way)


def _in_tree_order(agencies: dict[int, Agency], used: set[int]) -> list[int]:
    """Tops by name, below each the agencies inside it by name."""
    below: dict[int | None, list[int]] = {}
    for id_, agency in agencies.items():
        if id_ in used:
            below.setdefault(agency.parent_id, []).append(id_)
    found: list[int] = []
    waiting = below.get(None, [])[::-1]
    while waiting:
        found.append(waiting.pop())
        waiting.extend(below.get(found[-1], [])[::-1])
    return found


def _figures(session: Session, round_: Round) -> dict[int, Figures]:
    query = select(RoundLimit.agency_id, *_COLUMNS).where(RoundLimit.round_id == round_.id)
    return {row[0]: Figures(*row[1:]) for row in session.execute(query)}


def _sums(session: Session, round_: Round, ways: dict[int, tuple[int, ...]]) -> tuple[dict[int, int], ...]:
    """People, seats, sent and received in the last round: by agency, everything below it included."""
    found: dict[str, dict[int, int]] = {"people": {}, "seats": {}, "sent": {}, "received": {}}
    for what, home, host, count in session.execute(_counts(round_)):
        moved = ((what, home),) if host is None else (("sent", home), ("received", host))
        for column, id_ in moved:
            for above in ways[id_]:
                found[column][above] = found[column].get(above, 0) + count
    return tuple(found.values())


def _counts(round_: Round) -> "Select[str, int, int | None, int]":
    host = aliased(Opportunity)
    people = (
        select(literal("people"), Executive.home_agency_id, null().cast(Integer), func.count())
        .where(Executive.active)
        .group_by(Executive.home_agency_id)
    )
    seats = (
        select(literal("seats"), Opportunity.host_agency_id, null().cast(Integer), func.sum(seats_there()))
        .select_from(Opportunity)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .where(RoundOpportunity.round_id == round_.id, offered_in(round_))
        .group_by(Opportunity.host_agency_id)
    )
    moves = (
        select(literal("moves"), Executive.home_agency_id, host.host_agency_id, func.count())
        .select_from(Proposal)
        .join(Executive, Executive.id == Proposal.executive_id)
        .join(host, host.id == Proposal.opportunity_id)
        .where(
            Proposal.outcome_id == _published(round_).with_only_columns(Decision.outcome_id).scalar_subquery()
        )
        .group_by(Executive.home_agency_id, host.host_agency_id)
    )
    return union_all(people, seats, moves)  # type: ignore[return-value]


def _published(round_: Round) -> "Select[str]":
    """The newest publication of another round; once this one is frozen, of those before it."""
    frozen = select(func.min(Snapshot.frozen_at)).where(Snapshot.round_id == round_.id).scalar_subquery()
    return (
        select(Round.name)
        .join(Decision, Decision.round_id == Round.id)
        .where(Decision.published_at.is_not(None), Round.id != round_.id)
        .where(or_(frozen.is_(None), Decision.published_at < frozen))
        .order_by(Decision.published_at.desc())
        .limit(1)
    )


def _last_round(session: Session, round_: Round) -> str | None:
    return session.scalar(_published(round_))


def _alliances(
    session: Session, round_: Round, used: Iterable[int]
) -> tuple[list[Cluster], set[tuple[int, int]]]:
    """The clusters of two agencies or more, and the round's pairs that no cluster that counts explains."""
    pairs, clusters = _pairs_and_members(session, round_)
    here = frozenset(used)
    found = []
    for code, name, members in clusters:
        wanted = set(combinations(sorted(here & set(members)), 2)) or set(combinations(members, 2))
        found.append(Cluster(code, name, members, counts=wanted <= pairs))
    explained = {pair for cluster in found if cluster.counts for pair in cluster.pairs()}
    return found, pairs - explained


def _pairs_and_members(
    session: Session, round_: Round
) -> tuple[set[tuple[int, int]], list[tuple[str, str, tuple[int, ...]]]]:
    """The round's alliance pairs by ids, and each mission cluster of two agencies or more."""
    pairs = select(
        null().cast(String), null().cast(String), RoundAlliancePair.first_id, RoundAlliancePair.second_id
    ).where(RoundAlliancePair.round_id == round_.id)
    members = (
        select(MissionCluster.code, MissionCluster.name, Agency.id, null().cast(Integer))
        .join(AgencyCluster, AgencyCluster.cluster_id == MissionCluster.id)
        .join(Agency, Agency.id == AgencyCluster.agency_id)
        .where(Agency.active)
    )
    allied: set[tuple[int, int]] = set()
    found: dict[tuple[str, str], list[int]] = {}
    rows: Iterable[Any] = session.execute(union_all(pairs, members))
    for code, name, one, other in rows:
        if other is None:
            found.setdefault((name, code), []).append(one)
        else:
            allied.add((one, other))
    clusters = [(code, name, tuple(sorted(ids))) for (name, code), ids in sorted(found.items())]
    return allied, [cluster for cluster in clusters if len(cluster[2]) > 1]


def has_figure() -> ColumnElement[bool]:
    """Of a row of limits: it limits something."""
    figures = RoundLimit.max_out, RoundLimit.max_in, RoundLimit.net_min, RoundLimit.net_max
    return or_(*(one.is_not(None) for one in figures), RoundLimit.internal.is_(False))

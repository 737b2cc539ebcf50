"""Everybody who could help with requests of one kind, as the matcher sees them, in few statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, String, cast, exists, false, literal, null, select, true, union_all
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.mentoring.candidates import Avoided, Candidate, Context
from matcher.mentoring.ties import Met, Tie, Ties
from models.agencies import Agency
from models.engagements import EndReason, Engagement, Side
from models.executives import CareerStage, Executive
from models.meetings import Meeting, MeetingState
from models.mentoring_offers import DeclineReason, MentoringOffer
from models.mentors import (
    MentorCompetency,
    MentorFunction,
    MentorKind,
    MentorMission,
    MentorProfile,
    MentorSituation,
    ProfileState,
)
from models.positions import Position
from models.queries.loads import counts
from models.relations import NoList, Relation
from models.requests import MentoringRequest, RequestCompetency
from models.situations import SituationNeighbour

STAGES = {stage: place for place, stage in enumerate(CareerStage, 1)}
SAID = "what_mentors_say"
LOAD = "load"
TAKEN = 0
"""The one fact of a profile's load; its figure is the count of taken places."""
FREE: Mapping[int, int] = {TAKEN: 0}
ASKABLE = (ProfileState.ACTIVE, ProfileState.PAUSED)
"""The states in which a profile stands in the directory."""


@dataclass(frozen=True)
class Pool:
    """The candidates by profile, who stands in which relation, and which situations are alike."""

    candidates: dict[int, Candidate]
    ties: Ties
    neighbours: dict[int, frozenset[int]]
    lines: "Lines"
    avoided: dict[int, Avoided]
    today: date


class Lines:
    """The way from each agency up to its department; a closed agency is its successor."""

    def __init__(self, session: Session) -> None:
        columns = Agency.id, Agency.name, Agency.parent_id, Agency.successor_id, Agency.active
        rows = session.execute(select(*columns))
        self._rows = {row.id: row for row in rows}

    def now(self, agency_id: int) -> int:
        """The agency, or whoever took its place."""
        row = self._rows[agency_id]
        return agency_id if row.active or row.successor_id is None else self.now(row.successor_id)

    def name(self, agency_id: int) -> str:
        """What the agency is called."""
        found: str = self._rows[agency_id].name
        return found

    def up(self, agency_id: int) -> tuple[int, ...]:
        """The agency and all above it."""
        found = [self.now(agency_id)]
        while (parent := self._rows[found[-1]].parent_id) is not None:
            found.append(self.now(parent))
        return tuple(found)


def load_pool(
    session: Session, kind: MentorKind, now: datetime, requests: Collection[MentoringRequest]
) -> Pool:
    """The active and the paused, with their loads; the same five statements however many they are.

    Of competencies the candidates have at least those that these requests want: the others do not count.
    """
    lines, today = Lines(session), local_day(now)
    avoided = _no_lists(session, lines)
    facets = _facets(session, [one.id for one in requests])
    rows = session.execute(_people(kind)).all()
    return Pool(
        candidates={row.id: _candidate(row, facets, lines, avoided) for row in rows},
        ties=_ties(session, today),
        neighbours=_both_ways(facets["beside"]),
        lines=lines,
        avoided=avoided,
        today=today,
    )


def _people(kind: MentorKind) -> Any:
    return (
        select(
            MentorProfile.id,
            MentorProfile.executive_id,
            MentorProfile.state,
            MentorProfile.capacity,
            MentorProfile.site,
            MentorProfile.size_band,
            Executive.name,
            Executive.home_agency_id,
            Executive.career_stage,
            Executive.active,
            Position.city,
            Position.region,
        )
        .join(Executive, Executive.id == MentorProfile.executive_id)
        .outerjoin(Position, Position.id == Executive.position_id)
        .where(MentorProfile.kind == kind, MentorProfile.state.in_(ASKABLE))
        .order_by(MentorProfile.id)
    )


Facets = dict[str, dict[int, dict[int, Any]]]


@contextmanager
def read_once(session: Session) -> Iterator[None]:
    """What profiles say is read once for the whole block, in which nobody may change it: for who weighs
    hundreds of requests in one transaction. Their loads are read each time."""
    session.info[SAID] = _read(session, [*_said(), _skills()])
    try:
        yield
    finally:
        del session.info[SAID]


def _facets(session: Session, requests: Collection[int]) -> Facets:
    """What profiles say and what runs on them, by kind of fact: profile → fact → its figure, two years of a
    situation; and which situation is beside which."""
    known: Facets | None = session.info.get(SAID)
    if known is None:
        wanted = select(RequestCompetency.competency_id).where(RequestCompetency.request_id.in_(requests))
        skills = _skills().where(MentorCompetency.competency_id.in_(wanted))
        return _read(session, [*_said(), skills, _loads()])
    found = _read(session, [_loads()])
    found.update(known)
    return found


def _read(session: Session, parts: Sequence[Any]) -> Facets:
    found: Facets = defaultdict(lambda: defaultdict(dict))
    for what, rows in groupby(session.execute(union_all(*parts)), itemgetter(0)):
        facts = found[what]
        if what == "situations":
            for _, profile, key, *years in rows:
                facts[profile][key] = tuple(years)
        else:
            for _, profile, key, figure, _ in rows:
                facts[profile][key] = figure
    return found


def _loads() -> Any:
    taken = counts().subquery()
    return select(
        literal(LOAD).label("what"),
        taken.c.profile.label("profile"),
        literal(TAKEN).label("key"),
        taken.c.count.label("one"),
        null().label("two"),
    )


def _skills() -> Any:
    skill = MentorCompetency
    return select(literal("skills"), skill.profile_id, skill.competency_id, skill.level, null())


def _said() -> list[Any]:
    return [
        select(
            literal("situations").label("what"),
            MentorSituation.profile_id.label("profile"),
            MentorSituation.situation_id.label("key"),
            MentorSituation.last_year.label("one"),
            MentorSituation.year_before.label("two"),
        ),
        select(
            literal("functions"), MentorFunction.profile_id, MentorFunction.function_id, literal(1), null()
        ),
        select(literal("missions"), MentorMission.profile_id, MentorMission.cluster_id, literal(1), null()),
        select(
            literal("beside"),
            SituationNeighbour.first_id,
            SituationNeighbour.second_id,
            literal(1),
            null(),
        ),
    ]


def _no_lists(session: Session, lines: Lines) -> dict[int, Avoided]:
    """Executive → whom that person avoids."""
    rows = session.execute(select(NoList.executive_id, NoList.content))
    return {owner: avoided_by(content, lines) for owner, content in rows}


def avoided_by(content: Mapping[str, Any], lines: Lines) -> Avoided:
    """What one list holds; a closed agency on it is its successor."""
    agencies = frozenset(lines.now(agency) for agency in content["agencies"])
    return Avoided(frozenset(content["people"]), agencies)


MET = "met"


def _ties(session: Session, today: date) -> Ties:
    """Relations on record; earlier conversations, and offers that were declined as no good fit."""
    ties, met = [], defaultdict(list)
    rows = session.execute(union_all(_relations(), *_met()))
    for kind, person, other, starts, ends, ended, held, bad, own in rows:
        if kind == MET:
            met[person].append(Met(person, other, local_day(ended), bool(held), bool(bad), bool(own)))
        else:
            ties.append(Tie(person, other, kind, starts, ends))
    return Ties(tuple(ties), today, {person: tuple(rows) for person, rows in met.items()})


def _relations() -> Select[Any]:
    one = Relation
    ended = cast(null(), MentoringOffer.ended_at.type)
    people, days = (one.executive_id, one.other_id), (one.starts_on, one.ends_on)
    neither = false().label("held"), false().label("bad"), false().label("own")
    return select(cast(one.kind, String), *people, *days, ended, *neither)


def _met() -> Iterator[Select[Any]]:
    days = cast(null(), Relation.starts_on.type), cast(null(), Relation.ends_on.type)
    bad = Engagement.end_reason.is_not_distinct_from(EndReason.NO_GOOD_FIT)
    own = Engagement.ended_by.is_not_distinct_from(Side.MENTEE).label("own")
    held = exists().where(Meeting.engagement_id == Engagement.id, Meeting.state == MeetingState.HELD)
    both = Engagement.executive_id, MentorProfile.executive_id
    yield (
        select(literal(MET), *both, *days, Engagement.ended_at, held.label("held"), bad.label("bad"), own)
        .join(MentorProfile, MentorProfile.id == Engagement.profile_id)
        .where(Engagement.ended_at.is_not(None))
    )
    mentee, mentor = MentoringRequest.executive_id, MentorProfile.executive_id
    yield (
        select(literal(MET), mentee, mentor, *days, MentoringOffer.ended_at, false(), true(), false())
        .join(MentoringRequest, MentoringRequest.id == MentoringOffer.request_id)
        .join(MentorProfile, MentorProfile.id == MentoringOffer.profile_id)
        .where(MentoringOffer.decline_reason == DeclineReason.NO_GOOD_FIT)
    )


def _both_ways(pairs: Mapping[int, Iterable[int]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for first, others in pairs.items():
        for second in others:
            found[first].add(second)
            found[second].add(first)
    return {one: frozenset(others) for one, others in found.items()}


def _candidate(row: Any, facets: Facets, lines: Lines, avoided: Mapping[int, Avoided]) -> Candidate:
    profile = row.id
    return Candidate(
        id=profile,
        person=row.executive_id,
        name=row.name,
        agencies=lines.up(row.home_agency_id),
        capacity=row.capacity,
        load=facets[LOAD].get(profile, FREE)[TAKEN],
        active=row.active and row.state is ProfileState.ACTIVE,
        paused=row.state is ProfileState.PAUSED,
        situations=facets["situations"].get(profile, {}),
        skills=facets["skills"].get(profile, {}),
        context=Context(
            functions=frozenset(facets["functions"].get(profile, ())),
            missions=frozenset(facets["missions"].get(profile, ())),
            size=row.size_band,
            site=row.site,
            stage=STAGES[row.career_stage],
        ),
        place=", ".join(part for part in (row.city, row.region) if part) or None,
        avoided=avoided.get(row.executive_id, Avoided()),
    )

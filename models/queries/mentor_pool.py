"""Everybody who could help with requests of one kind, as the matcher sees them, in few statements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import literal, null, select, true, union_all
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.mentoring.candidates import Avoided, Candidate, Context
from matcher.mentoring.ties import Met, Tie, Ties
from models.agencies import Agency
from models.engagements import EndReason, Engagement
from models.executives import CareerStage, Executive
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
from models.requests import MentoringRequest
from models.situations import SituationNeighbour

STAGES = {stage: place for place, stage in enumerate(CareerStage, 1)}
SAID = "what_mentors_say"
LOAD = "load"
TAKEN = 0
"""The one fact of a profile's load; its figure is the count of taken places."""
FREE: Mapping[int, tuple[int, int | None]] = {TAKEN: (0, None)}
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
        rows = session.execute(select(Agency.id, Agency.parent_id, Agency.successor_id, Agency.active))
        self._rows = {row.id: row for row in rows}

    def now(self, agency_id: int) -> int:
        """The agency, or whoever took its place."""
        row = self._rows[agency_id]
        return agency_id if row.active or row.successor_id is None else self.now(row.successor_id)

    def up(self, agency_id: int) -> tuple[int, ...]:
        """The agency and all above it."""
        found = [self.now(agency_id)]
        while (parent := self._rows[found[-1]].parent_id) is not None:
            found.append(self.now(parent))
        return tuple(found)


def load_pool(session: Session, kind: MentorKind, now: datetime) -> Pool:
    """The active and the paused, with their loads; the same six statements however many they are."""
    lines, today = Lines(session), local_day(now)
    avoided = _no_lists(session, lines)
    facets = _facets(session)
    rows = session.execute(_people(kind)).all()
    return Pool(
        candidates={row.id: _candidate(row, facets, lines, avoided) for row in rows},
        ties=Ties(_ties(session), today, _met(session)),
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


Facets = dict[str, dict[int, dict[int, tuple[int, int | None]]]]


@contextmanager
def read_once(session: Session) -> Iterator[None]:
    """What profiles say is read once for the whole block, in which nobody may change it: for who weighs
    hundreds of requests in one transaction. Their loads are read each time."""
    session.info[SAID] = _read(session, _said())
    try:
        yield
    finally:
        del session.info[SAID]


def _facets(session: Session) -> Facets:
    """What profiles say and what runs on them, by kind of fact: profile → fact → its two figures; and which
    situation is beside which."""
    known: Facets | None = session.info.get(SAID)
    if known is None:
        return _read(session, [*_said(), _loads()])
    found = _read(session, [_loads()])
    found.update(known)
    return found


def _read(session: Session, parts: Sequence[Any]) -> Facets:
    found: Facets = defaultdict(lambda: defaultdict(dict))
    for what, profile, key, one, two in session.execute(union_all(*parts)).all():
        found[what][profile][key] = (one, two)
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
            literal("skills"),
            MentorCompetency.profile_id,
            MentorCompetency.competency_id,
            MentorCompetency.level,
            null(),
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
    return {
        owner: Avoided(
            frozenset(content["people"]), frozenset(lines.now(agency) for agency in content["agencies"])
        )
        for owner, content in rows
    }


def _ties(session: Session) -> tuple[Tie, ...]:
    columns = Relation.executive_id, Relation.other_id, Relation.kind, Relation.starts_on, Relation.ends_on
    return tuple(Tie(*row) for row in session.execute(select(*columns)))


def _met(session: Session) -> dict[int, tuple[Met, ...]]:
    """Mentee → earlier conversations, and offers that were declined as no good fit."""
    query: Any = union_all(
        select(
            Engagement.executive_id.label("mentee"),
            MentorProfile.executive_id.label("mentor"),
            Engagement.ended_at.label("ended"),
            Engagement.end_reason.is_not_distinct_from(EndReason.NO_GOOD_FIT).label("bad"),
        )
        .join(MentorProfile, MentorProfile.id == Engagement.profile_id)
        .where(Engagement.ended_at.is_not(None)),
        select(MentoringRequest.executive_id, MentorProfile.executive_id, MentoringOffer.ended_at, true())
        .join(MentoringRequest, MentoringRequest.id == MentoringOffer.request_id)
        .join(MentorProfile, MentorProfile.id == MentoringOffer.profile_id)
        .where(MentoringOffer.decline_reason == DeclineReason.NO_GOOD_FIT),
    )
    found: dict[int, list[Met]] = defaultdict(list)
    for mentee, mentor, ended, bad in session.execute(query):
        found[mentee].append(Met(mentee, mentor, local_day(ended), no_good_fit=bool(bad)))
    return {mentee: tuple(rows) for mentee, rows in found.items()}


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
        load=facets[LOAD].get(profile, FREE)[TAKEN][0],
        active=row.active and row.state is ProfileState.ACTIVE,
        paused=row.state is ProfileState.PAUSED,
        situations=facets["situations"].get(profile, {}),
        skills={key: level for key, (level, _) in facets["skills"].get(profile, {}).items()},
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

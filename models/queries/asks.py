"""Requests as the matcher sees them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Integer, String, cast, false, literal, null, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from matcher.availability.problem import every_week
from matcher.mentoring.candidates import Ask, Avoided, Context, Wanted
from matcher.mentoring.fit import Fitting
from models.competencies import Competency
from models.executives import CareerStage, Executive
from models.mentoring_offers import MentoringOffer, OfferState
from models.queries.mentor_pool import STAGES, Pool
from models.requests import (
    MentoringRequest,
    RequestChoice,
    RequestCompetency,
    RequestRefusal,
    RequestSituation,
    RequestWindow,
)
from models.situations import Situation


def fittings(session: Session, requests: Sequence[MentoringRequest], pool: Pool) -> dict[int, Fitting]:
    """Each request against the pool, in one statement."""
    parts = _parts(session, [request.id for request in requests])
    return {
        one.id: Fitting(
            _ask(one, pool, parts), pool.today, pool.ties.of(one.executive_id), neighbours=pool.neighbours
        )
        for one in requests
    }


Parts = dict[str, dict[int, list[Any]]]
OWNER, WEEK = "owner", "week"


def _parts(session: Session, ids: Sequence[int]) -> Parts:
    """What each request wants, the mentors it names, in the order of rank, whose it is, which times suit."""
    kinds = ("situations", "competencies", "chosen", "refused", "asked", OWNER, WEEK)
    found: Parts = {kind: defaultdict(list) for kind in kinds}
    query: Any = union_all(*_wanted(ids), *_named(ids), _declined(ids), _owners(ids), _weeks(ids))
    rows = session.execute(query).all()
    for what, request, rank, key, name, must, level in sorted(rows, key=lambda row: row[:4]):
        window = what == WEEK
        one = every_week(rank, key, level) if window else Wanted(key, name, bool(must), level)
        found[what][request].append(one)
    return found


def _wanted(ids: Sequence[int]) -> Iterator[Any]:
    yield (
        select(
            literal("situations").label("what"),
            RequestSituation.request_id.label("request"),
            RequestSituation.rank.label("rank"),
            RequestSituation.situation_id.label("key"),
            Situation.name.label("name"),
            RequestSituation.must_have.label("must"),
            cast(null(), Integer).label("level"),
        )
        .join(Situation, Situation.id == RequestSituation.situation_id)
        .where(RequestSituation.request_id.in_(ids))
    )
    yield (
        select(
            literal("competencies"),
            RequestCompetency.request_id,
            RequestCompetency.rank,
            RequestCompetency.competency_id,
            Competency.name,
            RequestCompetency.must_have,
            RequestCompetency.level,
        )
        .join(Competency, Competency.id == RequestCompetency.competency_id)
        .where(RequestCompetency.request_id.in_(ids))
    )


def _named(ids: Sequence[int]) -> Iterator[Any]:
    for what, table, rank in (
        ("chosen", RequestChoice, RequestChoice.rank),
        ("refused", RequestRefusal, literal(0)),
        ("asked", MentoringOffer, literal(0)),
    ):
        yield select(
            literal(what), table.request_id, rank, table.profile_id, literal(""), false(), null()
        ).where(table.request_id.in_(ids))


def _declined(ids: Sequence[int]) -> Any:
    """Whoever declined an earlier request of the question that is asked anew."""
    earlier = aliased(MentoringRequest)
    first = MentoringRequest.anew_of_id
    return (
        select(
            literal("asked"),
            MentoringRequest.id,
            literal(0),
            MentoringOffer.profile_id,
            literal(""),
            false(),
            null(),
        )
        .join(earlier, or_(earlier.id == first, earlier.anew_of_id == first))
        .join(MentoringOffer, MentoringOffer.request_id == earlier.id)
        .where(MentoringRequest.id.in_(ids), first.is_not(None), MentoringOffer.state == OfferState.DECLINED)
    )


def _owners(ids: Sequence[int]) -> Any:
    """The agency and the career stage of who asks."""
    stage = cast(Executive.career_stage, String)
    return (
        select(
            literal(OWNER), MentoringRequest.id, literal(0), Executive.home_agency_id, stage, false(), null()
        )
        .join(Executive, Executive.id == MentoringRequest.executive_id)
        .where(MentoringRequest.id.in_(ids))
    )


def _weeks(ids: Sequence[int]) -> Any:
    """The times that suit: the weekday as their rank, the start as their key, the end as their level."""
    one = RequestWindow
    return select(
        literal(WEEK), one.request_id, one.weekday, one.start_minute, literal(""), false(), one.end_minute
    ).where(one.request_id.in_(ids))


def _ask(one: MentoringRequest, pool: Pool, parts: Parts) -> Ask:
    (owner,) = parts[OWNER][one.id]
    return Ask(
        person=one.executive_id,
        agencies=pool.lines.up(owner.id),
        situations=tuple(parts["situations"].get(one.id, ())),
        competencies=tuple(parts["competencies"].get(one.id, ())),
        context=Context(
            functions=_stated(one.function_id),
            missions=_stated(one.cluster_id),
            size=one.size_band,
            site=one.site,
            stage=STAGES[CareerStage(owner.name)],
        ),
        need_by=one.need_by,
        place=one.place,
        in_person=one.in_person,
        choices=tuple(named.id for named in parts["chosen"].get(one.id, ())),
        asked=frozenset(named.id for named in parts["asked"].get(one.id, ())),
        refused=frozenset(named.id for named in parts["refused"].get(one.id, ())),
        again=one.again_with_id,
        avoided=pool.avoided.get(one.executive_id, Avoided()),
        only=None if one.only_agency_id is None else pool.lines.now(one.only_agency_id),
        week=tuple(parts[WEEK].get(one.id, ())),
    )


def _stated(key: int | None) -> frozenset[int]:
    return frozenset() if key is None else frozenset({key})

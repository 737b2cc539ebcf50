"""From rows to a sweep file and back: requests and mentors are known there by number alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matcher.files import canonical, sha256
from matcher.mentoring.business import urgency_of
from matcher.mentoring.candidates import Candidate
from matcher.mentoring.fit import Count, Fitting
from models.mentors import MentorKind
from models.queries.asks import fittings
from models.queries.availability import times_of
from models.queries.bookable import count_starts
from models.queries.mentor_pool import Pool, load_pool
from models.requests import MentoringRequest, RequestState
from models.sweeps import Sweep

FORMAT = "roundtrip.mentoring/1"
WAITING = (RequestState.SUBMITTED, RequestState.MANUAL, RequestState.WAITLISTED)
"""The states in which a request has no live offer and may get one."""


def waiting_requests(session: Session, kind: MentorKind) -> list[MentoringRequest]:
    """Everybody who waits, longest first."""
    query = (
        select(MentoringRequest)
        .options(joinedload(MentoringRequest.executive))
        .where(MentoringRequest.kind == kind, MentoringRequest.state.in_(WAITING))
        .order_by(MentoringRequest.submitted_at, MentoringRequest.id)
    )
    return list(session.scalars(query))


def weigh_all(
    session: Session, kind: MentorKind, requests: Sequence[MentoringRequest], now: datetime
) -> tuple[Pool, dict[int, Fitting]]:
    """Everybody who could help, and each request against them; all calendars are read together."""
    pool = load_pool(session, kind, now, requests)
    people = {one.person for one in pool.candidates.values()} | {one.executive_id for one in requests}
    times = times_of(session, people, now)
    found = {}
    for id_, fitting in fittings(session, requests, pool).items():
        count = count_starts(fitting.ask, times, now)
        found[id_] = replace(fitting, starts=partial(_known, count))
    return pool, found


def _known(count: Count, _candidates: Sequence[Candidate]) -> Count:
    """All calendars are read already."""
    return count


def sweep_content(session: Session, kind: MentorKind, now: datetime, *, with_floor: bool) -> dict[str, Any]:
    """The sweep file without its seed: held places are taken off, and only pairs that may be are in it."""
    requests = waiting_requests(session, kind)
    pool, found = weigh_all(session, kind, requests, now)
    free = {one.id: one.capacity - one.load for one in pool.candidates.values() if one.active}
    able = [pool.candidates[id_] for id_, places in free.items() if places > 0]
    return {
        "format": FORMAT,
        "objective": ["served", "floor", "points"] if with_floor else ["served", "points"],
        "mentors": [{"id": mentor_id(one.id), "capacity": free[one.id]} for one in able],
        "requests": [
            {"id": request_id(one.id), "urgency": urgency_of(_since(one), one.need_by, now)}
            for one in requests
        ],
        "pairs": [
            [request_id(one.id), mentor_id(other.id), found[one.id].score(other)]
            for one in requests
            for other in able
            if found[one.id].may(other)
        ],
    }


def _since(request: MentoringRequest) -> datetime:
    if request.submitted_at is None:
        raise AssertionError("a request that waits was submitted")
    return request.submitted_at


def seeded(content: dict[str, Any], number: int, pins: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """The whole file. The seed is a function of the number and the content, so that nobody picks it, and pins
    do not change it."""
    seed = sha256(["sweep", number, sha256(content)])
    pinned = [[request_id(request), mentor_id(mentor)] for request, mentor in sorted(pins)]
    return {**content, "seed": seed, "pinned": pinned}


def unseeded(file: dict[str, Any]) -> dict[str, Any]:
    """The content from which a file was made."""
    return {key: value for key, value in file.items() if key not in ("seed", "pinned")}


def solve_file(file: dict[str, Any]) -> dict[str, Any]:
    """The outcome of a sweep file, checked by the verifier before it is given."""
    from matcher import parse, solve  # the tables work without the engine

    return solve(parse(canonical(file)))


def preview_of(file: dict[str, Any], outcome: dict[str, Any]) -> dict[str, Any]:
    """The result of serving one after the other, and for each pin what the sweep would be without it."""
    from matcher import Sweep as Problem
    from matcher import parse
    from matcher.mentoring.one_by_one import serve_one_by_one

    sweep = parse(canonical(file))
    if not isinstance(sweep, Problem):
        raise AssertionError("this is a sweep file")
    return {
        "one_by_one": serve_one_by_one(sweep),
        "pins": [
            {"request": pin[0], "mentor": pin[1], "with": outcome["metrics"], "without": _without(file, pin)}
            for pin in file["pinned"]
        ],
    }


def _without(file: dict[str, Any], pin: list[str]) -> dict[str, Any]:
    rest = [one for one in file["pinned"] if one != pin]
    metrics: dict[str, Any] = solve_file({**file, "pinned": rest})["metrics"]
    return metrics


def pairs_of(sweep: Sweep) -> list[tuple[int, int]]:
    """Request and profile of each pair of the outcome."""
    return [(number_of(one["request"]), number_of(one["mentor"])) for one in sweep.outcome["matches"]]


def request_id(number: int) -> str:
    return f"request-{number}"


def mentor_id(number: int) -> str:
    return f"mentor-{number}"


def number_of(id_: str) -> int:
    """The row's number again."""
    return int(id_.rpartition("-")[2])

"""Sweeps as a coordinator sees them: with names, beside one at a time, each pin with its cost."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, undefer

from models.executives import Executive
from models.mentoring_offers import MentoringOffer
from models.mentors import MentorKind, MentorProfile
from models.queries.sweep_pairs import Look, look_again, requests_of
from models.requests import MentoringRequest, RequestState
from models.sweep_files import WAITING, mentor_id, number_of, pairs_of, request_id
from models.sweeps import Sweep, SweepState

TOO_LATE = "too_late"
"""Beside the reasons of an outcome: nobody fits, for the day until which a conversation helps had passed."""


@dataclass(frozen=True)
class Figures:
    """What a result comes to: requests served, and points in all."""

    served: int
    points: int


@dataclass(frozen=True)
class Pair:
    """Who asks and who helps; `points` of 1,000."""

    request: int
    mentor: int
    who: str
    helper: str
    points: int


@dataclass(frozen=True)
class Cost:
    """One pin: its pair, its reason, and what the sweep comes to with and without it; `clashes` where it is
    one of those found that cannot hold together."""

    pair: Pair
    reason: str
    pinned: Figures | None
    free: Figures | None
    clashes: bool


@dataclass(frozen=True)
class Left:
    """A pair that cannot be offered: `why` in sentences, and in which state its request is now."""

    pair: Pair
    why: list[str]
    state: RequestState

    @property
    def waits(self) -> bool:
        """Whether its request still waits, as another sweep would take it."""
        return self.state in WAITING


@dataclass(frozen=True)
class Shown:
    """A sweep in words; `together` and what follows from it is empty where the pins cannot all hold.
    `weakest` are the least points of a pair, together and alone; 0 where there is no pair. `matches` have the
    weakest pair first; `is_untimed` says of one of `possible` that no time now suits both. `left` are the
    pairs that cannot be offered any more, or could not when it was published, by request; `offers` are the
    offers it made, as they are now, by request; `at_desk` says whether a coordinator may look up who can be
    asked for the request that `possible` is about."""

    together: Figures | None
    alone: Figures
    weakest: tuple[int, int]
    matches: list[Pair]
    changed: dict[int, str]
    unserved: list[tuple[str, str]]
    costs: list[Cost]
    requests: list[tuple[int, str]]
    possible: list[Pair]
    is_untimed: Callable[[int], bool]
    at_desk: bool
    clashes: list[str]
    left: dict[int, Left]
    offers: dict[int, MentoringOffer]


def all_sweeps(session: Session) -> Sequence[Sweep]:
    """Every sweep, the newest first, without its files."""
    return session.scalars(select(Sweep).order_by(Sweep.number.desc())).all()


def waiting_by_kind(session: Session) -> dict[MentorKind, dict[RequestState, int]]:
    """How many requests of each kind a sweep would take now, by their state."""
    one = MentoringRequest
    query = select(one.kind, one.state, func.count()).where(one.state.in_(WAITING))
    found: dict[MentorKind, dict[RequestState, int]] = {
        kind: dict.fromkeys(WAITING, 0) for kind in MentorKind
    }
    for kind, state, count in session.execute(query.group_by(one.kind, one.state)):
        found[kind][state] = count
    return found


def find_sweep(session: Session, number: int) -> Sweep | None:
    """The sweep of the address with its files and pins."""
    files = (undefer(column) for column in (Sweep.content, Sweep.outcome, Sweep.preview))
    query = select(Sweep).where(Sweep.number == number)
    whole = query.options(*files, joinedload(Sweep.pins))
    return session.scalars(whole).unique().one_or_none()


def show(session: Session, sweep: Sweep, now: datetime, asks: int = 0) -> Shown:
    """The sweep in words, in few statements; `possible` are the pairs of the request `asks`, the best first,
    and `requests` all that may be fixed."""
    content, outcome, alone = sweep.content, sweep.outcome, sweep.preview["one_by_one"]
    points = {(pair[0], pair[1]): pair[2] for pair in content["pairs"]}
    requests = requests_of(session, _numbers(content["requests"]))
    prepared = sweep.state is SweepState.PREPARED
    look = look_again(session, sweep.kind, requests, pairs_of(sweep), now, asks) if prepared else None
    known = {id_: one.name for id_, one in look.pool.candidates.items()} if look else {}
    names = _names(session, content, requests, known)

    def is_untimed(mentor: int) -> bool:
        return look is not None and look.is_untimed(asks, mentor)

    def pair(request: str, mentor: str) -> Pair:
        numbers = number_of(request), number_of(mentor)
        return Pair(*numbers, names[request], names[mentor], points[request, mentor])

    apart = {one["request"]: one["mentor"] for one in alone["matches"]}
    together = [pair(one["request"], one["mentor"]) for one in outcome["matches"]]
    pinned = {one["request"] for one in sweep.preview["pins"]}
    return Shown(
        together=_figures(outcome["metrics"]),
        alone=_figures(alone["metrics"]) or Figures(0, 0),
        weakest=(_least(outcome["matches"]), _least(alone["matches"])),
        matches=sorted(together, key=lambda one: (one.points, one.who, one.request)),
        changed={
            number_of(one["request"]): names[apart[one["request"]]] if one["request"] in apart else "nobody"
            for one in outcome["matches"]
            if apart.get(one["request"]) != one["mentor"]
        },
        unserved=_unserved(sweep, requests, names),
        costs=_costs(sweep, pair),
        requests=sorted(
            ((number_of(one), names[one]) for one in {one for one, _ in points} - pinned),
            key=lambda one: (one[1], one[0]),
        ),
        possible=sorted(
            (pair(*one) for one in points if number_of(one[0]) == asks and one[0] not in pinned),
            key=lambda one: (-one.points, one.helper),
        ),
        is_untimed=is_untimed,
        at_desk=asks in requests and requests[asks].state is RequestState.MANUAL,
        clashes=[_named(one["text"], names) for one in outcome.get("conflict", [])],
        left={
            number_of(one): Left(pair(one, mentor), why, state)
            for one, mentor, why, state in _left(sweep, look, requests)
        },
        offers=_made(session, sweep),
    )


def _costs(sweep: Sweep, pair: Callable[[str, str], Pair]) -> list[Cost]:
    """What each pin costs; those clash whose paths stand in what was found not to hold together."""
    whys = {one.request_id: one.reason for one in sweep.pins}
    clashing = {one["path"] for one in sweep.outcome.get("conflict", [])}
    return [
        Cost(
            pair(one["request"], one["mentor"]),
            whys[number_of(one["request"])],
            _figures(one["with"]),
            _figures(one["without"]),
            f"pinned[{place}]" in clashing,
        )
        for place, one in enumerate(sweep.preview["pins"])
    ]


def _unserved(
    sweep: Sweep, requests: Mapping[int, MentoringRequest], names: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Who stays without a mentor, and why: of a request that nobody fits, whether its day had passed."""
    found = []
    for one in sweep.outcome["unmatched"]:
        late = requests[number_of(one["request"])].is_too_late(sweep.made_at)
        why = TOO_LATE if late and one["reason"] == "no_pairs" else one["reason"]
        found.append((names[one["request"]], why))
    return sorted(found)


def _made(session: Session, sweep: Sweep) -> dict[int, MentoringOffer]:
    """What a published sweep offered, by request."""
    if sweep.state is not SweepState.PUBLISHED:
        return {}
    out = {number_of(one["request"]) for one in sweep.preview.get("left_out", [])}
    pairs = {request: mentor for request, mentor in pairs_of(sweep) if request not in out}
    found = session.scalars(select(MentoringOffer).where(MentoringOffer.request_id.in_(pairs)))
    return {one.request_id: one for one in found if one.profile_id == pairs[one.request_id]}


def _left(
    sweep: Sweep, look: Look | None, requests: Mapping[int, MentoringRequest]
) -> Iterator[tuple[str, str, list[str], RequestState]]:
    """The pairs that are out: of a prepared sweep as it stands now, of a published one as it was then."""
    for one in look.standings if look else ():
        if one.why:
            yield request_id(one.request.id), mentor_id(one.mentor), list(one.why), one.request.state
    for out in sweep.preview.get("left_out", []):
        yield out["request"], out["mentor"], out["why"], requests[number_of(out["request"])].state


def _figures(metrics: dict[str, Any]) -> Figures | None:
    if not metrics:
        return None
    return Figures(sum(metrics["served"]), metrics["points"])


def _least(matches: Iterable[dict[str, Any]]) -> int:
    return min((one["points"] for one in matches), default=0)


def _named(text: str, names: dict[str, str]) -> str:
    """The sentence with people in place of ids."""
    return " ".join(names.get(word.rstrip(":"), word) for word in text.split())


def _names(
    session: Session,
    content: dict[str, Any],
    requests: Mapping[int, MentoringRequest],
    known: Mapping[int, str],
) -> dict[str, str]:
    """The people behind the ids of a sweep file; a request has its number beside the name. `known` are names
    that were read already, by profile."""
    found = {request_id(key): f"{one.executive.name} (request {key})" for key, one in requests.items()}
    helping = _numbers(content["mentors"])
    unknown = [one for one in helping if one not in known]
    names = {one: known[one] for one in helping if one in known}
    if unknown:
        query = select(MentorProfile.id, Executive.name).join(MentorProfile.executive)
        names |= dict(session.execute(query.where(MentorProfile.id.in_(unknown))).all())
    return found | {mentor_id(key): name for key, name in names.items()}


def _numbers(rows: Iterable[dict[str, Any]]) -> list[int]:
    return [number_of(row["id"]) for row in rows]

"""Sweeps: prepared, looked at beside the result of one at a time, pairs fixed, published as offers."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.files import sha256
from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Invalid, NotPublishable
from models.lifecycles import advance, must_allow
from models.locks import fresh, lock_mentoring
from models.mentoring_offers import Origin
from models.mentors import MentorKind, MentorProfile
from models.queries.sweep_pairs import Standing, look_again, requests_of
from models.requests import MentoringRequest
from models.services.files import Taken
from models.services.placing import offer_to
from models.services.reasons import must_be_written
from models.sweep_files import (
    mentor_id,
    pairs_of,
    preview_of,
    request_id,
    seeded,
    solve_file,
    sweep_content,
    unseeded,
)
from models.sweeps import Sweep, SweepPin


def prepare(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    kind: MentorKind = MentorKind.MENTOR,
    with_floor: bool = False,
) -> Sweep:
    """Solve everything that waits now, all together; nobody is asked before the publication."""
    require(actor, "sweeps.prepare", None, now=now)
    lock_mentoring(session)
    content = sweep_content(session, kind, now, with_floor=with_floor)
    if not content["requests"]:
        raise Conflict(f"No request waits for a {kind} now.")
    number = session.scalars(select(func.coalesce(func.max(Sweep.number), 0))).one() + 1
    made = Sweep(number=number, kind=kind, with_floor=with_floor, made_at=now, made_by_id=actor.id)
    _solve(made, seeded(content, number, []))
    session.add(made)
    session.flush()
    facts: dict[str, Any] = {"requests": len(content["requests"]), "input_sha256": made.input_sha256}
    record(session, made, "sweeps.prepare", actor=actor, now=now, **facts)
    session.flush()
    return made


def _solve(sweep: Sweep, file: dict[str, Any]) -> None:
    outcome = solve_file(file)
    sweep.content, sweep.outcome, sweep.input_sha256 = file, outcome, sha256(file)
    sweep.status, sweep.preview = outcome["status"], preview_of(file, outcome)


def pin(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    sweep: Sweep,
    request: MentoringRequest,
    profile: MentorProfile,
    reason: str,
) -> None:
    """Fix a pair that may be, with the reason, and solve again; what it costs stands in the preview."""
    require(actor, "sweeps.pin", sweep, now=now)
    must_allow(fresh(session, sweep), "solve")
    must_be_written(reason)
    wanted = [request_id(request.id), mentor_id(profile.id)]
    if wanted not in [pair[:2] for pair in sweep.content["pairs"]]:
        raise Invalid("These two may not be paired, or were not both free when the sweep was prepared.")
    if any(one.request_id == request.id for one in sweep.pins):
        raise Conflict("This request is fixed already: free it first.")
    sweep.pins.append(
        SweepPin(
            request_id=request.id, profile_id=profile.id, reason=reason.strip(), author_id=actor.id, at=now
        )
    )
    _solve_again(session, sweep, actor, now, reason)


def unpin(session: Session, *, actor: Actor, now: datetime, sweep: Sweep, request: MentoringRequest) -> None:
    """Free a request that was fixed, and solve again."""
    require(actor, "sweeps.unpin", sweep, now=now)
    must_allow(fresh(session, sweep), "solve")
    rest = [one for one in sweep.pins if one.request_id != request.id]
    if len(rest) == len(sweep.pins):
        raise Conflict("This request is not fixed.")
    sweep.pins = rest
    _solve_again(session, sweep, actor, now, None)


def _solve_again(session: Session, sweep: Sweep, actor: Actor, now: datetime, reason: str | None) -> None:
    pins = [(one.request_id, one.profile_id) for one in sweep.pins]
    _solve(sweep, seeded(unseeded(sweep.content), sweep.number, pins))
    advance(session, sweep, "solve", actor=actor, now=now, reason=reason, pins=len(pins))
    session.flush()


def publish(session: Session, *, actor: Actor, now: datetime, sweep: Sweep) -> None:
    """Make the offers, all in one transaction. A pair that is not possible any more is left out and
    named with why; its request waits on."""
    require(actor, "sweeps.publish", sweep, now=now)
    lock_mentoring(session)
    must_allow(fresh(session, sweep), "publish")
    if sweep.status != "optimal":
        raise NotPublishable("The fixed pairs cannot all hold: free one of them.")
    if not sweep.outcome["metrics"]["unique"]:
        raise NotPublishable("Another result is exactly as good: prepare the sweep anew.")
    pairs = pairs_of(sweep)
    requests = requests_of(session, [request for request, _ in pairs])
    standings = look_again(session, sweep.kind, requests, pairs, now).standings
    left_out = _left_out(standings)
    sweep.offered, sweep.dropped = _offer_all(session, standings, actor, now), len(left_out)
    sweep.preview = {**sweep.preview, "left_out": left_out}
    sweep.published_at, sweep.published_by_id = now, actor.id
    counts: dict[str, Any] = {"offered": sweep.offered, "dropped": sweep.dropped}
    advance(session, sweep, "publish", actor=actor, now=now, **counts)
    session.flush()


def _offer_all(session: Session, standings: Sequence[Standing], by: Actor, now: datetime) -> int:
    """Offer each pair that may still be; how many there were."""
    offered = 0
    for one in standings:
        if one.suggested is not None:
            offer_to(session, one.request, one.suggested, Origin.SWEEP, by=by, now=now)
            offered += 1
    return offered


def _left_out(standings: Sequence[Standing]) -> list[dict[str, Any]]:
    """The pairs that may not be any more, each with its sentences, as the sweep keeps them."""
    return [
        {"request": request_id(one.request.id), "mentor": mentor_id(one.mentor), "why": list(one.why)}
        for one in standings
        if one.why
    ]


def discard(session: Session, *, actor: Actor, now: datetime, sweep: Sweep) -> None:
    """Put it away unpublished; its requests wait on."""
    require(actor, "sweeps.discard", sweep, now=now)
    advance(session, sweep, "discard", actor=actor, now=now)
    session.flush()


def take_sweep(session: Session, *, actor: Actor, now: datetime, sweep: Sweep) -> Taken:
    """The sweep file, which `roundtrip verify` reads; it names nobody."""
    require(actor, "sweeps.take_sweep", sweep, now=now)
    return _take(session, sweep, actor, now, "sweep", sweep.content)


def take_outcome(session: Session, *, actor: Actor, now: datetime, sweep: Sweep) -> Taken:
    """The outcome file beside it."""
    require(actor, "sweeps.take_outcome", sweep, now=now)
    return _take(session, sweep, actor, now, "outcome", sweep.outcome)


def _take(
    session: Session, sweep: Sweep, actor: Actor, now: datetime, kind: str, value: dict[str, Any]
) -> Taken:
    content = (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
    taken = Taken(f"sweep-{sweep.number}.{kind}.json", content)
    digest = hashlib.sha256(content).hexdigest()
    record(session, sweep, f"sweeps.take_{kind}", actor=actor, now=now, file=taken.name, file_sha256=digest)
    session.flush()
    return taken

"""Releases of practice round A, recommended and decided by the people of the home agencies."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, joinedload

from models.actors import Actor, Role
from models.db import unit_of_work
from models.executives import Executive
from models.queries.home_side import holders_by_home
from models.releases import PENDING, Advice, Backfill, RefusalReason, Release, ReleaseState
from models.rounds import Round, RoundState
from models.services import release_clock, releases
from models.services.releases import Decision, Verdict
from seed.loading.people import get_actor
from seed.loading.rounds import COORDINATOR

LONGEST_DAYS = 200
DECISIONS = (
    None,
    Decision(Verdict.GRANT, backfill=Backfill.SPLIT_DUTIES, note="Have a good time."),
    Decision(Verdict.GRANT_WITH_CONDITIONS, longest_days=LONGEST_DAYS, backfill=Backfill.DETAIL_IN),
    Decision(Verdict.REFUSE, refusal=RefusalReason.TIMING, note="Ask again after the budget is through."),
    Decision(Verdict.GRANT, backfill=Backfill.ACTING_INTERNAL),
)
"""One after the other over those that the agencies have before them; with the first they are left waiting."""
NOTES = {Advice.WITH_CONDITIONS: "Back before the budget is written (invented)."}
ADVICE = (None, Advice.RELEASE, Advice.WITH_CONDITIONS, Advice.KEEP)
"""The same over those that supervisors have before them."""


def load_releases(engine: Engine, *, now: datetime, slug: str = "practice-a") -> int:
    """Recommend and decide some of the round's releases, once; how many were decided."""
    with unit_of_work(engine) as session:
        round_ = session.scalars(select(Round).where(Round.slug == slug)).one()
        if round_.state is not RoundState.PREFERENCES or _is_begun(session, round_):
            return 0
        by = get_actor(session, COORDINATOR)
        release_clock.chase(session, actor=by, now=now, round_=round_)
        _recommend(session, now, round_)
        return _decide(session, now, round_)


def _is_begun(session: Session, round_: Round) -> bool:
    query = select(Release.id).where(Release.round_id == round_.id, Release.state.not_in(PENDING)).limit(1)
    return session.scalar(query) is not None


def _recommend(session: Session, now: datetime, round_: Round) -> None:
    for place, one in enumerate(_waiting(session, round_, ReleaseState.PENDING_SUPERVISOR)):
        advice = ADVICE[place % len(ADVICE)]
        if advice is not None:
            by = _who(session, one, Role.SUPERVISOR, now)
            said: dict[str, Any] = {"advice": advice, "note": NOTES.get(advice, "")}
            releases.recommend(session, actor=by, now=now, release=one, version=one.version, **said)


def _decide(session: Session, now: datetime, round_: Round) -> int:
    decided = 0
    for place, one in enumerate(_waiting(session, round_, ReleaseState.PENDING_AGENCY)):
        decision = DECISIONS[place % len(DECISIONS)]
        if decision is not None:
            by = _who(session, one, Role.AGENCY_COORDINATOR, now)
            made = _with_stand_in(session, one, decision)
            releases.decide(session, actor=by, now=now, release=one, version=one.version, decision=made)
            decided += 1
    return decided


def _with_stand_in(session: Session, release: Release, decision: Decision) -> Decision:
    """Somebody of the same agency acts in the post: the first who looks after no other."""
    if decision.backfill is not Backfill.ACTING_INTERNAL:
        return decision
    taken = select(Release.stand_in_id).where(
        Release.round_id == release.round_id, Release.stand_in_id.is_not(None)
    )
    query = select(Executive).where(
        Executive.active,
        Executive.home_agency_id == release.executive.home_agency_id,
        Executive.id != release.executive_id,
        Executive.id.not_in(taken),
    )
    found = session.scalars(query.order_by(Executive.slug).limit(1)).one()
    return Decision(decision.verdict, backfill=decision.backfill, stand_in=found)


def _waiting(session: Session, round_: Round, state: ReleaseState) -> list[Release]:
    query = select(Release).where(Release.round_id == round_.id, Release.state == state)
    return list(session.scalars(query.options(joinedload(Release.executive)).order_by(Release.id)))


def _who(session: Session, release: Release, role: Role, now: datetime) -> Actor:
    """The first who holds the role at the executive's home and is another person."""
    home = release.executive.home_agency_id
    held = holders_by_home(session, {home}, role, now)[home]
    first = min(actor for actor, executive in held if executive != release.executive_id)
    return session.get_one(Actor, first)

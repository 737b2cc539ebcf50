"""What time does to releases: those to decide are told, reminded, and at last others may decide."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.access import require
from models.actors import Actor, Role
from models.audit import record
from models.executives import Executive
from models.lifecycles import advance
from models.locks import lock_round
from models.outbox import Notice, post
from models.queries.calendar import recommended_by, releases_end_at, reminded_of_releases_at
from models.queries.home_side import alone_in_role, others_in_role
from models.releases import PENDING, Release, ReleaseState
from models.rounds import Round
from models.services.releases import DECIDED_IN

TOLD, REMINDED, ESCALATED = "told", "reminded", "escalated"


def chase(session: Session, *, actor: Actor, now: datetime, round_: Round) -> dict[str, int]:
    """Pass on what the supervisor left, escalate what the agency left, and write to those whose turn it is:
    each once when something waits and once when the day is near. A second run changes nothing."""
    require(actor, "release_clock.chase", round_, now=now)
    if lock_round(session, round_).state not in DECIDED_IN:
        return {}
    decided_by = releases_end_at(round_)
    query = select(Release).where(Release.round_id == round_.id, Release.state.in_(PENDING))
    waiting = list(session.scalars(query.options(joinedload(Release.executive)).order_by(Release.id)))
    done = {"passed on": _pass_by(session, waiting, by=actor, now=now), ESCALATED: 0}
    if now >= recommended_by(decided_by):
        for one in waiting:
            what = "passed on" if one.state is ReleaseState.PENDING_SUPERVISOR else ESCALATED
            done[what] += _move(session, one, by=actor, now=now)
    step = REMINDED if now >= reminded_of_releases_at(decided_by) else TOLD
    done["notices"] = _tell(session, round_, waiting, step, now)
    if any(done.values()):
        record(session, round_, "rounds.chase_releases", actor=actor, now=now, counts=done)
    session.flush()
    return done


def _pass_by(session: Session, waiting: list[Release], *, by: Actor, now: datetime) -> int:
    """Send on to the agency, at once, whoever has no supervisor to recommend anything."""
    theirs = [one for one in waiting if one.state is ReleaseState.PENDING_SUPERVISOR]
    homes = {one.executive_id: one.executive.home_agency_id for one in theirs}
    by_nobody = alone_in_role(session, homes, Role.SUPERVISOR, now)
    alone = [one for one in theirs if one.executive_id in by_nobody]
    for one in alone:
        advance(session, one, "pass_on", actor=by, now=now)
    return len(alone)


def _move(session: Session, release: Release, *, by: Actor, now: datetime) -> int:
    if release.state is ReleaseState.PENDING_SUPERVISOR:
        advance(session, release, "pass_on", actor=by, now=now)
        return 1
    if release.escalated_at is not None:
        return 0
    release.escalated_at = now
    return 1


def _tell(session: Session, round_: Round, waiting: list[Release], step: str, now: datetime) -> int:
    wanted = {
        f"round/{round_.slug}/releases/{role.value}/{ESCALATED if role is _BOARD else step}/{person}": person
        for role, people in _turns(session, waiting, now)
        for person in people
    }
    known = set(session.scalars(select(Notice.key).where(Notice.key.in_(wanted))))
    for key in sorted(set(wanted) - known):
        post(
            session,
            key=key,
            recipient_id=wanted[key],
            template="release_waits",
            now=now,
            round=round_.name,
        )
    return len(set(wanted) - known)


_BOARD = Role.EXECUTIVE_RESOURCES_BOARD


def _turns(session: Session, waiting: list[Release], now: datetime) -> Iterator[tuple[Role, set[int]]]:
    """Whose turn it is, by role; nobody hears of their own release alone."""
    for role in (Role.SUPERVISOR, Role.AGENCY_COORDINATOR, _BOARD):
        theirs = [one.executive for one in waiting if _is_turn(one, role)]
        yield role, _people(session, theirs, role, now)


def _is_turn(release: Release, role: Role) -> bool:
    if role is Role.SUPERVISOR:
        return release.state is ReleaseState.PENDING_SUPERVISOR
    at_agency = release.state is ReleaseState.PENDING_AGENCY
    return at_agency and (role is not _BOARD or release.escalated_at is not None)


def _people(session: Session, executives: list[Executive], role: Role, now: datetime) -> set[int]:
    homes = {one.id: one.home_agency_id for one in executives}
    return set().union(*others_in_role(session, homes, role, now).values())

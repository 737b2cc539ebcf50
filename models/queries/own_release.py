"""An executive's own release in a round, and by name whom it waits for."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, join, or_, select
from sqlalchemy.orm import Session, joinedload

from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency
from models.executives import Executive
from models.queries.line_above import line_above
from models.releases import REFUSALS, Release, ReleaseState
from models.rounds import Round

_ASKED = case(
    (Release.state == ReleaseState.PENDING_SUPERVISOR, Role.SUPERVISOR.value),
    (Release.state == ReleaseState.PENDING_AGENCY, Role.AGENCY_COORDINATOR.value),
)


def release_of(
    session: Session, round_: Round, executive: Executive, now: datetime
) -> tuple[Release | None, tuple[str, ...]]:
    """The executive's own release in the round, and the names of those it waits for, in one statement."""
    line, asked = line_above(Agency.id == executive.home_agency_id), _ASKED
    theirs = and_(RoleGrant.role == asked, RoleGrant.agency_id == line.c.id, RoleGrant.in_force(now))
    other = or_(Actor.executive_id.is_(None), Actor.executive_id != executive.id)
    people = join(RoleGrant, line, RoleGrant.agency_id == line.c.id)
    people = join(people, Actor, and_(Actor.id == RoleGrant.actor_id, Actor.active, other))
    query = (
        select(Release, Actor.name, line.c.above)
        .outerjoin(people, theirs)
        .where(Release.round_id == round_.id, Release.executive_id == executive.id)
        .options(joinedload(Release.stand_in), joinedload(Release.decided_by))
        .order_by(line.c.above, Actor.name)
    )
    rows = session.execute(query).all()
    names = (name for _release, name, above in rows if name and above == rows[0].above)
    return (rows[0][0] if rows else None), tuple(dict.fromkeys(names))


def is_kept_home(round_: Round, executive: Executive) -> ColumnElement[bool]:
    """Whether the home agency does not release the executive in the round: no list of theirs counts. What is
    undecided still waits, also where the round will count it as refused; what is counted ahead of the
    decision is `models.queries.released.kept_home`."""
    theirs = Release.round_id == round_.id, Release.executive_id == executive.id
    return select(Release.id).where(*theirs, Release.state.in_(REFUSALS)).exists()

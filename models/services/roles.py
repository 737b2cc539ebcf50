"""Time-limited roles."""

from datetime import datetime
from operator import attrgetter

from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.rotation import check_grant, written
from models.access import require
from models.actors import AGENCY_ROLES, Actor, Role, RoleGrant
from models.agencies import Agency
from models.audit import record
from models.errors import Conflict, Denied, Invalid, Unmet


def grant(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    person: Actor,
    role: Role,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    agency: Agency | None = None,
) -> RoleGrant:
    """Give `person` a role, for `agency` and everything below it where the role belongs to an agency."""
    require(actor, "roles.grant", person, now=now)
    if person.id == actor.id:
        raise Denied("Nobody grants a role to themselves.")
    if not person.active:
        raise Conflict(f"{person.name} is not active, so a role would open nothing.")
    if role is Role.EXECUTIVE:
        raise Invalid("An executive is a person on record; the role is not granted.", about="role")
    if fault := wrong_agency(role, agency) or wrong_end(starts_at, ends_at):
        raise fault
    if (known := _held(person, role, agency, starts_at)) is not None:
        place = "" if agency is None else f" for {agency.name}"
        said = f"{person.name} is {role.replace('_', ' ')}{place} until {_last_day(known)} already"
        raise Invalid(f"{said}: prolong that role instead.", about="role")
    given = RoleGrant(
        role=role,
        agency_id=None if agency is None else agency.id,
        starts_at=starts_at,
        ends_at=ends_at,
        granted_by_id=actor.id,
        reason=reason,
    )
    person.grants.append(given)
    session.flush()
    scope = None if agency is None else agency.code
    record(session, given, "role_grants.grant", actor=actor, now=now, reason=reason, role=role, agency=scope)
    session.flush()
    return given


def _held(person: Actor, role: Role, agency: Agency | None, at: datetime) -> RoleGrant | None:
    """The grant of the same role that is in force then."""
    same = role, None if agency is None else agency.id
    found = [one for one in person.grants if (one.role, one.agency_id) == same and one.is_in_force(at)]
    return max(found, key=attrgetter("ends_at"), default=None)


def _last_day(given: RoleGrant) -> str:
    return written(local_day(given.ends_at))


def prolong(
    session: Session, *, actor: Actor, now: datetime, given: RoleGrant, ends_at: datetime, reason: str
) -> None:
    """Let a role that is held end later, a year from now at the latest; it stays the one grant."""
    require(actor, "roles.prolong", given, now=now)
    if given.actor_id == actor.id:
        raise Denied("Nobody prolongs a role of their own.")
    if not given.actor.active:
        raise Conflict(f"{given.actor.name} is not active, so a role would open nothing.")
    if given.revoked_at is not None or given.ends_at <= now:
        raise Conflict("This role has ended: grant it anew.")
    if fault := _too_early(given, ends_at) or wrong_end(now, ends_at):
        raise fault
    until = {"before": given.ends_at.isoformat(), "after": ends_at.isoformat()}
    given.ends_at = ends_at
    record(session, given, "role_grants.prolong", actor=actor, now=now, reason=reason, until=until)
    session.flush()


def _too_early(given: RoleGrant, ends_at: datetime) -> Invalid | None:
    """Why that is no later end of the role; None where it is one."""
    if local_day(ends_at) > local_day(given.ends_at):
        return None
    said = f"It runs until {_last_day(given)} already: choose a later day, or end the role."
    return Invalid(said, about="ends_at")


def wrong_agency(role: Role, agency: Agency | None) -> Invalid | None:
    """Why the role cannot be held for that agency, or for none; None where it can."""
    if role in AGENCY_ROLES and agency is None:
        return Invalid("Choose the agency: this role is held for one.", about="agency")
    if role not in AGENCY_ROLES and agency is not None:
        return Invalid("Choose the whole programme: this role is held for no single agency.", about="agency")
    if agency is not None and not agency.active:
        return Invalid(f"{agency.name} is closed.", about="agency")
    return None


def wrong_end(starts_at: datetime, ends_at: datetime) -> Invalid | Unmet | None:
    """Why a role that starts then cannot end then; None where it can."""
    if ends_at <= starts_at:
        return Invalid("A role ends after it starts.", about="ends_at")
    reasons = check_grant(local_day(starts_at), local_day(ends_at))
    return Unmet(reasons, about="ends_at") if reasons else None


def revoke(session: Session, *, actor: Actor, now: datetime, given: RoleGrant, reason: str) -> None:
    """End a role now, however many grants it has; the next thing its holder does is denied."""
    require(actor, "roles.revoke", given, now=now)
    if given.revoked_at is not None:
        raise Conflict("This role is revoked already.")
    same = given.role, given.agency_id
    for one in given.actor.grants:
        if (
            (one.role, one.agency_id) == same
            and one.revoked_at is None
            and (one.ends_at > now or one is given)
        ):
            one.revoked_at = now
            record(session, one, "role_grants.revoke", actor=actor, now=now, reason=reason)
    session.flush()

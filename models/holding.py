"""What an actor is to an object at one moment: the rules that the table of access is made of."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import object_session

from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency, line_of
from models.delegations import Delegation
from models.engagements import Engagement, MisuseReport
from models.executives import Executive
from models.meetings import Meeting
from models.mentors import MentorProfile, ProfileState
from models.opportunities import Opportunity
from models.plans import DevelopmentPlan, PlanState
from models.releases import Release, ReleaseState
from models.uploads import KEEPERS, TableKind


@dataclass(frozen=True)
class Holder:
    """An actor at one moment."""

    actor: Actor
    now: datetime

    def grants(self) -> Iterator[RoleGrant]:
        """The grants in force now."""
        return (grant for grant in self.actor.grants if grant.is_in_force(self.now))

    def has(self, *roles: Role) -> bool:
        """Whether one of the roles is held now, for whatever agency."""
        return any(grant.role in roles for grant in self.grants())


Rule = Callable[[Holder, Any], bool]


def holds(*roles: Role) -> Rule:
    """The actor holds one of the roles, for whatever agency."""
    return lambda holder, _obj: holder.has(*roles)


def holds_at_host(*roles: Role) -> Rule:
    """The actor holds one of the roles for the opportunity's host agency or a unit above it."""

    def rule(holder: Holder, opportunity: Opportunity) -> bool:
        above = set(line_of(opportunity.host_agency))
        return any(grant.role in roles and grant.agency_id in above for grant in holder.grants())

    return rule


def is_self() -> Rule:
    """The actor is the executive."""

    def rule(holder: Holder, executive: Executive) -> bool:
        return holder.actor.executive_id is not None and holder.actor.executive_id == executive.id

    return rule


def looks_after() -> Rule:
    """The actor is a delegate of the executive, named and not ended."""
    return lambda holder, executive: _is_delegate(holder, [executive.id])


def is_party() -> Rule:
    """The actor is the mentor or the mentee of the engagement, or of the meeting."""
    return lambda holder, obj: holder.actor.executive_id in parties(obj)


def looks_after_party() -> Rule:
    """The actor is a delegate of the mentor or of the mentee."""
    return lambda holder, obj: _is_delegate(holder, parties(obj))


def parties(obj: Engagement | Meeting) -> tuple[int, int]:
    """The ids of the mentor's and of the mentee's executive."""
    if isinstance(obj, Meeting):
        return obj.mentor_id, obj.mentee_id
    return obj.profile.executive_id, obj.executive_id


def handles_report() -> Rule:
    """The actor holds the programme office and is neither side of the conversation the report is about."""

    def rule(holder: Holder, report: MisuseReport) -> bool:
        return OFFICE(holder, report) and holder.actor.executive_id not in parties(report.engagement)

    return rule


def _is_delegate(holder: Holder, executives: Collection[int]) -> bool:
    session = object_session(holder.actor)
    in_force = (
        Delegation.began_at <= holder.now,
        or_(Delegation.ended_at.is_(None), Delegation.ended_at > holder.now),
    )
    theirs = Delegation.delegate_id == holder.actor.id, Delegation.executive_id.in_(executives)
    query = select(Delegation.id).where(*theirs, *in_force).limit(1)
    return session is not None and session.scalar(query) is not None


def is_person(path: str) -> Rule:
    """The actor is the executive whose id stands at that attribute of the object."""
    id_of = attrgetter(path)

    def rule(holder: Holder, obj: Any) -> bool:
        return holder.actor.executive_id is not None and holder.actor.executive_id == id_of(obj)

    return rule


def sees_over(*roles: Role) -> Rule:
    """The actor holds one of the roles for the executive's home agency or a unit above it, and is not the
    executive."""

    at_home = holds_at_home("home_agency", *roles)

    def rule(holder: Holder, executive: Executive) -> bool:
        return at_home(holder, executive) and holder.actor.executive_id != executive.id

    return rule


def holds_at_home(path: str, *roles: Role) -> Rule:
    """The actor holds one of the roles for the agency at that attribute of the object, or a unit above it."""
    agency_of = attrgetter(path)

    def rule(holder: Holder, obj: Any) -> bool:
        above = set(line_of(agency_of(obj)))
        return any(grant.role in roles and grant.agency_id in above for grant in holder.grants())

    return rule


def recommends_release() -> Rule:
    """The actor supervises at the home of the executive whose release it is."""
    return lambda holder, release: SUPERVISOR(holder, release.executive)


def decides_release() -> Rule:
    """The actor coordinates at the executive's home; or sits on its board, once the release was escalated."""

    def rule(holder: Holder, release: Release) -> bool:
        board = release.escalated_at is not None and BOARD(holder, release.executive)
        return board or HOME_COORDINATOR(holder, release.executive)

    return rule


def sees_release() -> Rule:
    """The actor recommends or decides, while the executive's consent stands or a decision was made."""

    def rule(holder: Holder, release: Release) -> bool:
        theirs = recommends_release()(holder, release) or decides_release()(holder, release)
        return theirs and release.state is not ReleaseState.WITHDRAWN

    return rule


def owns_plan() -> Rule:
    """The plan is the actor's own."""
    return lambda holder, plan: SELF(holder, plan.executive)


def supervises_plan() -> Rule:
    """The actor supervises at the executive's home, and is named in the plan."""

    def rule(holder: Holder, plan: DevelopmentPlan) -> bool:
        return plan.supervisor_id == holder.actor.id and SUPERVISOR(holder, plan.executive)

    return rule


def reviews_plan() -> Rule:
    """The actor sits on the board of the executive's home, and is not the supervisor named in the plan, who
    has signed it."""

    def rule(holder: Holder, plan: DevelopmentPlan) -> bool:
        if plan.state not in (PlanState.SIGNED, PlanState.REVIEWED):
            return False
        return plan.supervisor_id != holder.actor.id and BOARD(holder, plan.executive)

    return rule


def keeps_table() -> Rule:
    """The actor holds a role that brings in and takes out tables of the kind."""

    def rule(holder: Holder, kind: TableKind) -> bool:
        return holder.has(*KEEPERS[kind])

    return rule


def owns_upload() -> Rule:
    """The actor brought the file, and may still bring its kind: nobody else reads what is in it."""
    keeps = keeps_table()
    return lambda holder, upload: upload.owner_id == holder.actor.id and keeps(holder, upload.kind)


def reviews_profile() -> Rule:
    """The actor approves at the mentor's home, and the profile was sent there and is not retired; one's own
    is read at any time."""

    def rule(holder: Holder, profile: MentorProfile) -> bool:
        sent = profile.state not in (ProfileState.DRAFT, ProfileState.RETIRED)
        return HOME_APPROVER(holder, profile) and (sent or OWNER(holder, profile))

    return rule


def speaks_for(*roles: Role) -> Rule:
    """The actor holds one of the roles for the agency itself or a unit above it."""
    return lambda holder, agency: holds_at(holder, agency, roles)


def holds_at(holder: Holder, agency: Agency, roles: Collection[Role]) -> bool:
    """Whether the actor holds one of the roles for the agency or a unit above it."""
    above = set(line_of(agency))
    return any(grant.role in roles and grant.agency_id in above for grant in holder.grants())


def answers_for(path: str, agency: str, *roles: Role) -> Rule:
    """The actor holds one of the roles for that agency of the offer, and is not the executive."""
    at_agency = holds_at_home(f"{path}.{agency}", *roles)
    return lambda holder, offer: at_agency(holder, offer) and holder.actor.executive_id != offer.executive_id


def coordinates_for_another() -> Rule:
    """The actor coordinates the exchange, and is not the executive."""

    def rule(holder: Holder, executive: Executive) -> bool:
        return COORDINATOR(holder, executive) and holder.actor.executive_id != executive.id

    return rule


def either(*rules: Rule) -> Rule:
    return lambda holder, obj: any(rule(holder, obj) for rule in rules)


COORDINATOR = holds(Role.EXCHANGE_COORDINATOR)
COORDINATOR_OF_OTHERS = coordinates_for_another()
CLOCK = holds(Role.EXCHANGE_COORDINATOR, Role.SYSTEM)  # the calendar may move these steps by itself
OFFICE = holds(Role.PROGRAMME_OFFICE)
HOST = holds_at_host(Role.HOST_CONTACT, Role.AGENCY_COORDINATOR)
HOST_APPROVER = holds_at_host(Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD)
HOME_APPROVER = holds_at_home(
    "executive.home_agency", Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD
)
OWNER = is_person("executive_id")
APPROVERS = Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD
CONFERS = speaks_for(*APPROVERS)
HOME_OF_PROPOSAL = answers_for("executive", "home_agency", Role.AGENCY_COORDINATOR)
CONFERS_ON_MOVE = either(
    answers_for("executive", "home_agency", *APPROVERS), answers_for("opportunity", "host_agency", *APPROVERS)
)
HOST_OF_PROPOSAL = answers_for("opportunity", "host_agency", Role.HOST_CONTACT)
MENTOR_OF_OFFER, MENTEE_OF_OFFER = is_person("profile.executive_id"), is_person("request.executive_id")
RELATIONS = either(COORDINATOR, OFFICE, holds_at_home("home_agency", Role.AGENCY_COORDINATOR))
SELF = is_self()
SUPERVISOR = sees_over(Role.SUPERVISOR)
HOME_COORDINATOR = sees_over(Role.AGENCY_COORDINATOR)
BOARD = sees_over(Role.EXECUTIVE_RESOURCES_BOARD)
LEDGER = holds(Role.EXCHANGE_COORDINATOR, Role.PROGRAMME_OFFICE, Role.AUDITOR, Role.AGENCY_COORDINATOR)
RECORD = holds(Role.EXCHANGE_COORDINATOR, Role.PROGRAMME_OFFICE, Role.AUDITOR)

CALENDAR = either(is_self(), looks_after())
ARRANGING = either(is_party(), looks_after_party())

SYSTEM = holds(Role.SYSTEM)

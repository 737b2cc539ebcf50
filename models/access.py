"""Who may do what: one table from action to rule, and no for everything that is not in it."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import object_session

from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency
from models.delegations import Delegation
from models.engagements import Engagement, MisuseReport
from models.errors import Denied
from models.executives import Executive
from models.meetings import Meeting
from models.mentors import MentorProfile, ProfileState
from models.opportunities import Opportunity
from models.plans import DevelopmentPlan, PlanState


@dataclass(frozen=True)
class Holder:
    """An actor at one moment."""

    actor: Actor
    now: datetime

    def grants(self) -> Iterator[RoleGrant]:
        """The grants in force now: begun, not ended, not revoked."""
        for grant in self.actor.grants:
            revoked = grant.revoked_at is not None and grant.revoked_at <= self.now
            if grant.starts_at <= self.now < grant.ends_at and not revoked:
                yield grant


Rule = Callable[[Holder, Any], bool]


def holds(*roles: Role) -> Rule:
    """The actor holds one of the roles, for whatever agency."""
    return lambda holder, _obj: any(grant.role in roles for grant in holder.grants())


def holds_at_host(*roles: Role) -> Rule:
    """The actor holds one of the roles for the opportunity's host agency or a unit above it."""

    def rule(holder: Holder, opportunity: Opportunity) -> bool:
        above = set(_line(opportunity.host_agency))
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
        above = set(_line(agency_of(obj)))
        return any(grant.role in roles and grant.agency_id in above for grant in holder.grants())

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


def reviews_profile() -> Rule:
    """The actor approves at the mentor's home, and the profile was sent there and is not retired; one's own
    is read at any time."""

    def rule(holder: Holder, profile: MentorProfile) -> bool:
        sent = profile.state not in (ProfileState.DRAFT, ProfileState.RETIRED)
        return HOME_APPROVER(holder, profile) and (sent or OWNER(holder, profile))

    return rule


def either(*rules: Rule) -> Rule:
    return lambda holder, obj: any(rule(holder, obj) for rule in rules)


def _line(agency: Agency | None) -> Iterator[int]:
    while agency is not None:
        yield agency.id
        agency = agency.parent


COORDINATOR = holds(Role.EXCHANGE_COORDINATOR)
CLOCK = holds(Role.EXCHANGE_COORDINATOR, Role.SYSTEM)  # the calendar may move these steps by itself
OFFICE = holds(Role.PROGRAMME_OFFICE)
HOST = holds_at_host(Role.HOST_CONTACT, Role.AGENCY_COORDINATOR)
HOST_APPROVER = holds_at_host(Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD)
HOME_APPROVER = holds_at_home(
    "executive.home_agency", Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD
)
OWNER = is_person("executive_id")
MENTOR_OF_OFFER, MENTEE_OF_OFFER = is_person("profile.executive_id"), is_person("request.executive_id")
RELATIONS = either(COORDINATOR, OFFICE, holds_at_home("home_agency", Role.AGENCY_COORDINATOR))
SELF = is_self()
SUPERVISOR = sees_over(Role.SUPERVISOR)
BOARD = sees_over(Role.EXECUTIVE_RESOURCES_BOARD)
RECORD = holds(Role.EXCHANGE_COORDINATOR, Role.PROGRAMME_OFFICE, Role.AUDITOR)

CALENDAR = either(is_self(), looks_after())
ARRANGING = either(is_party(), looks_after_party())

RULES: dict[str, Rule] = {
    "accounts.invite": OFFICE,
    "agencies.close": OFFICE,
    "agencies.merge": OFFICE,
    "agencies.rename": OFFICE,
    "agencies.see": OFFICE,
    "assessments.enter": SELF,
    "assessments.strike": SELF,
    "audit.see": holds(Role.AUDITOR),
    "availability.add_exception": is_self(),
    "availability.drop_exception": is_self(),
    "availability.save_week": is_self(),
    "availability.see": CALENDAR,
    "calendar_feeds.make": is_self(),
    "calendar_feeds.revoke": is_self(),
    "calendar_feeds.see": is_self(),
    "cards.edit": is_self(),
    "cards.see": is_self(),
    "catalogue.see": is_self(),
    "coaches.see": is_self(),
    "consents.give": is_self(),
    "consents.withdraw": is_self(),
    "delegations.begin": is_self(),
    "delegations.end": is_self(),
    "delegations.see": is_self(),
    "development.see_due": holds(Role.AGENCY_COORDINATOR),
    "disclosures.open_account": COORDINATOR,
    "dreamsheets.certify_sheet": is_self(),
    "dreamsheets.file_sheet": is_self(),
    "dreamsheets.see": is_self(),
    "dreamsheets.withdraw": is_self(),
    "engagements.end": is_party(),
    "engagements.extend": is_party(),
    "engagements.finish": is_party(),
    "engagements.report": is_party(),
    "engagements.write": is_party(),
    "feedback.answer": is_party(),
    "feedback.answer_pulse": OWNER,
    "files.take_outcome": RECORD,
    "files.take_round": RECORD,
    "jobs.see": OFFICE,
    "joiners.add_person": OFFICE,
    "joiners.change_person": OFFICE,
    "limits.copy": COORDINATOR,
    "limits.save": COORDINATOR,
    "mail.drop": holds(Role.PROGRAMME_OFFICE, Role.SYSTEM),
    "mail.give_up": holds(Role.SYSTEM),
    "mail.mark_sent": holds(Role.SYSTEM),
    "mail.see": OFFICE,
    "mail.send_again": OFFICE,
    "meetings.book": ARRANGING,
    "meetings.cancel": ARRANGING,
    "meetings.hold": either(is_party(), holds(Role.SYSTEM)),
    "meetings.miss": is_party(),
    "meetings.move": ARRANGING,
    "meetings.remind": holds(Role.SYSTEM),
    "meetings.see": ARRANGING,
    "mentoring_clock.act": holds(Role.SYSTEM),
    "mentoring_desk.cancel": COORDINATOR,
    "mentoring_desk.give_up": COORDINATOR,
    "mentoring_desk.handle_report": handles_report(),
    "mentoring_desk.offer": COORDINATOR,
    "mentoring_desk.see": COORDINATOR,
    "mentoring_desk.see_report": handles_report(),
    "mentoring_desk.see_reports": OFFICE,
    "mentoring_offers.accept": MENTOR_OF_OFFER,
    "mentoring_offers.ask": MENTOR_OF_OFFER,
    "mentoring_offers.decline": MENTOR_OF_OFFER,
    "mentoring_offers.see": MENTOR_OF_OFFER,
    "mentoring_offers.tell_more": MENTEE_OF_OFFER,
    "mentoring_quality.see": holds(Role.EXCHANGE_COORDINATOR, Role.PROGRAMME_OFFICE),
    "mentors.approve": reviews_profile(),
    "mentors.list": holds(Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD),
    "mentors.pause": OWNER,
    "mentors.resume": OWNER,
    "mentors.retire": OWNER,
    "mentors.review": reviews_profile(),
    "mentors.save": is_self(),
    "mentors.see": is_self(),
    "mentors.send_back": reviews_profile(),
    "mentors.submit": OWNER,
    "movers.leave": OFFICE,
    "movers.move": OFFICE,
    "my_record.see": SELF,
    "my_result.see": is_self(),
    "no_lists.save": is_self(),
    "offers.list": holds(Role.HOST_CONTACT, Role.AGENCY_COORDINATOR),
    "offers.see": HOST,
    "opportunities.add": HOST,
    "opportunities.approve": HOST_APPROVER,
    "opportunities.send_back": HOST_APPROVER,
    "opportunities.submit": HOST,
    "opportunities.withdraw": HOST,
    "outcomes.see": RECORD,
    "people.add_actors": holds(Role.PROGRAMME_OFFICE, Role.SYSTEM),
    "people.deactivate": OFFICE,
    "people.reactivate": OFFICE,
    "people.see": OFFICE,
    "plan_items.drop_activity": owns_plan(),
    "plan_items.drop_objective": owns_plan(),
    "plan_items.finish_activity": owns_plan(),
    "plan_items.write_activity": owns_plan(),
    "plan_items.write_engagement": owns_plan(),
    "plan_items.write_objective": owns_plan(),
    "plans.begin": SELF,
    "plans.review": reviews_plan(),
    "plans.revise": owns_plan(),
    "plans.send_back": supervises_plan(),
    "plans.sign": supervises_plan(),
    "plans.submit": owns_plan(),
    "plans.take_back": owns_plan(),
    "proposals.accept": is_self(),
    "proposals.decline": is_self(),
    "rankings.certify": holds_at_host(Role.HOST_CONTACT),
    "rankings.list": holds(Role.HOST_CONTACT),
    "rankings.rank": holds_at_host(Role.HOST_CONTACT),
    "rankings.see_applicants": holds_at_host(Role.HOST_CONTACT),
    "rankings.withdraw": holds_at_host(Role.HOST_CONTACT),
    "reference.load": holds(Role.PROGRAMME_OFFICE, Role.SYSTEM),
    "reference.see": RECORD,
    "relations.add": RELATIONS,
    "relations.end": RELATIONS,
    "requests.choose": OWNER,
    "requests.leave_choice": OWNER,
    "requests.save": is_self(),
    "requests.see": OWNER,
    "requests.set_aside": OWNER,
    "requests.submit": OWNER,
    "requests.wait": OWNER,
    "requests.withdraw": OWNER,
    "results.approve": holds(Role.EXCHANGE_COORDINATOR, Role.PROGRAMME_OFFICE),
    "results.close": COORDINATOR,
    "results.confer": COORDINATOR,
    "results.publish": OFFICE,
    "results.solve": COORDINATOR,
    "results.store_outcome": COORDINATOR,
    "reviewing.list": holds(Role.EXECUTIVE_RESOURCES_BOARD),
    "reviewing.see": reviews_plan(),
    "roles.grant": OFFICE,
    "roles.revoke": OFFICE,
    "rounds.archive": OFFICE,
    "rounds.cancel": OFFICE,
    "rounds.close_preferences": CLOCK,
    "rounds.create_round": COORDINATOR,
    "rounds.enter_outside": COORDINATOR,
    "rounds.freeze": COORDINATOR,
    "rounds.offer_opportunities": COORDINATOR,
    "rounds.open_posting": CLOCK,
    "rounds.open_preferences": CLOCK,
    "rounds.open_ranking": CLOCK,
    "rounds.open_scramble": COORDINATOR,
    "rounds.see": RECORD,
    "rules.approve_pair_rule": COORDINATOR,
    "rules.drop_pair_rule": COORDINATOR,
    "rules.set_alliances": COORDINATOR,
    "rules.set_limits": COORDINATOR,
    "rules.set_pair_rule": COORDINATOR,
    "signing.list": holds(Role.SUPERVISOR),
    "signing.see": supervises_plan(),
    "solves.cancel": COORDINATOR,
    "solves.reap": CLOCK,
    "solves.start": COORDINATOR,
    "sweeps.discard": COORDINATOR,
    "sweeps.pin": COORDINATOR,
    "sweeps.prepare": COORDINATOR,
    "sweeps.publish": COORDINATOR,
    "sweeps.see": COORDINATOR,
    "sweeps.take_outcome": RECORD,
    "sweeps.take_sweep": RECORD,
    "sweeps.unpin": COORDINATOR,
    "upkeep.lapse_offers": holds(Role.SYSTEM),
    "upkeep.purge": holds(Role.SYSTEM),
}


def can(actor: Actor, action: str, obj: Any, *, now: datetime) -> bool:
    """Whether `actor` may do `action` on `obj` at `now`; an unlisted action or an inactive actor may not."""
    rule = RULES.get(action)
    return rule is not None and actor.active and rule(Holder(actor, now), obj)


def require(actor: Actor, action: str, obj: Any, *, now: datetime) -> None:
    """Raise Denied unless `can`; the sentence names neither the object nor whether it exists."""
    if not can(actor, action, obj, now=now):
        raise Denied(f"{actor.name} may not do this ({action}).")


def is_supervisor_of(actor: Actor, executive: Executive, *, now: datetime) -> bool:
    """Whether the actor may be named in the executive's plan as the supervisor who signs it."""
    return actor.active and SUPERVISOR(Holder(actor, now), executive)

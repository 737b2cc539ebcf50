"""Who may do what about agreements and the way back: the part of the table of access for them."""

from typing import Any

from models.actors import Role
from models.agreements import Agreement, Party
from models.holding import OFFICE, OWNER, SELF, Holder, Rule, either, holds, holds_at
from models.returns import ReturnNotice, ReturnRight

AGREEMENT_ROLES = frozenset({Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD})
ARRANGERS = frozenset({Role.AGENCY_COORDINATOR})


def arranges() -> Rule:
    """The actor coordinates for the home or the host agency of an agreement, or of whom would make one."""

    def rule(holder: Holder, obj: Any) -> bool:
        home = obj.home_agency if isinstance(obj, Agreement) else obj.executive.home_agency
        return any(holds_at(holder, agency, ARRANGERS) for agency in (home, obj.host_agency))

    return rule


def parties_to_sign(holder: Holder, agreement: Agreement) -> list[Party]:
    """The parties for which the actor may sign, in the order of the text."""
    actor = holder.actor
    mine = {
        Party.EXECUTIVE: actor.executive_id == agreement.executive_id,
        Party.HOME_SUPERVISOR: actor.id == agreement.home_supervisor_id,
        Party.HOST_SUPERVISOR: actor.id == agreement.host_supervisor_id,
        Party.HOME_AGENCY: holds_at(holder, agreement.home_agency, AGREEMENT_ROLES),
        Party.HOST_AGENCY: holds_at(holder, agreement.host_agency, AGREEMENT_ROLES),
    }
    if mine[Party.EXECUTIVE]:
        return [Party.EXECUTIVE]  # nobody signs for an agency about themselves
    return [party for party, is_mine in mine.items() if is_mine]


def signs() -> Rule:
    """The actor signs for one of the five parties."""
    return lambda holder, agreement: bool(parties_to_sign(holder, agreement))


def keeps_right() -> Rule:
    """The actor looks after the return at home: as a coordinator there, or as the sponsor."""

    def rule(holder: Holder, right: ReturnRight) -> bool:
        if holder.actor.executive_id == right.executive_id:
            return False
        return right.sponsor_id == holder.actor.id or holds_at(holder, right.agreement.home_agency, ARRANGERS)

    return rule


def sponsors() -> Rule:
    """The actor is the sponsor of the return that the agreement gives a right to."""
    return lambda holder, agreement: bool(agreement.right and agreement.right.sponsor_id == holder.actor.id)


def owns_notice() -> Rule:
    """The notice is the actor's, or the actor looks after that return."""

    def rule(holder: Holder, notice: ReturnNotice) -> bool:
        return notice.owner_id == holder.actor.id or KEEPS_RIGHT(holder, notice.right)

    return rule


def is_notified() -> Rule:
    """The notice is the actor's own: nobody else's desk is put off."""
    return lambda holder, notice: bool(notice.owner_id == holder.actor.id)


def keeps_position() -> Rule:
    """The actor coordinates for the agency of the position."""
    return lambda holder, position: holds_at(holder, position.agency, ARRANGERS)


def is_actor() -> Rule:
    """The actor is the person."""
    return lambda holder, person: bool(holder.actor.id == person.id)


def sees_agreement() -> Rule:
    """The actor arranges or signs the agreement behind the right."""
    return lambda holder, right: any(rule(holder, right.agreement) for rule in (ARRANGES, signs()))


ARRANGES, KEEPS_RIGHT = arranges(), keeps_right()
RULES: dict[str, Rule] = {
    "agreement_clock.end": holds(Role.SYSTEM),
    "agreement_clock.lapse": holds(Role.SYSTEM),
    "agreement_clock.remind": holds(Role.SYSTEM),
    "agreement_events.drop": ARRANGES,
    "agreement_events.propose": ARRANGES,
    "agreement_events.refuse": signs(),
    "agreement_events.sign": signs(),
    "agreement_policy.acknowledge": ARRANGES,
    "agreement_policy.add_order": ARRANGES,
    "agreement_policy.record_facts": ARRANGES,
    "agreement_policy.waive": either(ARRANGES, OWNER),
    "agreements.acknowledge_none": OWNER,
    "agreements.cancel": ARRANGES,
    "agreements.circulate": ARRANGES,
    "agreements.enter": ARRANGES,
    "agreements.list": holds(Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD, Role.SUPERVISOR),
    "agreements.new": holds(Role.AGENCY_COORDINATOR),
    "agreements.revise": ARRANGES,
    "agreements.see": either(ARRANGES, signs(), OFFICE, sponsors()),
    "agreements.take_back": ARRANGES,
    "positions.change": keeps_position(),
    "positions.list": holds(Role.AGENCY_COORDINATOR),
    "return_feeds.make": is_actor(),
    "return_feeds.revoke": is_actor(),
    "return_feeds.see": is_actor(),
    "return_notices.put_off": is_notified(),
    "return_notices.see": either(owns_notice(), OFFICE),
    "return_notices.see_to": owns_notice(),
    "returns.agree": OWNER,
    "returns.board": holds(Role.AGENCY_COORDINATOR, Role.SUPERVISOR, Role.PROGRAMME_OFFICE),
    "returns.dispute": OWNER,
    "returns.enter_return": KEEPS_RIGHT,
    "returns.name_sponsor": KEEPS_RIGHT,
    "returns.propose": KEEPS_RIGHT,
    "returns.report_change": either(OWNER, KEEPS_RIGHT),
    "returns.review": KEEPS_RIGHT,
    "returns.say_back": OWNER,
    "returns.see": either(OWNER, KEEPS_RIGHT, OFFICE),
    "returns.see_day": either(OWNER, KEEPS_RIGHT, OFFICE, sees_agreement()),
    "returns.settle": KEEPS_RIGHT,
    "returns.take_back_waiver": OWNER,
    "returns.waive": OWNER,
    "returns_clock.act": holds(Role.SYSTEM),
    "way_back.see": SELF,
}

"""Who may do what while people and places look for one another: part of the table of `models.access`."""

from models.actors import Role
from models.holding import (
    COORDINATOR,
    HOST,
    HOST_APPROVER,
    OWNER,
    SELF,
    Holder,
    Rule,
    holds,
    holds_at_home,
    holds_at_host,
    speaks_for,
)
from models.opportunities import LISTED, Opportunity

HOSTS = Role.HOST_CONTACT, Role.AGENCY_COORDINATOR
ITS_AGENCY = holds_at_home("agency", *HOSTS)
"""The actor offers assignments for the agency whose projected vacancy it is."""

HOST_OF_IT = holds_at_home("opportunity.host_agency", *HOSTS)
"""The actor offers assignments for the host of the opportunity that it is about."""

CONTACT_OF_IT = holds_at_home("opportunity.host_agency", Role.HOST_CONTACT)
"""The actor is a contact of the host of the opportunity that it is about."""


def reads_listed(holder: Holder, opportunity: Opportunity) -> bool:
    """The actor coordinates the exchange, and the host has approved the opportunity for listing."""
    return COORDINATOR(holder, opportunity) and opportunity.state in LISTED


RULES: dict[str, Rule] = {
    "aims.set_aims": OWNER,
    "demand.count": holds(Role.SYSTEM),
    "interviews.list_mine": SELF,
    "interviews.log": CONTACT_OF_IT,
    "interviews.schedule": holds_at_host(Role.HOST_CONTACT),
    "nominations.invite": HOST,
    "nominations.list_mine": SELF,
    "nominations.put_away": OWNER,
    "nominations.read": OWNER,
    "nominations.read_card": HOST,
    "nominations.see": HOST,
    "nominations.take_up": OWNER,
    "nominations.withdraw": HOST_OF_IT,
    "open_cards.close_card": SELF,
    "open_cards.open_card": SELF,
    "opportunities.add": HOST,
    "opportunities.approve": HOST_APPROVER,
    "opportunities.edit": HOST,
    "opportunities.send_back": HOST_APPROVER,
    "opportunities.submit": HOST,
    "opportunities.take_back": HOST,
    "opportunities.withdraw": HOST,
    "saved_searches.alert": holds(Role.SYSTEM),
    "saved_searches.drop": OWNER,
    "saved_searches.edit": OWNER,
    "saved_searches.quiet": OWNER,
    "saved_searches.save": SELF,
    "saved_searches.see": SELF,
    "saved_searches.see_one": OWNER,
    "service_records.attest": SELF,
    "service_records.see": SELF,
    "service_records.take_back": SELF,
    "service_records.write": SELF,
    "vacancies.become": ITS_AGENCY,
    "vacancies.correct": ITS_AGENCY,
    "vacancies.give_up": ITS_AGENCY,
    "vacancies.list": holds(*HOSTS),
    "vacancies.project": speaks_for(*HOSTS),
    "vacancies.see": SELF,
}

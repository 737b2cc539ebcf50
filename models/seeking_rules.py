"""Who may do what while people and places look for one another: part of the table of `models.access`."""

from models.actors import Role
from models.holding import OWNER, SELF, Rule, holds, holds_at_home, speaks_for

HOSTS = Role.HOST_CONTACT, Role.AGENCY_COORDINATOR
ITS_AGENCY = holds_at_home("agency", *HOSTS)
"""The actor offers assignments for the agency whose projected vacancy it is."""

RULES: dict[str, Rule] = {
    "aims.set_aims": OWNER,
    "demand.count": holds(Role.SYSTEM),
    "saved_searches.alert": holds(Role.SYSTEM),
    "saved_searches.drop": OWNER,
    "saved_searches.edit": OWNER,
    "saved_searches.quiet": OWNER,
    "saved_searches.save": SELF,
    "saved_searches.see": SELF,
    "saved_searches.see_one": OWNER,
    "vacancies.become": ITS_AGENCY,
    "vacancies.correct": ITS_AGENCY,
    "vacancies.give_up": ITS_AGENCY,
    "vacancies.list": holds(*HOSTS),
    "vacancies.project": speaks_for(*HOSTS),
    "vacancies.see": SELF,
}

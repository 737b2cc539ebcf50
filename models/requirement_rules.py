"""Who may do what about requirements and waivers: the part of the table of access for them."""

from models.actors import Role
from models.holding import APPROVERS, HOME_COORDINATOR, HOST, OWNER, SELF, Rule, answers_for, holds

DECIDES = answers_for("requirement.opportunity", "host_agency", *APPROVERS)
"""The actor coordinates or sits on the board at the host, and is not the executive who asks."""

RULES: dict[str, Rule] = {
    "requirements.add": HOST,
    "requirements.copy": HOST,
    "requirements.move_up": HOST,
    "requirements.remove": HOST,
    "waivers.ask": SELF,
    "waivers.ask_on_behalf": HOME_COORDINATOR,
    "waivers.attest": SELF,
    "waivers.decide": DECIDES,
    "waivers.list": holds(Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD),
    "waivers.see_own": SELF,
    "waivers.take_back": OWNER,
}

"""Who may do what while people and places look for one another: part of the table of `models.access`."""

from models.actors import Role
from models.holding import OWNER, SELF, Rule, holds

RULES: dict[str, Rule] = {
    "demand.count": holds(Role.SYSTEM),
    "saved_searches.alert": holds(Role.SYSTEM),
    "saved_searches.drop": OWNER,
    "saved_searches.edit": OWNER,
    "saved_searches.quiet": OWNER,
    "saved_searches.save": SELF,
    "saved_searches.see": SELF,
    "saved_searches.see_one": OWNER,
}

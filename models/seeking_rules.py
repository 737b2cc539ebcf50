"""Who may do what while people and places look for one another: part of the table of `models.access`."""

from models.actors import Role
from models.holding import Rule, holds

RULES: dict[str, Rule] = {
    "demand.count": holds(Role.SYSTEM),
}

"""Who may do what in the later life of a round: part of the table of `models.access`."""

from models.actors import Role
from models.holding import (
    COORDINATOR,
    COORDINATOR_OF_OTHERS,
    HOME_COORDINATOR,
    SELF,
    Rule,
    either,
    holds,
    is_self,
)
from models.offer_cards import reads_card

RULES: dict[str, Rule] = {
    "chasing.remind": COORDINATOR,
    "deadlines.extend": COORDINATOR,
    "entered_sheets.confirm": SELF,
    "entered_sheets.enter": either(COORDINATOR_OF_OTHERS, HOME_COORDINATOR),
    "entered_sheets.list": holds(Role.EXCHANGE_COORDINATOR, Role.AGENCY_COORDINATOR),
    "entered_sheets.refuse": SELF,
    "entered_sheets.see": SELF,
    "proposals.read_card": reads_card,
    "round_clock.move": holds(Role.SYSTEM),
    "round_clock.tell_refused": holds(Role.SYSTEM),
    "scramble.keep": is_self(),
    "scramble.open_scramble": COORDINATOR,
    "scramble.see": COORDINATOR,
    "scramble.take_back": is_self(),
    "withdrawals.withdraw": SELF,
}

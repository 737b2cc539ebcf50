"""Words of the outcome file as people say them; one place for pages and commands."""

from __future__ import annotations

from models.queries.unplaced import NOTHING_LEFT, OFFER_ENDED, WITHDREW

REASONS = {
    "no_choices": "had no choice in the round",
    "none_eligible": "none of their choices was open to them",
    "lottery": "an equally good outcome would have placed them: the lottery decided",
    "seats": "could each have a place with more seats",
    "home_limit": "could each have a place if more could leave their agency",
    "host_limit": "could each have a place if agencies could receive more",
    "balance": "could each have a place with more imbalance allowed",
    "several": "held back by several kinds of limits together",
    "limits": "held back by the limits of the round",
    "beaten": "every place they wanted went to people its host ranked higher, or to a better lottery number",
    WITHDREW: "withdrew from the round or left the service",
    OFFER_ENDED: "held an offer that ended",
    NOTHING_LEFT: "kept no sheet for the scramble, or no seat of their choices was left",
}
"""Why somebody is not placed, as the end of a sentence about several people."""
SHORT_REASONS = {
    "no_choices": "No choice in the round",
    "none_eligible": "No choice open to them",
    "lottery": "The lottery decided",
    "seats": "Too few seats",
    "home_limit": "Limit on leaving",
    "host_limit": "Limit on arriving",
    "balance": "Balance of an agency",
    "several": "Several limits together",
    "limits": "Limits of the round",
    "beaten": "Others came first",
    WITHDREW: "Withdrew or left",
    OFFER_ENDED: "Their offer ended",
    NOTHING_LEFT: "No sheet kept or no seat left",
}
"""The same in the few words that a chart or a list to choose from has room for."""

STAGES = {
    "matched": "People placed",
    "priority": "People placed, by priority",
    "choice_total": "Sum of the choices given (a first choice counts 1)",
    "choice_profile": "People by choice: first, second and so on",
    "choice_fair": "People by choice, from the last up",
    "host_total": "Sum of the hosts' ranks given (a host's first counts 1)",
    "host_profile": "People by the hosts' ranks",
    "lottery": "Lottery, between outcomes equally good so far",
    "draw": "Draw, between outcomes still equally good",
}
"""What a round optimises, one after the other."""

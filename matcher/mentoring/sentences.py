"""The account of a request in plain sentences, for the person who asked."""

from __future__ import annotations

from typing import Any

_REASONS = {
    "no_pairs": "No mentor fits what you asked for yet, so you were not served.",
    "draw": "You were not served. Another outcome was just as good, and the draw decided.",
    "floor": "You were not served: serving you would have left somebody with a much weaker match.",
    "urgency": "You were not served: more urgent requests came first.",
    "capacity": "You were not served: the mentors who fit have no free place.",
}
_COSTS = {
    "served": "Giving you {} would have served fewer people: {} by urgency.",
    "floor": "Giving you {} would have left somebody with a weaker match: {} points at the least.",
    "points": "Giving you {} would have made the matches weaker on the whole: {} points in all.",
}
_CAUSES = {
    "lottery": "{} would have been just as good; the draw decided.",
    "impossible": "{} could not be given to you without breaking a capacity or a fixed pair.",
}


def tell(account: dict[str, Any]) -> list[str]:
    """The sentences of an account; they name no other person who asked."""
    placed = account.get("placed")
    if placed:
        found = [f"You are with {placed['mentor']}, {placed['points']} points of fit."]
    else:
        found = [_REASONS[account["reason"]]]
    for choice in account["choices"]:
        if choice["cause"] in _CAUSES:
            found.append(_CAUSES[choice["cause"]].format(choice["mentor"]))
        elif "stage" in choice:
            value = choice["value"]
            shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            found.append(_COSTS[choice["stage"]].format(choice["mentor"], shown))
    return found

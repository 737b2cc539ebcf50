"""An account in plain sentences, for the person it is about; they name no other person."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from matcher.rotation.limits import list_limits
from matcher.rotation.problem import Rotation
from matcher.rotation.trades import Trade

_REASONS = {
    "no_choices": "No choice of yours was in the round, so you were not placed.",
    "none_eligible": "None of your choices was open to you, so you were not placed.",
    "lottery": "You were not placed. Another outcome was just as good, and the lottery decided.",
    "seats": "You were not placed: with more places at the assignments offered you would have been.",
    "home_limit": "You were not placed: the limits on how many people may leave an agency stood in the way.",
    "host_limit": "You were not placed: the limits on how many people may enter an agency stood in the way.",
    "balance": "You were not placed: the balance between people sent and received stood in the way.",
    "several": "You were not placed: with several kinds of limits lifted together you would have been.",
    "beaten": "You were not placed: each place you asked for went to people the host ranked higher, "
    "or to a better lottery number.",
    "limits": "You were not placed: the limits of this round stood in the way.",
}

_CAUSES = {
    "not_acceptable": "{} did not list you as acceptable.",
    "forbidden": "{} is closed to you by a recorded rule.",
    "same_unit": "{} is in your own agency.",
    "internal": "{} is in a part of government that does not exchange within itself.",
    "no_alliance": "{} is in an agency that does not exchange people with yours in this round.",
    "declined": "{} is an offer you turned down.",
    "lottery": "{} would have been just as good for the round; the lottery decided.",
    "impossible": "{} could not be given to you without breaking a limit or a fixed placement.",
}

_COSTS = {
    "matched": "Giving you {} would have placed fewer people: {} in all instead of {}.",
    "priority": "Giving you {} would have placed fewer people of a higher priority: {} instead of {}.",
    "choice_total": "Giving you {} would have meant later choices in all: the choice numbers of everybody, "
    "yours among them, would add up to {} instead of {}, and less is better.",
    "choice_profile": "Giving you {} would have meant later choices in all: {} by choice instead of {}.",
    "choice_fair": "Giving you {} would have left somebody with a much later choice: "
    "{} from the last up instead of {}.",
    "host_total": "Giving you {} would have served the hosts' rankings worse: "
    "their rank numbers would add up to {} instead of {}, and less is better.",
    "host_profile": "Giving you {} would have served the hosts' rankings worse: {} by rank instead of {}.",
}
"""What one choice would have cost: the opportunity, the value of the stage then, its value as it is."""

_BEATEN = "{} went to people the host ranked higher, or to a better lottery number."

_BETTER = "{} would have been better for the round; the time for the search ended before that was found."

_STEPS = {
    "max_out": "one more person leaving {}",
    "max_in": "one more person coming to {}",
    "net_min": "one person less in the balance {} must reach",
    "net_max": "one person more in the balance allowed to {}",
    "seats": "one more place at {}",
    "min_seats": "one person less that {} must receive",
}


def tell(
    rotation: Rotation,
    account: dict[str, Any],
    values: Mapping[str, Any],
    trades: Sequence[Trade] = (),
    better: Collection[str] = (),
) -> list[str]:
    """The sentences of an account: the result, the trades the move is part of, each choice from the most
    wanted down, what would have helped, the lottery.

    `values` are those of the outcome by stage; `better` are choices that would have served the round better,
    had there been time to find them.
    """
    wanted, beaten = _order(rotation, account["id"]), list_beaten(account)
    ladder = sorted(account["choices"], key=lambda choice: wanted[choice["opportunity"]])
    said = [
        _BETTER.format(choice["opportunity"])
        if choice["opportunity"] in better
        else tell_choice(choice, values, beaten=choice["opportunity"] in beaten)
        for choice in ladder
    ]
    steps = tell_steps(rotation, account.get("one_step", []))
    return [tell_result(account), *filter(None, [tell_trades(trades), *said, steps]), tell_lottery(account)]


def _order(rotation: Rotation, executive: str) -> dict[str, int]:
    """How early each choice stands on the dream sheet."""
    sheet = next(one.choices for one in rotation.executives if one.id == executive)
    return {opportunity: place for place, tier in enumerate(sheet) for opportunity in tier}


def tell_result(account: dict[str, Any]) -> str:
    """Where the person is placed, or why nowhere."""
    placed = account.get("placed")
    if placed:
        return f"You are placed at {placed['opportunity']}, your choice number {placed['choice_rank']}."
    return _REASONS[account["reason"]]


def tell_trades(trades: Sequence[Trade], names: Mapping[str, str] | None = None) -> str | None:
    """What exchange between agencies the move is part of; `names` stand in place of the ids they know."""
    if not trades:
        return None
    told = [_tell_trade(trade, names or {}) for trade in trades]
    if len(told) == 1:
        return f"Your move is part of {told[0]}."
    return f"Your move is one of several alike, part of {', '.join(told[:-1])} and {told[-1]}."


def _tell_trade(trade: Trade, names: Mapping[str, str]) -> str:
    named = [names.get(unit, unit) for unit in trade.units]
    people = "one person" if trade.times == 1 else f"{trade.times} people"
    if trade.kind == "swap":
        return f"the swap {named[0]} ⇄ {named[1]}, {people} each way"
    way = " → ".join([*named, named[0]] if trade.kind == "ring" else named)
    return f"the {trade.kind} {way}, {people} at each step"


def list_beaten(account: Mapping[str, Any]) -> set[str]:
    """The open choices that a stable placement gave to others: those wanted more than the place held, which
    Gale and Shapley's algorithm leaves only when each is full of people that its host puts first."""
    if "affected_by_lottery" in account:
        return set()
    held = account["placed"]["choice_rank"] if "placed" in account else math.inf
    return {one["opportunity"] for one in account["choices"] if one.get("choice_rank", held) < held}


def tell_choice(choice: dict[str, Any], values: Mapping[str, Any], *, beaten: bool = False) -> str | None:
    """What stood between the person and one choice; `None` for the place held and, in a stable outcome, for
    what is not wanted more. `values` as in `tell`, `beaten` as `list_beaten` finds it."""
    if choice["cause"] != "eligible":
        return _CAUSES[choice["cause"]].format(choice["opportunity"])
    if beaten:
        return _BEATEN.format(choice["opportunity"])
    if "stage" not in choice:
        return None
    then, now = choice["value"], values[choice["stage"]]
    return _COSTS[choice["stage"]].format(choice["opportunity"], _written(then), _written(now))


def _written(value: int | list[int]) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def tell_steps(rotation: Rotation, paths: list[str], names: Mapping[str, str] | None = None) -> str | None:
    """Any one of these would have been enough; `names` stand in place of the ids they know."""
    if not paths:
        return None
    limits = {limit.path: limit for limit in list_limits(rotation)}
    known = names or {}
    named = [
        _STEPS[limits[path].key].format(known.get(str(limits[path].of), limits[path].of)) for path in paths
    ]
    return f"Any one of these would have placed you: {'; '.join(named)}."


def tell_lottery(account: dict[str, Any]) -> str:
    """The lottery number, and whether it mattered."""
    number = f"Your lottery number is {account['lottery_number']}; 1 is the best."
    if "affected_by_lottery" not in account:
        return f"{number} It breaks ties among equals."
    return f"{number} {'It played a part.' if account['affected_by_lottery'] else 'It played no part.'}"

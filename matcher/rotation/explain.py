"""The account of one person: what happened to each choice, and what stood in the way."""

from __future__ import annotations

from typing import Any

from matcher.errors import Refused
from matcher.lottery import numbers
from matcher.reading import shown
from matcher.rotation.choices import list_choices
from matcher.rotation.prices import NetworkPrices, Prices, find_prices
from matcher.rotation.problem import Rotation
from matcher.rotation.reasons import list_causes, rows_of
from matcher.rotation.sentences import tell
from matcher.rotation.stages import Stages
from matcher.rotation.steps import find_one_steps


def explain(rotation: Rotation, outcome: dict[str, Any], executive: str) -> dict[str, Any]:
    """The account of one executive in an outcome that `verify` accepts.

    Raises `Refused` for an unknown executive and for an infeasible outcome, which has no accounts.
    """
    if outcome["status"] == "infeasible":
        raise Refused("status", "the outcome is infeasible: nobody was placed, so there is no account")
    stages = Stages(rotation, list_choices(rotation))
    if executive not in stages.choices.executives:
        raise Refused("", f"unknown executive {shown(executive)}")
    number = stages.choices.executives.index(executive)
    account: dict[str, Any] = {
        "id": executive,
        "lottery_number": numbers(rotation.seed, stages.choices.executives)[executive],
    }
    for match in outcome["matches"]:
        if match["executive"] == executive:
            account["placed"] = match
    for entry in outcome["unmatched"]:
        if entry["executive"] == executive:
            account["reason"] = entry["reason"]
    account["choices"] = _ladder(stages, number, account.get("placed"))
    if rotation.mechanism == "optimal":
        prices = find_prices(stages)
        _add_prices(stages, prices, number, account, outcome["stages"])
        if isinstance(prices, NetworkPrices):
            settled = "placed" in account or account["reason"] in ("no_choices", "none_eligible", "lottery")
            steps = [] if settled else find_one_steps(stages, prices.optimum, prices.network, number)
            account["one_step"] = steps
        account["affected_by_lottery"] = prices.is_affected(number)
    account["sentences"] = tell(rotation, account)
    return account


def _ladder(stages: Stages, executive: int, placed: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Each choice with its cause, and the rank it counts with."""
    choices = stages.choices
    found = []
    for row, item in zip(
        rows_of(choices, executive), list_causes(stages.rotation, choices, executive), strict=True
    ):
        item.pop("text", None)
        if choices.eligible[row]:
            item["choice_rank"] = int(choices.choice_rank[row])
        found.append(item)
    return found


def _add_prices(
    stages: Stages, prices: Prices, executive: int, account: dict[str, Any], told: list[dict[str, Any]]
) -> None:
    """To each choice that could have been given, what the first stage that gets worse would become."""
    held = account["placed"]["opportunity"] if "placed" in account else None
    for row, item in zip(rows_of(stages.choices, executive), account["choices"], strict=True):
        if item["cause"] != "eligible" or item["opportunity"] == held:
            continue
        forced = prices.force(row)
        if forced is None:
            item["cause"] = "impossible"
            continue
        item["cause"] = "lottery"
        for stage in told[: len(stages.rotation.objective)]:
            value = stages.value(stage["objective"], forced)
            if value != stage["value"]:
                item |= {"cause": "eligible", "stage": stage["objective"], "value": value}
                break

"""The account of one person: what happened to each choice, and what stood in the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from matcher.errors import Refused
from matcher.flow.optimum import Optimum, find_optimum
from matcher.lottery import numbers
from matcher.reading import shown
from matcher.rotation.choices import Choices, list_choices
from matcher.rotation.network import RoundNetwork, build_network
from matcher.rotation.problem import Rotation
from matcher.rotation.reasons import list_causes, rows_of
from matcher.rotation.sentences import tell
from matcher.rotation.stages import Stages


def explain(rotation: Rotation, outcome: dict[str, Any], executive: str) -> dict[str, Any]:
    """The account of one executive in an outcome that `verify` accepts.

    The value has the keys of the format's account but `one_step`. Raises `Refused` for an unknown executive
    and for an infeasible outcome, which has no accounts.
    """
    if outcome["status"] == "infeasible":
        raise Refused("status", "the outcome is infeasible: nobody was placed, so there is no account")
    choices = list_choices(rotation)
    if executive not in choices.executives:
        raise Refused("", f"unknown executive {shown(executive)}")
    stages = Stages(rotation, choices)
    network = build_network(rotation, choices)
    before = find_optimum(network, stages, rotation.objective)
    if before is None:
        raise Refused("status", "the round cannot hold, but the outcome says it does; verify it first")
    account: dict[str, Any] = {
        "id": executive,
        "lottery_number": numbers(rotation.seed, choices.executives)[executive],
    }
    for match in outcome["matches"]:
        if match["executive"] == executive:
            account["placed"] = match
    for entry in outcome["unmatched"]:
        if entry["executive"] == executive:
            account["reason"] = entry["reason"]
    account["choices"] = _ladder(stages, network, executive, account.get("placed"), outcome["stages"])
    account["affected_by_lottery"] = _is_affected(before, choices, executive)
    account["sentences"] = tell(account)
    return account


def _ladder(
    stages: Stages,
    network: RoundNetwork,
    executive: str,
    placed: dict[str, Any] | None,
    told: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Each choice with its cause, and for each that could have been given what giving it would have cost."""
    choices = stages.choices
    number = choices.executives.index(executive)
    held = placed["opportunity"] if placed else None
    found = []
    for row, item in zip(
        rows_of(choices, number), list_causes(stages.rotation, choices, number), strict=True
    ):
        item.pop("text", None)
        if choices.eligible[row]:
            item["choice_rank"] = int(choices.choice_rank[row])
        if item["cause"] == "eligible" and item["opportunity"] != held:
            item |= _price(stages, network, row, told)
        found.append(item)
    return found


def _price(stages: Stages, network: RoundNetwork, row: int, told: list[dict[str, Any]]) -> dict[str, Any]:
    """The first stage that gets worse when this row of the choices is pinned in addition."""
    lower = network.lower.copy()
    lower[network.row.searchsorted(row)] = 1
    forced = find_optimum(replace(network, lower=lower), stages, stages.rotation.objective)
    if forced is None:
        return {"cause": "impossible"}
    for stage in told[: len(stages.rotation.objective)]:
        value = stages.value(stage["objective"], forced.rows)
        if value != stage["value"]:
            return {"stage": stage["objective"], "value": value}
    return {"cause": "lottery"}


def _is_affected(before: Optimum, choices: Choices, executive: str) -> bool:
    """Whether an outcome as good before the lottery treats this person otherwise."""
    network = before.network
    free = before.face.edge[before.face.edge < len(network.row)]
    return bool((choices.executive[network.row[free]] == choices.executives.index(executive)).any())

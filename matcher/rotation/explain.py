"""The account of one person: what happened to each choice, and what stood in the way."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from matcher.arrays import Ints
from matcher.errors import Refused
from matcher.lottery import numbers
from matcher.reading import shown
from matcher.rotation.changes import StageChange
from matcher.rotation.choices import list_choices
from matcher.rotation.prices import NetworkPrices, Prices, find_prices
from matcher.rotation.problem import Rotation
from matcher.rotation.reasons import list_causes, rows_of
from matcher.rotation.sentences import tell
from matcher.rotation.stages import Stages
from matcher.rotation.trades import Trade, find_trades


def explain(rotation: Rotation, outcome: dict[str, Any], executive: str) -> dict[str, Any]:
    """The account of one executive in an outcome that `verify` accepts.

    Raises `Refused` for an unknown executive and for an infeasible outcome, which has no accounts.
    """
    return Accounts(rotation, outcome).of(executive)


class Accounts:
    """The accounts of the executives of one outcome; what all of them need is worked out once."""

    def __init__(self, rotation: Rotation, outcome: dict[str, Any]) -> None:
        if outcome["status"] == "infeasible":
            raise Refused("status", "the outcome is infeasible: nobody was placed, so there is no account")
        self._stages = Stages(rotation, list_choices(rotation))
        self._outcome = outcome
        self._numbers = numbers(rotation.seed, self._stages.choices.executives)
        self._placed = {match["executive"]: match for match in outcome["matches"]}
        self.values: dict[str, Any] = {stage["objective"]: stage["value"] for stage in outcome["stages"]}
        self._reasons = {entry["executive"]: entry["reason"] for entry in outcome["unmatched"]}

    @cached_property
    def _prices(self) -> Prices:
        return find_prices(self._stages, self._outcome)

    @cached_property
    def _trades(self) -> dict[str, tuple[Trade, ...]]:
        return find_trades(self._stages.rotation, self._outcome)

    def of(self, executive: str) -> dict[str, Any]:
        """The account of one executive; raises `Refused` where there is none of that id."""
        stages, rotation = self._stages, self._stages.rotation
        if executive not in self._numbers:
            raise Refused("", f"unknown executive {shown(executive)}{self._near(executive)}")
        number = stages.choices.executives.index(executive)
        account: dict[str, Any] = {"id": executive, "lottery_number": self._numbers[executive]}
        if executive in self._placed:
            account["placed"] = self._placed[executive]
        else:
            account["reason"] = self._reasons[executive]
        account["choices"] = _ladder(stages, number)
        better: frozenset[str] = frozenset()
        if rotation.mechanism == "optimal":
            better = _add_prices(stages, self._prices, number, account, self._outcome["stages"])
            if isinstance(self._prices, NetworkPrices):
                account["one_step"] = self._one_steps(self._prices, number, account)
            account["affected_by_lottery"] = self._prices.is_affected(number)
        account["sentences"] = tell(rotation, account, self.values, self._trades.get(executive, ()), better)
        return account

    def _near(self, executive: str) -> str:
        """The id that is meant where only capitals differ."""
        meant = [one for one in self._numbers if one.casefold() == executive.casefold()]
        return f"; the file has {shown(meant[0])}" if len(meant) == 1 else ""

    def _one_steps(self, prices: NetworkPrices, number: int, account: dict[str, Any]) -> list[str]:
        if account.get("reason", "lottery") in ("no_choices", "none_eligible", "lottery"):
            return []
        return prices.steps.find(number)


def _ladder(stages: Stages, executive: int) -> list[dict[str, Any]]:
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
) -> frozenset[str]:
    """To each choice that could have been given, what the first stage that gets worse would become.

    The choices that would have made the outcome better, which is so only where time ended the search: no
    stage gets worse, so the format has them as a matter of the lottery.
    """
    better = set()
    held = account["placed"]["opportunity"] if "placed" in account else None
    for row, item in zip(rows_of(stages.choices, executive), account["choices"], strict=True):
        if item["cause"] != "eligible" or item["opportunity"] == held:
            continue
        forced = prices.force(row)
        if forced is None:
            item["cause"] = "impossible"
            continue
        change = _first_change(stages, told, forced)
        if change is None or change.better:
            item["cause"] = "lottery"
        else:
            item |= {"stage": change.objective, "value": change.after}
        if change is not None and change.better:
            better.add(item["opportunity"])
    return frozenset(better)


def _first_change(stages: Stages, told: list[dict[str, Any]], rows: Ints) -> StageChange | None:
    """The first objective that is told otherwise when these rows are matched; `None` where none is."""
    for stage in told[: len(stages.rotation.objective)]:
        change = StageChange(stage["objective"], stage["value"], stages.value(stage["objective"], rows))
        if change.before != change.after:
            return change
    return None

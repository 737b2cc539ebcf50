"""What every limit and pin of a run costs, and what stability and balance would: computed beside the run."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher import Rotation
    from matcher.flow.optimum import Progress

FIGURES = ("max_out", "max_in", "net_min", "net_max")


def price(rotation: "Rotation", outcome: dict[str, Any], progress: "Progress") -> dict[str, Any]:
    """The prices of an optimal outcome, as data.

    `limits` and `pins` hold those whose loosening by one (a pin: whose absence) makes a stage before the
    lottery better, as `{of, key, figure, stage, before, after}`; `stability` and `balance` say what the
    stable outcome, and the best one without balances, would make of the first stage that differs (absent
    where none does), with `placed` and `blocking_pairs`. An exception that `progress` raises ends it.
    """
    from matcher import (
        price_limits,
        price_of_balance,
        price_of_stability,
    )  # the tables work without the engine

    progress("price of limits and pins")
    gains = [one for one in price_limits(rotation, outcome) if one.gain is not None]
    told = [
        {
            "of": one.limit.of if isinstance(one.limit.of, str) else list(one.limit.of),
            "key": one.limit.key,
            "figure": one.limit.figure,
            "stage": one.gain.objective,
            "before": one.gain.before,
            "after": one.gain.after,
        }
        for one in gains
        if one.gain is not None
    ]
    progress("price of stability")
    stability = price_of_stability(rotation, outcome)
    progress("price of balance")
    balance = price_of_balance(rotation, outcome)
    return {
        "limits": [one for one in told if one["key"] in FIGURES],
        "pins": [one for one in told if one["key"] == "pinned"],
        "stability": _told(stability),
        "balance": _told(balance),
    }


def _told(found: Any) -> dict[str, Any]:
    decisive, outcome = found.comparison.decisive, found.outcome
    facts = {"placed": len(outcome["matches"]), "blocking_pairs": outcome["metrics"].get("blocking_pairs", 0)}
    if decisive is None:
        return facts
    return facts | {"stage": decisive.objective, "before": decisive.before, "after": decisive.after}

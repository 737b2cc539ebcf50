"""The golden files as values, and an outcome without the parts that are free."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "golden"
NETWORK = (
    "network",
    "ties-and-padding",
    "priority",
    "infeasible",
    "round-life/1-frozen",
    "round-life/2-scenario",
    "round-life/3-declined",
)
ROTATIONS = (*NETWORK, "integer", "stable")
SWEEPS = ("sweep", "sweep-floor")
SOLVED = tuple(name for name in NETWORK if name != "infeasible")


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def json_of(name: str) -> Any:
    return json.loads(text(name))


def rotation(name: str) -> Any:
    return json_of(f"{name}.round.json")


def outcome(name: str) -> Any:
    return json_of(f"{name}.outcome.json")


def fixed(outcome: dict[str, Any]) -> dict[str, Any]:
    """The outcome without `timings`, `software` and the texts of `conflict`."""
    kept = {key: value for key, value in outcome.items() if key not in ("timings", "software")}
    if "conflict" in kept:
        kept["conflict"] = [{"path": item["path"]} for item in kept["conflict"]]
    return kept

"""The parts of an outcome that any mechanism has, read off one placement."""

from collections.abc import Callable
from typing import Any

from tests.matcher.oracle.eligibility import Json, Pair, causes, line
from tests.matcher.oracle.search import Placement, Space

Reason = Callable[[str, list[str]], str]


def match(pair: Pair) -> Json:
    return {
        "executive": pair.executive,
        "opportunity": pair.opportunity,
        "choice_rank": pair.choice_rank,
        "host_rank": pair.host_rank,
    }


def unmatched(space: Space, winner: Placement, reason: Reason) -> list[Json]:
    """Everybody without a place, with the cause of each choice; `reason` is told those causes."""
    why = causes(space.rotation)
    texts = {(e, a): text for e, a, *rest in space.rotation.get("forbidden", []) for text in rest if text}
    found = []
    for executive in sorted(each["id"] for each in space.rotation["executives"]):
        if winner.held(executive) is not None:
            continue
        choices = []
        for e, a in sorted(pair for pair in why if pair[0] == executive):
            choice: Json = {"opportunity": a, "cause": why[e, a]}
            if choice["cause"] == "forbidden" and (e, a) in texts:
                choice["text"] = texts[e, a]
            choices.append(choice)
        why_unplaced = reason(executive, [choice["cause"] for choice in choices])
        found.append({"executive": executive, "reason": why_unplaced, "choices": choices})
    return found


def metrics(space: Space, winner: Placement, *, unique: bool) -> Json:
    return {
        "choice_profile": space.value("choice_profile", winner),
        "host_profile": space.value("host_profile", winner),
        "blocking_pairs": blocking_pairs(space, winner),
        "unique": unique,
        "units": unit_counts(space, winner),
    }


def blocking_pairs(space: Space, placement: Placement) -> int:
    """Pairs in which both sides would rather have each other; limits of units do not count."""
    mine = {pair.executive: pair for pair in placement.pairs}
    seats = {a["id"]: a.get("seats", 1) for a in space.rotation["opportunities"]}
    count = 0
    for pair in space.eligible:
        holders = [held for held in placement.pairs if held.opportunity == pair.opportunity]
        own = mine.get(pair.executive)
        wants = own is None or pair.choice_rank < own.choice_rank
        wanted = len(holders) < seats[pair.opportunity] or any(h.host_rank > pair.host_rank for h in holders)
        count += not pair.declined and own != pair and wants and wanted
    return count


def unit_counts(space: Space, placement: Placement) -> list[dict[str, Any]]:
    counts = []
    for unit in sorted(each["id"] for each in space.rotation["units"]):
        out = sum(unit in line(space.rotation, pair.home) for pair in placement.pairs)
        arrived = sum(unit in line(space.rotation, pair.host) for pair in placement.pairs)
        counts.append({"id": unit, "out": out, "in": arrived, "net": arrived - out})
    return counts

"""Who may go where, and at which rank: each rule once, for one pair at a time."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Pair:
    """A pair that may be matched, or was and has been declined."""

    executive: str
    opportunity: str
    home: str
    host: str
    choice_rank: int
    host_rank: int
    declined: bool


def items(listed: list[Any]) -> list[list[str]]:
    """A dream sheet or a ranking as a list of ties; a single id is a tie of one."""
    return [item if isinstance(item, list) else [item] for item in listed]


def members(listed: list[Any]) -> list[str]:
    return [member for item in items(listed) for member in item]


def line(rotation: Json, unit: str) -> list[str]:
    """The unit, its parent, and so on to the top."""
    parent = {each["id"]: each.get("parent") for each in rotation["units"]}
    found = [unit]
    while parent[found[-1]] is not None:
        found.append(parent[found[-1]])
    return found


def is_allied(rotation: Json, home: str, host: str) -> bool:
    alliances = rotation.get("alliances")
    if alliances is None or line(rotation, home)[-1] == line(rotation, host)[-1]:
        return True
    nodes = {unit for pair in alliances["pairs"] for unit in pair}
    reached = nodes & set(line(rotation, home))
    for _ in range(min(alliances.get("hops", 1), len(nodes))):
        reached |= {b for pair in alliances["pairs"] for a, b in (pair, pair[::-1]) if a in reached}
    return bool(reached & set(line(rotation, host)))


def cause(rotation: Json, executive: Json, opportunity: Json) -> str:
    """Why a listed choice is closed, the first cause that applies; else `declined` or `eligible`."""
    pair = [executive["id"], opportunity["id"]]
    home, host = executive["home"], opportunity["host"]
    closed = {unit["id"] for unit in rotation["units"] if unit.get("internal") is False}
    if "ranking" in opportunity and executive["id"] not in members(opportunity["ranking"]):
        return "not_acceptable"
    if pair in [entry[:2] for entry in rotation.get("forbidden", [])]:
        return "forbidden"
    if home == host:
        return "same_unit"
    if closed & set(line(rotation, home)) & set(line(rotation, host)):
        return "internal"
    if not is_allied(rotation, home, host):
        return "no_alliance"
    return "declined" if pair in rotation.get("declined", []) else "eligible"


def causes(rotation: Json) -> dict[tuple[str, str], str]:
    """The cause of every listed choice, by executive and opportunity."""
    opportunities = {opportunity["id"]: opportunity for opportunity in rotation["opportunities"]}
    return {
        (executive["id"], choice): cause(rotation, executive, opportunities[choice])
        for executive in rotation["executives"]
        for choice in members(executive["choices"])
    }


def rank(listed: list[Any], member: str, counting: set[str]) -> int:
    """1 + the number of items before the member's own that hold somebody who counts."""
    ties = items(listed)
    place = next(index for index, tie in enumerate(ties) if member in tie)
    return 1 + sum(bool(counting & set(tie)) for tie in ties[:place])


def eligible_pairs(rotation: Json) -> list[Pair]:
    """Every eligible pair with its ranks, declined ones too, sorted by ids."""
    executives = {executive["id"]: executive for executive in rotation["executives"]}
    opportunities = {opportunity["id"]: opportunity for opportunity in rotation["opportunities"]}
    found = {pair: why for pair, why in causes(rotation).items() if why in ("eligible", "declined")}
    pairs = []
    for (e, a), why in sorted(found.items()):
        choices, ranking = executives[e]["choices"], opportunities[a].get("ranking")
        choice_rank = rank(choices, a, {other for who, other in found if who == e})
        host_rank = 1 if ranking is None else rank(ranking, e, {who for who, other in found if other == a})
        home, host = executives[e]["home"], opportunities[a]["host"]
        pairs.append(Pair(e, a, home, host, choice_rank, host_rank, why == "declined"))
    return pairs

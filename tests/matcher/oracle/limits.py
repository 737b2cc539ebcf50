"""Every limit of a round as one row: a path, a kind, a bound, and what each pair adds to it."""

from dataclasses import dataclass, replace

from tests.matcher.oracle.eligibility import Json, Pair, line

CAUSES = {
    "seats": ("seats",),
    "home_limit": ("max_out",),
    "host_limit": ("max_in",),
    "balance": ("net_min", "net_max"),
}
LEAST = ("net_min", "min_seats", "pinned")
UNIT_KINDS = ("max_out", "max_in", "net_min", "net_max")


@dataclass(frozen=True)
class Limit:
    """At most `bound` (at least, for a kind in LEAST) for a unit, an opportunity or a pinned pair."""

    path: str
    kind: str
    subject: str | tuple[str, str]
    bound: int

    def holds(self, load: int) -> bool:
        return load >= self.bound if self.kind in LEAST else load <= self.bound

    def loosened(self) -> "Limit":
        return replace(self, bound=self.bound + (-1 if self.kind in LEAST else 1))


def limits(rotation: Json) -> list[Limit]:
    """All limits and pins in the order in which a conflict is looked for."""
    return [*unit_limits(rotation), *seat_limits(rotation), *pins(rotation)]


def unit_limits(rotation: Json) -> list[Limit]:
    numbered = sorted((unit["id"], index, unit) for index, unit in enumerate(rotation["units"]))
    return [
        Limit(f"units[{index}].{kind}", kind, name, unit[kind])
        for name, index, unit in numbered
        for kind in UNIT_KINDS
        if kind in unit
    ]


def seat_limits(rotation: Json) -> list[Limit]:
    numbered = sorted((a["id"], index, a) for index, a in enumerate(rotation["opportunities"]))
    return [
        Limit(f"opportunities[{index}].{kind}", kind, name, opportunity.get(kind, default))
        for name, index, opportunity in numbered
        for kind, default in (("seats", 1), ("min_seats", 0))
    ]


def pins(rotation: Json) -> list[Limit]:
    numbered = sorted((e, a, index) for index, (e, a) in enumerate(rotation.get("pinned", [])))
    return [Limit(f"pinned[{index}]", "pinned", (e, a), 1) for e, a, index in numbered]


def added(rotation: Json, limit: Limit, pair: Pair) -> int:
    """What matching this pair adds to the load of this limit."""
    leaves = limit.subject in line(rotation, pair.home)
    arrives = limit.subject in line(rotation, pair.host)
    seated = limit.subject == pair.opportunity
    return {
        "max_out": int(leaves),
        "max_in": int(arrives),
        "net_min": arrives - leaves,
        "net_max": arrives - leaves,
        "seats": int(seated),
        "min_seats": int(seated),
        "pinned": int(limit.subject == (pair.executive, pair.opportunity)),
    }[limit.kind]


def is_network(rotation: Json) -> bool:
    """No unit with a balance limit stands below a unit with a cap."""
    capped = {unit["id"] for unit in rotation["units"] if "max_out" in unit or "max_in" in unit}
    balanced = [unit["id"] for unit in rotation["units"] if "net_min" in unit or "net_max" in unit]
    return not any(capped & set(line(rotation, unit)[1:]) for unit in balanced)

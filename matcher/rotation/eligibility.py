"""Which units may exchange with which, and the rules a pair can fail."""

from __future__ import annotations

from matcher.rotation.problem import Alliances, Executive, Opportunity, Rotation, Unit

CAUSES = {
    "eligible": "it is eligible",
    "not_acceptable": "the host did not list this executive as acceptable",
    "forbidden": "the pair is forbidden",
    "same_unit": "home and host are the same unit",
    "internal": "a unit that does not exchange within itself contains both home and host",
    "no_alliance": "home and host have no alliance",
}
"""What can be said of a choice, in the order in which the rules apply, each as a clause."""

CODES = {cause: code for code, cause in enumerate(CAUSES)}


class Partners:
    """Answers of two units whether their executives may exchange."""

    def __init__(self, units: tuple[Unit, ...], alliances: Alliances | None) -> None:
        self._lines = lines(units)
        self._closed = {unit.id for unit in units if not unit.internal}
        self._near = None if alliances is None else Reach(alliances)
        self._views: dict[str, tuple[set[str], set[str]]] = {}

    def cause(self, home: str, host: str) -> str:
        """`eligible`, or the first of `same_unit`, `internal`, `no_alliance` that keeps them apart."""
        if home == host:
            return "same_unit"
        if home not in self._views:
            self._views[home] = self._view(home)
        closed, near = self._views[home]
        above = self._lines[host]
        if not closed.isdisjoint(above):
            return "internal"
        return "no_alliance" if self._near is not None and near.isdisjoint(above) else "eligible"

    def _view(self, home: str) -> tuple[set[str], set[str]]:
        """The units above `home` that do not exchange within themselves, and those it is allied with."""
        above = self._lines[home]
        near = () if self._near is None else (self._near.of(unit) for unit in above)
        return self._closed.intersection(above), {above[-1]}.union(*near)


class Rules:
    """Answers of one pair at a time whether it is eligible; a whole round is read by `list_choices`."""

    def __init__(self, rotation: Rotation) -> None:
        self._partners = Partners(rotation.units, rotation.alliances)
        self._forbidden = rotation.forbidden

    def cause(self, person: Executive, post: Opportunity) -> str:
        """The first of `CAUSES` that applies to a choice, `eligible` where none does."""
        if post.ranking is not None and not any(person.id in tier for tier in post.ranking):
            return "not_acceptable"
        if (person.id, post.id) in self._forbidden:
            return "forbidden"
        return self._partners.cause(person.home, post.host)


class Reach:
    """The alliance graph, asked from one unit at a time: most units of a large round are nobody's home."""

    def __init__(self, alliances: Alliances) -> None:
        import networkx as nx  # only rounds with alliances pay for the import

        self._graph, self._hops = nx.Graph(alliances.pairs), alliances.hops
        self._found: dict[str, frozenset[str]] = {}

    def of(self, unit: str) -> frozenset[str]:
        """The units at most `hops` edges away, itself among them; none where it has no alliance."""
        from networkx import single_source_shortest_path_length as distances

        if unit not in self._found:
            near = distances(self._graph, unit, cutoff=self._hops) if unit in self._graph else ()
            self._found[unit] = frozenset(near)
        return self._found[unit]


def lines(units: tuple[Unit, ...]) -> dict[str, tuple[str, ...]]:
    """For each unit the way up: itself, its parent, … , its top unit."""
    parents = {unit.id: unit.parent for unit in units}
    found: dict[str, tuple[str, ...]] = {}
    for unit in parents:
        way: list[str] = []
        at: str | None = unit
        while at is not None and at not in found:
            way.append(at)
            at = parents[at]
        above = found[at] if at is not None else ()
        for position, member in enumerate(way):
            found[member] = (*way[position:], *above)
    return found

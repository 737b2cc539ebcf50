"""How many people move from which agency to which: one table of figures for matrix, list and picture."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.outcomes import Outcome

if TYPE_CHECKING:
    from matcher.rotation.exchange import Exchange


@dataclass(frozen=True)
class Party:
    """An agency that sends or receives; `short` is its abbreviation, or its code where it has none."""

    code: str
    name: str
    short: str


@dataclass(frozen=True)
class Flows:
    """The moves between agencies, by (home, host) codes; agencies without moves are left out."""

    people: Counter[tuple[str, str]]
    parties: dict[str, Party]

    @cached_property
    def sent(self) -> Counter[str]:
        """People who leave each agency."""
        return self._sum(0)

    @cached_property
    def received(self) -> Counter[str]:
        """People who come to each agency."""
        return self._sum(1)

    @property
    def total(self) -> int:
        """People who move."""
        return self.people.total()

    def _sum(self, end: int) -> Counter[str]:
        found: Counter[str] = Counter()
        for pair, people in self.people.items():
            found[pair[end]] += people
        return found

    def busiest(self) -> list[Party]:
        """The parties by the number of their moves, most first."""
        parties = self.parties.values()
        return sorted(parties, key=lambda one: (-self.sent[one.code] - self.received[one.code], one.name))

    def targets(self, code: str) -> list[tuple[Party, int]]:
        """Where the people of an agency go, most first."""
        found = [(self.parties[host], n) for (home, host), n in self.people.items() if home == code]
        return sorted(found, key=lambda entry: (-entry[1], entry[0].name))


def flows(session: Session, outcome: Outcome) -> Flows:
    """The moves of a run between the agencies of its snapshot; the parties are sorted by name."""
    frozen = outcome.snapshot.content
    homes = {executive["id"]: executive["home"] for executive in frozen["executives"]}
    hosts = {post["id"]: post["host"] for post in frozen["opportunities"]}
    matches = outcome.content["matches"]
    people = Counter((homes[match["executive"]], hosts[match["opportunity"]]) for match in matches)
    codes = {code for pair in people for code in pair}
    query = select(Agency.code, Agency.name, Agency.abbreviation).where(Agency.code.in_(sorted(codes)))
    parties = [Party(code, name, short or code) for code, name, short in session.execute(query)]
    return Flows(people, {party.code: party for party in sorted(parties, key=lambda party: party.name)})


OTHERS = "others"
"""Stands in a ring for the agencies that have no place of their own."""


@dataclass(frozen=True)
class Ring:
    """The busiest agencies on a circle, the rest as one place called OTHERS, with the moves between places.

    `places` are (x, y) on the unit circle; `within` counts the moves among the others, which have no arrow.
    """

    places: dict[str, tuple[float, float]]
    people: Counter[tuple[str, str]]
    within: int

    @property
    def pooled(self) -> bool:
        """Whether some agencies are among the others."""
        return OTHERS in self.places


def ring(flows: Flows, most: int) -> Ring:
    """The picture of the flows with at most `most` agencies by name."""
    from matcher.rotation import exchange  # the tables work without the engine

    graph = exchange.pool(exchange.flow_graph(flows.people.elements()), most, OTHERS)
    people = Counter({pair: int(graph.edges[pair]["weight"]) for pair in graph.edges})
    return Ring(exchange.ring(graph), people, people.pop((OTHERS, OTHERS), 0))


def parts(flows: Flows) -> "Exchange":
    """The swaps, rings and chains that the flows are made of."""
    from matcher.rotation import exchange  # the tables work without the engine

    return exchange.decompose(exchange.flow_graph(flows.people.elements()))

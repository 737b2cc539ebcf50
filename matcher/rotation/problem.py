"""A rotation round as the engine sees it: plain frozen records, in the order of the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from matcher.reading import Pair, Tiers
from matcher.seed_proof import SeedProof

Mechanism = Literal["optimal", "stable"]
LimitKind = Literal["max_out", "max_in", "net_min", "net_max"]

DEFAULT_OBJECTIVE = ("matched", "priority", "choice_total", "host_total")
OBJECTIVES = (
    "matched",
    "priority",
    "choice_total",
    "choice_profile",
    "choice_fair",
    "host_total",
    "host_profile",
)
FIRST_OBJECTIVES = ("matched", "priority", "choice_profile", "host_profile")
"""Stages that are not best served by placing nobody."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A department, agency, bureau or office; limits count its whole subtree, `None` is no limit."""

    id: str
    parent: str | None = None
    max_out: int | None = None
    max_in: int | None = None
    net_min: int | None = None
    net_max: int | None = None
    internal: bool = True

    def limit(self, kind: LimitKind) -> int | None:
        """The figure of one of the four limits."""
        figure: int | None = getattr(self, kind)
        return figure


@dataclass(frozen=True, slots=True)
class Executive:
    """A person with a home unit and a dream sheet; a higher priority counts first."""

    id: str
    home: str
    choices: Tiers
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Opportunity:
    """An assignment offered by a host unit; `ranking` `None` means everyone is acceptable and equal."""

    id: str
    host: str
    seats: int = 1
    min_seats: int = 0
    ranking: Tiers | None = None


@dataclass(frozen=True, slots=True)
class Alliances:
    """An undirected graph of units; partners are at most `hops` edges apart."""

    pairs: tuple[Pair, ...]
    hops: int = 1


@dataclass(frozen=True, slots=True)
class Rotation:
    """One round: everything the outcome is a function of.

    `forbidden` maps a pair to its reason text ("" where none was given). `read_ms` is the CPU time that
    reading took, in milliseconds.
    """

    seed: str
    units: tuple[Unit, ...]
    executives: tuple[Executive, ...]
    opportunities: tuple[Opportunity, ...]
    input_sha256: str
    snapshot_sha256: str
    mechanism: Mechanism = "optimal"
    objective: tuple[str, ...] = DEFAULT_OBJECTIVE
    alliances: Alliances | None = None
    pinned: tuple[Pair, ...] = ()
    forbidden: dict[Pair, str] = field(default_factory=dict)
    declined: tuple[Pair, ...] = ()
    seed_proof: SeedProof | None = None
    read_ms: int = field(default=0, compare=False)

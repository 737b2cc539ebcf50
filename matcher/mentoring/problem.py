"""A mentoring sweep as the engine sees it: plain frozen records, in the order of the file."""

from __future__ import annotations

from dataclasses import dataclass, field

from matcher.reading import Pair
from matcher.seed_proof import SeedProof

OBJECTIVES = (("served", "points"), ("served", "floor", "points"))
MOST_POINTS = 1000


@dataclass(frozen=True, slots=True)
class Mentor:
    """Somebody who takes at most `capacity` requests."""

    id: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody who asks for one conversation; a higher urgency counts first."""

    id: str
    urgency: int = 0


@dataclass(frozen=True, slots=True)
class Sweep:
    """One sweep; `pairs` maps each allowed pair (request, mentor) to its points, in the order of the file.

    `read_ms` is the CPU time that reading took, in milliseconds.
    """

    seed: str
    mentors: tuple[Mentor, ...]
    requests: tuple[Request, ...]
    pairs: dict[Pair, int]
    input_sha256: str
    snapshot_sha256: str
    objective: tuple[str, ...] = OBJECTIVES[0]
    pinned: tuple[Pair, ...] = ()
    seed_proof: SeedProof | None = None
    read_ms: int = field(default=0, compare=False)

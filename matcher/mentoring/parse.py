"""From a decoded `roundtrip.mentoring/1` value to a `Sweep`, or a refusal that names the place."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from matcher.errors import Refused
from matcher.files import sha256_with_and_without
from matcher.mentoring.problem import MOST_POINTS, OBJECTIVES, Mentor, Request, Sweep
from matcher.reading import (
    Pair,
    refuse,
    shown,
    take_id,
    take_identified,
    take_integer,
    take_known,
    take_list,
    take_object,
    take_string,
)
from matcher.seed_proof import take_seed_proof

FORMAT = "roundtrip.mentoring/1"
_REQUIRED = ("format", "seed", "mentors", "requests", "pairs")
_OPTIONAL = ("seed_proof", "objective", "pinned")


def read_sweep(value: Any) -> Sweep:
    """Check a decoded value against the format; raises `Refused` for whatever it does not allow."""
    top = take_object(value, "", _REQUIRED, _OPTIONAL)
    mentors = take_identified(top["mentors"], "mentors", ("id", "capacity"), ())
    requests = take_identified(top["requests"], "requests", ("id",), ("urgency",))
    pairs = _pairs(top["pairs"], requests, mentors)
    return Sweep(
        seed=take_id(top["seed"], "seed"),
        seed_proof=take_seed_proof(top["seed_proof"]) if "seed_proof" in top else None,
        mentors=tuple(
            Mentor(id_, take_integer(raw["capacity"], f"mentors[{n}].capacity", 0))
            for n, (id_, raw) in enumerate(mentors.items())
        ),
        requests=tuple(
            Request(id_, take_integer(raw.get("urgency", 0), f"requests[{n}].urgency", 0))
            for n, (id_, raw) in enumerate(requests.items())
        ),
        pairs=pairs,
        objective=_objective(top["objective"]) if "objective" in top else OBJECTIVES[0],
        pinned=_pinned(top.get("pinned", []), pairs, requests, mentors),
        input_sha256=(hashes := sha256_with_and_without(top, ("seed", "seed_proof")))[0],
        snapshot_sha256=hashes[1],
    )


def _pair(item: list[Any], path: str, requests: Collection[str], mentors: Collection[str]) -> Pair:
    return (
        take_known(item[0], f"{path}[0]", requests, "request"),
        take_known(item[1], f"{path}[1]", mentors, "mentor"),
    )


def _pairs(value: Any, requests: Collection[str], mentors: Collection[str]) -> dict[Pair, int]:
    found: dict[Pair, int] = {}
    for number, entry in enumerate(take_list(value, "pairs")):
        path = f"pairs[{number}]"
        item = take_list(entry, path)
        if len(item) != 3:
            refuse(path, item, "stands where [request, mentor, points] is needed")
        pair = _pair(item, path, requests, mentors)
        points = take_integer(item[2], f"{path}[2]", 0)
        if points > MOST_POINTS:
            refuse(f"{path}[2]", points, f"is above {MOST_POINTS}, the most points allowed")
        if pair in found:
            raise Refused(path, f"the pair {shown(pair[0])}, {shown(pair[1])} is listed twice in pairs")
        found[pair] = points
    return found


def _objective(value: Any) -> tuple[str, ...]:
    stages = take_list(value, "objective")
    for number, stage in enumerate(stages):
        take_string(stage, f"objective[{number}]")
    if tuple(stages) not in OBJECTIVES:
        known = " or ".join(str(list(stages)) for stages in OBJECTIVES)
        refuse("objective", stages, f"is not allowed; a sweep has {known}")
    return tuple(stages)


def _pinned(
    value: Any, pairs: Collection[Pair], requests: Collection[str], mentors: Collection[str]
) -> tuple[Pair, ...]:
    found: dict[Pair, None] = {}
    for number, entry in enumerate(take_list(value, "pinned")):
        path = f"pinned[{number}]"
        item = take_list(entry, path)
        if len(item) != 2:
            refuse(path, item, "stands where [request, mentor] is needed")
        pair = _pair(item, path, requests, mentors)
        said = f"the pair {shown(pair[0])}, {shown(pair[1])}"
        if pair in found:
            raise Refused(path, f"{said} is listed twice in pinned")
        if pair not in pairs:
            raise Refused(path, f"{said} is pinned and not listed in pairs")
        found[pair] = None
    return tuple(found)

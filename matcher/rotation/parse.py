"""From a decoded `roundtrip.rotation/1` value to a `Rotation`, or a refusal that names the place."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from matcher.errors import Refused
from matcher.files import sha256_with_and_without
from matcher.reading import (
    Pair,
    refuse,
    shown,
    take_bool,
    take_id,
    take_identified,
    take_integer,
    take_known,
    take_list,
    take_object,
    take_string,
    take_tiers,
    under,
)
from matcher.rotation.eligibility import CAUSES, Rules
from matcher.rotation.problem import (
    DEFAULT_OBJECTIVE,
    FIRST_OBJECTIVES,
    OBJECTIVES,
    Alliances,
    Executive,
    Mechanism,
    Opportunity,
    Rotation,
    Unit,
)
from matcher.seed_proof import take_seed_proof

FORMAT = "roundtrip.rotation/1"
LONGEST_SHEET = 100
_REQUIRED = ("format", "seed", "units", "executives", "opportunities")
_OPTIONAL = ("seed_proof", "mechanism", "objective", "alliances", "pinned", "forbidden", "declined")


def read_rotation(value: Any) -> Rotation:
    """Check a decoded value against the format; raises `Refused` for whatever it does not allow, a pin that
    is not eligible included."""
    rotation = _rotation(take_object(value, "", _REQUIRED, _OPTIONAL))
    _check_pins(rotation)
    return rotation


def _rotation(top: dict[str, Any]) -> Rotation:
    units = _units(top["units"])
    unit_ids = {unit.id for unit in units}
    raw_executives = take_identified(
        top["executives"], "executives", ("id", "home", "choices"), ("priority",)
    )
    raw_opportunities = take_identified(
        top["opportunities"], "opportunities", ("id", "host"), ("seats", "min_seats", "ranking")
    )
    executives, opportunities = raw_executives.keys(), raw_opportunities.keys()
    pinned = _pairs(top.get("pinned", []), "pinned", executives, opportunities)
    declined = _pairs(top.get("declined", []), "declined", executives, opportunities)
    return Rotation(
        seed=_seed(top["seed"]),
        seed_proof=take_seed_proof(top["seed_proof"]) if "seed_proof" in top else None,
        mechanism=_mechanism(top.get("mechanism", "optimal")),
        objective=_objective(top["objective"]) if "objective" in top else DEFAULT_OBJECTIVE,
        units=units,
        alliances=_alliances(top["alliances"], unit_ids) if "alliances" in top else None,
        executives=tuple(
            _executive(raw, f"executives[{n}]", unit_ids, opportunities)
            for n, raw in enumerate(raw_executives.values())
        ),
        opportunities=tuple(
            _opportunity(raw, f"opportunities[{n}]", unit_ids, executives)
            for n, raw in enumerate(raw_opportunities.values())
        ),
        pinned=tuple(pinned),
        forbidden=_forbidden(top.get("forbidden", []), executives, opportunities),
        declined=tuple(declined),
        input_sha256=(hashes := sha256_with_and_without(top, ("seed", "seed_proof")))[0],
        snapshot_sha256=hashes[1],
    )


def _units(value: Any) -> tuple[Unit, ...]:
    raw_units = take_identified(
        value, "units", ("id",), ("parent", "max_out", "max_in", "net_min", "net_max", "internal")
    )
    units = []
    for number, (id_, raw) in enumerate(raw_units.items()):
        path = f"units[{number}]"
        units.append(
            Unit(
                id=id_,
                parent=take_known(raw["parent"], f"{path}.parent", raw_units, "unit")
                if "parent" in raw
                else None,
                max_out=_limit(raw, path, "max_out", 0),
                max_in=_limit(raw, path, "max_in", 0),
                net_min=_limit(raw, path, "net_min"),
                net_max=_limit(raw, path, "net_max"),
                internal=take_bool(raw.get("internal", True), f"{path}.internal"),
            )
        )
    _check_forest(units)
    return tuple(units)


def _limit(raw: dict[str, Any], path: str, key: str, *least: int) -> int | None:
    return take_integer(raw[key], under(path, key), *least) if key in raw else None


def _check_forest(units: list[Unit]) -> None:
    parents = {unit.id: unit.parent for unit in units}
    settled: set[str] = set()
    for number, unit in enumerate(units):
        walk: dict[str, None] = {}
        at: str | None = unit.id
        while at is not None and at not in settled:
            if at in walk:
                number = next(n for n, other in enumerate(units) if other.id == at)
                refuse(f"units[{number}].parent", units[number].parent, "closes a cycle of parents")
            walk[at] = None
            at = parents[at]
        settled.update(walk)


def _executive(
    raw: dict[str, Any], path: str, units: Collection[str], opportunities: Collection[str]
) -> Executive:
    return Executive(
        id=raw["id"],
        home=take_known(raw["home"], f"{path}.home", units, "unit"),
        choices=take_tiers(raw["choices"], f"{path}.choices", opportunities, "opportunity", LONGEST_SHEET),
        priority=take_integer(raw.get("priority", 0), f"{path}.priority", 0),
    )


def _opportunity(
    raw: dict[str, Any], path: str, units: Collection[str], executives: Collection[str]
) -> Opportunity:
    return Opportunity(
        id=raw["id"],
        host=take_known(raw["host"], f"{path}.host", units, "unit"),
        seats=take_integer(raw.get("seats", 1), f"{path}.seats", 1),
        min_seats=take_integer(raw.get("min_seats", 0), f"{path}.min_seats", 0),
        ranking=take_tiers(raw["ranking"], f"{path}.ranking", executives, "executive")
        if "ranking" in raw
        else None,
    )


def _seed(value: Any) -> str:
    return take_id(value, "seed")


def _mechanism(value: Any) -> Mechanism:
    text = take_string(value, "mechanism")
    if text == "optimal":
        return "optimal"
    if text == "stable":
        return "stable"
    refuse("mechanism", text, 'is unknown; known are "optimal" and "stable"')


def _objective(value: Any) -> tuple[str, ...]:
    stages = take_list(value, "objective")
    if not stages:
        raise Refused("objective", "an empty list; leave the key out for the default stages")
    for number, stage in enumerate(stages):
        path = f"objective[{number}]"
        if take_string(stage, path) not in OBJECTIVES:
            refuse(path, stage, f"is no stage; known are {', '.join(OBJECTIVES)}")
        if stage in stages[:number]:
            refuse(path, stage, "is listed twice")
    if stages[0] not in FIRST_OBJECTIVES:
        rule = "as the first stage would be best served by placing nobody; first may stand "
        refuse("objective[0]", stages[0], rule + ", ".join(FIRST_OBJECTIVES))
    return tuple(stages)


def _alliances(value: Any, units: Collection[str]) -> Alliances:
    raw = take_object(value, "alliances", ("pairs",), ("hops",))
    pairs = []
    for number, item in enumerate(take_list(raw["pairs"], "alliances.pairs")):
        path = f"alliances.pairs[{number}]"
        members = _of_length(item, path, 2, "[unit, unit]")
        left, right = (take_known(member, f"{path}[{m}]", units, "unit") for m, member in enumerate(members))
        pairs.append((left, right))
    return Alliances(tuple(pairs), take_integer(raw.get("hops", 1), "alliances.hops", 1))


def _of_length(value: Any, path: str, most: int, shape: str) -> list[Any]:
    items = take_list(value, path)
    if not 2 <= len(items) <= most:
        refuse(path, items, f"stands where {shape} is needed")
    return items


def _pairs(
    value: Any,
    name: str,
    executives: Collection[str],
    opportunities: Collection[str],
    most: int = 2,
    shape: str = "[executive, opportunity]",
) -> dict[Pair, list[Any]]:
    """The pairs of a list, in order, each with its item; a pair may stand once."""
    found: dict[Pair, list[Any]] = {}
    for number, value_ in enumerate(take_list(value, name)):
        path = f"{name}[{number}]"
        item = _of_length(value_, path, most, shape)
        pair = (
            take_known(item[0], f"{path}[0]", executives, "executive"),
            take_known(item[1], f"{path}[1]", opportunities, "opportunity"),
        )
        if pair in found:
            raise Refused(path, f"the pair {shown(pair[0])}, {shown(pair[1])} is listed twice in {name}")
        found[pair] = item
    return found


def _forbidden(value: Any, executives: Collection[str], opportunities: Collection[str]) -> dict[Pair, str]:
    shape = '[executive, opportunity] or [executive, opportunity, "why"]'
    found = _pairs(value, "forbidden", executives, opportunities, 3, shape)
    return {
        pair: take_string(item[2], f"forbidden[{number}][2]") if len(item) == 3 else ""
        for number, (pair, item) in enumerate(found.items())
    }


def _check_pins(rotation: Rotation) -> None:
    if not rotation.pinned:
        return
    people = {person.id: person for person in rotation.executives}
    posts = {post.id: post for post in rotation.opportunities}
    rules, declined = Rules(rotation), set(rotation.declined)
    for number, pair in enumerate(rotation.pinned):
        person, post = people[pair[0]], posts[pair[1]]
        cause = rules.cause(person, post)
        if pair in declined:
            why = "it is listed in declined"
        elif not any(post.id in tier for tier in person.choices):
            why = "it is not among the choices"
        elif cause != "eligible":
            why = CAUSES[cause]
        else:
            continue
        raise Refused(f"pinned[{number}]", f"{shown(pair[0])} cannot be pinned at {shown(pair[1])}: {why}")

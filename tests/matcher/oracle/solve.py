"""A rotation round's outcome without `timings`, `software` and the free texts of `conflict`."""

from tests.matcher.oracle.eligibility import Json
from tests.matcher.oracle.limits import is_network
from tests.matcher.oracle.lottery import sha256
from tests.matcher.oracle.optimal import optimise
from tests.matcher.oracle.search import Space
from tests.matcher.oracle.stable import defer


def solve(rotation: Json) -> Json:
    """The outcome of a round of either mechanism, network or not, by exhaustive search."""
    space = Space(rotation)
    mechanism = rotation.get("mechanism", "optimal")
    is_stable, network = mechanism == "stable", is_network(rotation)
    head = hashes(rotation) | {
        "mechanism": mechanism,
        "method": "deferred-acceptance" if is_stable else "network" if network else "integer",
        "proved": is_stable or network,
    }
    return head | (defer(space) if is_stable else optimise(space))


def hashes(value: Json) -> Json:
    """What every outcome says of the file it answers."""
    snapshot = {key: inner for key, inner in value.items() if key not in ("seed", "seed_proof")}
    return {
        "format": "roundtrip.outcome/1",
        "input_sha256": sha256(value),
        "snapshot_sha256": sha256(snapshot),
    }

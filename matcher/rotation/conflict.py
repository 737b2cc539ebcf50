"""Why a round cannot hold: an irreducible set of limits and pins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matcher.conflict import reduce_conflict
from matcher.rotation.limits import list_limits, without
from matcher.rotation.problem import Rotation


def find_conflict(rotation: Rotation, holds: Callable[[Rotation], bool]) -> list[dict[str, Any]]:
    """The `conflict` of a round that does not hold; `holds` answers for the round less some limits."""
    conflict = reduce_conflict(list_limits(rotation), lambda gone: holds(without(rotation, gone)))
    return [{"path": limit.path, "text": limit.text} for limit in conflict]

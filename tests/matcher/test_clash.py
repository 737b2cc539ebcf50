"""What a round cannot hold is known before it is solved."""

import json
from typing import Any

from matcher import parse_rotation
from matcher.rotation.solve import find_clash
from tests.matcher import golden


def clash(value: dict[str, Any]) -> list[str]:
    return [part["path"] for part in find_clash(parse_rotation(json.dumps(value)))]


def test_clash_is_the_conflict_that_the_outcome_will_name() -> None:
    named = [part["path"] for part in golden.outcome("infeasible")["conflict"]]
    assert clash(golden.rotation("infeasible")) == named
    assert clash(golden.rotation("network")) == []


def test_clash_where_limits_cross_is_looked_for_without_balances() -> None:
    value = golden.rotation("infeasible")
    value["units"] += [{"id": "Cabinet", "max_in": 9}]
    for unit in value["units"][:3:2]:  # Education and Justice, whose balances now lie below a cap
        unit["parent"] = "Cabinet"
    assert clash(value) == []
    value["units"][0]["max_in"] = 0
    assert clash(value) == ["units[0].max_in", "pinned[0]"]

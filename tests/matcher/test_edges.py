"""Sizes at the edge: nobody, one seat, a tie of thousands, a deep tree (all people invented)."""

from typing import Any

import pytest

from tests.matcher import engine, oracle
from tests.matcher.golden import fixed

Json = dict[str, Any]


def round_of(units: list[Json], executives: list[Json], opportunities: list[Json], **more: Any) -> Json:
    found = {"format": "roundtrip.rotation/1", "seed": "edge", "units": units}
    return found | {"executives": executives, "opportunities": opportunities} | more


TWO = [{"id": "here"}, {"id": "there"}]
ABE = {"id": "abe", "home": "here", "choices": ["desk"]}
DESK = {"id": "desk", "host": "there"}
SMALL = {
    "nothing at all": round_of([], [], []),
    "units alone": round_of(TWO, [], []),
    "nobody": round_of(TWO, [], [DESK]),
    "nobody, a seat that must be filled": round_of(TWO, [], [DESK | {"min_seats": 1}]),
    "no opportunity": round_of(TWO, [ABE | {"choices": []}], []),
    "one person, one seat": round_of(TWO, [ABE], [DESK]),
    "one seat, nobody acceptable": round_of(TWO, [ABE], [DESK | {"ranking": []}]),
    "one seat in one's own unit": round_of(TWO, [ABE], [DESK | {"host": "here"}]),
    "one seat, nobody may leave": round_of([{"id": "here", "max_out": 0}, {"id": "there"}], [ABE], [DESK]),
    "one seat, two people": round_of(TWO, [ABE, ABE | {"id": "bea"}], [DESK]),
    "one unit": round_of([{"id": "here"}], [ABE], [DESK | {"host": "here"}]),
    "empty alliances": round_of(TWO, [ABE], [DESK], alliances={"pairs": []}),
}


@pytest.mark.parametrize("mechanism", ["optimal", "stable"])
@pytest.mark.parametrize("name", SMALL)
def test_solve_smallest_rounds(name: str, mechanism: str) -> None:
    value = SMALL[name] | {"mechanism": mechanism}
    outcome = engine.solve(value)
    assert fixed(outcome) == oracle.solve(value)
    assert engine.failures(value, outcome) == []


@pytest.mark.parametrize(
    "sweep",
    [
        {"mentors": [], "requests": [], "pairs": []},
        {"mentors": [{"id": "m", "capacity": 0}], "requests": [{"id": "r"}], "pairs": [["r", "m", 0]]},
        {"mentors": [{"id": "m", "capacity": 1}], "requests": [{"id": "r"}], "pairs": [["r", "m", 0]]},
        {"mentors": [], "requests": [{"id": "r"}], "pairs": []},
    ],
)
@pytest.mark.parametrize("objective", [["served", "points"], ["served", "floor", "points"]])
def test_solve_smallest_sweeps(sweep: Json, objective: list[str]) -> None:
    value = {"format": "roundtrip.mentoring/1", "seed": "edge", "objective": objective} | sweep
    outcome = engine.solve(value)
    assert fixed(outcome) == oracle.solve_sweep(value)
    assert engine.failures(value, outcome) == []


@pytest.mark.parametrize("mechanism", ["optimal", "stable"])
def test_solve_one_tie_of_ten_thousand(mechanism: str) -> None:
    """Ten thousand people, all tied in one ranking, want a hundred seats: the best scores get them."""
    people = [f"e{number:05}" for number in range(10_000)]
    value = round_of(
        TWO,
        [{"id": id_, "home": "here", "choices": ["desk"]} for id_ in people],
        [DESK | {"seats": 100, "ranking": [people]}],
        mechanism=mechanism,
    )
    outcome = engine.solve(value)
    best = sorted(people, key=lambda id_: oracle.sha256(["edge", id_]), reverse=True)[:100]
    assert [match["executive"] for match in outcome["matches"]] == sorted(best)
    assert {each["reason"] for each in outcome["unmatched"]} == {
        "lottery" if mechanism == "optimal" else "beaten"
    }
    assert engine.failures(value, outcome) == []


def test_solve_sheet_of_one_tie_of_ten_thousand() -> None:
    desks = [f"desk {number}" for number in range(10_000)]
    value = round_of(TWO, [ABE | {"choices": [desks]}], [{"id": id_, "host": "there"} for id_ in desks])
    outcome = engine.solve(value)
    lowest = min(desks, key=lambda id_: oracle.draw("edge", "abe", id_))
    assert outcome["matches"] == [
        {"executive": "abe", "opportunity": lowest, "choice_rank": 1, "host_rank": 1}
    ]
    assert engine.failures(value, outcome) == []


@pytest.mark.parametrize("network", [True, False])
def test_solve_tree_fifty_deep(network: bool) -> None:
    """Fifty units, each below the one before, all with people, posts and limits."""
    depth = 50
    units: list[Json] = [{"id": "u00", "net_min": -3, "net_max": 3}, {"id": "abroad"}]
    units += [
        {"id": f"u{n:02}", "parent": f"u{n - 1:02}", "max_out": depth - n, "max_in": n}
        for n in range(1, depth)
    ]
    if not network:
        units[-1]["net_min"] = -1
    value = round_of(
        units,
        [
            {"id": f"e{n:02}", "home": f"u{n:02}", "choices": [["abroad desk", f"a{n:02}"]]}
            for n in range(depth)
        ],
        [
            {"id": "abroad desk", "host": "abroad", "seats": depth},
            *({"id": f"a{n:02}", "host": f"u{depth - 1 - n:02}"} for n in range(depth)),
        ],
        objective=["matched", "choice_total"],
    )
    outcome = engine.solve(value)
    assert outcome["status"] == "optimal"
    assert outcome["method"] == ("network" if network else "integer")
    assert engine.failures(value, outcome) == []
    assert next(unit for unit in outcome["metrics"]["units"] if unit["id"] == "u00")["net"] == -3

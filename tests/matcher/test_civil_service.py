"""Sweeps over the sample data of the UK Civil Service's mentor-match, against figures known beforehand.

The people are made up by the sample's authors (Open Government Licence v3.0); its fields on identity are not
carried here. Points are theirs without the identity rule: a mentor one grade above brings 9, two grades 12,
the same profession 10; never of the same organisation, never more than two grades apart.
"""

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.matcher import engine

FOLDER = Path(__file__).parent / "civil_service"
GRADES = (
    *("AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6"),
    *("SCS1", "SCS2", "SCS3", "SCS4"),
)
POINTS = {1: 9, 2: 12}
SAME_PROFESSION = 10


def people(kind: str) -> list[dict[str, str]]:
    with (FOLDER / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pairs() -> list[list[Any]]:
    found = []
    for mentee in people("mentees"):
        for mentor in people("mentors"):
            gap = GRADES.index(mentor["grade"]) - GRADES.index(mentee["grade"])
            if gap in POINTS and mentor["organisation"] != mentee["organisation"]:
                same = mentor["profession"] == mentee["profession"]
                found.append([mentee["id"], mentor["id"], POINTS[gap] + SAME_PROFESSION * same])
    return found


def sweep(capacity: int, *objective: str) -> dict[str, Any]:
    return {
        "format": "roundtrip.mentoring/1",
        "seed": "civil service",
        "mentors": [{"id": mentor["id"], "capacity": capacity} for mentor in people("mentors")],
        "requests": [{"id": mentee["id"]} for mentee in people("mentees")],
        "pairs": pairs(),
        "objective": list(objective),
    }


def test_sample_has_the_known_pairs() -> None:
    assert (len(people("mentors")), len(people("mentees")), len(pairs())) == (50, 50, 392)


@pytest.mark.parametrize(("capacity", "served", "points"), [(1, 35, 709), (2, 49, 944), (3, 50, 973)])
def test_solve_sample_gives_the_known_figures(capacity: int, served: int, points: int) -> None:
    value = sweep(capacity, "served", "points")
    outcome = engine.solve(value)
    assert [(stage["objective"], stage["value"]) for stage in outcome["stages"][:2]] == [
        ("served", [served]),
        ("points", points),
    ]
    assert engine.failures(value, outcome) == []


@pytest.mark.parametrize("capacity", [1, 2, 3])
def test_solve_sample_with_a_floor_serves_as_many(capacity: int) -> None:
    plain = engine.solve(sweep(capacity, "served", "points"))["metrics"]
    lifted = engine.solve(sweep(capacity, "served", "floor", "points"))["metrics"]
    assert lifted["served"] == plain["served"]
    assert lifted["floor"] >= plain["floor"]
    assert lifted["points"] <= plain["points"]

"""`roundtrip repair` and `roundtrip compare` over the portable files."""

import json
from pathlib import Path

from tests.webui.test_portable import GOLDEN, NETWORK, fixed, run


def life(name: str, kind: str = "round") -> Path:
    return GOLDEN / "round-life" / f"{name}.{kind}.json"


def test_repair_writes_the_golden_outcome_and_says_who_moves(tmp_path: Path) -> None:
    files = life("2-scenario"), life("2-scenario", "outcome"), life("3-declined")
    answer = run("repair", *files)
    assert answer.exit_code == 0
    expected = json.loads(life("3-declined", "outcome").read_text())
    assert fixed(json.loads(answer.stdout)) == fixed(expected)
    assert "brandt: trade-data (1) → " in answer.stderr
    out = tmp_path / "repaired.json"
    assert run("repair", *files, "-o", out).stdout == ""
    assert fixed(json.loads(out.read_text())) == fixed(expected)


def test_repair_of_another_round_is_refused() -> None:
    answer = run("repair", *NETWORK, life("3-declined"))
    assert answer.exit_code == 2
    assert "a repair only adds entries" in answer.stderr


def test_repair_from_an_outcome_that_does_not_hold_ends_with_1() -> None:
    answer = run("repair", life("1-frozen"), life("2-scenario", "outcome"), life("3-declined"))
    assert answer.exit_code == 1
    assert "does not hold" in answer.stderr


def test_compare_tells_stage_by_stage_and_person_by_person() -> None:
    one, other = "1-frozen", "2-scenario"
    answer = run("compare", life(one), life(one, "outcome"), life(other), life(other, "outcome"))
    assert answer.exit_code == 0
    lines = answer.stdout.splitlines()
    assert lines[0].startswith("matched: ")
    before, after = (
        {m["executive"]: m["opportunity"] for m in json.loads(life(name, "outcome").read_text())["matches"]}
        for name in (one, other)
    )
    moved = [who for who in sorted({**before, **after}) if before.get(who) != after.get(who)]
    assert [line.split(":")[0] for line in lines if " → " in line and "(" in line][-len(moved) :] == moved
    assert lines[-1] == f"{len(moved)} placed otherwise"


def test_compare_of_an_infeasible_outcome_is_refused() -> None:
    infeasible = GOLDEN / "infeasible.round.json", GOLDEN / "infeasible.outcome.json"
    answer = run("compare", *NETWORK, *infeasible)
    assert answer.exit_code == 2
    assert "an infeasible outcome has nothing to compare" in answer.stderr

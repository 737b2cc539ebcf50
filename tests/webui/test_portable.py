"""The commands of the portable files: what they write, what they say, how they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from numpy.typing import NDArray

import matcher
from webui.cli import main

GOLDEN = Path(__file__).parents[1] / "golden"
NETWORK = GOLDEN / "network.round.json", GOLDEN / "network.outcome.json"
SNAPSHOT = "822ae9adabd7568c8f4d6a0dcbea8e3a0ef5a65b1731435f6a64b4601c2032b5"
FORM_ONLY = "1 speak of another round and were checked for form only"
FREE = ("timings", "software")


def run(*words: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], input=stdin)


def fixed(outcome: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in outcome.items() if key not in FREE}


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "broken.json"
    value = json.loads(NETWORK[0].read_text())
    value["units"][1]["max_inn"] = 2
    file.write_text(json.dumps(value))
    return file


def test_solve_writes_the_golden_outcome_to_standard_output() -> None:
    result = run("solve", NETWORK[0])
    assert result.exit_code == 0
    assert fixed(json.loads(result.stdout)) == fixed(json.loads(NETWORK[1].read_text()))


def test_solve_with_output_writes_the_file_alone(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    result = run("solve", NETWORK[0], "-o", out)
    assert (result.exit_code, result.output) == (0, "")
    assert fixed(json.loads(out.read_text())) == fixed(json.loads(NETWORK[1].read_text()))
    assert list(tmp_path.iterdir()) == [out]


def test_solve_into_a_missing_folder_says_so(tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "out.json"
    result = run("solve", NETWORK[0], "-o", out)
    assert (result.exit_code, result.stderr) == (
        1,
        f"Error: {out} cannot be written: No such file or directory\n",
    )


def test_solve_into_a_folder_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "."):
        said = f"Error: {folder} cannot be written: Is a directory\n"
        result = run("solve", NETWORK[0], "-o", folder)
        assert (result.exit_code, result.stderr) == (1, said)
    assert list(tmp_path.iterdir()) == []


def test_solve_into_a_pipe_writes_to_it_and_leaves_it_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen([sys.executable, "-c", f"print(open({str(pipe)!r}).read())"], stdout=-1) as reader:
        assert run("solve", NETWORK[0], "-o", pipe).exit_code == 0
        read = reader.communicate()[0]
    assert fixed(json.loads(read)) == fixed(json.loads(NETWORK[1].read_text()))
    assert pipe.is_fifo()


def test_solve_through_a_link_writes_the_file_it_leads_to(tmp_path: Path) -> None:
    file, link = tmp_path / "file.json", tmp_path / "link.json"
    file.write_text("old")
    link.symlink_to(file)
    assert run("solve", NETWORK[0], "-o", link).exit_code == 0
    assert link.is_symlink()
    assert fixed(json.loads(file.read_text())) == fixed(json.loads(NETWORK[1].read_text()))


ABROAD = {
    "format": "roundtrip.rotation/1",
    "seed": "é",
    "units": [{"id": "Énergie"}, {"id": "😀"}],
    "executives": [{"id": "ådne 😀", "home": "Énergie", "choices": ["Ω"]}],
    "opportunities": [{"id": "Ω", "host": "😀"}],
}


def test_everything_is_said_in_utf8_whatever_the_terminal_speaks(tmp_path: Path) -> None:
    file, out = tmp_path / "ångström.json", tmp_path / "out.json"
    file.write_text(json.dumps(ABROAD))
    line = json.dumps(ABROAD)

    def run_in_latin1(*words: object, stdin: str = "") -> str:
        code = "import sys; from webui.cli import main; main()"
        ended = subprocess.run(
            [sys.executable, "-c", code, *map(str, words)],
            input=stdin.encode(),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        )
        return ended.stdout.decode()

    solved = json.loads(run_in_latin1("solve", file))
    assert solved["matches"][0]["executive"] == "ådne 😀"
    assert fixed(json.loads(run_in_latin1("solve", "--jsonl", stdin=line))) == fixed(solved)
    out.write_text(json.dumps(solved))
    assert run_in_latin1("verify", file, out).endswith(f"{out}: holds\n")
    assert "Your move is part of the chain Énergie → 😀" in run_in_latin1("explain", file, out, "ådne 😀")


def test_solve_infeasible_round_ends_with_3_and_still_writes() -> None:
    result = run("solve", GOLDEN / "infeasible.round.json")
    paths = [part["path"] for part in json.loads(result.stdout)["conflict"]]
    assert (result.exit_code, paths) == (3, ["units[0].max_out", "units[2].net_min", "pinned[0]"])


@pytest.mark.parametrize(
    ("status", "x", "said"),
    [
        (4, None, "the solver gives no answer: lost"),
        (0, 1.0, "the solver's answer breaks a row once it is rounded"),
    ],
)
def test_solve_with_a_solver_that_fails_ends_with_4_and_writes_nothing(
    status: int, x: float | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def milp(costs: NDArray[np.float64], **_: object) -> SimpleNamespace:
        found = None if x is None else np.full(len(costs), x)
        return SimpleNamespace(status=status, x=found, message="lost", mip_dual_bound=None)

    monkeypatch.setattr("matcher.rotation.programme.milp", milp)
    file = GOLDEN / "integer.round.json"
    result = run("solve", file, "-o", tmp_path / "out.json")
    head = f"{file}: the answer failed the internal check; nothing is written"
    assert (result.exit_code, result.stdout, result.stderr) == (4, "", f"{head}\n  {said}\n")
    assert list(tmp_path.iterdir()) == []
    line = json.dumps(json.loads(file.read_text()))
    result = run("solve", "--jsonl", stdin=line.encode())
    error = {"path": "", "text": f"failed the internal check: {said}"}
    assert (result.exit_code, json.loads(result.stdout)) == (4, {"error": error})


def test_refusal_names_file_path_value_and_rule(broken: Path) -> None:
    known = "id, parent, max_out, max_in, net_min, net_max, internal"
    said = f'{broken}: refused: units[1].max_inn: unknown key "max_inn"; known here: {known}\n'
    for words in (
        ("solve", broken),
        ("verify", broken, NETWORK[1]),
        ("explain", broken, NETWORK[1], "okafor"),
    ):
        result = run(*words)
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)


def test_refusal_imports_no_heavy_library(broken: Path) -> None:
    code = (
        "import sys; from webui.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: status = end.code\n"
        "heavy = {'numpy', 'scipy', 'networkx', 'sqlalchemy', 'rich'} & set(sys.modules)\n"
        "sys.exit(f'{status} {sorted(heavy)}')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, "solve", broken], capture_output=True, text=True, check=False
    )
    assert ended.stderr.splitlines()[-1] == "2 []"


def test_outcome_in_place_of_its_round_is_refused() -> None:
    round_, outcome = NETWORK
    result = run("verify", outcome, round_)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "an outcome stands where its round or sweep is needed; name that file first" in result.stderr


def test_missing_file_is_refused(tmp_path: Path) -> None:
    result = run("solve", tmp_path / "nothing.json")
    said = f"{tmp_path / 'nothing.json'}: refused: cannot be read: No such file or directory\n"
    assert (result.exit_code, result.stderr) == (2, said)


def test_sweep_is_solved_and_verified(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert run("solve", GOLDEN / "sweep.round.json", "-o", out).exit_code == 0
    assert run("verify", GOLDEN / "sweep.round.json", out).exit_code == 0


def test_jsonl_answers_each_line_in_order() -> None:
    lines = [
        json.dumps(json.loads((GOLDEN / "priority.round.json").read_text())),
        "",
        '{"format": 7}',
        json.dumps(json.loads((GOLDEN / "infeasible.round.json").read_text())),
    ]
    result = run("solve", "--jsonl", stdin="\n".join(lines).encode())
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [answer.get("status", answer.get("error")) for answer in answers] == [
        "optimal",
        {"path": "format", "text": "7 stands where a string is needed"},
        "infeasible",
    ]


def test_jsonl_gives_each_line_the_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def solve(rotation: matcher.Rotation, *, time_limit: float | None) -> dict[str, Any]:
        asked.append(time_limit)
        raise matcher.OutOfTime

    monkeypatch.setattr(matcher, "solve", solve, raising=False)
    line = json.dumps(json.loads((GOLDEN / "integer.round.json").read_text()))
    result = run("solve", "--jsonl", "--time-limit", "1.5", stdin=f"{line}\n{line}".encode())
    said = {"error": {"path": "", "text": "no feasible outcome was found within 1.5 seconds"}}
    assert result.exit_code == 0
    assert [json.loads(answer) for answer in result.stdout.splitlines()] == [said, said]
    assert asked == [1.5, 1.5]


def test_jsonl_takes_no_file() -> None:
    assert run("solve", "--jsonl", NETWORK[0]).exit_code == 2


def test_verify_golden_outcome_holds_and_says_what_was_shown() -> None:
    result = run("verify", *NETWORK)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "optimality: proved stage by stage (matched, priority, choice_total, host_total, lottery, draw)",
        f"reasons: 1 of 2 checked (no_choices, none_eligible, lottery); {FORM_ONLY}",
        f"seed: frozen hash {SNAPSHOT} is this file's own",
        f"{NETWORK[1]}: holds",
    ]


def test_verify_outcome_of_another_round_fails_line_by_line() -> None:
    result = run("verify", GOLDEN / "priority.round.json", NETWORK[1])
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == f"{NETWORK[1]}: does not hold"
    assert len(result.stderr.splitlines()) > 1


def test_verify_outcome_that_is_no_json_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "outcome.json"
    file.write_text("{")
    assert run("verify", NETWORK[0], file).exit_code == 2


def test_explain_speaks_to_the_person() -> None:
    result = run("explain", *NETWORK, "okafor")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "You are placed at grid-deputy, your choice number 1.",
        "Your move is part of the swap Agriculture ⇄ Energy, one person each way.",
        "clean-air is an offer you turned down.",
        (
            "Giving you water-office would have meant later choices in all: the choice numbers of everybody, "
            "yours among them, would add up to 4 instead of 3, and less is better."
        ),
        "Your lottery number is 1; 1 is the best. It played no part.",
    ]


@pytest.mark.parametrize(("typed", "near"), [("nobody", ""), ("Okafor", '; the file has "okafor"')])
def test_explain_unknown_person_is_refused(typed: str, near: str) -> None:
    result = run("explain", *NETWORK, typed)
    said = f'{NETWORK[0]}: refused: unknown executive "{typed}"{near}\n'
    assert (result.exit_code, result.stderr) == (2, said)


def test_explain_infeasible_round_is_refused() -> None:
    files = GOLDEN / "infeasible.round.json", GOLDEN / "infeasible.outcome.json"
    assert run("explain", *files, "novak").exit_code == 2


def test_explain_tampered_outcome_explains_nothing(tmp_path: Path) -> None:
    file = tmp_path / "outcome.json"
    value = json.loads(NETWORK[1].read_text())
    value["metrics"]["blocking_pairs"] += 1
    file.write_text(json.dumps(value))
    result = run("explain", NETWORK[0], file, "okafor")
    assert (result.exit_code, result.stdout) == (1, "")

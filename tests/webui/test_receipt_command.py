"""`roundtrip receipt`: what it says and how it ends."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matcher.receipt import commit
from webui.cli import main

FILE = Path(__file__).parents[1] / "golden" / "network.round.json"
PERSON = json.loads(FILE.read_text())["executives"][0]
LIST = [one if isinstance(one, list) else [one] for one in PERSON["choices"]]


def run(file: Path, certified: list[list[str]], *more: str, salt: str = "7f") -> Result:
    digest = commit("7f", PERSON["id"], certified)
    words = ["receipt", str(file), "--person", PERSON["id"], "--salt", salt, "--commitment", digest, *more]
    return CliRunner().invoke(main, words)


def test_certified_list_is_found() -> None:
    result = run(FILE, LIST)
    assert (result.exit_code, result.stdout) == (
        0,
        f"{PERSON['id']}: the list in the file is the certified one\n",
    )


def test_another_list_is_not_the_certified_one() -> None:
    result = run(FILE, LIST[:-1])
    assert (result.exit_code, result.stdout) == (
        1,
        f"{PERSON['id']}: the list in the file is NOT the certified one\n",
    )


def test_list_that_lost_what_is_not_offered_is_known_with_the_list() -> None:
    longer = [*LIST, ["withdrawn"]]
    result = run(FILE, longer, "--list", json.dumps(longer))
    assert result.exit_code == 0
    assert result.stdout.endswith("is the certified one without what is not offered: withdrawn\n")


def test_list_that_is_not_the_receipts_is_told_from_a_change() -> None:
    result = run(FILE, [["x"]], "--list", json.dumps([["y"]]))
    assert (result.exit_code, result.stdout) == (
        1,
        f"{PERSON['id']}: this list and salt do not give the commitment\n",
    )


@pytest.mark.parametrize(("text", "code"), [("{", 2), ('["A"]', 2)])
def test_list_that_is_none_is_refused(text: str, code: int) -> None:
    assert run(FILE, [["x"]], "--list", text).exit_code == code


def test_file_that_is_no_round_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "no.json"
    file.write_text("[]")
    assert run(file, LIST).exit_code == 2

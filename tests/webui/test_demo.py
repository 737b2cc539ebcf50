"""The demonstration command, whole: it is the first thing anybody runs."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import matcher
from matcher.files import decode
from webui.cli import main

README = Path(__file__).parents[2] / "README.md"


def run_demo(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.chdir(folder)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return CliRunner(catch_exceptions=False).invoke(main, ["demo", "--no-serve"])


def digest(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((folder / "instance").iterdir())
        if path.suffix in (".sqlite", ".json")
    }


def missing_from(output: str) -> list[str]:
    """The lines of README's result that the command does not print."""
    block = README.read_text().split("elsewhere):\n\n```\n")[1].split("\n```")[0]
    printed = {line.rstrip() for line in output.splitlines()}
    return [line for line in block.splitlines() if line.strip("… ") and line not in printed]


def test_demo_publishes_a_proved_round_and_a_second_run_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run_demo(tmp_path, monkeypatch)
    assert first.exit_code == 0
    assert "optimal: proved" in first.output
    files = tmp_path / "instance" / "demonstration-2027.round.json", tmp_path / "instance"
    rotation = matcher.parse_rotation(files[0].read_bytes())
    outcome = decode((files[1] / "demonstration-2027.outcome.json").read_bytes())
    assert matcher.verify(rotation, outcome).failures == []
    assert len(rotation.executives) >= 2000
    assert len(rotation.opportunities) >= 800
    assert len({e.home for e in rotation.executives} | {a.host for a in rotation.opportunities}) >= 60
    assert {len([a for tier in e.choices for a in tier]) for e in rotation.executives} <= set(range(3, 11))

    assert missing_from(first.output) == []

    before = digest(tmp_path)
    second = run_demo(tmp_path, monkeypatch)
    assert second.exit_code == 0
    assert digest(tmp_path) == before
    shown = "Demonstration round 2027\nReal posts as of 2016"
    assert second.output[second.output.index(shown) :] == first.output[first.output.index(shown) :]


def test_demo_on_a_foreign_database_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'other.sqlite'}")
    (tmp_path / "other.sqlite").write_bytes(b"not a database at all, but long enough to be looked at")
    result = CliRunner().invoke(main, ["demo", "--no-serve"])
    why = "file is not a database. Look at DATABASE_URL, or at instance/ without it."
    said = f"roundtrip demo: The database cannot be used: {why}\n"
    assert (result.exit_code, result.output) == (1, said)

"""The locks are whole, agree with each other and with pyproject.toml, and name no download address."""

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement

from tests.house.tree import ROOT

PIN = r"[a-z0-9][a-z0-9._-]*==\S+( ; [^\\]+)? \\"
HASH = r"    --hash=sha256:[0-9a-f]{64}( \\)?"
NEEDS = {"run": ("setup",), "test": ("setup", "test")}


def lock_lines(lock: str) -> list[str]:
    return (ROOT / "requirements" / f"{lock}.txt").read_text().splitlines()


def pins(lock: str) -> list[Requirement]:
    return [Requirement(line.removesuffix(" \\")) for line in lock_lines(lock) if not line.startswith(" ")]


def declared(lock: str) -> list[Requirement]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [line for extra in NEEDS[lock] for line in project["optional-dependencies"][extra]]
    return [Requirement(line) for line in [*project["dependencies"], *extras]]


@pytest.mark.parametrize("lock", NEEDS)
def test_lock_holds_pins_and_their_hashes_and_nothing_else(lock: str) -> None:
    lines = lock_lines(lock)
    assert [line for line in lines if not re.fullmatch(f"{PIN}|{HASH}", line)] == []
    unhashed = [
        line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
        if re.fullmatch(PIN, line) and not re.fullmatch(HASH, after)
    ]
    assert unhashed == []


@pytest.mark.parametrize("lock", NEEDS)
def test_lock_satisfies_what_pyproject_declares(lock: str) -> None:
    pinned: dict[str, list[str]] = {}
    for pin in pins(lock):
        pinned.setdefault(pin.name, []).append(next(iter(pin.specifier)).version)
    missing = [
        str(wanted)
        for wanted in declared(lock)
        if not pinned.get(wanted.name) or not all(wanted.specifier.contains(v) for v in pinned[wanted.name])
    ]
    assert missing == []


def test_run_lock_is_part_of_the_test_lock() -> None:
    assert {str(pin) for pin in pins("run")} - {str(pin) for pin in pins("test")} == set()


def test_notice_states_the_licence_of_every_package_of_the_run_lock() -> None:
    stated = re.findall(r"^  ([a-z0-9-]+)  +[A-Z]\S", (ROOT / "NOTICE").read_text(), re.MULTILINE)
    assert sorted(stated) == sorted({pin.name for pin in pins("run")})

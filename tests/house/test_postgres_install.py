"""`python -m tests.postgres` finds a server, installs one, or says what to do; it never skips by itself."""

import os
from pathlib import Path

import pytest

from tests import postgres, postgres_server

APT_GET = """#!/bin/sh
echo "$*" >>{folder}/apt.log
[ "$1" = update ] || /usr/bin/touch {folder}/initdb {folder}/pg_ctl
/bin/chmod +x {folder}/*
"""


def tool(path: Path, script: str = "#!/bin/sh\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script)
    path.chmod(0o755)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without PostgreSQL, seen by root; the folder returned is all of PATH."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("SKIP_POSTGRES", raising=False)
    monkeypatch.setattr(postgres_server, "DEBIAN", tmp_path / "postgresql")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin"


def told(capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = postgres.main()
    return (code, *capsys.readouterr())


def test_server_on_path_is_taken_first(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in (bare, bare.parent / "postgresql/16/bin"):
        tool(folder / "initdb")
        tool(folder / "pg_ctl")
    assert told(capsys) == (0, f"postgresql: {bare}\n", "")


def test_newest_server_of_debian_is_taken(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for version in ("9", "15", "16", "17"):
        tool(bare.parent / "postgresql" / version / "bin" / "pg_ctl")
    for version in ("9", "15", "16"):  # 17 has its client part only
        tool(bare.parent / "postgresql" / version / "bin" / "initdb")
    assert told(capsys) == (0, f"postgresql: {bare.parent}/postgresql/16/bin\n", "")


def test_missing_server_is_installed_as_root(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tool(bare / "apt-get", APT_GET.format(folder=bare))
    assert told(capsys) == (0, f"postgresql: {bare}\n", "")
    assert (bare / "apt.log").read_text().splitlines() == [
        "update -qq",
        "install -y -qq --no-install-recommends postgresql",
    ]


@pytest.mark.parametrize("account", [0, 1000])
def test_missing_server_that_cannot_be_installed_fails_with_the_remedy(
    bare: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, account: int
) -> None:
    if account:
        tool(bare / "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: account)
    assert told(capsys) == (1, "", f"postgresql: {postgres_server.REMEDY}\n")


def test_failing_installation_says_which_step_failed(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tool(bare / "apt-get", "#!/bin/sh\nexit 100\n")
    assert told(capsys) == (1, "", f"postgresql: apt-get update failed. {postgres_server.REMEDY}\n")


def test_skip_is_said(
    bare: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKIP_POSTGRES", "1")
    assert told(capsys) == (0, "postgresql: tests left out (SKIP_POSTGRES=1)\n", "")

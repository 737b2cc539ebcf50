"""`python -m tests.browser` finds a browser, installs one, or says what to do; it never skips by itself."""

import hashlib
import io
import os
import tarfile
from pathlib import Path

import pytest

from tests.browser import __main__, finder

REMEDY = f"chromium: {finder.REMEDY}\n"
FAILS = "#!/bin/sh\nexit 1\n"
APT_GET = """#!/bin/sh
echo "$*" >>{folder}/apt.log
[ "$1" = update ] && exit
[ "$5" = "{only}" ] || exit 1
echo >{folder}/$5; /bin/chmod +x {folder}/$5
"""
NPM = """#!/bin/sh
/bin/cp {folder}/packed.tgz .
"""
NODE = """#!/bin/sh
/bin/cp "$3" "$4"
"""
PLAYWRIGHT = """#!/bin/sh
echo "$*" >{folder}/own
"""


def tool(path: Path, script: str = "#!/bin/sh\n") -> None:
    path.write_text(script.format(folder=path.parent))
    path.chmod(0o755)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without a browser, seen by an ordinary account; the folder returned is all of PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("E2E_CHROMIUM", "SKIP_E2E"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(finder, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(finder, "PLAYWRIGHT", (str(folder / "playwright"),))
    monkeypatch.setattr(finder, "playwrights_own", lambda: folder / "own")
    tool(folder / "playwright", FAILS)
    return folder


def told(capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Return the exit code, the last line of the output and the errors."""
    code = __main__.main()
    said = capsys.readouterr()
    return code, (said.out.splitlines() or [""])[-1], said.err


def pack(folder: Path, content: bytes) -> str:
    """Write the package npm will bring and return its hash."""
    with tarfile.open(folder / "packed.tgz", "w:gz") as archive:
        entry = tarfile.TarInfo("package/bin/chromium.br")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return hashlib.sha256((folder / "packed.tgz").read_bytes()).hexdigest()


def test_browser_that_is_named_comes_first(
    bare: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("chromium", "mine"):
        tool(bare / name)
    monkeypatch.setenv("E2E_CHROMIUM", str(bare / "mine"))
    assert told(capsys) == (0, f"chromium: {bare}/mine", "")


def test_browser_that_is_named_and_missing_is_not_replaced(
    bare: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tool(bare / "chromium")
    monkeypatch.setenv("E2E_CHROMIUM", "/no/such")
    refusal = f"chromium: E2E_CHROMIUM=/no/such is not a program. Without it: {finder.REMEDY}\n"
    assert told(capsys) == (1, "", refusal)


@pytest.mark.parametrize("name", finder.ON_PATH)
def test_browser_on_path_is_taken(bare: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    tool(bare / name)
    assert told(capsys) == (0, f"chromium: {bare}/{name}", "")


@pytest.mark.parametrize(
    ("name", "tried"),
    [
        ("chromium-headless-shell", ["chromium-headless-shell"]),
        ("chromium", ["chromium-headless-shell", "chromium"]),
    ],
)
def test_missing_browser_is_installed_as_root(
    bare: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    tried: list[str],
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    tool(bare / "apt-get", APT_GET.replace("{only}", name))
    assert told(capsys) == (0, f"chromium: {bare}/{name}", "")
    assert (bare / "apt.log").read_text().splitlines() == [
        "update -qq",
        *(f"install -y -qq --no-install-recommends {package}" for package in tried),
    ]


def test_headless_build_comes_before_the_whole_browser(
    bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("chromium", "chromium-headless-shell"):
        tool(bare / name)
    assert told(capsys) == (0, f"chromium: {bare}/chromium-headless-shell", "")


def test_missing_browser_is_unpacked_for_an_ordinary_account(
    bare: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tool(bare / "apt-get", FAILS)
    tool(bare / "npm", NPM)
    tool(bare / "node", NODE)
    monkeypatch.setattr(finder, "NPM_SHA256", pack(bare, b"#!/bin/sh\n"))
    assert told(capsys) == (0, f"chromium: {finder.CACHE}/chromium", "")
    assert [(path.name, path.read_bytes()) for path in finder.CACHE.iterdir()] == [
        ("chromium", b"#!/bin/sh\n")
    ]
    (bare / "npm").unlink()
    assert told(capsys) == (0, f"chromium: {finder.CACHE}/chromium", "")


def test_other_package_under_the_same_name_is_refused(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tool(bare / "npm", NPM)
    tool(bare / "node", NODE)
    found = pack(bare, b"another")
    refusal = f"chromium: {finder.NPM_SPEC}: SHA-256 is {found}, expected {finder.NPM_SHA256}\n"
    assert told(capsys) == (1, "chromium: npm pack …", refusal)


@pytest.mark.parametrize("npm", [FAILS, NPM])
def test_playwrights_own_browser_is_the_last_way(
    bare: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, npm: str
) -> None:
    tool(bare / "npm", npm)
    tool(bare / "node", FAILS)
    tool(bare / "playwright", PLAYWRIGHT)
    monkeypatch.setattr(finder, "NPM_SHA256", pack(bare, b""))
    assert told(capsys) == (0, f"chromium: {bare}/own", "")
    assert (bare / "own").read_text() == "install chromium\n"


@pytest.mark.parametrize("account", [0, 1000])
def test_machine_where_every_way_fails_is_told_them(
    bare: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, account: int
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: account)
    tool(bare / "apt-get", FAILS)
    code, _, errors = told(capsys)
    assert (code, errors) == (1, REMEDY)


def test_skip_is_said(
    bare: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKIP_E2E", "1")
    assert told(capsys) == (0, "chromium: tests left out (SKIP_E2E=1)", "")

"""`requirements/install` against stand-ins for uv: what it installs, when, and what it refuses to trust."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files

UV = """#!/bin/sh
echo "$*" | sed "s#$PWD/##g" >>uv.log
case "$1" in
venv) mkdir -p .venv/bin && ln -s {python} .venv/bin/python ;;
pip) [ ! -e broken ] ;;
esac
"""
REMEDY = """\
setup: no usable Python among: python3.99 python3.11.
       Roundtrip needs Python 3.11 or newer, and uv on PATH or Python's own venv with ensurepip.
       Remedy: sudo apt-get install python3 python3-venv (or name another: make PYTHON=/path/to/python3)
"""
PIP = "pip install --quiet --python .venv/bin/python"
VENV = "venv --quiet --python tools/python3 .venv"
RUN = f"{PIP} --no-deps --require-hashes --only-binary :all: -r requirements/run.txt"
TEST = f"{PIP} --no-deps --require-hashes --only-binary :all: -r requirements/test.txt"
HOUSE = f"{PIP} --no-deps --no-build-isolation --editable ."


class Clone:
    """A clone with one real script in it, and a PATH where uv writes down what it was asked to do."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.tools = root / "tools"
        (root / "requirements").mkdir()
        shutil.copy(ROOT / "requirements" / "install", root / "requirements")
        for name in ("requirements/run.txt", "requirements/test.txt", "pyproject.toml"):
            (root / name).write_text(f"{name} as it was\n")
        self.tools.mkdir()
        self.tool("uv", UV.format(python=sys.executable))
        self.tool("python3", f'#!/bin/sh\nexec {sys.executable} "$@"\n')

    def tool(self, name: str, script: str) -> None:
        (self.tools / name).write_text(script)
        (self.tools / name).chmod(0o755)

    def install(self, lock: str, python: str = "python3") -> subprocess.CompletedProcess[str]:
        environment = {"PATH": f"{self.tools}:/usr/bin:/bin", "PYTHON": python}
        command = ["requirements/install", lock]
        return subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )

    def calls(self) -> list[str]:
        """Return what uv was asked since the last time."""
        log = self.root / "uv.log"
        lines = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def test_setup_of_a_new_clone_installs_the_lock_and_the_house(clone: Clone) -> None:
    done = clone.install("run")
    version = sys.version.split()[0]
    assert (done.stdout.splitlines(), done.stderr, done.returncode) == (
        [
            f"setup: making .venv with uv and Python {version}",
            "setup: installing requirements/run.txt",
            "setup: installing roundtrip itself",
        ],
        "",
        0,
    )
    assert clone.calls() == [VENV, RUN, HOUSE]


def test_setup_done_before_does_and_says_nothing(clone: Clone) -> None:
    clone.install("test")
    clone.calls()
    for lock in ("test", "run"):
        done = clone.install(lock)
        assert (done.stdout, done.stderr, done.returncode, clone.calls()) == ("", "", 0, [])


def test_setup_for_tests_adds_to_that_for_running(clone: Clone) -> None:
    clone.install("run")
    clone.calls()
    clone.install("test")
    assert clone.calls() == [TEST, HOUSE]


def test_setup_that_failed_halfway_is_made_anew(clone: Clone) -> None:
    clone.install("run")
    (clone.root / "broken").touch()
    assert clone.install("test").returncode == 1
    (clone.root / "broken").unlink()
    clone.calls()
    assert clone.install("run").returncode == 0
    assert clone.calls() == [VENV, RUN, HOUSE]


@pytest.mark.parametrize(
    ("changed", "calls"),
    [
        ("requirements/test.txt", [VENV, TEST, HOUSE]),
        ("pyproject.toml", [HOUSE]),
    ],
)
def test_setup_after_a_change_installs_what_it_concerns(clone: Clone, changed: str, calls: list[str]) -> None:
    clone.install("test")
    clone.calls()
    (clone.root / changed).write_text("changed\n")
    clone.install("test")
    assert clone.calls() == calls


def test_setup_with_a_python_gone_is_made_anew(clone: Clone) -> None:
    clone.install("run")
    clone.calls()
    (clone.root / ".venv" / "bin" / "python").unlink()
    clone.install("run")
    assert clone.calls() == [VENV, RUN, HOUSE]


def test_setup_without_a_usable_python_names_the_remedy(clone: Clone) -> None:
    clone.tool("python3.11", "#!/bin/sh\nexit 1\n")
    done = clone.install("run", python="python3.99 python3.11")
    assert (done.stdout, done.stderr, done.returncode) == ("", REMEDY, 1)


def test_help_lists_every_target() -> None:
    shown = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert re.findall(r"^  make ([a-z-]+) +\S", shown.stdout, re.MULTILINE) == targets()


def test_continuous_integration_calls_make_test() -> None:
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == "exec make test"


def test_documents_name_only_commands_that_exist() -> None:
    named = {
        target
        for path in files()
        if path.endswith(".md")
        for target in re.findall(r"(?:^ *|`)make ([a-z][a-z-]*)", (ROOT / path).read_text(), re.MULTILINE)
    }
    assert named - set(targets()) == set()


def targets() -> list[str]:
    (phony,) = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    return [str(target) for target in phony.split()]

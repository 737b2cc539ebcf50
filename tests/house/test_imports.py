"""The floors look one way only: webui, seed, models, matcher."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models import tables
from tests.house.tree import PACKAGES, ROOT

LAYERS = "One direction: webui, seed, models, matcher"
MATCHER = "The matcher knows no web, no database, no schedule"
MODELS = "The models know no web and no schedule"
PAGES = "The pages reach the solvers only through the matcher"


def broken_contracts(root: Path) -> list[str]:
    lint_imports = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [lint_imports, "--no-logo", "--no-cache"], cwd=root, capture_output=True, text=True, check=False
    )
    broken = [line.removesuffix(" BROKEN") for line in done.stdout.splitlines() if line.endswith(" BROKEN")]
    assert done.returncode == bool(broken), done.stdout + done.stderr
    return broken


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "pyproject.toml", root)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, root / package, ignore=shutil.ignore_patterns("data", "__pycache__"))
    return root


def test_contracts_hold() -> None:
    assert broken_contracts(ROOT) == []


@pytest.mark.parametrize(
    ("package", "imported", "contracts"),
    [
        ("matcher", "models", [LAYERS]),
        ("models", "seed", [LAYERS]),
        ("seed", "webui", [LAYERS]),
        ("matcher", "sqlalchemy", [MATCHER]),
        ("matcher", "rich", [MATCHER]),
        ("models", "click", [MODELS]),
        ("webui", "networkx", [PAGES]),
    ],
)
def test_import_against_the_direction_is_noticed(
    copy: Path, package: str, imported: str, contracts: list[str]
) -> None:
    intruder = copy / package / "intruder.py"
    intruder.write_text(f"import {imported}\n")
    broken = broken_contracts(copy)
    intruder.unlink()
    assert set(contracts) <= set(broken)


def test_the_whole_metadata_has_every_table() -> None:
    homes = {
        path.stem for path in (ROOT / "models").glob("*.py") if '__tablename__ = "' in path.read_text("utf-8")
    }
    assert homes - set(tables.__all__) == set()

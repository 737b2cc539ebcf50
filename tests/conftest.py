"""Fixtures every test may use.

`postgres_cluster` (session): this run's PostgreSQL, shared by all workers and started by whoever asks first:

    postgres_cluster.create_template("models", models.migrate.upgrade)  # built once in a run
    url = postgres_cluster.clone("models")  # "postgresql+psycopg://…"
    postgres_cluster.drop(url)

Tests that use it carry `@pytest.mark.postgres`. `SKIP_POSTGRES=1` skips them; a missing server fails them.

`run_folder` (session) is one folder for all workers of the run: what is dear to make is made in it once, by
`tests.once.build_once`.

`page`, `visit`, `watch` and `serve` come from `tests/browser`, whose `__init__.py` shows how they are used.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from models import db
from tests.postgres import Cluster, claim_home, ensure_running

pytest_plugins = ["tests.browser.fixtures"]

SLOW_SECONDS = 3600
GARBAGE = 10_000, 30, 30
"""How seldom garbage is looked for: by Python's usual (700, 10, 10) a tenth of a run goes into it."""
HASTY = "PRAGMA synchronous = OFF"
"""The disk need not have what a test wrote: no test outlives the machine."""
POSTGRES_HOME = pytest.StashKey[Path]()
LONG = (
    "webui/test_demo.py",
    "house/test_malformed.py",
    "walks/test_round.py",
    "house/test_routes.py",
    "house/test_refusals.py",
    "models/test_access.py",
    "models/test_migrations.py",
    "models/test_mentoring_machine.py",
    "models/test_faults.py",
    "walks/test_office.py",
)
"""The files that take longest, longest first: they are begun first, so that no worker ends alone with one."""


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(*GARBAGE)
    db.PRAGMAS = (HASTY, *(one for one in db.PRAGMAS if "synchronous" not in one))
    workerinput = getattr(config, "workerinput", None)
    home = claim_home() if workerinput is None else Path(workerinput["postgres_home"])
    config.stash[POSTGRES_HOME] = home


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell an xdist worker where the run's cluster lives."""
    node.workerinput["postgres_home"] = str(node.config.stash[POSTGRES_HOME])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {Path(__file__).parent / name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path, len(LONG)))
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SLOW_SECONDS))


def pytest_collection_finish() -> None:
    """Modules and tests stay until the end: nobody need look through them for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_cluster(pytestconfig: pytest.Config) -> Iterator[Cluster]:
    if os.environ.get("SKIP_POSTGRES") == "1":
        pytest.skip("SKIP_POSTGRES=1")
    with closing(ensure_running(pytestconfig.stash[POSTGRES_HOME])) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    folder.mkdir(exist_ok=True)
    return folder

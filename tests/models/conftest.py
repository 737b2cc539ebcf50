"""The invented world on both engines: built once in a run, copied for every test that asks for it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from zlib import crc32

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.db import open_session
from tests.models.moving import movable
from tests.models.stages import KEYS, postgres_template, sqlite_template
from tests.unspoiled import unspoiled_engine
from tests.warm import redirect, warm_engine

ENGINES = ["sqlite", "postgresql"]
TURNS = ["sqlite", "sqlite", "postgresql"]
"""Which engine the gate tries a test on: PostgreSQL takes twice as long, so a third of them is its."""
Clone = Callable[[str], str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The gate tries each test on one engine, in turns; the long suite tries all on both, and so does
    the gate where the engines differ: a module of such tests is marked `both_engines`."""
    for item in items:
        callspec = getattr(item, "callspec", None)
        engine = None if callspec is None else callspec.params.get("database")
        if engine in ENGINES and not item.get_closest_marker("both_engines"):
            alike = item.nodeid.replace(engine, "")
            if engine != TURNS[crc32(alike.encode()) % len(TURNS)]:
                item.add_marker(pytest.mark.slow)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    name: str = request.param
    return name


@pytest.fixture
def clone(database: str, request: pytest.FixtureRequest, run_folder: Path, tmp_path: Path) -> Iterator[Clone]:
    """`clone("world")` is the URL of a fresh copy of that template."""
    if database == "sqlite":
        yield _sqlite_clone(run_folder, tmp_path)
        return
    cluster = request.getfixturevalue("postgres_cluster")
    made: list[str] = []

    def copy(template: str) -> str:
        made.append(cluster.clone(postgres_template(template, cluster)))
        return made[-1]

    yield copy
    for url in made:
        cluster.drop(url)


def _sqlite_clone(shared: Path, folder: Path) -> Clone:
    def copy(template: str) -> str:
        target = folder / f"{template}-{len(list(folder.iterdir()))}.sqlite"
        shutil.copy(sqlite_template(template, shared), target)
        return f"sqlite:///{target}"

    return copy


@pytest.fixture
def template() -> str:
    """Which database the tests of a module begin with."""
    return "world"


@pytest.fixture
def engine(database: str, request: pytest.FixtureRequest, clone: Clone, template: str) -> Iterator[Engine]:
    """A copy of the invented world."""
    if database == "sqlite":
        with (
            warm_engine(clone(template), KEYS) as opened,
            movable(opened, lambda name: redirect(opened, clone(name))),
        ):
            yield opened
        return
    cluster = request.getfixturevalue("postgres_cluster")
    with (
        unspoiled_engine(cluster, postgres_template(template, cluster), KEYS) as lent,
        movable(lent.engine, lambda name: lent.go(postgres_template(name, cluster))),
    ):
        yield lent.engine


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on the invented world; what it writes is seen by nobody else until it commits."""
    with open_session(engine) as opened:
        yield opened

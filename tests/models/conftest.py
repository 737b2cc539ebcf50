"""The invented world on both engines: built once in a run, copied for every test that asks for it."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models import migrate
from models.db import open_engine, session_factory, unit_of_work
from models.secrets import Keyring
from tests.models import mentoring, world

KEYS = Keyring([b"k" * 32])
Clone = Callable[[str], str]


def build_world(url: str) -> None:
    """Migrate and fill one database."""
    build_empty(url)
    engine = open_engine(url, KEYS)
    with unit_of_work(engine) as session:
        world.build(session)
    engine.dispose()


def build_empty(url: str) -> None:
    migrate.upgrade(url)


def build_mentoring(url: str) -> None:
    """The world with four mentors."""
    build_world(url)
    engine = open_engine(url, KEYS)
    with unit_of_work(engine) as session:
        mentoring.four_mentors(session)
    engine.dispose()


BUILDS = {"world": build_world, "empty": build_empty, "mentoring": build_mentoring}


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("templates")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who may do what is the same on every database: on the second one it is tried in the long suite."""
    for item in items:
        if item.name.startswith("test_verb_is_done_by_those_allowed") and "postgresql" in item.name:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def clone(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Clone]:
    """`clone("world")` is the URL of a fresh copy of that template, on each engine in turn."""
    if request.param == "sqlite":
        yield _sqlite_clone(request.getfixturevalue("sqlite_templates"), tmp_path)
        return
    cluster = request.getfixturevalue("postgres_cluster")
    made: list[str] = []

    def copy(template: str) -> str:
        cluster.create_template(f"models_{template}", BUILDS[template])
        made.append(cluster.clone(f"models_{template}"))
        return made[-1]

    yield copy
    for url in made:
        cluster.drop(url)


def _sqlite_clone(templates: Path, folder: Path) -> Clone:
    def copy(template: str) -> str:
        source = templates / f"{template}.sqlite"
        with (templates / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not source.exists():
                BUILDS[template](f"sqlite:///{source}")
        target = folder / f"{template}-{len(list(folder.iterdir()))}.sqlite"
        shutil.copy(source, target)
        return f"sqlite:///{target}"

    return copy


@pytest.fixture
def template() -> str:
    """Which database the tests of a module begin with."""
    return "world"


@pytest.fixture
def engine(clone: Clone, template: str) -> Iterator[Engine]:
    """A copy of the invented world."""
    opened = open_engine(clone(template), KEYS)
    yield opened
    opened.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on the invented world; what it writes is seen by nobody else until it commits."""
    with session_factory(engine)() as opened:
        yield opened

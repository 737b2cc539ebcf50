"""The throw-away cluster itself: shared, cloned from templates, and never left behind."""

import atexit
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE

import psycopg
import pytest

from tests import postgres
from tests.postgres import Cluster
from tests.postgres_server import run as run_program

OTHER_RUN = """
from tests.postgres import claim_home, ensure_running
home = claim_home()
ensure_running(home)
print(home, flush=True)
input()
"""

pytestmark = pytest.mark.postgres


def execute(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def builder(built: list[str]) -> Callable[[str], None]:
    def build(url: str) -> None:
        built.append(url)
        execute(url, "CREATE TABLE agency (code text)")

    return build


def test_template_asked_twice_is_built_once(postgres_cluster: Cluster) -> None:
    built: list[str] = []
    postgres_cluster.create_template("house_once", builder(built))
    postgres_cluster.create_template("house_once", builder(built))
    assert built == [postgres_cluster.url("house_once_unfinished")]


def test_clones_of_one_template_share_nothing(postgres_cluster: Cluster) -> None:
    postgres_cluster.create_template("house_apart", builder([]))
    first, second = postgres_cluster.clone("house_apart"), postgres_cluster.clone("house_apart")
    execute(first, "INSERT INTO agency VALUES ('TR')")
    assert execute(first, "SELECT code FROM agency") == [("TR",)]
    assert execute(second, "SELECT code FROM agency") == []
    postgres_cluster.drop(first)
    postgres_cluster.drop(second)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        execute(first, "SELECT 1")


def test_template_whose_build_fails_can_be_built_again(postgres_cluster: Cluster) -> None:
    def fail(url: str) -> None:
        execute(url, "CREATE TABLE half (code text)")
        raise ValueError("no second half")

    with pytest.raises(ValueError, match="no second half"):
        postgres_cluster.create_template("house_again", fail)
    postgres_cluster.create_template("house_again", builder([]))
    clone = postgres_cluster.clone("house_again")
    tables = execute(clone, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    postgres_cluster.drop(clone)
    assert tables == [("agency",)]


def test_text_order_is_pythons(postgres_cluster: Cluster) -> None:
    rows = execute(
        postgres_cluster.url("postgres"),
        "SELECT word FROM unnest('{a,B,b,A,é,z,_}'::text[]) word ORDER BY word",
    )
    assert [word for (word,) in rows] == sorted(["a", "B", "b", "A", "é", "z", "_"])


@pytest.fixture
def other_run() -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another run with a cluster of its own, and where that lives."""
    with subprocess.Popen(
        [sys.executable, "-c", OTHER_RUN], stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True
    ) as run:
        assert run.stdout is not None
        yield run, Path(run.stdout.readline().strip())
        run.kill()


def test_cluster_of_a_killed_run_is_swept(
    postgres_cluster: Cluster, other_run: tuple[subprocess.Popen[str], Path]
) -> None:
    run, home = other_run
    server = os.pidfd_open(int((home / "data" / "postmaster.pid").read_text().split()[0]))
    postgres.sweep()
    assert home.exists(), "a living run keeps its cluster"
    run.kill()
    run.wait()
    assert select.select([server], [], [], 0)[0] == [], "the server outlives the killed run"
    postgres.sweep()
    assert select.select([server], [], [], 60)[0] == [server]
    os.close(server)
    assert (home.exists(), postgres_cluster.home.exists()) == (False, True)


def test_cluster_whose_server_went_down_with_the_machine_is_swept(
    other_run: tuple[subprocess.Popen[str], Path],
) -> None:
    run, home = other_run
    left = home / "data" / "postmaster.pid"
    written = left.read_text()
    run_program("pg_ctl", "stop", "--mode=immediate", "-D", str(home / "data"), home=home)
    with subprocess.Popen([sys.executable, "-c", ""]) as over:
        over.wait()
    left.write_text("\n".join([str(over.pid), *written.splitlines()[1:]]) + "\n")
    run.kill()
    run.wait()
    postgres.sweep()
    assert not home.exists()


def test_cluster_of_a_terminated_run_is_removed_by_it(other_run: tuple[subprocess.Popen[str], Path]) -> None:
    run, home = other_run
    run.terminate()
    run.wait()
    assert not home.exists()


@pytest.mark.parametrize(
    ("room", "place"), [(0, "disk"), (postgres.ROOM - 1, "disk"), (postgres.ROOM, "memory")]
)
def test_cluster_lives_in_memory_only_where_there_is_room(
    room: int, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("disk", "memory"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(postgres, "MEMORY", tmp_path / "memory")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "disk"))
    monkeypatch.setattr(postgres, "room_in_memory", lambda: room)
    monkeypatch.setattr(atexit, "register", lambda *_any: None)
    monkeypatch.setattr(signal, "signal", lambda *_any: None)
    assert postgres.claim_home().parent == tmp_path / place


def test_memory_that_nobody_may_write_has_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "MEMORY", tmp_path / "none")
    assert postgres.room_in_memory() == 0

"""The pages as processes: the demonstration's own server, and gunicorn's."""

import gc
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import sleep
from typing import IO

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

import matcher
from models import services
from models.db import open_engine, unit_of_work
from models.jobs import JobRun
from models.migrate import is_current
from models.queries import explanations
from models.secrets import VARIABLE
from tests.models.stages import KEYS
from tests.models.world import NOW
from tests.webui.site import KEY_TEXT, sign_in
from webui.app import build_app
from webui.cli import main
from webui.commands.pages import in_use, listen
from webui.config import Settings
from webui.preload import preload

DEMONSTRATION = """
import sys
from rich.console import Console
from tests.models.world import NOW
from webui.commands.pages import listen, serve_pages
from webui.config import Settings
settings = Settings(sys.argv[1], demonstration=True, https=False, clock=lambda: NOW)
serve_pages(Console(highlight=False), settings, listen(0))
"""


COMMAND = "from webui.cli import main; main()"


def run(*words: str, **environment: str | None) -> Result:
    return CliRunner(catch_exceptions=False).invoke(main, list(words), env=environment)


def heed_interrupts() -> None:
    """Whoever runs the tests in the background has interrupts ignored, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def started(*command: str, **environment: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, *command],
        env=os.environ | {"PYTHONUNBUFFERED": "1", "COLUMNS": "200"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=heed_interrupts,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def read_until(stream: IO[str] | None, words: str) -> tuple[str, int]:
    """What was said up to the line with the words, and the port it names."""
    assert stream is not None
    said = ""
    for line in stream:
        said += line
        if words in line:
            port = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            assert port, line
            return said, int(port[1])
    raise AssertionError(said)


def get(port: int, path: str) -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def await_run(url: str, job: str) -> None:
    """Wait until a job of the schedule has run."""
    engine = open_engine(url, KEYS)
    ran = select(JobRun).where(JobRun.job == job, JobRun.finished_at.is_not(None))
    for _ in range(600):
        with unit_of_work(engine, read_only=True) as session:
            if session.scalar(ran) is not None:
                break
        sleep(0.1)
    else:
        pytest.fail(f"{job} has not run")
    engine.dispose()


@pytest.mark.parametrize("stage", ["ranking"])
def test_demonstration_names_people_serves_and_ends_on_interrupt(url: str) -> None:
    with started("-c", DEMONSTRATION, url) as process:
        said, port = read_until(process.stdout, "Open http")
        assert re.search(r"^  host-AG11 +host-AG11\n +\d applicants? for “Acting director, O-", said, re.M)
        assert re.search(r"^  e-01 +Invented Person 1\n +\S", said, re.M)
        status, page = get(port, "/sign-in")
        assert (status, "Who would you like to be?" in page) == (200, True)
        await_run(url, "move_rounds")
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=30)
    assert (process.returncode, rest.strip()) == (0, "Ended. The same command shows it again.")


def test_port_in_use_is_said_before_anything_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with listen(0) as taken:
        port = taken.getsockname()[1]
        result = run("demo", "--port", str(port), DATABASE_URL=None)
    another = f"Choose another: make demo PORT={port + 1}, or roundtrip demo --port {port + 1}."
    why = f"Port {port} is in use, perhaps by another demonstration. {another}"
    assert (result.exit_code, result.output) == (1, f"roundtrip demo: {why}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("typed", ["abc", "65536", "-1"])
def test_what_is_no_port_is_said(typed: str) -> None:
    result = run("demo", "--port", typed)
    assert result.exit_code == 2
    assert f"{typed} is no port: choose a number from 0 to 65535, such as 8001." in result.output


def test_interrupted_demonstration_says_how_to_go_on(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("webui.commands.demo._run", interrupted)
    result = run("demo", "--no-serve", DATABASE_URL=url)
    why = "Stopped before it was ready. What is loaded stays; the same command goes on from there."
    assert (result.exit_code, result.output) == (1, f"roundtrip demo: {why}\n")


def test_port_that_may_not_be_used_is_said() -> None:
    refused = PermissionError(13, "Permission denied")
    another = "Choose another: make demo PORT=8001, or roundtrip demo --port 8001."
    assert in_use(80, refused) == f"Port 80 cannot be used: Permission denied. {another}"


def test_gunicorn_serves_by_production_settings_and_ends_on_sigterm(url: str) -> None:
    command = "-c", COMMAND, "serve", "--bind", "127.0.0.1:0", "--workers", "1"
    with started(*command, DATABASE_URL=url) as process:
        _, port = read_until(process.stdout, "Listening at")
        status, page = get(port, "/sign-in")
        assert (status, "E-mail address" in page, "Demonstration" in page) == (200, True, False)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 0


def test_every_template_stays_ready_in_a_process_that_serves(url: str) -> None:
    app = preload(build_app(Settings(url, demonstration=True, https=False)))
    cache = app.jinja_env.cache
    assert cache is not None
    assert len(cache) == len(app.jinja_env.list_templates())
    gc.unfreeze()
    app.extensions["roundtrip"].engine.dispose()


@pytest.mark.parametrize("stage", ["published"])
def test_first_reading_of_a_result_and_a_repair_asks_the_engine_nothing_more(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    explanations._run.cache_clear()
    services.repairs._solved.cache_clear()
    app = preload(build_app(Settings(url, demonstration=True, https=False, clock=lambda: NOW)))
    gc.unfreeze()
    for name in ("amend", "repair", "solve", "Accounts"):
        monkeypatch.setattr(matcher, name, None)
    assert sign_in(app.test_client(), "e-01").get("/result/R-1").status_code == 200
    assert sign_in(app.test_client(), "exchange").get("/rounds/R-1/repair").status_code == 200
    app.extensions["roundtrip"].engine.dispose()


@pytest.mark.parametrize("stage", ["published"])
def test_round_that_cannot_be_worked_out_does_not_keep_the_others_from_their_pages(
    url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("webui.preload.make_ready", None)
    app = preload(build_app(Settings(url, demonstration=True, https=False)))
    gc.unfreeze()
    assert app.test_client().get("/sign-in").status_code == 200
    assert "round R-1 could not be worked out before the first page" in caplog.text
    app.extensions["roundtrip"].engine.dispose()


def test_process_that_begins_while_the_database_is_away_serves_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(VARIABLE, KEY_TEXT)
    url = f"sqlite:///{tmp_path / 'nowhere' / 'none.sqlite'}"
    app = preload(build_app(Settings(url, demonstration=True, https=False)))
    gc.unfreeze()
    assert "the database did not answer: nothing is worked out" in caplog.text
    app.extensions["roundtrip"].engine.dispose()


def test_serve_without_a_database_says_what_to_set() -> None:
    result = run("serve", DATABASE_URL=None)
    said = (
        "roundtrip serve: DATABASE_URL is not set. Set it to postgresql+psycopg://USER@HOST/NAME, or to "
        "sqlite:////PATH for one machine; `roundtrip demo` needs none.\n"
    )
    assert (result.exit_code, result.output) == (1, said)


def test_serve_on_an_unmigrated_database_says_so(tmp_path: Path) -> None:
    result = run("serve", DATABASE_URL=f"sqlite:///{tmp_path / 'none.sqlite'}")
    said = "roundtrip serve: The database is not migrated: run roundtrip migrate first.\n"
    assert (result.exit_code, result.output) == (1, said)
    assert list(tmp_path.iterdir()) == []


def test_serve_without_the_key_says_where_it_belongs(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = f"{url.removeprefix('sqlite:///')}.key"
    result = run("serve", DATABASE_URL=url, ROUNDTRIP_KEY=None)
    why = f"The key file {file} is missing: put it back beside the database, or set ROUNDTRIP_KEY."
    assert (result.exit_code, result.output) == (1, f"roundtrip serve: {why}\n")


def test_serve_on_a_database_that_cannot_be_reached_says_so() -> None:
    result = run("serve", DATABASE_URL="postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert result.exit_code == 1
    assert result.output.startswith("roundtrip serve: The database cannot be used: connection failed: ")
    assert result.output.endswith(" Look at DATABASE_URL.\n")


def test_migrate_makes_a_database_that_serve_takes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    result = run("migrate", DATABASE_URL=url, ROUNDTRIP_KEY=None)
    assert (result.exit_code, result.output) == (0, "The database is current.\n")
    assert is_current(url)
    assert (tmp_path / "new.sqlite.key").exists()
    assert run("migrate", DATABASE_URL=url, ROUNDTRIP_KEY=None).exit_code == 0

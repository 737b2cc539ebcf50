"""`roundtrip demo`: the main job once, on real posts and invented people."""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console
    from sqlalchemy import Engine


class Port(click.IntRange):
    """A number of a port; anything else is told in words."""

    name = "port"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            self.fail(f"{value} is no port: choose a number from 0 to 65535, such as 8001.", param, ctx)


@click.command()
@click.option("--no-serve", is_flag=True, help="End after the result instead of serving the pages.")
@click.option("--later", default=0, type=click.IntRange(0, 730), metavar="DAYS", help="Let days pass first.")
@click.option("--port", default=8000, show_default=True, type=Port(0, 65535), help="0 is a free one.")
def demo(no_serve: bool, later: int, port: int) -> None:
    """Run the demonstration round, show its result, and serve the pages on this machine.

    Migrates the database (DATABASE_URL, or an SQLite file in instance/), loads the reference data and the
    invented people, takes one round from its dream sheets to its publication, and adds four practice
    rounds. A second run loads nothing. The pages are at http://127.0.0.1:8000 until Ctrl-C, and while they
    are served whatever falls due is done. With --later the days until then pass first, hour by hour.
    """
    from rich.console import Console
    from sqlalchemy.exc import SQLAlchemyError

    from models.db import open_engine
    from models.errors import Trouble
    from models.migrate import upgrade
    from webui.commands.pages import serve_pages
    from webui.commands.standing import clock_of, live_through, must_go_on
    from webui.config import FOLDER, Settings, database_url
    from webui.machine import Machine

    console = Console(highlight=False)
    listening = None if no_serve else _listen(port)
    try:
        url = database_url()
        upgrade(url)
        engine, clock = open_engine(url), clock_of(later)
        must_go_on(engine, clock())
        slug = _run(engine, console)
        with _bars(console) as tell:
            live_through(Machine(engine, clock, lambda: None), tell)
        _show(engine, slug, console, FOLDER)
        if listening is not None:
            settings = Settings(url, demonstration=True, https=False, clock=clock)
            serve_pages(console, settings, listening)
    except KeyboardInterrupt:
        _fail("Stopped before it was ready. What is loaded stays; the same command goes on from there.")
    except Trouble as trouble:
        _fail(str(trouble))
    except SQLAlchemyError as error:
        why = str(getattr(error, "orig", None) or error).strip()
        _fail(f"The database cannot be used: {why}. Look at DATABASE_URL, or at instance/ without it.")
    except OSError as error:
        _fail(f"{error.filename} cannot be used: {error.strerror}.")


def _listen(port: int) -> socket.socket:
    """The port of the pages, taken before the work begins, so that nobody waits for nothing."""
    from webui.commands.pages import in_use, listen

    try:
        return listen(port)
    except OSError as error:
        _fail(in_use(port, error))


def _fail(sentence: str) -> NoReturn:
    click.echo(f"roundtrip demo: {sentence}", err=True)
    sys.exit(1)


def _run(engine: Engine, console: Console) -> str:
    from seed.finish import finish
    from seed.load import load
    from seed.loading.agreements import load_agreements
    from seed.loading.ledger import load_ledger
    from seed.loading.letters import load_letters
    from seed.loading.plans import load_plans
    from seed.loading.releases import load_releases
    from seed.loading.reports import load_reports
    from seed.loading.scramble import load_scramble
    from seed.loading.seeking import load_seeking
    from seed.mentoring import load_mentoring
    from seed.practice import load_practice

    now = datetime.now(UTC)
    with _bars(console) as tell:
        slug = load(engine, now=now, progress=tell)
    with _bars(console) as tell:
        finish(engine, now=now, slug=slug, progress=_counted(tell))
    load_practice(engine, now=now)
    with _bars(console) as tell:
        load_mentoring(engine, now=now, progress=tell)
    with _bars(console) as tell:
        load_plans(engine, now=now, progress=tell)
        load_agreements(engine, now=now, progress=tell)
    load_reports(engine, now=now)
    load_releases(engine, now=now)
    load_ledger(engine, now=now)
    load_seeking(engine, now=now)
    load_scramble(engine, now=now, slug=slug)
    load_letters(engine, now=now)
    return slug


@contextmanager
def _bars(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """One progress bar for each thing that is told of."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description:20}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    progress, bars = Progress(*columns, console=console), {}

    def tell(what: str, done: int, total: int) -> None:
        if what not in bars:
            progress.start()
            bars[what] = progress.add_task(what, total=total)
        progress.update(bars[what], completed=done)

    try:
        yield tell
    finally:
        if bars:
            progress.stop()


def _counted(tell: Callable[[str, int, int], None]) -> Callable[[str], None]:
    """The stages of the solve as one bar; the last stage is told when it begins, so the bar ends full."""
    from matcher.rotation.problem import DEFAULT_OBJECTIVE
    from matcher.rotation.stages import TIE_BREAKS

    told: list[str] = []

    def stage(name: str) -> None:
        told.append(name)
        tell("Solving by stages", len(told), len(DEFAULT_OBJECTIVE) + len(TIE_BREAKS))

    return stage


def _show(engine: Engine, slug: str, console: Console, folder: Path) -> None:
    from sqlalchemy import select

    from models.db import unit_of_work
    from models.outcomes import Decision
    from models.rounds import Round
    from models.services.results import round_file
    from webui.commands.result import show_result

    with unit_of_work(engine, read_only=True) as session:
        round_ = session.scalars(select(Round).where(Round.slug == slug)).one()
        outcome = session.get_one(Decision, round_.id).outcome
        files = folder / f"{slug}.round.json", folder / f"{slug}.outcome.json"
        folder.mkdir(mode=0o700, exist_ok=True)
        for path, content in zip(files, (round_file(session, round_), outcome.content), strict=True):
            path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        show_result(console, session, round_, outcome)
    somebody = outcome.content["unmatched"][0]["executive"]
    console.print("\n[bold]Check it yourself[/bold], from the two files alone:")
    for words in (f"verify {files[0]} {files[1]}", f"explain {files[0]} {files[1]} {somebody}"):
        console.print(f"  {os.path.relpath(sys.argv[0])} {words}", soft_wrap=True)

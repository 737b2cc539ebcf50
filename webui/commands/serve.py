"""`roundtrip serve` and `roundtrip migrate`: the pages of an installation, and its database."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from webui.config import Settings

NO_DATABASE = (
    "DATABASE_URL is not set. Set it to postgresql+psycopg://USER@HOST/NAME, or to sqlite:////PATH for one "
    "machine; `roundtrip demo` needs none."
)
NOT_MIGRATED = "The database is not migrated: run roundtrip migrate first."


@click.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="HOST:PORT, or unix:PATH.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1), help="Processes.")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1), help="Threads of each.")
def serve(bind: str, workers: int, threads: int) -> None:
    """Serve the pages under gunicorn.

    Needs DATABASE_URL, and ROUNDTRIP_KEY unless the key lies beside an SQLite file. Put a proxy with https
    before it and say so with ROUNDTRIP_PROXIES=1. Mail and due work are `roundtrip worker`'s.
    """
    settings = _settings("serve")
    _run(settings, {"bind": bind, "workers": workers, "threads": threads})


@click.command()
def migrate() -> None:
    """Bring the database to the current tables (DATABASE_URL, or the SQLite file in instance/)."""
    from sqlalchemy.exc import SQLAlchemyError

    from models.errors import Trouble
    from models.migrate import upgrade
    from webui.config import database_url

    try:
        upgrade(database_url())
    except (SQLAlchemyError, Trouble, OSError) as fault:
        _fail("migrate", _why(fault))
    click.echo("The database is current.")


def _settings(command: str) -> Settings:
    """The settings, once the database is seen to be there, migrated and readable with its keys."""
    from sqlalchemy.exc import SQLAlchemyError

    from models.errors import Trouble
    from models.migrate import is_current
    from models.secrets import find_keys
    from webui.config import settings_from

    if not os.environ.get("DATABASE_URL"):
        _fail(command, NO_DATABASE)
    try:
        settings = settings_from()
        if not is_current(settings.database_url):
            _fail(command, NOT_MIGRATED)
        find_keys(settings.database_url)
    except (SQLAlchemyError, Trouble) as fault:
        _fail(command, _why(fault))
    return settings


def _why(fault: Exception) -> str:
    from models.errors import Trouble

    if isinstance(fault, Trouble):
        return str(fault)
    first = str(getattr(fault, "orig", None) or fault).strip().splitlines()[0]
    return f"The database cannot be used: {first}. Look at DATABASE_URL."


def _fail(command: str, sentence: str) -> NoReturn:
    click.echo(f"roundtrip {command}: {sentence}", err=True)
    sys.exit(1)


def _run(settings: Settings, options: dict[str, Any]) -> None:
    from gunicorn.app.base import BaseApplication  # it exists on Unix only, so it is looked for when asked

    class Server(BaseApplication):  # type: ignore[misc]
        """gunicorn with our options and no file of its own; each process makes its application anew."""

        def load_config(self) -> None:
            for name, value in (USUAL | options).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from webui import create_app
            from webui.preload import preload

            return preload(create_app(settings))

    Server().run()


USUAL = {
    "worker_class": "gthread",
    "accesslog": "-",
    "graceful_timeout": 30,
    "proc_name": "roundtrip",
}

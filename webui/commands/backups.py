"""`roundtrip backup`, `restore`, `release-mail` and `upgrade`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from webui.commands.serve import _fail, _why
from webui.config import database_url, utc_now

T = TypeVar("T")
HELD = (
    "Mail is held: notices sent since the backup would go out again. Look at Mail, drop those that the mail "
    "server's log has as sent, then let mail go again there, or run roundtrip release-mail."
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write the whole database (DATABASE_URL) to a new FILE, as of one moment, while it is in use.

    The key of the confidential columns is not in it: keep ROUNDTRIP_KEY, or the .key file, somewhere else.
    """
    from models import backups

    made = _tried("backup", lambda: backups.backup(database_url(), file, utc_now()))
    click.echo(f"{file} holds the database as of {made.taken_at}, tables of version {made.revision}.")
    click.echo(f"It opens with key {made.key} only, which is not in it: keep the key in another place.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="Lose what the database holds now.")
def restore(file: Path, replace: bool) -> None:
    """Bring the database (DATABASE_URL) back to what FILE holds. Stop serve and worker first.

    Afterwards mail is held until `roundtrip release-mail`.
    """
    from models import backups

    made = _tried("restore", lambda: backups.restore(database_url(), file, utc_now(), replace=replace))
    click.echo(f"The database is as of {made.taken_at}, with current tables.")
    click.echo(HELD)


@click.command("release-mail")
@click.option("--as", "slug", required=True, help="Your name in the addresses of Roundtrip: your act.")
def release_mail(slug: str) -> None:
    """Let mail go again after a restore, as a person of the programme office."""

    def release() -> int:
        from models.db import open_engine, unit_of_work
        from models.errors import Invalid
        from models.queries.directory import find_person
        from models.queries.mail import holding
        from models.services import mail

        engine = open_engine(database_url())
        with unit_of_work(engine) as session:
            restores, person = holding(session), find_person(session, slug)
            if person is None:
                raise Invalid(f"Nobody is called {slug} here.")
            if restores:
                mail.release(session, actor=person, now=utc_now(), restores=restores)
        engine.dispose()
        return len(restores)

    count = _tried("release-mail", release)
    click.echo("Mail goes out again within a minute." if count else "No mail was held.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def upgrade(file: Path) -> None:
    """Back the database (DATABASE_URL) up to a new FILE, then bring it to the current tables.

    Stop serve and worker and install the new version first. Nothing is done where the tables are current.
    """
    from models import upgrades

    done = _tried("upgrade", lambda: upgrades.upgrade(database_url(), file, utc_now()))
    if done.taken_at is None:
        click.echo(f"The tables are current (version {done.after}): nothing was done, and no backup written.")
        return
    click.echo(f"{file} holds the database as of {done.taken_at}, tables of version {done.before}.")
    click.echo(f"The tables are brought from version {done.before} to {done.after}. Start serve and worker.")


def _tried(command: str, act: Callable[[], T]) -> T:
    from sqlalchemy.exc import SQLAlchemyError

    from models.errors import Trouble

    try:
        return act()
    except (SQLAlchemyError, Trouble, OSError) as fault:
        _fail(command, _why(fault))

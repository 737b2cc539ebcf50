"""`roundtrip worker`: the schedule, until it is told to stop."""

from __future__ import annotations

import sys

import click


@click.command()
def worker() -> None:
    """Run the schedule: send mail, move rounds whose day has come, clear up.

    Any number of workers may run beside one another. ROUNDTRIP_SMTP (smtps://user:password@host),
    ROUNDTRIP_ADDRESS (the https:// address of the pages) and ROUNDTRIP_MAIL_FROM let it send mail. Ends on
    Ctrl-C or SIGTERM, once each job that runs has finished what it has in hand.
    """
    import logging

    from sqlalchemy.exc import SQLAlchemyError

    from models.db import open_engine
    from models.errors import Trouble
    from models.migrate import is_current
    from webui.config import database_url
    from webui.jobs import JOBS
    from webui.machine import BREATH, Machine
    from webui.mailer import NO_SERVER, mail_settings
    from webui.scheduler import listen, run_until_told

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        url = database_url()
        if not is_current(url):
            raise Trouble("The database is not migrated: run roundtrip migrate first.")
        engine = open_engine(url)
        told = listen()
        click.echo(f"Working on {len(JOBS)} jobs; Ctrl-C ends it.")
        if mail_settings() is None:
            click.echo(NO_SERVER)
        run_until_told(Machine(engine, told=told, breath=BREATH))
        engine.dispose()
    except Trouble as trouble:
        click.echo(f"roundtrip worker: {trouble}", err=True)
        sys.exit(1)
    except SQLAlchemyError as error:
        click.echo(f"roundtrip worker: The database cannot be used: {error}", err=True)
        sys.exit(1)

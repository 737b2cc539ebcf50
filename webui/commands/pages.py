"""The demonstration's pages on one's own machine, after the result: an address, people to be, Ctrl-C."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from rich.console import Console

    from webui.config import Settings
    from webui.desk import News, Task

HOST = "127.0.0.1"
ELSEWHERE = 8001


def listen(port: int) -> socket.socket:
    """A socket on that port of this machine (0: a free one), before anything else takes time.

    Raises OSError; `in_use` says what to do where the port is taken.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


def in_use(port: int, error: OSError) -> str:
    """Why the port cannot be served, and what to do."""
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use, perhaps by another demonstration. {_another(port + 1)}"
    return f"Port {port} cannot be used: {error.strerror}. {_another(ELSEWHERE)}"


def _another(port: int) -> str:
    return f"Choose another: make demo PORT={port}, or roundtrip demo --port {port}."


def serve_pages(console: Console, settings: Settings, listening: socket.socket) -> None:
    """Show the address and the people one can be, and serve until Ctrl-C; the schedule runs meanwhile, and
    sends no mail."""
    from rich.markup import escape
    from werkzeug.serving import WSGIRequestHandler, make_server

    from webui import create_app
    from webui.machine import BREATH, Machine
    from webui.scheduler import start
    from webui.sessions import Site
    from webui.shown_mail import SHOWING

    class Quiet(WSGIRequestHandler):
        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing of requests that were answered."""

    app = create_app(settings)
    port = listening.getsockname()[1]
    with listening:
        server = make_server(HOST, port, app, threaded=True, request_handler=Quiet, fd=listening.fileno())
        console.print("\n[bold]People you can be[/bold], and what waits on the desk")
        people = list(_people(app))
        width = 2 + max((len(slug) for slug, _, _ in people), default=0)
        for slug, name, waiting in people:
            console.print(
                f"  {slug:<{width}}{escape(name)}\n{'':{width + 2}}{escape(waiting)}", soft_wrap=True
            )
        console.print(f"\n[bold]Open http://{HOST}:{port}[/bold] and be one of them. Ctrl-C ends it.")
        site: Site = app.extensions["roundtrip"]
        machine = Machine(site.engine, settings.clock, lambda: None, breath=BREATH)
        ticker = start(machine, SHOWING)
        try:
            server.serve_forever()  # it ends on Ctrl-C and closes the socket
        finally:
            machine.told.set()
            ticker.shutdown(wait=True)
    console.print("\nEnded. The same command shows it again.")


def _people(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Who one can be: slug, name, and what waits on the desk."""
    from flask import g

    from models.db import unit_of_work
    from models.queries.people import guides
    from webui.desk import collect
    from webui.desks import PROVIDERS
    from webui.sessions import site

    with app.test_request_context(), unit_of_work(site().engine, read_only=True) as session:
        g.now = site().settings.clock()
        for actor in guides(session):
            yield actor.slug, actor.name, _first(*collect(PROVIDERS, session, actor, g.now))


def _first(tasks: list[Task], news: list[News]) -> str:
    if tasks:
        more = f" (and {len(tasks) - 1} more)" if len(tasks) > 1 else ""
        return f"{tasks[0].sentence}{more}"
    return f"nothing waits. {news[0].sentence}" if news else "nothing waits"

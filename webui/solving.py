"""Starting the process that solves, and hearing how it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

from models.db import unit_of_work
from models.services import solves
from models.solves import Solve
from webui.sessions import Site


def begin(site: Site, asked: Solve) -> None:
    """Start the process of a run that is committed, in a session of its own, so that it outlives this one.

    Should it end without a word, a thread writes that down while we are here; later the missing beat tells.
    """
    environment = os.environ | {"DATABASE_URL": site.settings.database_url}
    process = subprocess.Popen(
        [sys.executable, "-m", "webui.solver", str(asked.id)],
        stdin=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    threading.Thread(target=_hear, args=(site, asked, process), name="solver", daemon=True).start()


def _hear(site: Site, asked: Solve, process: subprocess.Popen[bytes]) -> None:
    code = process.wait()
    with unit_of_work(site.engine) as db:
        solves.fail(db, now=site.settings.clock(), solve=asked, why=ending(code))


def ending(code: int) -> str:
    """How a process ended that left no answer."""
    if code < 0:
        return f"Its process was ended from outside ({signal.Signals(-code).name})."
    return f"Its process ended with code {code} and left no answer; the server's log says more."

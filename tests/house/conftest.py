"""The pages under the house's own tests: one crowd of visits for each stage of a small round, made once."""

import fcntl
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask

from models.secrets import VARIABLE
from tests.house.crawler import Visit, crawl, site_engine
from tests.webui.conftest import stages
from tests.webui.site import KEY_TEXT, Clock, copy_stage, make_app

__all__ = ["stages"]

PEOPLE = ("e-01", "host-EN", "coord-EN", "exchange", "office", "auditor", "board-EN", "supervisor-EN")
AT = {
    "drafted": PEOPLE,
    "posting": ("exchange",),
    "posted": ("exchange",),
    "begun": ("e-01", "exchange", "exchange-2"),
    "filed": PEOPLE,
    "released": ("coord-EN", "supervisor-EN"),
    "review": ("exchange",),
    "ranking": ("host-EN",),
    "ranked": PEOPLE,
    "frozen": ("exchange",),
    "drawn": ("exchange",),
    "solving": ("exchange",),
    "solved": PEOPLE,
    "conference": ("exchange", "coord-EN"),
    "agreed": ("exchange",),
    "approved": ("office",),
    "published": (*PEOPLE, "e-05"),
    "answering": ("coord-EN", "host-EN", "exchange", "e-05"),
    "closed": ("exchange", "office"),
    "talking": ("e-01", "e-02", "supervisor-EN"),
    "asking": ("e-01",),
    "helped": ("e-01", "e-05"),
    "returning": ("e-05", "e-06", "e-07", "e-08", "coord-EN", "coord-AG11", "supervisor-EN", "office"),
    "giving": ("e-01", "coord-EN", "exchange", "office", "board-EN"),
    "tables": ("office",),
}
"""Whose pages are gone through at each stage: everybody's at some, between them those of who acts."""
STAGES = tuple(AT)
MAIN = tuple(stage for stage, people in AT.items() if set(PEOPLE) <= set(people))
AppAt = Callable[[str], Flask]
Visits = dict[tuple[str, str], list[Visit]]


@pytest.fixture(scope="session")
def key() -> Iterator[None]:
    """The key of every database here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, VARIABLE, KEY_TEXT)
        yield


@pytest.fixture(scope="session")
def app_at(stages: Path, tmp_path_factory: pytest.TempPathFactory, key: None) -> Iterator[AppAt]:
    """`app_at("filed")` is the application over a fresh copy of that stage."""
    folder = tmp_path_factory.mktemp("house")
    with ExitStack() as opened:

        def build(stage: str) -> Flask:
            app = make_app(copy_stage(stage, stages, folder), Clock())
            opened.callback(site_engine(app).dispose)
            return app

        yield build


@pytest.fixture(scope="session")
def app(app_at: AppAt) -> Flask:
    return app_at("drafted")


@pytest.fixture(scope="session")
def visits(app_at: AppAt, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Visits:
    """What everybody finds at every stage; of several workers the first one goes, the others read."""
    base = tmp_path_factory.getbasetemp()
    folder = base if worker_id == "master" else base.parent
    with (folder / "visits.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = folder / "visits.pickle"
        if not kept.exists():
            kept.write_bytes(pickle.dumps(go_everywhere(app_at)))
        found: Visits = pickle.loads(kept.read_bytes())  # noqa: S301 - written by this very run
    return found


def go_everywhere(app_at: AppAt) -> Visits:
    found = {}
    for stage, people in AT.items():
        app = app_at(stage)
        for slug in people:
            found[stage, slug] = crawl(app, slug)
    return found

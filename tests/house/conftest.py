"""The pages under the house's own tests: one crowd of visits for each stage of a small round, made once."""

import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from flask import Flask

from models.secrets import VARIABLE
from tests.house.crawler import Visit, crawl, site_engine
from tests.once import build_once
from tests.webui.site import KEY_TEXT, Clock, copy_stage, make_app

PEOPLE = ("e-01", "host-EN", "coord-EN", "exchange", "office", "auditor", "board-EN", "supervisor-EN")
AT = {
    "drafted": PEOPLE,
    "posting": ("exchange",),
    "posted": ("exchange",),
    "begun": ("e-01", "exchange", "exchange-2", "host-EN", "coord-EN"),
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
    "entered": ("e-01",),
    "kept": ("exchange", "e-01"),
    "scramble": ("exchange", "e-01"),
    "answered": ("exchange",),
    "closed": ("exchange", "office"),
    "talking": ("e-01", "e-02", "supervisor-EN"),
    "asking": ("e-01",),
    "helped": ("e-01", "e-05"),
    "returning": ("e-05", "e-06", "e-07", "e-08", "coord-EN", "coord-AG11", "supervisor-EN", "office"),
    "reporting": ("e-05", "coord-EN", "coord-TR", "supervisor-TR", "office", "auditor"),
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
def app_at(run_folder: Path, tmp_path_factory: pytest.TempPathFactory, key: None) -> Iterator[AppAt]:
    """`app_at("filed")` is the application over a fresh copy of that stage."""
    folder = tmp_path_factory.mktemp("house")
    with ExitStack() as opened:

        def build(stage: str) -> Flask:
            app = make_app(copy_stage(stage, run_folder, folder), Clock())
            opened.callback(site_engine(app).dispose)
            return app

        yield build


@pytest.fixture(scope="session")
def app(app_at: AppAt) -> Flask:
    return app_at("drafted")


@pytest.fixture(scope="session")
def visits(app_at: AppAt, run_folder: Path) -> Visits:
    """What everybody finds at every stage. One worker goes through each: they begin at either end."""
    odd = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 2
    kept = {
        stage: build_once(run_folder / f"visits {stage}.pickle", partial(_go_through, app_at, stage))
        for stage in (STAGES[::-1] if odd else STAGES)
    }
    found: Visits = {}
    for stage in STAGES:
        found |= pickle.loads(kept[stage].read_bytes())  # noqa: S301 - written by this very run
    return found


def _go_through(app_at: AppAt, stage: str, path: Path) -> None:
    app = app_at(stage)
    path.write_bytes(pickle.dumps({(stage, slug): crawl(app, slug) for slug in AT[stage]}))

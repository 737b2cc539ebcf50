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
from tests.house.crawler import Visit, crawl
from tests.once import build_once
from tests.webui.site import KEY_TEXT, Clock, copy_stage, make_app, open_app

PEOPLE = ("e-01", "host-EN", "coord-EN", "exchange", "auditor", "board-EN", "supervisor-EN", "office")
"""Everybody; the office comes last, because its forms make others leave."""
AT = {
    "drafted": PEOPLE,
    "posting": ("exchange",),
    "posted": ("exchange",),
    "begun": ("e-01", "e-10", "exchange", "exchange-2", "host-EN", "coord-EN"),
    "filed": ("e-01", "host-EN", "coord-EN", "exchange"),
    "released": ("coord-EN", "supervisor-EN"),
    "review": ("exchange",),
    "ranking": ("host-EN",),
    "ranked": ("e-01", "host-EN", "coord-EN", "exchange"),
    "frozen": ("exchange",),
    "drawn": ("exchange",),
    "solving": ("exchange",),
    "solved": ("e-01", "coord-EN", "exchange", "auditor"),
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
    "seeking": ("e-01", "e-05", "host-EN"),
    "interviewing": ("host-EN", "e-02"),
}
"""Whose pages are gone through at each stage: everybody's at some, between them those of who acts."""
STAGES = tuple(AT)
MAIN = tuple(stage for stage, people in AT.items() if set(PEOPLE) <= set(people))
UNCHANGING = {"static", *(f"guidance.{page}" for page in ("index", "one", "page", "prepare", "roles"))}
"""Views that show the same at every stage: they are gone through at the first."""
AppAt = Callable[[str], Flask]
Visits = dict[tuple[str, str], list[Visit]]


@pytest.fixture(scope="session")
def key() -> Iterator[None]:
    """The key of every database here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, VARIABLE, KEY_TEXT)
        yield


@pytest.fixture
def app_at(run_folder: Path, tmp_path: Path, key: None) -> Iterator[AppAt]:
    """`app_at("filed")` is the application over a fresh copy of that stage."""
    with ExitStack() as opened:

        def build(stage: str) -> Flask:
            return opened.enter_context(open_app(copy_stage(stage, run_folder, tmp_path), Clock()))

        yield build


@pytest.fixture(scope="session")
def app(key: None) -> Flask:
    """The application without a database: its routes and their views."""
    return make_app("sqlite://", Clock())


@pytest.fixture(scope="session")
def visits(run_folder: Path, tmp_path_factory: pytest.TempPathFactory, key: None) -> Visits:
    """What everybody finds at every stage. One worker goes through each: they begin at either end."""
    folder = tmp_path_factory.mktemp("house")
    odd = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 2
    kept = {
        stage: build_once(
            run_folder / f"visits {stage}.pickle", partial(_go_through, stage, run_folder, folder)
        )
        for stage in (STAGES[::-1] if odd else STAGES)
    }
    found: Visits = {}
    for stage in STAGES:
        found |= pickle.loads(kept[stage].read_bytes())  # noqa: S301 - written by this very run
    return found


def _go_through(stage: str, templates: Path, folder: Path, path: Path) -> None:
    known = UNCHANGING if stage != STAGES[0] else ()
    with open_app(copy_stage(stage, templates, folder), Clock()) as app:
        found = {(stage, slug): crawl(app, slug, known=known) for slug in AT[stage]}
    path.write_bytes(pickle.dumps(found))

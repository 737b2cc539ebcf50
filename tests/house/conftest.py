"""The pages under the house's own tests: one crowd of visits for each stage of a small round, made once."""

import os
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
STAGES = ("drafted", "filed", "ranked", "solved", "published", "talking", "giving")
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
def visits(app_at: AppAt) -> Visits:
    """What everybody finds at every stage."""
    found = {}
    for stage in STAGES:
        app = app_at(stage)
        for slug in PEOPLE:
            found[stage, slug] = crawl(app, slug)
    return found

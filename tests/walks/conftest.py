"""Walks over the small world: its stage, clock and database as in `tests/webui/conftest.py`.

@pytest.mark.parametrize("stage", ["ranking"])
def test_somebody_does_something(home: str, visit: Visit) -> None:
    window = enter(visit(home), "host-EN")            # tests.walks.people
"""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.browser.fixtures import Serve
from tests.webui.conftest import clock, db, demonstration, engine, https, stage, url
from tests.webui.site import Clock, make_app

__all__ = ["clock", "db", "demonstration", "engine", "https", "stage", "url"]


@pytest.fixture
def app(url: str, clock: Clock, demonstration: bool, https: bool) -> Iterator[Flask]:
    """With an engine of its own: a server's threads may outlive the test."""
    made = make_app(url, clock, demonstration=demonstration, https=https)
    yield made
    made.extensions["roundtrip"].engine.dispose()


@pytest.fixture
def home(app: Flask, serve: Serve) -> str:
    """The address of the pages."""
    return serve(app)

"""Walks over the small world: its stage, clock and database as in `tests/webui/conftest.py`. Those marked
`main_path`, one through each part of the house, are in the gate, all others in the long suite.

@pytest.mark.parametrize("stage", ["ranking"])
def test_somebody_does_something(home: str, visit: Visit) -> None:
    window = enter(visit(home), "host-EN")            # tests.walks.people
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.browser.fixtures import Serve
from tests.webui.conftest import clock, db, demonstration, engine, https, stage, url
from tests.webui.site import Clock, make_app

HERE = Path(__file__).parent
__all__ = ["clock", "db", "demonstration", "engine", "https", "stage", "url"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == HERE and not item.get_closest_marker("main_path"):
            item.add_marker(pytest.mark.slow)


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

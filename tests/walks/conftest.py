"""Walks over the small world: its stage, clock and database as in `tests/webui/conftest.py`.

@pytest.mark.parametrize("stage", ["ranking"])
def test_somebody_does_something(home: str, visit: Visit) -> None:
    window = enter(visit(home), "host-EN")            # tests.walks.people
"""

import pytest
from flask import Flask

from tests.browser.fixtures import Serve
from tests.webui.conftest import app, clock, db, demonstration, engine, https, stage, stages, url

__all__ = ["app", "clock", "db", "demonstration", "engine", "https", "stage", "stages", "url"]


@pytest.fixture
def home(app: Flask, serve: Serve) -> str:
    """The address of the pages."""
    return serve(app)

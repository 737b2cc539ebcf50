"""The examples in docstrings are true."""

import doctest
import importlib

import pytest

from tests.house.tree import PACKAGES, ROOT

SHOWING = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "\n    >>> " in path.read_text(encoding="utf-8") and "migrations" not in path.parts
)


@pytest.mark.parametrize("name", SHOWING)
def test_example_gives_what_it_says(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name.removesuffix(".__init__")))
    assert found.attempted > 0
    assert found.failed == 0

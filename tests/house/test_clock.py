"""Nothing below the entry points reads a clock or draws at random: `now` and the seed are passed in."""

import ast

import pytest

from tests.house.tree import dotted_names, python, syntax

CLOCKS = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "sqlalchemy.func.now",
    "sqlalchemy.func.current_timestamp",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.monotonic",
    "time.perf_counter",
    "time.process_time",
}
# Cells of a workbook have no zone; two moments are compared that were put into their zones before.
ZONED = {"models/spreadsheets/workbook.py", "webui/when.py"}
# An outcome says how long it took, which decides nothing; a time limit of the caller ends the integer method.
STOPWATCH = {"time.monotonic", "time.perf_counter", "time.process_time"}
SEEDED = {"random.Random", "numpy.random.Generator", "numpy.random.default_rng"}
FRESH = {"os.urandom", "uuid.uuid1", "uuid.uuid4", "random.SystemRandom"}
# Keys and nonces of confidential values have to be unguessable, so models may draw those, and nothing else.
UNGUESSABLE = {"os.urandom", "secrets.token_bytes", "secrets.token_hex"}


def is_clock_or_chance(name: str) -> bool:
    drawn = name.startswith(("random.", "numpy.random.")) and not any(
        name == seeded or name.startswith(f"{seeded}.") for seeded in SEEDED
    )
    return drawn or name in CLOCKS | FRESH or name.startswith("secrets.")


def uses(tree: ast.Module, allowed: set[str]) -> list[tuple[int, str]]:
    found = dotted_names(tree)
    return sorted((line, name) for line, name in found if is_clock_or_chance(name) and name not in allowed)


@pytest.mark.parametrize(
    ("package", "allowed"), [("matcher", STOPWATCH), ("models", UNGUESSABLE), ("seed", set())]
)
def test_floor_reads_no_clock_and_draws_nothing(package: str, allowed: set[str]) -> None:
    found = {path: uses(syntax(path), allowed) for path in python(package)}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import datetime\ndatetime.datetime.now(tz)", [(2, "datetime.datetime.now")]),
        ("from datetime import date as d\nd.today()", [(2, "datetime.date.today")]),
        ("from time import perf_counter\nperf_counter()", [(2, "time.perf_counter")]),
        ("import random\nrandom.shuffle(x)", [(2, "random.shuffle")]),
        ("import random\nrandom.Random(7).shuffle(x)", []),
        ("import numpy as np\nnp.random.rand(3)", [(2, "numpy.random.rand")]),
        ("import numpy as np\nnp.random.default_rng(3).random()", []),
        ("def random(time): time.time()", []),
    ],
)
def test_reading_of_clocks_follows_imports(source: str, found: list[tuple[int, str]]) -> None:
    assert uses(ast.parse(source), set()) == found


def days_of_nowhere(tree: ast.Module) -> list[int]:
    """The lines that take the date of an instant without saying where: it would be Greenwich's."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call) and not node.args]
    dates = [func for func in calls if isinstance(func, ast.Attribute) and func.attr == "date"]
    return sorted(func.lineno for func in dates if "astimezone" not in ast.unparse(func.value))


@pytest.mark.parametrize("package", ["models", "webui"])
def test_day_of_an_instant_says_where(package: str) -> None:
    found = {path: days_of_nowhere(syntax(path)) for path in python(package) if path not in ZONED}
    assert {path: lines for path, lines in found.items() if lines} == {}, "use business.local_day"
    assert all(days_of_nowhere(syntax(path)) for path in ZONED), "delete it here"

"""The engine as a library: its documented surface, its worked example, and its manners."""

import ast
import doctest
import re
from pathlib import Path
from threading import Thread

import pytest

import matcher
from tests.matcher import engine, golden
from tests.matcher.golden import fixed

HOUSE = Path(__file__).parents[2]
PAGE = HOUSE / "docs" / "library.md"


def test_worked_example_runs() -> None:
    options = doctest.ELLIPSIS
    result = doctest.testfile(str(PAGE), module_relative=False, optionflags=options, encoding="utf-8")
    assert result.attempted > 30
    assert result.failed == 0


def test_package_example_runs() -> None:
    assert doctest.testmod(matcher).failed == 0


def test_every_public_name_is_on_the_page_and_in_its_example() -> None:
    text = PAGE.read_text(encoding="utf-8")
    missing = [name for name in matcher.__all__ if not re.search(rf"`{name}\b", text)]
    assert missing == []
    verbs = [name for name in matcher.__all__ if name[0].islower()]
    assert [name for name in verbs if f"matcher.{name}(" not in text] == []


def test_every_public_name_is_there() -> None:
    assert [name for name in matcher.__all__ if not hasattr(matcher, name)] == []
    with pytest.raises(AttributeError):
        matcher.guess  # noqa: B018


@pytest.mark.parametrize("name", golden.ROTATIONS)
def test_nothing_is_printed(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    engine.solve(golden.rotation(name))
    matcher.verify(matcher.parse(engine.encoded(golden.rotation(name))), golden.outcome(name))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["network", "integer", "sweep-floor"])
def test_progress_hears_every_stage_and_can_stop_at_each(name: str) -> None:
    problem = matcher.parse(engine.encoded(golden.rotation(name)))
    heard: list[str] = []
    outcome = matcher.solve(problem, progress=heard.append)
    assert list(dict.fromkeys(heard)) == [stage["objective"] for stage in outcome["stages"]]
    for stage in heard:

        def stop(told: str, at: str = stage) -> None:
            if told == at:
                raise InterruptedError(told)

        with pytest.raises(InterruptedError, match=stage):
            matcher.solve(problem, progress=stop)
    assert fixed(matcher.solve(problem)) == fixed(outcome)


def test_solve_in_two_threads_at_once() -> None:
    """Nothing is shared between calls."""
    found: dict[str, list[object]] = {name: [] for name in golden.SOLVED}

    def work(name: str) -> None:
        found[name].extend(fixed(engine.solve(golden.rotation(name))) for _ in range(5))

    threads = [Thread(target=work, args=(name,)) for name in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {name: [fixed(golden.outcome(name))] * 5 for name in found}


def test_no_global_state() -> None:
    """No function of the engine rebinds a name of its module, and no cache outlives a call but those of civil
    facts: which days are holidays and when a day begins is the same for every caller."""
    kept = [
        f"{path.relative_to(HOUSE)}:{node.lineno}"
        for path in sorted((HOUSE / "matcher").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Global)
        or (
            isinstance(node, ast.Name | ast.Attribute)
            and ast.unparse(node) in ("cache", "lru_cache")
            and path.parent.name != "availability"
        )
    ]
    assert kept == []

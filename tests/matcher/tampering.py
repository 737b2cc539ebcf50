"""Every single change of an outcome, generated from its own structure."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.matcher.edits import DROP, put

FORM_ONLY = ("seats", "home_limit", "host_limit", "balance", "several")
WRONG_TYPES: tuple[Any, ...] = (None, "1", 1, 1.0, True, [], {}, [None], {"": 0})


class Tampering(NamedTuple):
    what: str
    outcome: dict[str, Any]


def tamperings(outcome: dict[str, Any]) -> Iterator[Tampering]:
    """Each with a name that says where and how; none equals the outcome it was made from."""
    for path, value in nodes(outcome):
        for how, new in (*wrong_types(value), *changes(path, value)):
            yield Tampering(f"{path} {how}", put(outcome, path, new))
        if "." in path or not path.endswith("]"):
            yield Tampering(f"{path} dropped", put(outcome, path, DROP))
        if isinstance(value, dict) and path != "software":
            yield Tampering(f"{path} with an unknown key", put(outcome, f"{path}.unknown", 1))
    yield Tampering("an unknown key", outcome | {"unknown": 1})


def nodes(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, inner in entries:
        here = f"{path}[{step}]" if isinstance(step, int) else f"{path}.{step}".removeprefix(".")
        yield here, inner
        yield from nodes(inner, here)


def wrong_types(value: Any) -> Iterator[tuple[str, Any]]:
    """Values of every other JSON type; `1.0` and `true` are no integers even where they equal one."""
    for wrong in WRONG_TYPES:
        if type(wrong) is not type(value):
            yield f"as {wrong!r}", wrong


def changes(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Other values of the right type."""
    if path.startswith(("timings", "software")) or (path.startswith("conflict") and path.endswith(".text")):
        return
    if isinstance(value, bool):
        yield "turned", not value
    elif isinstance(value, int):
        yield "+ 1", value + 1
        yield "- 1", value - 1
        yield "beyond all range", 2**70
    elif isinstance(value, str):
        yield "longer", value + "x"
        yield "empty", ""
        yield "with a lone surrogate", "\ud800"
    elif isinstance(value, list):
        yield from list_changes(value)


def list_changes(value: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    yield "with a null", [*value, None]
    for index, item in enumerate(value):
        yield f"without [{index}]", value[:index] + value[index + 1 :]
        yield f"with [{index}] twice", [*value[:index], item, *value[index:]]
        if index and item != value[index - 1]:
            swapped = [*value[: index - 1], item, value[index - 1], *value[index + 1 :]]
            yield f"with [{index}] moved up", swapped

"""Checking the form of a decoded value: each check raises `Refused` with the path inside the value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from matcher.errors import Refused
from matcher.outcome import PHASES
from matcher.reading import take_bool, take_integer, take_list, take_object, take_string

Check = Callable[[Any], object]
"""Raises `Refused` with the path of the fault inside the value; paths are joined only when one is found."""


def string(value: Any) -> str:
    return value if type(value) is str and value.isascii() else take_string(value, "")


def flag(value: Any) -> bool:
    return take_bool(value, "")


def integer(value: Any) -> int:
    return take_integer(value, "")


def count(value: Any) -> int:
    return take_integer(value, "", 0)


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """A check of an object whose every key has its own check."""
    checks = {**required, **(optional or {})}
    whole = checks.keys()

    def check(value: Any) -> None:
        if type(value) is not dict or value.keys() != whole:
            take_object(value, "", tuple(required), tuple(optional or ()))
        for key, item in value.items():
            try:
                checks[key](item)
            except Refused as fault:
                raise _inside(key, fault) from None

    return check


def each(inner: Check) -> Check:
    """A check of a list whose every item passes the same check."""

    def check(value: Any) -> None:
        for number, item in enumerate(take_list(value, "")):
            try:
                inner(item)
            except Refused as fault:
                raise _inside(f"[{number}]", fault) from None

    return check


def _inside(place: str, fault: Refused) -> Refused:
    joint = "." if fault.path and not fault.path.startswith("[") else ""
    return Refused(f"{place}{joint}{fault.path}", fault.text)


def value(value: Any) -> None:
    (each(count) if isinstance(value, list) else count)(value)


def software(value: Any) -> None:
    record(dict.fromkeys(value if isinstance(value, dict) else (), string))(value)


def nothing(value: Any) -> None:
    if take_list(value, ""):
        raise Refused("", "an outcome of this status has an empty list here")


HEAD: dict[str, Check] = {
    "format": string,
    "input_sha256": string,
    "snapshot_sha256": string,
    "mechanism": string,
    "method": string,
    "status": string,
    "proved": flag,
}
TAIL: dict[str, Check] = {"timings": record(dict.fromkeys(PHASES, count)), "software": software}
EMPTY: dict[str, Check] = dict.fromkeys(("stages", "matches", "unmatched"), nothing)
INFEASIBLE = record(
    HEAD | EMPTY | {"metrics": record({}), "conflict": each(record({"path": string, "text": string}))} | TAIL
)
"""The form of every outcome that says only why there is none."""


def find_malformed(outcome: object, forms: Mapping[str, Check]) -> str | None:
    """The first missing, unknown or wrongly typed part of an outcome in words, or `None`.

    `forms` has the form of each status the outcome may have.
    """
    status = outcome.get("status") if isinstance(outcome, dict) else None
    form = forms.get(status) if isinstance(status, str) else None
    try:
        if form is None:
            known = ("stages", "matches", "unmatched", "metrics", "conflict", "broken_limits", *TAIL)
            take_object(outcome, "", tuple(HEAD), known)
            raise Refused("status", f"is not one of {', '.join(forms)}")
        form(outcome)
    except Refused as fault:
        return str(fault)
    return None

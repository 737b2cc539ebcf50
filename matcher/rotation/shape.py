"""The form of a `roundtrip.outcome/1` value, checked key by key before anything in it is believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from matcher.errors import Refused
from matcher.reading import take_bool, take_integer, take_list, take_object, take_string, under

Check = Callable[[Any, str], object]

_HEAD: dict[str, Check] = {
    "format": take_string,
    "input_sha256": take_string,
    "snapshot_sha256": take_string,
    "mechanism": take_string,
    "method": take_string,
    "status": take_string,
    "proved": take_bool,
}
_PHASES = ("read", "build", "solve", "prove", "explain")


def _record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """A check of an object whose every key has its own check."""
    checks = {**required, **(optional or {})}

    def check(value: Any, path: str) -> None:
        found = take_object(value, path, tuple(required), tuple(optional or ()))
        for key, item in found.items():
            checks[key](item, under(path, key))

    return check


def _each(inner: Check) -> Check:
    """A check of a list whose every item passes the same check."""

    def check(value: Any, path: str) -> None:
        for number, item in enumerate(take_list(value, path)):
            inner(item, f"{path}[{number}]")

    return check


def _count(value: Any, path: str) -> None:
    take_integer(value, path, 0)


def _value(value: Any, path: str) -> None:
    (_each(_count) if isinstance(value, list) else _count)(value, path)


def _software(value: Any, path: str) -> None:
    for name in take_object(value, path, (), tuple(value) if isinstance(value, dict) else ()):
        take_string(value[name], under(path, name))


_TAIL: dict[str, Check] = {"timings": _record(dict.fromkeys(_PHASES, _count)), "software": _software}
_CHOICE = _record({"opportunity": take_string, "cause": take_string}, {"text": take_string})
_MATCH: dict[str, Check] = {
    "executive": take_string,
    "opportunity": take_string,
    "choice_rank": _count,
    "host_rank": _count,
}
_UNIT: dict[str, Check] = {"id": take_string, "out": _count, "in": _count, "net": take_integer}
_METRICS: dict[str, Check] = {
    "choice_profile": _each(_count),
    "host_profile": _each(_count),
    "blocking_pairs": _count,
    "unique": take_bool,
    "units": _each(_record(_UNIT)),
}
_BODY: dict[str, Check] = {
    "stages": _each(_record({"objective": take_string, "value": _value})),
    "matches": _each(_record(_MATCH)),
    "unmatched": _each(_record({"executive": take_string, "reason": take_string, "choices": _each(_CHOICE)})),
    "metrics": _record(_METRICS),
}


def _nothing(value: Any, path: str) -> None:
    if take_list(value, path):
        raise Refused(path, "an infeasible outcome has an empty list here")


_FORMS: dict[str, Check] = {
    "optimal": _record(_HEAD | _BODY | _TAIL),
    "infeasible": _record(
        _HEAD
        | dict.fromkeys(("stages", "matches", "unmatched"), _nothing)
        | {"metrics": _record({}), "conflict": _each(_record({"path": take_string, "text": take_string}))}
        | _TAIL
    ),
}


def find_malformed(outcome: object) -> str | None:
    """The first missing, unknown or wrongly typed part of an outcome in words, or `None`."""
    status = outcome.get("status") if isinstance(outcome, dict) else None
    form = _FORMS.get(status) if isinstance(status, str) else None
    try:
        if form is None:
            take_object(outcome, "", tuple(_HEAD), (*_BODY, "conflict", *_TAIL))
            raise Refused("status", f"is not one of {', '.join(_FORMS)}")
        form(outcome, "")
    except Refused as fault:
        return str(fault)
    return None

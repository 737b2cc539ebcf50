"""The form of a `roundtrip.outcome/1` value, checked key by key before anything in it is believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from matcher.errors import Refused
from matcher.reading import take_bool, take_integer, take_list, take_object, take_string
from matcher.rotation.outcome import PHASES

Check = Callable[[Any], object]
"""Raises `Refused` with the path of the fault inside the value; paths are joined only when one is found."""


def _string(value: Any) -> str:
    return take_string(value, "")


def _flag(value: Any) -> bool:
    return take_bool(value, "")


def _integer(value: Any) -> int:
    return take_integer(value, "")


def _count(value: Any) -> int:
    return take_integer(value, "", 0)


def _record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """A check of an object whose every key has its own check."""
    checks = {**required, **(optional or {})}

    def check(value: Any) -> None:
        found = take_object(value, "", tuple(required), tuple(optional or ()))
        for key, item in found.items():
            try:
                checks[key](item)
            except Refused as fault:
                raise _inside(key, fault) from None

    return check


def _each(inner: Check) -> Check:
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


def _value(value: Any) -> None:
    (_each(_count) if isinstance(value, list) else _count)(value)


def _software(value: Any) -> None:
    _record(dict.fromkeys(value if isinstance(value, dict) else (), _string))(value)


def _nothing(value: Any) -> None:
    if take_list(value, ""):
        raise Refused("", "an outcome of this status has an empty list here")


_HEAD: dict[str, Check] = {
    "format": _string,
    "input_sha256": _string,
    "snapshot_sha256": _string,
    "mechanism": _string,
    "method": _string,
    "status": _string,
    "proved": _flag,
}
_TAIL: dict[str, Check] = {"timings": _record(dict.fromkeys(PHASES, _count)), "software": _software}
_CHOICE = _record({"opportunity": _string, "cause": _string}, {"text": _string})
_MATCH: dict[str, Check] = {
    "executive": _string,
    "opportunity": _string,
    "choice_rank": _count,
    "host_rank": _count,
}
_METRICS: dict[str, Check] = {
    "choice_profile": _each(_count),
    "host_profile": _each(_count),
    "blocking_pairs": _count,
    "unique": _flag,
    "units": _each(_record({"id": _string, "out": _count, "in": _count, "net": _integer})),
}
_BODY: dict[str, Check] = {
    "matches": _each(_record(_MATCH)),
    "unmatched": _each(_record({"executive": _string, "reason": _string, "choices": _each(_CHOICE)})),
    "metrics": _record(_METRICS),
}
_STAGE: dict[str, Check] = {"objective": _string, "value": _value}
_BROKEN = _record({"path": _string, "limit": _integer, "actual": _integer})
_EMPTY: dict[str, Check] = dict.fromkeys(("stages", "matches", "unmatched"), _nothing)

_FORMS: dict[str, Check] = {
    "optimal": _record(_HEAD | _BODY | {"stages": _each(_record(_STAGE))} | _TAIL),
    "feasible": _record(_HEAD | _BODY | {"stages": _each(_record(_STAGE, {"bound": _value}))} | _TAIL),
    "stable": _record(_HEAD | _BODY | {"stages": _nothing, "broken_limits": _each(_BROKEN)} | _TAIL),
    "infeasible": _record(
        _HEAD
        | _EMPTY
        | {"metrics": _record({}), "conflict": _each(_record({"path": _string, "text": _string}))}
        | _TAIL
    ),
}


def find_malformed(outcome: object) -> str | None:
    """The first missing, unknown or wrongly typed part of an outcome in words, or `None`."""
    status = outcome.get("status") if isinstance(outcome, dict) else None
    form = _FORMS.get(status) if isinstance(status, str) else None
    try:
        if form is None:
            keys = dict.fromkeys((*_BODY, "stages", "conflict", "broken_limits", *_TAIL))
            take_object(outcome, "", tuple(_HEAD), tuple(keys))
            raise Refused("status", f"is not one of {', '.join(_FORMS)}")
        form(outcome)
    except Refused as fault:
        return str(fault)
    return None

"""Checking the form of a decoded value: each check raises `Refused` with the path inside the value.

An outcome holds long lists of like records, so every check also looks at many values at once, column by
column, and only where that finds something odd are they looked at one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any

from matcher.errors import Refused
from matcher.files import LARGEST
from matcher.outcome import PHASES
from matcher.reading import take_bool, take_integer, take_list, take_object, take_string


@dataclass(frozen=True, slots=True)
class Check:
    """`one` raises `Refused` with the path of the fault inside the value; `all` is true only where `one`
    would let every one of many values pass."""

    one: Callable[[Any], object]
    all: Callable[[Sequence[Any]], bool]


def _each_by_itself(one: Callable[[Any], object]) -> Check:
    def all_(values: Sequence[Any]) -> bool:
        try:
            for value in values:
                one(value)
        except Refused:
            return False
        return True

    return Check(one, all_)


def _integers(least: int) -> Check:
    return Check(
        lambda value: take_integer(value, "", least),
        lambda values: (
            set(map(type, values)) <= {int}
            and min(values, default=least) >= least
            and max(values, default=0) <= LARGEST
        ),
    )


string = Check(
    lambda value: take_string(value, ""),
    lambda values: set(map(type, values)) <= {str} and all(map(str.isascii, values)),
)
flag = Check(lambda value: take_bool(value, ""), lambda values: set(map(type, values)) <= {bool})
integer = _integers(-LARGEST)
count = _integers(0)


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """A check of an object whose every key has its own check."""
    checks = {**required, **(optional or {})}

    def one(value: Any) -> None:
        take_object(value, "", tuple(required), tuple(optional or ()))
        for key, item in value.items():
            try:
                checks[key].one(item)
            except Refused as fault:
                raise _inside(key, fault) from None

    def all_(values: Sequence[Any]) -> bool:
        if not set(map(type, values)) <= {dict}:
            return False
        plain = [value for value in values if len(value) == len(required)]
        others = [value for value in values if len(value) != len(required)]
        try:
            columns = [(check, list(map(itemgetter(key), plain))) for key, check in required.items()]
        except KeyError:
            return False
        return all(check.all(column) for check, column in columns) and _each_by_itself(one).all(others)

    return Check(one, all_)


def each(inner: Check) -> Check:
    """A check of a list whose every item passes the same check."""

    def one(value: Any) -> None:
        items = take_list(value, "")
        if inner.all(items):
            return
        for number, item in enumerate(items):
            try:
                inner.one(item)
            except Refused as fault:
                raise _inside(f"[{number}]", fault) from None

    def all_(values: Sequence[Any]) -> bool:
        return set(map(type, values)) <= {list} and inner.all(list(chain.from_iterable(values)))

    return Check(one, all_)


def _inside(place: str, fault: Refused) -> Refused:
    joint = "." if fault.path and not fault.path.startswith("[") else ""
    return Refused(f"{place}{joint}{fault.path}", fault.text)


def _value(value: Any) -> None:
    (each(count) if isinstance(value, list) else count).one(value)


def _software(value: Any) -> None:
    record(dict.fromkeys(value if isinstance(value, dict) else (), string)).one(value)


def _nothing(value: Any) -> None:
    if take_list(value, ""):
        raise Refused("", "an outcome of this status has an empty list here")


value, software, nothing = map(_each_by_itself, (_value, _software, _nothing))

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
        form.one(outcome)
    except Refused as fault:
        return str(fault)
    return None

"""Checking the form of a decoded value: each check lists its faults as `Refused`, the path inside the value.

An outcome holds long lists of like records, so every check also looks at many values at once, column by
column, and only where that finds something odd are they looked at one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any

from matcher.errors import Refused
from matcher.files import LARGEST
from matcher.outcome import PHASES
from matcher.reading import list_key_faults, shown, take_bool, take_integer, take_list, take_string


@dataclass(frozen=True, slots=True)
class Check:
    """`faults` are those of one value, each with its path inside it; `all` is true only where none of many
    values has any."""

    faults: Callable[[Any], Iterator[Refused]]
    all: Callable[[Sequence[Any]], bool]


def _each_by_itself(faults: Callable[[Any], Iterator[Refused]]) -> Check:
    return Check(faults, lambda values: not any(True for value in values for _ in faults(value)))


def _fault_of(take: Callable[[Any], object]) -> Callable[[Any], Iterator[Refused]]:
    """The one fault that a value has where `take` refuses it."""

    def faults(value: Any) -> Iterator[Refused]:
        try:
            take(value)
        except Refused as fault:
            yield fault

    return faults


def _integers(least: int) -> Check:
    return Check(
        _fault_of(lambda value: take_integer(value, "", least)),
        lambda values: (
            set(map(type, values)) <= {int}
            and min(values, default=least) >= least
            and max(values, default=0) <= LARGEST
        ),
    )


string = Check(
    _fault_of(lambda value: take_string(value, "")),
    lambda values: set(map(type, values)) <= {str} and all(map(str.isascii, values)),
)
flag = Check(_fault_of(lambda value: take_bool(value, "")), lambda values: set(map(type, values)) <= {bool})
integer = _integers(-LARGEST)
count = _integers(0)


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """A check of an object whose every key has its own check."""
    checks = {**required, **(optional or {})}

    def faults(value: Any) -> Iterator[Refused]:
        yield from list_key_faults(value, "", tuple(required), tuple(optional or ()))
        known = checks.keys() & value.keys() if isinstance(value, dict) else ()
        for key in sorted(known):
            yield from _inside(key, checks[key].faults(value[key]))

    def all_(values: Sequence[Any]) -> bool:
        if not set(map(type, values)) <= {dict}:
            return False
        plain = [value for value in values if len(value) == len(required)]
        others = [value for value in values if len(value) != len(required)]
        try:
            columns = [(check, list(map(itemgetter(key), plain))) for key, check in required.items()]
        except KeyError:
            return False
        return all(check.all(column) for check, column in columns) and _each_by_itself(faults).all(others)

    return Check(faults, all_)


def each(inner: Check) -> Check:
    """A check of a list whose every item passes the same check."""

    def faults(value: Any) -> Iterator[Refused]:
        if not isinstance(value, list):
            yield from _fault_of(lambda value: take_list(value, ""))(value)
        elif not inner.all(value):
            for number, item in enumerate(value):
                yield from _inside(f"[{number}]", inner.faults(item))

    def all_(values: Sequence[Any]) -> bool:
        return set(map(type, values)) <= {list} and inner.all(list(chain.from_iterable(values)))

    return Check(faults, all_)


def _inside(place: str, faults: Iterator[Refused]) -> Iterator[Refused]:
    for fault in faults:
        joint = "." if fault.path and not fault.path.startswith("[") else ""
        yield Refused(f"{place}{joint}{fault.path}", fault.text)


def _value(value: Any) -> Iterator[Refused]:
    return (each(count) if isinstance(value, list) else count).faults(value)


def _software(value: Any) -> Iterator[Refused]:
    return record(dict.fromkeys(value if isinstance(value, dict) else (), string)).faults(value)


def _take_nothing(value: Any) -> None:
    if take_list(value, ""):
        raise Refused("", "an outcome of this status has an empty list here")


value, software, nothing = map(_each_by_itself, (_value, _software, _fault_of(_take_nothing)))
anything = _each_by_itself(lambda _: iter(()))

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


def list_malformed(outcome: object, forms: Mapping[str, Check]) -> list[str]:
    """Every missing, unknown or wrongly typed part of an outcome in words.

    `forms` has the form of each status the outcome may have.
    """
    status = outcome.get("status") if isinstance(outcome, dict) else None
    form = forms.get(status) if isinstance(status, str) else None
    if form is not None:
        return list(map(str, form.faults(outcome)))
    rest = ("stages", "matches", "unmatched", "metrics", "conflict", "broken_limits")
    found = list(map(str, record(HEAD | TAIL, dict.fromkeys(rest, anything)).faults(outcome)))
    if isinstance(status, str):
        found.append(f"status: {shown(status)} is not one of {', '.join(forms)}")
    return found

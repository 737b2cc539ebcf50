"""Taking a decoded value apart, each refusal with the path, the value and the rule."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from itertools import chain
from typing import Any, NoReturn

from matcher.errors import Refused
from matcher.files import LARGEST, NotAnInteger, RepeatedKey

Pair = tuple[str, str]
Tiers = tuple[tuple[str, ...], ...]
"""A ranking: items from the most to the least wanted, each a tie group of ids."""

_SHOWN = 60
_KINDS = {dict: "an object", RepeatedKey: "an object", list: "a list", str: "a string", bool: "true or false"}


def refuse(path: str, value: Any, rule: str) -> NoReturn:
    """Raise `Refused` at `path` with the value shown short and the rule it breaks."""
    raise Refused(path, f"{shown(value)} {rule}")


def shown(value: Any) -> str:
    """A value as a refusal shows it: short, on one line, printable everywhere."""
    if isinstance(value, NotAnInteger):
        text = value.text
    elif isinstance(value, dict | list):
        return f"{_KINDS[type(value)]} of {len(value)}"
    else:
        text = json.dumps(value, ensure_ascii=False)
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def under(path: str, key: str) -> str:
    """The path of `key` inside the object at `path`."""
    key = key.encode("utf-8", "backslashreplace").decode()
    return f"{path}.{key}" if path else key


def take_object(
    value: Any, path: str, required: Collection[str], optional: Collection[str]
) -> dict[str, Any]:
    """An object with all required keys, nothing unknown and no key twice."""
    for fault in list_key_faults(value, path, required, optional):
        raise fault
    found: dict[str, Any] = value
    return found


def list_key_faults(
    value: Any, path: str, required: Collection[str], optional: Collection[str]
) -> Iterator[Refused]:
    """What keeps a value from being an object with all required keys, nothing unknown and no key twice."""
    if not isinstance(value, dict):
        yield Refused(path, f"{shown(value)} stands where an object is needed")
        return
    if isinstance(value, RepeatedKey):
        yield Refused(under(path, value.key), f"key {shown(value.key)} is repeated; a key stands once")
    for key in value:
        if key not in required and key not in optional:
            known = ", ".join((*required, *optional))
            yield Refused(under(path, key), f"unknown key {shown(key)}; known here: {known}")
    for key in required:
        if key not in value:
            yield Refused(under(path, key), f"the key {shown(key)} is missing and required")


def take_list(value: Any, path: str) -> list[Any]:
    """A list."""
    if not isinstance(value, list):
        refuse(path, value, "stands where a list is needed")
    return value


def take_string(value: Any, path: str) -> str:
    """A string of real Unicode (no lone surrogates), of any length."""
    if not isinstance(value, str):
        refuse(path, value, "stands where a string is needed")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            refuse(path, value, "holds a lone surrogate, which is no character")
    return value


def take_id(value: Any, path: str) -> str:
    """A string of 1 to 200 code points."""
    text = take_string(value, path)
    if not 1 <= len(text) <= 200:
        refuse(path, text, f"has {len(text)} characters; 1 to 200 are allowed")
    return text


def take_integer(value: Any, path: str, least: int = -LARGEST) -> int:
    """An integer from `least` to 2^53 - 1."""
    if isinstance(value, NotAnInteger):
        refuse(path, value, "is not an integer within ±(2^53 - 1) written without fraction or exponent")
    if type(value) is not int:
        refuse(path, value, "stands where an integer is needed")
    if abs(value) > LARGEST:
        refuse(path, value, "is larger in size than 2^53 - 1")
    if value < least:
        refuse(path, value, f"is below {least}, the least allowed")
    return value


def take_bool(value: Any, path: str) -> bool:
    """`true` or `false`."""
    if not isinstance(value, bool):
        refuse(path, value, "stands where true or false is needed")
    return value


def take_identified(
    value: Any, name: str, required: tuple[str, ...], optional: tuple[str, ...]
) -> dict[str, dict[str, Any]]:
    """The objects of a list by their `id`, in order; an id may stand once."""
    found: dict[str, dict[str, Any]] = {}
    for number, item in enumerate(take_list(value, name)):
        path = f"{name}[{number}]"
        raw = take_object(item, path, required, optional)
        id_ = take_id(raw["id"], f"{path}.id")
        if id_ in found:
            refuse(f"{path}.id", id_, f"is the id of an earlier entry of {name}")
        found[id_] = raw
    return found


def take_known(value: Any, path: str, known: Collection[str], noun: str) -> str:
    """An id that stands in `known`."""
    id_ = take_id(value, path)
    if id_ not in known:
        raise Refused(path, f"unknown {noun} {shown(id_)}")
    return id_


def _plain_tiers(items: list[Any], known: Collection[str], most: int | None) -> Tiers | None:
    """The tiers where nothing is wrong with them, which is quickly seen, else `None`."""
    tiers = tuple(tuple(item) if type(item) is list else (item,) for item in items)
    members = list(chain.from_iterable(tiers))
    plain = (
        all(tiers)
        and (most is None or len(items) <= most)
        and set(map(type, members)) <= {str}
        and len(set(members)) == len(members)
        and all(map(known.__contains__, members))
    )
    return tiers if plain else None


def take_tiers(value: Any, path: str, known: Collection[str], noun: str, most: int | None = None) -> Tiers:
    """A ranking over known ids: a list of ids and of non-empty lists of ids, no id twice."""
    items = take_list(value, path)
    if plain := _plain_tiers(items, known, most):
        return plain
    if most is not None and len(items) > most:
        raise Refused(path, f"{len(items)} items; at most {most} are allowed")
    seen: set[str] = set()
    tiers = []
    for number, item in enumerate(items):
        place = f"{path}[{number}]"
        if isinstance(item, list):
            if not item:
                raise Refused(place, "an empty list is no tie; leave it out or name who is tied")
            members = [(take_id(member, f"{place}[{m}]"), f"{place}[{m}]") for m, member in enumerate(item)]
        else:
            members = [(take_id(item, place), place)]
        for member, where in members:
            if member not in known:
                raise Refused(where, f"unknown {noun} {shown(member)}")
            if member in seen:
                raise Refused(where, f"{noun} {shown(member)} is listed twice")
            seen.add(member)
        tiers.append(tuple(member for member, _ in members))
    return tuple(tiers)

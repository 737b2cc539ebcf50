"""JSON as the portable files allow it: strict reading, one canonical form, its hash.

Numbers are integers of at most 2^53 - 1 in size, a key stands once, every string is real Unicode. What the
JSON grammar lets through and the files do not (a fraction, a repeated key) becomes a marker in the decoded
value, so that whoever walks the value can name its path.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NoReturn

from matcher.errors import Refused

LARGEST = 2**53 - 1
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class NotAnInteger:
    """A number written with a fraction or an exponent, or out of all range."""

    text: str


class RepeatedKey(dict[str, Any]):
    """An object in which `key` stands more than once."""

    key: str


def decode(data: bytes | str) -> Any:
    """Read one JSON value.

    Objects with a repeated key come as `RepeatedKey`, numbers that are no plain integers as `NotAnInteger`.
    Raises `Refused` with the empty path when the text is not UTF-8 (without a byte order mark), not JSON,
    or nested too deep to be read.
    """
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
    except UnicodeDecodeError as fault:
        raise Refused("", f"not UTF-8: byte {fault.start} cannot be read; save the file as UTF-8") from None
    if text.startswith("\ufeff"):
        raise Refused("", "begins with a byte order mark; save the file as UTF-8 without it")
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=NotAnInteger,
            parse_constant=_no_number,
        )
    except json.JSONDecodeError as fault:
        raise Refused("", f"not JSON: {fault.msg} at line {fault.lineno}, column {fault.colno}") from None
    except RecursionError:
        raise Refused("", "nested too deep to be read") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    repeated = RepeatedKey(value)
    repeated.key = Counter(key for key, _ in pairs).most_common(1)[0][0]
    return repeated


def _no_number(text: str) -> NoReturn:
    raise Refused("", f"not JSON: {text} is no number")


def _integer(text: str) -> int | NotAnInteger:
    return int(text) if len(text) <= 17 else NotAnInteger(text)


def canonical(value: Any) -> bytes:
    """The canonical form: keys sorted, no white space, UTF-8, nothing escaped beyond what JSON demands.

    For these files the bytes are those of RFC 8785.

    >>> canonical({"b": [1, "é"], "a": True})
    b'{"a":true,"b":[1,"\\xc3\\xa9"]}'
    """
    return _ENCODER.encode(value).encode()


def sha256_with_and_without(value: dict[str, Any], left_out: Collection[str]) -> tuple[str, str]:
    """SHA-256 of an object, and of the same object without some of its keys; it is written out once."""
    written = {key: canonical(key) + b":" + canonical(item) for key, item in sorted(value.items())}
    kept = [text for key, text in written.items() if key not in left_out]
    whole, part = (hashlib.sha256(b"{" + b",".join(texts) + b"}") for texts in (written.values(), kept))
    return whole.hexdigest(), part.hexdigest()


def sha256(value: Any) -> str:
    """SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()

"""Reading a portable file of either kind."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from matcher.errors import Refused
from matcher.files import decode
from matcher.mentoring import parse as mentoring
from matcher.mentoring.problem import Sweep
from matcher.outcome import FORMAT as OUTCOME
from matcher.reading import refuse, take_object, take_string
from matcher.rotation import parse as rotation
from matcher.rotation.problem import Rotation

_READERS: dict[str, Callable[[Any], Rotation | Sweep]] = {
    rotation.FORMAT: rotation.read_rotation,
    mentoring.FORMAT: mentoring.read_sweep,
}


def parse(data: bytes | str) -> Rotation | Sweep:
    """Read one file: a rotation round or a mentoring sweep, as its `format` says.

    Raises `Refused` with the JSON path, the value and the rule for whatever the format does not allow.
    """
    started = time.process_time()
    value = decode(data)
    found = _reader(value)(value)
    return replace(found, read_ms=round((time.process_time() - started) * 1000))


def parse_rotation(data: bytes | str) -> Rotation:
    """Read a file that must be a rotation round."""
    found = parse(data)
    if not isinstance(found, Rotation):
        raise Refused("format", "a mentoring sweep stands where a rotation round is needed")
    return found


def _reader(value: Any) -> Callable[[Any], Rotation | Sweep]:
    """By the format, without which nothing else can be called missing or unknown."""
    known = tuple(value) if isinstance(value, dict) else ()
    take_object(value, "", ("format",), known)
    format_ = take_string(value["format"], "format")
    if format_ == OUTCOME:
        raise Refused("format", "an outcome stands where its round or sweep is needed; name that file first")
    if format_ not in _READERS:
        refuse("format", format_, f"is unknown; known are {' and '.join(_READERS)}")
    return _READERS[format_]

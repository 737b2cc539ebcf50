"""Edits of a JSON value by path, in the notation of the refusals: `executives[0].choices[1][0]`."""

import copy
import re
from typing import Any

DROP = object()


def steps_of(path: str) -> list[str | int]:
    matches = re.finditer(r"\[(\d+)\]|([^.\[\]]+)", path)
    return [int(match[1]) if match[1] else match[2] for match in matches]


def put(value: Any, path: str, new: Any) -> Any:
    """A copy with `new` at the path; one past the end of a list appends, DROP takes the entry away."""
    found = copy.deepcopy(value)
    *way, last = steps_of(path)
    place = found
    for step in way:
        place = place[step]
    if new is DROP:
        del place[last]
    elif isinstance(place, list) and last == len(place):
        place.append(new)
    else:
        place[last] = new
    return found

"""The engine under test, fed with values as the command line feeds it with files."""

import json
from typing import Any

import matcher

TIMED = ("read", "build", "solve", "prove", "explain")


def encoded(rotation: Any) -> bytes:
    return json.dumps(rotation, ensure_ascii=False).encode("utf-8")


def solve(rotation: Any) -> dict[str, Any]:
    """The outcome as a file would hold it: written as JSON and read again."""
    outcome: dict[str, Any] = json.loads(json.dumps(matcher.solve(matcher.parse(encoded(rotation)))))
    return outcome


def written(outcome: dict[str, Any]) -> dict[str, Any]:
    """An oracle's outcome as a file would hold it, with the parts the oracle leaves free."""
    found = outcome | {"timings": dict.fromkeys(TIMED, 0), "software": {"roundtrip": "0"}}
    if "conflict" in found:
        found["conflict"] = [item | {"text": "a limit of this round"} for item in found["conflict"]]
    return found


def failures(rotation: Any, outcome: object) -> list[str]:
    found: list[str] = matcher.verify(matcher.parse(encoded(rotation)), outcome).failures
    return found


def refusal(data: bytes | str) -> tuple[str, str] | None:
    """The path and text of the refusal of these bytes, none where they are a round."""
    try:
        matcher.parse(data)
    except matcher.Refused as refused:
        return refused.path, refused.text
    return None

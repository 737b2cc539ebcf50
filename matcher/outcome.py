"""What every outcome file has in common."""

from __future__ import annotations

import time
from importlib.metadata import version
from typing import Any

FORMAT = "roundtrip.outcome/1"
PHASES = ("read", "build", "solve", "prove", "explain")


class Watch:
    """CPU milliseconds of each phase, as the outcome reports them."""

    def __init__(self, read_ms: int) -> None:
        self.spent = dict.fromkeys(PHASES, 0) | {"read": read_ms}
        self._last = time.process_time()

    def lap(self, phase: str) -> None:
        """Everything since the last lap belongs to `phase`."""
        now = time.process_time()
        self.spent[phase] += round((now - self._last) * 1000)
        self._last = now


_SOFTWARE = {name: version(name) for name in ("roundtrip", "networkx", "numpy", "scipy")}


def signature(watch: Watch) -> dict[str, Any]:
    """How long each phase took, and the software it ran on."""
    return {"timings": watch.spent, "software": dict(_SOFTWARE)}

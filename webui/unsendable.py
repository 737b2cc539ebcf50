"""Why a notice never becomes a message."""

from __future__ import annotations


class Unsendable(Exception):
    """No server will ever take this notice as it is; `str()` says why."""


class Moot(Unsendable):
    """Nobody is there to read it, or there is nothing left to read."""

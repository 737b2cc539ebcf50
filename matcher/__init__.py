"""Roundtrip's matching engine: a round in, a proved outcome out.

The public list of names. Importing this package imports neither numpy nor scipy: a file that is refused
is refused at once.
"""

from __future__ import annotations

from matcher.errors import Defect, Refused
from matcher.rotation.parse import parse

__all__ = ["Defect", "Refused", "parse"]

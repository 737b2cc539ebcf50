"""Canonical JSON, its digest, and the numbers drawn from a round's seed."""

import hashlib
import json
from typing import Any


def sha256(value: Any) -> str:
    """The hex digest of a value's canonical JSON."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def score(seed: str, executive: str) -> int:
    return int(sha256([seed, executive])[:5], 16)


def draw(seed: str, executive: str, opportunity: str) -> int:
    return int(sha256([seed, executive, opportunity])[:8], 16) >> 2


def lottery_number(seed: str, executive: str, executives: list[str]) -> int:
    """1 is the best: the executive whose digest is greatest."""
    own = sha256([seed, executive])
    return 1 + sum(sha256([seed, other]) > own for other in executives)

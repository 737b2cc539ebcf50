"""What a file says to show that nobody chose its seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matcher.reading import take_object, take_string


@dataclass(frozen=True, slots=True)
class SeedProof:
    """What shows that nobody chose the seed: see `matcher.lottery.reveal`."""

    secret: str
    outside: str
    commitment: str
    frozen: str | None = None


def take_seed_proof(value: Any) -> SeedProof:
    """The `seed_proof` of a file; its strings may have any length."""
    raw = take_object(value, "seed_proof", ("secret", "outside", "commitment"), ("frozen",))
    return SeedProof(**{key: take_string(text, f"seed_proof.{key}") for key, text in raw.items()})

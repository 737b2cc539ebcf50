"""What a verifier says: failures, each a line, and notes on what was shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from matcher.lottery import commitment, reveal
from matcher.reading import shown
from matcher.seed_proof import SeedProof


@dataclass(frozen=True)
class Verdict:
    """The outcome holds when `failures` is empty."""

    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fail(self, line: str) -> None:
        """One more thing that does not hold."""
        self.failures.append(line)

    def note(self, line: str) -> None:
        """One more thing that was shown, or that was not looked at."""
        self.notes.append(line)

    def compare(self, path: str, found: object, expected: object) -> None:
        """Fail at `path`, or at each place inside it, where the outcome does not say what the round gives."""
        for place, told, right in _differences(path, found, expected):
            self.fail(f"{place}: {shown(told)} where the round gives {shown(right)}")


def _differences(path: str, found: Any, expected: Any) -> Iterator[tuple[str, Any, Any]]:
    """Where two values differ, as deep inside as their shapes agree."""
    if found == expected:
        return
    if isinstance(found, dict) and isinstance(expected, dict) and found.keys() == expected.keys():
        for key in found:
            yield from _differences(f"{path}.{key}", found[key], expected[key])
    elif isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for number, (one, other) in enumerate(zip(found, expected, strict=True)):
            yield from _differences(f"{path}[{number}]", one, other)
    else:
        yield path, found, expected


def check_seed(seed: str, proof: SeedProof | None, snapshot_sha256: str, verdict: Verdict) -> None:
    """That the seed follows from the committed secret, the outside value and the frozen hash."""
    if proof is None:
        return
    frozen = snapshot_sha256 if proof.frozen is None else proof.frozen
    if commitment(proof.secret) != proof.commitment:
        verdict.fail("seed_proof: the secret does not give the published commitment")
    if reveal(proof.secret, proof.outside, frozen) != seed:
        verdict.fail("seed_proof: secret, outside value and frozen hash do not give the seed")
    own = "is" if frozen == snapshot_sha256 else "is not"
    named = frozen if re.fullmatch("[0-9a-f]{64}", frozen) else shown(frozen)
    verdict.note(f"seed: frozen hash {named} {own} this file's own")
    if frozen != snapshot_sha256:
        verdict.note(
            f"seed: this file's own hash is {snapshot_sha256}; the two differ where the round was "
            "changed after its freeze (a scenario, an objection, a repair), which keeps the seed: "
            "compare the frozen hash with the one that was published at the freeze"
        )

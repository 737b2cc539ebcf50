"""What a verifier says: failures, each a line, and notes on what was shown."""

from __future__ import annotations

from dataclasses import dataclass, field

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
        """Fail at `path` unless the outcome says what the round gives."""
        if found != expected:
            self.fail(f"{path}: {shown(found)} where the round gives {shown(expected)}")


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
    verdict.note(f"seed: frozen hash {frozen} {own} this file's own")

"""What the owner of a certified list keeps."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Receipt:
    """With it the owner can check that the certified list is the one in the snapshot: `commitment` is the
    SHA-256 of canonical `[nonce, owner, list]`, the list as it was filed, every item a group of slugs."""

    number: int
    nonce: str
    commitment: str

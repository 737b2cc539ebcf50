"""Confidential columns: sealed with AES-256-GCM by keys that never enter the database.

A sealed value is `key id (4 bytes) ‖ nonce (12 bytes) ‖ ciphertext and tag`, bound to its column by the
associated data. The first key of a ring seals, every key opens: to rotate, put a new key first.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets as tokens
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary, TypeDecorator, make_url

from models.errors import MissingKey

VARIABLE = "ROUNDTRIP_KEY"
KEY_BYTES, KEY_ID_BYTES, NONCE_BYTES = 32, 4, 12


class Keyring:
    """Keys of 32 bytes; the first seals."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise MissingKey(f"A key ring needs one or more keys of {KEY_BYTES} bytes each.")
        self._ciphers = {_key_id(key): AESGCM(key) for key in keys}
        self._sealing = _key_id(keys[0])
        self._first = keys[0]

    @property
    def names(self) -> frozenset[str]:
        """The ids of all keys, in hex; an id tells nothing of its key."""
        return frozenset(key_id.hex() for key_id in self._ciphers)

    @property
    def sealing(self) -> str:
        """The id of the key that seals, in hex."""
        return self._sealing.hex()

    def seal(self, text: str, label: str) -> bytes:
        nonce = tokens.token_bytes(NONCE_BYTES)
        cipher = self._ciphers[self._sealing]
        return self._sealing + nonce + cipher.encrypt(nonce, text.encode(), label.encode())

    def open(self, sealed: bytes, label: str) -> str:
        """The text again; MissingKey when its key is not on the ring or the value was tampered with."""
        key_id, nonce = sealed[:KEY_ID_BYTES], sealed[KEY_ID_BYTES : KEY_ID_BYTES + NONCE_BYTES]
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise MissingKey(f"{label} was sealed with key {key_id.hex()}, which {VARIABLE} does not hold.")
        try:
            return cipher.decrypt(nonce, sealed[KEY_ID_BYTES + NONCE_BYTES :], label.encode()).decode()
        except InvalidTag:
            raise MissingKey(f"{label} does not open: the stored value was changed.") from None

    def derive(self, label: str) -> str:
        """Another secret from the first key, in hex, for one use that `label` names."""
        return hmac.digest(self._first, label.encode(), "sha256").hex()


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"roundtrip key id" + key).digest()[:KEY_ID_BYTES]


def new_key() -> str:
    """A fresh key as text, fit for `ROUNDTRIP_KEY` or a line of a key file."""
    return base64.urlsafe_b64encode(tokens.token_bytes(KEY_BYTES)).decode()


def parse_keys(text: str) -> Keyring:
    """A ring from keys in URL-safe base64, separated by commas or white space."""
    try:
        return Keyring([base64.urlsafe_b64decode(word) for word in text.replace(",", " ").split()])
    except (binascii.Error, ValueError) as error:
        raise MissingKey("A key must be 32 bytes in URL-safe base64.") from error


def key_file(url: str) -> Path | None:
    """Where the keys of an SQLite file lie: `NAME.key` beside it. None for other databases."""
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite" or parts.database in (None, "", ":memory:"):
        return None
    return Path(f"{parts.database}.key")


def find_keys(url: str, environment: Mapping[str, str] = os.environ) -> Keyring:
    """The keys of a database: `ROUNDTRIP_KEY`, else the key file beside an SQLite file (mode 0600)."""
    if environment.get(VARIABLE):
        return parse_keys(environment[VARIABLE])
    path = key_file(url)
    if path is None:
        raise MissingKey(f"Set {VARIABLE} to the key of the confidential columns of this database.")
    if not path.exists():
        raise MissingKey(
            f"The key file {path} is missing: put it back beside the database, or set {VARIABLE}."
        )
    if path.stat().st_mode & 0o077:
        raise MissingKey(f"The key file {path} can be read by others: run chmod 600 {path}.")
    return parse_keys(path.read_text())


def make_key_file(path: Path) -> None:
    """Write a new key for its owner alone; an existing file is never touched."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(new_key() + "\n")


_rings: "WeakKeyDictionary[Dialect, Keyring]" = WeakKeyDictionary()


def use_keys(dialect: Dialect, ring: Keyring) -> None:
    """Let the sealed columns of one engine use this ring (each engine has its own dialect object)."""
    _rings[dialect] = ring


class Sealed(TypeDecorator[Any]):
    """A JSON value stored sealed. `label` names its column and is bound to the ciphertext."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return self._ring(dialect).seal(text, self.label)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(self._ring(dialect).open(bytes(value), self.label))

    def _ring(self, dialect: Dialect) -> Keyring:
        ring = _rings.get(dialect)
        if ring is None:
            raise MissingKey("This connection has no keys: open the database with models.db.open_engine.")
        return ring

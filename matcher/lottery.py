"""The lottery: numbers and draws that depend on the seed and on oneself alone.

Who else takes part, in which order, changes nobody's score. The seed itself is fixed by commit and reveal:
nobody knows it while lists can still change, and nobody can choose it afterwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.files import canonical, sha256
from matcher.reading import Pair


def scores(seed: str, ids: Iterable[str]) -> NDArray[np.int64]:
    """The lottery score of each id, (ids,), from 0 to 2^20 - 1; greater is better."""
    return np.array([int.from_bytes(hash_[:3], "big") >> 4 for hash_ in _hashes(seed, ids)], dtype=np.int64)


def numbers(seed: str, ids: Sequence[str]) -> dict[str, int]:
    """The lottery number of each id: 1 is the best."""
    best_first = sorted(zip(_hashes(seed, ids), ids, strict=True), key=itemgetter(0), reverse=True)
    return {id_: number for number, (_, id_) in enumerate(best_first, 1)}


def _hashes(seed: str, ids: Iterable[str]) -> Iterator[bytes]:
    """SHA-256 of canonical `[seed, id]` for each id; what all begin with is hashed once."""
    start = _opened(seed)
    for id_ in ids:
        one = start.copy()
        one.update(canonical(id_) + b"]")
        yield one.digest()


def _opened(seed: str) -> Any:
    return hashlib.sha256(canonical([seed])[:-1] + b",")


def draws(seed: str, pairs: Iterable[Pair]) -> NDArray[np.int64]:
    """The draw of each pair of ids, (pairs,), from 0 to 2^30 - 1; smaller is better.

    These thirty bits make the optimum unique but for a chance below pairs / 2^30 (isolation lemma: Mulmuley,
    Vazirani and Vazirani 1987).
    """
    start = _opened(seed)
    found, last, opened = [], None, start
    for left, right in pairs:
        if left != last:
            last, opened = left, start.copy()
            opened.update(canonical(left) + b",")
        one = opened.copy()
        one.update(canonical(right) + b"]")
        found.append(int.from_bytes(one.digest()[:4], "big") >> 2)
    return np.array(found, dtype=np.int64)


def commitment(secret: str) -> str:
    """What is published before the lists close: SHA-256 of canonical `[secret]`, hex."""
    return sha256([secret])


def reveal(secret: str, outside: str, frozen: str) -> str:
    """The seed: SHA-256 of canonical `[secret, outside, frozen]`, hex.

    `outside` is a public value that exists only after the freeze, `frozen` the snapshot hash published at it.
    """
    return sha256([secret, outside, frozen])

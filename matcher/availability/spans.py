"""Sets of whole minutes as sorted, disjoint, half-open pairs."""

from __future__ import annotations

from collections.abc import Iterable

Pairs = list[tuple[int, int]]


def merge(pairs: Iterable[tuple[int, int]]) -> Pairs:
    """The minutes in any of the pairs, in any order; empty pairs vanish.

    >>> merge([(5, 9), (1, 3), (3, 4), (8, 8)])
    [(1, 4), (5, 9)]
    """
    found: Pairs = []
    for start, end in sorted(pair for pair in pairs if pair[0] < pair[1]):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def subtract(these: Pairs, those: Iterable[tuple[int, int]]) -> Pairs:
    """The minutes in `these` (merged) and in none of `those` (any order).

    >>> subtract([(0, 10)], [(2, 3), (8, 12)])
    [(0, 2), (3, 8)]
    """
    away = merge(those)
    found: Pairs = []
    for start, end in these:
        for out, back in away:
            if back <= start:
                continue
            if out >= end:
                break
            if start < out:
                found.append((start, out))
            start = max(start, back)
        if start < end:
            found.append((start, end))
    return found


def intersect(these: Pairs, those: Pairs) -> Pairs:
    """The minutes in both; both merged.

    >>> intersect([(0, 5), (7, 9)], [(3, 8)])
    [(3, 5), (7, 8)]
    """
    found, a, b = [], 0, 0
    while a < len(these) and b < len(those):
        start, end = max(these[a][0], those[b][0]), min(these[a][1], those[b][1])
        if start < end:
            found.append((start, end))
        if these[a][1] < those[b][1]:
            a += 1
        else:
            b += 1
    return found

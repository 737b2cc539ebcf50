"""The allowed pairs of a sweep as arrays, and their network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from matcher.arrays import Flags, Ints
from matcher.flow.network import ROOT, Network
from matcher.mentoring.problem import Sweep
from matcher.reading import Pair


@dataclass(frozen=True)
class Pairs:
    """The P allowed pairs, sorted by request id, then mentor id.

    `requests` and `mentors` are the ids in code point order, which `request` and `mentor` (P,) index;
    `points` (P,); `pinned` (P,); `urgency` (requests,); `capacity` (mentors,).
    """

    requests: tuple[str, ...]
    mentors: tuple[str, ...]
    request: Ints
    mentor: Ints
    points: Ints
    pinned: Flags
    urgency: Ints
    capacity: Ints

    def named(self, rows: Ints) -> Iterator[Pair]:
        """The ids of each pair."""
        requests = map(self.requests.__getitem__, self.request[rows].tolist())
        mentors = map(self.mentors.__getitem__, self.mentor[rows].tolist())
        return zip(requests, mentors, strict=True)

    def pair(self, row: int) -> Pair:
        """The ids of one pair."""
        return self.requests[self.request[row]], self.mentors[self.mentor[row]]

    @cached_property
    def choosing(self) -> Flags:
        """The requests the floor speaks of: not pinned, with at least two pairs, (requests,)."""
        found: Flags = np.bincount(self.request, minlength=len(self.requests)) >= 2
        found[self.request[self.pinned]] = False
        return found

    @cached_property
    def classes(self) -> list[int]:
        """The urgencies that occur, highest first."""
        found: list[int] = np.unique(self.urgency)[::-1].tolist()
        return found

    def floor(self, rows: Ints) -> int:
        """The least points of a served request that had a choice; 0 where there is none."""
        bound = rows[self.choosing[self.request[rows]]]
        return int(self.points[bound].min()) if len(bound) else 0


def list_pairs(sweep: Sweep) -> Pairs:
    """Read the pairs of a sweep."""
    requests = sorted(sweep.requests, key=lambda request: request.id)
    mentors = sorted(sweep.mentors, key=lambda mentor: mentor.id)
    request_at = {request.id: n for n, request in enumerate(requests)}
    mentor_at = {mentor.id: n for n, mentor in enumerate(mentors)}
    pins = set(sweep.pinned)
    request, mentor = (
        np.fromiter((index[pair[side]] for pair in sweep.pairs), np.int64, len(sweep.pairs))
        for side, index in enumerate((request_at, mentor_at))
    )
    order = np.lexsort((mentor, request))
    points = np.fromiter(sweep.pairs.values(), np.int64, len(sweep.pairs))
    pinned = np.fromiter(map(pins.__contains__, sweep.pairs), np.bool_, len(sweep.pairs))
    most = len(requests) + 1
    return Pairs(
        requests=tuple(request_at),
        mentors=tuple(mentor_at),
        request=request[order],
        mentor=mentor[order],
        points=points[order],
        pinned=pinned[order],
        urgency=np.array([request.urgency for request in requests], dtype=np.int64),
        capacity=np.array([min(mentor.capacity, most) for mentor in mentors], dtype=np.int64),
    )


CHOICE = 1
"""The node every request with a choice hangs from; its edge can ask that at least one of them is served."""


def build_network(pairs: Pairs) -> Network:
    """Root → (choice →) request → mentor → root; one unit is one conversation."""
    requests = 2 + np.arange(len(pairs.requests))
    mentors = 2 + len(requests) + np.arange(len(pairs.mentors))
    count, people = len(pairs.request), len(requests)
    above = np.full(2 + people + len(mentors), -1, dtype=np.int64)
    above[requests] = count + np.arange(people)
    above[mentors] = count + people + np.arange(len(mentors))
    above[CHOICE] = count + people + len(mentors)
    desk = np.where(pairs.choosing, CHOICE, ROOT)
    return Network(
        nodes=len(above),
        tail=np.concatenate([requests[pairs.request], desk, mentors, [ROOT]]),
        head=np.concatenate([mentors[pairs.mentor], requests, np.full(len(mentors), ROOT), [CHOICE]]),
        lower=np.concatenate([pairs.pinned.astype(np.int64), np.zeros(people + len(mentors) + 1, np.int64)]),
        upper=np.concatenate([np.ones(count + people, np.int64), pairs.capacity, [people + 1]]),
        row=np.arange(count),
        people=slice(count, count + people),
        above=above,
    )


def lifted(network: Network, pairs: Pairs, floor: int) -> Network:
    """The network in which some request with a choice is served, and none of them below `floor` points."""
    lower, upper = network.lower.copy(), network.upper.copy()
    upper[: len(pairs.request)][pairs.choosing[pairs.request] & (pairs.points < floor)] = 0
    lower[network.above[CHOICE]] = 1
    return replace(network, lower=lower, upper=upper)

"""Networks that ask whether a floor can be raised while every urgency class keeps its count."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matcher.arrays import Ints
from matcher.flow.network import ROOT, Network
from matcher.mentoring.pairs import Pairs


def counted_network(pairs: Pairs, rows: Ints, floor: int) -> Iterator[Network]:
    """For each class with a choice: as many served in every class as now, nobody who had a choice below
    `floor`, and at least one with a choice served in that class.

    Root → class → (choice of the class →) request → mentor → root.
    """
    classes = np.array(pairs.classes)
    of = np.searchsorted(-classes, -pairs.urgency)
    count, people, places = len(pairs.request), len(pairs.requests), len(pairs.mentors)
    first_class, first_choice = 1, 1 + len(classes)
    requests = 1 + 2 * len(classes) + np.arange(people)
    mentors = requests[-1:].max(initial=2 * len(classes)) + 1 + np.arange(places)
    wanted = np.bincount(of[pairs.request[rows]], minlength=len(classes))
    number = np.arange(len(classes))
    allowed = ~(pairs.choosing[pairs.request] & (pairs.points < floor))
    above = np.full(1 + 2 * len(classes) + people + places, -1, dtype=np.int64)
    above[requests] = count + np.arange(people)
    above[mentors] = count + people + np.arange(places)
    above[first_class + number] = count + people + places + number
    above[first_choice + number] = count + people + places + len(classes) + number
    for class_ in number[np.bincount(of[pairs.choosing], minlength=len(classes)) > 0]:
        some, many = np.where(number == class_, 1, 0), np.full(len(classes), people + 1)
        yield Network(
            nodes=len(above),
            tail=np.concatenate(
                [
                    requests[pairs.request],
                    np.where(pairs.choosing, first_choice + of, first_class + of),
                    mentors,
                    np.full(len(classes), ROOT),
                    first_class + number,
                ]
            ),
            head=np.concatenate(
                [
                    mentors[pairs.mentor],
                    requests,
                    np.full(places, ROOT),
                    first_class + number,
                    first_choice + number,
                ]
            ),
            lower=np.concatenate([pairs.pinned, np.zeros(people + places, np.int64), wanted, some]),
            upper=np.concatenate([allowed, np.ones(people), pairs.capacity, wanted, many]).astype(np.int64),
            row=np.arange(count),
            people=slice(count, count + people),
            above=above,
        )

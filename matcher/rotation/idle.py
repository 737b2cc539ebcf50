"""Seats that an outcome leaves free, and how many people without a place could have been put on them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from matcher.rotation.choices import list_choices
from matcher.rotation.eligibility import CODES
from matcher.rotation.problem import Rotation


@dataclass(frozen=True, slots=True)
class Idle:
    """An opportunity with free `seats`; `wanted` people without a place chose it, may go there and did not
    decline it."""

    opportunity: str
    seats: int
    wanted: int


def list_idle(rotation: Rotation, outcome: dict[str, Any]) -> tuple[Idle, ...]:
    """Every opportunity with a free seat in an outcome of the round that is feasible, by id.

    A seat is free although somebody wants it only where a limit, or a better use of those people, stands in
    the way.
    """
    choices = list_choices(rotation)
    placed = {match["executive"] for match in outcome["matches"]}
    taken = Counter(match["opportunity"] for match in outcome["matches"])
    open_ = (choices.cause == CODES["eligible"]) & ~choices.declined
    pairs = zip(choices.executive[open_].tolist(), choices.opportunity[open_].tolist(), strict=True)
    free = (post for who, post in pairs if choices.executives[who] not in placed)
    wanted = Counter(choices.opportunities[post] for post in free)
    return tuple(
        Idle(post.id, post.seats - taken[post.id], wanted[post.id])
        for post in sorted(rotation.opportunities, key=lambda one: one.id)
        if post.seats > taken[post.id]
    )

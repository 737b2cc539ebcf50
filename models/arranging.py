"""Rearranging a list of tie groups: each function returns a new list and leaves the given one alone."""

from models.errors import Invalid
from models.sealed_lists import Groups


def add(groups: Groups, slug: str) -> Groups:
    """Put an entry last; the list as it is where the entry is on it already."""
    return groups if any(slug in group for group in groups) else [*groups, [slug]]


def remove(groups: Groups, slug: str) -> Groups:
    """Take an entry off; its tie, if any, stays without it."""
    _place(groups, slug)
    return _tidy([[one for one in group if one != slug] for group in groups])


def move_up(groups: Groups, slug: str) -> Groups:
    """Before the group above; out of a tie: to just above the others of the tie."""
    at = _place(groups, slug)
    if len(groups[at]) > 1:
        return _insert(remove(groups, slug), slug, at)
    return _insert(remove(groups, slug), slug, max(at - 1, 0))


def move_down(groups: Groups, slug: str) -> Groups:
    """Behind the group below; out of a tie: to just below the others of the tie."""
    at = _place(groups, slug)
    return _insert(remove(groups, slug), slug, at + 1)


def move_to(groups: Groups, slug: str, position: int) -> Groups:
    """Alone at a position, counted from 1; beyond the end it becomes the last."""
    rest = remove(groups, slug)
    return _insert(rest, slug, min(max(position, 1) - 1, len(rest)))


def tie(groups: Groups, slug: str) -> Groups:
    """Into one group with what stands above it; the first group stays as it is."""
    at = _place(groups, slug)
    if at == 0:
        return groups
    without = [[one for one in group if one != slug] for group in groups]
    without[at - 1] = [*without[at - 1], slug]
    return _tidy(without)


def untie(groups: Groups, slug: str) -> Groups:
    """Out of its tie, to just below the others of it."""
    at = _place(groups, slug)
    return groups if len(groups[at]) == 1 else _insert(remove(groups, slug), slug, at + 1)


ACTS = {"up": move_up, "down": move_down, "tie": tie, "untie": untie}


def _place(groups: Groups, slug: str) -> int:
    for at, group in enumerate(groups):
        if slug in group:
            return at
    raise Invalid(f"{slug} is not on the list.")


def _insert(groups: Groups, slug: str, at: int) -> Groups:
    return [*groups[:at], [slug], *groups[at:]]


def _tidy(groups: Groups) -> Groups:
    return [group for group in groups if group]

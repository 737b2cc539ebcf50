"""Acts on a list in groups, best first: each takes the list and one entry and returns the new list.

What is not possible (up from the first place, say) leaves the list as it is, so that a button pressed twice
does no harm. An entry that is not in the list enters it at its place.
"""

from models.sealed_lists import Groups


def without(order: Groups, entry: str) -> Groups:
    """The list without the entry."""
    thinned = [[one for one in group if one != entry] for group in order]
    return [group for group in thinned if group]


def up(order: Groups, entry: str) -> Groups:
    """Out of a tie to the place above it; alone, above the group before."""
    place = _place(order, entry)
    if place is None or (place == 0 and len(order[place]) == 1):
        return order
    return _insert(without(order, entry), place if len(order[place]) > 1 else place - 1, entry)


def down(order: Groups, entry: str) -> Groups:
    """Out of a tie to the place below it; alone, below the group after."""
    place = _place(order, entry)
    if place is None or (place == len(order) - 1 and len(order[place]) == 1):
        return order
    return _insert(without(order, entry), place + 1, entry)


def tie(order: Groups, entry: str) -> Groups:
    """Alone, into one group with the entries just above."""
    place = _place(order, entry)
    if not place or len(order[place]) > 1:
        return order
    return [*order[: place - 1], [*order[place - 1], entry], *order[place + 1 :]]


def untie(order: Groups, entry: str) -> Groups:
    """Out of a tie to the place below the others of it."""
    place = _place(order, entry)
    return order if place is None or len(order[place]) == 1 else down(order, entry)


def to_place(order: Groups, entry: str, place: int) -> Groups:
    """Alone, to a place counted from 1; beyond the end is the end."""
    return _insert(without(order, entry), max(place, 1) - 1, entry)


def last(order: Groups, entry: str) -> Groups:
    """Alone, to the end."""
    return [*without(order, entry), [entry]]


def _place(order: Groups, entry: str) -> int | None:
    return next((place for place, group in enumerate(order) if entry in group), None)


def _insert(order: Groups, place: int, entry: str) -> Groups:
    return [*order[:place], [entry], *order[place:]]

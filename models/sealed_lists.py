"""The shape of a confidential list: groups of slugs, best first, the members of a tie in one group."""

from collections.abc import Sequence

from models.errors import Invalid

Groups = list[list[str]]


def groups(items: Sequence[str | Sequence[str]]) -> Groups:
    """A list as it is stored: every item a group. Invalid for an empty tie or a repeated slug."""
    found = [[item] if isinstance(item, str) else list(item) for item in items]
    if not all(found):
        raise Invalid("A tie names at least one entry.")
    seen: set[str] = set()
    for slug in (slug for group in found for slug in group):
        if slug in seen:
            raise Invalid(f"{slug} is named twice.")
        seen.add(slug)
    return found


def items(stored: Groups) -> list[str | list[str]]:
    """The list as the round file writes it: a group of one is the slug itself."""
    return [group[0] if len(group) == 1 else group for group in stored]


def kept(stored: Groups, known: set[str] | frozenset[str]) -> Groups:
    """The list without the slugs that are not `known`, empty groups left out."""
    thinned = [[slug for slug in group if slug in known] for group in stored]
    return [group for group in thinned if group]

"""Whether the certified list of somebody is the one in a round file, by the receipt that its owner keeps.

A commitment is the SHA-256 of canonical `[salt, person, list]`, the list as it was certified: every item a
group, the members of a tie in one.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from matcher.errors import Refused
from matcher.files import sha256
from matcher.rotation.problem import Rotation

Groups = Sequence[Sequence[str]]


class Match(enum.StrEnum):
    SAME = "same"
    THINNED = "thinned"
    OTHER = "other"
    ABSENT = "absent"
    NOT_THE_RECEIPT = "not_the_receipt"


@dataclass(frozen=True)
class Finding:
    """What a receipt shows. `THINNED`: the list in the file is the certified one without `left_out`, what the
    round did not offer any more; `NOT_THE_RECEIPT`: the list brought along does not give the commitment."""

    match: Match
    left_out: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return self.match in (Match.SAME, Match.THINNED)


def commit(salt: str, person: str, groups: Groups) -> str:
    """The commitment to a list.

    >>> commit("7f", "E-1", [["A"], ["B", "C"]])[:8]
    '5905149a'
    """
    return sha256([salt, person, [list(group) for group in groups]])


def compare(
    listed: Groups | None,
    offered: Collection[str],
    *,
    person: str,
    salt: str,
    commitment: str,
    certified: Groups | None = None,
) -> Finding:
    """Hold a receipt against `listed`, the person's list in a round file (`None`: not there) that offers the
    opportunities `offered`. With the `certified` list, one that lost what is not offered is known as such."""
    if listed is None:
        return Finding(Match.ABSENT)
    if commit(salt, person, listed) == commitment:
        return Finding(Match.SAME)
    if certified is None:
        return Finding(Match.OTHER)
    if commit(salt, person, certified) != commitment:
        return Finding(Match.NOT_THE_RECEIPT)
    thinned = [[one for one in group if one in offered] for group in certified]
    if [group for group in thinned if group] != [list(group) for group in listed]:
        return Finding(Match.OTHER)
    return Finding(Match.THINNED, tuple(one for group in certified for one in group if one not in offered))


def check_receipt(
    rotation: Rotation, person: str, *, salt: str, commitment: str, certified: Groups | None = None
) -> Finding:
    """Hold a receipt against a whole round file. Raises `Refused` where a list brought along is no list of
    groups of ids."""
    if certified is not None and not _is_list(certified):
        raise Refused("list", 'a list looks like [["A"], ["B", "C"]]: groups of ids, best first')
    listed = next((one.choices for one in rotation.executives if one.id == person), None)
    offered = {one.id for one in rotation.opportunities}
    receipt = {"person": person, "salt": salt, "commitment": commitment, "certified": certified}
    return compare(listed, offered, **receipt)  # type: ignore[arg-type]


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(group, list) and group and all(isinstance(one, str) for one in group) for group in value
    )

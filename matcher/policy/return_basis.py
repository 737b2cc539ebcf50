"""On what a return rests, by the kind of the assignment (domain facts: position of record kept or not)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Basis:
    """What a kind of assignment says of the way back, and where that stands."""

    basis: str
    target: str
    text: str
    citation: str


HOME = "The position of record is kept; the executive returns to it when the assignment ends."
GRANTED = "The executive returns to the position of record when the assignment ends, as agreed on here."
NOTHING = "The move is permanent: no return follows from it unless a written agreement grants one."
DETAIL = Basis("regulatory", "same_position", HOME, "5 CFR 317.903(a)")
AGREED = Basis("agreement", "same_position", GRANTED, "the agreement itself")
BASES: dict[str, Basis] = {
    "detail": DETAIL,
    "acting_detail": DETAIL,
    "joint_team": AGREED,
    "virtual": AGREED,
    "part_time": AGREED,
    "ipa": Basis("regulatory", "same_position", HOME, "5 U.S.C. 3373; 5 CFR 334.107 (not verified)"),
    "sabbatical": Basis("statutory", "same_position", HOME, "5 U.S.C. 3396(c)"),
    "reassignment": Basis("none", "same_position", NOTHING, "5 U.S.C. 3395(a)"),
    "transfer": Basis("none", "same_position", NOTHING, "5 U.S.C. 3395(a)(1)(B); 5 CFR 317.902"),
}


def basis_of(kind: str) -> Basis:
    """The usual basis of a kind; KeyError for a kind that does not exist.

    >>> basis_of("transfer").basis
    'none'
    """
    return BASES[kind]

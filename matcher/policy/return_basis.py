"""What brings an executive back from an opportunity, by its kind: the one place that says so.

Kinds and grounds follow the table of return rights: a detail ends of itself (5 U.S.C. 3341), a sabbatical too
(5 U.S.C. 3396(c)), an IPA assignee stays an employee of the home agency (5 U.S.C. 3373); between agencies
a detail rests on the agreement besides. A reassignment or a transfer is for good and brings nobody back
(5 CFR 317.901, 902).
"""

import enum
from dataclasses import dataclass


class ReturnBasis(enum.StrEnum):
    """What a right to return rests on."""

    STATUTORY = "statutory"
    REGULATORY = "regulatory"
    AGREEMENT = "agreement"
    POLICY = "policy"
    NONE = "none"


class ReturnTarget(enum.StrEnum):
    """Where a right to return leads."""

    SAME_POSITION = "same_position"
    ANY_QUALIFIED_SES_POSITION = "any_qualified_ses_position"
    NAMED_POSITION = "named_position"
    SUCCESSOR_AGENCY = "successor_agency"


@dataclass(frozen=True)
class ReturnTerms:
    """The basis, the target (none without a basis), both in one sentence, and where that stands."""

    basis: ReturnBasis
    target: ReturnTarget | None
    sentence: str
    citation: str


_ENDS = "The assignment ends by itself at its last day, and the agreement says so"
_DETAIL = ReturnTerms(
    ReturnBasis.AGREEMENT,
    ReturnTarget.SAME_POSITION,
    f"{_ENDS}: you come back to your position of record, which stays yours.",
    "5 U.S.C. 3341; 5 CFR 317.903(a)",
)
_STAYS = ReturnTerms(
    ReturnBasis.STATUTORY,
    ReturnTarget.SAME_POSITION,
    "You stay an employee of your home agency throughout, and come back to your position of record.",
    "5 U.S.C. 3396(c) for a sabbatical; 5 U.S.C. 3373 for an IPA assignment",
)
NO_RETURN = ReturnTerms(
    ReturnBasis.NONE,
    None,
    "Nothing brings you back: you leave your position of record for good, and no right to return is granted.",
    "5 U.S.C. 3395(a); 5 CFR 317.901 and 902",
)
_STATED_NONE = ReturnTerms(
    ReturnBasis.NONE,
    None,
    "Nothing brings you back: no right to return is granted.",
    "as the opportunity states",
)
_LASTING = frozenset({"reassignment", "transfer"})
_AT_HOME = frozenset({"ipa", "sabbatical"})
_DETAILS = frozenset({"detail", "acting_detail", "joint_team", "virtual", "part_time"})


def return_terms(kind: str) -> ReturnTerms:
    """The terms of return of an opportunity of that kind; ValueError for a kind nobody has decided on.

    >>> return_terms("transfer").basis.value
    'none'
    """
    if kind in _LASTING:
        return NO_RETURN
    if kind in _AT_HOME:
        return _STAYS
    if kind in _DETAILS:
        return _DETAIL
    raise ValueError(f"no return basis is decided for {kind}")


_RESTS = {
    ReturnBasis.STATUTORY: "A statute",
    ReturnBasis.REGULATORY: "A regulation",
    ReturnBasis.AGREEMENT: "The agreement of both agencies",
    ReturnBasis.POLICY: "The policy of your home agency",
}
_LEADS = {
    ReturnTarget.SAME_POSITION: "to your position of record",
    ReturnTarget.ANY_QUALIFIED_SES_POSITION: "to any SES position there that you are qualified for",
    ReturnTarget.NAMED_POSITION: (
        "to a position that your home agency names in the agreement, before anybody signs"
    ),
    ReturnTarget.SUCCESSOR_AGENCY: "to the agency that took the function over",
}


def stated_terms(basis: ReturnBasis, target: ReturnTarget | None, position: str | None = None) -> ReturnTerms:
    """The terms of return that an opportunity states itself, or an agreement that names the `position` too;
    ValueError for a way back that leads nowhere.

    >>> stated_terms(ReturnBasis.POLICY, ReturnTarget.SAME_POSITION).sentence
    'The policy of your home agency brings you back to your position of record.'
    """
    if basis is ReturnBasis.NONE:
        return _STATED_NONE
    if target is None:
        raise ValueError("a way back leads somewhere")
    leads = f"to the position “{position}”" if position else _LEADS[target]
    return ReturnTerms(
        basis, target, f"{_RESTS[basis]} brings you back {leads}.", "as the opportunity states"
    )


def acknowledgement(title: str, host: str, home: str, *, for_good: bool) -> str:
    """What an executive signs who accepts an opportunity without any right to return.

    >>> acknowledgement("Director", "Energy", "Treasury", for_good=True).endswith("at Treasury.")
    True
    """
    what = (
        "I leave my position of record for good, and nothing grants me a right to return to it"
        if for_good
        else "nothing grants me a right to return to my position of record"
    )
    return (
        f"I accept {title} at {host}. I understand that its return basis is none: {what} or to any other "
        f"position at {home}."
    )

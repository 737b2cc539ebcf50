"""What an assignment's terms are called, in the texts that are signed and on the pages alike."""

from __future__ import annotations

from matcher.policy.return_basis import ReturnBasis, ReturnTarget
from models.agreements import EarlyReason
from models.opportunities import FundingBasis, Kind, Opportunity, Remote
from models.opportunity_texts import LONGEST_PLACE

KINDS: dict[Kind, str] = {kind: kind.value.replace("_", " ") for kind in Kind} | {
    Kind.IPA: "IPA assignment",
    Kind.PART_TIME: "part-time assignment",
    Kind.VIRTUAL: "virtual assignment",
}
FUNDINGS: dict[FundingBasis, str] = {
    FundingBasis.REIMBURSABLE_1535: "the host agency pays the home agency back (31 U.S.C. 1535)",
    FundingBasis.NONREIMB_STATUTE: "the home agency pays; a statute allows it",
    FundingBasis.NONREIMB_RELATED_MISSION: "the home agency pays; the work serves its own mission too",
    FundingBasis.NONREIMB_DE_MINIMIS: "the home agency pays; the cost is too small to matter",
    FundingBasis.TWO_WAY_EXCHANGE: "each agency pays its own person in a two-way exchange",
}
FOR_GOOD = "the host agency: whoever moves for good is its own"


def who_pays(funding: FundingBasis, kind: Kind) -> str:
    """Who pays an assignment of that kind; of a move for good no basis is asked."""
    return FOR_GOOD if kind.is_permanent else FUNDINGS[funding]


REMOTES: dict[Remote, str] = {
    Remote.NONE: "on site",
    Remote.HYBRID: "partly remote",
    Remote.FULL: "fully remote",
}
BASES: dict[ReturnBasis, str] = {
    ReturnBasis.STATUTORY: "by statute",
    ReturnBasis.REGULATORY: "by regulation",
    ReturnBasis.AGREEMENT: "by the agreement",
    ReturnBasis.POLICY: "by policy",
    ReturnBasis.NONE: "none",
}
TARGETS: dict[ReturnTarget, str] = {
    ReturnTarget.SAME_POSITION: "the position of record",
    ReturnTarget.ANY_QUALIFIED_SES_POSITION: "any SES position one is qualified for",
    ReturnTarget.NAMED_POSITION: "a position that the home agency names",
    ReturnTarget.SUCCESSOR_AGENCY: "the agency that took the function over",
}
EARLY_REASONS: dict[EarlyReason, str] = {one: one.value.replace("_", " ") for one in EarlyReason} | {
    EarlyReason.HOST_BUDGET: "budget of the host",
    EarlyReason.HOME_RECALL: "called back by home",
}


def place_of(offer: Opportunity) -> str:
    """The place with how remote it is; one that was approved when it could be longer stands alone."""
    return offer.place if len(offer.place) > LONGEST_PLACE else f"{offer.place}, {REMOTES[offer.remote]}"

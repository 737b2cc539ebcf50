"""What stands between one executive and the opportunities of a round, before anything is filed."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from matcher.policy.reasons import Reason
from matcher.policy.release import check_release
from matcher.policy.rotation import Card, Offer, check_exchange, check_offer, check_pair
from matcher.policy.timing import Career, check_timing
from matcher.rotation.eligibility import Partners
from matcher.rotation.problem import Alliances, Unit
from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity
from models.queries import round_rules
from models.queries.released import conditions_of
from models.rounds import PairRule, Round, RoundLimit, Rule

CLOSING = frozenset(
    {"own_agency", "no_alliance", "internal", "recorded_rule", "begins_too_late", "absent_too_long"}
)
"""Reasons that let an opportunity be listed, but with which the round cannot place the executive there."""


def is_open(reasons: Iterable[Reason]) -> bool:
    """Whether the executive could be placed there, as far as policy and the round's rules say now."""
    return not any(reason.refuses or reason.code in CLOSING for reason in reasons)


def gates(
    session: Session, round_: Round, executive: Executive, offered: Iterable[Offer]
) -> dict[str, list[Reason]]:
    """By slug: every reason that policy or the round has against each offer, none where it is open.

    A reason that refuses keeps the offer off the sheet; with any other it may be listed, and is shown.
    """
    card = Card(executive.home_agency.code, executive.appointment, executive.clearance)
    partners, forbidden = _partners(session, round_), _forbidden(session, round_, executive)
    results: date = round_.results_at.date()
    released = conditions_of(session, round_, executive)
    career = Career(executive.appointment, executive.ses_since, executive.moves)
    return {
        offer.id: check_offer(offer, results)
        + check_pair(card, offer)
        + check_exchange(offer.id, partners.cause(card.home, offer.host), forbidden.get(offer.id))
        + check_release(released, offer)
        + check_timing(career, offer)
        for offer in offered
    }


def _partners(session: Session, round_: Round) -> Partners:
    """Which agencies exchange with which in the round, as the engine will decide it."""
    parent = aliased(Agency)
    query = (
        select(Agency.code, parent.code, RoundLimit.internal)
        .outerjoin(parent, parent.id == Agency.parent_id)
        .outerjoin(RoundLimit, and_(RoundLimit.agency_id == Agency.id, RoundLimit.round_id == round_.id))
    )
    units = tuple(
        Unit(code, above, internal=internal is not False) for code, above, internal in session.execute(query)
    )
    if round_.alliance_hops is None:
        return Partners(units, None)
    pairs = tuple((first, second) for first, second in round_rules.alliance_pairs(session, round_))
    return Partners(units, Alliances(pairs, round_.alliance_hops))


def _forbidden(session: Session, round_: Round, executive: Executive) -> dict[str, str]:
    query = (
        select(Opportunity.slug, PairRule.reason)
        .join(PairRule, PairRule.opportunity_id == Opportunity.id)
        .where(
            PairRule.round_id == round_.id,
            PairRule.executive_id == executive.id,
            PairRule.rule == Rule.FORBID,
            PairRule.approver_id.is_not(None),
        )
    )
    return dict(session.execute(query).all())

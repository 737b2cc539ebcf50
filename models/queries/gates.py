"""What stands between one executive and the opportunities of a round, before anything is filed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from sqlalchemy import and_, select, true
from sqlalchemy.orm import Session, aliased

from matcher.mentoring.business import local_day
from matcher.policy.one_place import check_beside
from matcher.policy.past import Past, as_others_know, check_past, check_rest
from matcher.policy.reasons import Reason
from matcher.policy.release import Conditions, check_release
from matcher.policy.release_clauses import ENOUGH_MOVES
from matcher.policy.rotation import Card, Offer, check_exchange, check_offer, check_pair
from matcher.policy.timing import Career, check_timing
from matcher.rotation.eligibility import Partners
from matcher.rotation.problem import Alliances, Unit
from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity
from models.pools import RoundPool, RoundPoolMember, code_of
from models.proposals import Proposal
from models.queries import round_rules
from models.queries.offers import offers
from models.queries.pasts import past_of
from models.queries.pledges import Promises, accepted, agreed, promised
from models.queries.released import conditions, with_conditions
from models.releases import Release
from models.rounds import PairRule, Round, RoundLimit, Rule

BY_CONDITIONS = frozenset({"begins_too_late", "absent_too_long", "absent_for_good"})
"""Reasons that come from the conditions of the release."""
CLOSING = frozenset({"own_agency", "no_alliance", "internal", "recorded_rule"}) | BY_CONDITIONS
"""Reasons that let an opportunity be listed, but with which the round cannot place the executive there."""
BESIDE = frozenset(
    {"begins_while_away", "begins_beside_place", "begins_beside_agreement", "begins_beside_move"}
)
"""Reasons that come from a place accepted or from time away: it can be taken only if that makes way."""


def is_open(reasons: Iterable[Reason]) -> bool:
    """Whether the executive could be placed there, as far as policy and the round's rules say now."""
    return not any(reason.refuses or reason.code in CLOSING for reason in reasons)


def gates(
    session: Session,
    round_: Round,
    executive: Executive,
    offered: Iterable[Offer],
    past: Past | None = None,
) -> dict[str, list[Reason]]:
    """By slug: every reason that policy or the round has against each offer, none where it is open.

    A reason that refuses keeps the offer off the sheet; with any other it may be listed, and is shown.
    `past` spares the reading of what was read.
    """
    check = gatekeeper(session, round_, executive, past)
    return {offer.id: check(offer) for offer in offered}


def gatekeeper(
    session: Session, round_: Round, executive: Executive, past: Past | None = None
) -> Callable[[Offer], list[Reason]]:
    """The same for one offer at a time, when it is asked: everything that takes a statement is read now."""
    card = Card(executive.home_agency.code, executive.appointment, executive.clearance)
    partners = _partners(session, round_)
    released, forbidden, promises = _recorded(session, round_, executive)
    results: date = local_day(round_.results_at)
    career = Career(executive.appointment, executive.ses_since, executive.moves)
    known, enough = past or past_of(session, executive), _enough(round_)

    def check(offer: Offer) -> list[Reason]:
        return (
            check_offer(offer, results)
            + check_pair(card, offer)
            + check_past(known, offer)
            + check_exchange(offer.id, partners.cause(card.home, offer.host), forbidden.get(offer.id))
            + check_release(released, offer)
            + check_timing(career, offer, enough_moves=enough)
            + check_rest(known, offer)
            + check_beside(offer, promises.pledges, promises.agreed, promises.away)
        )

    return check


def as_agencies_know(session: Session, round_: Round, executive: Executive, slug: str) -> list[Reason]:
    """What policy says of the executive at one opportunity of the round by the card alone: nothing that is
    the executive's own to tell."""
    offer = offers(session, round_, [slug]).get(slug)
    return [] if offer is None else check_by_card(round_, executive, offer)


def closed_to(session: Session, round_: Round, executive: Executive, slugs: Sequence[str]) -> list[Reason]:
    """Why the round cannot place the executive at these opportunities, by home agency and alliances alone:
    nothing that is the executive's own to tell."""
    partners, found = _partners(session, round_), []
    for offer in offers(session, round_, slugs).values():
        cause = partners.cause(executive.home_agency.code, offer.host)
        found += check_by_card(round_, executive, offer) + check_exchange(offer.id, cause, None)
    return [one for one in found if one.code in CLOSING]


def against_release(session: Session, round_: Round, executive: Executive, slug: str) -> list[Reason]:
    """What the conditions of the executive's release say against one opportunity of the round."""
    offer = offers(session, round_, [slug]).get(slug)
    known = conditions(session, round_).get(executive.slug, Conditions())
    return [] if offer is None else check_release(known, offer)


def check_by_card(round_: Round, executive: Executive, offer: Offer) -> list[Reason]:
    """The same of an offer that is known."""
    card = Card(executive.home_agency.code, executive.appointment, executive.clearance)
    known = as_others_know(executive.appointment, executive.ses_since, offer)
    career = Career(executive.appointment, executive.ses_since, executive.moves)
    results: date = local_day(round_.results_at)
    found = check_offer(offer, results) + check_pair(card, offer) + check_past(known, offer)
    return found + check_timing(career, offer, enough_moves=_enough(round_))


def _enough(round_: Round) -> int:
    """How many moves are enough in the round."""
    return ENOUGH_MOVES.figure if round_.enough_moves is None else round_.enough_moves


def _partners(session: Session, round_: Round) -> Partners:
    """Which agencies exchange with which in the round, as the engine will decide it."""
    parent, in_pool = aliased(Agency), aliased(RoundPoolMember)
    query = (
        select(Agency.code, parent.code, RoundLimit.internal, RoundPool.number)
        .outerjoin(parent, parent.id == Agency.parent_id)
        .outerjoin(RoundLimit, and_(RoundLimit.agency_id == Agency.id, RoundLimit.round_id == round_.id))
        .outerjoin(in_pool, and_(in_pool.agency_id == Agency.id, in_pool.round_id == round_.id))
        .outerjoin(RoundPool, RoundPool.id == in_pool.pool_id)
    )
    rows = session.execute(query).all()
    pools = {number: code_of(number) for *_rest, number in rows if number is not None}
    units = tuple(Unit(pool) for pool in pools.values()) + tuple(
        Unit(code, pools.get(number, above), internal=internal is not False)
        for code, above, internal, number in rows
    )
    if round_.alliance_hops is None:
        return Partners(units, None)
    pairs = tuple((first, second) for first, second in round_rules.alliance_pairs(session, round_))
    return Partners(units, Alliances(pairs, round_.alliance_hops))


def _recorded(
    session: Session, round_: Round, executive: Executive
) -> tuple[Conditions, dict[str, str], Promises]:
    """The conditions of the executive's release, by slug why a pair is forbidden, and what keeps the
    executive away, the places of this round aside; in one statement."""
    elsewhere = accepted(executive.id).where(Proposal.round_id != round_.id)
    rule, place = aliased(PairRule), elsewhere.union_all(agreed(executive.id)).subquery()
    query = (
        select(Release.latest_start, Release.longest_days, Opportunity.slug, rule.reason, *place.c)
        .select_from(Executive)
        .outerjoin(Release, and_(Release.executive_id == Executive.id, *with_conditions(round_)))
        .outerjoin(
            rule,
            and_(
                rule.executive_id == Executive.id,
                rule.round_id == round_.id,
                rule.rule == Rule.FORBID,
                rule.approver_id.is_not(None),
            ),
        )
        .outerjoin(Opportunity, Opportunity.id == rule.opportunity_id)
        .outerjoin(place, true())
        .where(Executive.id == executive.id)
    )
    rows = session.execute(query).all()
    forbidden = {slug: reason for _, _, slug, reason, *_ in rows if slug is not None}
    promises = promised(tuple(found) for _, _, _, _, *found in rows if found[0] is not None)
    latest, longest, *_ = rows[0]
    return Conditions(latest, longest), forbidden, promises

"""The only translation point: rows to a round file, and the outcome file back to rows.

In the files executives and opportunities are known by slug, units by agency code.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.files import canonical, sha256
from matcher.lottery import reveal
from matcher.mentoring.business import local_day
from matcher.policy.reasons import Reason
from matcher.policy.release import Conditions, check_release
from matcher.policy.rotation import Offer, check_offer, check_pair
from models.errors import Conflict, Invalid
from models.opportunities import Opportunity
from models.outcomes import Outcome
from models.proposals import Proposal
from models.queries import round_rules
from models.queries.certified_rankings import certified_rankings
from models.queries.entrants import Entrant, applicants, entrants
from models.queries.ids import executive_ids, opportunity_ids
from models.queries.offers import offers
from models.queries.released import conditions
from models.queries.seats import held_elsewhere, left_of
from models.queries.waivers import NO_GATES, Gates, closed_gates
from models.rankings import ApplicantList
from models.rounds import Round, Rule
from models.sealed_lists import Groups, items

FORMAT = "roundtrip.rotation/1"


@dataclass(frozen=True)
class Part:
    """The people and places that a content is made of alone, with what is known of them already: pairs that a
    person forbade with the reason, and (slug, seats, least seats) of the places."""

    people: list[str]
    places: list[str]
    forbidden: list[tuple[str, str, str]]
    seats: list[tuple[str, int, int]]


def frozen_content(session: Session, round_: Round) -> dict[str, Any]:
    """The round file without seed and seed proof, from the rows as they are now; every list sorted."""
    filed = filed_content(session, round_)
    pairs = round_rules.alliance_pairs(session, round_)
    used = used_units(filed) | {code for pair in pairs for code in pair}
    allied = round_.alliance_hops is not None
    rules = {
        "mechanism": "optimal",
        "objective": round_rules.objective(session, round_),
        "units": round_rules.units(session, round_, used),
        "pinned": [[who, where] for who, where, _why in round_rules.pair_rules(session, round_, Rule.PIN)],
    } | ({"alliances": {"pairs": pairs, "hops": round_.alliance_hops}} if allied else {})
    return filed | rules


def filed_content(session: Session, round_: Round, part: Part | None = None) -> dict[str, Any]:
    """The part of the round file that lists and rankings make: who takes part, what is offered and what is
    forbidden. Of one `part` alone where it is given, and then without what gates forbid."""
    approved = offers(session, round_, part.places if part else None)
    there = part.seats if part else _seats(session, round_, approved)
    seats = [one for one in there if one[1] > 0]
    offered = {slug: approved[slug] for slug, *_ in seats if slug in approved}
    taking = entrants(session, round_, offered, part.people if part else None)
    rankings = certified_rankings(session, round_, applicants(taking))
    gates = NO_GATES if part else closed_gates(session, round_, offered)
    held = conditions(session, round_)
    named = part.forbidden if part else round_rules.pair_rules(session, round_, Rule.FORBID)
    forbidden = _forbidden(round_, named, taking, offered, gates, held)
    _name_hidden(rankings, held, taking, offered, gates)
    return {
        "format": FORMAT,
        "executives": [
            {"id": one.slug, "home": one.card.home, "choices": items(one.choices)} for one in taking
        ],
        "opportunities": [
            {"id": slug, "host": offered[slug].host, "seats": most, "min_seats": least}
            | ({"ranking": items(rankings[slug])} if slug in rankings else {})
            for slug, most, least in sorted(seats)
            if slug in offered
        ],
        "forbidden": forbidden,
    }


def used_units(content: dict[str, Any]) -> set[str]:
    """The homes and hosts of a content."""
    return {one["home"] for one in content["executives"]} | {one["host"] for one in content["opportunities"]}


def _seats(session: Session, round_: Round, offered: dict[str, Offer]) -> list[tuple[str, int, int]]:
    held = held_elsewhere(round_.id)
    seats = select(Opportunity.slug, Opportunity.seats, Opportunity.min_seats, held)
    rows = session.execute(seats.where(Opportunity.slug.in_(offered)))
    return [(slug, *left_of(most, least, others)) for slug, most, least, others in rows]


def _forbidden(
    round_: Round,
    named: list[tuple[str, str, str]],
    people: list[Entrant],
    offered: dict[str, Offer],
    gates: Gates,
    released: dict[str, Conditions],
) -> list[list[str]]:
    """Pairs that a person forbade, and pairs that policy refuses by what card and opportunity say now."""
    present = frozenset(person.slug for person in people)
    found = {(who, where): why for who, where, why in named if who in present and where in offered}
    results = local_day(round_.results_at)
    alone = {slug: _refusal(check_offer(offer, results)) for slug, offer in offered.items()}
    for person in people:
        for slug in person.named():
            if why := alone[slug] or _refusal(check_pair(person.card, offered[slug])):
                found.setdefault((person.slug, slug), why)
            elif person.slug in released and (held := check_release(released[person.slug], offered[slug])):
                found.setdefault((person.slug, slug), " ".join(reason.text for reason in held))
            elif why := _refusal(gates.against(person.slug, slug)):
                found.setdefault((person.slug, slug), why)
    return [[who, where, why] for (who, where), why in sorted(found.items())]


def _name_hidden(
    rankings: dict[str, Groups],
    released: dict[str, Conditions],
    people: list[Entrant],
    offered: dict[str, Offer],
    gates: Gates,
) -> None:
    """Put at the end of a ranking whom a condition of release or a closed gate keeps from the opportunity:
    the host was not shown them, and the first cause of the round file must be the recorded one, not the
    host's. The pair is forbidden, so this moves nothing."""
    for person in people:
        held = released.get(person.slug, Conditions())
        for slug in person.named():
            if slug not in rankings or not _is_hidden(person.slug, held, offered[slug], gates):
                continue
            named = {who for group in rankings[slug] for who in group}
            rankings[slug] = rankings[slug] if person.slug in named else [*rankings[slug], [person.slug]]


def _is_hidden(who: str, held: Conditions, offer: Offer, gates: Gates) -> bool:
    """Whether the host is not shown the executive for that opportunity."""
    return bool(check_release(held, offer) or gates.against(who, offer.id))


def _refusal(reasons: list[Reason]) -> str:
    return " ".join(reason.text for reason in reasons if reason.refuses)


def checked_digest(content: dict[str, Any]) -> str:
    """The hash of a frozen content, once the matcher has read it as a round; Invalid where it refuses."""
    from matcher import Refused, parse  # the tables work without the engine

    try:
        parse(canonical({**content, "seed": "not drawn yet"}))
    except Refused as refused:
        raise Invalid(f"The round cannot be frozen: {refused}") from refused
    return sha256(content)


def seeded_file(content: dict[str, Any], round_: Round) -> dict[str, Any]:
    """The whole round file: the frozen content, the seed revealed, and its proof."""
    if round_.outside is None or round_.frozen_sha256 is None:
        raise Conflict("The seed is not known before the freeze and the outside value.")
    proof = {
        "secret": round_.secret,
        "outside": round_.outside,
        "commitment": round_.commitment,
        "frozen": round_.frozen_sha256,
    }
    seed = reveal(round_.secret, round_.outside, round_.frozen_sha256)
    return {**content, "seed": seed, "seed_proof": proof}


def applicant_lists(session: Session, round_: Round) -> list[ApplicantList]:
    """For each opportunity that somebody asked for: who did and may be released for it, as new rows."""
    offered = offers(session, round_)
    named = applicants(entrants(session, round_, offered))
    ids, released = opportunity_ids(session, named), conditions(session, round_)
    gates = closed_gates(session, round_, offered)
    found = {
        slug: [
            who
            for who in people
            if not _is_hidden(who, released.get(who, Conditions()), offered[slug], gates)
        ]
        for slug, people in named.items()
    }
    return [
        ApplicantList(round_id=round_.id, opportunity_id=ids[slug], executives=people)
        for slug, people in found.items()
        if people
    ]


def proposals(session: Session, outcome: Outcome) -> list[Proposal]:
    """The matches of an outcome as new rows."""
    matches = outcome.content["matches"]
    people = executive_ids(session, (match["executive"] for match in matches))
    places = opportunity_ids(session, (match["opportunity"] for match in matches))
    return [
        Proposal(
            round_id=outcome.round_id,
            outcome_id=outcome.id,
            executive_id=people[match["executive"]],
            opportunity_id=places[match["opportunity"]],
            choice_rank=match["choice_rank"],
            host_rank=match["host_rank"],
        )
        for match in matches
    ]

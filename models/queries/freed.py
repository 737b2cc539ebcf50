"""What happened to the offers of a round since its outcome: who holds, who said no, who is gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.consents import Consent
from models.executives import Executive
from models.opportunities import Opportunity, OpportunityState
from models.proposals import ENDED, LIVE, Party, Proposal
from models.queries.scramble import kept_for
from models.rounds import Round, RoundOpportunity, RoundState
from models.sealed_lists import Groups

Pair = tuple[str, str]


@dataclass(frozen=True)
class Since:
    """By slugs: `held` pairs nobody said no to; `declined` pairs that cannot be any more; `withdrawn` people
    who take no other place; `names` of the executives and `titles` of the opportunities, with their hosts."""

    held: frozenset[Pair]
    declined: frozenset[Pair]
    withdrawn: frozenset[str]
    names: dict[str, str]
    titles: dict[str, str]


def since_outcome(session: Session, round_: Round, content: dict[str, Any]) -> Since:
    """What changed since the frozen `content`.

    An executive who declined, let an offer lapse, left, took the consent back or was not let go takes no
    other place of the round. A no of the host ends that pair alone. Seats of opportunities that were
    withdrawn are gone for everybody who holds none. In the scramble, nobody takes a place who did not keep
    the sheet for it.
    """
    offers = _offers(session, round_)
    held = frozenset((who, where) for who, where, state, _ in offers if state in LIVE)
    holders = {who for who, _ in held}
    ended = [(who, where, by) for who, where, state, by in offers if state in ENDED]
    left = {who for who, _where, by in ended if by is not Party.HOST and who not in holders}
    left |= gone_from(session, round_, content) - holders
    if round_.state is RoundState.SCRAMBLE:
        left |= {one["id"] for one in content["executives"]} - kept_for(session, round_) - holders
    pairs = {(who, where) for who, where, _by in ended} - held
    withdrawn = _withdrawn(session, round_)
    pairs |= {(who, where) for who, where in _choices(content) if where in withdrawn and who not in holders}
    people = [one["id"] for one in content["executives"]]
    names = select(Executive.slug, Executive.name).where(Executive.slug.in_(people))
    places = [one["id"] for one in content["opportunities"]]
    named = select(Opportunity.slug, Opportunity.title + ", " + Agency.name)
    titles = named.join(Agency, Agency.id == Opportunity.host_agency_id).where(Opportunity.slug.in_(places))
    return Since(
        held,
        frozenset(pairs),
        frozenset(left),
        dict(session.execute(names).all()),
        dict(session.execute(titles).all()),
    )


def _offers(session: Session, round_: Round) -> list[Any]:
    query = (
        select(Executive.slug, Opportunity.slug, Proposal.state, Proposal.ended_by)
        .select_from(Proposal)
        .join(Executive, Executive.id == Proposal.executive_id)
        .join(Opportunity, Opportunity.id == Proposal.opportunity_id)
        .where(Proposal.round_id == round_.id, Proposal.state.in_((*LIVE, *ENDED)))
        .order_by(Proposal.id)
    )
    return list(session.execute(query))


def gone_from(session: Session, round_: Round, content: dict[str, Any]) -> set[str]:
    """Those of the snapshot who left, or whose consent stands no more."""
    people = {one["id"] for one in content["executives"]}
    consents = (
        select(Executive.slug)
        .join(Consent, Consent.executive_id == Executive.id)
        .where(Executive.active, Consent.round_id == round_.id, Consent.withdrawn_at.is_(None))
    )
    return people - set(session.scalars(consents))


def _withdrawn(session: Session, round_: Round) -> set[str]:
    query = (
        select(Opportunity.slug)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .where(RoundOpportunity.round_id == round_.id, Opportunity.state == OpportunityState.WITHDRAWN)
    )
    return set(session.scalars(query))


def _choices(content: dict[str, Any]) -> Iterator[Pair]:
    for one in content["executives"]:
        groups: Groups = [item if isinstance(item, list) else [item] for item in one["choices"]]
        yield from ((one["id"], slug) for group in groups for slug in group)

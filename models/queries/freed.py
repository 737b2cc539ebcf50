"""What happened to the offers of a round since its outcome: who holds, who said no, who is gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, literal, or_, select, union_all
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.consents import Consent
from models.executives import Executive
from models.opportunities import Opportunity, OpportunityState
from models.proposals import ENDED, LIVE, Party, Proposal
from models.queries.scramble import select_kept
from models.queries.seats import free_there, held_elsewhere, left_there
from models.rounds import Round, RoundOpportunity, RoundState
from models.sealed_lists import Groups

Pair = tuple[str, str]


@dataclass(frozen=True)
class Since:
    """By slugs: `held` pairs nobody said no to; `ended` pairs of offers that ended; `left` people who take no
    other place; `kept` those who alone may take one, in the scramble (None: everybody); `withdrawn`
    opportunities, whose free seats are gone, as are those of one whose other seats other rounds hold;
    `left_over` the seats of those of which other rounds hold some and one is free."""

    held: frozenset[Pair]
    ended: frozenset[Pair]
    left: frozenset[str]
    kept: frozenset[str] | None
    withdrawn: frozenset[str]
    left_over: frozenset[tuple[str, int]] = frozenset()

    def closed_people(self, content: dict[str, Any]) -> frozenset[str]:
        """Those of the frozen `content` who take no other place."""
        if self.kept is None:
            return self.left
        people = frozenset(one["id"] for one in content["executives"])
        return self.left | (people - self.kept - self._holders)

    def seats_of(self, opportunities: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """These opportunities of a round file with the seats that other rounds leave."""
        left = dict(self.left_over)
        fewer = (
            {"seats": left[one["id"]], "min_seats": min(one["min_seats"], left[one["id"]])}
            if one["id"] in left
            else {}
            for one in opportunities
        )
        return [one | less for one, less in zip(opportunities, fewer, strict=True)]

    def closed_pairs(self, content: dict[str, Any]) -> frozenset[Pair]:
        """The pairs that cannot be any more: offers that ended, and the choices of seats that are gone by
        whoever holds none."""
        gone = (
            (who, where)
            for who, where in _choices(content)
            if where in self.withdrawn and who not in self._holders
        )
        return (self.ended - self.held).union(gone)

    @property
    def _holders(self) -> frozenset[str]:
        return frozenset(who for who, _ in self.held)


def since_outcome(session: Session, round_: Round) -> Since:
    """What changed since the outcome that stands, by the rows alone: no frozen file is opened.

    An executive who declined, let an offer lapse, left, took the consent back or was not let go takes no
    other place of the round. A no of the host ends that pair alone. Seats of opportunities that were
    withdrawn, or that other rounds hold, are gone for everybody who holds none. In the scramble, nobody
    takes a place who did not keep the sheet for it.
    """
    offers = _offers(session, round_)
    held = frozenset((who, where) for who, where, state, _ in offers if state in LIVE)
    ended = [(who, where, by) for who, where, state, by in offers if state in ENDED]
    away, kept = _gone_and_kept(session, round_)
    left = {who for who, _where, by in ended if by is not Party.HOST} | away
    scramble = round_.state is RoundState.SCRAMBLE
    gone, left_over = _seats(session, round_)
    return Since(
        held=held,
        ended=frozenset((who, where) for who, where, _by in ended),
        left=frozenset(left - {who for who, _ in held}),
        kept=kept if scramble else None,
        withdrawn=gone,
        left_over=left_over,
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


def refused_by_hosts(session: Session, round_: Round) -> dict[str, list[str]]:
    """By opportunity: why its host said no to offers of it that ended so, the newest last."""
    query = (
        select(Opportunity.slug, AuditEvent.reason)
        .join(Proposal, Proposal.opportunity_id == Opportunity.id)
        .join(AuditEvent, AuditEvent.object_id == Proposal.id)
        .where(AuditEvent.object_type == Proposal.__tablename__, AuditEvent.action == "proposals.refuse_host")
        .where(Proposal.round_id == round_.id)
        .order_by(AuditEvent.id)
    )
    found: dict[str, list[str]] = {}
    for slug, reason in session.execute(query):
        found.setdefault(slug, []).append(reason or "")
    return found


def gone_from(session: Session, round_: Round) -> set[str]:
    """Those who agreed to take part and have left, or whose consent stands no more."""
    return set(session.scalars(_gone(round_)))


def _gone_and_kept(session: Session, round_: Round) -> tuple[frozenset[str], frozenset[str]]:
    """Those who are gone, and those who kept their sheet for the scramble, in one statement."""
    both = union_all(
        _gone(round_).add_columns(literal(True)), select_kept(round_.id).add_columns(literal(False))
    )
    found = session.execute(both).all()
    return frozenset(who for who, is_gone in found if is_gone), frozenset(
        who for who, is_gone in found if not is_gone
    )


def _gone(round_: Round) -> Select[str]:
    given = select(Consent.executive_id).where(Consent.round_id == round_.id)
    stands = Executive.active & Executive.id.in_(given.where(Consent.withdrawn_at.is_(None)))
    return select(Executive.slug).where(Executive.id.in_(given), ~stands)


def _seats(session: Session, round_: Round) -> tuple[frozenset[str], frozenset[tuple[str, int]]]:
    """The opportunities whose free seats are gone; of the others of which rounds beside this one hold seats,
    how many they leave. In one statement."""
    withdrawn = Opportunity.state == OpportunityState.WITHDRAWN
    query = (
        select(Opportunity.slug, or_(withdrawn, free_there() == 0), left_there(), RoundOpportunity.seats)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .where(RoundOpportunity.round_id == round_.id, RoundOpportunity.seats.is_not(None))
        .where(or_(withdrawn, held_elsewhere(round_.id) > 0))
    )
    rows = session.execute(query).all()
    left_over = ((slug, left) for slug, gone, left, sealed in rows if not gone and left < (sealed or 0))
    return frozenset(slug for slug, gone, *_ in rows if gone), frozenset(left_over)


def _choices(content: dict[str, Any]) -> Iterator[Pair]:
    for one in content["executives"]:
        groups: Groups = [item if isinstance(item, list) else [item] for item in one["choices"]]
        yield from ((one["id"], slug) for group in groups for slug in group)

"""Pins and forbidden pairs of a round."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Exists, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from models.actors import Actor
from models.agencies import Agency
from models.consents import Consent
from models.executives import Executive
from models.opportunities import LISTED, Opportunity
from models.rounds import PairRule, Round, RoundOpportunity, RoundState, Rule

SHOWN = 5
"""How many of a name are told apart at once."""
FEW = SHOWN + 1


@dataclass(frozen=True)
class Pair:
    """A pin or a forbidden pair; `listed` while coordinators may read the opportunity,
    `left` once the executive withdrew from the round."""

    id: int
    rule: Rule
    executive: str
    name: str
    home: str
    opportunity: str
    title: str
    host: str
    reason: str
    author_id: int
    author: str
    approver: str | None
    approved_at: datetime | None
    objected_at: datetime | None
    listed: bool
    left: bool


def pair_rules(session: Session, round_: Round) -> list[Pair]:
    """Every pin and forbidden pair of the round, those that wait for a second person first."""
    home, host, author, approver = aliased(Agency), aliased(Agency), aliased(Actor), aliased(Actor)
    query: Select[*tuple[Any, ...]] = (
        select(
            PairRule.id,
            PairRule.rule,
            Executive.slug,
            Executive.name,
            home.name,
            Opportunity.slug,
            Opportunity.title,
            host.name,
            PairRule.reason,
            author.id,
            author.name,
            approver.name,
            PairRule.approved_at,
            PairRule.objected_at,
            Opportunity.state.in_(LISTED),
            _consent(Consent.withdrawn_at.is_not(None)) & ~_consent(Consent.withdrawn_at.is_(None)),
        )
        .select_from(PairRule)
        .join(Executive, Executive.id == PairRule.executive_id)
        .join(Opportunity, Opportunity.id == PairRule.opportunity_id)
        .join(home, home.id == Executive.home_agency_id)
        .join(host, host.id == Opportunity.host_agency_id)
        .join(author, author.id == PairRule.author_id)
        .outerjoin(approver, approver.id == PairRule.approver_id)
        .where(PairRule.round_id == round_.id)
        .order_by(PairRule.approver_id.is_not(None), PairRule.id.desc())
    )
    return [Pair(*row) for row in session.execute(query)]


def _consent(how: ColumnElement[bool]) -> Exists:
    theirs = Consent.executive_id == PairRule.executive_id
    return exists().where(Consent.round_id == PairRule.round_id, theirs, how).correlate(PairRule)


def find_pair_rule(session: Session, slug: str, number: int) -> PairRule | None:
    """The pair rule of that id, if it belongs to the round of that slug."""
    query = select(PairRule).join(Round, Round.id == PairRule.round_id)
    return session.scalar(query.where(Round.slug == slug, PairRule.id == number))


def has_pair_rule(session: Session, round_: Round, executive: Executive, opportunity: Opportunity) -> bool:
    """Whether the round says something of this pair already."""
    query = select(PairRule.id).where(
        PairRule.round_id == round_.id,
        PairRule.executive_id == executive.id,
        PairRule.opportunity_id == opportunity.id,
    )
    return session.scalar(query) is not None


def find_executives(session: Session, words: str, among: Collection[str] | None = None) -> list[Executive]:
    """Active executives of that slug, or a few whose name contains the words; only `among` these slugs."""
    query = select(Executive).where(Executive.active).order_by(Executive.name, Executive.slug).limit(FEW)
    query = query if among is None else query.where(Executive.slug.in_(among))
    exact = session.scalars(query.where(func.lower(Executive.slug) == words.lower())).all()
    like = f"%{words.lower()}%"
    return list(exact or session.scalars(query.where(func.lower(Executive.name).like(like))))


def find_offered(
    session: Session, round_: Round, words: str, among: Collection[str] | None = None
) -> list[Opportunity]:
    """Opportunities of the round of that slug, or a few whose title contains the words; only `among` these
    slugs."""
    query = (
        select(Opportunity)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .where(RoundOpportunity.round_id == round_.id)
        .order_by(Opportunity.slug)
        .limit(FEW)
    )
    query = query if among is None else query.where(Opportunity.slug.in_(among))
    exact = session.scalars(query.where(func.lower(Opportunity.slug) == words.lower())).all()
    title = func.lower(Opportunity.title).like(f"%{words.lower()}%")
    return list(exact or session.scalars(query.where(title)))


def waiting_for(session: Session, actor: Actor) -> dict[int, int]:
    """By round id: how many wait for a second person who may be this one. What nobody approved before the
    freeze was left out of it, and waits no more."""
    query = (
        select(PairRule.round_id, func.count())
        .join(Round, Round.id == PairRule.round_id)
        .where(Round.frozen_sha256.is_(None), Round.state != RoundState.CANCELLED)
        .where(PairRule.approver_id.is_(None), PairRule.objected_at.is_(None), PairRule.author_id != actor.id)
        .group_by(PairRule.round_id)
    )
    return dict(session.execute(query).all())

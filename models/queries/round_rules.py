"""What a round demands, in the shapes of the portable file."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity
from models.pools import RoundPool, RoundPoolMember
from models.rounds import PairRule, Round, RoundAlliancePair, RoundLimit, RoundStage, Rule

LIMITS = ("max_out", "max_in", "net_min", "net_max")


def objective(session: Session, round_: Round) -> list[str]:
    """The stages in order."""
    query = select(RoundStage.stage).where(RoundStage.round_id == round_.id).order_by(RoundStage.ordinal)
    return [stage.value for stage in session.scalars(query)]


def pair_rules(session: Session, round_: Round, rule: Rule) -> list[tuple[str, str, str]]:
    """(executive, opportunity, reason) of every approved rule of one kind, by slugs."""
    query = (
        select(Executive.slug, Opportunity.slug, PairRule.reason)
        .select_from(PairRule)
        .join(Executive, Executive.id == PairRule.executive_id)
        .join(Opportunity, Opportunity.id == PairRule.opportunity_id)
        .where(PairRule.round_id == round_.id, PairRule.rule == rule, PairRule.approver_id.is_not(None))
        .order_by(Executive.slug, Opportunity.slug)
    )
    return list(session.execute(query))


def alliance_pairs(session: Session, round_: Round) -> list[list[str]]:
    """The alliance pairs as agency codes, sorted."""
    first, second = aliased(Agency), aliased(Agency)
    query = (
        select(first.code, second.code)
        .select_from(RoundAlliancePair)
        .join(first, first.id == RoundAlliancePair.first_id)
        .join(second, second.id == RoundAlliancePair.second_id)
        .where(RoundAlliancePair.round_id == round_.id)
    )
    return sorted(sorted(pair) for pair in session.execute(query))


def limits(session: Session, round_: Round) -> dict[str, dict[str, Any]]:
    """By agency code: the limits that are set, and `internal` where it is false."""
    query = (
        select(Agency.code, RoundLimit)
        .join(Agency, Agency.id == RoundLimit.agency_id)
        .where(RoundLimit.round_id == round_.id)
    )
    return {code: _written(limit) for code, limit in session.execute(query)}


def _written(limit: RoundLimit) -> dict[str, Any]:
    found = {name: getattr(limit, name) for name in LIMITS if getattr(limit, name) is not None}
    return found if limit.internal else found | {"internal": False}


def units(session: Session, round_: Round, used: set[str]) -> list[dict[str, Any]]:
    """The agencies `used`, those with limits, every unit above them, and the pools of those, with limits."""
    parents, bounds = _parents(session), limits(session, round_)
    pooled, balances = pools(session, round_)
    parents, bounds = parents | pooled | dict.fromkeys(balances), bounds | balances
    needed: set[str] = set()
    for code in used | set(bounds) - set(balances):
        above: str | None = code
        while above is not None and above not in needed:
            needed.add(above)
            above = parents[above]
    return [
        {"id": code} | ({"parent": parents[code]} if parents[code] is not None else {}) | bounds.get(code, {})
        for code in sorted(needed)
    ]


def pools(session: Session, round_: Round) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
    """The pool above each agency in one, by codes; and each pool's limits."""
    query = (
        select(RoundPool, Agency.code)
        .join(RoundPoolMember, RoundPoolMember.pool_id == RoundPool.id)
        .join(Agency, Agency.id == RoundPoolMember.agency_id)
        .where(RoundPool.round_id == round_.id)
    )
    above, balances = {}, {}
    for pool, code in session.execute(query):
        above[code] = pool.code
        bounds = {"net_min": pool.net_min, "net_max": pool.net_max}
        balances[pool.code] = {name: figure for name, figure in bounds.items() if figure is not None}
    return above, balances


def _parents(session: Session) -> dict[str, str | None]:
    parent = aliased(Agency)
    query = select(Agency.code, parent.code).outerjoin(parent, parent.id == Agency.parent_id)
    return dict(session.execute(query).all())

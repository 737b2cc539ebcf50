"""Pools of small agencies in a round: built, changed and dissolved before the freeze."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.agencies import Agency
from models.audit import record
from models.errors import Conflict, Invalid
from models.pools import RoundPool, RoundPoolMember
from models.rounds import Round
from models.services.rules import must_be_open

LEAST_MEMBERS = 2
LONGEST_NAME = 120


def build(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_: Round,
    name: str,
    members: Collection[Agency],
    net_min: int | None = None,
    net_max: int | None = None,
) -> RoundPool:
    """Balance agencies together: a unit above them, with the balance of all their moves as its limit."""
    require(actor, "pools.build", round_, now=now)
    must_be_open(session, round_)
    number = session.scalars(
        select(func.coalesce(func.max(RoundPool.number), 0)).where(RoundPool.round_id == round_.id)
    ).one()
    pool = RoundPool(round_id=round_.id, number=number + 1, name=_name(session, round_, name))
    pool.net_min, pool.net_max = net_min, net_max
    _must_fit(session, round_, members)
    session.add(pool)
    session.flush()
    session.add_all(
        RoundPoolMember(pool_id=pool.id, round_id=round_.id, agency_id=one.id)
        for one in sorted(members, key=lambda one: one.code)
    )
    session.flush()
    codes = sorted(one.code for one in members)
    facts: dict[str, Any] = {
        "pool": pool.code,
        "name": pool.name,
        "members": codes,
        "net": [net_min, net_max],
    }
    record(session, round_, "rounds.build_pool", actor=actor, now=now, **facts)
    session.flush()
    return pool


def set_balance(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    pool: RoundPool,
    net_min: int | None,
    net_max: int | None,
) -> None:
    """How far what all members receive and send may differ; None is no limit."""
    require(actor, "pools.set_balance", pool, now=now)
    round_ = session.get_one(Round, pool.round_id)
    must_be_open(session, round_)
    pool.net_min, pool.net_max = net_min, net_max
    facts: dict[str, Any] = {"pool": pool.code, "net": [net_min, net_max]}
    record(session, round_, "rounds.balance_pool", actor=actor, now=now, **facts)
    session.flush()


def dissolve(session: Session, *, actor: Actor, now: datetime, pool: RoundPool) -> None:
    """Let every member be balanced by itself again."""
    require(actor, "pools.dissolve", pool, now=now)
    round_ = session.get_one(Round, pool.round_id)
    must_be_open(session, round_)
    session.execute(delete(RoundPoolMember).where(RoundPoolMember.pool_id == pool.id))
    record(session, round_, "rounds.dissolve_pool", actor=actor, now=now, pool=pool.code, name=pool.name)
    session.delete(pool)
    session.flush()


def copy(session: Session, *, actor: Actor, now: datetime, round_: Round, earlier: Round) -> None:
    """Build the pools of an earlier round again, without members that were closed or put below others."""
    require(actor, "pools.copy", round_, now=now)
    query = select(RoundPool).where(RoundPool.round_id == earlier.id).order_by(RoundPool.number)
    for pool in session.scalars(query):
        members = [one for one in pool.members if one.active and one.parent_id is None]
        if len(members) >= LEAST_MEMBERS:
            bounds: Mapping[str, int | None] = {"net_min": pool.net_min, "net_max": pool.net_max}
            build(session, actor=actor, now=now, round_=round_, name=pool.name, members=members, **bounds)
    record(session, round_, "rounds.copy_pools", actor=actor, now=now, earlier=earlier.slug)
    session.flush()


def _name(session: Session, round_: Round, name: str) -> str:
    words = name.strip()
    if not words:
        raise Invalid("Give the pool a name.", about="name")
    if len(words) > LONGEST_NAME:
        raise Invalid(f"Use a name of at most {LONGEST_NAME} characters.", about="name")
    taken = select(RoundPool.id).where(RoundPool.round_id == round_.id, RoundPool.name == words)
    if session.scalar(taken) is not None:
        raise Invalid("Another pool of the round has this name.", about="name")
    return words


def _must_fit(session: Session, round_: Round, members: Collection[Agency]) -> None:
    if len({one.id for one in members}) < LEAST_MEMBERS:
        raise Invalid("A pool has two agencies or more.", about="members")
    for one in members:
        if one.parent_id is not None or not one.active:
            raise Invalid(
                f"{one.name} is not at the top of its department, so it cannot join.", about="members"
            )
    query = (
        select(Agency.name)
        .join(RoundPoolMember, RoundPoolMember.agency_id == Agency.id)
        .where(RoundPoolMember.round_id == round_.id, Agency.id.in_([one.id for one in members]))
        .order_by(Agency.name)
    )
    if (taken := session.scalars(query).first()) is not None:
        raise Conflict(f"{taken} is in another pool of this round already.")

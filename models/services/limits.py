"""The table of limits and alliances of a round, saved at once, or taken over from elsewhere."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.agencies import Agency
from models.audit import record
from models.errors import Conflict
from models.pools import RoundPool
from models.queries import balances
from models.queries import limits as queries
from models.queries.limits import Figures
from models.rounds import Round, RoundAlliancePair, RoundLimit
from models.services import pools, rules


@dataclass(frozen=True)
class Alliances:
    """Pairs of agency ids that may exchange; `hops` None lets anyone exchange with anyone."""

    pairs: Collection[tuple[int, int]]
    hops: int | None


def save(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_: Round,
    limits: Mapping[int, Figures],
    alliances: Alliances | None = None,
) -> None:
    """Set the limits of the agencies named by id, and the alliances where given; all of it or nothing."""
    require(actor, "limits.save", round_, now=now)
    pairs: Collection[tuple[int, int]] = () if alliances is None else alliances.pairs
    agencies = _agencies(session, {*limits, *(id_ for pair in pairs for id_ in pair)})
    for id_, figures in limits.items():
        rules.set_limits(
            session, actor=actor, now=now, round_=round_, agency=agencies[id_], **asdict(figures)
        )
    if alliances is not None:
        rules.set_alliances(
            session,
            actor=actor,
            now=now,
            round_=round_,
            pairs=[(agencies[one], agencies[other]) for one, other in alliances.pairs],
            hops=alliances.hops,
        )


def copy(session: Session, *, actor: Actor, now: datetime, round_: Round, earlier: Round) -> None:
    """Give a round the limits and alliances of an earlier one; agencies closed since then stay out."""
    require(actor, "limits.copy", round_, now=now)
    rows = session.scalars(
        select(RoundLimit).join(Agency).where(RoundLimit.round_id == earlier.id, Agency.active)
    )
    found = {
        row.agency_id: Figures(row.max_out, row.max_in, row.net_min, row.net_max, row.internal)
        for row in rows
    }
    query = select(RoundAlliancePair).where(RoundAlliancePair.round_id == earlier.id)
    pairs = [(pair.first_id, pair.second_id) for pair in session.scalars(query)]
    open_ = _agencies(session, {id_ for pair in pairs for id_ in pair})
    kept = [pair for pair in pairs if all(open_[id_].active for id_ in pair)]
    save(
        session,
        actor=actor,
        now=now,
        round_=round_,
        limits=found,
        alliances=Alliances(kept, earlier.alliance_hops),
    )
    pools.copy(session, actor=actor, now=now, round_=round_, earlier=earlier)
    record(session, round_, "rounds.copy_rules", actor=actor, now=now, earlier=earlier.slug)
    session.flush()


def take_over(session: Session, *, actor: Actor, now: datetime, round_: Round, shown: str) -> int:
    """Set every balance that the ledger proposes, leaving the other limits; how many were set.

    `shown` are the proposals that the actor saw; Conflict where the ledger says something else by now.
    """
    require(actor, "limits.take_over", round_, now=now)
    table = queries.limits(session, round_)
    found = balances.proposals(session, now, table, balances.pools(session, round_))
    if balances.in_one_word(found) != shown:
        raise Conflict(
            "The ledger or the pools changed since you opened the page: look at the balances again."
        )
    open_ = [one for one in found if not one.is_taken]
    if not open_:
        raise Conflict("Every balance that the ledger proposes stands already.")
    figures = {row.id: row.figures for row in table.rows}
    agencies = _agencies(session, {one.id for one in open_ if one.pool is None})
    for one in open_:
        least, most = one.proposed
        if one.pool is None:
            bounds = asdict(replace(figures[one.id], net_min=least, net_max=most))
            rules.set_limits(session, actor=actor, now=now, round_=round_, agency=agencies[one.id], **bounds)
        else:
            pool = session.get_one(RoundPool, one.id)
            pools.set_balance(session, actor=actor, now=now, pool=pool, net_min=least, net_max=most)
    record(session, round_, "rounds.take_over_balances", actor=actor, now=now, units=len(open_))
    session.flush()
    return len(open_)


def _agencies(session: Session, ids: Collection[int]) -> dict[int, Agency]:
    return {agency.id: agency for agency in session.scalars(select(Agency).where(Agency.id.in_(ids)))}

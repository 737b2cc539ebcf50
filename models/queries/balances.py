"""What the ledger proposes as the balance of each agency, or pool of agencies, in the next round."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matcher.policy.ledger import Account, evened
from models.pools import RoundPool
from models.queries.ledger import owed
from models.queries.limits import Limits
from models.rounds import Round

Bounds = tuple[int | None, int | None]


@dataclass(frozen=True)
class Proposed:
    """One unit that owes people or is owed some: its account over all years, the balance proposed for the
    round, and the one that stands there. `pool` is the number of a pool, empty for an agency."""

    id: int
    name: str
    account: Account
    proposed: tuple[int, int]
    stands: Bounds
    pool: int | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the balance proposed stands in the round already."""
        return self.proposed == self.stands


def pools(session: Session, round_: Round) -> list[RoundPool]:
    """The pools of a round with their members, in order."""
    query = select(RoundPool).where(RoundPool.round_id == round_.id).order_by(RoundPool.number)
    return list(session.scalars(query.options(joinedload(RoundPool.members))).unique())


def find_pool(session: Session, slug: str, number: int) -> RoundPool | None:
    """The pool of that number in a round."""
    query = select(RoundPool).join(Round, Round.id == RoundPool.round_id)
    return session.scalar(query.where(Round.slug == slug, RoundPool.number == number))


def proposals(session: Session, now: datetime, table: Limits, pools: Sequence[RoundPool]) -> list[Proposed]:
    """Of the units at the top of the round's table: those whose account is not even, by name.

    Members of a pool have no balance of their own: the pool has.
    """
    accounts = owed(session, now, table.agencies)
    pooled = {member.id: pool for pool in pools for member in pool.members}
    together: dict[int, Account] = defaultdict(Account)
    for id_, pool in pooled.items():
        together[pool.id] += accounts.get(id_, Account())
    alone = [row for row in table.rows if row.depth == 0 and row.id not in pooled]
    found = [
        Proposed(row.id, row.name, account, evened(account.net), (row.figures.net_min, row.figures.net_max))
        for row in alone
        if (account := accounts.get(row.id, Account())).net
    ]
    found += [
        Proposed(pool.id, pool.name, account, evened(account.net), (pool.net_min, pool.net_max), pool.number)
        for pool in pools
        if (account := together[pool.id]).net
    ]
    return sorted(found, key=lambda one: (one.name, one.id))


def in_one_word(proposed: Iterable[Proposed]) -> str:
    """What is proposed, to notice whether it changed since it was shown."""
    return ",".join(f"{one.pool or ''}/{one.id}:{one.proposed[0]}:{one.proposed[1]}" for one in proposed)

"""What an invented office brings along into the ledger of exchange, and a pool of small agencies.

Moves from before Roundtrip enter as corrections: most stand, one was refused, one waits for a second person.
"""

from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.ledger import Account
from matcher.policy.periods import fiscal_year
from models.agencies import Agency
from models.db import unit_of_work
from models.executives import Executive
from models.ledger import LedgerCorrection
from models.pools import RoundPool
from models.rounds import Round
from models.services import ledger, pools
from models.services.rules import OPEN
from seed.loading.agreements import DEPARTMENTS
from seed.loading.people import get_actor
from seed.loading.rounds import COORDINATOR, SECOND_COORDINATOR

POOLED = 4
BEFORE = "Moves agreed on by letter before Roundtrip was used (invented)."


def load_ledger(engine: Engine, *, now: datetime) -> int:
    """Add the corrections and the pool where there are none; how many corrections."""
    with unit_of_work(engine) as session:
        if session.scalar(select(func.count()).select_from(LedgerCorrection)):
            return 0
        done = _correct(session, now)
        round_ = session.scalars(select(Round).where(Round.state.in_(OPEN)).order_by(Round.slug)).first()
        if round_ is not None and not session.scalar(select(func.count()).select_from(RoundPool)):
            _pool(session, now, round_)
    return done


def _correct(session: Session, now: datetime) -> int:
    """Each department sent some to the next; the last two figures do not stand yet, or do not at all."""
    by, second = get_actor(session, COORDINATOR), get_actor(session, SECOND_COORDINATOR)
    year = fiscal_year(local_day(now)) - 1
    agencies = {one.code: one for one in session.scalars(select(Agency).where(Agency.code.in_(DEPARTMENTS)))}
    given = [
        (code, Account(1 + n % 3, n % 4, 120 * (1 + n % 3), 120 * (n % 4)), BEFORE)
        for n, code in enumerate(DEPARTMENTS, 1)
    ]
    given.append((DEPARTMENTS[0], Account(sent=1), "The same person was entered twice (invented)."))
    for place, (code, figures, reason) in enumerate(given):
        one = ledger.correct(
            session, actor=by, now=now, agency=agencies[code], year=year, figures=figures, reason=reason
        )
        if place:  # the first waits
            stands = place < len(given) - 1
            ledger.look(session, actor=second, now=now, correction=one, stands=stands)
    return len(given)


def _pool(session: Session, now: datetime, round_: Round) -> None:
    """The smallest agencies that stand alone, balanced together in a round that is not frozen."""
    people = (
        select(func.count())
        .where(Executive.home_agency_id == Agency.id, Executive.active)
        .correlate(Agency)
        .scalar_subquery()
    )
    alone = select(Agency).where(Agency.parent_id.is_(None), Agency.active, people > 0)
    smallest = session.scalars(alone.order_by(people, Agency.code).limit(POOLED)).all()
    pools.build(
        session,
        actor=get_actor(session, COORDINATOR),
        now=now,
        round_=round_,
        name="Small agencies (invented)",
        members=smallest,
        net_min=-1,
        net_max=1,
    )

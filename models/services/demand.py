"""Counting demand: once a day at a fixed hour, and only when enough people's sheets have changed.

Dream sheets are secret until the freeze; that others learn of demand in bands is a decision on record. Three
things keep one person's list from being read out of it. The lowest band holds none, one and two. There is
one count a day at most, so that a change of band does not tell when a sheet came. And a count waits until the
certified sheets of five people or more have changed, so that a watcher who knows that one person has
certified sees the effect of at least four others with it; filing the same sheet again and again counts once.
"""

from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from matcher.policy.demand import Band, band, is_due
from models.access import require
from models.actors import Actor
from models.audit import record
from models.demand import COUNTED_IN, DemandBand, DemandCount
from models.dreamsheets import DreamSheet, DreamSheetVersion
from models.locks import lock_round, store_first
from models.opportunities import Opportunity, OpportunityState
from models.queries.entrants import COUNTING
from models.queries.seats import seats_there
from models.rounds import Round, RoundOpportunity

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def count(session: Session, *, actor: Actor, now: datetime, round_: Round) -> bool:
    """Count the round's demand anew if that is due; whether it was. A second run changes nothing."""
    require(actor, "demand.count", round_, now=now)
    if lock_round(session, round_).state not in COUNTED_IN:
        return False
    last = session.get(DemandCount, round_.id, with_for_update=True)
    since = None if last is None else last.counted_at
    if not is_due(since, now, _changed(session, round_, since)):
        return False
    named, offered = _named(session, round_), _offered(session, round_)
    found = {number: band(named[slug], seats) for number, slug, seats in offered}
    orphans = sum(1 for _number, slug, _seats in offered if not named[slug])
    if not _stamp(session, round_, last, now, orphans):
        return False
    _replace(session, round_, found)
    record(session, round_, "rounds.count_demand", actor=actor, now=now)
    session.flush()
    return True


def _changed(session: Session, round_: Round, since: datetime | None) -> list[int]:
    """The executives whose certified sheet is another than it was then, or gone."""
    then = since or _BEGINNING
    newer = or_(DreamSheetVersion.certified_at > then, DreamSheetVersion.superseded_at > then)
    query = (
        select(DreamSheet.executive_id)
        .join(DreamSheetVersion, DreamSheetVersion.sheet_id == DreamSheet.id)
        .where(DreamSheet.round_id == round_.id, newer)
    )
    return list(session.scalars(query.distinct()))


def _named(session: Session, round_: Round) -> Counter[str]:
    """By slug: how many certified sheets name it. This stays in the memory of one count."""
    query = (
        select(DreamSheetVersion.choices)
        .join(DreamSheet, DreamSheet.id == DreamSheetVersion.sheet_id)
        .where(
            DreamSheet.round_id == round_.id,
            DreamSheet.state.in_(COUNTING),
            DreamSheetVersion.superseded_at.is_(None),
        )
    )
    lists = session.scalars(query)
    return Counter(slug for groups in lists for group in groups for slug in group)


def _offered(session: Session, round_: Round) -> list[tuple[int, str, int]]:
    """(id, slug, seats) of every opportunity of the round with a seat that no other round holds."""
    query = (
        select(Opportunity.id, Opportunity.slug, seats_there())
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .where(RoundOpportunity.round_id == round_.id, Opportunity.state == OpportunityState.APPROVED)
    )
    return [(number, slug, seats) for number, slug, seats in session.execute(query) if seats]


def _stamp(session: Session, round_: Round, last: DemandCount | None, now: datetime, orphans: int) -> bool:
    """Write when it was counted; False where another run made the first count meanwhile."""
    if last is None:
        return store_first(session, DemandCount(round_id=round_.id, counted_at=now, orphans=orphans))
    last.counted_at, last.orphans = now, orphans
    session.flush()
    return True


def _replace(session: Session, round_: Round, found: dict[int, Band]) -> None:
    session.execute(delete(DemandBand).where(DemandBand.round_id == round_.id))
    rows = [
        {"round_id": round_.id, "opportunity_id": number, "band": one}
        for number, one in found.items()
        if one is not Band.FEW
    ]
    if rows:
        session.execute(insert(DemandBand), rows)

"""For somebody without a place: what is open and most like the choices of the certified list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from matcher.policy.likeness import In, Traits, most_alike
from models.dreamsheets import DreamSheet, DreamSheetVersion
from models.executives import Executive
from models.opportunities import Opportunity
from models.queries.facts import Fact, catalogues
from models.queries.gates import gatekeeper, is_open
from models.queries.my_result import numbered
from models.queries.offered import offered_in
from models.queries.seats import free_there
from models.releases import REFUSALS, Release
from models.rounds import Round, RoundOpportunity, RoundState


@dataclass(frozen=True)
class Similar:
    """One opportunity: the title and the number on the list of the choice it is most like, and in what."""

    fact: Fact
    like: str
    number: int
    shared: tuple[tuple[In, str], ...]


@dataclass(frozen=True)
class SimilarOnes:
    """The round they stand in, and whether it takes lists now; if it does not, no round does, and what is
    shown are the seats that the round of the result left free. `compared` is empty without a list;
    `kept_home` says whether the home agency does not release the executive in the round that takes lists."""

    round: Round
    filing: bool
    compared: int
    rows: tuple[Similar, ...]
    kept_home: bool = False


def similar(session: Session, round_: Round, executive: Executive, now: datetime) -> SimilarOnes:
    """What is most like the certified list of that round, of what is open to the executive."""
    order, next_, kept_home = _asked(session, round_, executive, now)
    known = (
        catalogues(session, [round_])
        if next_ is None
        else catalogues(session, [round_, next_], {round_.id: order})
    )
    here = {fact.slug: fact for fact in known[round_.id]}
    wanted = [here[slug] for slug in sorted(order, key=lambda slug: (order[slug], slug)) if slug in here]
    if next_ is None:
        free = _free(session, round_)
        return _told(session, round_, executive, wanted, order, [here[slug] for slug in here if slug in free])
    told = _told(session, next_, executive, wanted, order, known[next_.id], filing=True)
    return replace(told, kept_home=kept_home)


def _asked(
    session: Session, round_: Round, executive: Executive, now: datetime
) -> tuple[dict[str, int], Round | None, bool]:
    """The certified list with its numbers, and the other round that takes lists now, of several the one
    whose lists close first, and whether home keeps the executive in it; in one statement."""
    one, next_ = aliased(Round), aliased(Round)
    first = (
        select(one.id)
        .where(
            one.id != round_.id,
            one.state == RoundState.PREFERENCES,
            one.lists_open_at <= now,
            now <= one.lists_close_at,
        )
        .order_by(one.lists_close_at, one.id)
        .limit(1)
        .scalar_subquery()
    )
    filed = (DreamSheet.round_id == Round.id) & (DreamSheet.executive_id == executive.id)
    counts = (DreamSheetVersion.sheet_id == DreamSheet.id) & DreamSheetVersion.superseded_at.is_(None)
    refused = select(Release.id).where(
        Release.round_id == next_.id, Release.executive_id == executive.id, Release.state.in_(REFUSALS)
    )
    query = (
        select(DreamSheetVersion.choices, next_, refused.exists())
        .select_from(Round)
        .outerjoin(DreamSheet, filed)
        .outerjoin(DreamSheetVersion, counts)
        .outerjoin(next_, next_.id == first)
        .where(Round.id == round_.id)
    )
    choices, found, kept_home = session.execute(query).one()
    return numbered(choices), found, kept_home


def _told(
    session: Session,
    round_: Round,
    executive: Executive,
    wanted: Sequence[Fact],
    order: dict[str, int],
    offered: Sequence[Fact],
    *,
    filing: bool = False,
) -> SimilarOnes:
    check, known = gatekeeper(session, round_, executive), {fact.slug: fact for fact in offered}
    alike = most_alike(
        [*map(_traits, wanted)], map(_traits, offered), lambda slug: is_open(check(known[slug].offer))
    )
    rows = [
        Similar(known[one.slug], wanted[one.choice].title, order[wanted[one.choice].slug], one.shared)
        for one in alike
    ]
    return SimilarOnes(round_, filing, len(wanted), tuple(rows))


def _traits(fact: Fact) -> Traits:
    return Traits(
        slug=fact.slug,
        ecqs=frozenset(fact.ecqs),
        kind=fact.kind.value,
        agency=fact.host_code,
        missions=frozenset(fact.clusters),
        region=fact.region,
    )


def _free(session: Session, round_: Round) -> set[str]:
    """The opportunities of the round with a seat that nobody holds."""
    query = (
        select(Opportunity.slug)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .where(RoundOpportunity.round_id == round_.id, offered_in(round_), free_there() > 0)
    )
    return set(session.scalars(query))

"""Saved searches and what they find in the catalogues that take sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.executives import Executive
from models.opportunities import Opportunity
from models.queries.catalogue import fits
from models.queries.desk_lines import line
from models.queries.facts import Fact, catalogues
from models.queries.gates import gates, is_open
from models.queries.offered import APPROVED
from models.queries.vacancies import became
from models.rounds import Round, RoundOpportunity, RoundState
from models.saved_searches import Question, SavedSearch, SearchHit

NEW_FOR = timedelta(days=7)
"""How long what was found is called new."""


@dataclass(frozen=True)
class Catalogue:
    """One round that takes sheets, with everything in its catalogue."""

    round: Round
    facts: Sequence[Fact]


@dataclass(frozen=True)
class Found:
    """One opportunity of a search that its owner was told of."""

    slug: str
    title: str
    round: str
    told_at: datetime | None


@dataclass(frozen=True)
class Mine:
    """One search of mine, with what it found lately, newest first."""

    search: SavedSearch
    found: tuple[Found, ...]


def open_rounds(session: Session) -> list[Round]:
    """The rounds whose lists are open, by name."""
    query = select(Round).where(Round.state == RoundState.PREFERENCES)
    return list(session.scalars(query.order_by(Round.name, Round.id)))


def open_catalogues(session: Session) -> list[Catalogue]:
    """The catalogue of each round whose lists are open, in three statements."""
    rounds = open_rounds(session)
    known = catalogues(session, rounds)
    return [Catalogue(one, known[one.id]) for one in rounds]


def watchers(session: Session) -> list[int]:
    """The ids of the executives who have a search that alerts."""
    query = select(SavedSearch.executive_id).join(Executive, Executive.id == SavedSearch.executive_id)
    return list(session.scalars(query.where(SavedSearch.alerts, Executive.active).distinct()))


def matching(
    session: Session, executive: Executive, question: Question, within: Sequence[Catalogue]
) -> set[str]:
    """The slugs of what fits the question now, in any of these catalogues; of a projected vacancy, what
    became of it, whatever stands in its way."""
    if question.vacancy is not None:
        slug = became(session, question.vacancy)
        return set() if slug is None else {slug} & {fact.slug for one in within for fact in one.facts}
    found = set()
    for one in within:
        hits = [fact for fact in one.facts if fits(fact, question.words, question.asked)]
        if hits and not question.closed_too:
            closed = gates(session, one.round, executive, [fact.offer for fact in hits])
            hits = [fact for fact in hits if is_open(closed[fact.slug])]
        found |= {fact.slug for fact in hits}
    return found


def of_executive(session: Session, executive: Executive, now: datetime) -> list[Mine]:
    """The executive's searches, in the order in which they were saved, in two statements."""
    searches = session.scalars(
        select(SavedSearch).where(SavedSearch.executive_id == executive.id).order_by(SavedSearch.id)
    ).all()
    hits = select(SearchHit.search_id, Opportunity.slug, Opportunity.title, Round.slug, SearchHit.told_at)
    query = _new_in_catalogues(hits, executive.id, now).order_by(
        SearchHit.told_at.desc(), Opportunity.title, Opportunity.id, Round.lists_close_at
    )
    found: dict[int, dict[str, Found]] = {}
    for number, slug, title, round_, told_at in session.execute(query):
        found.setdefault(number, {}).setdefault(slug, Found(slug, title, round_, told_at))
    return [Mine(one, tuple(found.get(one.id, {}).values())) for one in searches]


def followed(session: Session, executive: Executive) -> set[int]:
    """The ids of the projected vacancies that the executive follows."""
    mine = session.scalars(select(SavedSearch).where(SavedSearch.executive_id == executive.id))
    return {one.question.vacancy for one in mine if one.question.vacancy is not None}


def followers(session: Session, vacancy: int) -> list[int]:
    """The ids of the active actors who follow a projected vacancy and are written to, sorted. What they
    follow is sealed, so every search is read."""
    query = select(SavedSearch, Actor.id).join(Actor, Actor.executive_id == SavedSearch.executive_id)
    found = session.execute(query.where(SavedSearch.alerts, Actor.active))
    return sorted({person for search, person in found if search.question.vacancy == vacancy})


def found_lately(actor: Actor, now: datetime) -> Any:
    """How much the searches of the executive the actor is found lately; None for whoever is none."""
    if actor.executive_id is None:
        return None
    count = func.count(SearchHit.opportunity_id.distinct())
    found = _new_in_catalogues(line(kind="search_found", number=count), actor.executive_id, now)
    return found.having(count > 0)


def _new_in_catalogues(hits: Any, executive_id: int, now: datetime) -> Any:
    """Of hits those of the executive's searches that were told lately and stand in an open catalogue."""
    return (
        hits.join(SavedSearch, SavedSearch.id == SearchHit.search_id)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == SearchHit.opportunity_id)
        .join(Round, Round.id == RoundOpportunity.round_id)
        .join(Opportunity, Opportunity.id == SearchHit.opportunity_id)
        .where(
            APPROVED,
            SavedSearch.executive_id == executive_id,
            SearchHit.told_at > now - NEW_FOR,
            Round.state == RoundState.PREFERENCES,
        )
    )

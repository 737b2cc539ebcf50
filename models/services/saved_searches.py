"""Saved searches: kept, changed, silenced, thrown away; and the clock that tells what they find."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.outbox import Notice, post
from models.queries.ids import opportunity_ids
from models.queries.recipients import actor_of
from models.queries.saved_searches import Catalogue, matching, open_catalogues
from models.saved_searches import Question, SavedSearch, SearchHit

MOST_SEARCHES = 20
LONGEST_NAME, LONGEST_WORDS = 100, 200


def save(
    session: Session, *, actor: Actor, now: datetime, executive: Executive, name: str, question: Question
) -> SavedSearch:
    """Keep a search. What it finds today its owner has seen, so alerts tell of what comes later."""
    require(actor, "saved_searches.save", executive, now=now)
    mine = select(func.count()).select_from(SavedSearch).where(SavedSearch.executive_id == executive.id)
    if (session.scalar(mine) or 0) >= MOST_SEARCHES:
        raise Invalid(f"You have {MOST_SEARCHES} saved searches: delete one first.", about="name")
    search = SavedSearch(executive_id=executive.id, alerts=True, saved_at=now)
    search.ask(*_checked(session, executive.id, name, question))
    session.add(search)
    session.flush()
    _have_seen(session, executive, search)
    record(session, search, "saved_searches.save", actor=actor, now=now)
    session.flush()
    return search


def edit(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    search: SavedSearch,
    version: int,
    name: str,
    question: Question,
    alerts: bool,
) -> None:
    """Change name, question or alerts; Conflict where it was changed elsewhere since `version`."""
    require(actor, "saved_searches.edit", search, now=now)
    if search.version != version:
        raise Conflict("This search was changed since you opened the page.")
    search.ask(*_checked(session, search.executive_id, name, question, beside=search.id))
    search.alerts = alerts
    session.flush()
    _have_seen(session, session.get_one(Executive, search.executive_id), search)
    record(session, search, "saved_searches.edit", actor=actor, now=now)
    session.flush()


def _checked(
    session: Session, owner: int, name: str, question: Question, *, beside: int | None = None
) -> tuple[str, Question]:
    """Name and question as they are kept; Invalid where one cannot be, as where another search of the owner
    than `beside` has the name."""
    kept = " ".join(name.split())
    if not kept:
        raise Invalid("Give the search a name.", about="name")
    if len(kept) > LONGEST_NAME:
        raise Invalid(f"Use at most {LONGEST_NAME} characters.", about="name")
    if len(question.words) > LONGEST_WORDS:
        raise Invalid(f"Use at most {LONGEST_WORDS} characters.", about="words")
    if question.is_empty:
        raise Invalid("A search asks for a word or a facet: without one everything is new.", about="words")
    others = select(SavedSearch).where(SavedSearch.executive_id == owner, SavedSearch.id != (beside or 0))
    taken = {one.name.casefold() for one in session.scalars(others)}
    if question.vacancy is None and kept.casefold() in taken:  # two posts that may come free share a title
        raise Invalid("Another search of yours has this name: give this one a name of its own.", about="name")
    return kept, question


def quiet(session: Session, *, actor: Actor, now: datetime, search: SavedSearch) -> None:
    """Write to its owner no more; the search stays."""
    require(actor, "saved_searches.quiet", search, now=now)
    search.alerts = False
    record(session, search, "saved_searches.quiet", actor=actor, now=now)
    session.flush()


def drop(session: Session, *, actor: Actor, now: datetime, search: SavedSearch) -> None:
    """Throw it away, with what it found."""
    require(actor, "saved_searches.drop", search, now=now)
    record(session, search, "saved_searches.drop", actor=actor, now=now)
    session.execute(delete(SearchHit).where(SearchHit.search_id == search.id))
    session.delete(search)
    session.flush()


def alert(
    session: Session, *, actor: Actor, now: datetime, executive: Executive, catalogues: Sequence[Catalogue]
) -> int:
    """Tell the executive, in one notice a day at most, of whatever the own searches have not found before;
    how many finds that were. A second run of a day tells nothing: it keeps them for the next one."""
    require(actor, "saved_searches.alert", executive, now=now)
    recipient = actor_of(session, executive.id)
    key = f"searches/{executive.id}/{local_day(now).isoformat()}"
    if recipient is None or session.scalar(select(Notice.id).where(Notice.key == key)) is not None:
        return 0
    mine = SavedSearch.executive_id == executive.id, SavedSearch.alerts
    count = 0
    for search in session.scalars(select(SavedSearch).where(*mine).order_by(SavedSearch.id)).all():
        hits = matching(session, executive, search.question, catalogues)
        count += _write(session, search, hits, now)
    if count:
        post(
            session,
            key=key,
            recipient_id=recipient,
            template="search_found",
            now=now,
            page="searches",
        )
        record(session, executive, "saved_searches.alert", actor=actor, now=now)
    session.flush()
    return count


def _have_seen(session: Session, executive: Executive, search: SavedSearch) -> None:
    hits = matching(session, executive, search.question, open_catalogues(session))
    _write(session, search, hits, None)


def _write(session: Session, search: SavedSearch, slugs: Iterable[str], told_at: datetime | None) -> int:
    """Write down what the search had not found before; how many that were."""
    known = set(session.scalars(select(SearchHit.opportunity_id).where(SearchHit.search_id == search.id)))
    new = sorted(set(opportunity_ids(session, sorted(slugs)).values()) - known)
    if new:
        rows = [{"search_id": search.id, "opportunity_id": one, "told_at": told_at} for one in new]
        session.execute(insert(SearchHit), rows)
    return len(new)

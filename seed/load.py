"""The whole demonstration into a database, up to the round's last ranking: ready to be frozen and solved.

Every step asks what is not there yet, so a broken load goes on where it stopped and a second one changes
nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.rounds import Round, RoundState
from seed.demonstration import NUMBER, demonstration
from seed.loading import lists, offers, people, rounds
from seed.loading.facts import load_facts
from seed.loading.rounds import round_slug
from seed.records import Demonstration

Progress = Callable[[str, int, int], object]
"""Called with what is being done, how many of it are done, and how many there are."""

T = TypeVar("T")

BATCH = 200
"""Lists in one transaction: small enough that little is lost, large enough that commits cost little."""

UNFINISHED = (RoundState.PREFERENCES, RoundState.RELEASE_REVIEW, RoundState.RANKING)


def load(engine: Engine, *, now: datetime, number: int = NUMBER, progress: Progress | None = None) -> str:
    """Load what is missing and return the slug of the demonstration round.

    `now` is the instant of everything done here and the first of the round's calendar. The database must be
    migrated. Raises Conflict where it holds an installation of its own, or facts of another content.
    """
    tell = progress or (lambda _what, _done, _total: None)
    if not _is_finished(engine, number):
        made = _load_people(engine, now, number, tell)
        _load_opportunities(engine, now, made, tell)
        _open_round(engine, now, made, tell)
        _load_sheets(engine, now, made, tell)
        _load_rankings(engine, now, made, tell)
    return round_slug(number)


def _is_finished(engine: Engine, number: int) -> bool:
    """Whether the round has gone on beyond what is loaded here."""
    with unit_of_work(engine, read_only=True) as session:
        round_ = rounds.find_round(session, number)
        return round_ is not None and round_.state not in UNFINISHED


def load_people(engine: Engine, *, now: datetime, number: int = NUMBER) -> Demonstration:
    """Facts, staff and executives alone, without a round."""
    return _load_people(engine, now, number, lambda _what, _done, _total: None)


def _load_people(engine: Engine, now: datetime, number: int, tell: Progress) -> Demonstration:
    """Facts, staff and executives; whoever is loaded already keeps the day of the first load."""
    tell("Reference data", 0, 1)
    with unit_of_work(engine) as session:
        system = people.install_staff(session, now=now)
        load_facts(session, actor=system, now=now)
    tell("Reference data", 1, 1)
    with unit_of_work(engine) as session:
        known = people.find_people(session, number)
        made = demonstration(number, now.date() if known is None else known.as_of)
        tell("Invented people", 0, len(made.executives))
        people.appoint_staff(session, now=now)
        people.load_people(session, actor=people.get_actor(session, people.SYSTEM), now=now, made=made)
    tell("Invented people", len(made.executives), len(made.executives))
    return made


def _load_opportunities(engine: Engine, now: datetime, made: Demonstration, tell: Progress) -> None:
    for batch, done in _batches(made.opportunities):
        tell("Opportunities", done, len(made.opportunities))
        with unit_of_work(engine) as session:
            offers.offer_all(session, now=now, items=batch)
    tell("Opportunities", len(made.opportunities), len(made.opportunities))


def _open_round(engine: Engine, now: datetime, made: Demonstration, tell: Progress) -> None:
    tell("Rules of the round", 0, 1)
    with unit_of_work(engine) as session:
        if rounds.find_round(session, made.number) is None:
            rounds.open_round(session, now=now, made=made)
    tell("Rules of the round", 1, 1)


def _load_sheets(engine: Engine, now: datetime, made: Demonstration, tell: Progress) -> None:
    with unit_of_work(engine, read_only=True) as session:
        missing = lists.unfiled(session, _the_round(session, made), made.sheets)
    there = len(made.sheets) - len(missing)
    for batch, done in _batches(missing):
        tell("Dream sheets", there + done, len(made.sheets))
        with unit_of_work(engine) as session:
            lists.file_sheets(session, now=now, round_=_the_round(session, made), sheets=batch)
    tell("Dream sheets", len(made.sheets), len(made.sheets))


def _load_rankings(engine: Engine, now: datetime, made: Demonstration, tell: Progress) -> None:
    with unit_of_work(engine) as session:
        round_ = _the_round(session, made)
        rounds.open_ranking(session, now=now, round_=round_)
        missing = lists.unranked(session, round_, made.rankings)
    there = len(made.rankings) - len(missing)
    for batch, done in _batches(missing):
        tell("Host rankings", there + done, len(made.rankings))
        with unit_of_work(engine) as session:
            lists.rank_applicants(session, now=now, round_=_the_round(session, made), lists=batch)
    tell("Host rankings", len(made.rankings), len(made.rankings))


def _the_round(session: Session, made: Demonstration) -> Round:
    round_ = rounds.find_round(session, made.number)
    if round_ is None:
        raise LookupError(round_slug(made.number))
    return round_


def _batches(items: Sequence[T]) -> Iterator[tuple[Sequence[T], int]]:
    """The items in batches, each with how many came before it."""
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH], start

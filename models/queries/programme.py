"""The five numbers of the programme, year by year: how many of how many. Nobody is named."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import end_of_day, local_day
from matcher.policy.mentoring_clauses import LEAST_SHOWN
from matcher.policy.periods import DAY, fiscal_span, fiscal_year
from matcher.policy.programme_clauses import SATISFIED_FROM
from matcher.policy.return_dates import first_day_back
from matcher.policy.rotation_report import share
from models.agreements import Agreement, AgreementState
from models.executives import Executive
from models.feedback import Feedback
from models.mentoring_offers import MentoringOffer, OfferState
from models.outcomes import Decision
from models.proposals import Proposal
from models.queries.annual import Ledger, load
from models.returns import ReturnRight

NUMBERS = ("rotating", "answered", "first_choice", "on_time", "satisfied")
OVER = (AgreementState.ENDED, AgreementState.ENDED_EARLY)
ANSWERED = (OfferState.ACCEPTED, OfferState.DECLINED)


@dataclass(frozen=True)
class Part:
    """So many of so many; `least` of them are needed before the share is shown."""

    over: int
    under: int
    least: int = 1

    @property
    def share(self) -> Fraction | None:
        """Percent; None of nobody, or of too few."""
        return share(self.over, self.under) if self.under >= self.least else None

    @property
    def hidden(self) -> bool:
        """Whether there are some, and too few to be shown."""
        return 0 < self.under < self.least


Series = dict[int, Part]


def numbers(session: Session, years: Sequence[int], now: datetime) -> tuple[dict[str, Series], Ledger]:
    """Each of the five for each of the fiscal years, and the ledger the first one comes from; in eight
    statements."""
    today = local_day(now)
    ledger = load(session, years, today)
    begin = end_of_day(fiscal_span(min(years)).start - DAY)
    found = {
        "rotating": {year: _rotating(ledger, year) for year in years},
        "answered": _by_year(years, _answers(session, begin)),
        "first_choice": _by_year(years, _choices(session, begin)),
        "on_time": _by_year(years, _returns(session, fiscal_span(min(years)).start, today)),
        "satisfied": _by_year(years, _satisfied(session, begin), LEAST_SHOWN.figure),
    }
    return found, ledger


def foreseen(ledger: Ledger, year: int) -> Part:
    """The share of career appointees at the end of the year if every agreement in force runs to its end."""
    return _rotating(replace(ledger, today=fiscal_span(year).end), year)


def last_rotations(session: Session, before: date) -> tuple[int, int]:
    """Of how many active executives a rotation that is over is on record, and of how many the last one ended
    before that day."""
    last = (
        select(func.max(Agreement.ends_on).label("day"))
        .join(Executive, Executive.id == Agreement.executive_id)
        .where(Executive.active, Agreement.state.in_(OVER))
        .group_by(Agreement.executive_id)
        .subquery()
    )
    long_ago = func.count().filter(last.c.day < before)
    known, people = session.execute(select(func.count(), long_ago).select_from(last)).one()
    return known, people


def _rotating(ledger: Ledger, year: int) -> Part:
    """Career appointees of the Service with at least 120 days within the year, of all on its 1 October."""
    found = ledger.government(year)
    return Part(found.served["ES"], 0 if found.heads is None else found.heads.ES)


def _by_year(years: Iterable[int], cases: Iterable[tuple[date, bool, int]], least: int = 1) -> Series:
    """Cases of a day, good or not, and how many of the kind, counted by fiscal year."""
    over, under = Counter[int](), Counter[int]()
    for day, good, count in cases:
        under[fiscal_year(day)] += count
        over[fiscal_year(day)] += count * good
    return {year: Part(over[year], under[year], least) for year in years}


def _answers(session: Session, begin: datetime) -> Iterator[tuple[date, bool, int]]:
    """The first offer of each request, once it was answered or ran out."""
    first = select(func.min(MentoringOffer.id)).group_by(MentoringOffer.request_id)
    query = select(MentoringOffer.ended_at, MentoringOffer.state).where(
        MentoringOffer.id.in_(first),
        MentoringOffer.ended_at >= begin,
        MentoringOffer.state.in_((*ANSWERED, OfferState.EXPIRED)),
    )
    rows: Iterable[Any] = session.execute(query)
    for ended, state in rows:  # the condition leaves no empty moment
        yield local_day(ended), state in ANSWERED, 1


def _choices(session: Session, begin: datetime) -> Iterator[tuple[date, bool, int]]:
    """The people placed in rounds that were published, by the rank of their choice."""
    query = (
        select(Decision.published_at, Proposal.choice_rank, func.count())
        .join(Proposal, Proposal.outcome_id == Decision.outcome_id)
        .where(Decision.published_at >= begin)
        .group_by(Decision.published_at, Proposal.choice_rank)
    )
    rows: Iterable[Any] = session.execute(query)
    for published, rank, count in rows:
        yield local_day(published), rank == 1, count


def _returns(session: Session, begin: date, today: date) -> Iterator[tuple[date, bool, int]]:
    """Rights whose last day away has passed, on time by the first day back; without those that were given up
    or ended with the service by then, for nobody was awaited. Whoever was late before that stays late."""
    columns = ReturnRight.ends_on, ReturnRight.returned_on, ReturnRight.waiver_signed_at
    over = ReturnRight.ends_on >= begin, ReturnRight.ends_on < today
    query = select(*columns, func.count()).where(*over).group_by(*columns)
    for ends, returned, signed, count in session.execute(query):
        back = first_day_back(ends)
        if signed is not None:
            if local_day(signed) > back:
                yield ends, False, count
        elif returned is not None or back < today:
            yield ends, returned is not None and returned <= back, count


def _satisfied(session: Session, begin: datetime) -> Iterator[tuple[date, bool, int]]:
    """Answers of both sides of a conversation to whether the advice answered the question."""
    query = select(Feedback.answered_at, Feedback.advice).where(Feedback.answered_at >= begin)
    for answered, advice in session.execute(query):
        if answered is not None and advice is not None:
            yield local_day(answered), advice >= SATISFIED_FROM.figure, 1

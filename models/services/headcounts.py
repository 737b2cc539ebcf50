"""The denominators of a fiscal year: counted or entered, confirmed, then corrected in the open alone."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.periods import fiscal_span, fiscal_year
from matcher.policy.rotation import written
from models.access import require
from models.actors import Actor
from models.agencies import Agency
from models.audit import record
from models.errors import Conflict, Invalid, WrongState
from models.executives import AppointmentType, Executive, PayPlan
from models.headcounts import Headcount, HeadcountErratum, HeadcountState
from models.lifecycles import advance
from models.queries.annual import tree
from models.queries.report_people import digest_of, waiting_of

MOST = 100_000
LONGEST_WORDS = 2000
COUNTED = "Counted by Roundtrip from the people on record on"


@dataclass(frozen=True)
class Counts:
    """Career appointees of the Service, senior-level, and scientific and professional."""

    ses: int
    sl: int
    st: int


def count(session: Session, *, actor: Actor, now: datetime) -> int:
    """Count the people on record for the year that is open, for every agency that reports and has people and
    no figures yet; how many agencies. Counted late, the source says on which day."""
    require(actor, "headcounts.count", None, now=now)
    today = local_day(now)
    year, people = fiscal_year(today), _people(session)
    known = set(session.scalars(select(Headcount.agency_id).where(Headcount.fiscal_year == year)))
    missing = sorted(set(people) - known)
    source = f"{COUNTED} {written(today)}."
    for agency in missing:
        made = _add(session, agency, year, people[agency], source, actor, today)
        record(session, made, "headcounts.count", actor=actor, now=now, year=year)
    session.flush()
    return len(missing)


def enter(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    agency: Agency,
    fiscal_year: int,
    counts: Counts,
    source: str,
    version: int | None = None,
) -> Headcount:
    """Write the figures of an agency by hand, in place of counted ones; not once they are confirmed. Conflict
    where they changed since `version` (0: there were none; None: whatever stands)."""
    require(actor, "headcounts.enter", agency, now=now)
    if agency.parent_id is not None:
        raise Invalid("An agency reports through the department that it belongs to.")
    if fiscal_span(fiscal_year).start > local_day(now):
        raise Invalid("The headcount of a year is entered once the year has begun.")
    words = _words(source, "source", "Write where the figures come from.")
    _check(counts)
    found = _find(session, agency, fiscal_year)
    if version not in (None, found.version if found else 0):
        raise Conflict("Somebody changed these figures since you opened the page.")
    if found is None:
        found = _add(session, agency.id, fiscal_year, counts, words, actor, local_day(now))
    elif found.state is HeadcountState.CONFIRMED:
        raise WrongState("This headcount is confirmed: it changes by an erratum alone.")
    else:
        if words == found.source and words.startswith(COUNTED) and counts != _counts(found):
            raise Invalid("Say where the changed figures come from.", about="source")
        found.ses, found.sl, found.st, found.source = counts.ses, counts.sl, counts.st, words
        found.counted_on, found.counted_by_id = local_day(now), actor.id
    record(session, found, "headcounts.enter", actor=actor, now=now, year=fiscal_year, **vars(counts))
    session.flush()
    return found


def confirm(session: Session, *, actor: Actor, now: datetime, headcount: Headcount, version: int) -> None:
    """Freeze the figures; Conflict where somebody changed them since `version`."""
    require(actor, "headcounts.confirm", headcount, now=now)
    if headcount.version != version:
        raise Conflict("Somebody changed these figures since you opened the page: read them again.")
    advance(session, headcount, "confirm", actor=actor, now=now)
    headcount.confirmed_at, headcount.confirmed_by_id = now, actor.id
    session.flush()


def confirm_all(session: Session, *, actor: Actor, now: datetime, fiscal_year: int, seen: str) -> int:
    """Freeze all figures of a year that wait; how many. Conflict where they are not those of `seen`, the
    digest of what was read."""
    require(actor, "headcounts.confirm_all", None, now=now)
    waiting = waiting_of(session, fiscal_year)
    if digest_of(waiting) != seen:
        raise Conflict("Somebody changed these figures since you opened the page: read them again.")
    for one in waiting:
        confirm(session, actor=actor, now=now, headcount=one, version=one.version)
    return len(waiting)


def correct(
    session: Session, *, actor: Actor, now: datetime, headcount: Headcount, counts: Counts, reason: str
) -> HeadcountErratum:
    """A dated erratum beside confirmed figures, with its reason; the figures themselves stay."""
    require(actor, "headcounts.correct", headcount, now=now)
    session.refresh(headcount, with_for_update=True)
    if headcount.state is not HeadcountState.CONFIRMED:
        raise WrongState("These figures are not confirmed yet: enter them anew.")
    words = _words(reason, "reason", "Write what was wrong: it stays on the record.")
    _check(counts)
    if counts == _counts(headcount.standing):
        raise Invalid("These are the figures that stand already.")
    number = len(headcount.errata) + 1
    erratum = HeadcountErratum(
        number=number, **vars(counts), reason=words, entered_at=now, entered_by_id=actor.id
    )
    headcount.errata.append(erratum)
    record(session, headcount, "headcounts.correct", actor=actor, now=now, reason=words, number=number)
    session.flush()
    return erratum


def _counts(found: Headcount | HeadcountErratum) -> Counts:
    return Counts(found.ses, found.sl, found.st)


def _find(session: Session, agency: Agency, year: int) -> Headcount | None:
    query = select(Headcount).where(Headcount.agency_id == agency.id, Headcount.fiscal_year == year)
    return session.scalar(query.with_for_update())


def _add(
    session: Session, agency: int, year: int, counts: Counts, source: str, by: Actor, on: date
) -> Headcount:
    made = Headcount(
        agency_id=agency,
        fiscal_year=year,
        **vars(counts),
        source=source,
        counted_on=on,
        counted_by_id=by.id,
    )
    session.add(made)
    return made


def _people(session: Session) -> dict[int, Counts]:
    """How many people each reporting agency has on record today."""
    top = tree(session).top
    query = (
        select(Executive.home_agency_id, Executive.pay_plan, Executive.appointment, func.count())
        .where(Executive.active)
        .group_by(Executive.home_agency_id, Executive.pay_plan, Executive.appointment)
    )
    found: dict[int, dict[PayPlan, int]] = {}
    for home, plan, appointment, people in session.execute(query):
        if plan is not PayPlan.ES or appointment is AppointmentType.CAREER:
            groups = found.setdefault(top[home], dict.fromkeys(PayPlan, 0))
            groups[plan] += people
    return {one: Counts(*(groups[plan] for plan in PayPlan)) for one, groups in found.items()}


def _check(counts: Counts) -> None:
    for name, value in vars(counts).items():
        if not 0 <= value <= MOST:
            raise Invalid("Enter a count of people: 0 or more.", about=name)


def _words(text: str, about: str, lack: str) -> str:
    words = text.strip()
    if not words or len(words) > LONGEST_WORDS:
        raise Invalid(lack if not words else f"Use at most {LONGEST_WORDS:,} characters.", about=about)
    return words

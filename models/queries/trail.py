"""The audit trail as a list shows it, and what on it is a disclosure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.actors import Actor
from models.audit import AuditEvent
from models.executives import Executive
from models.opportunities import Opportunity
from models.outcomes import Outcome
from models.queries.solves import attempt
from models.queries.trail_names import whose
from models.rounds import Round
from models.solves import Solve

PAGE = 50
BATCH = 1_000
"""Rows fetched at a time where a whole answer is written out."""
ACCOUNT = "executives.open_account"
DISCLOSURES = (
    ACCOUNT,
    "exports.take",
    "outcomes.take_outcome_file",
    "outcomes.take_round_file",
    "rankings.see_applicants",
    "trail.take",
)
"""The actions by which somebody saw, or took away, what is confidential."""
OPEN_FOR = timedelta(hours=12)
"""How long an account stays open to whoever opened it, before it is asked and recorded again."""


@dataclass(frozen=True)
class Entry:
    """One row of the trail; `what` names the object in words, and `of` is the table and number of its row."""

    id: int
    at: datetime
    who: str
    slug: str
    action: str
    what: str
    of: tuple[str, int]
    result: str
    reason: str | None
    commitment: str | None
    facts: dict[str, Any]


@dataclass(frozen=True)
class Sought:
    """What a reader asked for; empty values ask for everything. `of`: table and number of one record."""

    who: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
    round_id: int | None = None
    of: tuple[str, int] | None = None
    disclosures: bool = False

    def rules(self) -> list[ColumnElement[bool]]:
        """The conditions on a row of the trail joined with its actor."""
        like = f"%{self.who.strip().lower()}%"
        found: list[ColumnElement[bool]] = []
        if self.who.strip():
            found.append(or_(func.lower(Actor.name).like(like), Actor.slug.like(like)))
        if self.action:
            found.append(AuditEvent.action == self.action)
        if self.since is not None:
            found.append(AuditEvent.at >= self.since)
        if self.until is not None:
            found.append(AuditEvent.at < self.until)
        if self.round_id is not None:
            found.append(_of_round(self.round_id))
        if self.of is not None:
            table, number = self.of
            found += [AuditEvent.object_type == table, AuditEvent.object_id == number]
        if self.disclosures:
            found.append(AuditEvent.action.in_(DISCLOSURES))
        return found


def _of_round(round_id: int) -> ColumnElement[bool]:
    """Rows on the round itself, on its pins and forbidden pairs, on its runs, and on every run that was asked
    for."""
    slug = select(Round.slug).where(Round.id == round_id).scalar_subquery()
    runs = select(Outcome.id).where(Outcome.round_id == round_id)
    asked = select(Solve.id).where(Solve.round_id == round_id)
    return or_(
        and_(AuditEvent.object_type == "rounds", AuditEvent.object_id == round_id),
        and_(AuditEvent.object_type == "pair_rules", AuditEvent.facts["round"].as_string() == slug),
        and_(AuditEvent.object_type == "outcomes", AuditEvent.object_id.in_(runs)),
        and_(AuditEvent.object_type == "solves", AuditEvent.object_id.in_(asked)),
    )


def count(session: Session, sought: Sought) -> int:
    """How many rows fit."""
    query = select(func.count()).select_from(AuditEvent).join(Actor, Actor.id == AuditEvent.actor_id)
    return session.scalars(query.where(*sought.rules())).one()


def entries(session: Session, sought: Sought, page: int = 1) -> list[Entry]:
    """One page of the rows that fit, the newest first."""
    query = _named().where(*sought.rules()).order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    rows = session.execute(query.limit(PAGE).offset((page - 1) * PAGE))
    return [_entry(event, who, slug, names) for event, who, slug, *names in rows]


def latest(session: Session, sought: Sought, most: int) -> tuple[list[Entry], int]:
    """The newest of the rows that fit, and how many fit in all, in one statement."""
    query = _named().add_columns(func.count().over()).where(*sought.rules())
    rows = session.execute(query.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(most)).all()
    found = [_entry(event, who, slug, names) for event, who, slug, *names, _total in rows]
    return found, rows[0][-1] if rows else 0


def every_entry(session: Session, sought: Sought) -> Iterator[Entry]:
    """All the rows that fit, the newest first, fetched a batch at a time."""
    query = _named().where(*sought.rules()).order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    for event, who, slug, *names in session.execute(query.execution_options(yield_per=BATCH)):
        yield _entry(event, who, slug, names)


def _named() -> Select[*tuple[Any, ...]]:
    """Each row with its actor and, where the object has a name people know, that name."""
    object_round, run_round, person = aliased(Round), aliased(Round), aliased(Actor)
    asked_in = aliased(Round)

    def is_a(table: str, key: Any) -> ColumnElement[bool]:
        return and_(AuditEvent.object_type == table, AuditEvent.object_id == key)

    return (
        select(
            AuditEvent,
            Actor.name,
            Actor.slug,
            object_round.name,
            run_round.name,
            Outcome.number,
            asked_in.name,
            attempt(),
            Executive.name,
            Opportunity.title,
            person.name,
            whose(),
        )
        .join(Actor, Actor.id == AuditEvent.actor_id)
        .outerjoin(object_round, is_a("rounds", object_round.id))
        .outerjoin(Outcome, is_a("outcomes", Outcome.id))
        .outerjoin(run_round, run_round.id == Outcome.round_id)
        .outerjoin(Solve, is_a("solves", Solve.id))
        .outerjoin(asked_in, asked_in.id == Solve.round_id)
        .outerjoin(Executive, is_a("executives", Executive.id))
        .outerjoin(Opportunity, is_a("opportunities", Opportunity.id))
        .outerjoin(person, is_a("actors", person.id))
    )


def _entry(event: AuditEvent, who: str, slug: str, names: Sequence[Any]) -> Entry:
    round_, run_round, number, asked_in, attempted, *others = names
    run = None if number is None else f"run {number} of {run_round}"
    run = run if asked_in is None else f"attempt {attempted} to solve {asked_in}"
    owner, noun = others.pop(), f"{one_of(event.object_type)} {event.object_id}"
    what = round_ or run or next(filter(None, others), f"{noun}, {owner}" if owner else noun)
    of = event.object_type, event.object_id
    told = event.result, event.reason, event.commitment, event.facts
    return Entry(event.id, event.at, who, slug, event.action, what, of, *told)


OTHERWISE = {"outbox": "message"}
"""What one row is called where the name of its table does not say it."""


def one_of(table: str) -> str:
    """What one row of a table is called: "saved search" of `saved_searches`."""
    if table in OTHERWISE:
        return OTHERWISE[table]
    words = table.replace("_", " ")
    if words.endswith("ies"):
        return words.removesuffix("ies") + "y"
    return words.removesuffix("es" if words.endswith("ches") else "s")


def actions(session: Session) -> list[str]:
    """Every action on the trail, by name."""
    return list(session.scalars(select(AuditEvent.action).distinct().order_by(AuditEvent.action)))


def opened_at(
    session: Session, *, person: Actor, now: datetime, outcome: Outcome, executive: Executive
) -> datetime | None:
    """When the person last opened the executive's account of the run, while it is still open."""
    query = (
        select(AuditEvent)
        .where(
            AuditEvent.actor_id == person.id,
            AuditEvent.action == ACCOUNT,
            AuditEvent.object_type == "executives",
            AuditEvent.object_id == executive.id,
            AuditEvent.at > now - OPEN_FOR,
        )
        .order_by(AuditEvent.at.desc())
    )
    wanted = {"round": outcome.round.slug, "run": outcome.number}
    return next((event.at for event in session.scalars(query) if event.facts == wanted), None)

"""The ledger of exchange: what agreements say that agencies sent and received, with corrections on top."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from matcher.policy.ledger import Account, Cell, Stay, added, book, last_served, rolled_up, until
from matcher.policy.periods import fiscal_year
from matcher.policy.return_dates import civil
from models.actors import Actor, Role
from models.agencies import Agency, line_in
from models.agreements import Agreement, AgreementState
from models.holding import Holder
from models.ledger import LedgerCorrection
from models.queries.desk_lines import line
from models.queries.line_below import below
from models.returns import LATE, ReturnRight
from models.zones import USUAL

KEPT = (AgreementState.IN_FORCE, AgreementState.ENDED, AgreementState.ENDED_EARLY)
DRAWN_UP = (AgreementState.DRAFT, AgreementState.IN_SIGNATURE)
WHOLE = frozenset({Role.EXCHANGE_COORDINATOR, Role.PROGRAMME_OFFICE, Role.AUDITOR})
"""Who sees every agency's account; an agency's coordinators see its own and those below it."""
OWN = frozenset({Role.AGENCY_COORDINATOR})


@dataclass(frozen=True)
class Line:
    """One agency with everything below it: its account of the year, and its balance at the year's end."""

    code: str
    name: str
    depth: int
    account: Account
    balance: Account


@dataclass(frozen=True)
class Ledger:
    """Every account by agency and fiscal year, agencies with everything below them; and the agencies shown,
    code to (name, depth), each under the one above it."""

    book: Mapping[Cell, Account]
    shown: Mapping[str, tuple[str, int]]
    this_year: int

    @property
    def years(self) -> list[int]:
        """This year, and every other with something on it, the latest first."""
        return sorted({self.this_year, *(year for _code, year in self.book)}, reverse=True)

    def lines(self, year: int) -> list[Line]:
        """The agencies with anything on their account by then, each under the one above it."""
        balances = until(self.book, year)
        return [
            Line(code, name, depth, self.book.get((code, year), Account()), balances[code])
            for code, (name, depth) in self.shown.items()
            if not balances.get(code, Account()).is_empty
        ]

    def of(self, code: str) -> list[tuple[int, Account, Account]]:
        """(year, account, balance at its end) of one agency, the latest first."""
        years = sorted(year for agency, year in self.book if agency == code)
        return [
            (year, self.book[code, year], until(self.book, year).get(code, Account()))
            for year in reversed(years)
        ]


def ledger(session: Session, now: datetime, only: frozenset[int] | None = None) -> Ledger:
    """The ledger as of `now`; with `only`, of those agencies by id."""
    agencies = {one.id: one for one in session.scalars(select(Agency).order_by(Agency.name))}
    parents = {id_: one.parent_id for id_, one in agencies.items()}
    lines = {
        one.code: [agencies[above].code for above in line_in(parents, id_)] for id_, one in agencies.items()
    }
    found = rolled_up(added(book(_stays(session, now)), _standing(session)), lines)
    shown = {
        one.code: (one.name, depth)
        for one, depth in _in_tree_order(agencies)
        if only is None or one.id in only
    }
    kept = {cell: account for cell, account in found.items() if cell[0] in shown}
    return Ledger(kept, shown, fiscal_year(civil(now, USUAL)))


def _in_tree_order(agencies: Mapping[int, Agency]) -> Iterator[tuple[Agency, int]]:
    """Each agency with its depth, tops by name, below each what is inside it by name."""
    below: dict[int | None, list[Agency]] = defaultdict(list)
    for one in agencies.values():
        below[one.parent_id].append(one)
    waiting = [(one, 0) for one in reversed(below[None])]
    while waiting:
        one, depth = waiting.pop()
        yield one, depth
        waiting += [(inside, depth + 1) for inside in reversed(below[one.id])]


def owed(session: Session, now: datetime, agencies: Mapping[int, Agency]) -> dict[int, Account]:
    """By the id of an agency at the top of its tree: all that its tree sent and received so far. `agencies`
    are all there are, by id.

    The account of an agency that was merged goes to where its people went.
    """
    tops = {one.code: [agencies[_top(agencies, one.id)].code] for one in agencies.values()}
    ids = {one.code: one.id for one in agencies.values()}
    accounts = until(rolled_up(added(book(_stays(session, now)), _standing(session)), tops))
    return {ids[code]: account for code, account in accounts.items()}


def _top(agencies: Mapping[int, Agency], id_: int) -> int:
    seen: set[int] = set()
    while id_ not in seen:
        seen.add(id_)
        one = agencies[id_]
        id_ = one.successor_id or one.parent_id or id_
    return id_


def _stays(session: Session, now: datetime) -> Iterable[Stay]:
    """Every agreement in force or over; one drawn up from a confirmed offer counts from the offer on."""
    home, host = aliased(Agency), aliased(Agency)
    agreed = or_(
        Agreement.state.in_(KEPT),
        and_(Agreement.state.in_(DRAWN_UP), Agreement.proposal_id.is_not(None)),
    )
    query = (
        select(
            home.code,
            host.code,
            Agreement.starts_on,
            Agreement.ends_on,
            Agreement.zone,
            Agreement.state,
            ReturnRight.state,
            func.coalesce(ReturnRight.returned_on, Agreement.left_on),
        )
        .select_from(Agreement)
        .join(home, home.id == Agreement.home_agency_id)
        .join(host, host.id == Agreement.host_agency_id)
        .outerjoin(ReturnRight, ReturnRight.agreement_id == Agreement.id)
        .where(agreed, Agreement.home_agency_id != Agreement.host_agency_id)
    )
    for sends, takes, begins, ends, zone, state, right, returned in session.execute(query):
        last = None
        if state in KEPT:
            last = last_served(begins, ends, civil(now, zone), returned=returned, late=right in LATE)
        yield Stay(sends, takes, begins, last)


def _standing(session: Session) -> Iterable[tuple[Cell, Account]]:
    figures = (LedgerCorrection.sent, LedgerCorrection.received)
    days = (LedgerCorrection.days_sent, LedgerCorrection.days_received)
    query = (
        select(Agency.code, LedgerCorrection.fiscal_year, *figures, *days)
        .join(Agency, Agency.id == LedgerCorrection.agency_id)
        .where(LedgerCorrection.stands.is_(True))
    )
    for code, year, *amounts in session.execute(query):
        yield (code, year), Account(*amounts)


def sees_whole(actor: Actor, now: datetime) -> bool:
    """Whether the actor sees every agency's account."""
    return Holder(actor, now).has(*WHOLE)


def own_agencies(session: Session, actor: Actor, now: datetime) -> frozenset[int] | None:
    """The ids of the agencies whose accounts the actor sees; None for all of them."""
    if sees_whole(actor, now):
        return None
    part = below(actor, now, OWN, "own")
    return frozenset() if part is None else frozenset(session.scalars(part))


def corrections(session: Session, only: frozenset[int] | None = None) -> list[LedgerCorrection]:
    """Every correction with its agency and its two people, those that wait first, then the latest first."""
    query = (
        select(LedgerCorrection)
        .join(LedgerCorrection.agency)
        .options(
            contains_eager(LedgerCorrection.agency),
            joinedload(LedgerCorrection.author),
            joinedload(LedgerCorrection.looked_by),
        )
        .order_by(LedgerCorrection.looked_at.is_not(None), LedgerCorrection.id.desc())
    )
    if only is not None:
        query = query.where(LedgerCorrection.agency_id.in_(only))
    return list(session.scalars(query))


def find_correction(session: Session, number: int) -> LedgerCorrection | None:
    """The correction of that number."""
    return session.get(LedgerCorrection, number)


def waiting_to_look(actor: Actor, now: datetime) -> "Select[*tuple[Any, ...]] | None":
    """How many corrections wait for this second person, as an entry of the desk."""
    if not Holder(actor, now).has(Role.EXCHANGE_COORDINATOR):
        return None
    return (
        line(kind="ledger", number=func.count())
        .where(LedgerCorrection.looked_at.is_(None), LedgerCorrection.author_id != actor.id)
        .having(func.count() > 0)
    )

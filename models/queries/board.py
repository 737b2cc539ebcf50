"""Rounds as their coordinators follow them: state, calendar and counts, never who filed what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, select, true
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.machines import ROUND
from models.outcomes import Outcome
from models.queries.board_columns import columns
from models.queries.board_counts import people_by_round, seats_by_round
from models.queries.columns import named
from models.queries.runs import chosen_run
from models.queries.scramble import is_next_pass
from models.rounds import Round, RoundState, Undecided
from models.solves import Solve, SolveState


@dataclass(frozen=True)
class Board:
    """One round; `ended_offers` ended since the outcome that stands was made, of `ended_ever` in all.
    `orphans` and `crowded` are of the last count of demand: opportunities that nobody named and those
    that many did. `run` is the chosen outcome, else the newest, `solve` the newest run asked for, if any;
    `unchosen` where scenarios were run and no run is chosen among them, `chosen` where one is, `outdated`
    why the round was frozen anew since that run, if it was. `first_answer_at` and `last_answer_at` are when
    the answers asked for now end; `gone` were put into the round and are filled or withdrawn by
    now, of `held_elsewhere` other rounds hold every seat before the freeze; `placeless` could take a seat
    of a published round that came free; `set_aside` is true while it is known that no free seat can be
    offered, `kept_anew` where somebody keeps a sheet since the last repair; `free`
    seats are counted in a published round for which somebody keeps one."""

    id: int
    slug: str
    name: str
    state: RoundState
    lists_open_at: datetime
    lists_close_at: datetime
    rankings_close_at: datetime
    results_at: datetime
    commitment: str
    outside_source: str
    outside: str | None
    frozen_sha256: str | None
    alliance_hops: int | None
    undecided_as: Undecided
    run: int | None
    run_status: str | None
    placed: int | None
    unchosen: bool
    chosen: bool
    outdated: str | None
    solve: int | None
    solve_state: SolveState | None
    solve_sign: datetime | None
    first_answer_at: datetime | None
    last_answer_at: datetime | None
    set_aside: bool
    offered: int
    seats: int
    available: int
    submitted: int
    executives: int
    sheets: int
    certified: int
    entrants: int
    asked_for: int
    ranked: int
    overtaken: int
    limits: int
    waiting_rules: int
    pins: int
    open_offers: int
    confirmed: int
    undecided: int
    kept: int
    kept_certified: int
    ended_offers: int
    ended_ever: int
    kept_sheets: int
    placeless: int
    waivers: int
    orphans: int
    crowded: int
    agencies_waiting: int
    entered: int
    entered_late: int
    gone: int
    held_elsewhere: int
    also_offered: int
    also_by: str | None
    kept_anew: bool
    free: int

    @property
    def words(self) -> str:
        """The state in words."""
        return ROUND.labels[self.state]

    @property
    def to_seal(self) -> int:
        """The opportunities that a freeze would seal: those with a seat that no other round holds."""
        return self.offered - self.held_elsewhere

    @property
    def unconsented(self) -> int:
        """Certified sheets that do not count though no agency keeps their owner: no consent, or inactive."""
        return self.certified - self.entrants - self.kept_certified

    @property
    def is_over(self) -> bool:
        """Whether the last offer was answered: only the confirmed places count."""
        return self.state in (RoundState.CLOSED, RoundState.ARCHIVED)

    @property
    def has_next_pass(self) -> bool:
        """Whether the scramble has free seats of ended offers, or somebody who joined since the last pass,
        and nobody saw yet that none of those who wait can be offered one."""
        return is_next_pass(self.state, self.ended_offers, self.kept_sheets, self.kept_anew, self.set_aside)

    @property
    def leads_to_scramble(self) -> bool:
        """Whether somebody keeps a sheet for the scramble of a published round, an offer of it ended, and a
        seat is free."""
        return self.ended_ever > 0 and self.free > 0

    @property
    def may_still_place(self) -> bool:
        """Whether somebody without a place may get a seat that came free: by next offers of the scramble or,
        before it, by a repair."""
        return self.has_next_pass or (self.ended_offers > 0 and self.placeless > 0)


def boards(session: Session) -> list[Board]:
    """Every round, the newest first, in one statement."""
    return [Board(**row._mapping) for row in session.execute(_all().order_by(Round.id.desc()))]


def open_boards(session: Session) -> list[Board]:
    """The rounds that have not ended, by the date of their results."""
    query = _open().order_by(Round.results_at, Round.id)
    return [Board(**row._mapping) for row in session.execute(query)]


def board(session: Session, round_: Round) -> Board:
    """One round."""
    return Board(**session.execute(_one(), {"round": round_.id}).one()._mapping)


def find_round(session: Session, slug: str) -> Round | None:
    """The round of that slug."""
    return session.scalar(select(Round).where(Round.slug == slug))


def ids_in(session: Session, states: Collection[RoundState]) -> list[int]:
    """The rounds in these states, the oldest first."""
    return list(session.scalars(select(Round.id).where(Round.state.in_(states)).order_by(Round.id)))


def last_events(session: Session, round_: Round) -> dict[str, AuditEvent]:
    """The last event of each kind on the round's trail, by the action's name ("create" is its beginning)."""
    of_round = AuditEvent.object_type == "rounds", AuditEvent.object_id == round_.id
    newest = select(func.max(AuditEvent.id)).where(*of_round).group_by(AuditEvent.action)
    events = session.scalars(select(AuditEvent).where(AuditEvent.id.in_(newest)))
    return {one.action.removeprefix("rounds."): one for one in events}


def moments(events: Mapping[str, AuditEvent]) -> dict[str, datetime]:
    """When each step of the round was last taken."""
    return {action: one.at for action, one in events.items()}


def refusal(round_: Round, events: Mapping[str, AuditEvent]) -> AuditEvent | None:
    """The calendar's last step that was refused, while the round still waits to take it."""
    found = events.get("refused")
    return found if found is not None and found.facts["step"] in possible(round_) else None


@cache
def _all() -> Select[*tuple[Any, ...]]:
    return _boards(true())


@cache
def _open() -> Select[*tuple[Any, ...]]:
    return _boards(Round.state.not_in((*ROUND.ends, RoundState.CLOSED)))


@cache
def _one() -> Select[*tuple[Any, ...]]:
    return _boards(Round.id == bindparam("round", type_=Integer()))


def _boards(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    newest_run = select(func.max(Outcome.id)).where(Outcome.round_id == Round.id).correlate(Round)
    counting = func.coalesce(chosen_run(Round.id), newest_run.scalar_subquery())
    newest_solve = select(func.max(Solve.id)).where(Solve.round_id == Round.id).correlate(Round)
    seats, people = seats_by_round(which), people_by_round(which)
    return (
        named(**columns(seats, people))
        .select_from(Round)
        .outerjoin(Outcome, Outcome.id == counting)
        .outerjoin(Solve, Solve.id == newest_solve.scalar_subquery())
        .outerjoin(seats, seats.c.round_id == Round.id)
        .outerjoin(people, people.c.round_id == Round.id)
        .where(which)
    )


def names(session: Session) -> list[tuple[str, str]]:
    """(slug, name) of every round, the newest first."""
    return list(session.execute(select(Round.slug, Round.name).order_by(Round.id.desc())))


def possible(round_: Round) -> list[str]:
    """What may be done with the round in its state."""
    return ROUND.actions(round_.state)

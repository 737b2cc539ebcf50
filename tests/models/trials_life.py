"""What the verbs of a round's later life are tried with, and by whom."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.kept_sheets import KeptSheet
from models.proposals import Proposal
from models.queries.withdrawals import Effect
from models.reminders import Chased
from models.round_plan import Calendar
from models.rounds import Stage, Undecided, Unranked
from models.services import entered_sheets, repairs
from models.services.deadlines import Deadline
from tests.models.answering import answer
from tests.models.walk import Walk
from tests.models.world import DAY, NOW, actor, find, the_round

Given = Callable[[Session], dict[str, Any]]
OWNER, EXCHANGES = {"e-05"}, {"exchange", "exchange-2"}


def in_round(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session)}


def of_owner(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session), "executive": find(session, Executive, "E-05")}


def nobody_left(session: Session) -> dict[str, Any]:
    """In the scramble, with every seat offered that could be."""
    walk = Walk(session)
    walk.to_scramble()
    while (found := repairs.prepare(session, the_round(session))).new:
        walk.step(repairs.make, shown=found.sha256)
    return in_round(session) | {"shown": found.sha256}


def leaving(session: Session) -> dict[str, Any]:
    return of_owner(session) | {"shown": Effect.DECLINE}


def refused_by_host(session: Session) -> dict[str, Any]:
    """The owner has no place any more, by no word of the owner's own."""
    owner = find(session, Executive, "E-05")
    offer = session.scalars(select(Proposal).where(Proposal.executive_id == owner.id)).one()
    answer(session, offer, "accept", "agree_home", "refuse_host")
    return of_owner(session)


def kept(session: Session) -> dict[str, Any]:
    facts = refused_by_host(session)
    key = {"round_id": facts["round_"].id, "executive_id": facts["executive"].id}
    session.add(KeptSheet(**key, kept_at=NOW))
    session.flush()
    return facts


def taken_up(session: Session) -> dict[str, Any]:
    """A seat that somebody with a kept sheet accepted; its host is Energy."""
    every = session.scalars(select(Proposal).order_by(Proposal.id))
    offer = next(one for one in every if one.opportunity.host_agency.code == "EN")
    session.add(KeptSheet(round_id=offer.round_id, executive_id=offer.executive_id, kept_at=NOW))
    session.flush()
    return {"proposal": answer(session, offer, "accept")}


def of_step(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session), "action": "close_preferences"}


def of_refused_step(session: Session) -> dict[str, Any]:
    return of_step(session) | {"reason": "The round offers no opportunity yet."}


def of_line(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session), "line": Chased.RELEASE}


def of_deadline(session: Session) -> dict[str, Any]:
    round_ = the_round(session)
    to = round_.lists_close_at + DAY
    more = {"deadline": Deadline.LISTS, "to": to, "reason": "Snow.", "seen": round_.version}
    return {"round_": round_} | more


def of_settings(session: Session) -> dict[str, Any]:
    round_ = the_round(session)
    return {
        "round_": round_,
        "name": "Another name",
        "calendar": Calendar(NOW + DAY, NOW + 2 * DAY, NOW + 3 * DAY, NOW + 4 * DAY),
        "outside_source": "another figure",
        "stages": [Stage.MATCHED],
        "unranked": Unranked.TIED_LAST,
        "undecided": Undecided.RELEASED,
        "enough_moves": 3,
        "seen": round_.version,
    }


def new_list(session: Session) -> dict[str, Any]:
    return of_owner(session) | {"choices": ["O-1"]}


def entered(session: Session) -> dict[str, Any]:
    by = actor(session, "coord-EN")
    return {"entered": entered_sheets.enter(session, actor=by, now=NOW, **new_list(session))}


TRIALS: dict[str, dict[str, tuple[set[str], Given]]] = {
    "to_filed": {
        "chasing.remind": (EXCHANGES, of_line),
        "entered_sheets.confirm": (OWNER, entered),
        "entered_sheets.enter": (EXCHANGES | {"coord-EN"}, new_list),
        "entered_sheets.refuse": (OWNER, entered),
        "deadlines.extend": (EXCHANGES, of_deadline),
        "round_clock.move": ({"system"}, of_step),
        "round_clock.tell_refused": ({"system"}, of_refused_step),
    },
    "to_published": {
        "proposals.read_card": ({"host-EN"}, taken_up),
        "scramble.keep": (OWNER, refused_by_host),
        "scramble.take_back": (OWNER, kept),
        "withdrawals.withdraw": (OWNER, leaving),
    },
    "to_kept": {
        "scramble.open_scramble": (EXCHANGES, in_round),
        "repairs.set_aside": (EXCHANGES, nobody_left),
    },
    "to_answered": {"results.close": (EXCHANGES, in_round)},
    "to_closed": {"rounds.archive": ({"office", "office-2"}, in_round)},
}

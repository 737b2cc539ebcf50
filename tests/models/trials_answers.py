"""What the verbs of conference, answers and repair are tried with, and by whom they are allowed."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.executives import Executive
from models.proposals import Proposal
from models.services import repairs
from tests.models.answering import answer as answer_offer
from tests.models.world import DAY, NOW, find, the_round

Given = Callable[[Session], dict[str, Any]]
OFFICES, EXCHANGES = {"office", "office-2"}, {"exchange", "exchange-2"}


def in_round(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session)}


def with_more(given: Given, **more: Any) -> Given:
    return lambda session: given(session) | more


def offer_to(session: Session, slug: str) -> Proposal:
    query = select(Proposal).join(Proposal.executive).where(Executive.slug == slug)
    return session.scalars(query).one()


def answered(*acts: str, host: str = "") -> Given:
    """The owner's offer, or the first one to a place of that host, answered so far."""

    def given(session: Session) -> dict[str, Any]:
        if not host:
            proposal = offer_to(session, "E-05")
        else:
            every = session.scalars(select(Proposal).order_by(Proposal.id))
            proposal = next(one for one in every if one.opportunity.host_agency.code == host)
        return {"proposal": answer_offer(session, proposal, *acts)}

    return given


def repaired(session: Session) -> dict[str, Any]:
    offer = session.scalars(select(Proposal).join(Proposal.executive).where(Executive.slug == "E-10")).one()
    answer_offer(session, offer, "decline")
    round_ = the_round(session)
    return {"round_": round_, "shown": repairs.prepare(session, round_).sha256}


def of_agency(session: Session) -> dict[str, Any]:
    return in_round(session) | {"agency": find(session, Agency, "EN")}


def own_move(session: Session) -> dict[str, Any]:
    """A move from EN to TR."""
    query = select(Proposal).join(Proposal.executive).where(Executive.slug == "E-08")
    return {"proposal": session.scalars(query).one()}


def late(session: Session) -> dict[str, Any]:
    proposal = offer_to(session, "E-05")
    proposal.due_at = NOW - DAY
    session.flush()
    return {"proposals": [proposal]}


def soon_late(session: Session) -> dict[str, Any]:
    offer_to(session, "E-05").due_at = NOW + DAY
    session.flush()
    return {}


TRIALS: dict[str, dict[str, tuple[set[str], Given]]] = {
    "to_conference": {
        "conference.agree": ({"coord-EN", "board-EN"}, of_agency),
        "conference.object_to": (
            {"coord-EN", "board-EN", "coord-TR"},
            with_more(own_move, reason="conflict of interest"),
        ),
    },
    "to_agreed": {"results.approve": (EXCHANGES | OFFICES, in_round)},
    "to_published": {
        "proposals.agree_home": ({"coord-EN"}, answered("accept")),
        "proposals.refuse_home": ({"coord-EN"}, with_more(answered("accept"), reason="no cover")),
        "proposals.confirm": ({"host-EN"}, answered("accept", "agree_home", host="EN")),
        "proposals.refuse_host": (
            {"host-EN"},
            with_more(answered("accept", "agree_home", host="EN"), reason="no desk"),
        ),
        "proposals.lapse": ({"system"}, late),
        "offer_clock.remind": ({"system"}, soon_late),
        "repairs.make": (EXCHANGES, repaired),
    },
}

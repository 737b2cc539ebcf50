"""Open cards in the demonstration, and invitations in round A in each of their states."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.agencies import Agency
from models.errors import Conflict, Unmet
from models.executives import Executive
from models.nominations import Nomination
from models.opportunities import Opportunity
from models.plans import DevelopmentPlan, PlanObjective
from models.queries.aims import open_objectives
from models.rounds import Round, RoundOpportunity
from models.services import nominations, open_cards
from seed.loading.people import agency_actor_slug, get_actor

HOSTS = ("AG", "HE", "TR", "VA")
PLANNED, FIRST = 6, 3
"""How many open their card of those with a plan, and of those whom the sign-in page puts first."""
SERVES = "Leading change: bringing two offices of different habits together (invented)."
FACTORS = {
    "agency_priorities": "The office is to be merged with its neighbor within the year (invented).",
    "generalists": "We look for somebody from outside our own field (invented).",
}


def invite_people(session: Session, *, now: datetime, slug: str = "practice-a") -> int:
    """Open the cards and invite their owners, one host after the other; how many were invited."""
    round_ = session.scalars(select(Round).where(Round.slug == slug)).one()
    people = [*_with_plans(session), *_first(session)]
    for person, by in people:
        open_cards.open_card(session, actor=by, now=now, executive=person)
    made = list(_invite(session, now, round_, people))
    for place, one in enumerate(made):
        _answer(session, now, one, place)
    return len(made)


def _with_plans(session: Session) -> Sequence[tuple[Executive, Actor]]:
    query = (
        select(Executive, Actor)
        .join(Actor, Actor.executive_id == Executive.id)
        .where(
            Executive.id.in_(
                select(DevelopmentPlan.executive_id)
                .join(PlanObjective, PlanObjective.plan_id == DevelopmentPlan.id)
                .where(PlanObjective.reached_on.is_(None))
            )
        )
        .order_by(Executive.slug)
        .limit(PLANNED)
    )
    return [(person, by) for person, by in session.execute(query)]


def _first(session: Session) -> Sequence[tuple[Executive, Actor]]:
    query = select(Executive, Actor).join(Actor, Actor.executive_id == Executive.id)
    rows = session.execute(query.order_by(Executive.slug).limit(FIRST))
    return [(person, by) for person, by in rows]


def _invite(
    session: Session, now: datetime, round_: Round, people: Sequence[tuple[Executive, Actor]]
) -> Iterator[Nomination]:
    """Each person by the next host that policy lets."""
    for place, (person, _by) in enumerate(people):
        for code in HOSTS[place % len(HOSTS) :] + HOSTS[: place % len(HOSTS)]:
            with suppress(Unmet, Conflict):
                yield nominations.invite(
                    session,
                    actor=get_actor(session, agency_actor_slug("host", code)),
                    now=now,
                    round_=round_,
                    opportunity=_offered(session, round_, code),
                    executive=person,
                    serves=SERVES,
                    factors=FACTORS,
                )
                break


def _offered(session: Session, round_: Round, code: str) -> Opportunity:
    query = (
        select(Opportunity)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .join(Agency, Agency.id == Opportunity.host_agency_id)
        .where(RoundOpportunity.round_id == round_.id, Agency.code == code)
        .order_by(Opportunity.slug)
        .limit(1)
    )
    return session.scalars(query).one()


def _answer(session: Session, now: datetime, nomination: Nomination, place: int) -> None:
    """The first takes it up, the second puts it away, the third is not wanted any more; the others wait."""
    owner = session.scalars(select(Actor).where(Actor.executive_id == nomination.executive_id)).one()
    if place == 0:
        own = open_objectives(session, nomination.executive)[0]
        nominations.take_up(
            session, actor=owner, now=now, nomination=nomination, objective=own, voluntary=True
        )
    elif place == 1:
        nominations.put_away(session, actor=owner, now=now, nomination=nomination)
    elif place == 2:
        host = session.get_one(Actor, nomination.invited_by_id)
        nominations.withdraw(session, actor=host, now=now, nomination=nomination)

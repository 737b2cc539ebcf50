"""Invitations to posts: those of an opportunity, and those of one executive."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from models.actors import Actor, Role
from models.agencies import Agency
from models.audit import AuditEvent
from models.executives import Executive
from models.holding import Holder
from models.nominations import PERSON_CAME, PERSON_LEFT, Nomination, NominationState
from models.opportunities import Opportunity
from models.queries.desk_lines import line
from models.queries.offered import APPROVED
from models.releases import REFUSALS, Release
from models.rounds import Round, RoundState


def of_opportunity(session: Session, round_: Round, opportunity: Opportunity) -> list[Nomination]:
    """Who was invited, in the order in which they were."""
    here = Nomination.round_id == round_.id, Nomination.opportunity_id == opportunity.id
    query = select(Nomination).where(*here).options(joinedload(Nomination.executive))
    return list(session.scalars(query.order_by(Nomination.id)))


def unanswered(executive_id: int | None, host_id: int | None = None) -> Select[Nomination]:
    """The invitations that wait for an answer of the executive, or those of one host among them."""
    query = select(Nomination).join(Round, Round.id == Nomination.round_id)
    query = query.join(Opportunity, Opportunity.id == Nomination.opportunity_id).where(
        Nomination.executive_id == executive_id,
        Nomination.state == NominationState.INVITED,
        Round.state == RoundState.PREFERENCES,
        APPROVED,
    )
    return query if host_id is None else query.where(Opportunity.host_agency_id == host_id)


def why_taken_back(session: Session, found: Collection[Nomination]) -> dict[int, str]:
    """Why each of those ended that no agency took back: one is ended with an entry of the office."""
    gone = [one.id for one in found if one.state is NominationState.WITHDRAWN]
    if not gone:
        return {}
    query = select(AuditEvent.object_id, AuditEvent.reason).where(
        AuditEvent.object_type == Nomination.__tablename__,
        AuditEvent.object_id.in_(gone),
        AuditEvent.action == f"{Nomination.__tablename__}.withdraw",
        AuditEvent.reason.in_((PERSON_LEFT, PERSON_CAME)),
    )
    return {number: reason or "" for number, reason in session.execute(query)}


def find_nomination(session: Session, number: int) -> Nomination | None:
    """One invitation with everything that it names."""
    query = select(Nomination).where(Nomination.id == number).options(*_whole())
    return session.scalar(query)


def of_executive(session: Session, executive: Executive) -> list[Nomination]:
    """What the executive was invited to and was not taken back, the newest first."""
    query = (
        select(Nomination)
        .where(Nomination.executive_id == executive.id, Nomination.state != NominationState.WITHDRAWN)
        .options(*_whole())
        .order_by(Nomination.id.desc())
    )
    return list(session.scalars(query))


def _whole() -> tuple[Any, ...]:
    place = joinedload(Nomination.opportunity)
    return (
        joinedload(Nomination.round),
        joinedload(Nomination.invited_by),
        joinedload(Nomination.executive),
        place.joinedload(Opportunity.host_agency).joinedload(Agency.parent).joinedload(Agency.parent),
        place.joinedload(Opportunity.way_back),
    )


def invitations_to_answer(actor: Actor, _now: datetime) -> Any:
    """The invitations that wait for the executive the actor is, none in a round that home does not release
    them in; None for whoever is none. `name` is the host's."""
    if actor.executive_id is None:
        return None
    refused = select(Release.id).where(
        Release.round_id == Nomination.round_id,
        Release.executive_id == Nomination.executive_id,
        Release.state.in_(REFUSALS),
    )
    return (
        line(
            kind="invitation",
            number=Nomination.id,
            name=Agency.name,
            title=Opportunity.title,
            due=Round.lists_close_at,
        )
        .join(Round, Round.id == Nomination.round_id)
        .join(Opportunity, Opportunity.id == Nomination.opportunity_id)
        .join(Agency, Agency.id == Opportunity.host_agency_id)
        .where(
            Nomination.executive_id == actor.executive_id,
            Nomination.state == NominationState.INVITED,
            Nomination.put_away_at.is_(None),
            Round.state == RoundState.PREFERENCES,
            APPROVED,
            ~refused.exists(),
        )
    )


INVITERS = Role.HOST_CONTACT, Role.AGENCY_COORDINATOR
SHOWN = RoundState.PREFERENCES, RoundState.RELEASE_REVIEW
"""Until hosts rank, when whoever took an invitation up stands among the applicants."""


def invitations_taken_up(actor: Actor, now: datetime) -> Any:
    """Invitations of the actor that were taken up; None for whoever invites nobody. `name` is the
    person's."""
    if not Holder(actor, now).has(*INVITERS):
        return None
    return (
        line(
            kind="taken_up",
            number=Nomination.id,
            name=Executive.name,
            slug=Opportunity.slug,
            round_slug=Round.slug,
            title=Opportunity.title,
        )
        .join(Round, Round.id == Nomination.round_id)
        .join(Opportunity, Opportunity.id == Nomination.opportunity_id)
        .join(Executive, Executive.id == Nomination.executive_id)
        .where(
            Nomination.invited_by_id == actor.id,
            Nomination.state == NominationState.TAKEN_UP,
            Round.state.in_(SHOWN),
        )
    )

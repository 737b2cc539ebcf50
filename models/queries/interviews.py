"""Interviews of one opportunity, for its host, and of one executive."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, joinedload

from models.actors import Actor
from models.agencies import Agency
from models.dreamsheets import DreamSheet
from models.executives import Executive
from models.interviews import Interview, InterviewState
from models.opportunities import Opportunity
from models.queries.applicants import Place
from models.queries.desk_lines import line
from models.queries.entrants import COUNTING
from models.queries.line_below import below
from models.queries.offered import APPROVED
from models.queries.our_offers import RANKERS
from models.queries.readiness import consented, kept
from models.rounds import Round, RoundState

TO_LOG, AHEAD = "interview_to_log", "interview_ahead"


def of_place(session: Session, place: Place) -> dict[str, list[Interview]]:
    """By slug of the applicant: the interviews for the opportunity, the newest first."""
    here = Interview.round_id == place.round.id, Interview.opportunity_id == place.opportunity.id
    query = select(Executive.slug, Interview).join(Executive, Executive.id == Interview.executive_id)
    found: dict[str, list[Interview]] = {}
    for slug, one in session.execute(query.where(*here).order_by(Interview.id.desc())):
        found.setdefault(slug, []).append(one)
    return found


def find_interview(session: Session, number: int) -> Interview | None:
    """One interview with whose it is."""
    place = joinedload(Interview.opportunity).joinedload(Opportunity.host_agency)
    parents = place.joinedload(Agency.parent).joinedload(Agency.parent)
    whose = joinedload(Interview.executive), joinedload(Interview.round)
    return session.scalar(select(Interview).where(Interview.id == number).options(parents, *whose))


def agreed_ahead(session: Session, round_: Round, executive: Executive, now: datetime) -> int:
    """How many slots of the executive are still to come in the round."""
    theirs = Interview.round_id == round_.id, Interview.executive_id == executive.id
    ahead = Interview.state == InterviewState.SCHEDULED, Interview.starts_at > now
    return session.scalar(select(func.count()).select_from(Interview).where(*theirs, *ahead)) or 0


def applies() -> ColumnElement[bool]:
    """Of an interview: its executive is still among those whom the host could be given."""
    sheet = DreamSheet.round_id == Interview.round_id, DreamSheet.executive_id == Interview.executive_id
    counts = DreamSheet.state.in_(COUNTING), consented(), ~kept()
    return select(DreamSheet.id).where(*sheet, *counts).correlate(Interview).exists()


def of_executive(session: Session, executive: Executive) -> list[tuple[Interview, bool]]:
    """The executive's interviews, the newest first, each with whether the executive still applies."""
    place = joinedload(Interview.opportunity).joinedload(Opportunity.host_agency)
    query = (
        select(Interview, applies())
        .where(Interview.executive_id == executive.id)
        .options(place, joinedload(Interview.round), joinedload(Interview.logged_by))
        .order_by(Interview.starts_at.desc(), Interview.id.desc())
    )
    return [(one, stands) for one, stands in session.execute(query)]


def interviews_to_come(actor: Actor, now: datetime) -> Any:
    """The slots that wait for the executive the actor is; None for whoever is none. `name` is the host's."""
    if actor.executive_id is None:
        return None
    return (
        line(
            kind="interview",
            number=Interview.id,
            name=Agency.name,
            title=Opportunity.title,
            at=Interview.starts_at,
        )
        .join(Opportunity, Opportunity.id == Interview.opportunity_id)
        .join(Agency, Agency.id == Opportunity.host_agency_id)
        .join(Round, Round.id == Interview.round_id)
        .where(
            Interview.executive_id == actor.executive_id,
            Interview.state == InterviewState.SCHEDULED,
            Interview.starts_at >= now,
            Round.state == RoundState.RANKING,
            APPROVED,
            applies(),
        )
    )


def interviews_at_host(actor: Actor, now: datetime) -> Any:
    """Slots of which the host has said nothing yet, those to come and those that have begun, until the
    rankings close; None for whoever ranks for no host."""
    ours = below(actor, now, RANKERS, "interviews_below")
    if ours is None:
        return None
    return (
        line(
            kind=case((Interview.starts_at < now, TO_LOG), else_=AHEAD),
            number=Interview.id,
            name=Executive.name,
            title=Opportunity.title,
            slug=Opportunity.slug,
            round_slug=Round.slug,
            who=Executive.slug,
            due=Round.rankings_close_at,
            at=Interview.starts_at,
        )
        .join(Opportunity, Opportunity.id == Interview.opportunity_id)
        .join(Executive, Executive.id == Interview.executive_id)
        .join(Round, Round.id == Interview.round_id)
        .where(
            Interview.state == InterviewState.SCHEDULED,
            Round.state == RoundState.RANKING,
            APPROVED,
            Round.rankings_close_at >= now,
            Opportunity.host_agency_id.in_(ours),
            applies(),
        )
    )

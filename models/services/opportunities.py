"""Opportunities from the draft to the approval, and out again."""

from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from matcher.mentoring.business import local_day
from matcher.policy.past import check_kind
from matcher.policy.reasons import Reason
from matcher.policy.rotation import check_measures
from matcher.policy.timing import check_change
from models.access import require
from models.actors import Actor
from models.agencies import Agency
from models.audit import record
from models.errors import Conflict, Denied, Invalid, Unmet, WrongState
from models.lifecycles import advance
from models.locks import lock_round
from models.machines import OPPORTUNITY
from models.opportunities import Opportunity, OpportunityState
from models.opportunity_texts import Description, write
from models.queries.offers import offer_of
from models.queries.written_offers import held_by, rounds_of


def add(session: Session, *, actor: Actor, now: datetime, opportunity: Opportunity) -> Opportunity:
    """Put a new draft on record; `opportunity` is transient, with objectives, indicators and ECQs attached.

    Its host agency must be set as the object, because the permission is that agency's.
    """
    require(actor, "opportunities.add", opportunity, now=now)
    opportunity.created_by_id = actor.id
    session.add(opportunity)
    session.flush()
    record(session, opportunity, "opportunities.add", actor=actor, now=now)
    session.flush()
    return opportunity


def edit(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    opportunity: Opportunity,
    version: int,
    text: Description,
    host: Agency | None = None,
) -> None:
    """Rewrite a draft, for another agency where `host` says so; Conflict where somebody else did since
    `version`, Invalid where a rule of form is broken."""
    require(actor, "opportunities.edit", opportunity, now=now)
    must_be_draft(opportunity)
    if opportunity.version != version:
        raise Conflict("Somebody changed this opportunity since you opened the page.")
    write(opportunity, text)
    if host is not None and host.id != opportunity.host_agency_id:
        opportunity.host_agency = host
        require(actor, "opportunities.edit", opportunity, now=now)
    flag_modified(opportunity, "title")  # whatever part changed, the version counts it
    record(session, opportunity, "opportunities.edit", actor=actor, now=now)
    session.flush()


def must_be_draft(opportunity: Opportunity) -> None:
    """Raise WrongState for an opportunity whose text stands as it is."""
    if opportunity.state is not OpportunityState.DRAFT:
        raise WrongState(
            f"The opportunity is {OPPORTUNITY.labels[opportunity.state]}: only a draft is rewritten."
        )


def submit(session: Session, *, actor: Actor, now: datetime, opportunity: Opportunity) -> None:
    """Ask for approval; Unmet unless it names objectives and indicators of success and keeps the law of its
    kind, Invalid where nobody can begin it any more."""
    require(actor, "opportunities.submit", opportunity, now=now)
    if reasons := unmeasured(opportunity) + [one for one in said_of(opportunity) if one.refuses]:
        raise Unmet(reasons)
    if is_over(opportunity, now):
        raise Invalid(
            "Its latest first day is over: edit the dates before you ask for approval.", about="starts_until"
        )
    advance(session, opportunity, "submit", actor=actor, now=now)
    session.flush()


def unmeasured(opportunity: Opportunity) -> list[Reason]:
    """What its text still lacks."""
    return check_measures(opportunity.slug, len(opportunity.objectives), len(opportunity.indicators))


def said_of(opportunity: Opportunity) -> list[Reason]:
    """What policy says of it whoever asks: the longest term of its kind, a change of leadership meanwhile."""
    offer = offer_of(opportunity)
    return check_kind(offer) + check_change(offer)


def is_over(opportunity: Opportunity, now: datetime) -> bool:
    """Whether its latest first day has passed in Washington."""
    return opportunity.starts_until < local_day(now)


def approve(session: Session, *, actor: Actor, now: datetime, opportunity: Opportunity) -> None:
    """Let it be listed; another person than the author does that."""
    require(actor, "opportunities.approve", opportunity, now=now)
    if opportunity.created_by_id == actor.id:
        raise Denied("Another person than the author approves an opportunity.")
    advance(session, opportunity, "approve", actor=actor, now=now)
    opportunity.approved_by_id = actor.id
    session.flush()


def send_back(
    session: Session, *, actor: Actor, now: datetime, opportunity: Opportunity, reason: str
) -> None:
    """Return it to its author with what is to be mended."""
    require(actor, "opportunities.send_back", opportunity, now=now)
    advance(session, opportunity, "send_back", actor=actor, now=now, reason=reason)
    session.flush()


def take_back(session: Session, *, actor: Actor, now: datetime, opportunity: Opportunity) -> None:
    """Make it a draft again before anybody has approved it: nobody is asked for that any more."""
    require(actor, "opportunities.take_back", opportunity, now=now)
    advance(session, opportunity, "take_back", actor=actor, now=now)
    session.flush()


def withdraw(session: Session, *, actor: Actor, now: datetime, opportunity: Opportunity, reason: str) -> None:
    """Take it off; rounds that are not frozen yet go on without it, a frozen one holds on to it until its
    results are published, and then while an offer of it waits for an answer."""
    require(actor, "opportunities.withdraw", opportunity, now=now)
    _must_not_be_held(session, opportunity)
    advance(session, opportunity, "withdraw", actor=actor, now=now, reason=reason)
    session.flush()


def _must_not_be_held(session: Session, opportunity: Opportunity) -> None:
    for round_ in rounds_of(session, opportunity):
        if (held := held_by(session, opportunity, lock_round(session, round_))) is not None:
            raise Conflict(held)

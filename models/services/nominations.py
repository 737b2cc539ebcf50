"""Agency-initiated nomination: a card is opened, its owner invited, and takes it up or lets it be."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.policy.nomination import check_nomination
from models.access import require
from models.actors import Actor
from models.agencies import Agency
from models.audit import record
from models.errors import Conflict, Invalid, Unmet
from models.executives import Executive
from models.lifecycles import advance, must_allow
from models.locks import lock_opportunity, lock_round
from models.nominations import FACTORS, Nomination, NominationState
from models.opportunities import Opportunity
from models.outbox import post
from models.plans import PlanObjective
from models.queries.aims import aims_of, open_objectives
from models.queries.gates import check_by_card
from models.queries.my_sheet import find_consent, listed_and_kept
from models.queries.nominations import unanswered
from models.queries.offered import GONE_FOR_INVITED
from models.queries.offers import offers
from models.queries.open_cards import is_visible
from models.queries.recipients import actor_of
from models.rounds import Round
from models.services import consents, dreamsheets
from models.services.aims import write_aims
from models.services.dreamsheets import is_filing

MOST_INVITED = 10
LONGEST = 1000
KEPT_HOME = "Your home agency does not release you in this round: no list of yours counts in it."
CLOSED = "Invitations are sent and answered while the lists are open."


def read_card(
    session: Session, *, actor: Actor, now: datetime, round_: Round, opportunity: Opportunity, who: Executive
) -> None:
    """Record that the actor reads an open card, on the record of its owner."""
    require(actor, "nominations.read_card", opportunity, now=now)
    _must_be_visible(session, who, opportunity)
    facts = {"round": round_.slug, "opportunity": opportunity.slug}
    record(session, who, "open_cards.read", actor=actor, now=now, **facts)
    session.flush()


def _must_be_visible(session: Session, who: Executive, opportunity: Opportunity) -> None:
    if not who.active or not is_visible(session, who, opportunity.host_agency):
        raise Conflict("This card is not open to your agency.")


def invite(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_: Round,
    opportunity: Opportunity,
    executive: Executive,
    serves: str,
    factors: Mapping[str, str],
) -> Nomination:
    """Invite somebody with an open card to an opportunity of the round.

    `serves` is the objective of development that the post serves; `factors` are what each of the five
    selection factors says for it, at least one. Unmet where policy refuses the pair.
    """
    require(actor, "nominations.invite", opportunity, now=now)
    _must_be_open(session, round_, now)
    _must_be_visible(session, executive, opportunity)
    _check_words(serves, factors)
    _check_pair(session, round_, opportunity, executive)
    _check_number(session, round_, opportunity, executive)
    made = Nomination(
        round_id=round_.id,
        opportunity_id=opportunity.id,
        opportunity=opportunity,
        executive_id=executive.id,
        serves=serves.strip(),
        invited_at=now,
        invited_by_id=actor.id,
        **{name: factors.get(name, "").strip() for name in FACTORS},
    )
    session.add(made)
    session.flush()
    record(session, made, "nominations.invite", actor=actor, now=now, opportunity=opportunity.slug)
    recipient = actor_of(session, executive.id)
    if recipient is not None:
        post(
            session,
            key=f"nominations/{made.id}",
            recipient_id=recipient,
            template="nominated",
            now=now,
            page="invitations",
        )
    session.flush()
    return made


def _must_be_open(session: Session, round_: Round, now: datetime) -> None:
    if not is_filing(lock_round(session, round_), now):
        raise Conflict(CLOSED)


def _check_words(serves: str, factors: Mapping[str, str]) -> None:
    fields = {"no_aim": "serves", "no_factor": "agency_priorities"}
    for one in check_nomination(serves, {name: factors.get(name, "") for name in FACTORS}):
        raise Invalid(one.text, about=fields[one.code])
    for name, said in {"serves": serves, **factors}.items():
        if len(said) > LONGEST:
            raise Invalid(f"Use at most {LONGEST:,} characters.", about=name)


def _check_pair(session: Session, round_: Round, opportunity: Opportunity, executive: Executive) -> None:
    offered = offers(session, round_, [opportunity.slug]).get(opportunity.slug)
    if offered is None:
        raise Invalid("The round does not offer this opportunity.")
    if refused := [one for one in check_by_card(round_, executive, offered) if one.refuses]:
        raise Unmet(refused)


def _check_number(session: Session, round_: Round, opportunity: Opportunity, executive: Executive) -> None:
    lock_opportunity(session, opportunity.id)
    here = Nomination.round_id == round_.id, Nomination.opportunity_id == opportunity.id
    if session.scalar(select(Nomination.id).where(*here, Nomination.executive_id == executive.id)):
        raise Conflict("This person was invited already.")
    count = session.scalar(select(func.count()).select_from(Nomination).where(*here)) or 0
    if count >= MOST_INVITED:
        raise Conflict(f"{MOST_INVITED} people were invited to this opportunity; no more are.")


def take_up(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    nomination: Nomination,
    objective: PlanObjective | None,
    voluntary: bool,
) -> None:
    """Put the post at the end of the own draft, where the executive ranks it; consent where none is given.

    `objective` is the one of the own plan that the post serves: no nomination goes on without it. The agency
    learns that the invitation was taken up, and neither rank nor list.
    """
    require(actor, "nominations.take_up", nomination, now=now)
    round_, executive = nomination.round, nomination.executive
    _must_be_open(session, round_, now)
    must_allow(nomination, "take_up")
    if (gone := GONE_FOR_INVITED.get(nomination.opportunity.state)) is not None:
        raise Conflict(gone)
    if listed_and_kept(session, round_, executive)[1]:
        raise Conflict(KEPT_HOME)
    if objective is None or objective not in open_objectives(session, executive):
        raise Invalid("Choose the objective of your plan that the post serves.", about="objective")
    if not voluntary:
        raise Invalid("Consent counts only when the move is voluntary.", about="voluntary")
    _put_on_sheet(session, nomination, objective, by=actor, now=now)
    if find_consent(session, round_, executive) is None:
        consents.give(session, actor=actor, now=now, round_=round_, executive=executive, voluntary=voluntary)
    nomination.put_away_at = None
    advance(session, nomination, "take_up", actor=actor, now=now)
    key, to = f"nominations/{nomination.id}/taken-up", nomination.invited_by_id
    post(session, key=key, recipient_id=to, template="nomination_taken_up", now=now)
    session.flush()


def _put_on_sheet(
    session: Session, nomination: Nomination, objective: PlanObjective, *, by: Actor, now: datetime
) -> None:
    """The post at the end of the draft, unless it is on it, with what it serves."""
    round_, executive = nomination.round, nomination.executive
    slug = nomination.opportunity.slug
    sheet = dreamsheets.find_sheet(session, round_, executive)
    listed = [] if sheet is None else sheet.draft
    if sheet is None or all(slug not in group for group in listed):
        facts: dict[str, Any] = {"round_": round_, "executive": executive, "choices": [*listed, [slug]]}
        sheet = dreamsheets.file_sheet(session, actor=by, now=now, **facts).sheet
    named = {one for group in sheet.draft for one in group}
    kept = {one: aim for one, aim in aims_of(session, sheet).items() if one in named}
    write_aims(session, sheet, kept | {slug: objective.id})


def put_away(session: Session, *, actor: Actor, now: datetime, nomination: Nomination) -> None:
    """Decline in private: it leaves the executive's desk, and nobody else sees a difference."""
    require(actor, "nominations.put_away", nomination, now=now)
    must_allow(nomination, "take_up")
    nomination.put_away_at = now
    record(session, nomination, "nominations.answer", actor=actor, now=now)
    session.flush()


def withdraw(session: Session, *, actor: Actor, now: datetime, nomination: Nomination) -> None:
    """Take back an invitation that was not taken up."""
    require(actor, "nominations.withdraw", nomination, now=now)
    advance(session, nomination, "withdraw", actor=actor, now=now)
    session.flush()


def end_unanswered(
    session: Session,
    executive: Executive,
    *,
    by: Actor,
    now: datetime,
    reason: str,
    host: Agency | None = None,
) -> None:
    """End the invitations that wait for the executive, or those of one host, for a verb that asked for
    permission: the reason says that no agency took them back."""
    query = unanswered(executive.id, None if host is None else host.id).order_by(Nomination.id)
    found = session.scalars(query.with_for_update(of=Nomination)).all()
    for one in found:
        advance(session, one, "withdraw", actor=by, now=now, reason=reason)
    session.flush()


def is_answerable(nomination: Nomination, now: datetime) -> bool:
    """Whether the executive can still take it up."""
    waits = (
        nomination.state is NominationState.INVITED and nomination.opportunity.state not in GONE_FOR_INVITED
    )
    return waits and is_filing(nomination.round, now)


def why_gone(nomination: Nomination) -> str | None:
    """Why nobody can take it up any more, whatever the day; None where the post is still offered."""
    return GONE_FOR_INVITED.get(nomination.opportunity.state)

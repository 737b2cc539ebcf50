"""The answers to an offer, in their order: the executive, then the home agency, then the host."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from matcher.mentoring.business import DAY, add_business_time
from matcher.policy.offer_clauses import (
    EXECUTIVE_ANSWER_DAYS,
    HOME_ANSWER_DAYS,
    HOST_ANSWER_DAYS,
    OFFER_CARD,
    SCRAMBLE_ANSWER_DAYS,
)
from matcher.policy.return_basis import ReturnBasis, acknowledgement
from models.access import require
from models.actors import Actor, Role
from models.agencies import Agency
from models.audit import record
from models.errors import Conflict, Invalid, Unmet
from models.lifecycles import advance, advance_all, must_allow
from models.locks import lock_absences, lock_opportunity
from models.opportunities import OpportunityState
from models.outbox import post, post_unless_waiting
from models.proposals import TURN, Party, Proposal, ProposalState
from models.queries.pledges import in_the_way
from models.queries.recipients import actor_of, holders_at
from models.queries.seats import is_full
from models.rounds import Round, RoundState
from models.services import agreements

NO_SEAT_LEFT = (
    "Every seat of it is confirmed to others, here or in another round: say no, and the executive is told."
)
ANSWER_DAYS = {
    Party.EXECUTIVE: EXECUTIVE_ANSWER_DAYS,
    Party.HOME: HOME_ANSWER_DAYS,
    Party.HOST: HOST_ANSWER_DAYS,
}


def answer_due(party: Party, now: datetime) -> datetime:
    """When an answer asked for now is late."""
    return add_business_time(now, ANSWER_DAYS[party].figure * DAY)


def scramble_due(now: datetime) -> datetime:
    """When the executive's answer to an offer of the scramble made now is late."""
    return add_business_time(now, SCRAMBLE_ANSWER_DAYS.figure * DAY)


def offer_due(round_: Round, now: datetime) -> datetime:
    """When the executive's answer to an offer of the round made now is late: sooner in the scramble."""
    return scramble_due(now) if round_.state is RoundState.SCRAMBLE else answer_due(Party.EXECUTIVE, now)


def make_offers(
    session: Session, offers: Sequence[Proposal], *, under: Round, by: Actor, now: datetime
) -> None:
    """Turn proposals into offers, for the verbs that may: each with the day by which it is answered."""
    for offer in offers:
        offer.due_at = offer_due(under, now)
    advance_all(session, offers, "offer", under=under, actor=by, now=now)


def signed_text(proposal: Proposal) -> str | None:
    """What the executive has to sign to accept: empty where the opportunity brings the person back."""
    if proposal.opportunity.return_terms.basis is not ReturnBasis.NONE:
        return None
    offer, home = proposal.opportunity, proposal.executive.home_agency.name
    return acknowledgement(offer.title, offer.host_agency.name, home, for_good=offer.kind.is_permanent)


def accept(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    proposal: Proposal,
    signed: str | None = None,
) -> None:
    """Take the offer; the home agency is asked next.

    Where nothing brings the person back, `signed` is the text of `signed_text` as it was shown: it is kept
    with its hash and its moment. Invalid where it is missing or says something else; Unmet where
    the executive would be away in two places at a time. Accepting opens the card to the host of that post.
    """
    require(actor, "proposals.accept", proposal.executive, now=now)
    _must_be_answered(session, proposal, "accept", now)
    lock_absences(session, proposal.executive_id)
    if found := in_the_way(session, proposal):
        raise Unmet(found)
    wanted = signed_text(proposal)
    if wanted is not None:
        if signed != wanted:
            raise Invalid("This place has no way back: accept it only by signing the sentence that says so.")
        proposal.acknowledged, proposal.acknowledged_at = wanted, now
        proposal.acknowledged_sha256 = hashlib.sha256(wanted.encode()).hexdigest()
    proposal.due_at = answer_due(Party.HOME, now)
    proposal.card_opened_at = now
    facts = {"card_open_to_host_of": proposal.opportunity.slug, "under": OFFER_CARD.code}
    commitment = proposal.acknowledged_sha256
    advance(session, proposal, "accept", actor=actor, now=now, commitment=commitment, **facts)
    _ask(session, proposal, Role.AGENCY_COORDINATOR, proposal.executive.home_agency, now)
    session.flush()


def read_card(session: Session, *, actor: Actor, now: datetime, proposal: Proposal) -> None:
    """Record on the record of its owner that a host contact reads the card of who accepted a seat."""
    require(actor, "proposals.read_card", proposal, now=now)
    facts = {"round": proposal.round.slug, "opportunity": proposal.opportunity.slug}
    record(session, proposal.executive, "proposals.read_card", actor=actor, now=now, **facts)
    session.flush()


def agree_home(session: Session, *, actor: Actor, now: datetime, proposal: Proposal) -> None:
    """The home agency says yes; the host is asked next."""
    require(actor, "proposals.agree_home", proposal, now=now)
    _must_be_answered(session, proposal, "agree_home", now)
    proposal.due_at = answer_due(Party.HOST, now)
    advance(session, proposal, "agree_home", actor=actor, now=now)
    _ask(session, proposal, Role.HOST_CONTACT, proposal.opportunity.host_agency, now)
    session.flush()


def confirm(session: Session, *, actor: Actor, now: datetime, proposal: Proposal) -> None:
    """The host says yes, which is the third: the offer is confirmed and its agreement drafted.

    The opportunity is filled with its last seat.
    """
    require(actor, "proposals.confirm", proposal, now=now)
    opportunity = lock_opportunity(session, proposal.opportunity_id)  # no two take the last seat
    _must_be_answered(session, proposal, "confirm", now)
    if is_full(session, opportunity):
        raise Conflict(NO_SEAT_LEFT)
    proposal.due_at = None
    advance(session, proposal, "confirm", actor=actor, now=now)
    session.flush()
    _tell_executive(session, proposal, now)
    if opportunity.state is not OpportunityState.FILLED and is_full(session, opportunity):
        advance(session, opportunity, "fill", actor=actor, now=now)
    session.flush()
    agreements.draft_from_proposal(session, proposal, by=actor, now=now)


def decline(session: Session, *, actor: Actor, now: datetime, proposal: Proposal) -> None:
    """Turn the offer down, or take back an acceptance that is not confirmed yet; no reason is asked, and it
    never counts against anybody later."""
    require(actor, "proposals.decline", proposal.executive, now=now)
    _end(session, proposal, "decline", Party.EXECUTIVE, actor, now)


def refuse_home(session: Session, *, actor: Actor, now: datetime, proposal: Proposal, reason: str) -> None:
    """The home agency says no, with its reason for the executive."""
    require(actor, "proposals.refuse_home", proposal, now=now)
    _end(session, proposal, "refuse_home", Party.HOME, actor, now, reason)


def refuse_host(session: Session, *, actor: Actor, now: datetime, proposal: Proposal, reason: str) -> None:
    """The host says no, with its reason."""
    require(actor, "proposals.refuse_host", proposal, now=now)
    _end(session, proposal, "refuse_host", Party.HOST, actor, now, reason)


def lapse(session: Session, *, actor: Actor, now: datetime, proposals: Sequence[Proposal]) -> None:
    """End offers whose answer is late, so that their seats are free."""
    require(actor, "proposals.lapse", proposals, now=now)
    for proposal in proposals:
        if proposal.due_at is None or now <= proposal.due_at:
            raise Conflict("The answer to this offer is not late.")
        party = TURN.get(proposal.state)
        end_without_answer(session, proposal, by=actor, now=now)
        if party in (Party.HOME, Party.HOST):
            _tell_silent(session, proposal, party, now)
    session.flush()


def end_without_answer(session: Session, proposal: Proposal, *, by: Actor, now: datetime) -> None:
    """Let one offer lapse, for the verbs that may: whose turn it was is kept, and the people are told."""
    must_allow(proposal, "lapse")
    proposal.ended_by, proposal.due_at = TURN[proposal.state], None
    advance(session, proposal, "lapse", actor=by, now=now)
    _tell_ended(session, proposal, now)


def _end(
    session: Session,
    proposal: Proposal,
    action: str,
    party: Party,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
) -> None:
    must_allow(proposal, action)
    proposal.ended_by, proposal.due_at = party, None
    advance(session, proposal, action, actor=actor, now=now, reason=reason)
    _tell_ended(session, proposal, now)
    session.flush()


def _must_be_answered(session: Session, proposal: Proposal, action: str, now: datetime) -> None:
    """Raise where it is somebody else's turn, or too late."""
    must_allow(proposal, action)
    if proposal.due_at is not None and now > proposal.due_at:
        raise Conflict("The time to answer this offer is over.")


def _ask(session: Session, proposal: Proposal, role: Role, agency: Agency, now: datetime) -> None:
    for recipient in holders_at(session, role, agency, now):
        key = f"offer/{proposal.id}/{role}/{recipient}"
        name = proposal.round.name
        post(session, key=key, recipient_id=recipient, template="offer_to_answer", now=now, round=name)


def _tell_executive(session: Session, proposal: Proposal, now: datetime) -> None:
    recipient = actor_of(session, proposal.executive_id)
    if recipient is not None:
        key, name = f"offer/{proposal.id}/{proposal.state}", proposal.round.name
        post(session, key=key, recipient_id=recipient, template="offer_news", now=now, round=name)


def _tell_silent(session: Session, proposal: Proposal, party: Party, now: datetime) -> None:
    """Whoever answers for the agency that let the offer lapse: the task is gone from the desk."""
    home = Role.AGENCY_COORDINATOR, proposal.executive.home_agency
    role, agency = home if party is Party.HOME else (Role.HOST_CONTACT, proposal.opportunity.host_agency)
    facts = {"round": proposal.round.name, "page": "answers"}
    for to in holders_at(session, role, agency, now):
        key = f"offer/{proposal.id}/lapsed/{to}"
        post_unless_waiting(session, key=key, recipient_id=to, template="offer_lapsed", now=now, **facts)


def _tell_ended(session: Session, proposal: Proposal, now: datetime) -> None:
    """The executive, unless it was their own no, and whoever answers for the round: a seat is free."""
    own_word = proposal.state is ProposalState.DECLINED and proposal.ended_by is Party.EXECUTIVE
    if not own_word:
        _tell_executive(session, proposal, now)
    key, name = f"offer/{proposal.id}/free", proposal.round.name
    to = proposal.round.created_by_id
    post_unless_waiting(session, key=key, recipient_id=to, template="seat_free", now=now, round=name)

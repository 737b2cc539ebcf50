"""Agreements: entered or drafted, put to signature, taken back, cancelled."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.return_basis import ReturnBasis, ReturnTarget
from matcher.policy.return_clauses import RENEWAL_FIRST
from models.access import require
from models.actors import Actor
from models.agencies import Agency
from models.agreement_days import first_day_passed, is_missed
from models.agreement_form import check_terms, must_keep_no_way_back
from models.agreement_texts import TO_WRITE, WORDED, Terms, compose, digest, unwritten
from models.agreement_words import place_of
from models.agreements import Agreement, AgreementEvent, EventKind, Party
from models.audit import record
from models.errors import Conflict, Invalid, WrongState
from models.executives import Executive
from models.lifecycles import advance, must_allow
from models.outbox import post
from models.proposals import Proposal
from models.queries.agreements import open_event, signers_of
from models.queries.pledges import first_day
from models.services.agreement_ends import drop_open, free_seat
from models.services.agreement_policy import must_pass
from models.zones import USUAL

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Parties:
    """Who makes an agreement; the supervisors may be named later."""

    executive: Executive
    host_agency: Agency
    home_supervisor: Actor | None = None
    host_supervisor: Actor | None = None


def enter(session: Session, *, actor: Actor, now: datetime, parties: Parties, terms: Terms) -> Agreement:
    """Begin an agreement by hand; Invalid where a term breaks a rule of form."""
    require(actor, "agreements.enter", parties, now=now)
    must_go_elsewhere(parties.executive, parties.host_agency)
    check_terms(terms)
    return _make(session, actor, now, parties, terms)


def must_go_elsewhere(executive: Executive, host: Agency) -> None:
    """Invalid where the host is the executive's own home: nobody would sign for a second side."""
    if executive.home_agency_id == host.id:
        raise Invalid(f"{host.name} is the home of {executive.name}: choose another host.", about="host")


def draft_from_proposal(session: Session, proposal: Proposal, *, by: Actor, now: datetime) -> Agreement:
    """The agreement of an offer that its host confirms: what the opportunity says, the rest to be written."""
    parties = Parties(proposal.executive, proposal.opportunity.host_agency)
    terms = _terms_of(proposal, first_day(session, proposal))
    agreement = _make(session, by, now, parties, terms, proposal_id=proposal.id)
    for who in signers_of(session, agreement, Party.HOME_AGENCY, now):
        key = f"agreement/{agreement.id}/drafted/{who}"
        post(session, key=key, recipient_id=who, template="agreement_drafted", now=now)
    session.flush()
    return agreement


def _terms_of(proposal: Proposal, starts_on: date) -> Terms:
    offer = proposal.opportunity
    basis, ends_on = offer.return_terms, starts_on + (offer.duration_days - 1) * DAY
    known = {
        "purpose": offer.purpose,
        "host_position": offer.title,
        "duties": f"{offer.title}, under the {offer.supervisor}.",
        "place": place_of(offer),
        "objectives": "\n".join(one.text for one in offer.objectives),
        "indicators": "\n".join(one.text for one in offer.indicators),
        "clearance": f"Needed: {offer.clearance.value.replace('_', ' ')}.",
        "return_clause": "",
    }
    return Terms(
        kind=offer.kind,
        funding=offer.funding,
        starts_on=starts_on,
        ends_on=ends_on,
        latest_end=ends_on,
        zone=USUAL,
        commuting=None,
        notice_days=RENEWAL_FIRST.figure,
        return_basis=basis.basis,
        return_target=basis.target or ReturnTarget.SAME_POSITION,
        words={name: known.get(name, TO_WRITE) for name, _ in WORDED},
    )


def _make(
    session: Session,
    actor: Actor,
    now: datetime,
    parties: Parties,
    terms: Terms,
    proposal_id: int | None = None,
) -> Agreement:
    executive = parties.executive
    agreement = Agreement(
        proposal_id=proposal_id,
        executive=executive,
        home_agency=executive.home_agency,
        host_agency=parties.host_agency,
        position=executive.position,
        home_supervisor=parties.home_supervisor,
        host_supervisor=parties.host_supervisor,
        created_by_id=actor.id,
        created_at=now,
        **terms.columns(),
    )
    session.add(agreement)
    record(session, agreement, "agreements.enter", actor=actor, now=now, proposal=proposal_id)
    session.flush()
    return agreement


def revise(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    agreement: Agreement,
    version: int,
    parties: Parties,
    terms: Terms,
) -> None:
    """Change the terms of a draft; Conflict where somebody else did meanwhile."""
    require(actor, "agreements.revise", agreement, now=now)
    lock_agreement(session, agreement)
    must_allow(agreement, "circulate")
    if agreement.version != version:
        raise Conflict("Somebody changed this agreement since you opened the page.")
    check_terms(terms)
    for column, value in terms.columns().items():
        setattr(agreement, column, value)
    agreement.home_supervisor, agreement.host_supervisor = parties.home_supervisor, parties.host_supervisor
    agreement.none_acknowledged_at = None
    record(session, agreement, "agreements.revise", actor=actor, now=now)
    session.flush()


def circulate(session: Session, *, actor: Actor, now: datetime, agreement: Agreement) -> AgreementEvent:
    """Put the draft to signature: its text is written down to the letter, and all five are told.

    Unmet where a HARD rule of policy stops it; Invalid where a warning was read by nobody.
    """
    require(actor, "agreements.circulate", agreement, now=now)
    lock_agreement(session, agreement)
    must_allow(agreement, "circulate")
    if agreement.home_supervisor is None or agreement.host_supervisor is None:
        raise Invalid("Name both supervisors first: they sign.")
    if agreement.home_supervisor_id == agreement.host_supervisor_id:
        raise Invalid("The two supervisors must be two people.")
    if lacking := unwritten(agreement):
        raise Invalid(f"Still to be written: {', '.join(lacking)}.")
    if is_missed(agreement, now):
        raise Invalid(first_day_passed(agreement))
    must_keep_no_way_back(agreement.kind, agreement.return_basis)
    must_pass(session, agreement, now)
    event = put_to_signature(session, agreement, actor, now, EventKind.ORIGINAL)
    advance(session, agreement, "circulate", actor=actor, now=now, sha256=event.sha256)
    tell_signers(session, agreement, event, now)
    return event


def put_to_signature(
    session: Session, agreement: Agreement, by: Actor, now: datetime, kind: EventKind, **more: object
) -> AgreementEvent:
    """The next text, numbered; an original that was taken back and put again is a text of its own."""
    ends_on = more.pop("ends_on", agreement.ends_on)
    reason, early = str(more.pop("reason", "")), more.pop("early", None)
    number = len(agreement.events) + 1
    text = compose(agreement, number, kind, ends_on, now, reason, early)  # type: ignore[arg-type]
    event = AgreementEvent(
        number=number,
        kind=kind,
        ends_on=ends_on,
        early_reason=early,
        text=text,
        sha256=digest(text),
        drafted_by_id=by.id,
        drafted_at=now,
    )
    agreement.events.append(event)
    session.flush()
    return event


def tell_signers(session: Session, agreement: Agreement, event: AgreementEvent, now: datetime) -> None:
    """A neutral notice to everybody who may sign."""
    people = {who for party in Party for who in signers_of(session, agreement, party, now)}
    for who in sorted(people):
        key = f"agreement/{agreement.id}/{event.number}/sign/{who}"
        post(session, key=key, recipient_id=who, template="agreement_to_sign", now=now)
    session.flush()


def acknowledge_none(session: Session, *, actor: Actor, now: datetime, agreement: Agreement) -> None:
    """The executive writes that the agreement grants no way back; before that nobody signs it."""
    require(actor, "agreements.acknowledge_none", agreement, now=now)
    lock_agreement(session, agreement)
    if agreement.return_basis is not ReturnBasis.NONE or agreement.none_acknowledged_at is not None:
        raise WrongState("There is nothing to acknowledge here.")
    must_allow(agreement, "activate")
    agreement.none_acknowledged_at = now
    record(session, agreement, "agreements.acknowledge_none", actor=actor, now=now)
    session.flush()


def take_back(session: Session, *, actor: Actor, now: datetime, agreement: Agreement) -> None:
    """Make it a draft again: the text that was out falls with its signatures and stays on record; whoever
    gave one is told."""
    require(actor, "agreements.take_back", agreement, now=now)
    lock_agreement(session, agreement)
    event = open_event(agreement)
    fallen = () if event is None else event.signatures
    make_draft(session, agreement, by=actor, now=now)
    for one in fallen:
        if one.actor_id != actor.id:
            key = f"agreement/{agreement.id}/fell/{one.id}"
            post(session, key=key, recipient_id=one.actor_id, template="agreement_taken_back", now=now)
    session.flush()


def make_draft(session: Session, agreement: Agreement, *, by: Actor, now: datetime) -> None:
    """The text that was out falls, and with it what the executive acknowledged of it."""
    advance(session, agreement, "take_back", actor=by, now=now)
    drop_open(agreement, now)
    agreement.none_acknowledged_at = None


def cancel(session: Session, *, actor: Actor, now: datetime, agreement: Agreement, reason: str) -> None:
    """End it before it is in force; its texts stay on record. All who would have signed it are told."""
    require(actor, "agreements.cancel", agreement, now=now)
    lock_agreement(session, agreement)
    call_off(session, agreement, by=actor, now=now, reason=reason)


def call_off(session: Session, agreement: Agreement, *, by: Actor, now: datetime, reason: str) -> None:
    """Cancel it without asking who may; for verbs that have asked."""
    advance(session, agreement, "cancel", actor=by, now=now, reason=reason)
    drop_open(agreement, now)
    free_seat(session, agreement, by, now)
    people = {who for party in Party for who in signers_of(session, agreement, party, now)}
    for who in sorted(people - {by.id}):
        key, page = f"agreement/{agreement.id}/cancelled/{who}", f"agreements/{agreement.id}"
        post(session, key=key, recipient_id=who, template="agreement_cancelled", now=now, page=page)
    session.flush()


def lock_agreement(session: Session, agreement: Agreement) -> Agreement:
    """The agreement read again under a lock, so that two acts on it come one after the other."""
    query = select(Agreement).where(Agreement.id == agreement.id).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).one()

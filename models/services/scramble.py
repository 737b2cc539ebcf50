"""The scramble: a second pass over the free seats of a published round, for those who kept their sheet.

It opens no new wishes: the lists, rankings, releases and limits are those of the freeze, every offer that
nobody said no to stays, and the free seats are offered pass after pass by `models.services.repairs`.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict
from models.executives import Executive
from models.kept_sheets import KeptSheet
from models.lifecycles import advance, must_allow
from models.locks import lock_round
from models.outbox import post
from models.proposals import ENDED, LIVE, Party, Proposal
from models.queries.freed import gone_from
from models.queries.ids import actors_of
from models.queries.scramble import find_kept, kept_for, pool
from models.queries.standing import standing_outcome
from models.rounds import Round, RoundState

TOLD = Proposal.state.in_((*LIVE, *ENDED))
NOBODY = "Nobody without a place has kept a sheet for the scramble."
NO_SEAT = "No seat of the round is free."
TOO_EARLY = "Sheets are kept for the scramble once the results are published."
TOO_LATE = "The scramble has begun; who takes part in it is settled."


def keep(session: Session, *, actor: Actor, now: datetime, round_: Round, executive: Executive) -> KeptSheet:
    """Let a freed seat that the executive named be offered in the scramble.

    Conflict for whoever holds a place, ended an offer, or is not in the round any more, and once the scramble
    has begun: but whoever held an offer then, until its host ended it, could not say it before.
    """
    require(actor, "scramble.keep", executive, now=now)
    _must_be_open(session, lock_round(session, round_), executive)
    if fault := why_not(session, round_, executive):
        raise Conflict(fault)
    found = find_kept(session, round_, executive)
    if found is not None and found.taken_back_at is None:
        raise Conflict("Your sheet is kept already.")
    if found is None:
        found = KeptSheet(round_id=round_.id, executive_id=executive.id, kept_at=now)
        session.add(found)
    else:
        found.kept_at, found.taken_back_at = now, None
    record(session, executive, "scramble.keep", actor=actor, now=now, round=round_.slug)
    session.flush()
    return found


def _must_be_open(session: Session, round_: Round, executive: Executive) -> None:
    if round_.state is RoundState.SCRAMBLE:
        if not _held_one(session, round_, executive):
            raise Conflict(TOO_LATE)
    elif round_.state is not RoundState.PUBLISHED:
        raise Conflict(TOO_EARLY)


def _held_one(session: Session, round_: Round, executive: Executive) -> bool:
    """Whether an offer of the round was held, standing or ended."""
    theirs = Proposal.round_id == round_.id, Proposal.executive_id == executive.id
    return session.scalars(select(select(Proposal.id).where(*theirs, TOLD).exists())).one()


def why_not(session: Session, round_: Round, executive: Executive) -> str:
    """Why the executive cannot take a freed seat of this round; empty where that is possible."""
    theirs = Proposal.round_id == round_.id, Proposal.executive_id == executive.id
    offers = session.execute(select(Proposal.state, Proposal.ended_by).where(*theirs, TOLD)).all()
    if any(state in LIVE for state, _by in offers):
        return "You hold an offer of this round."
    if any(by is not Party.HOST for _state, by in offers):
        return "Your offer of this round ended, so no other seat of it is offered to you."
    content = standing_outcome(session, round_).snapshot.content
    if executive.slug not in {one["id"] for one in content["executives"]}:
        return "You were not in this round."
    if executive.slug in gone_from(session, round_):
        return "Your consent to this round does not stand any more."
    return ""


def take_back(session: Session, *, actor: Actor, now: datetime, round_: Round, executive: Executive) -> None:
    """Leave the scramble, until the round is closed; an offer already made is declined instead."""
    require(actor, "scramble.take_back", executive, now=now)
    if lock_round(session, round_).state not in (RoundState.PUBLISHED, RoundState.SCRAMBLE):
        raise Conflict("The round is over.")
    found = find_kept(session, round_, executive)
    if found is None or found.taken_back_at is not None:
        raise Conflict("No sheet of yours is kept for the scramble.")
    found.taken_back_at = now
    record(session, executive, "scramble.take_back", actor=actor, now=now, round=round_.slug)
    session.flush()


def open_scramble(session: Session, *, actor: Actor, now: datetime, round_: Round) -> None:
    """Begin the second pass; Conflict unless a seat is free and somebody without a place kept a sheet."""
    require(actor, "scramble.open_scramble", round_, now=now)
    must_allow(lock_round(session, round_, write=True), "open_scramble")
    there = pool(session, round_)
    if not there.kept or there.seats <= 0:
        raise Conflict(NO_SEAT if there.kept else NOBODY)
    for recipient in actors_of(session, kept_for(session, round_)):
        key = f"round/{round_.slug}/scramble/{recipient}"
        post(session, key=key, recipient_id=recipient, template="scramble_open", now=now, round=round_.name)
    facts = {"kept": there.kept, "seats": there.seats}
    advance(session, round_, "open_scramble", actor=actor, now=now, counts=facts)
    session.flush()

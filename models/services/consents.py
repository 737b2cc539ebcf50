"""Consent: the executive's word that hosts may see the card, given and taken back."""

from datetime import datetime

from sqlalchemy import and_
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.consents import Consent
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.interviews import Interview
from models.locks import lock_round
from models.rounds import Round, RoundState
from models.services import interviews, releases

STATEMENT = (
    "I agree that the hosts of the opportunities on my certified sheet see my card in this round, "
    "and that my supervisor and my agency are asked to release me, without my list; "
    "and I state that a move would be voluntary."
)
GIVEN_IN = frozenset({RoundState.PREFERENCES, RoundState.RELEASE_REVIEW})
WITHDRAWN_IN = GIVEN_IN | {RoundState.RANKING}
FROZEN = "After the freeze you withdraw from the round as a whole."
"""Why no part of what was said is taken back alone any more."""


def give(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_: Round,
    executive: Executive,
    voluntary: bool,
    statement: str = STATEMENT,
) -> Consent:
    """Log the consent; refused unless the executive states that the move is voluntary."""
    require(actor, "consents.give", executive, now=now)
    if lock_round(session, round_).state not in GIVEN_IN:
        raise Conflict("Consent is given while lists are open or releases are decided.")
    if not voluntary:
        raise Invalid("Consent counts only when the move is voluntary.")
    given = Consent(
        round_id=round_.id,
        executive_id=executive.id,
        statement=statement,
        voluntary=True,
        given_at=now,
        given_by_id=actor.id,
    )
    session.add(given)
    session.flush()
    record(session, given, "consents.give", actor=actor, now=now, reason=statement)
    releases.ask(session, by=actor, now=now, round_=round_, executive=executive)
    session.flush()
    return given


def withdraw(session: Session, *, actor: Actor, now: datetime, consent: Consent) -> None:
    """Take the consent back before the freeze; no reason is asked and hosts no longer see the card."""
    executive = session.get_one(Executive, consent.executive_id)
    require(actor, "consents.withdraw", executive, now=now)
    if lock_round(session, session.get_one(Round, consent.round_id)).state not in WITHDRAWN_IN:
        raise Conflict(FROZEN)
    if consent.withdrawn_at is not None:
        raise Conflict("This consent is withdrawn already.")
    end(session, by=actor, now=now, consent=consent)


def end(session: Session, *, by: Actor, now: datetime, consent: Consent, reason: str | None = None) -> None:
    """End a standing consent, and the release and the interviews that hang on it, for a verb that asked for
    permission."""
    consent.withdrawn_at = now
    record(session, consent, "consents.withdraw", actor=by, now=now, reason=reason)
    releases.drop(session, by=by, now=now, consent=consent)
    theirs = Interview.executive_id == consent.executive_id, Interview.round_id == consent.round_id
    interviews.call_off(session, and_(*theirs), by=by, now=now)
    session.flush()

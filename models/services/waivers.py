"""Gate requirements of a round answered: attested by the executive, or waived by the host's agency.

Nobody but the executive hears of an attestation. Whoever asks for a waiver tells the host's coordinators and
board of the interest; the host's contact, who ranks, reads no more than that somebody may still come. The
home agency may ask on the executive's behalf.
"""

import enum
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import snapshots
from models.access import require
from models.actors import Actor, Role
from models.audit import record
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.lifecycles import advance, must_allow
from models.locks import lock_opportunity, lock_round
from models.opportunities import OpportunityState
from models.outbox import post
from models.queries.gates import against_release
from models.queries.my_sheet import find_consent
from models.queries.recipients import actor_of, holders_at
from models.rankings import ApplicantList
from models.requirements import Effect, Requirement
from models.rounds import Round, RoundOpportunity, RoundState
from models.services.consents import FROZEN
from models.services.dreamsheets import is_filing
from models.services.entered_sheets import takes_late, waiting_for, why_kept_home
from models.waiver_machine import REQUIREMENT_ANSWER
from models.waivers import AnswerState, AskedFor, RequirementAnswer

LONGEST_REASON = 2000
DECIDED_IN = frozenset({RoundState.PREFERENCES, RoundState.RELEASE_REVIEW, RoundState.RANKING})


class Verdict(enum.StrEnum):
    """The host's answer; each is an action of the machine."""

    GRANT = "grant"
    REFUSE = "refuse"


def find_answer(
    session: Session, round_: Round, executive: Executive, requirement: Requirement
) -> RequirementAnswer | None:
    """What the executive said to the requirement in the round, if anything."""
    query = select(RequirementAnswer).where(
        RequirementAnswer.round_id == round_.id,
        RequirementAnswer.executive_id == executive.id,
        RequirementAnswer.requirement_id == requirement.id,
    )
    return session.scalar(query)


def attest(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_: Round,
    executive: Executive,
    requirement: Requirement,
) -> RequirementAnswer:
    """The executive's word that the requirement is met."""
    require(actor, "waivers.attest", executive, now=now)
    answer = _answer(session, round_, executive, requirement, now)
    advance(session, answer, "attest", actor=actor, now=now)
    session.flush()
    return answer


@dataclass(frozen=True)
class Question:
    """What a host is asked: to waive the requirement for the executive in the round, and why."""

    round: Round
    executive: Executive
    requirement: Requirement
    reason: str


def ask(session: Session, *, actor: Actor, now: datetime, question: Question) -> RequirementAnswer:
    """Ask the host's agency to waive the requirement; its coordinators are told, its board where there are
    none."""
    require(actor, "waivers.ask", question.executive, now=now)
    answer = _answer_to(session, question, now)
    _put(session, answer, question.reason, by=actor, now=now)
    return answer


def ask_on_behalf(session: Session, *, actor: Actor, now: datetime, question: Question) -> None:
    """The home agency asks in the executive's name, who is told and may take it back.

    Only for whoever has signed the consent, since asking tells the host of an interest. What the executive
    said already stands: then nothing is asked, and the one who asks is not told so, because an answer to a
    requirement shows what is on a list.
    """
    executive, round_, reason = question.executive, question.round, question.reason
    require(actor, "waivers.ask_on_behalf", executive, now=now)
    to = actor_of(session, executive.id)
    if to is None:
        raise Conflict(f"{executive.name} cannot sign in, so nobody could tell of it.")
    lock_round(session, round_)
    if find_consent(session, round_, executive) is None:
        raise Conflict(f"{executive.name} has not signed the consent, so nobody asks in that name yet.")
    if kept := why_kept_home(session, actor, round_, executive, now):
        raise Conflict(kept)
    if against_release(session, round_, executive, question.requirement.opportunity.slug):
        raise Conflict("The conditions of the release rule it out, so nobody is asked.")
    answer = _answer_to(session, question, now)
    asks = "ask" in REQUIREMENT_ANSWER.actions(answer.state)
    if asks:
        _put(session, answer, reason, by=actor, now=now, asked_for=AskedFor(asked_by=actor, asked_at=now))
    record(session, answer, "waivers.ask_on_behalf", actor=actor, now=now, reason=reason.strip(), asked=asks)
    key = f"waiver/{answer.id}/on-behalf/{now.isoformat()}"
    post(session, key=key, recipient_id=to, template="waiver_asked_for_you", now=now, round=round_.name)
    session.flush()


def _answer_to(session: Session, question: Question, now: datetime) -> RequirementAnswer:
    """The row of a question that has its written reason."""
    if not question.reason.strip():
        raise Invalid("Asking for a waiver needs a written reason.")
    return _answer(session, question.round, question.executive, question.requirement, now)


def _put(
    session: Session,
    answer: RequirementAnswer,
    reason: str,
    *,
    by: Actor,
    now: datetime,
    asked_for: AskedFor | None = None,
) -> None:
    """Put the question to the host's agency; `asked_for` where the executive did not ask in person."""
    must_allow(answer, "ask")
    answer.asked_for = asked_for
    answer.reason, answer.decision, answer.decided_by_id, answer.decided_at = reason.strip(), "", None, None
    advance(session, answer, "ask", actor=by, now=now)
    session.flush()
    agency, name = answer.requirement.opportunity.host_agency, answer.round.name
    people = holders_at(session, Role.AGENCY_COORDINATOR, agency, now) or holders_at(
        session, Role.EXECUTIVE_RESOURCES_BOARD, agency, now
    )
    for recipient in people:
        key = f"waiver/{answer.id}/asked/{answer.version}/{recipient}"
        post(session, key=key, recipient_id=recipient, template="waiver_asked", now=now, round=name)


def take_back(session: Session, *, actor: Actor, now: datetime, answer: RequirementAnswer) -> None:
    """Undo one's own word, or ask no more; a waiver that was granted stands once it could not be asked for
    again."""
    require(actor, "waivers.take_back", answer, now=now)
    if lock_round(session, answer.round).state not in DECIDED_IN:
        raise Conflict(FROZEN)
    granted = answer.state is AnswerState.GRANTED
    if granted and not takes_answers(session, answer.round, answer.executive, now):
        raise Conflict("The lists are closed: a waiver that was granted stands, and harms nobody.")
    advance(session, answer, "take_back", actor=actor, now=now)
    session.flush()


def decide(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    answer: RequirementAnswer,
    version: int,
    verdict: Verdict,
    reason: str,
) -> None:
    """The host's part: waive the requirement for this person or not, with a reason that the person reads.

    Where the hosts rank already, whom a waiver lets in is shown to the host from now on.
    """
    require(actor, "waivers.decide", answer, now=now)
    if lock_round(session, answer.round).state not in DECIDED_IN:
        raise Conflict("A waiver is decided before the freeze of its round.")
    session.refresh(answer)
    if answer.version != version:
        raise Conflict("The request has changed since you read it. Read it again.")
    must_allow(answer, verdict)
    if not reason.strip():
        raise Invalid("A decision needs a written reason.")
    answer.decision, answer.decided_by_id, answer.decided_at = reason.strip(), actor.id, now
    advance(session, answer, verdict, actor=actor, now=now, reason=reason.strip())
    session.flush()
    if verdict is Verdict.GRANT and answer.round.state is RoundState.RANKING:
        _show(session, answer, now)
    if (recipient := actor_of(session, answer.executive_id)) is not None:
        key = f"waiver/{answer.id}/decided/{answer.version}"
        name = answer.round.name
        post(session, key=key, recipient_id=recipient, template="waiver_decided", now=now, round=name)


def _show(session: Session, answer: RequirementAnswer, now: datetime) -> None:
    """Put the executive on the host's list, where nothing else keeps the executive off it; whoever can
    still rank is told, as a ranking that is certified does not know the newcomer."""
    who, place = answer.executive.slug, answer.requirement.opportunity_id
    lock_opportunity(session, place)  # no two add to one list, and no ranking is certified meanwhile
    fresh = snapshots.applicant_lists(session, answer.round)
    if not any(one.opportunity_id == place and who in one.executives for one in fresh):
        return
    shown = session.get(ApplicantList, (answer.round_id, place), populate_existing=True)
    if shown is None:
        session.add(ApplicantList(round_id=answer.round_id, opportunity_id=place, executives=[who]))
    elif who in shown.executives:
        return
    else:
        shown.executives = sorted({*shown.executives, who})
    answer.shown_at = now
    session.flush()
    if now > answer.round.rankings_close_at:  # nobody can rank; the desk asks for it if more time is given
        return
    agency, name = answer.requirement.opportunity.host_agency, answer.round.name
    for recipient in holders_at(session, Role.HOST_CONTACT, agency, now):
        key = f"waiver/{answer.id}/shown/{answer.version}/{recipient}"
        post(session, key=key, recipient_id=recipient, template="applicant_came", now=now, round=name)


def _answer(
    session: Session, round_: Round, executive: Executive, requirement: Requirement, now: datetime
) -> RequirementAnswer:
    """The row to be moved, begun where there is none."""
    if not takes_answers(session, lock_round(session, round_), executive, now):
        raise Conflict("Requirements are answered while the round takes your dream sheet.")
    if requirement.effect is not Effect.GATE:
        raise Invalid("Only a gate is attested or waived.")
    if session.get(RoundOpportunity, (round_.id, requirement.opportunity_id)) is None:
        raise Invalid("The round does not offer this opportunity.")
    if requirement.opportunity.state is not OpportunityState.APPROVED:
        raise Conflict(
            "This opportunity is no longer offered, so its requirements are not answered any more."
        )
    found = find_answer(session, round_, executive, requirement)
    if found is None:
        found = RequirementAnswer(round=round_, executive=executive, requirement=requirement)
        found.reason = found.decision = ""
        session.add(found)
        session.flush()
    return found


def takes_answers(session: Session, round_: Round, executive: Executive, now: datetime) -> bool:
    """Whether the round takes a dream sheet of the executive: while the lists are open, and a late one that
    was entered and waits for the executive's word."""
    if is_filing(round_, now):
        return True
    waits = waiting_for(session, round_, executive)
    return waits is not None and waits.late_because is not None and takes_late(round_, now)

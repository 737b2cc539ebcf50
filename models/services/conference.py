"""The conference: every agency with a move approves its own, or objects to one and sends the round back."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.agencies import Agency
from models.audit import record
from models.conference import AgencyApproval
from models.errors import Conflict, Invalid
from models.lifecycles import advance, must_allow
from models.locks import lock_round
from models.outbox import post
from models.outcomes import Decision, Snapshot
from models.proposals import Proposal
from models.queries.conference import seats
from models.rounds import PairRule, Round, Rule
from models.services.refreezing import end_conference, freeze_again
from models.services.rules import facts_of

OBJECTED = "An agency concerned objected in the conference."
"""What the frozen file says of the pair; the reason stays on the record of the round."""


def agree(session: Session, *, actor: Actor, now: datetime, agency: Agency, round_: Round) -> None:
    """One agency's yes to all of its own moves in the run that is before it."""
    require(actor, "conference.agree", agency, now=now)
    must_allow(lock_round(session, round_, write=True), "approve")
    seat = next((one for one in seats(session, round_) if one.agency.id == agency.id), None)
    if seat is None:
        raise Conflict(f"{agency.name} has no move in this run.")
    if seat.approved_at is not None:
        raise Conflict(f"{agency.name} has approved already.")
    decision = session.get_one(Decision, round_.id)
    session.add(
        AgencyApproval(
            outcome_id=decision.outcome_id, agency_id=agency.id, approved_at=now, approved_by_id=actor.id
        )
    )
    run, code = decision.outcome.number, agency.code
    record(session, round_, "rounds.agency_approves", actor=actor, now=now, agency=code, run=run)
    session.flush()


def object_to(session: Session, *, actor: Actor, now: datetime, proposal: Proposal, reason: str) -> PairRule:
    """An agency's no to one of its own moves: the pair is forbidden, and the round goes back to be solved on
    a snapshot that says so. Every approval of this conference ends with it."""
    require(actor, "conference.object_to", proposal, now=now)
    round_ = lock_round(session, proposal.round, write=True)
    must_allow(round_, "object")
    if not reason.strip():
        raise Invalid("An objection needs a written reason.")
    decision = session.get_one(Decision, round_.id)
    if decision.outcome_id != proposal.outcome_id:
        raise Conflict("The move is not of the run that is before the agencies.")
    rule = _forbid(session, proposal, actor, now, reason)
    freeze_again(
        session,
        decision.outcome.snapshot,
        _forbidding(proposal, decision.outcome.snapshot),
        by=actor,
        now=now,
    )
    run = decision.outcome.number
    chose = decision.chosen_by_id
    end_conference(session, decision)
    key = f"round/{round_.slug}/objection/{proposal.id}"
    post(session, key=key, recipient_id=chose, template="objection", now=now, round=round_.name)
    advance(session, round_, "object", actor=actor, now=now, reason=reason, run=run)
    session.flush()
    return rule


def _forbid(session: Session, proposal: Proposal, actor: Actor, now: datetime, reason: str) -> PairRule:
    same = (
        PairRule.round_id == proposal.round_id,
        PairRule.executive_id == proposal.executive_id,
        PairRule.opportunity_id == proposal.opportunity_id,
    )
    if session.scalar(select(PairRule).where(*same)) is not None:
        raise Conflict("This pair is pinned; only cancelling the round undoes a pin.")
    rule = PairRule(
        round_id=proposal.round_id,
        executive_id=proposal.executive_id,
        opportunity_id=proposal.opportunity_id,
        rule=Rule.FORBID,
        reason=reason,
        author_id=actor.id,
        objected_at=now,
    )
    session.add(rule)
    session.flush()
    facts = facts_of(session, rule)
    record(session, rule, "pair_rules.object", actor=actor, now=now, reason=reason, **facts)
    return rule


def _forbidding(proposal: Proposal, before: Snapshot) -> dict[str, Any]:
    """What was frozen, with the pair forbidden."""
    content: dict[str, Any] = before.content
    pair = [proposal.executive.slug, proposal.opportunity.slug, OBJECTED]
    return content | {"forbidden": sorted([*content.get("forbidden", []), pair])}

"""What a round demands of agencies and pairs: limits, alliances, pins and forbidden pairs."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.agencies import Agency
from models.audit import record
from models.dreamsheets import DreamSheet
from models.errors import Conflict, Denied, Invalid
from models.executives import Executive
from models.locks import lock_round
from models.opportunities import Opportunity
from models.queries import entrants
from models.rounds import PairRule, Round, RoundAlliancePair, RoundLimit, RoundState, Rule

OPEN = frozenset(
    {
        RoundState.DRAFT,
        RoundState.POSTING,
        RoundState.PREFERENCES,
        RoundState.RELEASE_REVIEW,
        RoundState.RANKING,
    }
)


def set_limits(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_: Round,
    agency: Agency,
    max_out: int | None = None,
    max_in: int | None = None,
    net_min: int | None = None,
    net_max: int | None = None,
    internal: bool = True,
) -> RoundLimit:
    """Set all limits of one agency (with everything below it) at once; None is no limit."""
    require(actor, "rules.set_limits", round_, now=now)
    must_be_open(session, round_)
    if min(max_out or 0, max_in or 0) < 0:
        raise Invalid("The most that may go out or come in must not be negative.")
    limit = session.get(RoundLimit, (round_.id, agency.id))
    if limit is None:
        limit = RoundLimit(round_id=round_.id, agency_id=agency.id)
        session.add(limit)
    limit.max_out, limit.max_in, limit.net_min, limit.net_max = max_out, max_in, net_min, net_max
    limit.internal = internal
    facts = {"max_out": max_out, "max_in": max_in, "net_min": net_min, "net_max": net_max}
    unit, inside = agency.code, internal
    record(session, round_, "rounds.limit", actor=actor, now=now, agency=unit, internal=inside, limits=facts)
    session.flush()
    return limit


def set_alliances(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_: Round,
    pairs: Iterable[tuple[Agency, Agency]],
    hops: int | None = 1,
) -> None:
    """Replace the alliances of the round; `hops` None lifts them, so that anyone may exchange with anyone."""
    require(actor, "rules.set_alliances", round_, now=now)
    must_be_open(session, round_)
    if hops is not None and hops < 1:
        raise Invalid("Agencies reach each other in one hop or more.")
    keys = sorted({(min(a.id, b.id), max(a.id, b.id)) for a, b in pairs}) if hops is not None else []
    session.execute(delete(RoundAlliancePair).where(RoundAlliancePair.round_id == round_.id))
    session.add_all(RoundAlliancePair(round_id=round_.id, first_id=a, second_id=b) for a, b in keys)
    round_.alliance_hops = hops
    record(session, round_, "rounds.alliances", actor=actor, now=now, pairs=len(keys), hops=hops)
    session.flush()


def set_pair_rule(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_: Round,
    executive: Executive,
    opportunity: Opportunity,
    rule: Rule,
    reason: str,
) -> PairRule:
    """Write down that a pair must be, or must not be, in the outcome; it waits for a second person."""
    require(actor, "rules.set_pair_rule", round_, now=now)
    must_be_open(session, round_)
    if not reason.strip():
        raise Invalid("A pin or a forbidden pair needs a written reason.")
    if round_.state is RoundState.RANKING and not _takes_part(session, round_, executive):
        said = f"{executive.name} has no certified dream sheet in this round, and none can come any more."
        raise Invalid(said, about="executive")
    written = PairRule(
        round_id=round_.id,
        executive_id=executive.id,
        opportunity_id=opportunity.id,
        rule=rule,
        reason=reason,
        author_id=actor.id,
    )
    session.add(written)
    session.flush()
    record(
        session, written, "pair_rules.set", actor=actor, now=now, reason=reason, **facts_of(session, written)
    )
    session.flush()
    return written


def _takes_part(session: Session, round_: Round, executive: Executive) -> bool:
    theirs = DreamSheet.round_id == round_.id, DreamSheet.executive_id == executive.id
    counts = select(DreamSheet.id).where(*theirs, DreamSheet.state.in_(entrants.COUNTING))
    return session.scalar(counts) is not None


def approve_pair_rule(session: Session, *, actor: Actor, now: datetime, rule: PairRule) -> None:
    """Put a pair rule into force; never by its author."""
    require(actor, "rules.approve_pair_rule", rule, now=now)
    must_be_open(session, session.get_one(Round, rule.round_id))
    if rule.author_id == actor.id:
        raise Denied("Another person than the author approves a pair rule.")
    if rule.approver_id is not None:
        raise Conflict("The pair rule is in force already.")
    rule.approver_id, rule.approved_at = actor.id, now
    record(session, rule, "pair_rules.approve", actor=actor, now=now, **facts_of(session, rule))
    session.flush()


def drop_pair_rule(session: Session, *, actor: Actor, now: datetime, rule: PairRule, reason: str) -> None:
    """Take a pair rule away; the audit trail keeps that it was there."""
    require(actor, "rules.drop_pair_rule", rule, now=now)
    must_be_open(session, session.get_one(Round, rule.round_id))
    record(session, rule, "pair_rules.drop", actor=actor, now=now, reason=reason, **facts_of(session, rule))
    session.delete(rule)
    session.flush()


def facts_of(session: Session, rule: PairRule) -> dict[str, str]:
    """What the trail keeps of a pair rule, which is there also once the rule is gone."""
    query = (
        select(Round.slug, Executive.slug, Opportunity.slug)
        .select_from(Round)
        .join(Executive, Executive.id == rule.executive_id)
        .join(Opportunity, Opportunity.id == rule.opportunity_id)
        .where(Round.id == rule.round_id)
    )
    slug, executive, opportunity = session.execute(query).one()
    return {"rule": rule.rule.value, "round": slug, "executive": executive, "opportunity": opportunity}


def must_be_open(session: Session, round_: Round) -> None:
    """Conflict once the round is frozen; it is locked until the transaction ends."""
    if lock_round(session, round_).state not in OPEN:
        raise Conflict("The rules of a round are set before it is frozen.")

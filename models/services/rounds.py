"""The life of a round: from its creation to the snapshot, and from the closing to the archive.

Solving and publishing are in `models.services.results`, limits and pair rules in `models.services.rules`.
"""

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from matcher.lottery import commitment
from models import snapshots
from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Invalid
from models.interviews import Interview
from models.lifecycles import advance, must_allow
from models.locks import lock_round, lock_seats
from models.opportunities import Opportunity, OpportunityState
from models.outbox import post
from models.outcomes import Snapshot
from models.queries.chase import waits_for
from models.queries.conflict import in_words, standing_conflict
from models.queries.ids import actors_of
from models.queries.offered import offered_in
from models.queries.readiness import left_out
from models.queries.round_people import everyone_in
from models.queries.waivers import undecided
from models.reminders import Chased
from models.round_plan import USUAL_STAGES, Calendar, check_settings
from models.rounds import Round, RoundOpportunity, RoundStage, RoundState, Stage, Undecided, Unranked
from models.services import interviews, releases
from models.services.purging import purge_round
from models.unfit_pins import unfit_pins

PINS, DATES = "“Pins and forbidden pairs”", "“Reminders and dates”"


def create_round(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    slug: str,
    name: str,
    calendar: Calendar,
    outside_source: str,
    stages: Sequence[Stage] = USUAL_STAGES,
    unranked: Unranked = Unranked.NOT_ACCEPTABLE,
    undecided: Undecided = Undecided.RELEASED,
    enough_moves: int | None = None,
    secret: str | None = None,
) -> Round:
    """Begin a round. Its lottery secret is drawn here (or given, for a repeatable demonstration) and only
    the commitment is public; `outside_source` names the public value that will exist after the freeze.
    `enough_moves` is the number of moves from which on another is flagged: as the clause says where it is
    empty, never where it is 0."""
    require(actor, "rounds.create_round", None, now=now)
    check_settings(session, now, name, calendar, stages, enough_moves)
    hidden = secret or secrets.token_hex(32)
    made = Round(
        slug=slug,
        name=name,
        lists_open_at=calendar.lists_open_at,
        lists_close_at=calendar.lists_close_at,
        rankings_close_at=calendar.rankings_close_at,
        results_at=calendar.results_at,
        unranked=unranked,
        undecided=undecided,
        enough_moves=enough_moves,
        secret=hidden,
        commitment=commitment(hidden),
        outside_source=outside_source,
        created_by_id=actor.id,
        stages=[RoundStage(ordinal=ordinal, stage=stage) for ordinal, stage in enumerate(stages, 1)],
    )
    session.add(made)
    session.flush()
    record(session, made, "rounds.create", actor=actor, now=now, commitment=made.commitment)
    session.flush()
    return made


def open_posting(session: Session, *, actor: Actor, now: datetime, round_: Round) -> None:
    """Let opportunities be put into the round."""
    _step(session, "open_posting", actor, now, round_)


def offer_opportunities(
    session: Session, *, actor: Actor, now: datetime, round_: Round, opportunities: Sequence[Opportunity]
) -> None:
    """Put approved opportunities into the round's catalogue while it collects them."""
    require(actor, "rounds.offer_opportunities", round_, now=now)
    if lock_round(session, round_).state is not RoundState.POSTING:
        raise Conflict("Opportunities enter a round while it collects them.")
    for opportunity in opportunities:
        if opportunity.state is not OpportunityState.APPROVED:
            raise Invalid(f"{opportunity.slug} is not approved.")
        session.add(RoundOpportunity(round_id=round_.id, opportunity_id=opportunity.id))
    record(session, round_, "rounds.offer_opportunities", actor=actor, now=now, count=len(opportunities))
    session.flush()


def open_preferences(session: Session, *, actor: Actor, now: datetime, round_: Round) -> None:
    """Open the round for dream sheets, from now on where the calendar said a later moment.

    Invalid while it offers nothing, also where all was withdrawn, and once nobody could file any more.
    """
    require(actor, "rounds.open_preferences", round_, now=now)
    there = RoundOpportunity.round_id == round_.id, RoundOpportunity.opportunity_id == Opportunity.id
    if not session.scalar(select(exists().where(*there, offered_in(round_)))):
        raise Invalid("The round offers no opportunity yet.")
    if round_.lists_close_at <= now:
        raise Invalid(f"The day on which the dream sheets close has passed: move it first under {DATES}.")
    _step(session, "open_preferences", actor, now, round_)
    round_.lists_open_at = min(round_.lists_open_at, now)
    session.flush()


def close_preferences(session: Session, *, actor: Actor, now: datetime, round_: Round) -> None:
    """End the filing of dream sheets; consents may still be given until the rankings open."""
    _step(session, "close_preferences", actor, now, round_)


def open_ranking(session: Session, *, actor: Actor, now: datetime, round_: Round) -> None:
    """Show hosts who asked for their opportunities: certified sheets with consent of people who may be
    released, nobody else; whoever has somebody to rank is written to. Releases that nobody decided are
    settled as the round's policy says."""
    _step(session, "open_ranking", actor, now, round_)
    releases.settle(session, by=actor, now=now, round_=round_)
    session.add_all(snapshots.applicant_lists(session, round_))
    session.flush()
    facts = {"round": round_.name, "by": round_.rankings_close_at.isoformat()}
    for host in sorted(waits_for(session, round_, Chased.RANK, now)):
        key = f"round/{round_.slug}/rankings/{host}"
        post(session, key=key, recipient_id=host, template="rankings_open", now=now, **facts)
    session.flush()


def freeze(session: Session, *, actor: Actor, now: datetime, round_: Round) -> Snapshot:
    """Seal everything the solver will read into one snapshot and publish its hash.

    Raises Invalid when the rows do not make a well-formed round file, and names the pins that cannot hold
    or, where the lists and rankings do not let them, limits that cannot.
    """
    require(actor, "rounds.freeze", round_, now=now)
    must_allow(lock_round(session, round_, write=True), "freeze")
    lock_seats(session)
    if waits := session.scalar(undecided(round_)):
        raise Conflict(
            f"Waivers that wait for their hosts: {waits}. The freeze waits until they are decided."
        )
    content = snapshots.frozen_content(session, round_)
    if not content["opportunities"]:
        raise Invalid("The round cannot be frozen: no seat is left in it. Wait for one, or cancel it.")
    if unfit := unfit_pins(session, round_, content):
        pins = "; ".join(one.words for one in unfit)
        raise Invalid(f"The round cannot be frozen: {pins}. Take away what cannot hold under {PINS}.")
    digest = snapshots.checked_digest(content)
    if found := standing_conflict(session, round_, content):
        raise Invalid(f"The round cannot be frozen: {in_words(found)}: ease one of them.")
    taken = Snapshot(
        round_id=round_.id, number=1, content=content, sha256=digest, frozen_at=now, frozen_by_id=actor.id
    )
    session.add(taken)
    _seal_seats(session, round_, content)
    round_.frozen_sha256 = digest
    absent = _tell_absent(session, round_, now)
    facts = {"executives": len(content["executives"]), "left_out": absent}
    advance(session, round_, "freeze", actor=actor, now=now, snapshot_sha256=digest, counts=facts)
    session.flush()
    return taken


def _seal_seats(session: Session, round_: Round, content: dict[str, Any]) -> None:
    """The seats that the round has to fill, beside its opportunities: what others fill later changes none."""
    slugs = [one["id"] for one in content["opportunities"]]
    found = session.execute(select(Opportunity.slug, Opportunity.id).where(Opportunity.slug.in_(slugs)))
    ids = dict(found.all())
    rows = [
        {"round_id": round_.id, "opportunity_id": ids[one["id"]], "seats": one["seats"]}
        for one in content["opportunities"]
    ]
    if rows:
        session.execute(update(RoundOpportunity), rows)


def _tell_absent(session: Session, round_: Round, now: datetime) -> dict[str, int]:
    """Tell those who filed a sheet and are not in the snapshot, and nobody else; count them by reason."""
    why = left_out(session, round_)
    for actor_id in actors_of(session, why):
        key = f"round/{round_.slug}/left_out/{actor_id}"
        post(session, key=key, recipient_id=actor_id, template="left_out", now=now, round=round_.name)
    return dict(Counter(why.values()))


def enter_outside(session: Session, *, actor: Actor, now: datetime, round_: Round, outside: str) -> None:
    """Enter the public value named at the beginning, once, after the frozen hash is on record."""
    require(actor, "rounds.enter_outside", round_, now=now)
    if lock_round(session, round_, write=True).state is not RoundState.FROZEN:
        raise Conflict("The outside value is entered after the freeze and before the first run.")
    if round_.outside is not None:
        raise Conflict(f"The outside value is entered already: {round_.outside}.")
    if not outside.strip():
        raise Invalid("The outside value is empty.")
    round_.outside = outside
    source = round_.outside_source
    record(session, round_, "rounds.enter_outside", actor=actor, now=now, outside=outside, source=source)
    session.flush()


def archive(session: Session, *, actor: Actor, now: datetime, round_: Round) -> None:
    """Put a closed round away and erase what nobody needs any more; see `purging.purge_round`."""
    require(actor, "rounds.archive", round_, now=now)
    must_allow(lock_round(session, round_, write=True), "archive")
    erased = purge_round(session, round_, now)
    advance(session, round_, "archive", actor=actor, now=now, counts=erased)
    session.flush()


def cancel(session: Session, *, actor: Actor, now: datetime, round_: Round, reason: str) -> None:
    """End a round before publication and tell those of `everyone_in`; its record stays."""
    require(actor, "rounds.cancel", round_, now=now)
    advance(session, lock_round(session, round_, write=True), "cancel", actor=actor, now=now, reason=reason)
    interviews.call_off(session, Interview.round_id == round_.id, by=actor, now=now)
    for actor_id in sorted(everyone_in(session, round_, now) - {actor.id}):
        key = f"round/{round_.slug}/cancelled/{actor_id}"
        post(session, key=key, recipient_id=actor_id, template="round_cancelled", now=now, round=round_.name)
    session.flush()


def _step(session: Session, action: str, actor: Actor, now: datetime, round_: Round) -> None:
    require(actor, f"rounds.{action}", round_, now=now)
    advance(session, lock_round(session, round_, write=True), action, actor=actor, now=now)
    session.flush()

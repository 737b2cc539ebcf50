"""Withdrawal after the freeze: at every stage the one who withdraws has read what it does.

What is frozen stays on record as it was. Until the results are published the round is frozen anew without the
person, whose choices count as declined; afterwards the offer is declined and its seat repaired.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor, Role
from models.audit import record
from models.errors import Conflict
from models.executives import Executive
from models.kept_sheets import KeptSheet
from models.lifecycles import advance
from models.locks import lock_round
from models.outbox import post
from models.outcomes import Decision
from models.queries.frozen import newest_snapshot
from models.queries.recipients import holders_at
from models.queries.solves import RUNNING
from models.queries.withdrawals import Effect, Leaving, hosts_who_ranked, leaving
from models.rounds import Round
from models.services import proposals
from models.services.refreezing import end_conference, freeze_again
from models.solves import Solve

WENT_ON = "The round went on since the page was shown: read again what withdrawing does now."


def withdraw(
    session: Session, *, actor: Actor, now: datetime, round_: Round, executive: Executive, shown: Effect
) -> None:
    """Leave a frozen round, with the effect that was shown or not at all; no reason is asked.

    Conflict where there is nothing to withdraw from, or the round went on since.
    """
    require(actor, "withdrawals.withdraw", executive, now=now)
    lock_round(session, round_, write=True)
    found = leaving(session, round_, executive)
    if found.consent is None or found.effect is None:
        raise Conflict(found.fault)
    if found.effect is not shown:
        raise Conflict(WENT_ON)
    told = _concerned(session, round_, executive, found, now)
    found.consent.withdrawn_at = now
    record(
        session,
        found.consent,
        "consents.withdraw",
        actor=actor,
        now=now,
        effect=found.effect.value,
        back=found.sends_back,
    )
    session.flush()
    if found.effect is Effect.NEXT_RUN or found.sends_back:
        _take_out(session, round_, by=actor, now=now, back=found.sends_back)
    elif found.effect is Effect.DECLINE and found.place is not None:
        proposals.decline(session, actor=actor, now=now, proposal=found.place)
    elif found.effect is Effect.NO_PLACE_AFTER:
        _leave_scramble(session, round_, executive, now)
    for recipient in sorted(told - {actor.id}):
        key = f"round/{round_.slug}/withdrew/{found.consent.id}/{recipient}"
        name = round_.name
        post(session, key=key, recipient_id=recipient, template="person_withdrew", now=now, round=name)
    session.flush()


def _take_out(session: Session, round_: Round, *, by: Actor, now: datetime, back: bool) -> None:
    """Freeze the round without whoever withdrew; a run that is going answers what is frozen no longer."""
    before = newest_snapshot(session, round_)
    for run in session.scalars(select(Solve).where(Solve.round_id == round_.id, Solve.state.in_(RUNNING))):
        run.finished_at = now
        advance(session, run, "cancel", actor=by, now=now)
    taken = freeze_again(session, before, before.content, by=by, now=now)
    if back:
        end_conference(session, session.get_one(Decision, round_.id))
        advance(session, round_, "withdraw", actor=by, now=now, snapshot=taken.number)


def _leave_scramble(session: Session, round_: Round, executive: Executive, now: datetime) -> None:
    kept = session.get(KeptSheet, (round_.id, executive.id))
    if kept is not None and kept.taken_back_at is None:
        kept.taken_back_at = now


def _concerned(
    session: Session, round_: Round, executive: Executive, found: Leaving, now: datetime
) -> set[int]:
    """Who is told: the home agency, the hosts who ranked the person or hold the place, and whoever answers
    for the round."""
    before = found.effect is Effect.NEXT_RUN or found.sends_back
    places = hosts_who_ranked(session, round_, executive) if before else []
    if found.place is not None:
        places.append(found.place.opportunity)
    chose = session.get(Decision, round_.id)
    people = {round_.created_by_id, *holders_at(session, Role.AGENCY_COORDINATOR, executive.home_agency, now)}
    for agency in {one.host_agency for one in places}:
        people.update(holders_at(session, Role.HOST_CONTACT, agency, now))
    if found.sends_back and chose is not None:
        people.add(chose.chosen_by_id)
    return people

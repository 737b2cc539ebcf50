"""Joiners come in by `people`; here people leave the service or change agency, in one transaction."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.access import require
from models.actors import AGENCY_ROLES, SYSTEM, Actor
from models.agencies import Agency
from models.audit import record
from models.errors import Conflict, Denied, Invalid
from models.executives import Executive
from models.locks import lock_round
from models.nominations import PERSON_CAME, PERSON_LEFT
from models.outbox import post
from models.positions import Position
from models.proposals import PENDING
from models.queries.left_behind import move_not_in_force, why_not_yet
from models.queries.movers import InRound, in_rounds
from models.rounds import PairRule
from models.services import consents, incumbents
from models.services.dreamsheets import take_out
from models.services.executives import in_service
from models.services.leaving_agreements import cancel_unsigned, leave_agreements
from models.services.leaving_mentoring import leave_mentoring
from models.services.nominations import end_unanswered
from models.services.people import must_be_active
from models.services.proposals import end_without_answer
from models.services.reasons import must_be_written
from models.services.return_rights import home_changed, sponsor_gone
from models.services.rules import facts_of


def leave(session: Session, *, actor: Actor, now: datetime, person: Actor, reason: str) -> None:
    """Take somebody who leaves out of everything: sheets, consents, roles, offers, post and sign-in.

    Before a freeze the sheet is withdrawn and erased; afterwards the snapshot stays, an open offer lapses,
    and whoever began the round is told.
    """
    require(actor, "movers.leave", person, now=now)
    _must_be_another(actor, person)
    must_be_written(reason)
    rounds = in_rounds(session, person)
    for one in rounds:
        _leave_round(session, actor, now, one, reason)
    ended = _end_grants(session, actor, now, person, reason, everywhere=True)
    executive = _executive(session, person)
    if executive is not None:
        leave_mentoring(session, executive.id, by=actor, now=now)
        end_unanswered(session, executive, by=actor, now=now, reason=PERSON_LEFT)
        executive.active = False
        incumbents.vacate(executive)
    person.active = False
    if executive is not None:
        leave_agreements(session, executive.id, by=actor, now=now)
    sponsor_gone(session, person, by=actor, now=now)
    left = [one.round.slug for one in rounds]
    record(session, person, "actors.leave", actor=actor, now=now, reason=reason, rounds=left, roles=ended)
    session.flush()


def _leave_round(session: Session, actor: Actor, now: datetime, one: InRound, reason: str) -> None:
    frozen = lock_round(session, one.round).frozen_sha256 is not None
    if not frozen:
        if one.sheet is not None and one.has_sheet:
            take_out(session, one.sheet, by=actor, now=now)
        _drop_pair_rules(session, actor, now, one, reason)
    elif one.proposal is not None:
        if one.proposal.state in PENDING:
            end_without_answer(session, one.proposal, by=actor, now=now)
        key = f"round/{one.round.slug}/left/{one.proposal.id}"
        tell = one.round.created_by_id
        post(session, key=key, recipient_id=tell, template="person_left", now=now, round=one.round.name)
    if one.consent is not None:
        consents.end(session, by=actor, now=now, consent=one.consent, reason=reason)


def _drop_pair_rules(session: Session, actor: Actor, now: datetime, one: InRound, reason: str) -> None:
    naming = PairRule.round_id == one.round.id, PairRule.executive_id == one.executive_id
    for rule in session.scalars(select(PairRule).where(*naming)).all():
        facts = facts_of(session, rule)
        record(session, rule, "pair_rules.drop", actor=actor, now=now, reason=reason, **facts)
        session.delete(rule)


def move(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    person: Actor,
    agency: Agency,
    reason: str,
    position: Position | None = None,
) -> None:
    """Change an executive's home agency, and the post with it; the roles held for agencies end, and
    agreements that are not in force are cancelled. Conflict where one of them agrees on this very move.

    Who has a sheet in a round that is not frozen is told to look at it again, whatever is on it.
    """
    require(actor, "movers.move", person, now=now)
    must_be_written(reason)
    executive = in_service(session, person)
    _must_fit(session, executive, agency, position)
    if (agreed := move_not_in_force(session, executive.id, agency)) is not None:
        raise Conflict(why_not_yet(agreed))
    before = executive.home_agency
    for one in in_rounds(session, person):
        if lock_round(session, one.round).frozen_sha256 is None and one.has_sheet:
            tell_to_look_again(session, one, person.id, now)
    cancel_unsigned(session, executive.id, by=actor, now=now)
    end_unanswered(session, executive, by=actor, now=now, reason=PERSON_CAME, host=agency)
    ended = _end_grants(session, actor, now, person, reason, everywhere=False)
    incumbents.vacate(executive)
    session.flush()  # the old post is free before the new one is taken
    executive.home_agency_id, executive.home_agency = agency.id, agency
    executive.current_position_since = local_day(now)
    sponsor_gone(session, person, by=actor, now=now)
    detail = f"{executive.name} changed agency, from {before.name} to {agency.name}."
    home_changed(session, executive, detail, by=actor, now=now)
    if position is not None:
        incumbents.take(executive, position)
    codes = {"before": before.code, "after": agency.code}
    record(
        session, executive, "executives.move", actor=actor, now=now, reason=reason, roles=ended, home=codes
    )
    session.flush()


def tell_to_look_again(session: Session, one: InRound, person_id: int, now: datetime) -> None:
    """A neutral notice to the owner of a sheet, whatever is on it, so that it tells nothing of it."""
    key = f"round/{one.round.slug}/home/{person_id}/{now:%Y%m%d%H%M%S%f}"
    post(session, key=key, recipient_id=person_id, template="home_changed", now=now, round=one.round.name)


def _must_fit(session: Session, executive: Executive, agency: Agency, position: Position | None) -> None:
    if not agency.active:
        raise Invalid(f"{agency.name} is closed.")
    if executive.home_agency_id == agency.id:
        raise Invalid(already_there(executive))
    if position is not None:
        incumbents.must_be_free(session, position, agency, executive)


def already_there(executive: Executive) -> str:
    """Why the home agency is none to change to, and what is meant instead."""
    return f"{executive.name} is at {executive.home_agency.name} already: correct the post instead."


def _must_be_another(actor: Actor, person: Actor) -> None:
    if person.id == actor.id:
        raise Denied("Another person of the office enters that you leave.")
    if person.slug == SYSTEM:
        raise Denied("Roundtrip's own account does not leave.")
    must_be_active(person)


def _executive(session: Session, person: Actor) -> Executive | None:
    return None if person.executive_id is None else session.get_one(Executive, person.executive_id)


def _end_grants(
    session: Session, actor: Actor, now: datetime, person: Actor, reason: str, *, everywhere: bool
) -> int:
    """Revoke what is in force or to come: every role, or those held for an agency."""
    ending = [
        grant
        for grant in person.grants
        if grant.revoked_at is None and grant.ends_at > now and (everywhere or grant.role in AGENCY_ROLES)
    ]
    for grant in ending:
        grant.revoked_at = now
        record(session, grant, "role_grants.revoke", actor=actor, now=now, reason=reason)
    return len(ending)

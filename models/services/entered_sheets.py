"""A dream sheet entered for an executive: it counts for nothing until the executive confirms it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access import can, require
from models.actors import Actor
from models.audit import record
from models.entered_sheets import EnteredSheet
from models.errors import Conflict, Invalid, Unmet
from models.executives import Executive
from models.locks import lock_round
from models.outbox import post
from models.queries.recipients import actor_of
from models.queries.releases import find_release
from models.queries.waivers import unanswered
from models.receipts import Receipt
from models.releases import REFUSALS
from models.rounds import Round, RoundState
from models.sealed_lists import Groups, groups
from models.services import dreamsheets


def enter(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_: Round,
    executive: Executive,
    choices: Sequence[str | Sequence[str]],
    late_because: str = "",
) -> EnteredSheet:
    """Put a list before the executive, who alone can make it count; one that waits already is replaced.

    Whether the executive has filed a list is not told by it. After the lists closed, and until the rankings
    open, it takes a reason: Invalid without. Unmet with every HARD reason of policy.
    """
    require(actor, "entered_sheets.enter", executive, now=now)
    late = _must_take_lists(lock_round(session, round_), now)
    if late and not late_because.strip():
        raise Invalid("The lists are closed: write why this one comes late.", about="late_because")
    if why := why_kept_home(session, actor, round_, executive, now):
        raise Conflict(why)
    to = actor_of(session, executive.id)
    if to is None:
        raise Conflict(f"{executive.name} cannot sign in, so nobody could confirm the list.")
    wanted = groups(choices)
    if not wanted:
        raise Invalid("Name one opportunity or more.", about="choices")
    reasons = dreamsheets.judge(session, round_, executive, wanted)
    if refused := [reason for reason in reasons if reason.refuses]:
        raise Unmet(refused, about="choices")
    if (before := waiting_for(session, round_, executive)) is not None:
        _settle(before, now, confirmed=False)
        session.flush()
    made = EnteredSheet(
        round_id=round_.id,
        executive_id=executive.id,
        choices=wanted,
        late_because=late_because.strip() if late else None,
        entered_by_id=actor.id,
        entered_at=now,
    )
    session.add(made)
    session.flush()
    key = f"round/{round_.slug}/entered/{made.id}"
    post(session, key=key, recipient_id=to, template="sheet_entered", now=now, round=round_.name)
    record(session, made, "entered_sheets.enter", actor=actor, now=now, reason=made.late_because, late=late)
    session.flush()
    return made


def why_kept_home(session: Session, by: Actor, round_: Round, executive: Executive, now: datetime) -> str:
    """Why a list of the executive would not count, for those alone who may read the release; else empty."""
    release = find_release(session, round_.slug, executive.slug)
    if release is None or release.state not in REFUSALS or not can(by, "releases.see", release, now=now):
        return ""
    return f"{executive.name} is not released in {round_.name}, so no list of theirs counts in it."


def waiting_for(session: Session, round_: Round, executive: Executive) -> EnteredSheet | None:
    """The list that waits for the executive's word, if any."""
    theirs = EnteredSheet.round_id == round_.id, EnteredSheet.executive_id == executive.id
    return session.scalar(select(EnteredSheet).where(*theirs, EnteredSheet.answered_at.is_(None)))


def confirm(
    session: Session, *, actor: Actor, now: datetime, entered: EnteredSheet, nonce: str | None = None
) -> Receipt:
    """The executive's yes: the list replaces the draft and is certified, late ones too; Unmet where policy
    or a gate without an answer keeps a choice off it, and then nothing has changed."""
    require(actor, "entered_sheets.confirm", entered.executive, now=now)
    late = _must_take_lists(lock_round(session, entered.round), now)
    if late and entered.late_because is None:
        raise Conflict("The lists closed before this one was confirmed; a coordinator can enter it as late.")
    if entered.answered_at is not None:
        raise Conflict("This list is answered already.")
    wanted: Groups = entered.choices or []
    round_, executive = entered.round, entered.executive
    if closed := unanswered(session, round_, executive, [slug for group in wanted for slug in group]):
        raise Unmet(closed)
    filed = dreamsheets.keep(
        session, by=actor, now=now, round_=round_, executive=executive, choices=wanted, late=late
    )
    receipt = dreamsheets.certify(session, filed.sheet, by=actor, now=now, nonce=nonce)
    _settle(entered, now, confirmed=True)
    record(session, entered, "entered_sheets.confirm", actor=actor, now=now, late=late)
    session.flush()
    return receipt


def refuse(session: Session, *, actor: Actor, now: datetime, entered: EnteredSheet) -> None:
    """The executive's no: the list is erased, and nobody asks why."""
    require(actor, "entered_sheets.refuse", entered.executive, now=now)
    if entered.answered_at is not None:
        raise Conflict("This list is answered already.")
    _settle(entered, now, confirmed=False)
    record(session, entered, "entered_sheets.refuse", actor=actor, now=now)
    session.flush()


def _settle(entered: EnteredSheet, now: datetime, *, confirmed: bool) -> None:
    entered.choices, entered.answered_at, entered.confirmed = None, now, confirmed


def takes_late(round_: Round, now: datetime) -> bool:
    """Whether the lists are closed and the rankings are not open yet."""
    closed = round_.state is RoundState.PREFERENCES and now > round_.lists_close_at
    return closed or round_.state is RoundState.RELEASE_REVIEW


def is_confirmable(entered: EnteredSheet, now: datetime) -> bool:
    """Whether its owner can still make it count: while lists are filed, and one entered as late until the
    rankings open."""
    late = entered.late_because is not None and takes_late(entered.round, now)
    return late or dreamsheets.is_filing(entered.round, now)


def _must_take_lists(round_: Round, now: datetime) -> bool:
    """Whether a list comes late now; Conflict where none is taken at all."""
    if dreamsheets.is_filing(round_, now):
        return False
    if takes_late(round_, now):
        return True
    raise Conflict("A list can be entered from the day the lists open until the rankings open.")

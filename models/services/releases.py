"""Releases: asked for with the consent, recommended by the supervisor, decided by the agency or by default.

Whatever is decided stays in its round: nothing of a later round reads it, and nothing counts it.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.rotation import written
from matcher.rotation.backfills import Cover, find_broken_loop
from models.access import require
from models.actors import Actor
from models.audit import record
from models.consents import Consent
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.lifecycles import advance, advance_all, must_allow
from models.locks import lock_round
from models.outbox import post
from models.queries.ids import actors_of
from models.queries.posts_at_home import standing
from models.queries.recipients import actor_of
from models.queries.releases import Reach, reach
from models.releases import PENDING, Advice, Backfill, RefusalReason, Release, ReleaseState
from models.rounds import Round, RoundState, Undecided
from models.services import notes

LONGEST_ABSENCE = 3650
DECIDED_IN = frozenset({RoundState.PREFERENCES, RoundState.RELEASE_REVIEW})


class Verdict(enum.StrEnum):
    """The agency's answer; each is an action of the machine."""

    GRANT = "grant"
    GRANT_WITH_CONDITIONS = "grant_with_conditions"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Decision:
    """What the agency decides: conditions where the verdict makes some, a reason where it refuses."""

    verdict: Verdict
    refusal: RefusalReason | None = None
    latest_start: date | None = None
    longest_days: int | None = None
    backfill: Backfill | None = None
    stand_in: Executive | None = None
    note: str = ""


def find_release(session: Session, round_id: int, executive_id: int) -> Release | None:
    """The release of the executive in the round."""
    query = select(Release).where(Release.round_id == round_id, Release.executive_id == executive_id)
    return session.scalar(query)


def ask(session: Session, *, by: Actor, now: datetime, round_: Round, executive: Executive) -> Release:
    """Ask the home side, in the transaction of the consent. What was decided once in this round stands."""
    found = find_release(session, round_.id, executive.id)
    if found is None:
        found = Release(round_id=round_.id, executive_id=executive.id, asked_at=now)
        session.add(found)
    elif found.state is ReleaseState.WITHDRAWN:
        found.asked_at, found.advice, found.advised_at, found.advised_by_id = now, None, None, None
        found.advice_note, found.escalated_at = "", None
        advance(session, found, "ask_again", actor=by, now=now)
    session.flush()
    return found


def drop(session: Session, *, by: Actor, now: datetime, consent: Consent) -> None:
    """Ask no more once the consent is taken back; a decision that was made stays on record."""
    found = find_release(session, consent.round_id, consent.executive_id)
    if found is not None and found.state in PENDING:
        advance(session, found, "withdraw", actor=by, now=now)


def recommend(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    release: Release,
    version: int,
    advice: Advice,
    note: str = "",
) -> None:
    """The supervisor's part: say what the agency should do; the agency decides."""
    require(actor, "releases.recommend", release, now=now)
    must_allow(_as_read(session, release, version), "recommend")
    words = notes.clean(note)
    if advice is Advice.WITH_CONDITIONS and not words:
        raise Invalid("Write the conditions: the agency decides on them.", about="note")
    release.advice, release.advice_note = advice, words
    release.advised_by_id, release.advised_at = actor.id, now
    advance(session, release, "recommend", actor=actor, now=now, advice=advice.value)
    session.flush()


def decide(
    session: Session, *, actor: Actor, now: datetime, release: Release, version: int, decision: Decision
) -> None:
    """The agency's part: release, release with conditions, or refuse with a reason; the executive is told."""
    require(actor, "releases.decide", release, now=now)
    must_allow(_as_read(session, release, version), decision.verdict)
    _check(release, decision)
    _check_reach(reach(session, release.round), decision)
    _check_post(session, release, decision.backfill, decision.stand_in)
    release.decided_by_id, release.decided_at = actor.id, now
    release.refusal, release.note = decision.refusal, notes.clean(decision.note)
    release.latest_start, release.longest_days = decision.latest_start, decision.longest_days
    if decision.verdict is not Verdict.REFUSE:
        release.backfill = decision.backfill
        release.stand_in_id = decision.stand_in.id if decision.stand_in else None
    words = {"refusal": decision.refusal.value} if decision.refusal else {}
    advance(session, release, decision.verdict, actor=actor, now=now, **words)
    session.flush()
    if (recipient := actor_of(session, release.executive_id)) is not None:
        _tell(session, release.round, recipient, now)


def look_after(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    release: Release,
    version: int,
    backfill: Backfill | None,
    stand_in: Executive | None = None,
) -> None:
    """Write how the post is looked after, change it, or that it is not settled any more, once the release
    stands; the release stays."""
    require(actor, "releases.look_after", release, now=now)
    lock_round(session, release.round)
    fresh = _read_again(session, release, version)
    if not standing(session, fresh)[1]:
        raise Conflict("There is no post to look after in this round: read the release again.")
    if backfill is None and fresh.backfill is None:
        raise Invalid("Choose how the post is looked after.", about="backfill")
    _check_post(session, fresh, backfill, stand_in)
    fresh.backfill, fresh.stand_in_id = backfill, stand_in.id if stand_in else None
    how, who = backfill.value if backfill else "", stand_in.slug if stand_in else ""
    record(session, fresh, "releases.look_after", actor=actor, now=now, how=how, stand_in=who)
    session.flush()


def _check(release: Release, decision: Decision) -> None:
    conditions = (decision.latest_start, decision.longest_days)
    if (decision.verdict is Verdict.REFUSE) is (decision.refusal is None):
        raise Invalid("A refusal needs one reason from the list, and nothing else has one.", about="refusal")
    if (decision.verdict is Verdict.GRANT_WITH_CONDITIONS) is (conditions == (None, None)):
        raise Invalid(
            "Conditions go with a release that has some, and with nothing else.", about="longest_days"
        )
    if decision.longest_days is not None and not 1 <= decision.longest_days <= LONGEST_ABSENCE:
        raise Invalid(
            f"The longest absence must be between 1 and {LONGEST_ABSENCE:,} days.", about="longest_days"
        )
    if decision.latest_start is not None and decision.latest_start < local_day(release.round.results_at):
        raise Invalid(
            "Nothing begins before the results of the round: name a later day, or refuse.",
            about="latest_start",
        )


def _check_reach(open_: Reach, decision: Decision) -> None:
    """Whether the conditions leave anything of the round open: what closes all is a refusal."""
    days, start = decision.longest_days, decision.latest_start
    if days is not None and open_.offers and open_.shortest is None:
        raise Invalid(
            "Every opportunity of this round is for good, longer than any number of days: name none, or "
            "refuse with a reason.",
            about="longest_days",
        )
    if days is not None and open_.shortest is not None and days < open_.shortest:
        raise Invalid(
            f"Every opportunity of this round lasts {open_.shortest} days or more: allow that many, "
            "or refuse with a reason.",
            about="longest_days",
        )
    if start is not None and open_.earliest is not None and start < open_.earliest:
        raise Invalid(
            f"Nothing in this round begins before {written(open_.earliest)}: name a later day, "
            "or refuse with a reason.",
            about="latest_start",
        )
    if days is not None and start is not None and open_.offers and not open_.has_within(days, start):
        raise Invalid(
            f"Nothing in this round both begins by {written(start)} and lasts at most {days} days: "
            "ease one of them, or refuse with a reason.",
            about="longest_days",
        )


def _check_post(session: Session, release: Release, backfill: Backfill | None, who: Executive | None) -> None:
    """Whether the person may look after the post: nobody has two, and only an exchange is a circle."""
    if who is None and backfill is Backfill.RECIPROCAL_EXCHANGE:
        raise Invalid(
            "Name who changes places, or choose another way: places change between two.", about="stand_in"
        )
    if who is None:
        return
    if backfill is None:
        raise Invalid("Say how the person looks after the post.", about="backfill")
    if backfill is Backfill.LEAVE_VACANT:
        raise Invalid("Nobody looks after a post that stays vacant: name nobody.", about="stand_in")
    if who.id == release.executive_id or who.home_agency_id != release.executive.home_agency_id:
        raise Invalid("Another person of the same agency looks after the post.", about="stand_in")
    others = [one for one in covers(session, release.round_id) if one.person != release.executive.slug]
    if any(one.stand_in == who.slug for one in others):
        raise Conflict(f"{who.name} looks after another post in this round already.", about="stand_in")
    mine = Cover(release.executive.slug, who.slug, backfill is Backfill.RECIPROCAL_EXCHANGE)
    if loop := find_broken_loop([*others, mine]):
        raise Invalid(
            f"These people would look after one another's posts in a circle: {', '.join(loop)}. "
            "That works only where each of them is a reciprocal exchange.",
            about="stand_in",
        )


def covers(session: Session, round_id: int) -> list[Cover]:
    """Who looks after whose post in the round, by slug."""
    query = select(Release).where(Release.round_id == round_id, Release.stand_in_id.is_not(None))
    return [
        Cover(one.executive.slug, one.stand_in.slug, one.backfill is Backfill.RECIPROCAL_EXCHANGE)
        for one in session.scalars(query.order_by(Release.id))
        if one.stand_in is not None
    ]


def settle(session: Session, *, by: Actor, now: datetime, round_: Round) -> None:
    """Let every release that nobody decided count as the round's policy says, and tell those kept at home."""
    query = select(Release).where(Release.round_id == round_.id, Release.state.in_(PENDING))
    undecided: Sequence[Release] = session.scalars(query.order_by(Release.id)).all()
    refuses = round_.undecided is Undecided.REFUSED
    action = "refuse_by_default" if refuses else "grant_by_default"
    for one in undecided:
        one.decided_at = now
    advance_all(session, undecided, action, under=round_, actor=by, now=now)
    session.flush()
    if refuses:
        slugs = select(Executive.slug).where(Executive.id.in_([one.executive_id for one in undecided]))
        for recipient in actors_of(session, session.scalars(slugs).all()):
            _tell(session, round_, recipient, now)


def _tell(session: Session, round_: Round, recipient: int, now: datetime) -> None:
    key = f"round/{round_.slug}/release/{recipient}/{now:%Y%m%d%H%M%S}"
    post(session, key=key, recipient_id=recipient, template="release_decided", now=now, round=round_.name)
    session.flush()


def _as_read(session: Session, release: Release, version: int) -> Release:
    """The release read again under the round's lock; Conflict where the round or somebody went on."""
    if lock_round(session, release.round).state not in DECIDED_IN:
        raise Conflict("Releases are decided until the host rankings open.")
    return _read_again(session, release, version)


def _read_again(session: Session, release: Release, version: int) -> Release:
    query = select(Release).where(Release.id == release.id).with_for_update(of=Release)
    fresh = session.scalars(query, execution_options={"populate_existing": True}).one()
    if fresh.version != version:
        raise Conflict("The release changed since you opened it: read it again.")
    return fresh

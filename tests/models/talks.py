"""Two people of the invented world in an engagement, with times to meet, for tests of times and meetings."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.availability.problem import Difference, Terms
from models.engagements import Engagement
from models.executives import Executive
from models.lifecycles import advance
from models.meetings import Meeting
from models.mentoring_offers import MentoringOffer, Origin
from models.mentors import MentorKind, MentorProfile
from models.queries.availability import policy_of
from models.requests import MentoringRequest
from models.services import availability, calendar_feeds, delegations
from models.services.availability import Week
from tests.models.world import DAY, NOW, actor, find

MENTOR, MENTEE = "E-05", "E-01"
MORNING, NOON = 9 * 60, 12 * 60
WEDNESDAY_9 = datetime.fromisoformat("2026-11-25T14:00+00:00")
"""The first time that can be booked: 9:00 in Washington, two days after the world begins."""


def week(**more: Any) -> Week:
    """Mondays and Wednesdays from nine to twelve in New York; an hour each, without notice to spare."""
    usual: dict[str, Any] = {
        "zone": "America/New_York",
        "terms": Terms(length=60, step=30, notice=24, horizon=28, buffer=0),
        "windows": [(day, MORNING, NOON) for day in (0, 2)],
        "first_week": date(2026, 11, 23),
        "every": {},
    }
    return Week(**(usual | more))


def open_week(session: Session, slug: str = MENTOR, **more: Any) -> None:
    """Let somebody save the usual week."""
    executive = find(session, Executive, slug)
    stored = policy_of(session, executive)
    version = 0 if stored is None else stored.version
    facts = {"executive": executive, "version": version, "week": week(**more)}
    availability.save_week(session, actor=actor(session, slug.lower()), now=NOW, **facts)


def engage(session: Session, mentor: str = MENTOR, mentee: str = MENTEE, *, allowed: int = 3) -> Engagement:
    """An accepted offer between the two, with nothing booked yet."""
    host, guest = find(session, Executive, mentor), find(session, Executive, mentee)
    profile = session.scalar(
        select(MentorProfile).where(MentorProfile.executive_id == host.id)
    ) or MentorProfile(executive_id=host.id, kind=MentorKind.MENTOR, capacity=3)
    request = MentoringRequest(
        executive_id=guest.id, kind=MentorKind.MENTOR, created_at=NOW, changed_at=NOW, submitted_at=NOW
    )
    session.add_all([profile, request])
    session.flush()
    offer = MentoringOffer(
        request_id=request.id,
        profile_id=profile.id,
        number=1,
        origin=Origin.SERVICE,
        points=700,
        coverage=80,
        ledger=[],
        offered_at=NOW,
        due_at=NOW + DAY,
    )
    session.add(offer)
    session.flush()
    system = actor(session, "system")
    offer.ended_at = NOW
    advance(session, offer, "accept", actor=system, now=NOW)
    session.flush()
    made = Engagement(
        request_id=request.id,
        offer_id=offer.id,
        profile_id=profile.id,
        executive_id=guest.id,
        began_at=NOW,
        book_by=NOW + 7 * DAY,
        runs_until=date(2027, 1, 22),
        meetings_allowed=allowed,
    )
    session.add(made)
    session.flush()
    return made


def booked(
    session: Session, engagement: Engagement, start: datetime, *, arranged_at: datetime = NOW - 3 * DAY
) -> Meeting:
    """A meeting of an hour that was booked some days ago."""
    mentor = engagement.profile.executive_id
    made = Meeting(
        uid=f"{start:%Y%m%dT%H%M}-{engagement.id}",
        sequence=0,
        engagement_id=engagement.id,
        mentor_id=mentor,
        mentee_id=engagement.executive_id,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        place="Room 7",
        arranged_at=arranged_at,
        arranged_by_id=actor(session, "e-05").id,
    )
    session.add(made)
    session.flush()
    return made


def fill(session: Session, times: int = 1) -> None:
    """People who meet, mostly E-01: meetings to come and over, one without a time, days that differ, a
    delegate, a feed; `times` as many of what there can be many of."""
    me, owner = find(session, Executive, MENTEE), actor(session, "e-01")
    open_week(session)
    open_week(session, "E-09")
    open_week(session, MENTEE, zone="America/Phoenix", windows=[(day, 6 * 60, 18 * 60) for day in range(5)])
    talk = engage(session)
    booked(session, talk, NOW - timedelta(hours=2))
    for number in range(times):
        booked(session, talk, NOW + (1 + number) * DAY)
        engage(session, f"E-{9 + number:02}", MENTEE)
        first = date(2026, 12, 21) + number * DAY
        facts = {"executive": me, "kind": Difference.BLOCK, "first": first, "last": first + DAY}
        availability.add_exception(session, actor=owner, now=NOW, **facts)
    for slug in ("supervisor-EN", "coord-TR", "host-TR")[:times]:
        helper = actor(session, slug)
        helper.email = f"{slug}@agency.example"
        session.flush()
        delegations.begin(session, actor=owner, now=NOW, executive=me, email=helper.email)
    calendar_feeds.make(session, actor=owner, now=NOW, executive=me)

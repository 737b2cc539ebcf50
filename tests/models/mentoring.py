"""Mentoring in the small invented world: what can be asked, who helps, one request, and the steps from it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.alliances import MissionCluster
from models.competencies import Competency
from models.engagements import Engagement
from models.executives import Executive
from models.mentoring_offers import LIVE, DeclineReason, MentoringOffer
from models.mentors import MentorKind, MentorProfile, Site, SizeBand
from models.outbox import Notice
from models.requests import MentoringRequest
from models.services import mentoring_offers, mentors, reference, requests
from models.services.drafts import Help, Question, When
from models.services.mentors import Profile
from models.situations import JobFunction, Situation, SituationNeighbour, Topic
from models.sources import ReferenceSource
from tests.models.world import NOW, actor, find

REORGANIZATION, CRISIS, NEW_ROLE = 1, 2, 3
DEVELOPING, VISION = 1, 2
FINANCE, LAW = 1, 2
BEST, SECOND, THIRD, FOURTH = "E-05", "E-09", "E-06", "E-10"
"""The mentors of `four_mentors`, each a little less fit for the usual request than the one before."""
HOME_COORDINATORS = {2: "coord-AG11", 3: "coord-EN", 4: "coord-TR"}


def load_reference(session: Session) -> None:
    """Three situations, of which two are alike; two competencies, functions and missions."""
    source = ReferenceSource(
        file="mentoring.csv", source="invented", licence="CC0-1.0", as_of=date(2026, 11, 1), sha256="2" * 64
    )
    names = ("Reorganization", "Crisis", "New role")
    rows: dict[Any, list[dict[str, Any]]] = {
        Competency: [
            {"id": 1, "ecq_id": 1, "ordinal": 1, "name": "Developing Others"},
            {"id": 2, "ecq_id": 1, "ordinal": 2, "name": "Vision"},
        ],
        MissionCluster: [{"id": 1, "code": "LAND", "name": "Land"}, {"id": 2, "code": "LAW", "name": "Law"}],
        JobFunction: [
            {"id": 1, "code": "finance", "name": "Finance"},
            {"id": 2, "code": "law", "name": "Law"},
        ],
        Situation: [
            {"id": n, "code": name.lower().replace(" ", "_"), "name": name, "help": "Invented.", "ordinal": n}
            for n, name in enumerate(names, 1)
        ],
        SituationNeighbour: [{"first_id": 1, "second_id": 2}],
        Topic: [{"id": 1, "situation_id": 1, "ordinal": 1, "name": "Who decides what"}],
    }
    reference.load(session, actor=actor(session, "system"), now=NOW, source=source, rows=rows)


def said(**more: Any) -> Profile:
    """A profile that fits the usual request in everything."""
    usual: dict[str, Any] = {
        "capacity": 1,
        "about": "Twenty years of change.",
        "site": Site.FIELD,
        "size_band": SizeBand.UNDER_100,
        "situations": {REORGANIZATION: (2025, 2023)},
        "competencies": {DEVELOPING: 5, VISION: 4},
        "functions": [FINANCE],
        "missions": [1],
        "agencies": [3],
    }
    return Profile(**(usual | more))


def draft_profile(session: Session, slug: str, **more: Any) -> MentorProfile:
    executive = find(session, Executive, slug)
    kind = more.pop("kind", MentorKind.MENTOR)
    return mentors.save(
        session,
        actor=actor(session, slug.lower()),
        now=NOW,
        executive=executive,
        kind=kind,
        said=said(**more),
    )


def mentor(session: Session, slug: str, **more: Any) -> MentorProfile:
    """An approved mentor."""
    profile = draft_profile(session, slug, **more)
    mentors.submit(session, actor=actor(session, slug.lower()), now=NOW, profile=profile)
    approver = HOME_COORDINATORS[profile.executive.home_agency_id]
    mentors.approve(session, actor=actor(session, approver), now=NOW, profile=profile)
    return profile


def draft(session: Session, slug: str = "E-01", now: datetime = NOW, **when: Any) -> MentoringRequest:
    """A draft in its last step."""
    executive, owner = find(session, Executive, slug), actor(session, slug.lower())
    request = None
    for part in (
        Question([(REORGANIZATION, False)], "Two offices become one."),
        Help([(DEVELOPING, 3, False)], FINANCE, 1, Site.FIELD, SizeBand.UNDER_100),
        When(**when),
    ):
        request = requests.save(
            session, actor=owner, now=now, executive=executive, part=part, request=request
        )
    assert request is not None
    return request


def submitted(session: Session, slug: str = "E-01", now: datetime = NOW, **when: Any) -> MentoringRequest:
    request = draft(session, slug, now, **when)
    requests.submit(session, actor=actor(session, slug.lower()), now=now, request=request)
    return request


def profile_of(session: Session, slug: str) -> MentorProfile:
    executive = find(session, Executive, slug)
    return session.scalars(select(MentorProfile).where(MentorProfile.executive_id == executive.id)).one()


def request_of(session: Session, slug: str = "E-01") -> MentoringRequest:
    executive = find(session, Executive, slug)
    query = select(MentoringRequest).where(MentoringRequest.executive_id == executive.id)
    return session.scalars(query.order_by(MentoringRequest.id.desc()).limit(1)).one()


def owner_of(session: Session, request: MentoringRequest) -> Any:
    return actor(session, request.executive.slug.lower())


def chosen(session: Session, request: MentoringRequest, *slugs: str, now: datetime = NOW) -> MentoringOffer:
    """The offer to the first of the mentors."""
    profiles = [profile_of(session, slug) for slug in slugs]
    by = owner_of(session, request)
    requests.choose(session, actor=by, now=now, request=request, profiles=profiles)
    return live(session, request)


def live(session: Session, request: MentoringRequest) -> MentoringOffer:
    query = select(MentoringOffer).where(
        MentoringOffer.request_id == request.id, MentoringOffer.state.in_(LIVE)
    )
    return session.scalars(query).one()


def asked_mentor(session: Session, offer: MentoringOffer) -> str:
    slug: str = offer.profile.executive.slug
    return slug


def mentor_actor(session: Session, offer: MentoringOffer) -> Any:
    return actor(session, asked_mentor(session, offer).lower())


def accepted(session: Session, offer: MentoringOffer, now: datetime = NOW) -> Engagement:
    return mentoring_offers.accept(session, actor=mentor_actor(session, offer), now=now, offer=offer)


def four_mentors(session: Session) -> None:
    """What can be asked, and four who can help."""
    load_reference(session)
    mentor(session, BEST)
    mentor(session, SECOND, situations={REORGANIZATION: (2025, None)})
    mentor(session, THIRD, situations={REORGANIZATION: (2019, None)})
    mentor(session, FOURTH, situations={CRISIS: (2025, None)})


def notices(session: Session) -> list[tuple[str, str]]:
    """Whom was written to, and what; approvals of profiles aside."""
    query = select(Notice).where(Notice.template != "mentor_approved").order_by(Notice.id)
    return [(one.recipient.slug, one.template) for one in session.scalars(query)]


def decline(session: Session, offer: MentoringOffer, reason: DeclineReason = DeclineReason.NO_TIME) -> None:
    by = mentor_actor(session, offer)
    mentoring_offers.decline(session, actor=by, now=NOW, offer=offer, reason=reason)

"""Invented assistants: two mentors let somebody look after their times."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.engagements import OPEN, Engagement
from models.services import delegations, people
from models.services.people import NewActor
from seed.loading.people import SYSTEM, get_actor
from seed.loading.stories import actor_of

ASSISTANTS = {
    "assistant-1": "First assistant (invented)",
    "assistant-2": "Second assistant (invented)",
}


def name_assistants(session: Session, *, now: datetime) -> None:
    """Each looks after the times of one mentor whose conversations run, the ones that began first."""
    newcomers = [NewActor(slug, name, f"{slug}@demonstration.example") for slug, name in ASSISTANTS.items()]
    added = people.add_actors(session, actor=get_actor(session, SYSTEM), now=now, people=newcomers)
    running = select(Engagement).where(Engagement.state.in_(OPEN)).order_by(Engagement.id)
    mentors = {talk.profile.executive_id: talk.profile.executive for talk in session.scalars(running)}
    for person, mentor in zip(added, list(mentors.values())[: len(added)], strict=True):
        owner, email = actor_of(session, mentor.id), person.email or ""
        delegations.begin(session, actor=owner, now=now, executive=mentor, email=email)

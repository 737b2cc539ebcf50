"""An invented request on its way: what has happened up to an instant, and who acts next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.errors import Conflict
from models.mentoring_offers import MentoringOffer
from models.queries.mentoring_due import Due
from models.requests import MentoringRequest
from models.services import mentoring_clock, requests
from models.services.placing import live_offer
from seed import records
from seed.chance import Chance
from seed.loading.ids import Ids
from seed.loading.people import get_actor

HOUR = timedelta(hours=1)


@dataclass
class Story:
    """One request on its way; `at` is the instant of what happens next, never later than `now`."""

    session: Session
    plan: records.Request
    facts: dict[str, Ids]
    number: int
    now: datetime
    at: datetime
    request: MentoringRequest

    @property
    def owner(self) -> Actor:
        return actor_of(self.session, self.request.executive_id)

    @property
    def offer(self) -> MentoringOffer:
        found = live_offer(self.session, self.request)
        if found is None:
            raise Conflict(f"{self.plan.executive}: nobody is asked.")
        return found

    def mentor(self, offer: MentoringOffer) -> Actor:
        return actor_of(self.session, offer.profile.executive_id)

    def later(self, span: timedelta) -> None:
        """Let time pass, up to the present."""
        self.at = min(self.at + span, self.now)

    def chance(self) -> Chance:
        return Chance(self.number, "fate", self.plan.executive)


def actor_of(session: Session, executive_id: int) -> Actor:
    return session.scalars(select(Actor).where(Actor.executive_id == executive_id)).one()


def choose(story: Story) -> None:
    """Name the best of the shortlist, as many as the plan says."""
    profiles = [one.profile for one in story.request.suggestions[: story.plan.chooses]]
    requests.choose(story.session, actor=story.owner, now=story.at, request=story.request, profiles=profiles)


def tick(story: Story, what: str, id_: int, at: datetime) -> None:
    by = get_actor(story.session, "system")
    if not mentoring_clock.act(story.session, actor=by, now=at, item=Due(what, id_)):
        raise Conflict(f"{story.plan.executive}: {what} is not due.")

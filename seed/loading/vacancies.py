"""Posts that invented agencies expect to fall free: most are to come, some came, some did not."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.opportunities import Opportunity, OpportunityState
from models.positions import Occupancy, Position
from models.services import vacancies
from models.services.vacancies import Projection
from models.vacancies import Confidence
from seed.loading.people import agency_actor_slug, get_actor

HOSTS = ("AG", "DN", "HE", "TR")
TO_COME = 3
"""Of each host; before them one that came for each, and one that did not for every second."""


def project_vacancies(session: Session, *, now: datetime) -> int:
    """List them by the hosts' contacts; how many."""
    count = 0
    for place, code in enumerate(HOSTS):
        agency = session.scalars(select(Agency).where(Agency.code == code)).one()
        by = get_actor(session, agency_actor_slug("host", code))
        filled = Position.agency_id == agency.id, Position.occupancy == Occupancy.FILLED
        posts = session.scalars(select(Position).where(*filled).order_by(Position.slug).limit(TO_COME + 2))
        expected = _expected(posts.all(), now.date(), place)
        made = [
            vacancies.project(session, actor=by, now=now, agency=agency, projection=one) for one in expected
        ]
        offered = session.scalars(
            select(Opportunity)
            .where(Opportunity.host_agency_id == agency.id, Opportunity.state == OpportunityState.APPROVED)
            .order_by(Opportunity.slug)
            .limit(1)
        ).one()
        vacancies.become(session, actor=by, now=now, vacancy=made[0], opportunity=offered)
        if place % 2:
            vacancies.give_up(session, actor=by, now=now, vacancy=made[1])
        count += len(made)
    return count


def _expected(posts: Sequence[Position], today: date, shift: int) -> list[Projection]:
    """The first two for this month, the others in the months after, each surer than the next."""
    months = [0, 0, *(3 * number + shift for number in range(1, TO_COME + 1))]
    sure = list(Confidence)
    return [
        Projection(
            title=post.title,
            place=", ".join(filter(None, (post.city, post.region))),
            month=_later(today, months[place]),
            confidence=sure[place % len(sure)],
            position=post,
        )
        for place, post in enumerate(posts)
    ]


def _later(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)

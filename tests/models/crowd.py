"""The small world with many rows: a page must ask the database as often as it does for few."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.executives import (
    AppointmentType,
    CareerStage,
    Clearance,
    EcqEvidence,
    Education,
    Executive,
    Relocation,
    Skill,
    TargetJob,
)
from models.services import opportunities, people
from models.services.people import NewActor
from tests.models import walk, world
from tests.models.world import HOMES, NOW, actor, find

PEOPLE = range(13, 49)
POSTS = range(7, 31)


def build(session: Session) -> None:
    """Three dozen executives and two dozen opportunities more than the world has."""
    for code in HOMES:
        agency = find(session, Agency, code)
        session.add_all(_executive(number, agency) for number in PEOPLE if HOMES[number % 3] == code)
    session.flush()
    added = session.scalars(select(Executive).where(Executive.slug > "E-12").order_by(Executive.slug))
    newcomers = [NewActor(one.slug.lower(), one.name, executive_id=one.id) for one in added]
    people.add_actors(session, actor=actor(session, "office"), now=NOW, people=newcomers)
    for number in POSTS:
        _offer(session, number)


def _executive(number: int, home: Agency) -> Executive:
    return Executive(
        slug=f"E-{number:02}",
        name=f"Invented Person {number}",
        invented=True,
        home_agency=home,
        appointment=AppointmentType.CAREER,
        career_stage=CareerStage.MAKING_MY_MARK,
        ses_since=date(2020, 1, 1),
        current_position_since=date(2022, 1, 1),
        clearance=Clearance.SECRET,
        relocation=Relocation.ANY,
        skills=[Skill(ordinal=1, name="budgets")],
        education=[Education(ordinal=1, text="Master of Science")],
        evidence=[EcqEvidence(ecq_id=1, text="Closed a project on time.")],
        target_jobs=[TargetJob(ordinal=1, title="Deputy director")],
    )


def _offer(session: Session, number: int) -> None:
    code = HOMES[number % 3]
    host, approver = actor(session, f"host-{code}"), actor(session, f"coord-{code}")
    offered = world.opportunity(session, f"O-{number}", code)
    opportunities.add(session, actor=host, now=NOW, opportunity=offered)
    opportunities.submit(session, actor=host, now=NOW, opportunity=offered)
    opportunities.approve(session, actor=approver, now=NOW, opportunity=offered)


class Walk(walk.Walk):
    """The same walk, with everybody in it."""

    def begin_at(self, stage: str) -> bool:
        return False

    def to_filed(self) -> "Walk":
        super().to_filed()
        for number in PEOPLE:
            walk.file(self.session, f"E-{number:02}", _choices(number))
            walk.consent(self.session, f"E-{number:02}")
        return self


def _choices(number: int) -> list[str]:
    """Ten opportunities of other agencies, and some of the first six."""
    away = [post for post in range(7, 31) if post % 3 != number % 3]
    turned = away[number % len(away) :] + away[: number % len(away)]
    first = ("O-3", "O-1", "O-1")[number % 3]
    return [first, *(f"O-{post}" for post in turned[:9])]

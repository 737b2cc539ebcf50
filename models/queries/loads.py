"""The places of mentors that are taken: by an offer that waits, by conversations that run."""

from sqlalchemy import Select, Subquery, func, literal, select, union_all
from sqlalchemy.orm import Session

from models.engagements import OPEN, Engagement
from models.mentoring_offers import LIVE, MentoringOffer

TALK = "talk"


def places() -> Subquery:
    """One row for each place that is taken: the `profile`, and by `what`."""
    offers = select(MentoringOffer.profile_id.label("profile"), literal("offer").label("what"))
    talks = select(Engagement.profile_id, literal(TALK))
    return union_all(
        offers.where(MentoringOffer.state.in_(LIVE)), talks.where(Engagement.state.in_(OPEN))
    ).subquery()


def counts() -> Select[int, int]:
    """Each profile that has taken places, and how many."""
    taken = places()
    return select(taken.c.profile, func.count().label("count")).group_by(taken.c.profile)


def loads(session: Session) -> dict[int, int]:
    """Profile → taken places, of whoever has any."""
    return {profile: count for profile, count in session.execute(counts())}  # noqa: C416 - rows, not pairs


def running(session: Session, profile_id: int) -> int:
    """How many conversations of one mentor run."""
    taken = places()
    theirs = taken.c.profile == profile_id, taken.c.what == TALK
    return session.scalars(select(func.count()).select_from(taken).where(*theirs)).one()

"""Who may be released in a round, and under which conditions."""

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, or_, select
from sqlalchemy.orm import Session

from matcher.policy.release import Conditions
from models.executives import Executive
from models.releases import PENDING, REFUSALS, Release, ReleaseState
from models.rounds import Round, Undecided


def kept_home(
    round_id: SQLColumnExpression[int], executive_id: SQLColumnExpression[int]
) -> ColumnElement[bool]:
    """The home agency does not release the executive in the round, as things stand: undecided counts as
    the round says. What the executive is told waits for the decision (`models.queries.own_release`)."""
    by_default = and_(Release.state.in_(PENDING), Round.undecided == Undecided.REFUSED)
    return (
        select(Release.id)
        .join(Round, Round.id == Release.round_id)
        .where(
            Release.round_id == round_id,
            Release.executive_id == executive_id,
            or_(Release.state.in_(REFUSALS), by_default),
        )
        .correlate_except(Release, Round)
        .exists()
    )


def conditions(session: Session, round_: Round) -> dict[str, Conditions]:
    """By slug: the conditions of everybody who is released with some."""
    query = (
        select(Executive.slug, Release.latest_start, Release.longest_days)
        .join(Executive, Executive.id == Release.executive_id)
        .where(*with_conditions(round_))
    )
    return {slug: Conditions(start, days) for slug, start, days in session.execute(query)}


def with_conditions(round_: Round) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Which releases of the round were granted with conditions."""
    return Release.round_id == round_.id, Release.state == ReleaseState.GRANTED_WITH_CONDITIONS

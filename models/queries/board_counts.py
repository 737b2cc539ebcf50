"""What the boards of rounds count by the hundred, for all of them in one reading of each table: their seats
and the people who take part."""

from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, Subquery, and_, case, func, select

from models.consents import Consent
from models.dreamsheets import DreamSheet
from models.executives import Executive
from models.opportunities import Opportunity
from models.queries import entrants
from models.queries.offered import offered_there
from models.queries.readiness import kept
from models.queries.scramble import had_an_offer
from models.queries.seats import seats_there
from models.rounds import Round, RoundOpportunity, RoundState


def seats_by_round(which: ColumnElement[bool]) -> Subquery:
    """By the id of each of `which` rounds: the opportunities that it offers, their seats, and how many of
    them have none before the freeze, as other rounds hold every one."""
    by_number = _seats(which)
    rows, seats = by_number.c.opportunities, by_number.c.seats
    none_left = and_(by_number.c.thawed, seats == 0)
    return (
        select(
            by_number.c.round_id,
            func.sum(rows).label("offered"),
            func.sum(rows * seats).label("seats"),
            func.sum(case((none_left, rows), else_=0)).label("held_elsewhere"),
        )
        .group_by(by_number.c.round_id)
        .subquery()
    )


def _seats(which: ColumnElement[bool]) -> Subquery:
    """How many opportunities of a round have one seat, two, and so on: those of each are worked out once."""
    seats, thawed = seats_there().label("seats"), Round.frozen_sha256.is_(None).label("thawed")
    return (
        select(RoundOpportunity.round_id, thawed, seats, func.count().label("opportunities"))
        .join(Round, Round.id == RoundOpportunity.round_id)
        .join(Opportunity, Opportunity.id == RoundOpportunity.opportunity_id)
        .where(which, offered_there())
        .group_by(RoundOpportunity.round_id, thawed, seats)
        .subquery()
    )


def people_by_round(which: ColumnElement[bool]) -> Subquery:
    """By the id of each of `which` rounds: the active people with a certified sheet and a consent, how many
    of them their home keeps, and how many of the others could take a seat of the published round."""
    without = ~had_an_offer(DreamSheet.round_id, DreamSheet.executive_id)
    placeless = and_(Round.state == RoundState.PUBLISHED, without, ~kept())
    return (
        select(
            DreamSheet.round_id,
            func.count().label("consenting"),
            _count(kept()).label("kept_certified"),
            _count(placeless).label("placeless"),
        )
        .join(Round, Round.id == DreamSheet.round_id)
        .join(Executive, Executive.id == DreamSheet.executive_id)
        .join(Consent, _of_sheet())
        .where(which, DreamSheet.state.in_(entrants.COUNTING), Executive.active)
        .group_by(DreamSheet.round_id)
        .subquery()
    )


def _of_sheet() -> ColumnElement[bool]:
    same = Consent.round_id == DreamSheet.round_id, Consent.executive_id == DreamSheet.executive_id
    return and_(*same, Consent.withdrawn_at.is_(None))


def _count(rule: ColumnElement[bool]) -> SQLColumnExpression[Any]:
    return func.sum(case((rule, 1), else_=0))

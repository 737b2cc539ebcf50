"""How far a round is: counts for its coordinator; who will not take part and why, for themselves alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from models.consents import Consent
from models.dreamsheets import DreamSheet
from models.executives import Executive
from models.opportunities import Opportunity
from models.queries import certified_rankings, entrants
from models.queries.offered import APPROVED
from models.queries.released import kept_home
from models.queries.seats import seats_there
from models.queries.waivers import undecided
from models.rankings import HostRanking
from models.rounds import Round, RoundOpportunity

NOT_CERTIFIED = "The sheet is not certified."
NO_CONSENT = "Consent is not given, or was taken back."
INACTIVE = "The card is no longer active."
NOT_RELEASED = "The home agency does not release."


@dataclass(frozen=True)
class Readiness:
    """Counts of one round; `entrants` have a certified sheet, consent, and may be
    released; `waivers` wait for their hosts."""

    opportunities: int
    seats: int
    sheets: int
    certified: int
    consents: int
    entrants: int
    rankings: int
    waivers: int = 0


def readiness(session: Session, round_: Round) -> Readiness:
    """Every count, in one statement."""
    offered = (
        select(seats_there().label("seats"))
        .select_from(Opportunity)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .where(RoundOpportunity.round_id == round_.id, APPROVED)
        .subquery()
    )
    sheets = _count(DreamSheet.round_id == round_.id)
    certified = sheets.where(DreamSheet.state.in_(entrants.COUNTING))
    with_consent = certified.where(
        Executive.id == DreamSheet.executive_id, Executive.active, consented(), ~kept()
    )
    ranked = HostRanking.state.in_(certified_rankings.COUNTING)
    columns = (
        select(func.count()).select_from(offered),
        select(func.coalesce(func.sum(offered.c.seats), 0)),
        sheets,
        certified,
        _count(Consent.round_id == round_.id, Consent.withdrawn_at.is_(None)),
        with_consent,
        _count(
            HostRanking.round_id == round_.id, ranked, HostRanking.opportunity_id == Opportunity.id, APPROVED
        ),
        undecided(round_),
    )
    return Readiness(*session.execute(select(*(column.scalar_subquery() for column in columns))).one())


def _count(*rules: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).where(*rules)


def consented() -> ColumnElement[bool]:
    """Of a dream sheet: its owner consented in its round."""
    return (
        select(Consent.id)
        .where(
            Consent.round_id == DreamSheet.round_id,
            Consent.executive_id == DreamSheet.executive_id,
            Consent.withdrawn_at.is_(None),
        )
        .exists()
    )


def kept() -> ColumnElement[bool]:
    """Of a dream sheet: its owner is not released in its round."""
    return kept_home(DreamSheet.round_id, DreamSheet.executive_id)


def left_out(session: Session, round_: Round) -> dict[str, str]:
    """By slug: those who filed a sheet and would not be in a snapshot taken now, with the reason."""
    query = (
        select(
            Executive.slug, DreamSheet.state.in_(entrants.COUNTING), consented(), Executive.active, ~kept()
        )
        .join(DreamSheet, DreamSheet.executive_id == Executive.id)
        .where(DreamSheet.round_id == round_.id)
        .order_by(Executive.slug)
    )
    found = {slug: _why(facts) for slug, *facts in session.execute(query)}
    return {slug: why for slug, why in found.items() if why}


def _why(facts: Sequence[bool]) -> str:
    lacking = zip(facts, (NOT_CERTIFIED, NO_CONSENT, INACTIVE, NOT_RELEASED), strict=True)
    return " ".join(text for holds, text in lacking if not holds)

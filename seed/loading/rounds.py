"""The demonstration round: opened, its catalogue filled, limits, alliances and pair rules set."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import end_of_day, local_day
from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity
from models.round_plan import Calendar
from models.rounds import Round, RoundState, Rule
from models.services import rounds, rules
from seed.loading.people import get_actor
from seed.records import AgencyLimits, Demonstration
from seed.roundfile import lottery_secret

COORDINATOR, SECOND_COORDINATOR = "exchange-1", "exchange-2"
NAME = "Demonstration round 2027"
OUTSIDE_SOURCE = "The closing figure of a public index on the day after the freeze (invented)"

LISTS_CLOSE = timedelta(days=28)
RANKINGS_CLOSE = timedelta(days=42)
RESULTS = timedelta(days=56)


def round_slug(number: int) -> str:
    """The public name of the demonstration round of that number."""
    return f"demonstration-{number}"


def closing(now: datetime, after: timedelta) -> datetime:
    """The end of the day in Washington that long after `now`, as a coordinator sets it in the pages."""
    return end_of_day(local_day(now + after))


def find_round(session: Session, number: int) -> Round | None:
    """The demonstration round, once it is there."""
    return session.scalar(select(Round).where(Round.slug == round_slug(number)))


def open_round(session: Session, *, now: datetime, made: Demonstration) -> Round:
    """Create the round, offer its opportunities, set its rules, and open it for dream sheets."""
    actor = get_actor(session, COORDINATOR)
    calendar = Calendar(now, *(closing(now, after) for after in (LISTS_CLOSE, RANKINGS_CLOSE, RESULTS)))
    round_ = rounds.create_round(
        session,
        actor=actor,
        now=now,
        slug=round_slug(made.number),
        name=NAME,
        calendar=calendar,
        outside_source=OUTSIDE_SOURCE,
        secret=lottery_secret(made.number),
    )
    fill_catalogue(session, now=now, round_=round_, slugs=[item.slug for item in made.opportunities])
    set_limits(session, now=now, round_=round_, limits=made.limits)
    _set_alliances(session, now, round_, made)
    _set_pairs(session, now, round_, made)
    rounds.open_preferences(session, actor=actor, now=now, round_=round_)
    return round_


def fill_catalogue(session: Session, *, now: datetime, round_: Round, slugs: Sequence[str]) -> None:
    """Open the round for opportunities and offer these."""
    actor = get_actor(session, COORDINATOR)
    rounds.open_posting(session, actor=actor, now=now, round_=round_)
    named = select(Opportunity).where(Opportunity.slug.in_(slugs)).order_by(Opportunity.slug)
    offered = session.scalars(named).all()
    rounds.offer_opportunities(session, actor=actor, now=now, round_=round_, opportunities=offered)


def set_limits(session: Session, *, now: datetime, round_: Round, limits: Sequence[AgencyLimits]) -> None:
    """Set the figures of each agency that has some."""
    actor = get_actor(session, COORDINATOR)
    agencies = _agencies(session)
    for limit in limits:
        rules.set_limits(
            session,
            actor=actor,
            now=now,
            round_=round_,
            agency=agencies[limit.agency],
            max_out=limit.max_out,
            max_in=limit.max_in,
            net_min=limit.net_min,
            net_max=limit.net_max,
        )


def _set_alliances(session: Session, now: datetime, round_: Round, made: Demonstration) -> None:
    actor, agencies = get_actor(session, COORDINATOR), _agencies(session)
    pairs = [(agencies[one], agencies[other]) for one, other in made.alliance_pairs]
    rules.set_alliances(session, actor=actor, now=now, round_=round_, pairs=pairs)


def _agencies(session: Session) -> dict[str, Agency]:
    return {agency.code: agency for agency in session.scalars(select(Agency))}


def _set_pairs(session: Session, now: datetime, round_: Round, made: Demonstration) -> None:
    """Written by one coordinator and put into force by the other."""
    author, approver = get_actor(session, COORDINATOR), get_actor(session, SECOND_COORDINATOR)
    for kind, pairs in ((Rule.PIN, made.pinned), (Rule.FORBID, made.forbidden)):
        for pair in pairs:
            written = rules.set_pair_rule(
                session,
                actor=author,
                now=now,
                round_=round_,
                executive=session.scalars(select(Executive).where(Executive.slug == pair.executive)).one(),
                opportunity=session.scalars(
                    select(Opportunity).where(Opportunity.slug == pair.opportunity)
                ).one(),
                rule=kind,
                reason=pair.reason,
            )
            rules.approve_pair_rule(session, actor=approver, now=now, rule=written)


def open_ranking(session: Session, *, now: datetime, round_: Round) -> None:
    """Close the lists and show hosts who asked; does nothing where that is done already."""
    actor = get_actor(session, COORDINATOR)
    if round_.state is RoundState.PREFERENCES:
        rounds.close_preferences(session, actor=actor, now=now, round_=round_)
    if round_.state is RoundState.RELEASE_REVIEW:
        rounds.open_ranking(session, actor=actor, now=now, round_=round_)

"""Sabbaticals that invented hosts put up, and what three invented executives wrote of their service."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.agencies import Agency
from models.competencies import Ecq
from models.executives import Clearance, Executive
from models.opportunities import FundingBasis, Indicator, Kind, Objective, Opportunity, Remote
from models.service_records import Service
from models.services import opportunities, service_records
from seed.loading.people import agency_actor_slug, ecq_ids, get_actor

SABBATICALS = (
    ("O-9001", "HE", "Study of hospital governance at a university (invented)", "Boston, MA"),
    ("O-9002", "TR", "Research stay on public finance at an institute (invented)", "Chicago, IL"),
)
YEAR = timedelta(days=365)


def put_up_sabbaticals(session: Session, *, now: datetime) -> list[str]:
    """Add, submit and approve them; their slugs."""
    return [_put_up(session, now, *facts) for facts in SABBATICALS]


def _put_up(session: Session, now: datetime, slug: str, code: str, title: str, place: str) -> str:
    host, approver = (get_actor(session, agency_actor_slug(kind, code)) for kind in ("host", "coordinator"))
    starts = now.date() + timedelta(days=240)
    row = Opportunity(
        slug=slug,
        title=title,
        purpose="Ten months of study that widen the view of the field, without pay from the host (invented).",
        host_agency=session.scalars(select(Agency).where(Agency.code == code)).one(),
        kind=Kind.SABBATICAL,
        duration_days=300,
        starts_from=starts,
        starts_until=starts + timedelta(days=60),
        seats=1,
        clearance=Clearance.NONE,
        remote=Remote.NONE,
        place=place,
        supervisor="Dean of studies (invented)",
        funding=FundingBasis.NONREIMB_STATUTE,
        objectives=[Objective(ordinal=1, text="Write up what other sectors do better (invented).")],
        indicators=[Indicator(ordinal=1, text="A paper that the agency publishes (invented).")],
    )
    row.ecqs = [_ecq(session)]
    opportunities.add(session, actor=host, now=now, opportunity=row)
    opportunities.submit(session, actor=host, now=now, opportunity=row)
    opportunities.approve(session, actor=approver, now=now, opportunity=row)
    return slug


def _ecq(session: Session) -> Ecq:
    return session.get_one(Ecq, min(ecq_ids(session).values()))


def write_service(session: Session, *, now: datetime) -> int:
    """One may take a sabbatical and states it, one took one lately, one came back from elsewhere in the year;
    how many."""
    today = now.date()
    told = (
        Service(civil_since=today - 20 * YEAR),
        Service(last_sabbatical=today - 4 * YEAR),
        Service(last_away=today - YEAR // 5),
    )
    for (who, by), service in zip(_first(session), told, strict=False):
        since = min(who.ses_since, service.civil_since) if service.civil_since else None
        written = Service(since, service.last_sabbatical, service.last_away)
        service_records.write(session, actor=by, now=now, executive=who, version=0, service=written)
        if since is not None:
            wanted = select(Opportunity).where(Opportunity.slug == SABBATICALS[0][0])
            stated = session.scalars(wanted).one()
            service_records.attest(session, actor=by, now=now, executive=who, opportunity=stated)
    return len(told)


def _first(session: Session) -> list[tuple[Executive, Actor]]:
    query = select(Executive, Actor).join(Actor, Actor.executive_id == Executive.id)
    return [(who, by) for who, by in session.execute(query.order_by(Executive.slug).limit(3))]

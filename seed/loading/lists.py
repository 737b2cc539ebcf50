"""Confidential lists by their owners' verbs: sheets filed, certified and consented to; rankings certified."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.actors import Actor
from models.dreamsheets import DreamSheet
from models.executives import Executive
from models.opportunities import Opportunity
from models.rankings import HostRanking
from models.rounds import Round
from models.services import consents, dreamsheets, entered_sheets, rankings, waivers
from seed.loading.people import agency_actor_slug, staff
from seed.loading.requirements import gates
from seed.records import Ranking, Sheet


def unfiled(session: Session, round_: Round, sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets that are not in the round yet."""
    query = (
        select(Executive.slug)
        .join(DreamSheet, DreamSheet.executive_id == Executive.id)
        .where(DreamSheet.round_id == round_.id)
    )
    known = set(session.scalars(query))
    return [sheet for sheet in sheets if sheet.executive not in known]


def file_sheets(session: Session, *, now: datetime, round_: Round, sheets: Sequence[Sheet]) -> None:
    """File each sheet, attest its gates, certify it and give the consent, all as the executive."""
    slugs = [sheet.executive for sheet in sheets]
    query = select(Executive).where(Executive.slug.in_(slugs)).options(joinedload(Executive.home_agency))
    people = {person.slug: person for person in session.scalars(query)}
    ids = [person.id for person in people.values()]
    owners = session.scalars(select(Actor).where(Actor.executive_id.in_(ids)))
    actors = {actor.executive_id: actor for actor in owners}
    closed = gates(session)
    for sheet in sheets:
        executive = people[sheet.executive]
        actor = actors[executive.id]
        filed = dreamsheets.file_sheet(
            session, actor=actor, now=now, round_=round_, executive=executive, choices=sheet.choices
        )
        for requirement in (one for group in sheet.choices for slug in group for one in closed.get(slug, ())):
            waivers.attest(
                session, actor=actor, now=now, round_=round_, executive=executive, requirement=requirement
            )
        dreamsheets.certify_sheet(session, actor=actor, now=now, sheet=filed.sheet)
        if sheet.consents:
            consents.give(session, actor=actor, now=now, round_=round_, executive=executive, voluntary=True)


def draft_sheets(session: Session, *, now: datetime, round_: Round, sheets: Sequence[Sheet]) -> None:
    """File each sheet as the executive, who has not certified it yet."""
    for sheet in sheets:
        executive = session.scalars(select(Executive).where(Executive.slug == sheet.executive)).one()
        owner = session.scalars(select(Actor).where(Actor.executive_id == executive.id)).one()
        dreamsheets.file_sheet(
            session, actor=owner, now=now, round_=round_, executive=executive, choices=sheet.choices
        )


def enter_sheets(
    session: Session, *, now: datetime, round_: Round, by: Actor, sheets: Sequence[Sheet]
) -> None:
    """Put each sheet before its owner, who has not confirmed it yet."""
    enter = partial(entered_sheets.enter, session, actor=by, now=now, round_=round_)
    for sheet in sheets:
        owner = session.scalars(select(Executive).where(Executive.slug == sheet.executive)).one()
        enter(executive=owner, choices=sheet.choices)


def unranked(session: Session, round_: Round, lists: Sequence[Ranking]) -> list[Ranking]:
    """The rankings that are not in the round yet."""
    query = (
        select(Opportunity.slug)
        .join(HostRanking, HostRanking.opportunity_id == Opportunity.id)
        .where(HostRanking.round_id == round_.id)
    )
    known = set(session.scalars(query))
    return [ranking for ranking in lists if ranking.opportunity not in known]


def rank_applicants(session: Session, *, now: datetime, round_: Round, lists: Sequence[Ranking]) -> None:
    """Rank and certify each list, as the host's contact."""
    slugs = [ranking.opportunity for ranking in lists]
    query = select(Opportunity).where(Opportunity.slug.in_(slugs))
    items = {item.slug: item for item in session.scalars(query.options(joinedload(Opportunity.host_agency)))}
    actors = staff(session)
    for ranking in lists:
        opportunity = items[ranking.opportunity]
        actor = actors[agency_actor_slug("host", opportunity.host_agency.code)]
        stored = rankings.rank(
            session,
            actor=actor,
            now=now,
            round_=round_,
            opportunity=opportunity,
            ranking=ranking.groups,
            refused=dict(ranking.refused),
        )
        rankings.certify(session, actor=actor, now=now, ranking=stored)

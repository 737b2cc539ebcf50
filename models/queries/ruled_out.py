"""How many choices of an executive the conditions of the own release rule out."""

from collections.abc import Collection

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, joinedload

from matcher.policy.release import Conditions, check_release
from matcher.policy.rotation import Offer
from models.dreamsheets import DreamSheet, DreamSheetVersion
from models.opportunities import Opportunity
from models.queries.offers import offer_of
from models.releases import Release, ReleaseState
from models.sealed_lists import Groups


def ruled_out(session: Session, executive_id: int, rounds: Collection[int]) -> dict[int, tuple[int, int]]:
    """By the id of those of the rounds in which the release has conditions: how many choices they rule out,
    and of how many, of the certified list, else of the draft. In two statements at most."""
    if not rounds:
        return {}
    query = (
        select(
            Release.round_id,
            Release.latest_start,
            Release.longest_days,
            DreamSheetVersion.choices,
            DreamSheet.draft,
        )
        .join(
            DreamSheet,
            and_(DreamSheet.round_id == Release.round_id, DreamSheet.executive_id == Release.executive_id),
        )
        .outerjoin(
            DreamSheetVersion,
            and_(DreamSheetVersion.sheet_id == DreamSheet.id, DreamSheetVersion.superseded_at.is_(None)),
        )
        .where(Release.executive_id == executive_id, Release.round_id.in_(rounds))
        .where(Release.state == ReleaseState.GRANTED_WITH_CONDITIONS)
    )
    lists: dict[int, tuple[Conditions, list[str]]] = {}
    for round_id, latest, longest, certified, draft in session.execute(query):
        groups: Groups = certified or draft
        lists[round_id] = Conditions(latest, longest), [slug for group in groups for slug in group]
    offers = _offers(session, {slug for _, slugs in lists.values() for slug in slugs})
    return {
        round_id: (
            sum(bool(check_release(conditions, offers[slug])) for slug in slugs if slug in offers),
            len(slugs),
        )
        for round_id, (conditions, slugs) in lists.items()
    }


def _offers(session: Session, slugs: Collection[str]) -> dict[str, Offer]:
    query = select(Opportunity).where(Opportunity.slug.in_(slugs))
    loaded = query.options(joinedload(Opportunity.host_agency), joinedload(Opportunity.position))
    return {one.slug: offer_of(one) for one in session.scalars(loaded)}

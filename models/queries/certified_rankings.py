"""The rankings that count in a round, as the portable file writes them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from models.consents import Consent
from models.opportunities import Opportunity
from models.queries.released import kept_home
from models.rankings import HostRanking, HostRankingVersion, RankingState
from models.requirements import Requirement
from models.rounds import Round, Unranked
from models.sealed_lists import Groups, kept
from models.waivers import RequirementAnswer

COUNTING = (RankingState.CERTIFIED, RankingState.CHANGED)


def came_later() -> ColumnElement[bool]:
    """Of a host ranking: somebody who is still an applicant came after it was certified. Once the rankings
    are open only a waiver brings anybody; who came so is looked up once for all rankings of a statement."""
    answer, ranking = RequirementAnswer, aliased(HostRanking)
    passed_over = (
        select(ranking.id)
        .select_from(answer)
        .join(Requirement, Requirement.id == answer.requirement_id)
        .join(Consent, (Consent.round_id == answer.round_id) & (Consent.executive_id == answer.executive_id))
        .join(
            ranking,
            (ranking.round_id == answer.round_id) & (ranking.opportunity_id == Requirement.opportunity_id),
        )
        .join(HostRankingVersion, HostRankingVersion.ranking_id == ranking.id)
        .where(
            answer.shown_at.is_not(None),
            HostRankingVersion.certified_at < answer.shown_at,
            HostRankingVersion.superseded_at.is_(None),
            Consent.withdrawn_at.is_(None),
            ~kept_home(answer.round_id, answer.executive_id),
        )
    )
    return HostRanking.id.in_(passed_over)


def certified_rankings(
    session: Session, round_: Round, applicants: Mapping[str, Sequence[str]]
) -> dict[str, Groups]:
    """By opportunity: the certified ranking over those of `applicants` (by opportunity) who still take part.

    Applicants it does not name are left out, or form a last tie, as the round says; those the host refused
    are always left out. An opportunity without a certified ranking is not in the answer.
    """
    query = (
        select(Opportunity.slug, HostRankingVersion.ranking)
        .join(HostRanking, HostRanking.opportunity_id == Opportunity.id)
        .join(HostRankingVersion, HostRankingVersion.ranking_id == HostRanking.id)
        .where(
            HostRanking.round_id == round_.id,
            HostRanking.state.in_(COUNTING),
            HostRankingVersion.superseded_at.is_(None),
        )
    )
    found = {}
    for slug, value in session.execute(query):
        named = applicants.get(slug, [])
        ranked = kept(value["ranking"], frozenset(named))
        if round_.unranked is Unranked.TIED_LAST:
            ranked = _with_last(ranked, named, set(value["refused"]))
        found[slug] = ranked
    return found


def _with_last(ranked: Groups, named: Sequence[str], refused: set[str]) -> Groups:
    settled = refused | {slug for group in ranked for slug in group}
    last = [slug for slug in named if slug not in settled]
    return [*ranked, last] if last else ranked

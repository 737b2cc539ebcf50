"""The rankings that count in a round, as the portable file writes them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.opportunities import Opportunity
from models.rankings import HostRanking, HostRankingVersion, RankingState
from models.rounds import Round, Unranked
from models.sealed_lists import Groups, kept

COUNTING = (RankingState.CERTIFIED, RankingState.CHANGED)


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

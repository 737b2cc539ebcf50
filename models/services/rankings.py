"""Host rankings: who asked, in which order the host would take them, certified. Sealed to the freeze."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.files import sha256
from models.access import require
from models.actors import Actor
from models.audit import record
from models.consents import Consent
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.lifecycles import advance, must_allow
from models.locks import lock_opportunity, lock_round
from models.opportunities import Opportunity, OpportunityState
from models.queries.offered import why_gone
from models.rankings import ApplicantList, HostRanking, HostRankingVersion, RankingState
from models.receipts import Receipt
from models.rounds import Round, RoundState
from models.sealed_lists import groups, kept


def see_applicants(
    session: Session, *, actor: Actor, now: datetime, round_: Round, opportunity: Opportunity
) -> list[str]:
    """The slugs of those who asked for the opportunity and whose consent stands; looking is audited."""
    require(actor, "rankings.see_applicants", opportunity, now=now)
    record(session, opportunity, "rankings.see_applicants", actor=actor, now=now, round=round_.slug)
    session.flush()
    return _applicants(session, round_, opportunity)


def rank(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_: Round,
    opportunity: Opportunity,
    ranking: Sequence[str | Sequence[str]],
    refused: Mapping[str, str] | None = None,
) -> HostRanking:
    """Store the order in which the host would take its applicants, best first, ties together.

    `refused` names those who are not acceptable, each with the reason. Invalid for anybody who did not ask.
    What is again as it was certified is no change.
    """
    require(actor, "rankings.rank", opportunity, now=now)
    ranked_one = keep(
        session, by=actor, now=now, round_=round_, opportunity=opportunity, ranking=ranking, refused=refused
    )
    if ranked_one.state is RankingState.CHANGED and ranked_one.draft == _certified(session, ranked_one):
        advance(session, ranked_one, "put_back", actor=actor, now=now)
        session.flush()
    return ranked_one


def _certified(session: Session, ranking: HostRanking) -> dict[str, Any]:
    """The order that counts."""
    counts = HostRankingVersion.ranking_id == ranking.id, HostRankingVersion.superseded_at.is_(None)
    stored: dict[str, Any] = session.scalars(select(HostRankingVersion.ranking).where(*counts)).one()
    return stored


def keep(
    session: Session,
    *,
    by: Actor,
    now: datetime,
    round_: Round,
    opportunity: Opportunity,
    ranking: Sequence[str | Sequence[str]],
    refused: Mapping[str, str] | None = None,
) -> HostRanking:
    """Store the draft, the host's own or one entered on the host's behalf."""
    _must_be_ranking(session, round_, opportunity, now)
    turned_down = dict(refused or {})
    ranked = groups(ranking)
    _check(_applicants(session, round_, opportunity), [s for group in ranked for s in group], turned_down)
    found = find_ranking(session, round_, opportunity) or HostRanking(
        round_id=round_.id, opportunity_id=opportunity.id, opportunity=opportunity
    )
    found.draft = {"ranking": ranked, "refused": turned_down}
    session.add(found)
    session.flush()
    advance(session, found, "rank", actor=by, now=now)
    session.flush()
    return found


def find_ranking(session: Session, round_: Round, opportunity: Opportunity) -> HostRanking | None:
    """The ranking of an opportunity in a round."""
    place = HostRanking.round_id == round_.id, HostRanking.opportunity_id == opportunity.id
    return session.scalar(select(HostRanking).where(*place))


def _applicants(session: Session, round_: Round, opportunity: Opportunity) -> list[str]:
    stored = session.get(ApplicantList, (round_.id, opportunity.id))
    if stored is None:
        return []
    consenting = (
        select(Executive.slug)
        .join(Consent, Consent.executive_id == Executive.id)
        .where(
            Consent.round_id == round_.id,
            Consent.withdrawn_at.is_(None),
            Executive.slug.in_(stored.executives),
        )
        .order_by(Executive.slug)
    )
    return list(session.scalars(consenting))


def _check(applicants: list[str], ranked: list[str], refused: Mapping[str, str]) -> None:
    for slug in [*ranked, *refused]:
        if slug not in applicants:
            raise Invalid(f"{slug} did not ask for this opportunity.")
    for slug, reason in refused.items():
        if slug in ranked:
            raise Invalid(f"{slug} is both ranked and refused.")
        if not reason.strip():
            raise Invalid(f"Refusing {slug} needs a written reason.")


def _must_be_ranking(session: Session, round_: Round, opportunity: Opportunity, now: datetime) -> None:
    current = lock_round(session, round_)
    if current.state is not RoundState.RANKING or now > current.rankings_close_at:
        raise Conflict("The round is not open for host rankings now.")
    if lock_opportunity(session, opportunity.id).state is not OpportunityState.APPROVED:
        raise Conflict(why_gone(opportunity))


def certify(
    session: Session, *, actor: Actor, now: datetime, ranking: HostRanking, nonce: str | None = None
) -> Receipt:
    """Make the stored order the one that counts; of the one before only its commitment stays.

    Whoever took the consent back since the order was stored is left out of what is certified.
    """
    require(actor, "rankings.certify", ranking.opportunity, now=now)
    _must_be_ranking(session, ranking.round, ranking.opportunity, now)
    must_allow(ranking, "certify")
    ranking.draft = _still_there(ranking.draft, _applicants(session, ranking.round, ranking.opportunity))
    number = _supersede(session, ranking, now) + 1
    salt = nonce or secrets.token_hex(16)
    digest = sha256([salt, ranking.opportunity.slug, ranking.draft])
    session.add(
        HostRankingVersion(
            ranking_id=ranking.id,
            number=number,
            ranking=ranking.draft,
            nonce=salt,
            commitment=digest,
            certified_at=now,
            certified_by_id=actor.id,
        )
    )
    advance(session, ranking, "certify", actor=actor, now=now, commitment=digest, number=number)
    session.flush()
    return Receipt(number, salt, digest)


def _still_there(draft: dict[str, Any], applicants: Sequence[str]) -> dict[str, Any]:
    known = frozenset(applicants)
    refused = {slug: reason for slug, reason in draft["refused"].items() if slug in known}
    return {"ranking": kept(draft["ranking"], known), "refused": refused}


def _supersede(session: Session, ranking: HostRanking, now: datetime) -> int:
    """Erase the order that counted until now; the number of the last version, 0 where there is none."""
    versions = session.scalars(
        select(HostRankingVersion)
        .where(HostRankingVersion.ranking_id == ranking.id)
        .order_by(HostRankingVersion.number)
    ).all()
    for version in versions:
        if version.superseded_at is None:
            version.ranking, version.nonce, version.superseded_at = None, None, now
    return versions[-1].number if versions else 0


def withdraw(session: Session, *, actor: Actor, now: datetime, ranking: HostRanking) -> None:
    """Take the ranking back before the freeze; without one every applicant is acceptable and equal."""
    require(actor, "rankings.withdraw", ranking.opportunity, now=now)
    _must_be_ranking(session, ranking.round, ranking.opportunity, now)
    _supersede(session, ranking, now)
    ranking.draft = {"ranking": [], "refused": {}}
    advance(session, ranking, "withdraw", actor=actor, now=now)
    session.flush()

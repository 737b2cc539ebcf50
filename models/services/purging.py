"""Free text erased when nobody needs it any more; figures and states stay for the statistics."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.dreamsheets import DreamSheet
from models.engagements import Engagement
from models.entered_sheets import EnteredSheet
from models.feedback import Feedback
from models.mentoring_offers import MentoringOffer
from models.rankings import HostRanking
from models.releases import Release
from models.requests import MentoringRequest
from models.rounds import Round


def purge_request(session: Session, request: MentoringRequest, now: datetime) -> None:
    """Erase what was told, asked, answered and explained about a request that ended long ago."""
    request.story, request.purged_at = None, now
    for refusal in request.refused:
        refusal.reason = None
    request.suggestions = []
    for offer in session.scalars(select(MentoringOffer).where(MentoringOffer.request_id == request.id)):
        offer.question, offer.answer, offer.ledger = None, None, []
    theirs = select(Engagement.id).where(Engagement.request_id == request.id)
    for feedback in session.scalars(select(Feedback).where(Feedback.engagement_id.in_(theirs))):
        feedback.changed = None
    session.flush()


def purge_round(session: Session, round_: Round, now: datetime) -> dict[str, int]:
    """Erase the private notes of a round that is over: drafts of sheets and rankings, lists that nobody
    confirmed, and the notes of supervisors and agencies on releases. The counts, by what was erased.

    Kept are the snapshots, the certified lists with their receipts, the outcomes, the offers and their
    answers, every decision on a release with its reason code and conditions, and the audit trail.
    """
    sheets = [one for one in _of(session, DreamSheet, round_) if one.draft]
    rankings = [one for one in _of(session, HostRanking, round_) if any(one.draft.values())]
    releases = [one for one in _of(session, Release, round_) if one.advice_note or one.note]
    entered = [one for one in _of(session, EnteredSheet, round_) if one.answered_at is None]
    for sheet in sheets:
        sheet.draft = []
    for ranking in rankings:
        ranking.draft = {"ranking": [], "refused": {}}
    for release in releases:
        release.advice_note, release.note = "", ""
    for one in entered:
        one.choices, one.answered_at, one.confirmed = None, now, False
    session.flush()
    return {
        "drafts of sheets": len(sheets),
        "drafts of rankings": len(rankings),
        "notes on releases": len(releases),
        "lists nobody confirmed": len(entered),
    }


def _of(session: Session, table: Any, round_: Round) -> Sequence[Any]:
    return session.scalars(select(table).where(table.round_id == round_.id)).all()

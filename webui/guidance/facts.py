"""What a stored request gives to its brief."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.mentors import MentorKind
from models.queries.asking import topics
from models.queries.my_requests import Wish, about
from models.requests import MentoringRequest
from models.situations import Situation
from webui.guidance import OTHER
from webui.guidance.brief import RequestFacts


def facts_of(session: Session, request: MentoringRequest) -> RequestFacts:
    """The facts of a brief: the first situation gives the agenda, the others are named."""
    found = about(session, [request.id])[request.id]
    code = _code(session, request)
    return RequestFacts(
        code,
        also=tuple(one.name for one in found.situations[1:]),
        topics=tuple(topics(session, code)),
        words=request.story or "",
        must=tuple(_words(one) for one in found.competencies if one.must),
        nice=tuple(_words(one) for one in found.competencies if not one.must),
        need_by=request.need_by,
        in_person=request.in_person,
        place=request.place or "",
        coach=request.kind is MentorKind.COACH,
    )


def _code(session: Session, request: MentoringRequest) -> str:
    if not request.situations:
        return OTHER
    return session.get_one(Situation, request.situations[0].situation_id).code


def _words(wish: Wish) -> str:
    return f"{wish.name} (now at level {wish.level} of 5)" if wish.level else wish.name

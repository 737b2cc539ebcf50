"""How rotations were, months after the return: one evaluation to answer, and means of many."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import Session, joinedload

from matcher.policy.mentoring_clauses import LEAST_SHOWN
from models.actors import Actor
from models.agreements import Agreement
from models.evaluations import MEASURES, Evaluation, Side
from models.executives import Executive
from models.queries.desk_lines import line
from models.returns import ReturnRight


def find_evaluation(session: Session, number: int) -> Evaluation | None:
    """The evaluation of that number with the rotation it is about."""
    right = joinedload(Evaluation.right)
    return session.scalar(
        select(Evaluation)
        .where(Evaluation.id == number)
        .options(
            right.joinedload(ReturnRight.executive),
            right.joinedload(ReturnRight.agreement).joinedload(Agreement.host_agency),
        )
    )


def evaluations_to_answer(actor: Actor, _now: datetime) -> Any:
    """What was put to the actor and is not answered, with the moment it was asked, for the one statement of
    `waiting`; without a name where the rotation was the actor's own."""
    name = case((Evaluation.side == Side.EXECUTIVE, ""), else_=Executive.name)
    return (
        line(
            kind="evaluation",
            number=Evaluation.id,
            name=name,
            months=Evaluation.months,
            at=Evaluation.asked_at,
        )
        .join(ReturnRight, ReturnRight.id == Evaluation.right_id)
        .join(Executive, Executive.id == ReturnRight.executive_id)
        .where(Evaluation.person_id == actor.id, Evaluation.answered_at.is_(None))
    )


@dataclass(frozen=True)
class Said:
    """What was said after so many months: how many answered, and the mean of each measure, which is None
    where too few did."""

    months: int
    asked: int
    answered: int
    means: dict[str, float | None]


def said(session: Session, since: datetime, until: datetime) -> list[Said]:
    """Those asked from `since` to `until`, by months, in one statement."""
    figures = [getattr(Evaluation, name) for name in MEASURES]
    query = select(Evaluation.months, Evaluation.answered_at, *figures).where(
        Evaluation.asked_at >= since, Evaluation.asked_at <= until
    )
    rows: dict[int, list[Sequence[Any]]] = defaultdict(list)
    for months, *row in session.execute(query):
        rows[months].append(row)
    return [_said(months, rows[months]) for months in sorted(rows)]


def _said(months: int, rows: list[Sequence[Any]]) -> Said:
    answered = [row[1:] for row in rows if row[0] is not None]
    enough = len(answered) >= LEAST_SHOWN.figure
    means = {
        name: sum(row[n] for row in answered) / len(answered) if enough else None
        for n, name in enumerate(MEASURES)
    }
    return Said(months, len(rows), len(answered), means)

"""Answering how a rotation was: five figures, once."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Invalid
from models.evaluations import MEASURES, Evaluation


def answer(
    session: Session, *, actor: Actor, now: datetime, evaluation: Evaluation, figures: Mapping[str, int]
) -> None:
    """Answer every measure with 1 to 5; an answer stays."""
    require(actor, "evaluations.answer", evaluation, now=now)
    session.refresh(evaluation, with_for_update=True)
    if evaluation.answered_at is not None:
        raise Conflict("You have answered already: thank you.")
    if set(figures) != set(MEASURES) or any(not 1 <= figure <= 5 for figure in figures.values()):
        raise Invalid("Answer each of the five with 1 to 5.")
    for name, figure in figures.items():
        setattr(evaluation, name, figure)
    evaluation.answered_at = now
    months, side = evaluation.months, evaluation.side.value
    record(session, evaluation, "evaluations.answer", actor=actor, now=now, months=months, side=side)
    session.flush()

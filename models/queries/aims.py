"""The objectives of one's own plan, and which of them the choices of a sheet serve."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.dreamsheets import DreamSheet
from models.executives import Executive
from models.plans import DevelopmentPlan, PlanObjective
from models.sheet_aims import SheetAims


def open_objectives(session: Session, executive: Executive) -> list[PlanObjective]:
    """What the executive's plan is to reach and has not reached, the nearest first."""
    query = (
        select(PlanObjective)
        .join(DevelopmentPlan, DevelopmentPlan.id == PlanObjective.plan_id)
        .where(DevelopmentPlan.executive_id == executive.id, PlanObjective.reached_on.is_(None))
        .order_by(PlanObjective.reach_by, PlanObjective.id)
    )
    return list(session.scalars(query))


def aims_of(session: Session, sheet: DreamSheet) -> dict[str, int]:
    """By slug: the id of the objective that a choice serves."""
    found = session.get(SheetAims, sheet.id)
    return {} if found is None else dict(found.content)


@dataclass(frozen=True)
class Aims:
    """By slug: the objective that a choice serves, as the plan says it; and whether one is open to serve."""

    words: dict[str, str]
    any_open: bool


def aims_in_words(session: Session, executive: Executive, sheet: DreamSheet | None) -> Aims:
    """What the choices serve, in one statement."""
    query = (
        select(PlanObjective.id, PlanObjective.text, PlanObjective.reached_on, SheetAims.content)
        .join(DevelopmentPlan, DevelopmentPlan.id == PlanObjective.plan_id)
        .outerjoin(SheetAims, SheetAims.sheet_id == (sheet.id if sheet else None))
        .where(DevelopmentPlan.executive_id == executive.id)
    )
    rows = session.execute(query).all()
    texts = {number: text for number, text, _, _ in rows}
    aims: dict[str, int] = next((content for *_, content in rows if content), {})
    words = {slug: texts[number] for slug, number in aims.items() if number in texts}
    return Aims(words, any(reached is None for _, _, reached, _ in rows))

"""The objectives of one's own plan, and which of them the choices of a sheet serve."""

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


def aims_in_words(session: Session, sheet: DreamSheet | None) -> dict[str, str]:
    """By slug: the objective that a choice serves, as the plan says it."""
    aims = {} if sheet is None else aims_of(session, sheet)
    if not aims:
        return {}
    query = select(PlanObjective.id, PlanObjective.text).where(PlanObjective.id.in_(aims.values()))
    texts = dict(session.execute(query).all())
    return {slug: texts[number] for slug, number in aims.items() if number in texts}

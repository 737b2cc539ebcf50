"""What a development plan means for its owner: what happens next, by whom."""

from __future__ import annotations

from datetime import datetime

from models.access import is_supervisor_of
from models.plans import DevelopmentPlan, PlanState, ReviewOutcome
from webui.filters import day

NOBODY = "nobody"


def came_back(plan: DevelopmentPlan) -> tuple[str, str] | None:
    """Who returned a draft, and with which words; None where nobody did since it was last sent."""
    if plan.state is not PlanState.DRAFT:
        return None
    if plan.supervisor_note and plan.supervisor is not None:
        return plan.supervisor.name, plan.supervisor_note
    last = plan.reviews[0] if plan.reviews else None
    if last is not None and last.outcome is ReviewOutcome.REVISE:
        return f"The board (review of {day(last.reviewed_on)})", last.remark
    return None


def supervisor_left(plan: DevelopmentPlan, now: datetime) -> bool:
    """Whether the plan lies with somebody who cannot sign it any more."""
    waits = plan.state is PlanState.SUBMITTED and plan.supervisor is not None
    return waits and not is_supervisor_of(plan.supervisor, plan.executive, now=now)  # type: ignore[arg-type]

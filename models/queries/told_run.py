"""Which run tells a person's result: a pass of next offers speaks of those alone to whom it could offer."""

from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.outcomes import Decision, Outcome
from models.proposals import ENDED, LIVE, Proposal
from models.queries.explanations import had_open_choice
from models.repairs import Repair


def told_run(session: Session, run: Outcome, executive: Executive) -> Outcome:
    """The run whose account the executive reads while `run` stands.

    Of a repair it is the run that made the person's last offer: in every later one the place is fixed, or
    everything closed. Whoever was offered nothing reads the repair where a seat could have been offered in
    it, else the run that was published.
    """
    offered = offered_in(run.round_id, executive.id, run.id)
    query = (
        select(Outcome, offered)
        .join(Decision, Decision.round_id == Outcome.round_id)
        .join(Repair, Repair.round_id == Outcome.round_id)
        .where(Repair.outcome_id == run.id, Outcome.id == func.coalesce(offered, Decision.outcome_id))
    )
    found = session.execute(query).one_or_none()
    return run if found is None else either(session, run, *found, executive)


def offered_in(round_id: Any, executive_id: int, run_id: Any) -> ScalarSelect[int | None]:
    """The id of the run that made the last offer to the executive up to `run_id`, as an expression."""
    return (
        select(func.max(Proposal.outcome_id))
        .where(Proposal.round_id == round_id, Proposal.executive_id == executive_id)
        .where(Proposal.outcome_id <= run_id, Proposal.state.in_((*LIVE, *ENDED)))
        .correlate_except(Proposal)
        .scalar_subquery()
    )


def either(
    session: Session, run: Outcome, earlier: Outcome, offered: int | None, executive: Executive
) -> Outcome:
    """`run`, or the `earlier` one: that of the person's last offer, or while nothing was `offered` the run
    that was published."""
    in_it = offered is None and earlier.id != run.id and had_open_choice(session, run, executive.slug)
    return run if in_it else earlier

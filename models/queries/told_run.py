"""Which run tells a person's result: a pass of next offers speaks of those alone to whom it could offer."""

from sqlalchemy import func, select
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
    offered = (
        select(func.max(Proposal.outcome_id))
        .where(Proposal.round_id == run.round_id, Proposal.executive_id == executive.id)
        .where(Proposal.outcome_id <= run.id, Proposal.state.in_((*LIVE, *ENDED)))
        .scalar_subquery()
    )
    query = select(offered, Decision.outcome_id).join(Repair, Repair.round_id == Decision.round_id)
    found = session.execute(query.where(Repair.outcome_id == run.id)).one_or_none()
    if found is None:
        return run
    offer, published = found
    if offer is None and had_open_choice(session, run, executive.slug):
        return run
    return session.get_one(Outcome, offer or published)

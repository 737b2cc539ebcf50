"""Why a scenario's pin is refused, in a sentence that opens no list, and where the list can be read."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.outcomes import Outcome
from models.scenarios import Scenario

NOT_NAMED = "it is not among the choices"
NO_PIN = {
    NOT_NAMED: "{who} did not name {where}.",
    "it is listed in declined": "{who} cannot be pinned at {where}: the executive withdrew or left.",
}
"""What is said in place of the engine's words: until the results, only whoever is gone has declined."""
SEALED = "Dream sheets are confidential"


def in_words(session: Session, scenario: Scenario, why: str, who: str, where: str) -> str:
    """The refusal as it is said; where the place was not named, with what can be done to learn what was."""
    said = NO_PIN.get(why, "{who} cannot be pinned at {where}: {why}.").format(who=who, where=where, why=why)
    return f"{said} {_remedy(session, scenario, who)}" if why == NOT_NAMED else said


def _remedy(session: Session, scenario: Scenario, who: str) -> str:
    """The account in a run of the same frozen lists shows every choice to a coordinator, on record."""
    run = run_with_accounts(session, scenario)
    if run is None:
        return f"{SEALED}: ask {who}; once the round has a run, their account in it shows what they named."
    shows = f"the account of {who} in run {run} shows what they named"
    return f"{SEALED}: {shows}, and that you open it is recorded."


def run_with_accounts(session: Session, scenario: Scenario) -> int | None:
    """The newest run of the same frozen lists that has an account of everybody."""
    found = Outcome.snapshot_id == scenario.snapshot_id, Outcome.status != "infeasible"
    return session.scalar(select(func.max(Outcome.number)).where(*found))

"""The time each side has to answer an offer: choices of this service."""

from matcher.policy.clauses import BEGINNING, OURS, Clause, Confidence, Force


def _ours(code: str, value: int, unit: str, why: str) -> Clause:
    return Clause(
        code=code,
        value=value,
        unit=unit,
        citation=f"{OURS}: {why}",
        effective_from=BEGINNING,
        confidence=Confidence.POLICY,
        force=Force.HARD,
    )


EXECUTIVE_ANSWER_DAYS = _ours(
    "executive_answer_days",
    10,
    "business days for the executive to answer an offer",
    "time to ask at home before deciding",
)
SCRAMBLE_ANSWER_DAYS = _ours(
    "scramble_answer_days",
    3,
    "business days for the executive to answer an offer of the scramble",
    "offers of the scramble follow one another, and whoever kept the sheet has thought of it",
)
HOME_ANSWER_DAYS = _ours(
    "home_answer_days",
    5,
    "business days for the home agency to answer an accepted offer",
    "the release was decided before the freeze",
)
HOST_ANSWER_DAYS = _ours(
    "host_answer_days",
    5,
    "business days for the host to confirm an offer the home agency agreed to",
    "the host ranked everybody before the freeze",
)

CLAUSES = tuple(value for value in list(vars().values()) if isinstance(value, Clause))

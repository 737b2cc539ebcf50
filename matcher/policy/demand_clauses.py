"""Where the bands of demand begin, and how rarely they are counted: choices of this service."""

from matcher.policy.clauses import BEGINNING, OURS, Clause, Confidence, Force


def _ours(code: str, value: int, unit: str, why: str) -> Clause:
    return Clause(
        code=code,
        value=value,
        unit=unit,
        citation=f"{OURS}: {why}",
        effective_from=BEGINNING,
        confidence=Confidence.POLICY,
        force=Force.INFO,
    )


DEMAND_FEW = _ours(
    "demand_few",
    2,
    "certified sheets at most that name an opportunity of few",
    "none, one and two look alike, so that nobody's choice is read from a band",
)
DEMAND_MANY = _ours(
    "demand_many",
    5,
    "certified sheets per seat, above which an opportunity is asked for by many",
    "the band between few and many holds at least three counts even where there is one seat",
)
DEMAND_BATCH = _ours(
    "demand_batch",
    5,
    "people at least whose certified sheets changed, before demand is counted anew",
    "whoever knows that one person has certified learns nothing of that sheet from the next count",
)
DEMAND_DAYS = _ours(
    "demand_days",
    1,
    "days at least from one count of demand to the next",
    "somebody who watches the page all day sees one change at most, and not when a sheet came",
)

CLAUSES = tuple(value for value in list(vars().values()) if isinstance(value, Clause))

"""Where the bands of demand begin, and how rarely they are counted: choices of this service."""

from matcher.policy.clauses import Clause, ours

DEMAND_FEW = ours(
    "demand_few",
    2,
    "certified sheets at most that name an opportunity of few",
    "none, one and two look alike, so that nobody's choice is read from a band",
)
DEMAND_MANY = ours(
    "demand_many",
    5,
    "certified sheets per seat, above which an opportunity is asked for by many",
    "the band between few and many holds at least three counts even where there is one seat",
)
DEMAND_BATCH = ours(
    "demand_batch",
    5,
    "people at least whose certified sheets changed, before demand is counted anew",
    "whoever knows that one person has certified learns nothing of that sheet from the next count",
)
DEMAND_DAYS = ours(
    "demand_days",
    1,
    "days at least from one count of demand to the next",
    "somebody who watches the page all day sees one change at most, and not when a sheet came",
)

CLAUSES = tuple(value for value in list(vars().values()) if isinstance(value, Clause))

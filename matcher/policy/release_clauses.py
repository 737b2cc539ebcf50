"""Figures of the flags that turn on time, and of the release by the home side."""

from datetime import date

from matcher.policy.assignment_clauses import ONE_PLACE
from matcher.policy.clause import Clause, Confidence, Force
from matcher.policy.clauses import BEGINNING, OURS

PROBATION = Clause(
    code="probation",
    value=1,
    unit="year of probation from the initial career appointment",
    citation="5 U.S.C. 3393(d); 5 CFR 317.503",
    effective_from=date(1979, 7, 13),
    confidence=Confidence.OPENED,
    force=Force.WARN,
)
ENOUGH_MOVES = Clause(
    code="enough_moves",
    value=3,
    unit="moves, from which on another one is flagged",
    citation=f"{OURS}: three moves are enough for a broad view; a further one is the executive's choice",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.INFO,
)
COOL_OFF = Clause(
    code="cool_off",
    value=12,
    unit="months at home from one assignment to the next, within which another one is flagged",
    citation=f"{OURS}: a year at home makes the return real; it keeps nobody from going",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.WARN,
)
ONE_PLACE_AHEAD = Clause(
    code="one_place_ahead",
    value=None,
    unit="",
    citation=ONE_PLACE.citation,
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.WARN,
)
LEADERSHIP_CHANGE = Clause(
    code="leadership_change",
    value=None,
    unit="",
    citation="U.S. Constitution, Amendment XX, section 1: terms end at noon on 20 January",
    effective_from=date(1933, 10, 15),
    confidence=Confidence.OPENED,
    force=Force.WARN,
    days=(
        date(1997, 1, 20),
        date(2001, 1, 20),
        date(2005, 1, 20),
        date(2009, 1, 20),
        date(2013, 1, 20),
        date(2017, 1, 20),
        date(2021, 1, 20),
        date(2025, 1, 20),
        date(2029, 1, 20),
        date(2033, 1, 20),
        date(2037, 1, 20),
        date(2041, 1, 20),
        date(2045, 1, 20),
        date(2049, 1, 20),
    ),
)
"""The day on which each presidential term begins; a day known to change is a new version of the clause."""

RELEASE_CONDITIONS = Clause(
    code="release_conditions",
    value=None,
    unit="",
    citation=f"{OURS}: nobody is placed against the conditions under which the home agency released them",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.WARN,
)
RELEASE_REMINDER = Clause(
    code="release_reminder",
    value=2,
    unit="business days before releases must be decided, from when those who have not decided are reminded",
    citation=f"{OURS}: whoever is to decide a release hears of it twice, never more than once a day",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.INFO,
)
RELEASE_ESCALATION = Clause(
    code="release_escalation",
    value=1,
    unit="business days before releases must be decided, from when another may decide",
    citation=f"{OURS}: a release without a recommendation goes on to the agency, one without a decision "
    "to its Executive Resources Board",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.INFO,
)

CLAUSES: tuple[Clause, ...] = (
    PROBATION,
    ENOUGH_MOVES,
    COOL_OFF,
    ONE_PLACE_AHEAD,
    LEADERSHIP_CHANGE,
    RELEASE_CONDITIONS,
    RELEASE_REMINDER,
    RELEASE_ESCALATION,
)

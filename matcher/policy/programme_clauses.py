"""Figures of the programme page and of the look back after a return."""

from datetime import date

from matcher.policy.clause import Clause, Confidence, Force
from matcher.policy.clauses import BEGINNING, ours

ANSWERED_GOAL = ours(
    "answered_goal", 90, "percent of requests answered in time", "who asks is not left waiting"
)
FIRST_CHOICE_GOAL = ours(
    "first_choice_goal", 40, "percent of people placed with their first choice", "a wish counts"
)
ON_TIME_GOAL = ours("on_time_goal", 100, "percent of returns on time", "nobody is lost on the way back")
SATISFACTION_GOAL = ours(
    "satisfaction_goal", 80, "percent of answers that say four or five of five", "conversations help"
)
SATISFIED_FROM = ours(
    "satisfied_from", 4, "of five, the least of a satisfied answer", "three of five is neither"
)
ANSWER_DAYS = ours("answer_days", 30, "days to answer the questions after a rotation", "memory fades")
HEADCOUNT_MONTHS = ours(
    "headcount_months", 2, "months from 1 October to confirm its headcounts", "reports divide by them"
)
READY_MONTHS = ours(
    "ready_months", 3, "months after a fiscal year to make its report ready", "the year is fresh"
)
CLOSE_MONTHS = ours(
    "close_months", 4, "months after a fiscal year to close its reports", "a month for looking them over"
)
FIRST_PHASE = Clause(  # R7
    "first_phase",
    None,
    "",
    "FEDweek on OPM's plan of 2016 for phasing in rotations",
    date(2015, 12, 15),
    Confidence.SECONDARY,
    Force.INFO,
)
NO_RIGHT = Clause(  # R10
    "no_right",
    None,
    "",
    "Executive Order 13714 section 5",
    date(2015, 12, 15),
    Confidence.OPENED,
    Force.INFO,
)


def _look_back(code: str, months: int) -> Clause:
    """A collection point of the logic model."""
    return Clause(
        code,
        months,
        "months after the return",
        "OPM Framework for Continuing Development of Federal Senior Executives, Appendix A (logic model)",
        BEGINNING,
        Confidence.OPENED,
        Force.INFO,
    )


LOOK_BACK_FIRST = _look_back("look_back_first", 3)
LOOK_BACK_SECOND = _look_back("look_back_second", 6)
LOOK_BACK_THIRD = _look_back("look_back_third", 12)

CLAUSES = (
    ANSWERED_GOAL,
    FIRST_CHOICE_GOAL,
    ON_TIME_GOAL,
    SATISFACTION_GOAL,
    SATISFIED_FROM,
    ANSWER_DAYS,
    HEADCOUNT_MONTHS,
    READY_MONTHS,
    CLOSE_MONTHS,
    FIRST_PHASE,
    NO_RIGHT,
    LOOK_BACK_FIRST,
    LOOK_BACK_SECOND,
    LOOK_BACK_THIRD,
)

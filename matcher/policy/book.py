"""All clauses in one place, for whoever shows or checks them."""

from matcher.policy import (
    assignment_clauses,
    clauses,
    demand_clauses,
    likeness_clauses,
    meeting_clauses,
    mentoring_clauses,
    nomination_clauses,
    offer_clauses,
    programme_clauses,
    release_clauses,
    requirement_clauses,
    return_clauses,
)

CLAUSES = (
    assignment_clauses.CLAUSES
    + clauses.CLAUSES
    + demand_clauses.CLAUSES
    + likeness_clauses.CLAUSES
    + meeting_clauses.CLAUSES
    + mentoring_clauses.CLAUSES
    + nomination_clauses.CLAUSES
    + offer_clauses.CLAUSES
    + programme_clauses.CLAUSES
    + release_clauses.CLAUSES
    + requirement_clauses.CLAUSES
    + return_clauses.CLAUSES
)

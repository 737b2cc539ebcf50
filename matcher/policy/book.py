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

SUBJECTS = (
    ("Rounds, development plans and signing in", clauses.CLAUSES),
    ("Rotations, details, moves and sabbaticals", assignment_clauses.CLAUSES),
    ("Releases by the home agency", release_clauses.CLAUSES),
    ("Requirements of opportunities", requirement_clauses.CLAUSES),
    ("Nominations and choices", nomination_clauses.CLAUSES),
    ("Demand for opportunities", demand_clauses.CLAUSES),
    ("Opportunities that are alike", likeness_clauses.CLAUSES),
    ("Answers to offers", offer_clauses.CLAUSES),
    ("The way back", return_clauses.CLAUSES),
    ("Mentoring", mentoring_clauses.CLAUSES),
    ("Meetings", meeting_clauses.CLAUSES),
    ("Programme and reports", programme_clauses.CLAUSES),
)
"""What the clauses are about, in the order in which people meet it."""

CLAUSES = tuple(clause for _, about in SUBJECTS for clause in about)

"""All clauses in one place, for whoever shows or checks them."""

from matcher.policy import assignment_clauses, clauses, meeting_clauses, mentoring_clauses

CLAUSES = clauses.CLAUSES + mentoring_clauses.CLAUSES + meeting_clauses.CLAUSES + assignment_clauses.CLAUSES

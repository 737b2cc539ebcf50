"""Every figure of times and meetings, once: all of them choices of this service."""

from matcher.policy.clauses import BEGINNING, OURS, Clause, Confidence, Force


def _ours(code: str, value: int, unit: str, why: str, force: Force = Force.INFO) -> Clause:
    return Clause(
        code=code,
        value=value,
        unit=unit,
        citation=f"{OURS}: {why}",
        effective_from=BEGINNING,
        confidence=Confidence.POLICY,
        force=force,
    )


MEETING_MINUTES = _ours(
    "meeting_minutes",
    45,
    "minutes of a meeting until the mentor says otherwise",
    "short enough for a full day",
)
GRID_MINUTES = _ours(
    "grid_minutes", 30, "minutes between the times on offer until the mentor says otherwise", "easy to read"
)
NOTICE_HOURS = _ours(
    "notice_hours", 24, "hours before a meeting, the least until the mentor says otherwise", "no surprises"
)
HORIZON_DAYS = _ours(
    "horizon_days", 28, "days ahead that can be booked until the mentor says otherwise", "later plans change"
)
BUFFER_MINUTES = _ours(
    "buffer_minutes",
    15,
    "minutes kept free around a meeting until the mentor says otherwise",
    "the one before may run over",
)
FIRST_REMINDER_HOURS = _ours(
    "first_reminder_hours", 24, "hours before a meeting, for the first reminder", "time to move it"
)
LAST_REMINDER_HOURS = _ours(
    "last_reminder_hours", 1, "hours before a meeting, for the last reminder", "time to get there"
)
LATE_CANCEL_HOURS = _ours(
    "late_cancel_hours",
    3,
    "hours before a meeting; cancelled later, it counts as late",
    "the day was kept free",
)
NO_SHOW_MINUTES = _ours(
    "no_show_minutes",
    10,
    "minutes after the begin until somebody can be said not to have come",
    "people run late",
    Force.HARD,
)
MOST_DELEGATES = _ours(
    "most_delegates", 3, "people who may look after one calendar", "few enough to know them", Force.HARD
)

CLAUSES = tuple(value for value in list(vars().values()) if isinstance(value, Clause))

"""Every figure of times and meetings, once: all of them choices of this service."""

from matcher.policy.clauses import Clause, Force, ours

MEETING_MINUTES = ours(
    "meeting_minutes",
    45,
    "minutes of a meeting until the mentor says otherwise",
    "short enough for a full day",
)
GRID_MINUTES = ours(
    "grid_minutes", 30, "minutes between the times on offer until the mentor says otherwise", "easy to read"
)
NOTICE_HOURS = ours(
    "notice_hours", 24, "hours before a meeting, the least until the mentor says otherwise", "no surprises"
)
HORIZON_DAYS = ours(
    "horizon_days", 28, "days ahead that can be booked until the mentor says otherwise", "later plans change"
)
BUFFER_MINUTES = ours(
    "buffer_minutes",
    15,
    "minutes kept free around a meeting until the mentor says otherwise",
    "the one before may run over",
)
FIRST_REMINDER_HOURS = ours(
    "first_reminder_hours", 24, "hours before a meeting, for the first reminder", "time to move it"
)
LAST_REMINDER_HOURS = ours(
    "last_reminder_hours", 1, "hours before a meeting, for the last reminder", "time to get there"
)
LATE_CANCEL_HOURS = ours(
    "late_cancel_hours",
    3,
    "hours before a meeting; cancelled later, it counts as late",
    "the day was kept free",
)
NO_SHOW_MINUTES = ours(
    "no_show_minutes",
    10,
    "minutes after the begin until somebody can be said not to have come",
    "people run late",
    Force.HARD,
)
MOST_DELEGATES = ours(
    "most_delegates", 3, "people who may look after one calendar", "few enough to know them", Force.HARD
)

CLAUSES = tuple(value for value in list(vars().values()) if isinstance(value, Clause))

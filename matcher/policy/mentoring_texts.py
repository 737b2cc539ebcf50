"""Why a mentor is not asked: one sentence for a coordinator, and what the person who asks may be told.

What could give away a private fact of the other side (a no-list, a rating, a full calendar) is told to the
person who asks in one and the same sentence, so that no answer can be told from another.
"""

from matcher.policy import mentoring_clauses as clauses
from matcher.policy.clauses import Clause

TEXTS: dict[str, tuple[Clause, str]] = {
    "same_person": (clauses.SAME_PERSON, "{mentor} is the person who asks."),
    "reporting_line": (
        clauses.REPORTING_LINE,
        "{mentor} and the person who asks are in one reporting line.",
    ),
    "common_supervisor": (
        clauses.COMMON_SUPERVISOR,
        "{mentor} and the person who asks have the same immediate supervisor.",
    ),
    "rating_relation": (
        clauses.RATING_RELATION,
        "A rating, or a board that decides, stands between {mentor} and the person who asks.",
    ),
    "same_agency": (clauses.ACROSS_AGENCIES, "{mentor} is in the agency of the person who asks."),
    "elsewhere": (
        clauses.HOST_MENTOR,
        "{mentor} is not at the agency whose mentors alone this request asks.",
    ),
    "past_supervision": (
        clauses.PAST_SUPERVISION,
        "{mentor} and the person who asks were supervisor and subordinate less than {figure} years ago.",
    ),
    "on_no_list": (clauses.NO_LIST, "{mentor} and the person who asks are kept apart by a no-list."),
    "oversight": (
        clauses.OVERSIGHT,
        "An audit, an inspection or a lawsuit is flagged between {mentor} and the person who asks.",
    ),
    "no_place": (clauses.MOST_PAIRINGS, "{mentor} has no free place: {load} of {capacity} are taken."),
    "not_active": (clauses.MENTOR_AVAILABLE, "{mentor} is not active."),
    "away": (clauses.MENTOR_AVAILABLE, "{mentor} is away."),
    "lacks_situation": (clauses.MUST_HAVE_LEVEL, "{mentor} has not handled “{what}”, which is a must."),
    "lacks_competency": (
        clauses.MUST_HAVE_LEVEL,
        "{mentor} does not state {what} at level {figure} of 5 or above, which is a must.",
    ),
    "no_time": (clauses.BOOKABLE_STARTS, "{mentor} has no time that can be booked by {day}."),
    "asked_before": (clauses.ASKED_ONCE, "{mentor} was asked about this question already."),
    "refused_by_asker": (clauses.ASKED_ONCE, "{mentor} was set aside by the person who asks."),
    "cooling_down": (
        clauses.COOL_DOWN_DAYS,
        "One of the two said less than {figure} days ago that {mentor} was no good fit.",
    ),
    "earlier_mentor": (
        clauses.EARLIER_MENTOR,
        "{mentor} helped the person who asks before, and this request does not ask for the same mentor.",
    ),
}

OPEN_TO_THE_ASKER = {
    "same_person": "{mentor} is you.",
    "reporting_line": "{mentor} is in your chain of command, and advice comes from outside it.",
    "common_supervisor": "{mentor} works for the same supervisor as you.",
    "same_agency": "{mentor} is in your own agency, and advice comes from another one.",
    "elsewhere": "{mentor} is not at the agency whose mentors alone you ask.",
    "lacks_situation": "{mentor} has not handled “{what}”, which you said is a must.",
    "lacks_competency": (
        f"{{mentor}} does not state {{what}}, your must, "
        f"at level {clauses.MUST_HAVE_LEVEL.figure} of 5 or above."
    ),
    "asked_before": "{mentor} was asked about this question already.",
    "refused_by_asker": "You set {mentor} aside for this request.",
    "earlier_mentor": (
        "{mentor} helped you before, and is asked again only where you say so in the last step of a request: "
        "withdraw this one and ask anew."
    ),
}
"""What is plain to the person who asks, or stands on the mentor's open profile."""

KEPT_AWAY = "{mentor} is kept away by your own list of whom you avoid, by name or with an agency on it."
SET_DOWN = (
    "You ended conversations with {mentor} on {said} because it was no good fit, so {mentor} is not "
    "suggested to you before {again}."
)
"""Told to whoever ended them alone: that the other side said so is not shown."""

CLOSED_TO_THE_ASKER = (
    "{mentor} cannot take this request: no place is free, no time suits, or a conflict is on record. "
    "Which of these is not shown, because it may be private."
)

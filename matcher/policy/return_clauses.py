"""Figures of the way back: when who is told, how long an order runs, how long one may think it over."""

from matcher.policy.assignment_clauses import SERVICE
from matcher.policy.clause import Clause, Confidence, Force
from matcher.policy.clauses import BEGINNING, OURS, ours

BEFORE = "calendar days before the last day away"
AFTER = "calendar days after the last day away"
RETURN_SPONSOR = ours("return_sponsor", 180, BEFORE, "a sponsor at home is named half a year ahead")
RETURN_PLAN = ours("return_plan", 120, BEFORE, "the re-entry plan is brought up to date")
RETURN_WINDOW = ours("return_window", 90, BEFORE, "the home agency is asked to name the position")
RETURN_POSITION = ours("return_position", 60, BEFORE, "the home agency names the position to return to")
RETURN_LOGISTICS = ours(
    "return_logistics", 30, BEFORE, "the move is arranged, and the host writes its part of the appraisal"
)
RETURN_FORTNIGHT = ours("return_fortnight", 14, BEFORE, "the first day back is agreed on")
RETURN_LAST_DAY = ours("return_last_day", 0, BEFORE, "the assignment ends")
RETURN_LATE = ours("return_late", 7, AFTER, "a return that has not happened is asked about")
RETURN_ESCALATED = ours("return_escalated", 15, AFTER, "it goes to the programme office")
RETURN_BREACHED = ours("return_breached", 30, AFTER, "it counts as a return right that was broken")

POSITION_HELD = Clause(
    code="position_held",
    value=None,
    unit="",
    citation=f"{OURS}: nobody's position of record is taken while a return right points at it",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.HARD,
)
HOST_MENTOR_DAYS = ours(
    "host_mentor_days", 90, "days at a new agency in which a mentor there is offered", "nobody arrives alone"
)

FOR_GOOD_DAYS = ours(
    "for_good_days", 365, "days that a move for good counts as away in the figures", "it names no last day"
)

SIGN_REMINDER = ours(
    "sign_reminder",
    3,
    "business days before the last day to sign an agreement or its change, when whoever has not is reminded",
    "a text that not all signed in time lapses",
)

BEFORE_ORDER_ENDS = "calendar days before the last day of a written order"
RENEWAL_FIRST = ours("renewal_first", 30, BEFORE_ORDER_ENDS, "the renewal is decided in time")
RENEWAL_SECOND = ours("renewal_second", 14, BEFORE_ORDER_ENDS, "a renewal not decided is asked about")
RENEWAL_LAST = ours("renewal_last", 3, BEFORE_ORDER_ENDS, "the last call for a renewal")

COOLING_OFF = ours(
    "cooling_off",
    7,
    "days in which a waiver can be taken back",
    "nobody gives up a right in haste",
    Force.HARD,
)
RISK_OPEN = ours(
    "risk_open",
    15,
    "days until a risk that nobody settled goes to the programme office",
    "no risk is forgotten",
)
NOTICE_IGNORED = ours(
    "notice_ignored", 5, "days until a notice that nobody has seen to goes higher", "silence is noticed"
)
NOTICE_UNDELIVERED = ours(
    "notice_undelivered", 24, "hours until a notice that did not go out is told another way", "mail can fail"
)
DIGEST_FROM = ours(
    "digest_from", 3, "notices at one time for one person, from which on one message tells them", "no flood"
)
LONGEST_SNOOZE = ours("longest_snooze", 30, "days a notice can be put off", "what is put off comes back")
REENTRY_FIRST = ours("reentry_first", 30, "days after the return", "a first look at the re-entry")
REENTRY_SECOND = ours("reentry_second", 90, "days after the return", "a second look at the re-entry")

REEMPLOYMENT_ASKED = Clause(
    "reemployment_asked",
    90,
    "days after leaving an international organization in which reemployment is applied for",
    "5 U.S.C. 3582(b); 5 CFR part 352, subpart C",
    SERVICE,
    Confidence.OPENED,
    Force.INFO,
)
REEMPLOYMENT_DAYS = Clause(
    "reemployment_days",
    30,
    "days after the application in which the former agency reemploys",
    "5 U.S.C. 3582(b); 5 CFR part 352, subpart C",
    SERVICE,
    Confidence.OPENED,
    Force.INFO,
)

CLAUSES = (
    REEMPLOYMENT_ASKED,
    REEMPLOYMENT_DAYS,
    RETURN_SPONSOR,
    RETURN_PLAN,
    RETURN_WINDOW,
    RETURN_POSITION,
    RETURN_LOGISTICS,
    RETURN_FORTNIGHT,
    RETURN_LAST_DAY,
    RETURN_LATE,
    RETURN_ESCALATED,
    RETURN_BREACHED,
    HOST_MENTOR_DAYS,
    FOR_GOOD_DAYS,
    POSITION_HELD,
    SIGN_REMINDER,
    RENEWAL_FIRST,
    RENEWAL_SECOND,
    RENEWAL_LAST,
    COOLING_OFF,
    RISK_OPEN,
    NOTICE_IGNORED,
    NOTICE_UNDELIVERED,
    DIGEST_FROM,
    LONGEST_SNOOZE,
    REENTRY_FIRST,
    REENTRY_SECOND,
)

"""Every figure of law and policy, once: value, unit, citation, dates, confidence, force, who may waive."""

from datetime import date

from matcher.policy.clause import Clause as Clause
from matcher.policy.clause import Confidence as Confidence
from matcher.policy.clause import Force as Force

OURS = "Policy of Roundtrip"
BEGINNING = date(2026, 11, 1)


def ours(code: str, value: int | None, unit: str, why: str, force: Force = Force.INFO) -> Clause:
    """A choice of this service, in force since it began."""
    return Clause(code, value, unit, f"{OURS}: {why}", BEGINNING, Confidence.POLICY, force)


ROTATION_DAYS = Clause(
    code="rotation_days",
    value=120,
    unit="consecutive calendar days, both ends counted",
    citation="OPM guidance of 29 January 2016 on Executive Order 13714; OPM memorandum of 13 May 2021",
    effective_from=date(2016, 1, 29),
    confidence=Confidence.OPENED,
    force=Force.WARN,
)
GENERAL_POSITIONS = Clause(
    code="general_positions",
    value=None,
    unit="",
    citation="5 U.S.C. 3395(d); 5 U.S.C. 3132(a)(8)",
    effective_from=date(1979, 7, 13),
    confidence=Confidence.OPENED,
    force=Force.HARD,
)
OUTSIDE_SES = Clause(
    code="outside_ses",
    value=None,
    unit="",
    citation="5 U.S.C. 3132(a)(1)",
    effective_from=date(1979, 7, 13),
    confidence=Confidence.OPENED,
    force=Force.WARN,
)
CLEARANCE = Clause(
    code="clearance",
    value=None,
    unit="",
    citation=f"{OURS}: a clearance is held before a post that needs it is asked for",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.HARD,
)
OTHER_AGENCY = Clause(
    code="other_agency",
    value=None,
    unit="",
    citation=f"{OURS}: a round places nobody in the agency they come from",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.WARN,
)
ALLIED_AGENCIES = Clause(
    code="allied_agencies",
    value=None,
    unit="",
    citation=f"{OURS}: a round may keep exchange to agencies allied with one another",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.WARN,
)
OUTWARD_EXCHANGE = Clause(
    code="outward_exchange",
    value=None,
    unit="",
    citation=f"{OURS}: a round may ask a department to exchange with others only",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.WARN,
)
RECORDED_RULE = Clause(
    code="recorded_rule",
    value=None,
    unit="",
    citation=f"{OURS}: a pair is forbidden in writing, by one person, and approved by another",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.WARN,
)
START_AFTER_RESULTS = Clause(
    code="start_after_results",
    value=None,
    unit="",
    citation=f"{OURS}: an opportunity can still begin when the results are published",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.HARD,
)
LONGEST_SHEET = Clause(
    code="longest_sheet",
    value=100,
    unit="items of a dream sheet",
    citation=f"{OURS}: the round file's own bound",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.HARD,
)
LONGEST_GRANT = Clause(
    code="longest_grant",
    value=365,
    unit="days a role is held without being granted anew",
    citation=f"{OURS}: a role that nobody confirms ends",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.HARD,
)
TARGET_JOBS = Clause(
    code="target_jobs",
    value=3,
    unit="jobs named on a card",
    citation="Thought Leader Forum on executive mobility, 2007: each executive lists three jobs",
    effective_from=BEGINNING,
    confidence=Confidence.OPENED,
    force=Force.HARD,
)
MEASURED_OBJECTIVES = Clause(
    code="measured_objectives",
    value=1,
    unit="objectives and indicators of success, each, of an opportunity",
    citation="Thought Leader Forum on executive mobility, 2007: indicators of success before the detail",
    effective_from=BEGINNING,
    confidence=Confidence.OPENED,
    force=Force.HARD,
)
PASSWORD_LENGTH = Clause(
    code="password_length",
    value=15,
    unit="characters, the least of a password that is the only proof",
    citation="NIST SP 800-63B-4, passwords as the single factor",
    effective_from=date(2025, 8, 1),
    confidence=Confidence.SECONDARY,
    force=Force.HARD,
)
SIGN_IN_TRIES = Clause(
    code="sign_in_tries",
    value=10,
    unit="failed tries in five minutes, for one name or one address",
    citation=f"{OURS}: guessing is slowed down, nobody is locked out for longer",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.HARD,
)
INVITATION_DAYS = Clause(
    code="invitation_days",
    value=7,
    unit="days an invitation can be used",
    citation=f"{OURS}: an unused invitation ends",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.HARD,
)
RELEASE_DAYS = Clause(
    code="release_days",
    value=3,
    unit="business days from the close of the dream sheets until hosts rank by the calendar",
    citation=f"{OURS}: consents and releases still open are decided then; a coordinator may go on earlier",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.INFO,
)
DEVELOPMENT_PLAN = Clause(
    code="development_plan",
    value=None,
    unit="",
    citation="5 CFR 412.401(a)",
    effective_from=date(2009, 12, 10),
    confidence=Confidence.OPENED,
    force=Force.WARN,
)
PLAN_TERMS = Clause(
    code="plan_terms",
    value=1,
    unit="objectives of a development plan for each term, the short and the long",
    citation="5 CFR 412.401(a)(1)",
    effective_from=date(2009, 12, 10),
    confidence=Confidence.OPENED,
    force=Force.HARD,
)
PLAN_BREADTH = Clause(
    code="plan_breadth",
    value=1,
    unit="activities of a development plan that widen the view of the agency and of the government",
    citation="5 CFR 412.401(a)(3)",
    effective_from=date(2009, 12, 10),
    confidence=Confidence.OPENED,
    force=Force.HARD,
)
PLAN_REVIEW = Clause(
    code="plan_review",
    value=12,
    unit="months from one review of a development plan by the Executive Resources Board to the next",
    citation="5 CFR 412.401(a)(4)",
    effective_from=date(2009, 12, 10),
    confidence=Confidence.OPENED,
    force=Force.WARN,
)
YEARLY_ACTIVITY = Clause(
    code="yearly_activity",
    value=12,
    unit="months from one developmental activity to the next",
    citation="OPM, Framework for the Continuing Development of Federal Senior Executives, "
    "questions 1 and 5, on Executive Order 13714",
    effective_from=date(2015, 12, 15),
    confidence=Confidence.OPENED,
    force=Force.WARN,
)
LEADERSHIP_ASSESSMENT = Clause(
    code="leadership_assessment",
    value=36,
    unit="months from one leadership assessment with employees' feedback to the next",
    citation="OPM, Framework for the Continuing Development of Federal Senior Executives, "
    "questions 1 and 12, on Executive Order 13714",
    effective_from=date(2015, 12, 15),
    confidence=Confidence.OPENED,
    force=Force.WARN,
)
DUE_SOON = Clause(
    code="due_soon",
    value=3,
    unit="months before its last day in which a duty of development is told as due",
    citation=f"{OURS}: long enough to arrange a review, an activity or an assessment",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.INFO,
)
LONGEST_AIM = Clause(
    code="longest_aim",
    value=10,
    unit="years ahead for which an objective or an activity is planned",
    citation=f"{OURS}: a plan further ahead is a mistyped date",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.HARD,
)

CLAUSES = (
    ROTATION_DAYS,
    GENERAL_POSITIONS,
    OUTSIDE_SES,
    CLEARANCE,
    OTHER_AGENCY,
    ALLIED_AGENCIES,
    OUTWARD_EXCHANGE,
    RECORDED_RULE,
    START_AFTER_RESULTS,
    LONGEST_SHEET,
    LONGEST_GRANT,
    TARGET_JOBS,
    MEASURED_OBJECTIVES,
    PASSWORD_LENGTH,
    SIGN_IN_TRIES,
    INVITATION_DAYS,
    RELEASE_DAYS,
    DEVELOPMENT_PLAN,
    PLAN_TERMS,
    PLAN_BREADTH,
    PLAN_REVIEW,
    YEARLY_ACTIVITY,
    LEADERSHIP_ASSESSMENT,
    DUE_SOON,
    LONGEST_AIM,
)

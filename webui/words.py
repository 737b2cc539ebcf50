"""Enumerations in the words of the pages, where the value alone would not say it."""

from __future__ import annotations

from matcher.policy import return_clauses as rule
from matcher.policy.assignment_clauses import HOST_APPRAISAL_DAYS, ORDER_DAYS
from matcher.policy.clause import Confidence as Reading
from matcher.policy.clause import Force
from matcher.policy.development import Standing
from matcher.policy.facts import Ground, Host
from matcher.policy.return_dates import Mark
from models.agreements import LATER_ALL, LATER_FOR_GOOD, LATER_WITHOUT_EXTENSION, EventKind, Party
from models.executives import CareerStage, Clearance, Relocation
from models.interviews import Absent, InterviewState, Topic
from models.mentors import MentorKind, Site, SizeBand
from models.plans import ActivityKind, ReviewOutcome, Term
from models.releases import Advice, Backfill, RefusalReason, ReleaseState
from models.requirements import Effect, Subject
from models.returns import RiskKind
from models.rounds import Undecided
from models.services.releases import Verdict
from models.vacancies import Confidence

CAREER_STAGES: dict[CareerStage, str] = {
    CareerStage.FINDING_MY_PLACE: "finding my place as an executive",
    CareerStage.MAKING_MY_MARK: "making my mark",
    CareerStage.LEAVING_MY_LEGACY: "leaving my legacy",
}
REACHES: dict[Relocation, str] = {
    Relocation.NO: "no, only within commuting distance of today's place",
    Relocation.LOCAL: "within the region around today's place",
    Relocation.REGION: "within today's part of the country",
    Relocation.ANY: "anywhere",
}
SUBJECTS: dict[Subject, str] = {
    Subject.TECHNICAL: "technical qualification",
    Subject.ECQ: "Executive Core Qualification",
    Subject.OTHER: "another requirement",
}
EFFECTS: dict[Effect, str] = {
    Effect.GATE: "gate: must be attested or waived",
    Effect.FLAG: "flag: is shown and stops nobody",
    Effect.SCORE: "score: its points help the host to rank; the match does not count them",
}
CLEARANCES: dict[Clearance, str] = {
    Clearance.NONE: "no clearance needed",
    Clearance.SECRET: "secret",
    Clearance.TOP_SECRET: "top secret",
}
READINGS: dict[Reading, str] = {one: one.value for one in Reading} | {Reading.OPENED: "the text was read"}
"""How the text behind a clause was read."""
CONFIDENCES: dict[Confidence, str] = {
    Confidence.DECIDED: "decided, the day is fixed",
    Confidence.LIKELY: "likely",
    Confidence.POSSIBLE: "possible, do not plan on it",
}
INTERVIEWS: dict[InterviewState, str] = {
    InterviewState.SCHEDULED: "agreed",
    InterviewState.HELD: "held",
    InterviewState.MISSED: "somebody did not come",
    InterviewState.CANCELLED: "cancelled",
}
ABSENTEES: dict[Absent, str] = {
    Absent.EXECUTIVE: "the executive",
    Absent.HOST: "the host",
    Absent.BOTH: "both the executive and the host",
}
TOPICS: dict[Topic, str] = {
    Topic.OBJECTIVES: "objectives and results",
    Topic.QUALIFICATIONS: "qualifications",
    Topic.TIMING: "beginning and length",
    Topic.PLACE: "place and remote work",
    Topic.TEAM: "the team",
    Topic.WAY_BACK: "the way back",
    Topic.CLEARANCE: "clearance",
}
HELPERS: dict[MentorKind, str] = {MentorKind.MENTOR: "mentor", MentorKind.COACH: "coach"}
HELPERS_MANY: dict[MentorKind, str] = {MentorKind.MENTOR: "mentors", MentorKind.COACH: "coaches"}
ACTIVITIES: dict[ActivityKind, str] = {
    ActivityKind.ROTATION: "detail or rotation",
    ActivityKind.INTERAGENCY_PROJECT: "project of several agencies",
    ActivityKind.SABBATICAL: "sabbatical",
    ActivityKind.IPA: "assignment outside the government (IPA)",
    ActivityKind.EXPERIENCE: "experience on the job",
    ActivityKind.TRAINING: "course or program",
    ActivityKind.MENTORING: "mentoring",
    ActivityKind.COACHING: "coaching",
    ActivityKind.PEERS: "exchange with peers, shadowing",
    ActivityKind.SELF_STUDY: "study on one's own",
}
ADVICE: dict[Advice, str] = {
    Advice.RELEASE: "release",
    Advice.WITH_CONDITIONS: "release with conditions",
    Advice.KEEP: "do not release now",
}
VERDICTS: dict[Verdict, str] = {
    Verdict.GRANT: "release",
    Verdict.GRANT_WITH_CONDITIONS: "release with conditions",
    Verdict.REFUSE: "do not release in this round",
}
REFUSALS: dict[RefusalReason, str] = {
    RefusalReason.MISSION_CRITICAL: "the work cannot be without this person now",
    RefusalReason.TENURE: "too short a time in the present post",
    RefusalReason.PENDING_ACTION: "a personnel action is pending",
    RefusalReason.TIMING: "the time of year does not allow it",
    RefusalReason.NO_BACKFILL: "nobody can look after the post",
    RefusalReason.BUDGET: "the budget does not allow it",
}
BACKFILLS: dict[Backfill, str] = {
    Backfill.ACTING_INTERNAL: "somebody of the agency acts in the post",
    Backfill.RECIPROCAL_EXCHANGE: "the two change places",
    Backfill.DETAIL_IN: "somebody is detailed in",
    Backfill.SPLIT_DUTIES: "the duties are split",
    Backfill.LEAVE_VACANT: "the post stays vacant meanwhile",
}
RELEASE_ICONS: dict[ReleaseState, str] = {
    ReleaseState.PENDING_SUPERVISOR: "hourglass_empty",
    ReleaseState.PENDING_AGENCY: "hourglass_empty",
    ReleaseState.GRANTED: "check_circle",
    ReleaseState.GRANTED_WITH_CONDITIONS: "check_circle",
    ReleaseState.REFUSED: "cancel",
    ReleaseState.GRANTED_BY_DEFAULT: "check_circle",
    ReleaseState.REFUSED_BY_DEFAULT: "cancel",
    ReleaseState.WITHDRAWN: "cancel",
}
UNDECIDED: dict[Undecided, str] = {
    Undecided.RELEASED: "released",
    Undecided.REFUSED: "not released",
}
TERMS: dict[Term, str] = {Term.SHORT: "short term", Term.LONG: "long term"}
REVIEWS: dict[ReviewOutcome, str] = {
    ReviewOutcome.ACCEPTED: "accepted",
    ReviewOutcome.REVISE: "returned to be revised",
}
DUTIES: dict[str, str] = {
    "review": "The board's review of my plan",
    "activity": "A developmental activity",
    "assessment": "A leadership assessment with employees' feedback",
}
UNRECORDED: dict[str, str] = {
    "review": "the plan is signed first, then the board reviews it",
    "activity": "enter the last one that was done; what you plan counts once it is done",
    "assessment": "enter the day of the last one, or arrange one and enter it then",
}
"""What to do where nothing of a duty is on record."""
STANDINGS: dict[Standing, tuple[str, str]] = {
    Standing.CURRENT: ("in time", "check_circle"),
    Standing.SOON: ("due soon", "schedule"),
    Standing.OVERDUE: ("overdue", "warning"),
}
"""In words, and the icon beside."""
SITES: dict[Site | None, str] = {
    None: "not stated",
    Site.HEADQUARTERS: "at headquarters",
    Site.FIELD: "in the field",
}
SIZES: dict[SizeBand | None, str] = {
    None: "not stated",
    SizeBand.UNDER_100: "fewer than 100 people",
    SizeBand.UNDER_1000: "100 to 999 people",
    SizeBand.FROM_1000: "1,000 people or more",
}
LEVELS: dict[int, str] = {
    1: "1, just beginning",
    2: "2, some practice",
    3: "3, solid",
    4: "4, strong",
    5: "5, could teach it",
}
"""Where somebody stands in a competency, whether asking or helping."""
GROUNDS: dict[Ground, str] = {
    Ground.UNSATISFACTORY_RATING: "it follows an unsatisfactory rating",
    Ground.DISCIPLINARY_ACTION: "a disciplinary action began before the appointment",
}
HOSTS: dict[Host, str] = {
    Host.STATE: "a State",
    Host.LOCAL: "a local government",
    Host.TRIBAL: "a tribe or tribal organization",
    Host.INSTRUMENTALITY: "an instrumentality of a State or local government",
    Host.UNIVERSITY: "an institution of higher education",
    Host.FFRDC: "a federally funded research and development center",
    Host.OTHER_ORGANIZATION: "another organization that fits the law",
}
FORCES: dict[Force, str] = {
    Force.HARD: "has to be met",
    Force.WARN: "has to be read",
    Force.INFO: "for information",
}
LATER: dict[EventKind, str] = {
    EventKind.EXTENSION: "an extension",
    EventKind.EARLY_END: "an early end",
    EventKind.AMENDMENT: "an amendment without a new last day",
}
LATER_TITLES: dict[tuple[EventKind, ...], str] = {
    LATER_ALL: "Amend, extend or end early",
    LATER_WITHOUT_EXTENSION: "Amend or end early",
    LATER_FOR_GOOD: "Amend",
}
PARTIES: dict[Party, str] = {
    Party.EXECUTIVE: "the executive",
    Party.HOME_SUPERVISOR: "the supervisor at home",
    Party.HOST_SUPERVISOR: "the supervisor at the host",
    Party.HOME_AGENCY: "the home agency",
    Party.HOST_AGENCY: "the host agency",
}
RISKS: dict[RiskKind, str] = {
    RiskKind.POSITION_ABOLISHED: "the position of record is abolished",
    RiskKind.POSITION_FILLED: "the position of record is filled by somebody else",
    RiskKind.POSITION_MOVED: "the position of record moved elsewhere",
    RiskKind.SPONSOR_GONE: "the sponsor of the return is gone",
    RiskKind.AGENCY_CLOSED: "the home agency is closed",
    RiskKind.UNIT_CHANGED: "the home unit changed",
}
BEFORE = f"days before each {ORDER_DAYS.figure} days of the detail are over"

MARKS: dict[Mark, str] = {
    Mark.MIDPOINT: "Half way: look at the objectives",
    Mark.ROTATION: "Day 120: it counts as a rotation",
    Mark.RENEWAL_FIRST: f"{rule.RENEWAL_FIRST.figure} {BEFORE}: decide whether it goes on",
    Mark.RENEWAL_SECOND: f"{rule.RENEWAL_SECOND.figure} {BEFORE}: decide whether it goes on",
    Mark.RENEWAL_LAST: f"{rule.RENEWAL_LAST.figure} {BEFORE}: last call to decide whether it goes on",
    Mark.SPONSOR: f"{rule.RETURN_SPONSOR.figure} days before the end: home says who the sponsor is",
    Mark.PLAN: f"{rule.RETURN_PLAN.figure} days before the end: bring the re-entry plan up to date",
    Mark.WINDOW: f"{rule.RETURN_WINDOW.figure} days before the end: home is asked to name the position",
    Mark.POSITION: f"{rule.RETURN_POSITION.figure} days before the end: home names the position",
    Mark.LOGISTICS: (
        f"{rule.RETURN_LOGISTICS.figure} days before the end: arrange the move; "
        f"the host appraises a stay of {HOST_APPRAISAL_DAYS.figure} days or more"
    ),
    Mark.FORTNIGHT: f"{rule.RETURN_FORTNIGHT.figure} days before the end: agree on the first day back",
    Mark.LAST_DAY: "Last day away",
    Mark.LATE: f"{rule.RETURN_LATE.figure} days after the end: why is nobody back?",
    Mark.ESCALATED: f"{rule.RETURN_ESCALATED.figure} days after the end: the programme office steps in",
    Mark.BREACHED: f"{rule.RETURN_BREACHED.figure} days after the end: the return right counts as broken",
}

ASKS = {
    **dict.fromkeys(("agreement", "agreement_of_mine"), "yours is missing"),
    **dict.fromkeys(("agreement_change", "agreement_change_of_mine"), "a change waits for your signature"),
    "agreement_back": "a draft again, yours to change",
    "agreement_change_back": "your change was sent back",
    "draft_agreement": "yours to make ready",
}
"""What an agreement asks of whoever reads the list."""

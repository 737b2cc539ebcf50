"""Every figure and rule of an assignment away: rotation, detail, move, sabbatical, IPA, appraisal.

`effective_from` of a statute is the day the Senior Executive Service began; of a regulation whose own date
was not read, the month in which its text was.
"""

from datetime import date

from matcher.policy.clause import Clause, Confidence, Force
from matcher.policy.clauses import BEGINNING, OURS

SERVICE = date(1979, 7, 13)
READ = date(2026, 3, 1)
GUIDANCE = date(2016, 1, 29)
APPRAISALS = date(2015, 10, 1)
HARD, WARN, INFO = Force.HARD, Force.WARN, Force.INFO
OPENED, SECONDARY, MEMORY = Confidence.OPENED, Confidence.SECONDARY, Confidence.NOT_VERIFIED
MEMO = "OPM guidance of 29 January 2016 on Executive Order 13714"
OPM = "the Office of Personnel Management"
HEAD = "the head of the executive agency"


def _rule(
    code: str,
    citation: str,
    since: date,
    force: Force = HARD,
    confidence: Confidence = OPENED,
    waived_by: str | None = None,
) -> Clause:
    return Clause(code, None, "", citation, since, confidence, force, waived_by=waived_by)


def _figure(
    code: str,
    value: int,
    unit: str,
    citation: str,
    since: date,
    force: Force = HARD,
    confidence: Confidence = OPENED,
    waived_by: str | None = None,
) -> Clause:
    return Clause(code, value, unit, citation, since, confidence, force, waived_by=waived_by)


ORDER_NO_RIGHT = _rule(  # R10
    "order_no_right", "Executive Order 13714 section 5", date(2015, 12, 15), INFO
)
ONE_PLACE = _rule(
    "one_place",
    f"{OURS}: nobody is away under two agreements at a time",
    SERVICE,
    confidence=Confidence.POLICY,
)
DESTINATIONS = _rule("destinations", f"{MEMO}, question 6", GUIDANCE)  # R1, R3
ROTATION_FORMS = _rule("rotation_forms", f"{MEMO}, as reported", GUIDANCE, WARN, SECONDARY)  # R4
ORDER_POSITIONS = _figure(  # R5
    "order_positions",
    20,
    "positions of the Senior Executive Service from which the order asks for a plan",
    "Executive Order 13714 section 3(a)(v)",
    date(2015, 12, 15),
    INFO,
)
GOAL_PERCENT = _figure(  # R6
    "goal_percent",
    15,
    "percent of the Service rotating in a fiscal year, the goal of the 2015 executive order",
    f"{MEMO}; OPM memorandum of 13 May 2021",
    GUIDANCE,
    INFO,
)
REASON_POINTS = _figure(
    "reason_points",
    1,
    "percentage points up or down from which the annual report gives a reason",
    "OPM memorandum of 13 May 2021",
    date(2021, 5, 13),
    INFO,
)
ROTATION_YEARS = _figure(  # R9
    "rotation_years",
    5,
    "years from one developmental assignment to the next, as recommended",
    f"{MEMO}, question 8",
    GUIDANCE,
    WARN,
)
POSITION_KEPT = _rule("position_kept", "5 CFR 317.903(a)", READ, WARN, MEMORY)  # D1
ORDER_DAYS = _figure("order_days", 120, "days of one order", "5 U.S.C. 3341(b)(1)", SERVICE)  # D2
RENEWAL_DAYS = _figure(  # D3
    "renewal_days",
    120,
    "days after which many agencies approve a detail between departments again",
    "scope of 5 U.S.C. 3341; detail templates of the Department of Commerce",
    SERVICE,
    WARN,
)
UNCLASSIFIED_DAYS = _figure(  # D4
    "unclassified_days", 240, "days of unclassified duties", "5 CFR 317.903(b)", READ, WARN, MEMORY
)
LOWER_DAYS = _figure(  # D5
    "lower_days",
    240,
    "days in a position at GS-15 or below",
    "5 CFR 317.903(b)",
    READ,
    WARN,
    MEMORY,
    OPM,
)
MEMBERS = _figure(  # D6
    "members",
    240,
    "days of a detail to a position of the Service by somebody outside it, beyond which it is competed for",
    "5 CFR 317.903(b), as OPM answers questions on it",
    READ,
)
RESERVED_DETAIL = _rule("reserved_detail", "5 CFR 317.903", READ, WARN, MEMORY)  # D7
NOTICE_DAYS = _figure(  # D8
    "notice_days",
    15,
    "days of written notice before a reassignment",
    "5 U.S.C. 3395(a)(2)(A); 5 CFR 317.901",
    SERVICE,
)
FAR_NOTICE_DAYS = _figure(  # D9
    "far_notice_days",
    60,
    "days of written notice before a reassignment outside the commuting area",
    "5 U.S.C. 3395(a)(2)(B)",
    SERVICE,
    waived_by="the executive, in writing",
)
CONSULTATION = _rule("consultation", "5 U.S.C. 3395(a)(2)(B)", SERVICE)  # D9
MORATORIUM_DAYS = _figure(  # D10
    "moratorium_days",
    120,
    "days after a new head or noncareer supervisor without involuntary reassignment",
    "5 U.S.C. 3395(e)(1)",
    SERVICE,
    waived_by="the executive, in writing",
)
TOLLED_DAYS = _figure(  # D11
    "tolled_days", 60, "days away, at most, that the 120 do not count", "5 U.S.C. 3395(e)(3)", SERVICE
)
MORATORIUM_EXCEPTION = _rule("moratorium_exception", "5 U.S.C. 3395(e)(2)", SERVICE, INFO)  # D12
REMOVAL_BAR_DAYS = _figure(  # D19
    "removal_bar_days",
    120,
    "days after a new head or noncareer supervisor without removal for performance",
    "5 U.S.C. 3592(b); 5 CFR 359.406",
    SERVICE,
    INFO,
)
SIGNED_CONSENT = _rule(  # D13
    "signed_consent",
    f"{OURS}: every move has the executive's dated consent (after GAO-20-559)",
    BEGINNING,
    confidence=Confidence.POLICY,
)
TRANSFER_CONSENT = _rule("transfer_consent", "5 U.S.C. 3395(a)(1)(B); 5 CFR 317.902", SERVICE)  # D14
CAREER_KEPT = _rule("career_kept", "5 CFR 317.904", READ)  # D16
LIMITED_MONTHS = _figure(  # D17
    "limited_months", 36, "months of limited service in any 48", "5 U.S.C. 3395(b)-(c)", SERVICE
)
LIMITED_TERM_MONTHS = _figure(
    "limited_term_months", 36, "months of a limited term", "5 U.S.C. 3132(a)(5)", SERVICE
)
LIMITED_EMERGENCY_MONTHS = _figure(
    "limited_emergency_months", 18, "months of a limited emergency", "5 U.S.C. 3132(a)(6)", SERVICE
)
PROBATION_MONTHS = _figure(  # D18
    "probation_months",
    12,
    "months of probation",
    "5 U.S.C. 3393(d); 5 CFR 317.503",
    SERVICE,
    WARN,
)
NONPAY_DAYS = _figure(  # D18
    "nonpay_days", 30, "calendar days without pay that probation counts", "5 CFR 317.503", READ, WARN
)
QUALIFICATION = _rule("qualification", "5 U.S.C. 3393(e), 3394(a)", SERVICE)  # D20
QUALIFICATION_DETAIL = _rule("qualification_detail", "5 U.S.C. 3393(e), by analogy", SERVICE, WARN)  # D20

SABBATICAL_CAREER = _rule("sabbatical_career", "5 U.S.C. 3396(c)(1)", SERVICE)  # S1
SABBATICAL_MONTHS = _figure("sabbatical_months", 11, "months of a sabbatical", "5 U.S.C. 3396(c)(1)", SERVICE)
SABBATICAL_PURPOSE = _rule("sabbatical_purpose", "5 U.S.C. 3396(c)(1)", SERVICE)
SABBATICAL_SERVICE = _figure(  # S2
    "sabbatical_service", 7, "years in the Service or its equivalent", "5 U.S.C. 3396(c)(2)", SERVICE
)
SABBATICAL_SES = _figure("sabbatical_ses", 2, "years in the Service", "5 U.S.C. 3396(c)(2)", SERVICE)
SABBATICAL_AGAIN = _figure(  # S3
    "sabbatical_again", 10, "years in which one sabbatical is granted", "5 U.S.C. 3396(c)(2)", SERVICE
)
SABBATICAL_RETIREMENT = _rule("sabbatical_retirement", "5 U.S.C. 3396(c)(2)", SERVICE)  # S4
SABBATICAL_OBLIGATION = _figure(  # S5
    "sabbatical_obligation",
    2,
    "consecutive years in the civil service afterwards",
    "5 U.S.C. 3396(c)(3)",
    SERVICE,
)
SABBATICAL_OBLIGED = _figure(
    "sabbatical_obliged", 2, "years of service that begin on the return", "5 U.S.C. 3396(c)(3)", SERVICE, INFO
)
SABBATICAL_PAY = _rule("sabbatical_pay", "5 U.S.C. 3396(c)(1)", SERVICE, INFO)  # S6

IPA_HOSTS = _rule("ipa_hosts", "5 U.S.C. 3371, 3372(b)", SERVICE)  # I1
IPA_CERTIFICATION = _rule("ipa_certification", "5 CFR 334.103", READ)  # I2
IPA_CAREER = _rule("ipa_career", "5 U.S.C. 3372(a)(1); 5 CFR 334.102", SERVICE)  # I3
IPA_INBOUND_DAYS = _figure(
    "ipa_inbound_days",
    90,
    "days in a career position with the non-Federal employer",
    "5 CFR 334.102, as quoted in 223 FW 11",
    READ,
    confidence=SECONDARY,
)
IPA_CONSENT = _rule("ipa_consent", "5 U.S.C. 3372(a)", SERVICE)  # I4
IPA_MONTHS = _figure(  # I5
    "ipa_months",
    24,
    "months of an assignment",
    "5 U.S.C. 3372(a); 5 CFR 334.104(a)",
    SERVICE,
    waived_by=f"{HEAD}, by extension",
)
IPA_EXTENDED_MONTHS = _figure(
    "ipa_extended_months",
    48,
    "months of an assignment with its extension",
    "5 U.S.C. 3372(a); 5 CFR 334.104(a)",
    SERVICE,
    waived_by=f"{HEAD}, for tribes and tribal organizations",
)
IPA_CAREER_YEARS = _figure(  # I6
    "ipa_career_years", 6, "years of assignments in a career", "5 CFR 334.104(b)", READ, waived_by=OPM
)
IPA_CONTINUOUS_MONTHS = _figure(  # I7
    "ipa_continuous_months", 48, "continuous months of assignments", "5 CFR 334.104(c)", READ
)
IPA_BREAK_DAYS = _figure(
    "ipa_break_days", 60, "days of a break that still counts as continuous", "5 CFR 334.104(c)", READ
)
IPA_BACK_MONTHS = _figure(
    "ipa_back_months", 12, "months back after four continuous years", "5 CFR 334.104(c)", READ
)
IPA_OBLIGATION = _rule("ipa_obligation", "5 U.S.C. 3372(c)", SERVICE)  # I8
IPA_OBLIGATION_END = _rule("ipa_obligation_end", "5 U.S.C. 3372(c)", SERVICE, INFO)
IPA_STATUS = _rule("ipa_status", "5 U.S.C. 3373", SERVICE)  # I9
IPA_PAY = _rule("ipa_pay", "5 U.S.C. 3372(e)(1)", SERVICE, WARN)  # I10
IPA_RELOCATION = _rule("ipa_relocation", "5 U.S.C. 3375(b)", SERVICE)  # I11
IPA_AGREEMENT = _rule("ipa_agreement", "5 CFR 334.106", READ)  # I12
IPA_NOTICE_DAYS = _figure(  # I13
    "ipa_notice_days", 30, "days of written notice of an early end", "5 CFR 334.107", READ, WARN, SECONDARY
)
IPA_SEPARATION = _rule("ipa_separation", "5 CFR 334.107", READ, HARD, SECONDARY)
IPA_RETURN = _rule("ipa_return", "5 CFR 334.107", READ, WARN, MEMORY)  # I14

HOST_APPRAISAL_DAYS = _figure(  # P1
    "host_appraisal_days",
    120,
    "days of a detail from which the host sets goals and appraises",
    "5 CFR 430.310(a)",
    APPRAISALS,
)
HOST_PLAN_DAYS = _figure(
    "host_plan_days",
    30,
    "days after the start for the host's plan",
    "5 CFR 430.310(a), practice",
    READ,
    WARN,
    MEMORY,
)
DEPARTURE_APPRAISAL = _rule("departure_appraisal", "5 CFR 430.310(b)-(c)", APPRAISALS)  # P2
APPRAISAL_DAYS = _figure(  # P3
    "appraisal_days",
    90,
    "days of a period that is appraised",
    "5 CFR 430.304(c)(1)(i), old number",
    READ,
    WARN,
)
ADMINISTRATION_DAYS = _figure(  # P4
    "administration_days",
    120,
    "days after a new administration begins without appraisal of a career appointee",
    "5 U.S.C. 4314(b)(1)(C)",
    SERVICE,
)
REVIEW_BOARD = _rule("review_board", "5 U.S.C. 4314(c)", SERVICE, INFO)  # P5
HOME_AWARD = _rule("home_award", "5 U.S.C. 5384, with the home position kept", SERVICE, INFO)  # P6
APPRAISAL_ANSWER = _rule("appraisal_answer", "5 U.S.C. 4312(b)(3), (d)", SERVICE, INFO)  # P7

CLAUSES = tuple(value for value in list(globals().values()) if isinstance(value, Clause))

"""Every figure of situational mentoring, once: nearly all of them choices of this service, and said to be."""

from functools import partial

from matcher.policy.clauses import BEGINNING, Clause, Confidence, Force, ours

_hard = partial(ours, force=Force.HARD)


def _weight(name: str, value: int, why: str) -> Clause:
    return ours(f"weight_{name}", value, "points of 1,000", why, Force.INFO)


SAME_PERSON = _hard("same_person", None, "", "nobody is matched with themselves")
REPORTING_LINE = _hard(
    "reporting_line",
    None,
    "",
    "a mentor is outside the chain of command, after 5 CFR 362.405(b)(3) and OPM's Best Practices of 2008",
)
COMMON_SUPERVISOR = _hard(
    "common_supervisor", None, "", "two people with one immediate supervisor are no pair: they compete"
)
RATING_RELATION = _hard(
    "rating_relation",
    None,
    "",
    "nobody speaks freely with a rating official or a member of a board that decides",
)
ACROSS_AGENCIES = _hard(
    "across_agencies",
    None,
    "",
    "advice comes from another agency, after the CHCOC memorandum of 11 December 2014",
)
HOST_MENTOR = _hard(
    "host_mentor", None, "", "whoever is away may ask mentors of the host alone, who know the place"
)
PAST_SUPERVISION = _hard(
    "past_supervision", 2, "years since one supervised the other", "neutral advice needs a distance"
)
NO_LIST = _hard("no_list", None, "", "whoever names a person or an agency to avoid is not asked why")
OVERSIGHT = _hard(
    "oversight", None, "", "no advice across an audit, an inspection or a lawsuit that an agency has flagged"
)
MOST_PAIRINGS = _hard(
    "most_pairings", 3, "conversations a mentor may have at a time", "the mentor sets a limit up to this one"
)
USUAL_PAIRINGS = _hard(
    "usual_pairings",
    1,
    "conversations at a time until the mentor says otherwise",
    "one at a time is kept best",
)
MENTOR_AVAILABLE = _hard("mentor_available", None, "", "a mentor is approved by the agency and not away")
MUST_HAVE_LEVEL = _hard(
    "must_have_level", 3, "of 5, the least level in what a request must have", "advice rests on expertise"
)
BOOKABLE_STARTS = _hard(
    "bookable_starts", 1, "times that can be booked by the need-by date", "a match without a time is no match"
)
ASKED_ONCE = _hard(
    "asked_once",
    None,
    "",
    "nobody is asked twice about one request, after a no about one question, or by one who refused them",
)
COOL_DOWN_DAYS = _hard(
    "cool_down_days",
    180,
    "days after one of the two said that it was no good fit",
    "a bad start is left to rest",
)
EARLIER_MENTOR = _hard(
    "earlier_mentor", None, "", "the same mentor again only where the request asks for it, so that many help"
)

WEIGHT_SITUATION = _weight("situation", 350, "the question is the unit, and expertise makes the advice good")
WEIGHT_COMPETENCY = _weight("competency", 200, "help flows down a gap; two levels are enough")
WEIGHT_CONTEXT = _weight("context", 150, "similar work, observable and job-related, stands for similar minds")
WEIGHT_CHOICE = _weight("choice", 150, "who chooses is better served")
WEIGHT_OVERLAP = _weight("overlap", 100, "times to meet, and not more than are needed")
WEIGHT_LOAD = _weight("load", 50, "a few mentors must not do all")
WEIGHT_PLACE = _weight(
    "place", 100, "the same city, where a meeting in person is asked for; then all are re-scaled"
)
RECENT_YEARS = ours("recent_years", 5, "years in which experience is recent", "older counts half", Force.INFO)
ENOUGH_STARTS = ours(
    "enough_starts", 3, "bookable times that earn full points", "more time earns nothing more", Force.INFO
)
SHORTLIST = ours("shortlist", 5, "mentors on a shortlist", "few enough to read", Force.INFO)
MOST_CHOICES = _hard("most_choices", 3, "mentors a request may name in order", "each is asked for days")
MOST_SITUATIONS = _hard("most_situations", 3, "situations of a request", "one question at a time")
MOST_COMPETENCIES = _hard("most_competencies", 3, "competencies of a request", "one question at a time")

OFFER_DAYS = _hard(
    "offer_days", 2, "business days to answer an offer", "mentors who never answer are the loudest complaint"
)
URGENT_OFFER_DAYS = _hard(
    "urgent_offer_days", 1, "business days to answer an urgent offer", "an urgent question ages fast"
)
CHOICE_DAYS = _hard(
    "choice_days", 3, "business days to choose from the shortlist", "then the service chooses"
)
TELL_MORE_DAYS = _hard(
    "tell_more_days", 2, "business days to tell a mentor more", "then the mentor decides without"
)
MOST_REFUSALS = _hard(
    "most_refusals", 3, "refusals and silences of one request", "then a coordinator looks at it"
)
DESK_DAYS = _hard(
    "desk_days", 2, "business days at the coordinator's desk", "then the person is told the truth"
)
SILENT_OFFERS = _hard(
    "silent_offers",
    2,
    "offers in a row that had their whole time and no answer",
    "then the mentor is asked and paused",
)
APPROVAL_DAYS = _hard(
    "approval_days",
    5,
    "business days for an agency to approve a profile",
    "who offers help is not left waiting",
)
BOOKING_DAYS = _hard(
    "booking_days", 5, "business days from acceptance to a booked meeting", "then a coordinator is told"
)
FIRST_NUDGE_DAYS = _hard(
    "first_nudge_days", 2, "business days until both are reminded to book", "a small push"
)
SECOND_NUDGE_DAYS = _hard(
    "second_nudge_days", 4, "business days until both are reminded again", "a last push"
)
ENGAGEMENT_DAYS = _hard(
    "engagement_days", 60, "days an engagement runs", "situational means short; both may extend"
)
ENGAGEMENT_MEETINGS = _hard(
    "engagement_meetings", 3, "meetings of an engagement", "situational means short; both may extend"
)
FEEDBACK_HOURS = _hard("feedback_hours", 1, "hours after the end until both are asked", "while it is fresh")
FEEDBACK_REMINDER_DAYS = _hard(
    "feedback_reminder_days", 2, "business days until a reminder", "one reminder and no more"
)
FEEDBACK_DAYS = _hard(
    "feedback_days", 10, "business days in which feedback is taken", "then it closes without"
)
PULSE_DAYS = Clause(
    code="pulse_days",
    value=90,
    unit="days after the end until the mentee is asked what lasted",
    citation="OPM, Framework for Continuing Development of Senior Executives, appendix A: after three months",
    effective_from=BEGINNING,
    confidence=Confidence.OPENED,
    force=Force.INFO,
)
REPORT_DAYS = _hard(
    "report_days",
    5,
    "business days for the programme office to look into a report of misuse",
    "as long as an agency has for a profile: whoever speaks up is not left waiting, and both can be asked",
)
PURGE_DAYS = _hard(
    "purge_days", 180, "days after the end until all free text is erased", "what nobody needs cannot leak"
)
DRAFT_REMINDER_DAYS = ours(
    "draft_reminder_days", 14, "days until a draft is called to mind", "once", Force.INFO
)
DRAFT_DAYS = _hard(
    "draft_days", 30, "days until a draft nobody touched is deleted", "what nobody needs cannot leak"
)
WAITING_DAYS = ours(
    "waiting_days",
    3,
    "business days without an accepted offer raise the urgency",
    "who waits comes first",
    Force.INFO,
)
NEARNESS_DAYS = ours(
    "nearness_days",
    5,
    "business days before the need-by date raise it again",
    "who waits comes first",
    Force.INFO,
)
LEAST_SHOWN = _hard("least_shown", 5, "people behind a figure that is shown", "fewer could be recognised")

CLAUSES = tuple(value for value in list(vars().values()) if isinstance(value, Clause))

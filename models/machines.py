"""Every state machine as data: what may become of each kind of object, by which action."""

from models.agreement_machines import AGREEMENT, RETURN_RIGHT
from models.agreements import Agreement
from models.base import Base
from models.dreamsheets import DreamSheet, SheetState
from models.engagements import Engagement
from models.headcounts import Headcount
from models.interviews import Interview
from models.machine import Machine
from models.meetings import Meeting
from models.mentoring_machines import ENGAGEMENT, MEETING, MENTORING_OFFER, MENTORING_REQUEST, PROFILE, SWEEP
from models.mentoring_offers import MentoringOffer
from models.mentors import MentorProfile
from models.nominations import Nomination
from models.opportunities import Opportunity, OpportunityState
from models.outbox import Notice, NoticeState
from models.plans import DevelopmentPlan, PlanState
from models.proposals import PENDING, Proposal, ProposalState
from models.rankings import HostRanking, RankingState
from models.release_machine import RELEASE
from models.releases import Release
from models.report_machines import HEADCOUNT, ROTATION_REPORT
from models.requests import MentoringRequest
from models.returns import ReturnRight
from models.rotation_reports import RotationReport
from models.rounds import Round, RoundState
from models.seeking_machines import INTERVIEW, NOMINATION, PROJECTED_VACANCY
from models.solves import Solve, SolveState
from models.sweeps import Sweep
from models.uploads import Upload, UploadState
from models.vacancies import ProjectedVacancy
from models.waiver_machine import REQUIREMENT_ANSWER
from models.waivers import RequirementAnswer

_R = RoundState
_BEFORE_PUBLICATION = (
    _R.DRAFT,
    _R.POSTING,
    _R.PREFERENCES,
    _R.RELEASE_REVIEW,
    _R.RANKING,
    _R.FROZEN,
    _R.SOLVED,
    _R.CONFERENCE,
    _R.APPROVED,
)
ROUND = Machine(
    noun="round",
    start=_R.DRAFT,
    moves={
        (_R.DRAFT, "open_posting"): _R.POSTING,
        (_R.POSTING, "open_preferences"): _R.PREFERENCES,
        (_R.PREFERENCES, "close_preferences"): _R.RELEASE_REVIEW,
        (_R.RELEASE_REVIEW, "open_ranking"): _R.RANKING,
        (_R.RANKING, "freeze"): _R.FROZEN,
        (_R.FROZEN, "solve"): _R.SOLVED,
        (_R.SOLVED, "solve"): _R.SOLVED,
        (_R.SOLVED, "confer"): _R.CONFERENCE,
        (_R.CONFERENCE, "approve"): _R.APPROVED,
        (_R.CONFERENCE, "object"): _R.SOLVED,
        (_R.CONFERENCE, "withdraw"): _R.SOLVED,
        (_R.APPROVED, "publish"): _R.PUBLISHED,
        (_R.APPROVED, "withdraw"): _R.SOLVED,
        (_R.PUBLISHED, "repair"): _R.PUBLISHED,
        (_R.PUBLISHED, "open_scramble"): _R.SCRAMBLE,
        (_R.PUBLISHED, "close"): _R.CLOSED,
        (_R.SCRAMBLE, "repair"): _R.SCRAMBLE,
        (_R.SCRAMBLE, "close"): _R.CLOSED,
        (_R.CLOSED, "archive"): _R.ARCHIVED,
        **{(state, "cancel"): _R.CANCELLED for state in _BEFORE_PUBLICATION},
    },
    labels={
        _R.DRAFT: "in preparation",
        _R.POSTING: "collecting opportunities",
        _R.PREFERENCES: "open for dream sheets",
        _R.RELEASE_REVIEW: "deciding releases",
        _R.RANKING: "open for host rankings",
        _R.FROZEN: "frozen",
        _R.SOLVED: "solved",
        _R.CONFERENCE: "in conference",
        _R.APPROVED: "approved",
        _R.PUBLISHED: "published",
        _R.SCRAMBLE: "in the scramble",
        _R.CLOSED: "closed",
        _R.ARCHIVED: "archived",
        _R.CANCELLED: "cancelled",
    },
    ends=frozenset({_R.ARCHIVED, _R.CANCELLED}),
    reasoned=frozenset({"cancel", "object"}),
)

_O = OpportunityState
OPPORTUNITY = Machine(
    noun="opportunity",
    start=_O.DRAFT,
    moves={
        (_O.DRAFT, "submit"): _O.SUBMITTED,
        (_O.SUBMITTED, "approve"): _O.APPROVED,
        **{(_O.SUBMITTED, act): _O.DRAFT for act in ("send_back", "take_back")},
        (_O.APPROVED, "fill"): _O.FILLED,
        (_O.FILLED, "reopen"): _O.APPROVED,
        **{(state, "withdraw"): _O.WITHDRAWN for state in (_O.DRAFT, _O.SUBMITTED, _O.APPROVED)},
    },
    labels={
        _O.DRAFT: "draft",
        _O.SUBMITTED: "waiting for approval",
        _O.APPROVED: "approved",
        _O.WITHDRAWN: "withdrawn",
        _O.FILLED: "filled",
    },
    ends=frozenset({_O.WITHDRAWN}),
    reasoned=frozenset({"send_back", "withdraw"}),
)


def _sealed_list(noun: str, verb: str, states: type[SheetState] | type[RankingState]) -> Machine:
    """A list that is filed, certified, changed, certified again or put back; the certified one counts
    meanwhile."""
    draft, certified, changed, withdrawn = states.DRAFT, states.CERTIFIED, states.CHANGED, states.WITHDRAWN
    return Machine(
        noun=noun,
        start=draft,
        moves={
            (draft, verb): draft,
            (draft, "certify"): certified,
            (certified, verb): changed,
            (changed, verb): changed,
            **{(changed, act): certified for act in ("certify", "put_back")},
            (withdrawn, verb): draft,
            **{(state, "withdraw"): withdrawn for state in (draft, certified, changed)},
        },
        labels={
            draft: "draft",
            certified: "certified",
            changed: "changed since it was certified",
            withdrawn: "withdrawn",
        },
        ends=frozenset(),
    )


DREAM_SHEET = _sealed_list("dream sheet", "file", SheetState)
HOST_RANKING = _sealed_list("host ranking", "rank", RankingState)

_P = ProposalState
PROPOSAL = Machine(
    noun="proposal",
    start=_P.PROPOSED,
    moves={
        (_P.PROPOSED, "offer"): _P.OFFERED,
        (_P.PROPOSED, "supersede"): _P.SUPERSEDED,
        (_P.SUPERSEDED, "restore"): _P.PROPOSED,
        (_P.OFFERED, "accept"): _P.ACCEPTED,
        (_P.ACCEPTED, "agree_home"): _P.HOME_AGREED,
        (_P.ACCEPTED, "refuse_home"): _P.DECLINED,
        (_P.HOME_AGREED, "confirm"): _P.CONFIRMED,
        (_P.HOME_AGREED, "refuse_host"): _P.DECLINED,
        **{(state, "decline"): _P.DECLINED for state in PENDING},
        **{(state, "lapse"): _P.LAPSED for state in PENDING},
    },
    labels={
        _P.PROPOSED: "proposed",
        _P.OFFERED: "offered",
        _P.ACCEPTED: "accepted, waiting for the home agency",
        _P.HOME_AGREED: "agreed at home, waiting for the host",
        _P.CONFIRMED: "confirmed by all three",
        _P.DECLINED: "declined",
        _P.LAPSED: "lapsed without an answer",
        _P.SUPERSEDED: "superseded by another run",
    },
    ends=frozenset({_P.CONFIRMED, _P.DECLINED, _P.LAPSED}),
    reasoned=frozenset({"refuse_home", "refuse_host"}),
)

_N = NoticeState
NOTICE = Machine(
    noun="notice",
    start=_N.WAITING,
    moves={
        (_N.WAITING, "send"): _N.SENT,
        (_N.WAITING, "give_up"): _N.FAILED,
        (_N.FAILED, "retry"): _N.WAITING,
        (_N.WAITING, "drop"): _N.DROPPED,
        (_N.FAILED, "drop"): _N.DROPPED,
    },
    labels={
        _N.WAITING: "waiting to be sent",
        _N.SENT: "sent",
        _N.FAILED: "could not be sent",
        _N.DROPPED: "dropped",
    },
    ends=frozenset({_N.SENT, _N.DROPPED}),
    reasoned=frozenset({"drop"}),
)

_S = SolveState
SOLVE = Machine(
    noun="run of the solver",
    start=_S.WAITING,
    moves={
        (_S.WAITING, "start"): _S.RUNNING,
        (_S.RUNNING, "finish"): _S.DONE,
        **{(state, "fail"): _S.FAILED for state in (_S.WAITING, _S.RUNNING)},
        **{(state, "cancel"): _S.CANCELLED for state in (_S.WAITING, _S.RUNNING)},
    },
    labels={
        _S.WAITING: "waiting to start",
        _S.RUNNING: "running",
        _S.DONE: "done",
        _S.FAILED: "failed",
        _S.CANCELLED: "cancelled",
    },
    ends=frozenset({_S.DONE, _S.FAILED, _S.CANCELLED}),
)

_D = PlanState
DEVELOPMENT_PLAN = Machine(
    noun="development plan",
    start=_D.DRAFT,
    moves={
        (_D.DRAFT, "submit"): _D.SUBMITTED,
        (_D.SUBMITTED, "sign"): _D.SIGNED,
        (_D.SUBMITTED, "send_back"): _D.DRAFT,
        (_D.SUBMITTED, "take_back"): _D.DRAFT,
        (_D.SIGNED, "accept"): _D.REVIEWED,
        (_D.SIGNED, "return"): _D.DRAFT,
        (_D.SIGNED, "revise"): _D.DRAFT,
        (_D.REVIEWED, "revise"): _D.DRAFT,
    },
    labels={
        _D.DRAFT: "draft",
        _D.SUBMITTED: "with the supervisor",
        _D.SIGNED: "signed, waiting for the board's review",
        _D.REVIEWED: "reviewed by the board",
    },
    ends=frozenset(),
)

_U = UploadState
UPLOAD = Machine(
    noun="upload",
    start=_U.UPLOADED,
    moves={
        **{(state, "check"): _U.CHECKED for state in (_U.UPLOADED, _U.CHECKED)},
        (_U.CHECKED, "store"): _U.STORED,
        (_U.STORED, "undo"): _U.UNDONE,
        **{(state, "discard"): _U.DISCARDED for state in (_U.UPLOADED, _U.CHECKED)},
    },
    labels={
        _U.UPLOADED: "waiting for its columns",
        _U.CHECKED: "checked, not stored",
        _U.STORED: "stored",
        _U.UNDONE: "taken back",
        _U.DISCARDED: "thrown away",
    },
    ends=frozenset({_U.UNDONE, _U.DISCARDED}),
)

MACHINES: dict[type[Base], Machine] = {
    Round: ROUND,
    Opportunity: OPPORTUNITY,
    DreamSheet: DREAM_SHEET,
    HostRanking: HOST_RANKING,
    Proposal: PROPOSAL,
    Notice: NOTICE,
    Solve: SOLVE,
    MentorProfile: PROFILE,
    MentoringRequest: MENTORING_REQUEST,
    MentoringOffer: MENTORING_OFFER,
    Engagement: ENGAGEMENT,
    Sweep: SWEEP,
    Meeting: MEETING,
    DevelopmentPlan: DEVELOPMENT_PLAN,
    Release: RELEASE,
    Upload: UPLOAD,
    Agreement: AGREEMENT,
    ReturnRight: RETURN_RIGHT,
    Headcount: HEADCOUNT,
    RotationReport: ROTATION_REPORT,
    RequirementAnswer: REQUIREMENT_ANSWER,
    ProjectedVacancy: PROJECTED_VACANCY,
    Nomination: NOMINATION,
    Interview: INTERVIEW,
}

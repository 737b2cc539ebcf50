"""The state machines of mentoring."""

from models.engagements import EngagementState
from models.machine import Machine
from models.meetings import MeetingState
from models.mentoring_offers import OfferState
from models.mentors import ProfileState
from models.requests import RequestState
from models.sweeps import SweepState

_P = ProfileState
PROFILE = Machine(
    noun="mentor's profile",
    start=_P.DRAFT,
    moves={
        (_P.DRAFT, "submit"): _P.SUBMITTED,
        (_P.SUBMITTED, "approve"): _P.ACTIVE,
        (_P.SUBMITTED, "send_back"): _P.DRAFT,
        (_P.ACTIVE, "pause"): _P.PAUSED,
        (_P.PAUSED, "resume"): _P.ACTIVE,
        (_P.RETIRED, "submit"): _P.SUBMITTED,
        **{(state, "retire"): _P.RETIRED for state in (_P.DRAFT, _P.SUBMITTED, _P.ACTIVE, _P.PAUSED)},
    },
    labels={
        _P.DRAFT: "draft",
        _P.SUBMITTED: "waiting for the agency's approval",
        _P.ACTIVE: "active",
        _P.PAUSED: "paused",
        _P.RETIRED: "out of the directory",
    },
    ends=frozenset(),
    reasoned=frozenset({"send_back"}),
)

_R = RequestState
UNMATCHED = (_R.SUBMITTED, _R.OFFERED, _R.MANUAL, _R.WAITLISTED, _R.NO_MATCH)
"""While nobody has said yes to a request that was submitted."""
MENTORING_REQUEST = Machine(
    noun="request",
    start=_R.DRAFT,
    moves={
        (_R.DRAFT, "submit"): _R.SUBMITTED,
        **{(state, "offer"): _R.OFFERED for state in (_R.SUBMITTED, _R.OFFERED, _R.MANUAL, _R.WAITLISTED)},
        **{(state, "to_desk"): _R.MANUAL for state in (_R.SUBMITTED, _R.OFFERED)},
        (_R.OFFERED, "accept"): _R.ACCEPTED,
        (_R.MANUAL, "give_up"): _R.NO_MATCH,
        (_R.NO_MATCH, "wait"): _R.WAITLISTED,
        (_R.ACCEPTED, "reopen"): _R.SUBMITTED,
        (_R.ACCEPTED, "close"): _R.CLOSED,
        **{(state, "withdraw"): _R.WITHDRAWN for state in (_R.DRAFT, *UNMATCHED)},
        **{(state, "cancel"): _R.CANCELLED for state in (_R.DRAFT, *UNMATCHED, _R.ACCEPTED)},
    },
    labels={
        _R.DRAFT: "draft",
        _R.SUBMITTED: "submitted, people suggested",
        _R.OFFERED: "somebody is asked",
        _R.MANUAL: "at the coordinator's desk",
        _R.WAITLISTED: "on the waiting list",
        _R.ACCEPTED: "accepted",
        _R.CLOSED: "closed",
        _R.NO_MATCH: "nobody found",
        _R.WITHDRAWN: "withdrawn",
        _R.CANCELLED: "cancelled",
    },
    ends=frozenset({_R.CLOSED, _R.WITHDRAWN, _R.CANCELLED}),
    reasoned=frozenset({"give_up", "cancel"}),
)

_O = OfferState
MENTORING_OFFER = Machine(
    noun="offer",
    start=_O.OFFERED,
    moves={
        (_O.OFFERED, "ask"): _O.NEEDS_INFO,
        (_O.NEEDS_INFO, "tell"): _O.OFFERED,
        (_O.NEEDS_INFO, "go_on"): _O.OFFERED,
        **{(state, "accept"): _O.ACCEPTED for state in (_O.OFFERED, _O.NEEDS_INFO)},
        **{(state, "decline"): _O.DECLINED for state in (_O.OFFERED, _O.NEEDS_INFO)},
        (_O.OFFERED, "expire"): _O.EXPIRED,
        **{(state, "withdraw"): _O.WITHDRAWN for state in (_O.OFFERED, _O.NEEDS_INFO)},
    },
    labels={
        _O.OFFERED: "waiting for an answer",
        _O.NEEDS_INFO: "waiting for more from the person who asks",
        _O.ACCEPTED: "accepted",
        _O.DECLINED: "declined",
        _O.EXPIRED: "ended without an answer",
        _O.WITHDRAWN: "withdrawn",
    },
    ends=frozenset({_O.ACCEPTED, _O.DECLINED, _O.EXPIRED, _O.WITHDRAWN}),
)

_E = EngagementState
ENGAGEMENT = Machine(
    noun="engagement",
    start=_E.ARRANGING,
    moves={
        (_E.ARRANGING, "book"): _E.MEETING,
        (_E.MEETING, "unbook"): _E.ARRANGING,
        (_E.MEETING, "finish"): _E.FEEDBACK,
        (_E.FEEDBACK, "close"): _E.CLOSED,
        **{(state, "end"): _E.ENDED for state in (_E.ARRANGING, _E.MEETING)},
    },
    labels={
        _E.ARRANGING: "finding a time for the first meeting",
        _E.MEETING: "under way",
        _E.FEEDBACK: "finished",
        _E.CLOSED: "closed",
        _E.ENDED: "ended early",
    },
    ends=frozenset({_E.CLOSED, _E.ENDED}),
)

_M = MeetingState
MEETING = Machine(
    noun="meeting",
    start=_M.BOOKED,
    moves={
        (_M.BOOKED, "move"): _M.BOOKED,
        (_M.BOOKED, "cancel"): _M.CANCELLED,
        **{(state, "hold"): _M.HELD for state in (_M.BOOKED, _M.MISSED)},
        **{(state, "miss"): _M.MISSED for state in (_M.BOOKED, _M.HELD)},
    },
    labels={
        _M.BOOKED: "booked",
        _M.HELD: "held",
        _M.MISSED: "not held",
        _M.CANCELLED: "cancelled",
    },
    ends=frozenset({_M.CANCELLED}),
)

_S = SweepState
SWEEP = Machine(
    noun="sweep",
    start=_S.PREPARED,
    moves={
        (_S.PREPARED, "solve"): _S.PREPARED,
        (_S.PREPARED, "publish"): _S.PUBLISHED,
        (_S.PREPARED, "discard"): _S.DISCARDED,
    },
    labels={
        _S.PREPARED: "prepared",
        _S.PUBLISHED: "published",
        _S.DISCARDED: "put away",
    },
    ends=frozenset({_S.PUBLISHED, _S.DISCARDED}),
)

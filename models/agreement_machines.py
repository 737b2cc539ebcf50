"""The state machines of agreements and of return rights."""

from models.agreements import AgreementState
from models.machine import Machine
from models.returns import ReturnState

_A = AgreementState
AGREEMENT = Machine(
    noun="agreement",
    start=_A.DRAFT,
    moves={
        (_A.DRAFT, "circulate"): _A.IN_SIGNATURE,
        (_A.IN_SIGNATURE, "take_back"): _A.DRAFT,
        (_A.IN_SIGNATURE, "activate"): _A.IN_FORCE,
        (_A.IN_FORCE, "end"): _A.ENDED,
        (_A.IN_FORCE, "end_early"): _A.ENDED_EARLY,
        **{(state, "cancel"): _A.CANCELLED for state in (_A.DRAFT, _A.IN_SIGNATURE)},
    },
    labels={
        _A.DRAFT: "draft",
        _A.IN_SIGNATURE: "waiting for signatures",
        _A.IN_FORCE: "in force",
        _A.ENDED: "ended",
        _A.ENDED_EARLY: "ended early",
        _A.CANCELLED: "cancelled",
    },
    ends=frozenset({_A.ENDED, _A.ENDED_EARLY, _A.CANCELLED}),
    reasoned=frozenset({"cancel"}),
)

_R = ReturnState
_AWAY = (_R.ACTIVE, _R.EXTENDED, _R.NOTICE_WINDOW, _R.PLACEMENT_PROPOSED, _R.PLACEMENT_ACCEPTED, _R.DISPUTED)
_LATE = (_R.OVERDUE, _R.BREACHED)
_URGENT = (_R.AT_RISK, *_LATE)
"""In these a position is named and answered too, and they last until what is urgent is done."""
_PLACING = (_R.ACTIVE, _R.EXTENDED, _R.NOTICE_WINDOW, _R.CURTAILING, _R.DISPUTED)
RETURN_RIGHT = Machine(
    noun="return right",
    start=_R.SCHEDULED,
    moves={
        (_R.SCHEDULED, "begin"): _R.ACTIVE,
        **{(state, "open_window"): _R.NOTICE_WINDOW for state in (_R.ACTIVE, _R.EXTENDED)},
        **{(state, "propose"): _R.PLACEMENT_PROPOSED for state in _PLACING},
        (_R.PLACEMENT_PROPOSED, "agree"): _R.PLACEMENT_ACCEPTED,
        (_R.PLACEMENT_PROPOSED, "dispute"): _R.DISPUTED,
        **{(state, action): state for state in _URGENT for action in ("propose", "agree", "dispute")},
        **{(state, "extend"): _R.EXTENDED for state in (*_AWAY, _R.OVERDUE)},
        **{(state, "curtail"): _R.CURTAILING for state in (*_AWAY, _R.SCHEDULED)},
        **{(state, "raise"): _R.AT_RISK for state in (*_AWAY, _R.SCHEDULED, _R.CURTAILING)},
        (_R.AT_RISK, "settle"): _R.ACTIVE,
        (_R.AT_RISK, "settle_before"): _R.SCHEDULED,
        (_R.AT_RISK, "extend"): _R.AT_RISK,
        (_R.AT_RISK, "curtail"): _R.AT_RISK,
        **{(state, "waive"): _R.COOLING_OFF for state in (*_AWAY, _R.CURTAILING, _R.AT_RISK, _R.OVERDUE)},
        (_R.COOLING_OFF, "take_back"): _R.ACTIVE,
        (_R.COOLING_OFF, "confirm_waiver"): _R.WAIVED,
        **{(state, "miss"): _R.OVERDUE for state in (*_AWAY, _R.CURTAILING, _R.AT_RISK)},
        (_R.OVERDUE, "breach"): _R.BREACHED,
        **{
            (state, "return"): _R.RETURNED
            for state in (*_AWAY, _R.CURTAILING, _R.AT_RISK, _R.COOLING_OFF, *_LATE)
        },
        (_R.RETURNED, "review"): _R.REVIEWED,
        **{(state, "close"): _R.CLOSED for state in (_R.REVIEWED, _R.WAIVED, _R.BREACHED)},
    },
    labels={
        _R.SCHEDULED: "agreed, not begun",
        _R.ACTIVE: "away, with a way back",
        _R.NOTICE_WINDOW: "the last 90 days away",
        _R.PLACEMENT_PROPOSED: "a position is proposed",
        _R.PLACEMENT_ACCEPTED: "the position is agreed on",
        _R.DISPUTED: "the position is disputed",
        _R.EXTENDED: "away, extended",
        _R.CURTAILING: "coming back early",
        _R.AT_RISK: "at risk",
        _R.COOLING_OFF: "given up, can still be taken back",
        _R.OVERDUE: "overdue",
        _R.BREACHED: "broken",
        _R.WAIVED: "given up",
        _R.RETURNED: "back at home",
        _R.REVIEWED: "back, first review done",
        _R.CLOSED: "closed",
    },
    ends=frozenset({_R.CLOSED}),
)

"""The lives of what agencies and executives say while they look for one another."""

from models.interviews import InterviewState
from models.machine import Machine
from models.nominations import NominationState
from models.vacancies import VacancyState

PROJECTED_VACANCY = Machine(
    noun="projected vacancy",
    start=VacancyState.PROJECTED,
    moves={
        (VacancyState.PROJECTED, "become"): VacancyState.CAME,
        (VacancyState.PROJECTED, "give_up"): VacancyState.DID_NOT_COME,
    },
    labels={
        VacancyState.PROJECTED: "may come free",
        VacancyState.CAME: "came free",
        VacancyState.DID_NOT_COME: "did not come",
    },
    ends=frozenset({VacancyState.CAME, VacancyState.DID_NOT_COME}),
)
NOMINATION = Machine(
    noun="invitation to a post",
    start=NominationState.INVITED,
    moves={
        (NominationState.INVITED, "take_up"): NominationState.TAKEN_UP,
        (NominationState.INVITED, "withdraw"): NominationState.WITHDRAWN,
    },
    labels={
        NominationState.INVITED: "invited",
        NominationState.TAKEN_UP: "taken up",
        NominationState.WITHDRAWN: "withdrawn",
    },
    ends=frozenset({NominationState.TAKEN_UP, NominationState.WITHDRAWN}),
)
_I = InterviewState
INTERVIEW = Machine(
    noun="interview",
    start=_I.SCHEDULED,
    moves={
        (_I.SCHEDULED, "hold"): _I.HELD,
        (_I.SCHEDULED, "miss"): _I.MISSED,
        (_I.SCHEDULED, "cancel"): _I.CANCELLED,
    },
    labels={
        _I.SCHEDULED: "agreed",
        _I.HELD: "held",
        _I.MISSED: "somebody did not come",
        _I.CANCELLED: "cancelled",
    },
    ends=frozenset({_I.HELD, _I.MISSED, _I.CANCELLED}),
)

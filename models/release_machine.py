"""The life of a release: the supervisor recommends, the agency decides, or the round's policy does."""

from models.machine import Machine
from models.releases import PENDING, ReleaseState

_S = ReleaseState
RELEASE = Machine(
    noun="release",
    start=_S.PENDING_SUPERVISOR,
    moves={
        (_S.PENDING_SUPERVISOR, "recommend"): _S.PENDING_AGENCY,
        (_S.PENDING_SUPERVISOR, "pass_on"): _S.PENDING_AGENCY,
        (_S.PENDING_AGENCY, "grant"): _S.GRANTED,
        (_S.PENDING_AGENCY, "grant_with_conditions"): _S.GRANTED_WITH_CONDITIONS,
        (_S.PENDING_AGENCY, "refuse"): _S.REFUSED,
        (_S.WITHDRAWN, "ask_again"): _S.PENDING_SUPERVISOR,
        **{(state, "grant_by_default"): _S.GRANTED_BY_DEFAULT for state in PENDING},
        **{(state, "refuse_by_default"): _S.REFUSED_BY_DEFAULT for state in PENDING},
        **{(state, "withdraw"): _S.WITHDRAWN for state in PENDING},
    },
    labels={
        _S.PENDING_SUPERVISOR: "with the supervisor",
        _S.PENDING_AGENCY: "with the agency",
        _S.GRANTED: "released",
        _S.GRANTED_WITH_CONDITIONS: "released with conditions",
        _S.REFUSED: "not released",
        _S.GRANTED_BY_DEFAULT: "released by the round's policy, as nobody decided in time",
        _S.REFUSED_BY_DEFAULT: "not released by the round's policy, as nobody decided in time",
        _S.WITHDRAWN: "withdrawn with the consent",
    },
    ends=frozenset(
        {_S.GRANTED, _S.GRANTED_WITH_CONDITIONS, _S.REFUSED, _S.GRANTED_BY_DEFAULT, _S.REFUSED_BY_DEFAULT}
    ),
)

"""The life of an answer to a gate requirement: the executive attests or asks, the host decides."""

from models.machine import Machine
from models.waivers import AnswerState

_S = AnswerState
REQUIREMENT_ANSWER = Machine(
    noun="answer to a requirement",
    start=_S.OPEN,
    moves={
        **{(state, "attest"): _S.ATTESTED for state in (_S.OPEN, _S.REFUSED)},
        **{(state, "ask"): _S.ASKED for state in (_S.OPEN, _S.REFUSED)},
        (_S.ASKED, "grant"): _S.GRANTED,
        (_S.ASKED, "refuse"): _S.REFUSED,
        **{(state, "take_back"): _S.OPEN for state in (_S.ATTESTED, _S.ASKED, _S.GRANTED)},
    },
    labels={
        _S.OPEN: "not answered",
        _S.ATTESTED: "attested: I meet it",
        _S.ASKED: "waiver asked, with the host",
        _S.GRANTED: "waived",
        _S.REFUSED: "waiver refused",
    },
    ends=frozenset(),
    reasoned=frozenset({"grant", "refuse"}),
)

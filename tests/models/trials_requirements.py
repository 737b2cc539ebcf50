"""What the verbs of requirements and waivers are tried with, and by whom they are allowed."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from models.executives import Executive
from models.opportunities import Opportunity
from models.requirements import Effect, Requirement, Subject
from models.services import waivers
from models.services.requirements import NewRequirement
from models.services.waivers import Question, Verdict
from tests.models.gates import draft
from tests.models.walk import consent, file
from tests.models.world import NOW, actor, find, the_round

Given = Callable[[Session], dict[str, Any]]


def _required(session: Session, place: Opportunity) -> list[Requirement]:
    """Two gates of that opportunity."""
    made = [
        Requirement(
            opportunity=place,
            ordinal=ordinal,
            text=f"Gate {ordinal}",
            subject=Subject.OTHER,
            effect=Effect.GATE,
            justification="the work needs it",
        )
        for ordinal in (1, 2)
    ]
    session.add_all(made)
    session.flush()
    return made


def of_draft(session: Session) -> dict[str, Any]:
    new = NewRequirement("A law degree", Subject.TECHNICAL, Effect.GATE, "the post signs opinions")
    return {"opportunity": draft(session), "new": new}


def to_copy(session: Session) -> dict[str, Any]:
    earlier = find(session, Opportunity, "O-3")
    _required(session, earlier)
    return {"earlier": earlier, "opportunity": draft(session)}


def second_of_draft(session: Session) -> dict[str, Any]:
    return {"requirement": _required(session, draft(session))[1]}


def of_owner(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session), **_owners(session)}


def _owners(session: Session) -> dict[str, Any]:
    required = _required(session, find(session, Opportunity, "O-3"))
    return {"executive": find(session, Executive, "E-05"), "requirement": required[0]}


def to_ask(session: Session) -> dict[str, Any]:
    question = Question(round=the_round(session), reason="Twenty years in court.", **_owners(session))
    return {"question": question}


def on_behalf(session: Session) -> dict[str, Any]:
    file(session, "E-05", ["O-1"])
    consent(session, "E-05")
    return to_ask(session)


def asked(session: Session) -> dict[str, Any]:
    return {"answer": waivers.ask(session, actor=actor(session, "e-05"), now=NOW, **to_ask(session))}


def to_decide(session: Session) -> dict[str, Any]:
    answer = asked(session)["answer"]
    version = answer.version
    return {"answer": answer, "version": version, "verdict": Verdict.GRANT, "reason": "Seen and agreed."}


HOST_SIDE = {"host-EN", "coord-EN"}
TRIALS: dict[str, dict[str, tuple[set[str], Given]]] = {
    "to_lists": {
        "requirements.add": (HOST_SIDE, of_draft),
        "requirements.copy": (HOST_SIDE, to_copy),
        "requirements.move_up": (HOST_SIDE, second_of_draft),
        "requirements.remove": (HOST_SIDE, second_of_draft),
        "waivers.ask": ({"e-05"}, to_ask),
        "waivers.ask_on_behalf": ({"coord-EN"}, on_behalf),
        "waivers.attest": ({"e-05"}, of_owner),
        "waivers.decide": ({"coord-EN", "board-EN"}, to_decide),
        "waivers.take_back": ({"e-05"}, asked),
    },
}

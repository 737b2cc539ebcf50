"""Gates for the pages: a draft with two requirements, one that waits for its approval, three gates on O-3,
one of them attested, one waiver asked; and a list of E-10 that no gate closes."""

from typing import Any

from sqlalchemy.orm import Session

from models.executives import Executive
from models.opportunities import Opportunity
from models.requirements import Effect, Requirement, Subject
from models.services import dreamsheets, opportunities, requirements, waivers
from models.services.requirements import NewRequirement
from tests.models.world import NOW, actor, find, opportunity, the_round


def gate(
    session: Session, effect: Effect = Effect.GATE, text: str = "A law degree", ordinal: int = 1
) -> Requirement:
    """A requirement of O-3, approved already."""
    made = Requirement(
        opportunity=find(session, Opportunity, "O-3"),
        ordinal=ordinal,
        text=text,
        subject=Subject.TECHNICAL,
        effect=effect,
        weight=40 if effect is Effect.SCORE else None,
        justification="the post signs opinions",
    )
    session.add(made)
    session.flush()
    return made


def draft(session: Session) -> Opportunity:
    """A draft of EN."""
    with session.no_autoflush:
        made = opportunity(session, "O-new", "EN")
    return opportunities.add(session, actor=actor(session, "host-EN"), now=NOW, opportunity=made)


def furnish(session: Session) -> None:
    """Everything of the first line."""
    place, host = draft(session), actor(session, "host-EN")
    for subject in (Subject.TECHNICAL, Subject.ECQ):
        new = NewRequirement(f"Strong in {subject.value}", subject, Effect.SCORE, "the work needs it", 50)
        requirements.add(session, actor=host, now=NOW, opportunity=place, new=new)
    with session.no_autoflush:
        sent = opportunity(session, "O-sent", "EN")
    opportunities.add(session, actor=host, now=NOW, opportunity=sent)
    opportunities.submit(session, actor=host, now=NOW, opportunity=sent)
    first, _second, third = (gate(session, text=f"Gate {number}", ordinal=number) for number in (1, 2, 3))
    for requirement in (first, third):
        usual: dict[str, Any] = {"now": NOW, "round_": the_round(session), "requirement": requirement}
        if requirement is first:
            one = find(session, Executive, "E-01")
            waivers.attest(session, actor=actor(session, "e-01"), executive=one, **usual)
        else:
            asks, why = find(session, Executive, "E-12"), "Twenty years in court."
            asked = waivers.Question(usual["round_"], asks, requirement, why)
            waivers.ask(session, actor=actor(session, "e-12"), now=NOW, question=asked)
    free: dict[str, Any] = {"round_": the_round(session), "executive": find(session, Executive, "E-10")}
    dreamsheets.file_sheet(session, actor=actor(session, "e-10"), now=NOW, choices=["O-4"], **free)

"""A gate is attested or waived; a closed one closes the pair in the frozen file and hides it."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.errors import Conflict, Denied, Invalid, Unmet, WrongState
from models.executives import Executive
from models.opportunities import Opportunity
from models.outbox import Notice
from models.outcomes import Snapshot
from models.queries.readiness import readiness
from models.queries.waiting import waiting
from models.rankings import ApplicantList
from models.requirements import Effect, Requirement
from models.services import dreamsheets, rounds, waivers
from models.services.waivers import Question, Verdict
from models.waivers import AnswerState, RequirementAnswer
from tests.models.gates import gate
from tests.models.walk import Walk, consent, file
from tests.models.world import NOW, actor, find, the_round

WHO, WHERE = "E-12", "O-3"
CLOSED = 'O-3 requires "A law degree", which is neither attested nor waived.'


def facts(session: Session, requirement: Requirement, slug: str = WHO) -> dict[str, Any]:
    return {
        "actor": actor(session, slug.lower()),
        "now": NOW,
        "round_": the_round(session),
        "executive": find(session, Executive, slug),
        "requirement": requirement,
    }


def asked(session: Session, slug: str = WHO, requirement: Requirement | None = None) -> RequirementAnswer:
    wanted = requirement or gate(session)
    return ask(session, wanted, "Twenty years in court.", slug)


def ask(session: Session, requirement: Requirement, reason: str, slug: str = WHO) -> RequirementAnswer:
    question = Question(the_round(session), find(session, Executive, slug), requirement, reason)
    return waivers.ask(session, actor=actor(session, slug.lower()), now=NOW, question=question)


def decide(
    session: Session, answer: RequirementAnswer, verdict: Verdict, by: str = "coord-EN", **more: Any
) -> None:
    said: dict[str, Any] = {"version": answer.version, "reason": "Seen and agreed."} | more
    waivers.decide(session, actor=actor(session, by), now=NOW, answer=answer, verdict=verdict, **said)


def certify(session: Session, slug: str, choices: list[Any]) -> None:
    file(session, slug, choices)
    consent(session, slug)


def forbidden(session: Session) -> list[list[str]]:
    content: dict[str, Any] = session.scalars(select(Snapshot)).one().content
    return [pair for pair in content["forbidden"] if pair[1] == WHERE]


def shown(session: Session) -> list[str]:
    place = find(session, Opportunity, WHERE)
    found = session.get(ApplicantList, (the_round(session).id, place.id))
    return [] if found is None else list(found.executives)


def test_sheet_is_certified_once_its_gates_are_answered(session: Session) -> None:
    Walk(session).to_lists()
    required = gate(session)
    with pytest.raises(Unmet) as refused:
        file(session, WHO, [WHERE])
    assert [reason.text for reason in refused.value.reasons] == [CLOSED]
    waivers.attest(session, **facts(session, required))
    sheet = dreamsheets.find_sheet(session, the_round(session), find(session, Executive, WHO))
    assert sheet is not None
    dreamsheets.certify_sheet(session, actor=actor(session, "e-12"), now=NOW, sheet=sheet)


@pytest.mark.parametrize("effect", [Effect.FLAG, Effect.SCORE])
def test_flag_and_score_stop_nobody_and_are_not_answered(session: Session, effect: Effect) -> None:
    Walk(session).to_lists()
    required = gate(session, effect)
    file(session, WHO, [WHERE])
    with pytest.raises(Invalid, match=r"^Only a gate is attested or waived\.$"):
        waivers.attest(session, **facts(session, required))


def test_closed_gate_is_forbidden_in_the_file_and_hidden_from_the_host(session: Session) -> None:
    walk = Walk(session).to_lists()
    required = gate(session)
    for slug in (WHO, "E-01"):
        answer = waivers.attest(session, **facts(session, required, slug))
        certify(session, slug, [WHERE, "O-2"] if slug == WHO else [WHERE])
        if slug == WHO:
            waivers.take_back(session, actor=actor(session, "e-12"), now=NOW, answer=answer)
    walk.step(rounds.close_preferences)
    walk.step(rounds.open_ranking)
    assert shown(session) == ["E-01"]
    walk.step(rounds.freeze)
    assert forbidden(session) == [[WHO, WHERE, CLOSED]]


def test_freeze_waits_for_a_waiver_and_a_grant_lets_the_host_see_the_person(session: Session) -> None:
    walk = Walk(session).to_lists()
    answer = asked(session)
    certify(session, WHO, [WHERE])
    assert readiness(session, the_round(session)).waivers == 1
    walk.step(rounds.close_preferences)
    walk.step(rounds.open_ranking)
    assert shown(session) == []
    with pytest.raises(Conflict) as refused:
        walk.step(rounds.freeze)
    assert str(refused.value) == (
        "Waivers that wait for their hosts: 1. The freeze waits until they are decided."
    )
    decide(session, answer, Verdict.GRANT)
    assert shown(session) == [WHO]
    with pytest.raises(Conflict, match=r"^The lists are closed: a waiver that was granted stands"):
        waivers.take_back(session, actor=actor(session, "e-12"), now=NOW, answer=answer)
    walk.step(rounds.freeze)
    assert forbidden(session) == []
    with pytest.raises(Conflict, match=r"^After the freeze you withdraw from the round as a whole\.$"):
        waivers.take_back(session, actor=actor(session, "e-12"), now=NOW, answer=answer)


def test_refused_waiver_closes_the_pair(session: Session) -> None:
    walk = Walk(session).to_lists()
    answer = asked(session)
    certify(session, WHO, [WHERE])
    decide(session, answer, Verdict.REFUSE)
    with pytest.raises(Unmet):
        file(session, WHO, [WHERE, "O-1"])
    walk.step(rounds.close_preferences)
    walk.step(rounds.open_ranking)
    walk.step(rounds.freeze)
    assert forbidden(session) == [[WHO, WHERE, CLOSED]]


def test_host_decides_once_on_what_it_read_and_with_a_reason(session: Session) -> None:
    Walk(session).to_lists()
    answer = asked(session)
    with pytest.raises(Denied):
        decide(session, answer, Verdict.GRANT, by="coord-TR")
    with pytest.raises(Conflict, match=r"^The request has changed since you read it\. Read it again\.$"):
        decide(session, answer, Verdict.GRANT, version=answer.version - 1)
    with pytest.raises(Invalid, match=r"^A decision needs a written reason\.$"):
        decide(session, answer, Verdict.GRANT, reason=" ")
    decide(session, answer, Verdict.GRANT, by="board-EN")
    with pytest.raises(WrongState):
        decide(session, answer, Verdict.REFUSE)
    assert (answer.state, answer.decision) == (AnswerState.GRANTED, "Seen and agreed.")


def test_coordinator_and_executive_are_told_and_the_desk_counts(session: Session) -> None:
    Walk(session).to_lists()
    answer = asked(session)

    def told(template: str) -> list[int]:
        query = select(Notice.recipient_id).where(Notice.template == template)
        return list(session.scalars(query))

    def desk(slug: str) -> list[tuple[str, int]]:
        found: Actor = actor(session, slug)
        return [(one.kind, one.number) for one in waiting(session, found, NOW) if one.kind == "waive"]

    assert told("waiver_asked") == [actor(session, "coord-EN").id]
    assert [desk(slug) for slug in ("coord-EN", "board-EN", "coord-TR")] == [
        [("waive", 1)], [("waive", 1)], [],
    ]  # fmt: skip
    decide(session, answer, Verdict.GRANT)
    assert told("waiver_decided") == [actor(session, "e-12").id]
    assert desk("coord-EN") == []


def test_request_needs_a_reason_and_the_time_of_the_lists(session: Session) -> None:
    walk = Walk(session).to_lists()
    required = gate(session)
    with pytest.raises(Invalid, match=r"^Asking for a waiver needs a written reason\.$"):
        ask(session, required, " ")
    file(session, "E-01", ["O-4"])
    walk.step(rounds.close_preferences)
    with pytest.raises(Conflict, match=r"^Requirements are answered while the round takes your"):
        waivers.attest(session, **facts(session, required))


REASON = "She led the same work."


def on_behalf(session: Session, requirement: Requirement, by: str = "coord-TR", reason: str = REASON) -> None:
    question = Question(the_round(session), find(session, Executive, WHO), requirement, reason)
    waivers.ask_on_behalf(session, actor=actor(session, by), now=NOW, question=question)


def test_home_agency_asks_on_behalf_and_the_executive_is_told_and_may_take_it_back(session: Session) -> None:
    Walk(session).to_lists()
    required = gate(session)
    with pytest.raises(
        Conflict,
        match=r"^Invented Person 12 has not signed the consent, so nobody asks in that name yet\.$",
    ):
        on_behalf(session, required)
    certify(session, WHO, ["O-2"])
    with pytest.raises(Invalid, match=r"^Asking for a waiver needs a written reason\.$"):
        on_behalf(session, required, reason=" ")
    on_behalf(session, required)
    (answer,) = session.scalars(select(RequirementAnswer)).all()
    assert (answer.state, answer.reason) == (AnswerState.ASKED, "She led the same work.")
    assert answer.asked_for is not None
    assert answer.asked_for.asked_by.slug == "coord-TR"
    told = {(one.recipient.slug, one.template) for one in session.scalars(select(Notice))}
    assert {("e-12", "waiver_asked_for_you"), ("coord-EN", "waiver_asked")} <= told
    waivers.take_back(session, actor=actor(session, "e-12"), now=NOW, answer=answer)
    assert answer.state is AnswerState.OPEN
    asked(session, requirement=required)
    assert answer.asked_for is None


def test_what_the_executive_said_stands_and_is_not_betrayed_to_the_home_agency(session: Session) -> None:
    Walk(session).to_lists()
    required = gate(session)
    certify(session, WHO, ["O-2"])
    answer = waivers.attest(session, **facts(session, required))
    on_behalf(session, required)
    assert (answer.state, answer.reason, answer.asked_for) == (AnswerState.ATTESTED, "", None)
    told = session.scalars(select(Notice.template).where(Notice.template.startswith("waiver"))).all()
    assert told == ["waiver_asked_for_you"]


@pytest.mark.parametrize("by", ["coord-EN", "supervisor-EN", "exchange", "e-12"])
def test_only_the_home_coordinator_asks_on_behalf(session: Session, by: str) -> None:
    Walk(session).to_lists()
    certify(session, WHO, ["O-2"])
    with pytest.raises(Denied):
        on_behalf(session, gate(session), by)

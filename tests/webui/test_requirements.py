"""Requirements on their pages: written by the host, attested or waived, decided by the host's agency."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.executives import Executive
from models.lifecycles import advance
from models.opportunities import Opportunity
from models.requirements import Requirement
from models.rounds import Round, RoundState
from models.services import dreamsheets, rounds, waivers
from models.services.waivers import Verdict
from models.waivers import RequirementAnswer
from tests.models.gates import draft, gate
from tests.models.test_waivers import asked
from tests.models.world import NOW, actor, find, the_round
from tests.webui.site import beside, send, sign_in, summary
from tests.webui.test_outcomes import words
from webui.forms.sheets import written

Clients = Callable[[], FlaskClient]
HOST_PAGE = "/our-opportunities/O-new/requirements"
OFFERED = re.compile(r'<option value="([^"]*)"')
MINE = "/dream-sheet/R-1/requirements"
TYPED = {
    "text": "A law degree",
    "subject": "technical",
    "effect": "score",
    "weight": "60",
    "justification": "the post signs opinions",
}


@pytest.fixture
def stage() -> str:
    return "lists"


def begin(db: Session) -> None:
    draft(db)
    db.commit()


def numbers(db: Session) -> list[int]:
    db.rollback()
    return list(db.scalars(select(Requirement.id).order_by(Requirement.ordinal)))


def test_host_writes_requirements_and_whoever_approves_sees_the_shares(
    client: FlaskClient, db: Session
) -> None:
    begin(db)
    sign_in(client, "host-EN")
    assert HOST_PAGE in client.get("/our-opportunities/O-new").text
    form = words(client.get(HOST_PAGE).text)
    assert "its points help the host to rank; the match does not count them" in form
    assert "or asks your agency’s coordinator or Executive Resources Board to waive it. Nobody" in form
    assert "They stand above the applicants when you rank, to remind you what weighs how much." in form
    assert send(client, HOST_PAGE, TYPED).location == HOST_PAGE
    ecq = TYPED | {"text": "Led a merger", "subject": "ecq", "weight": "40"}
    assert send(client, HOST_PAGE, ecq).location == HOST_PAGE
    first, second = numbers(db)
    assert send(client, f"{HOST_PAGE}/{second}/up").location == HOST_PAGE
    assert numbers(db) == [second, first]
    told = words(client.get("/our-opportunities/O-new").text)
    assert "Of 100 points, 60 % are on technical qualifications and 40 % on the Executive" in told
    assert "Technical qualifications outweigh the Executive Core Qualifications" in told
    assert send(client, f"{HOST_PAGE}/{first}/remove").location == HOST_PAGE
    assert numbers(db) == [second]
    gone = send(client, f"{HOST_PAGE}/{first}/remove")
    assert gone.status_code == 409
    assert summary(gone) == ["This requirement was removed meanwhile. Below is the list as it stands."]


def test_advice_on_the_approval_ends_with_it(client: FlaskClient, db: Session) -> None:
    begin(db)
    sign_in(client, "host-EN")
    send(client, HOST_PAGE, TYPED)
    advice = "Core Qualifications: approve it only if the work cannot be led without them."
    assert advice in words(client.get("/our-opportunities/O-new").text)
    db.rollback()
    for act, by in (("submit", "host-EN"), ("approve", "coord-EN")):
        advance(db, find(db, Opportunity, "O-new"), act, actor=actor(db, by), now=NOW)
        db.flush()
    db.commit()
    told = words(client.get("/our-opportunities/O-new").text)
    assert "Technical qualifications outweigh the Executive Core Qualifications." in told
    assert "approve it only" not in told


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"text": ""}, "text", "Write what is required."),
        ({"text": "x" * 301}, "text", "Write at most 300 characters."),
        ({"justification": ""}, "justification", "Write why the work needs it."),
        ({"justification": "x" * 2001}, "justification", "Write at most 2,000 characters."),
        ({"weight": "101"}, "weight", "Enter 1 to 100 points."),
        ({"weight": "many"}, "weight", "Enter a whole number."),
        ({"weight": ""}, "effect", "A score needs its points."),
        ({"effect": "gate"}, "effect", "Only a score has points; leave them empty."),
    ],
)
def test_wrong_requirement_is_refused_beside_its_field(
    client: FlaskClient, db: Session, changed: dict[str, str], field: str, sentence: str
) -> None:
    begin(db)
    sign_in(client, "host-EN")
    refused = send(client, HOST_PAGE, TYPED | changed)
    assert refused.status_code == 422
    assert beside(refused)[field] == sentence
    assert numbers(db) == []


def test_executive_answers_gates_before_certifying(client: FlaskClient, db: Session) -> None:
    required = gate(db).id
    db.commit()
    sign_in(client, "e-12")
    send(client, "/dream-sheet/R-1/add", {"opportunity": "O-3"})
    assert "A law degree" in client.get("/catalogue/R-1/O-3").text
    once = "Open to you once you attest 1 requirement, or the host waives it."
    assert [client.get(page).text.count(once) for page in ("/catalogue/R-1", "/catalogue/R-1/O-3")] == [1, 1]
    assert "Asks 1 requirement of you" in client.get("/dream-sheet/R-1").text
    waits = words(client.get(MINE).text)
    assert "1 requirement waits for your answer before the lists close" in waits
    assert "Until you have answered, your sheet cannot be certified." in waits
    certify = words(client.get("/dream-sheet/R-1/certify").text)
    assert "First answer 1 requirement of your choices" in certify
    assert send(client, "/dream-sheet/R-1/certify", {"seen": written([["O-3"]])}).location == MINE
    assert send(client, f"{MINE}/{required}/attest").location == MINE
    answered = words(client.get(MINE).text)
    assert "Every requirement of your choices has your answer. Next, you certify your sheet by" in answered
    assert "First answer" not in client.get("/dream-sheet/R-1/certify").text
    assert "You attested what it requires" in words(client.get("/dream-sheet/R-1").text)
    assert "Open to you: you attested 1 requirement." in client.get("/catalogue/R-1/O-3").text
    again = send(client, f"{MINE}/{required}/attest")
    assert again.status_code == 409
    assert send(client, f"{MINE}/{required}/take-back").location == MINE
    refused = send(client, f"{MINE}/{required}/waiver", {"reason": ""})
    assert (refused.status_code, beside(refused)) == (
        422,
        {"reason": "Write why the host should waive it."},
    )
    assert send(client, f"{MINE}/{required}/waiver", {"reason": "Twenty years."}).location == MINE
    assert "waiver asked, with the host" in client.get(MINE).text
    waits = (
        "is open to you once the host grants the waiver you asked for; the host decides before the freeze."
    )
    assert waits in client.get("/dream-sheet/R-1/certify").text
    assert send(client, "/dream-sheet/R-1/certify", {"seen": written([["O-3"]])}).location.endswith(
        "/receipt"
    )


def test_agency_decides_with_a_reason_that_the_executive_reads(make_client: Clients, db: Session) -> None:
    answer = asked(db)
    usual: dict[str, Any] = {"now": NOW, "round_": the_round(db), "executive": answer.executive}
    dreamsheets.file_sheet(db, actor=actor(db, "e-12"), choices=["O-3"], **usual)
    page, version = f"/waivers/{answer.id}", str(answer.version)
    db.commit()
    agency = sign_in(make_client(), "coord-EN")
    assert "1 waiver waits for your agency&#39;s decision before the freeze" in agency.get("/").text
    assert page in agency.get("/waivers").text
    assert sign_in(make_client(), "coord-TR").get(page).status_code == 404
    again = "Refused, it keeps the opportunity from them, and they can ask again until the lists close: your"
    assert again in words(agency.get(page).text)
    refused = send(agency, page, {"version": version, "verdict": "refuse", "reason": ""})
    assert beside(refused) == {"reason": "Write the reason: the executive reads it."}
    unsaid = send(agency, page, {"version": version, "verdict": "", "reason": "The post signs opinions."})
    assert beside(unsaid) == {"verdict": "Choose one."}
    said = {"version": version, "verdict": "refuse", "reason": "The post signs opinions."}
    assert send(agency, page, said).location == "/waivers"
    assert send(agency, page, said).status_code == 409
    assert "No waiver waits for your agency" in words(agency.get("/waivers").text)
    theirs = sign_in(make_client(), "e-12").get(MINE).text
    assert "The host's reason: The post signs opinions." in words(theirs)


@pytest.mark.parametrize(
    ("verdict", "on_the_sheet", "in_the_catalogue", "on_the_desk"),
    [
        (None, "The host decides on the waiver you asked for", "Open to you once the host grants", None),
        (Verdict.GRANT, "The host waived what it requires", "Open to you: the host waived 1 requ", "waived"),
        (
            Verdict.REFUSE,
            "The host did not waive 1 requirement",
            "The host did not waive 1 requ",
            "did not waive",
        ),
    ],
)
def test_executive_reads_everywhere_what_became_of_a_waiver(
    client: FlaskClient,
    db: Session,
    verdict: Verdict | None,
    on_the_sheet: str,
    in_the_catalogue: str,
    on_the_desk: str | None,
) -> None:
    answer = asked(db)
    answer.executive.moves = 3  # a flag of policy hides nothing of it
    usual: dict[str, Any] = {"now": NOW, "round_": the_round(db), "executive": answer.executive}
    dreamsheets.file_sheet(db, actor=actor(db, "e-12"), choices=[["O-3"]], **usual)
    if verdict is not None:
        facts: dict[str, Any] = {"now": NOW, "answer": answer, "version": answer.version}
        waivers.decide(db, actor=actor(db, "coord-EN"), verdict=verdict, reason="As it is.", **facts)
    db.commit()
    sign_in(client, "e-12")
    assert on_the_sheet in words(client.get("/dream-sheet/R-1").text)
    assert in_the_catalogue in words(client.get("/catalogue/R-1/O-3").text)
    desk = words(client.get("/").text)
    assert ("A host " in desk) is (on_the_desk is not None)
    assert (
        f"A host {on_the_desk or ''} a requirement for you in First invented round: " in desk
        or not on_the_desk
    )
    assert send(client, "/dream-sheet/R-1/withdraw").status_code == 303
    assert "A host " not in words(client.get("/").text)


@pytest.mark.parametrize("stage", ["filed"])
def test_home_coordinator_asks_on_behalf_and_the_executive_reads_it(
    make_client: Clients, db: Session
) -> None:
    required = gate(db).id
    find(db, Executive, "E-12").moves = 3
    db.commit()
    page = "/releases/R-1/of/E-12/waiver"
    home = sign_in(make_client(), "coord-TR")
    assert page in home.get("/releases/R-1/of/E-12").text
    assert OFFERED.findall(home.get(page).text) == ["", "O-3"]
    assert "Choose the opportunity first." in home.get(f"{page}?opportunity=").text
    assert (
        "The round offers nothing with a gate under the number O-4."
        in home.get(f"{page}?opportunity=O-4").text
    )
    asking = f"{page}?opportunity=O-3"
    assert (
        "If Invented Person 12 has already answered the requirement on the sheet, that"
        in home.get(asking).text
    )
    assert "The card counts 3 moves; 3 are enough for a broad view." in home.get(asking).text
    refused = send(home, asking, {"reason": "She led the same work."})
    assert (refused.status_code, "Choose the requirement." in refused.text) == (422, True)
    said = {"requirement": str(required), "reason": "She led the same work."}
    assert "Asked of hosts on behalf" not in home.get("/releases/R-1/of/E-12").text
    assert send(home, asking, said).location == "/releases/R-1/of/E-12"
    trace = (
        "Asked of hosts on behalf of Invented Person 12 23 November 2026, by coord-TR: Energy is asked to "
        "waive “A law degree” for Acting director, O-3 (O-3). A host decides by"
    )
    assert trace in words(home.get("/releases/R-1/of/E-12").text)
    assert trace in words(home.get(page).text)
    theirs = words(sign_in(make_client(), "e-12").get("/dream-sheet/R-1/requirements").text)
    assert (
        "coord-TR of your agency asked this on your behalf on 23 November 2026: “She led the same work.”"
        in theirs
    )
    (answer,) = db.scalars(select(RequirementAnswer)).all()
    told = words(sign_in(make_client(), "coord-EN").get(f"/waivers/{answer.id}").text)
    assert "through coord-TR, who asked on the executive’s behalf" in told
    db.rollback()
    rounds.close_preferences(db, actor=actor(db, "exchange"), now=NOW, round_=the_round(db))
    db.commit()
    told = words(sign_in(make_client(), "coord-EN").get(f"/waivers/{answer.id}").text)
    assert "Refused, it keeps the opportunity from them: your reason stays on record" in told
    assert sign_in(make_client(), "coord-EN").get(page).status_code == 404


@pytest.mark.parametrize(("verdict", "may"), [(Verdict.GRANT, False), (None, True)])
def test_what_cannot_be_answered_again_is_taken_back_knowingly_or_not_at_all(
    client: FlaskClient, db: Session, verdict: Verdict | None, may: bool
) -> None:
    answer = asked(db)
    usual: dict[str, Any] = {"now": NOW, "round_": the_round(db), "executive": answer.executive}
    dreamsheets.file_sheet(db, actor=actor(db, "e-12"), choices=[["O-3"]], **usual)
    if verdict is not None:
        facts: dict[str, Any] = {"now": NOW, "answer": answer, "version": answer.version}
        waivers.decide(db, actor=actor(db, "coord-EN"), verdict=verdict, reason="As it is.", **facts)
    db.execute(update(Round).values(state=RoundState.RANKING))
    db.commit()
    page = words(sign_in(client, "e-12").get(MINE).text)
    lost = "Taken back, this choice cannot become your place in this round"
    assert ("Take it back" in page, lost in page) == (may, may)
    left = send(client, f"{MINE}/{answer.requirement_id}/take-back", follow_redirects=True)
    said = "This choice cannot become your place." if may else "a waiver that was granted stands"
    assert said in words(left.text)

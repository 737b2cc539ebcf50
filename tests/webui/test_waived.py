"""What became of a waiver, where the opportunity is on no list, or the consent is missing."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.opportunities import Opportunity, OpportunityState
from models.outbox import Notice
from models.services import rounds
from models.services.waivers import Verdict
from models.waivers import RequirementAnswer
from tests.models.test_waivers import asked, decide
from tests.models.walk import Walk, consent, file
from tests.webui.site import send, sign_in
from tests.webui.test_outcomes import words

MINE = "/dream-sheet/R-1/requirements"


@pytest.fixture
def stage() -> str:
    return "lists"


def test_waived_opportunity_that_is_on_no_list_is_not_called_a_choice(
    client: FlaskClient, db: Session
) -> None:
    answer = asked(db)
    decide(db, answer, Verdict.GRANT)
    db.commit()
    sign_in(client, "e-12")
    assert "waived a requirement for you in First invented round: see for which opportunity" in words(
        client.get("/").text
    )
    page = client.get(MINE).text
    assert "None of your choices has a gate" in words(page)
    assert '<a href="/catalogue/R-1/O-3">add it</a> if you want it' in page


def test_certified_list_counts_beside_a_refusal_only_with_the_consent(
    client: FlaskClient, db: Session
) -> None:
    answer = asked(db)
    file(db, "E-12", ["O-3"])
    decide(db, answer, Verdict.REFUSE)
    db.commit()
    told = words(sign_in(client, "e-12").get(MINE).text)
    assert "The list you certified counts once you give your consent, without what is not met" in told
    consent(db, "E-12")
    db.commit()
    assert "The list you certified still counts, without what is not met" in words(client.get(MINE).text)


def test_waiver_of_a_choice_taken_off_the_list_stays_in_sight(client: FlaskClient, db: Session) -> None:
    asked(db)
    db.commit()
    sign_in(client, "e-12")
    assert "A waiver waits for a host in First invented round" in words(client.get("/").text)
    assert "1 waiver waits for a host: read it, or take it back" in words(client.get("/dream-sheet/R-1").text)
    told = words(client.get(MINE).text)
    assert "waiver asked, with the host" in told
    assert "This opportunity is not on your list." in told


def test_coordinator_reads_that_a_waiver_holds_the_freeze(client: FlaskClient, db: Session) -> None:
    asked(db)
    db.commit()
    sign_in(client, "exchange")
    told = words(client.get("/rounds/R-1").text)
    assert (
        "1 waiver waits for the host agency's decision; until then the round cannot be frozen. Remind" in told
    )
    chase = words(client.get("/rounds/R-1/chase").text)
    assert "who asked is not shown here. " in chase
    walk = Walk(db)
    walk.step(rounds.close_preferences)
    walk.step(rounds.open_ranking)
    db.commit()
    freeze = words(client.get("/rounds/R-1/freeze").text)
    assert "1 waiver waits Until its host decides it the round cannot be frozen." in freeze
    assert "Freeze 0" not in freeze
    host = db.scalars(select(RequirementAnswer)).one().requirement.opportunity.host_agency.name
    assert f"{host}: 1 waiver waits" in chase
    assert "1 waiver waits for the host agency's decision. Nobody was reminded yet. Remind all" in chase
    reminded = send(client, "/rounds/R-1/chase/remind", {"line": "waive"}, follow_redirects=True)
    assert "1 person is reminded." in reminded.text
    assert "decision. Last reminded on " in words(reminded.text)
    db.rollback()
    (notice,) = db.scalars(select(Notice).where(Notice.template == "round_reminder")).all()
    assert notice.recipient.slug == "coord-EN"


def test_certified_choice_whose_waiver_is_taken_back_asks_anew_everywhere(
    client: FlaskClient, db: Session
) -> None:
    answer = asked(db)
    required = answer.requirement_id
    decide(db, answer, Verdict.GRANT)
    file(db, "E-12", ["O-4", "O-3"])
    consent(db, "E-12")
    db.commit()
    sign_in(client, "e-12")
    assert "You are in First invented round; after the lists close, hosts rank" in words(client.get("/").text)
    lost = "Taken back, the waiver is gone: you would ask the host anew, and it decides anew."
    assert lost in words(client.get(MINE).text)
    send(client, f"{MINE}/{required}/take-back")
    desk = client.get("/").text
    once = "Of the choices you certified for First invented round, 1 does not count: what it requires is not"
    assert once in words(desk)
    assert f'href="{MINE}"' in desk
    assert "You are in First invented round; after the lists close, hosts rank" in words(desk)
    sheet, receipt = (words(client.get(f"/dream-sheet/R-1{page}").text) for page in ("", "/receipt"))
    for page in (sheet, receipt):
        assert ", without Acting director, O-3: what it requires is not met." in page
        assert "before you certify" not in page
    assert "; until then this choice does not count." in sheet
    assert receipt.count("What it requires is not answered yet, or not met: as it stands") == 1


def test_list_of_which_nothing_counts_is_not_called_in_the_round(client: FlaskClient, db: Session) -> None:
    answer = asked(db)
    file(db, "E-12", ["O-3"])
    consent(db, "E-12")
    decide(db, answer, Verdict.REFUSE)
    db.commit()
    sign_in(client, "e-12")
    nothing = "Nothing on the list you certified for First invented round counts: what it requires is not met"
    told = words(client.get("/").text)
    assert told.count(nothing) == 1
    assert "You are in First invented round" not in told
    assert "did not waive" not in told
    but = ", but nothing on it can become your place: what it requires is not met."
    assert but in words(client.get("/dream-sheet/R-1").text)
    assert but in words(client.get("/dream-sheet/R-1/receipt").text)
    send(client, "/dream-sheet/R-1/remove", {"opportunity": "O-3"})
    assert ", but 1 choice on it does not count: what it requires is not met." in words(
        client.get("/dream-sheet/R-1").text
    )
    told = words(client.get("/").text)
    assert (nothing in told, "You are in First invented round" in told) == (True, False)
    send(client, "/dream-sheet/R-1/put-back")
    walk = Walk(db)
    walk.step(rounds.close_preferences)
    db.commit()
    told = words(client.get("/").text)
    assert nothing in told
    assert "You are in First invented round" not in told


def withdraw(db: Session, slug: str) -> None:
    db.execute(update(Opportunity).where(Opportunity.slug == slug).values(state=OpportunityState.WITHDRAWN))
    db.commit()


@pytest.mark.parametrize(
    ("certified", "gone", "nothing"),
    [
        (["O-3", "O-4"], "O-3", ""),
        (["O-3", "O-4"], "O-4", "what it requires is not met"),
        (["O-3"], "O-3", "none of it is offered any more"),
    ],
)
def test_requirements_are_asked_of_what_is_still_offered(
    client: FlaskClient, db: Session, certified: list[str], gone: str, nothing: str
) -> None:
    answer = asked(db)
    file(db, "E-12", certified)
    consent(db, "E-12")
    decide(db, answer, Verdict.REFUSE)
    withdraw(db, gone)
    sign_in(client, "e-12")
    desk, receipt = (words(client.get(page).text) for page in ("/", "/dream-sheet/R-1/receipt"))
    told = f"Nothing on the list you certified for First invented round counts: {nothing}"
    assert (told in desk) is bool(nothing)
    assert ("You are in First invented round" in desk) is not bool(nothing)
    assert "Of the choices you certified" not in desk
    but = ", but nothing on it can become your place: what it requires is not met"
    assert (but in receipt) is (nothing == "what it requires is not met")


def test_requirements_of_what_is_gone_are_not_answered(
    client: FlaskClient, make_client: Callable[[], FlaskClient], db: Session
) -> None:
    answer = asked(db)
    required = answer.requirement_id
    file(db, "E-12", ["O-3", "O-4"])
    consent(db, "E-12")
    decide(db, answer, Verdict.REFUSE)
    db.commit()
    sign_in(client, "e-12")
    assert f'action="{MINE}/{required}/attest"' in client.get(MINE).text
    gone = send(client, "/dream-sheet/R-1/remove", {"opportunity": "O-3"}, follow_redirects=True)
    assert "Taken off your list: Acting director, O-3." in gone.text
    page = client.get(MINE).text
    assert "This opportunity is not on your list now, so nothing is to be done." in page
    assert f"{MINE}/{required}/" not in page
    send(client, "/dream-sheet/R-1/add", {"opportunity": "O-3"})
    home, asking = sign_in(make_client(), "coord-TR"), "/releases/R-1/of/E-12/waiver?opportunity=O-3"
    assert [text in home.get(asking).text for text in ("Acting director, O-3", "A law degree")] == [True] * 2
    withdraw(db, "O-3")
    page = client.get(MINE).text
    assert "None of your choices has a gate" in words(page)
    assert "This opportunity is no longer offered, so nothing is to be done." in page
    assert f"{MINE}/{required}/" not in page
    refused = "This opportunity is no longer offered, so its requirements are not answered any more."
    late = send(client, f"{MINE}/{required}/attest", page="/")
    assert (late.status_code, refused in late.text) == (409, True)
    late = send(client, f"{MINE}/{required}/waiver", {"reason": "Ask again."}, page="/")
    assert (late.status_code, refused in late.text) == (409, True)
    assert "First answer" not in client.get("/dream-sheet/R-1/certify").text
    assert [text in home.get(asking).text for text in ("Acting director, O-3", "A law degree")] == [False] * 2

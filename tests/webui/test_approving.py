"""An opportunity for which approval is asked: approved by somebody else, sent back, or taken back."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.actors import RoleGrant
from models.opportunities import Opportunity, OpportunityState
from models.queries.our_offers import APPROVERS
from models.rounds import RoundOpportunity
from models.services import rounds
from tests.models.world import NOW, actor, find, the_round
from tests.webui.site import send, sign_in
from tests.webui.test_posting import NEW, TEXT, stored, written

AT_APPROVAL = (
    "waits for approval by somebody else, a coordinator of your agency or its Executive Resources Board, "
    "before any round can offer it"
)
WAIT = "opportunities are approved; next an exchange coordinator puts them into a round"


@pytest.fixture
def stage() -> str:
    return "posted"


@pytest.fixture
def slug(client: FlaskClient) -> str:
    return written(client)


def seen_on(client: FlaskClient, address: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', client.get(address).text)
    assert found
    return found[1]


def approve(client: FlaskClient, address: str, seen: str) -> TestResponse:
    return send(client, f"{address}/approve", {"seen": seen}, follow_redirects=True)


@pytest.mark.parametrize("approver", ["coord-EN", "board-EN"])
def test_it_is_approved_by_another_person(
    client: FlaskClient, slug: str, engine: Engine, approver: str
) -> None:
    address = f"/our-opportunities/{slug}"
    send(client, f"{address}/submit")
    assert "Next: board-EN or coord-EN approves it." in client.get(address).text
    assert f">“{TEXT['title']}” {AT_APPROVAL}</a>" in client.get("/").text
    assert send(client, f"{address}/approve").status_code in (403, 404)
    opened = client.get(f"{address}/text")
    assert "The opportunity is waiting for approval: only a draft is rewritten." in opened.text
    assert opened.status_code == 409
    sign_in(client, approver)
    desk = client.get("/").text
    assert f"“{TEXT['title']}” waits for your approval" in desk
    assert "Approve it</button>" in client.get(address).text
    approve(client, address, seen_on(client, address))
    assert stored(engine, slug).state is OpportunityState.APPROVED
    assert client.get(address).status_code == 200
    desk = sign_in(client, "host-EN").get("/").text
    assert AT_APPROVAL not in desk
    assert f">“{TEXT['title']}” is approved; next an exchange coordinator puts it into a round</a>" in desk
    sign_in(client, approver)
    assert send(client, f"{address}/text", TEXT).status_code == (409 if approver == "coord-EN" else 404)


def test_approved_one_whose_round_is_over_waits_for_another(
    client: FlaskClient, slug: str, db: Session
) -> None:
    """With the two others that its host offered there."""
    one = find(db, Opportunity, slug)
    approved = update(Opportunity).where(Opportunity.id == one.id)
    db.execute(approved.values(state=OpportunityState.APPROVED))
    db.add(RoundOpportunity(round_id=the_round(db).id, opportunity_id=one.id))
    db.commit()
    sentence, none = f"3 {WAIT}", "/our-opportunities?round=none"
    assert (sentence in client.get("/").text, TEXT["title"] in client.get(none).text) == (False, False)
    rounds.cancel(db, actor=actor(db, "office"), now=NOW, round_=the_round(db), reason="No seats.")
    db.commit()
    assert (sentence in client.get("/").text, TEXT["title"] in client.get(none).text) == (True, True)


def test_many_that_wait_for_a_round_are_one_line(client: FlaskClient, slug: str, db: Session) -> None:
    for title in ("Deputy Director, Wind", "Deputy Director, Sun"):
        send(client, NEW, TEXT | {"title": title})
    mine = update(Opportunity).where(Opportunity.state == OpportunityState.DRAFT)
    db.execute(mine.values(state=OpportunityState.APPROVED))
    db.commit()
    assert f'href="/our-opportunities?round=none">3 {WAIT}</a>' in client.get("/").text
    assert "is approved; next" not in client.get("/").text
    listed = client.get("/our-opportunities?round=none").text
    assert all(title in listed for title in (TEXT["title"], "Deputy Director, Wind", "Deputy Director, Sun"))


def test_it_is_taken_back_to_be_changed_until_somebody_approves_it(
    client: FlaskClient, slug: str, engine: Engine
) -> None:
    address = f"/our-opportunities/{slug}"
    send(client, f"{address}/submit")
    sign_in(client, "board-EN")
    assert "Take it back to change it" not in client.get(address).text
    send(client, f"{address}/send-back", {"reason": "Name the results of the first month."})
    sign_in(client, "host-EN")
    send(client, f"{address}/submit")
    seen = seen_on(sign_in(client, "board-EN"), address)
    assert "It was sent back before: “Name the results of the first month.” Read" in client.get(address).text
    sign_in(client, "host-EN")
    assert "Take it back to change it</button>" in client.get(address).text
    page = send(client, f"{address}/take-back", follow_redirects=True).text
    assert "It is a draft again: nobody is asked to approve it now." in page
    assert "Read it once more, then ask for approval." in page
    assert "Name the results of the first month." not in page
    assert "is not offered yet" in client.get("/").text
    assert send(client, f"{address}/take-back").status_code == 409
    assert "waits for your approval" not in sign_in(client, "board-EN").get("/").text
    send(sign_in(client, "host-EN"), f"{address}/submit")
    page = approve(sign_in(client, "board-EN"), address, seen).text
    assert "It was changed since you opened it: read it again, then approve it." in page
    assert stored(engine, slug).state is OpportunityState.SUBMITTED


def test_coordinator_who_wrote_it_takes_it_back_and_sends_it_to_nobody(client: FlaskClient) -> None:
    sign_in(client, "coord-EN")
    address = str(send(client, NEW, TEXT).location)
    page = send(client, f"{address}/submit", follow_redirects=True).text
    assert ("Take it back to change it</button>" in page, "Send it back" in page) == (True, False)


def test_whoever_finds_nobody_to_approve_is_told_who_grants_the_role(
    client: FlaskClient, slug: str, db: Session
) -> None:
    db.execute(update(RoleGrant).where(RoleGrant.role.in_(APPROVERS)).values(revoked_at=NOW))
    db.commit()
    send(client, f"/our-opportunities/{slug}/submit")
    said = client.get(f"/our-opportunities/{slug}").text
    assert "Nobody else at your agency can approve it yet: the programme office grants the role." in said


def test_what_is_sent_back_says_why(client: FlaskClient, slug: str, engine: Engine) -> None:
    address = f"/our-opportunities/{slug}"
    send(client, f"{address}/submit")
    sign_in(client, "board-EN")
    refused = send(client, f"{address}/send-back", {"reason": " "})
    assert refused.status_code == 422
    assert "Write the reason: it stays on the record." in refused.text
    send(client, f"{address}/send-back", {"reason": "Name the results of the first month."})
    assert "Next: its author mends it" in client.get(address).text
    sign_in(client, "host-EN")
    said = f"Your draft of “{TEXT['title']}” was sent back: “Name the results of the first month.”"
    assert said in client.get("/").text
    assert "Name the results of the first month." in client.get(address).text
    assert stored(engine, slug).state is OpportunityState.DRAFT

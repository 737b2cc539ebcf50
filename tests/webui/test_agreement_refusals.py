"""An agreement that one of the five does not sign: sent back by its page, changed, put to signature again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.return_basis import ReturnBasis
from models.agreements import Agreement, AgreementState, EventKind
from models.opportunities import Kind
from models.services import agreement_events, agreements
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor
from tests.webui.site import Clock, beside, send, sign_in
from tests.webui.test_outcomes import words

Clients = Callable[[], FlaskClient]
REASON = "The first day is too early for the budget."


def change(db: Session, agreement: Agreement) -> None:
    db.rollback()
    db.refresh(agreement)
    new: dict[str, Any] = {"parties": made.parties(db), "terms": made.terms(notice_days=40)}
    by, version = actor(db, "coord-EN"), agreement.version
    agreements.revise(db, actor=by, now=NOW, agreement=agreement, version=version, **new)
    made.satisfy(db, agreement)
    db.commit()


def read_how_to_send_it_back(mine: FlaskClient, here: str, sha256: str) -> None:
    told = words(mine.get(f"{here}/send-back").text)
    assert "It is a draft again, and 1 signature falls." in told
    assert "neither that nor a change you ask for counts against you later" in told
    empty = send(mine, f"{here}/send-back", {"sha256": sha256, "reason": ""})
    wanted = "Write what you do not agree with: it is what gets changed."
    assert (empty.status_code, beside(empty)) == (422, {"reason": wanted})
    other = send(mine, f"{here}/send-back", {"sha256": "0" * 64, "reason": ""})
    assert f'name="sha256" value="{"0" * 64}"' in other.text, "a text that was not read is not sent back"
    stale = send(mine, f"{here}/send-back", {"sha256": "0" * 64, "reason": REASON})
    assert "The text changed since you opened it: read it again." in mine.get(stale.location).text


def test_executive_sends_the_agreement_back_and_the_coordinator_changes_it(
    make_client: Clients, db: Session
) -> None:
    agreement = made.circulated(db)
    made.sign(db, agreement, "coord-TR")
    here, sha256 = f"/agreements/{agreement.id}", agreement.events[-1].sha256
    host = agreement.host_agency.name
    db.commit()
    assert "an agreement to sign" in make_client().get("/sign-in").text
    mine = sign_in(make_client(), "e-05")
    waits = f"Your agreement with {host} waits for your signature: read it, then sign or send it back"
    assert waits in words(mine.get("/").text)
    assert f"{here}/send-back" in mine.get(here).text
    read_how_to_send_it_back(mine, here, sha256)
    assert send(mine, f"{here}/send-back", {"sha256": sha256, "reason": REASON}).location == here
    after = words(mine.get(here).text)
    assert "Sent back. The coordinators of both agencies and whoever had signed are told" in after
    assert "are told, and nothing is in force." in after
    said = f"sent text 1 back on 23 November 2026, 10:00 a.m. Eastern: “{REASON}”"
    assert f"You {said}" in after
    assert f"Your agreement with {host} is a draft again; next, you sign" in words(mine.get("/").text)
    assert "Nothing is in force, and you are not away." in words(mine.get("/my-way-back").text)
    home = sign_in(make_client(), "coord-EN")
    assert "Invented Person 5 is a draft again: change it" in words(home.get("/").text)
    page = words(home.get(here).text)
    assert "Next: put it to signature again, once it is changed" in page
    assert f"Invented Person 5 {said}" in page
    assert page.count(REASON) == 1
    change(db, agreement)
    page = words(home.get(here).text)
    assert "Next: you put it to signature" in page
    assert (
        "The signatures it had fell. It is changed since: put it to signature, or change it further." in page
    )
    assert "once it is changed" not in page.lower()
    assert send(home, f"{here}/circulate").status_code == 303
    page = words(mine.get(here).text)
    assert "you sign, as one of five" in page
    assert "sent back on 23 November 2026" in page
    assert "taken back on" not in page
    assert f"You {said}" in page, "the reason stays on record once the next text is out"
    assert page.count(REASON) == 1
    assert f"Invented Person 5 {said}" in words(home.get(here).text)
    printed = words(mine.get(f"{here}/print").text)
    assert f"Text 1, sent back on 23 November 2026 Invented Person 5 {said}" in printed
    assert mine.get(f"{here}/send-back").status_code == 200
    send(home, f"{here}/cancel", {"reason": "The post is filled."})
    desk = words(mine.get("/").text)
    assert f"Your agreement with {host} is cancelled, and nothing of it is in force: read why" in desk
    why = words(mine.get(here).text)
    assert "cancelled it on 23 November 2026, 10:00 a.m. Eastern: “The post is filled.”" in why
    assert "It counts against nobody." in why
    ended = words(mine.get("/my-way-back").text)
    assert f"Your agreement with {host} is cancelled. Nothing of it is in force" in ended


def test_text_that_goes_out_again_unchanged_says_so(make_client: Clients, db: Session, clock: Clock) -> None:
    agreement = made.circulated(db)
    here, sha256 = f"/agreements/{agreement.id}", agreement.events[-1].sha256
    db.commit()
    mine, home = sign_in(make_client(), "e-05"), sign_in(make_client(), "coord-EN")
    out = "Its terms are not changed since a text was sent back; who sent it back, and why, stands under"
    assert out not in words(mine.get(here).text)
    send(mine, f"{here}/send-back", {"sha256": sha256, "reason": REASON})
    again = "Its terms are not changed since: if it goes out as it is, "
    again += "whoever sent it back may send it back again."
    back = words(home.get(here).text)
    assert again in back
    assert "The signatures it had fell." not in back, "nobody had signed"
    assert send(home, f"{here}/circulate").status_code == 303
    assert out in words(mine.get(here).text)
    clock.now = NOW + timedelta(minutes=1)
    send(home, f"{here}/take-back")
    assert again not in words(home.get(here).text), "a coordinator took text 2 back, to change it"
    clock.now = NOW
    change(db, agreement)
    assert send(home, f"{here}/circulate").status_code == 303
    assert out not in words(mine.get(here).text)


def test_whoever_drew_up_a_change_that_is_sent_back_reads_so_on_the_desk(
    make_client: Clients, db: Session, clock: Clock
) -> None:
    agreement, by = made.in_force(db), actor(db, "coord-EN")
    change = made.change(EventKind.EXTENSION, made.ENDS + DAY)
    facts: dict[str, Any] = {"actor": by, "agreement": agreement, "change": change}
    event = agreement_events.propose(db, now=NOW, **facts)
    here, sha256 = f"/agreements/{agreement.id}", event.sha256
    db.commit()
    mine, home, host = (sign_in(make_client(), slug) for slug in ("e-05", "coord-EN", "coord-TR"))
    line = (
        "Invented Person 5 sent your change of the agreement of Invented Person 5 back: read why; "
        "what was agreed on before stands"
    )
    assert line not in words(home.get("/").text)
    send(mine, f"{here}/send-back", {"sha256": sha256, "reason": REASON})
    desk = home.get("/").text
    assert line in words(desk)
    assert f'href="{here}"' in desk
    assert "your change was sent back" in home.get("/agreements?state=mine").text
    assert line not in words(host.get("/").text), "who did not draw it up"
    clock.now = NOW + 30 * DAY
    assert line not in words(sign_in(make_client(), "coord-EN").get("/").text), "told for thirty days"
    clock.now = NOW
    agreement_events.propose(db, now=NOW + DAY, **facts)
    db.commit()
    assert line not in words(home.get("/").text), "another text is out"


@pytest.mark.parametrize(
    ("who", "act", "line"),
    [
        ("supervisor-TR", "send-back", "supervisor-TR sent {}" + f" back: “{REASON}”"),
        ("coord-EN", "drop-change", "coord-EN took {} back"),
    ],
)
def test_executive_who_signed_a_change_reads_that_it_fell(
    make_client: Clients, db: Session, clock: Clock, who: str, act: str, line: str
) -> None:
    agreement, change = made.in_force(db), made.change(EventKind.EXTENSION, made.ENDS + DAY)
    facts: dict[str, Any] = {"actor": actor(db, "coord-EN"), "agreement": agreement, "change": change}
    event = agreement_events.propose(db, now=NOW, **facts)
    made.sign(db, agreement, "e-05")
    here, sha256, host = f"/agreements/{agreement.id}", event.sha256, agreement.host_agency.name
    db.commit()
    mine, other = sign_in(make_client(), "e-05"), sign_in(make_client(), who)
    what = f"the change of your agreement with {host} that you had signed"
    told = f"{line.format(what)}; what was agreed on before stands"
    assert told not in words(mine.get("/").text)
    send(other, f"{here}/{act}", {"sha256": sha256, "reason": REASON})
    assert told in words(mine.get("/").text)
    assert told not in words(other.get("/").text)
    clock.now = NOW + 30 * DAY
    assert told not in words(sign_in(make_client(), "e-05").get("/").text), "told for thirty days"
    clock.now = NOW
    db.rollback()
    db.expire_all()
    agreement_events.propose(db, now=NOW + DAY, **facts)
    db.commit()
    assert told not in words(mine.get("/").text), "another text is out"


def test_nothing_is_sent_back_where_nothing_waits(client: FlaskClient, db: Session) -> None:
    agreement = made.in_force(db)
    db.commit()
    sign_in(client, "e-05")
    here = f"/agreements/{agreement.id}"
    assert "send-back" not in client.get(here).text
    assert client.get(f"{here}/send-back").location == here


def test_move_for_good_says_so_wherever_it_stands(make_client: Clients, db: Session) -> None:
    lasting: dict[str, Any] = {"kind": Kind.TRANSFER, "return_basis": ReturnBasis.NONE}
    agreement = made.circulated(db, **lasting)
    here, host = f"/agreements/{agreement.id}", agreement.host_agency.name
    db.commit()
    assert "an agreement without a way back" in make_client().get("/sign-in").text
    mine = sign_in(make_client(), "e-05")
    home = sign_in(make_client(), "coord-EN")
    assert "waits for your signature" not in home.get("/").text, "before the executive nobody can sign"
    assert "for good no way back" in words(home.get("/agreements").text)
    asked = words(mine.get(here).text)
    assert "Next: say that you know there is no way back, or send it back" in asked
    assert "from 2 November 2026, for good" in asked
    assert "If that is not what you want, send the text back." in asked
    agreements.acknowledge_none(db, actor=actor(db, "e-05"), now=NOW, agreement=agreement)
    db.commit()
    assert "waits for your signature" in home.get("/").text
    assert "<strong>yours is missing</strong>" in home.get("/agreements?state=mine").text
    made.sign_all(db, agreement)
    db.commit()
    assert db.scalars(select(Agreement.state)).one() is AgreementState.IN_FORCE
    assert "In force, for good" in words(mine.get(here).text)
    assert "first day back" not in words(mine.get("/").text)
    settled = words(mine.get("/my-way-back").text)
    assert f"You have been at {host} since 2 November 2026, and there is no way back to watch" in settled
    assert "You wrote on 23 November 2026 that you know it." in settled

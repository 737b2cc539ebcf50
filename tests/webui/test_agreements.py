"""Agreements through the pages: entered, signed by five, changed; the way back and the returns board."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from matcher.policy.return_basis import ReturnBasis
from models.actors import Role, RoleGrant
from models.agreement_texts import WORDED
from models.agreements import Agreement, AgreementState
from models.db import unit_of_work
from models.returns import ReturnNotice, ReturnRight, ReturnState
from tests.models import agreements as made
from tests.models.world import actor
from tests.webui.site import Clock, send, sign_in

NEW = "/agreements/new/E-05/TR"
TERMS = {
    **dict.fromkeys(("home_supervisor", "host_supervisor"), ""),
    "kind": "detail",
    "funding": "reimbursable_1535",
    "starts_on": "2026-11-02",
    "ends_on": "2027-10-29",
    "latest_end": "2028-10-31",
    "zone": "America/New_York",
    "commuting": "no",
    "notice_days": "30",
    "return_basis": "regulatory",
    "return_target": "same_position",
    **{name: f"{title} as both agencies agreed." for name, title in WORDED},
}


def agreement_of(db: Session) -> Agreement:
    db.rollback()
    db.expire_all()
    return db.scalars(select(Agreement).order_by(Agreement.id.desc()).limit(1)).one()


def right_of(db: Session) -> ReturnRight:
    db.rollback()
    db.expire_all()
    return db.scalars(select(ReturnRight)).one()


def run(engine: Engine, slug: str = "E-05") -> None:
    with unit_of_work(engine) as session:
        made.running(session, slug)


def signs(client: FlaskClient, db: Session, slug: str) -> int:
    sign_in(client, slug)
    agreement = agreement_of(db)
    sha256 = agreement.events[-1].sha256
    return send(client, f"/agreements/{agreement.id}/sign", {"sha256": sha256}).status_code


def test_agreement_is_entered_and_signed_by_five_people(
    client: FlaskClient, db: Session, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        made.staff(session)
    sign_in(client, "coord-EN")
    assert "No agreement is here." in client.get("/agreements").text
    assert send(client, NEW, TERMS).status_code == 303
    agreement = agreement_of(db)
    here = f"/agreements/{agreement.id}"
    line = "The agreement of Invented Person 5 is a draft: make it ready, then put it to signature"
    assert line in client.get("/").text
    assert "<strong>yours to make ready</strong>" in client.get("/agreements?state=mine").text
    lacks = "2 things are still missing: the supervisor at home; the supervisor at the host."
    assert all(one in client.get(here).text for one in ("Next: you write the terms", lacks))
    host = sign_in(client, "coord-TR").get(here).text
    assert "Next: the home agency writes the terms" in host
    assert "The coordinators of Energy have it on their desks; at the host you read along" in host
    sign_in(client, "coord-EN")
    send(client, f"{here}/circulate")
    assert "Name both supervisors first: they sign." in client.get(here).text
    named = {"home_supervisor": "supervisor-EN", "host_supervisor": "supervisor-TR"}
    changed = {**TERMS, **named, "version": str(agreement.version)}
    assert send(client, f"{here}/terms", changed).status_code == 303
    late = send(client, f"{here}/terms", changed | {"purpose": "Another purpose."})
    assert (late.status_code, "Somebody changed this agreement since you opened" in late.text) == (409, True)
    assert '<td class="rt-lines">Another purpose.</td>' in late.text
    with unit_of_work(engine) as session:
        made.satisfy(session, session.get_one(Agreement, agreement.id))
    assert send(client, f"{here}/circulate").status_code == 303
    assert "is a draft" not in client.get("/").text
    for slug in ("e-05", "supervisor-EN", "supervisor-TR", "coord-EN", "coord-TR"):
        own = ": read it, then sign or send it back" if slug == "e-05" else ""
        waits = f"waits for your signature{own}"
        assert waits in sign_in(client, slug).get("/").text
        page = client.get(here).text
        assert "Still to sign: " in page
        assert "I do not agree…" in page
        assert ("One signature of your agency is enough." in page) is slug.startswith("coord")
        assert signs(client, db, slug) == 303
        page = client.get(here).text
        assert "You signed" in page
        assert ("as the last of five: the text is in force now." in page) is (slug == "coord-TR")
    assert agreement_of(db).state is AgreementState.IN_FORCE
    assert "In force until 29 October 2027" in client.get(here).text
    assert f"SHA-256 of this text: {agreement_of(db).events[0].sha256}" in client.get(f"{here}/print").text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("starts_on", "", "Enter the first day away."),
        ("starts_on", "tomorrow", "Enter the day as year, month and day: 2027-01-31."),
        ("latest_end", "9999-12-31", "Enter a day between 1900 and 2199."),
        ("home_supervisor", "supervisor-TR", "Not a valid choice."),
        ("ends_on", "", "Enter the last day away."),
        ("latest_end", "", "Enter the day beyond which nobody extends it."),
        ("ends_on", "2026-11-01", "The last day is before the first."),
        ("latest_end", "2027-10-28", "The ceiling of extensions is before the last day."),
        ("notice_days", "", "Enter the days of notice."),
        ("notice_days", "900", "Enter a number of days from 0 to 365."),
        ("objectives", "", "Write this term, or write that it does not apply."),
    ],
)
def test_term_that_cannot_be_is_refused_beside_its_field(
    client: FlaskClient, field: str, typed: str, sentence: str
) -> None:
    sign_in(client, "coord-EN")
    answer = send(client, NEW, TERMS | {field: typed})
    assert answer.status_code == 422
    assert sentence.replace("'", "&#39;") in answer.text


def test_something_changed_at_home_is_settled_there(client: FlaskClient, db: Session, engine: Engine) -> None:
    run(engine)
    sign_in(client, "e-05")
    page = client.get("/my-way-back").text
    assert "first day back at Energy: 1 November 2027" in page
    assert "Half way: look at the objectives" in page
    assert "No penalty while away" in page
    where = "/my-way-back/something-changed"
    answer = send(client, where, {"kind": "unit_changed", "detail": ""})
    assert "Write what you know of it: home reads it." in answer.text
    changed = {"kind": "unit_changed", "detail": "My office is merged."}
    assert send(client, where, changed).status_code == 303
    assert send(client, where, changed).status_code == 409
    assert right_of(db).state is ReturnState.AT_RISK
    sign_in(client, "coord-EN")
    here = f"/returns/{right_of(db).id}"
    assert "1 at risk" in client.get("/returns?risk=yes").text
    assert "My office is merged." in client.get(here).text
    settle = f"{here}/risks/{right_of(db).risks[0].id}/settle"
    answer = send(client, settle, {"settlement": ""})
    assert "Write how it is kept open: the executive reads it." in answer.text
    assert send(client, settle, {"settlement": "The post of deputy is held."}).status_code == 303
    assert right_of(db).state is ReturnState.ACTIVE


def test_position_is_proposed_disputed_and_agreed_on_then_the_return_is_entered(
    client: FlaskClient, db: Session, engine: Engine, clock: Clock
) -> None:
    run(engine)
    here = f"/returns/{right_of(db).id}"
    sign_in(client, "coord-EN")
    answer = send(client, f"{here}/placement", {"placement": ""})
    assert "Name the position: the executive agrees to it or objects." in answer.text
    assert "Once it is proposed, it stands until Invented Person 5 agrees or objects." in answer.text
    assert send(client, f"{here}/placement", {"placement": "Deputy director"}).status_code == 303
    wrong = "Is it not what you meant? Ask Invented Person 5 to object: then you propose another."
    assert wrong in client.get(here).text
    sign_in(client, "e-05")
    assert "Deputy director" in client.get("/my-way-back").text
    answer = send(client, "/my-way-back/object", {"reason": " "})
    assert "Write why it is not right: home reads it." in answer.text
    assert send(client, "/my-way-back/object", {"reason": "It is paid less."}).status_code == 303
    sign_in(client, "coord-EN")
    assert "propose another one, or the same again" in client.get("/").text
    send(client, f"{here}/placement", {"placement": "Director of operations"})
    assert send(sign_in(client, "e-05"), "/my-way-back/agree").status_code == 303
    sign_in(client, "coord-EN")
    assert "Enter the first day back on duty." in send(client, f"{here}/back", {"returned_on": ""}).text
    answer = send(client, f"{here}/back", {"returned_on": "2026-11-30"})
    assert "This day is still to come: a return is entered once it has come." in answer.text
    early = "The agreement runs until 29 October 2027: an earlier return ends it early"
    assert early in client.get(here).text
    send(client, f"{here}/back", {"returned_on": "2026-11-23", "so": "2026-11-23"})
    assert "back since 23 November 2026</p>" in client.get(here).text
    assert agreement_of(db).state is AgreementState.ENDED_EARLY
    assert "It can be entered here from 23 December 2026 on (" in client.get(here).text
    answer = send(client, f"{here}/review", {"held_on": "", "findings": ""})
    assert "Enter the day of the review." in answer.text
    assert "Write what is in place, and what lacks." in answer.text
    fields = {"held_on": "2026-11-23", "findings": "All is in place."}
    answer = send(client, f"{here}/review", fields)
    assert "The first review of the re-entry is held not before 23 December 2026." in answer.text
    for state, day in ((ReturnState.REVIEWED, date(2026, 12, 23)), (ReturnState.CLOSED, date(2027, 2, 21))):
        clock.now = made.at(day)
        fields["held_on"] = day.isoformat()
        assert send(sign_in(client, "coord-EN"), f"{here}/review", fields).status_code == 303
        assert right_of(db).state is state


def test_right_is_given_up_and_kept_after_all(client: FlaskClient, db: Session, engine: Engine) -> None:
    run(engine)
    sign_in(client, "e-05")
    assert send(client, "/my-way-back/give-up").status_code == 303
    assert right_of(db).state is ReturnState.COOLING_OFF
    assert send(client, "/my-way-back/keep").status_code == 303
    assert right_of(db).state is ReturnState.ACTIVE


def test_notice_is_put_off_with_a_reason_and_seen_to(
    client: FlaskClient, db: Session, engine: Engine, clock: Clock
) -> None:
    run(engine)
    later = made.at(date(2027, 2, 1))  # thirty days before 1 March is a Saturday
    with unit_of_work(engine) as session:
        made.tick(session, session.scalars(select(ReturnRight)).one(), later)
        made.tick(session, session.scalars(select(ReturnRight)).one(), later)
    notice = db.scalars(select(ReturnNotice)).one()
    clock.now = later + timedelta(minutes=5)
    sign_in(client, "coord-EN")
    assert "decide whether it goes on" in client.get("/").text
    where = f"/returns/notices/{notice.id}"
    answer = send(client, f"{where}/put-off", {"until": "", "reason": ""})
    assert "Enter the day on which to ask again." in answer.text
    assert "Write why it is put off: it stays on the record." in answer.text
    far = {"until": "2027-05-01", "reason": "The order is being written."}
    assert "Choose a day from tomorrow to 3 March 2027." in send(client, f"{where}/put-off", far).text
    assert send(client, f"{where}/put-off", far | {"until": "2027-02-10"}).status_code == 303
    desk = client.get("/").text
    assert "decide whether it goes on (Invented Person 5): put off until 10 February 2027" in desk
    assert "See to it" not in desk
    asked = client.get(f"{where}/put-off").text
    assert "Put off until 10 February 2027: “The order is being written.”" in asked
    assert send(client, f"{where}/done").status_code == 303


def test_sponsor_is_named_and_change_is_entered_at_home(
    client: FlaskClient, db: Session, engine: Engine
) -> None:
    run(engine)
    here = f"/returns/{right_of(db).id}"
    sign_in(client, "coord-EN")
    assert "Choose who sees to the way back." in send(client, f"{here}/sponsor", {"sponsor": ""}).text
    assert "once you are named as the sponsor" in sign_in(client, "supervisor-TR").get("/returns").text
    wanted = {"sponsor": "supervisor-EN"}
    assert send(sign_in(client, "coord-EN"), f"{here}/sponsor", wanted).status_code == 303
    listed = sign_in(client, "supervisor-EN").get("/returns").text
    assert f'href="{here}"' in listed
    assert "You are named as the sponsor of each" in listed
    assert send(client, f"{here}/sponsor", wanted).location == here, "whoever is named still sees it"
    sign_in(client, "coord-EN")
    assert send(client, f"{here}/change", {"kind": "sponsor_gone", "detail": ""}).status_code == 422
    changed = {"kind": "position_abolished", "detail": "Gone with the new budget."}
    assert send(client, f"{here}/change", changed).status_code == 303
    assert right_of(db).state is ReturnState.AT_RISK


def test_agreement_without_a_way_back_is_acknowledged(
    client: FlaskClient, db: Session, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        made.circulated(session, return_basis=ReturnBasis.NONE)
    sign_in(client, "e-05")
    here = f"/agreements/{agreement_of(db).id}"
    said = ("I know that there is no way back", "Nothing grants you a right")
    assert all(one in client.get(here).text for one in said)
    assert (signs(client, db, "e-05"), send(client, f"{here}/acknowledge").status_code) == (409, 303)
    assert signs(client, db, "e-05") == 303


def test_who_has_no_agreement_reads_so(client: FlaskClient) -> None:
    assert "You are not away" in sign_in(client, "e-05").get("/my-way-back").text


def test_executive_reads_in_the_agreement_whom_to_write_to(
    client: FlaskClient, db: Session, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        agreement = made.circulated(session)
        here = f"/agreements/{agreement.id}"
        actor(session, "coord-EN").email = "coord@en.example"
    named = 'write to coord-EN (<a href="mailto:coord@en.example">coord@en.example</a>). Until all five have'
    assert named in sign_in(client, "e-05").get(here).text
    assert "write to coord-EN" not in sign_in(client, "coord-TR").get(here).text
    sign_in(client, "e-05")
    with unit_of_work(engine) as session:
        session.execute(delete(RoleGrant).where(RoleGrant.role == Role.AGENCY_COORDINATOR))
    none = "the programme office, since nobody coordinates for Energy now: Olive Office; office-2."
    assert none in client.get(here).text


def test_agreement_without_a_way_back_names_whom_to_ask(
    client: FlaskClient, db: Session, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        here = f"/agreements/{made.without_way_back(session).id}"
    asked = "A coordinator of either agency writes a text: ask coord-EN."
    assert asked in sign_in(client, "e-05").get(here).text

"""Whoever should be back stands on the desks at once, at a weekend too; held mail is let go by a person."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.actors import Actor
from models.agreements import Agreement
from models.audit import AuditEvent
from models.db import unit_of_work
from models.restores import Restore
from models.returns import ReturnNotice, ReturnRight, ReturnState
from models.services import returns
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor
from tests.webui.site import Clock, send, sign_in

THURSDAY = date(2027, 4, 15)
LINES = {
    "coord-EN": "The return of Invented Person 5 is overdue: enter it, or ask what keeps it",
    "supervisor-EN": "The return of Invented Person 5 is overdue",
    "e-05": "Your return is overdue: say that you are back, or ask home",
}


@pytest.mark.parametrize("slug", LINES)
def test_return_overdue_on_a_saturday_is_on_the_desk_that_day(
    client: FlaskClient, db: Session, engine: Engine, clock: Clock, slug: str
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        friday, saturday = (made.at(THURSDAY + number * DAY) for number in (1, 2))
        seen = []
        for moment in (friday, saturday):
            made.tick(session, right, moment)
            seen.append(right.state is ReturnState.OVERDUE)
        assert seen == [False, True]
    clock.now = friday
    told = db.scalars(select(ReturnNotice.mark)).all()
    assert "late" not in told
    clock.now = saturday
    page = sign_in(client, slug).get("/").text
    assert LINES[slug] in page
    assert 'overdue since 16 April 2027 <span class="rt-muted">(yesterday)</span>' in page
    if slug == "e-05":
        page = client.get("/my-way-back").text
        assert "Also to stay longer" not in page
        broken = "on 30 April 2027 the programme office is told too, and from 17 May 2027 the right counts as"
        assert f"{broken} broken." in page
        assert (
            "<p>Besides what is late, said above, nothing that endangers the return is on record.</p>" in page
        )


@pytest.mark.parametrize("slug", ["supervisor-EN", "coord-EN"])
def test_page_of_the_overdue_return_names_the_days_and_leads_back_to_the_returns(
    client: FlaskClient, db: Session, engine: Engine, clock: Clock, slug: str
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        made.tick(session, right, made.at(THURSDAY + 2 * DAY))
        right.sponsor = actor(session, "supervisor-EN")
        address = f"/returns/{right.id}"
    clock.now = made.at(THURSDAY + 2 * DAY)
    page = sign_in(client, slug).get(address).text
    assert "From 30 April 2027 on it is with the programme office, from 17 May 2027 the right counts" in page
    assert 'href="/returns">Back to the returns' in page
    agreement = client.get(f"/agreements/{db.scalars(select(Agreement.id)).one()}").text
    assert "The last day away was 15 April 2027 (2 days ago)." in agreement
    assert f'href="{address}">See the return' in agreement


def test_stranger_reads_nothing_of_it(client: FlaskClient, engine: Engine, clock: Clock) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        made.tick(session, right, made.at(THURSDAY + 2 * DAY))
    clock.now = made.at(THURSDAY + 2 * DAY)
    assert "is overdue" not in sign_in(client, "coord-TR").get("/").text


def test_held_mail_is_let_go_by_a_person_and_the_trail_says_whom(
    client: FlaskClient, db: Session, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        session.add(Restore(taken_at=NOW - DAY, restored_at=NOW))
    desk = sign_in(client, "office").get("/").text
    assert (
        "All mail is held since the restore of 23 November 2026: 0 notices wait until you let it go again"
        in desk
    )
    page = client.get("/mail").text
    assert "Mail is held until you let it go." in page
    assert "Let mail go again" in page
    assert send(client, "/mail/release").status_code == 303
    query = select(Actor.slug).join(AuditEvent, AuditEvent.actor_id == Actor.id)
    assert db.scalars(query.where(AuditEvent.action == "restore.release")).one() == "office"
    assert "Let mail go again" not in client.get("/mail").text
    assert "All mail is held" not in client.get("/").text


def test_whoever_said_that_they_are_back_is_asked_no_longer(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        made.tick(session, right, made.at(THURSDAY + 2 * DAY))
    clock.now = made.at(THURSDAY + 2 * DAY)
    desk = sign_in(client, "e-05").get("/").text
    assert LINES["e-05"] in desk
    assert "You are away at" not in desk, "nobody is away whose return is overdue"
    send(client, "/my-way-back/i-am-back", {"back_on": (THURSDAY + DAY).isoformat()})
    desk = client.get("/").text
    assert LINES["e-05"] not in desk
    assert "You said that you are back; next, home enters your return" in desk
    home = sign_in(client, "coord-EN").get("/").text
    assert "Invented Person 5 is back and said since when: enter the return" in home
    assert LINES["coord-EN"] not in home


def test_position_proposed_and_right_given_up_wait_for_the_executive_until_a_day(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        clock.now = made.at(THURSDAY - 30 * DAY)
        home = made.home_coordinator(session, right.executive)
        returns.propose(session, actor=home, now=clock.now, right=right, placement="Chief of Staff")
    desk = sign_in(client, "e-05").get("/").text
    proposed = "Home proposes the position that you come back to: agree to it, or object, before you are back"
    assert f"{proposed} — by 15 April 2027" in desk
    assert (
        "Next: answer before 16 April 2027 the position that home proposes" in client.get("/my-way-back").text
    )
    send(client, "/my-way-back/object", {"reason": "It is not equivalent."})
    desk = client.get("/").text
    assert proposed not in desk
    objected = (
        "You objected to the position for your return from Treasury on 16 April 2027; next, home answers"
    )
    assert objected in desk
    assert "Next: home proposes a position again" in client.get("/my-way-back").text
    asked = (
        "objected to the position for the return: propose another one, or the same again — by 15 April 2027"
    )
    assert asked in sign_in(client, "coord-EN").get("/").text
    sign_in(client, "e-05")
    send(client, "/my-way-back/give-up", {})
    with unit_of_work(engine) as session:  # for another of its days the clock looks sooner
        session.scalars(select(ReturnRight)).one().next_due_at = clock.now + DAY
    desk = client.get("/").text
    assert "if you want to keep it, say so; after that nobody can — by 23 March 2027" in desk
    assert "You are away at" not in desk, "nobody comes back who gave that up"
    assert "4:00 p.m. Eastern</h2><p>You gave it up on 16 March 2027." in client.get("/my-way-back").text
    given_up = "Invented Person 5 gave the return right up, and can take that back until 23 March 2027"
    assert given_up in sign_in(client, "coord-EN").get("/").text
    clock.now += 8 * DAY
    with unit_of_work(engine) as session:
        made.tick(session, session.scalars(select(ReturnRight)).one(), clock.now)
    desk = sign_in(client, "e-05").get("/").text
    assert "You are at Treasury until 15 April 2027, and gave your return right up" in desk
    page = client.get("/my-way-back").text
    assert "First day back" not in page
    assert "Nothing more is to come" in page
    assert "gave the return right up" not in sign_in(client, "coord-EN").get("/").text


def test_return_at_risk_is_told_on_the_desk(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        made.running(session, ends_on=THURSDAY)
    changed = {"kind": "unit_changed", "detail": "The office is merged."}
    send(sign_in(client, "e-05"), "/my-way-back/something-changed", changed)
    risk = "Your return from Treasury on 16 April 2027 is at risk: home writes how it is kept open"
    assert risk in client.get("/").text
    assert "What nobody has settled by " in client.get("/my-way-back").text
    home = sign_in(client, "coord-EN").get("/").text
    assert "The return of Invented Person 5 is at risk: write how the way back is kept open — by " in home
    assert "Settle it" in home
    assert "is at risk" not in sign_in(client, "coord-TR").get("/").text


def test_position_to_name_and_review_to_hold_wait_for_home(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    """Of an agreement entered late no notice of the position was told: the desk asks for it from that day on,
    and calls nothing overdue that nobody could do."""
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        clock.now = made.at(THURSDAY - 20 * DAY)
        right.counted_from = local_day(clock.now)
        made.tick(session, right, clock.now)
    name = "Invented Person 5 comes back on 16 April 2027: name the position to return to — by 15 April 2027"
    assert name in sign_in(client, "coord-EN").get("/").text
    assert "by 15 April 2027" in client.get("/returns").text
    by = "It is named by 15 April 2027 (in 20 days), for the first day back, 16 April 2027."
    assert by in client.get(f"/returns/{right.id}").text
    with unit_of_work(engine) as session:
        right = session.scalars(select(ReturnRight)).one()
        home, clock.now = made.home_coordinator(session, right.executive), made.at(THURSDAY + DAY)
        returns.enter_return(session, actor=home, now=clock.now, right=right, returned_on=THURSDAY + DAY)
    review = "hold the first review of the re-entry, planned for 17 May 2027, and enter it"
    for later, waits in ((30, False), (31, True)):
        clock.now = made.at(THURSDAY + later * DAY)
        assert (review in sign_in(client, "coord-EN").get("/").text) == waits
        why = "from 16 May 2027 on (tomorrow); it is planned for the first business day from then on."
        assert (why in client.get(f"/returns/{right.id}").text) == (not waits)


def test_whoever_comes_back_soon_without_a_position_stays_on_the_desk_of_home(
    client: FlaskClient, db: Session, engine: Engine, clock: Clock
) -> None:
    clock.now = made.at(THURSDAY - 30 * DAY)
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        made.tick(session, right, clock.now)
        address = f"/returns/{right.id}"
    line = "Invented Person 5 comes back on 16 April 2027: name the position to return to"
    assert line in sign_in(client, "coord-EN").get("/").text
    for notice in db.scalars(select(ReturnNotice)):
        notice.done_at, notice.done_by_id = clock.now, actor(db, "coord-EN").id
    db.commit()
    assert line in client.get("/").text
    assert "It was to be named by 16 February 2027" in client.get(address).text
    assert line not in sign_in(client, "coord-TR").get("/").text


def test_risk_that_home_leaves_open_stands_on_the_desk_of_the_office_and_says_whom_to_ask(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        made.running(session, ends_on=THURSDAY)
        made.lasting(session)
    changed = {"kind": "unit_changed", "detail": "The office is merged."}
    send(sign_in(client, "e-05"), "/my-way-back/something-changed", changed)
    line = "Nobody settled what puts the return of Invented Person 5 at risk: ask home how it is kept open"
    for days, waits in ((14, False), (15, True)):
        clock.now = NOW + days * DAY
        with unit_of_work(engine) as session:
            made.tick(session, session.scalars(select(ReturnRight)).one(), clock.now)
            number = session.scalars(select(ReturnRight.id)).one()
        assert (line in sign_in(client, "office").get("/").text) == waits
    page = client.get(f"/returns/{number}").text
    assert "Next: ask home" in page
    assert "Home settles the risk. Who coordinates there: " in page
    assert line not in sign_in(client, "coord-EN").get("/").text, "home reads how to settle it"


def test_position_named_ahead_of_its_day_is_not_asked_for_on_it(engine: Engine, clock: Clock) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        home, early = made.home_coordinator(session, right.executive), made.at(THURSDAY - 100 * DAY)
        made.tick(session, right, early)
        returns.propose(session, actor=home, now=early, right=right, placement="Chief of Staff")
        made.tick(session, right, made.at(THURSDAY - 57 * DAY))
        assert "position" not in {one.mark for one in right.notices}


def test_risk_that_was_open_at_the_return_stays_on_the_desks_until_it_is_settled(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        clock.now, page = made.at(THURSDAY + DAY), f"/returns/{right.id}"
    changed = {"kind": "unit_changed", "detail": "The office is merged."}
    send(sign_in(client, "e-05"), "/my-way-back/something-changed", changed)
    send(sign_in(client, "coord-EN"), f"{page}/back", {"returned_on": "2027-04-16"})
    home = (
        "Invented Person 5 is back, and what changed at home is not settled: write how it is — by 1 May 2027"
    )
    assert home in client.get("/").text
    assert "home settles the risk" in client.get("/returns").text
    own = "next, home writes how what changed there is settled"
    assert f"You came back on 16 April 2027; {own}" in sign_in(client, "e-05").get("/").text
    assert "Next: home writes how what changed there is settled</h2>" in client.get("/my-way-back").text
    clock.now += 15 * DAY
    with unit_of_work(engine) as session:
        right = session.scalars(select(ReturnRight)).one()
        made.tick(session, right, clock.now)
        assert right.escalated_at == clock.now
    assert (
        "Nobody settled what puts the return of Invented Person 5 at risk"
        in sign_in(client, "office").get("/").text
    )
    settled = {"settlement": "The new office holds the position."}
    assert send(sign_in(client, "coord-EN"), f"{page}/risks/1/settle", settled).status_code == 303
    assert "what changed at home" not in client.get("/").text
    assert own not in sign_in(client, "e-05").get("/").text

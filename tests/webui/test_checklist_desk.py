"""What the supervisor at the host has in hand stands on the desk with its day, until it is entered."""

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matcher.policy.periods import DAY
from matcher.policy.return_dates import Mark
from models.db import unit_of_work
from models.opportunities import Kind
from models.queries.away_checks import coming_to, lines_at_host, lines_of
from models.returns import ReturnNotice, ReturnRight, ReturnState
from models.services import returns
from models.services.away_checks import TOO_EARLY
from models.services.return_rights import move_end
from tests.models import agreements as made
from tests.models.world import NOW, actor
from tests.webui.site import Clock, send, sign_in
from tests.webui.test_outcomes import words

COMES = date(2026, 12, 20)
GOALS = "Write the goals and requirements of Invented Person 5 for the time with you"
APPRAISAL = "Appraise Invented Person 5 in writing for the time with you"


def test_lines_of_the_host_wait_with_their_day_until_they_are_entered(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session)
        made.lasting(session)
        page, ends_on = f"/agreements/{right.agreement_id}/no-penalty", right.ends_on
    desk = words(sign_in(client, "supervisor-TR").get("/").text)
    assert f"{GOALS} — by 2 December 2026" in desk
    assert APPRAISAL not in desk
    assert "Here you only enter that it is done." in words(client.get(page).text)
    send(client, f"{page}/host_plan")
    assert GOALS not in client.get("/").text
    assert "Take it back" in client.get(page).text
    back = send(client, f"{page}/host_plan/take-back", follow_redirects=True).text
    assert "Taken back: it waits to be done again." in back
    assert GOALS in client.get("/").text
    with unit_of_work(engine) as session:
        session.get_one(ReturnRight, right.id).starts_on = NOW.date() + DAY
    assert "host_appraisal" not in client.get(page).text
    early = send(client, f"{page}/host_appraisal")
    assert (early.status_code, TOO_EARLY in early.text) == (422, True)
    send(client, f"{page}/host_plan")
    assert GOALS not in client.get("/").text
    clock.now = made.at(ends_on - 31 * DAY)
    assert APPRAISAL not in sign_in(client, "supervisor-TR").get("/").text
    clock.now += DAY
    assert APPRAISAL in sign_in(client, "supervisor-TR").get("/").text


def test_supervisor_reads_who_comes_and_by_when_goals_are_due(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        agreement = made.in_force(session, starts_on=COMES, ends_on=COMES + 180 * DAY)
        made.lasting(session)
        page = f"/agreements/{agreement.id}"
    comes = "Invented Person 5 comes to you on 20 December 2026"
    due = "; the goals and requirements in writing are due by 19 January 2027"
    assert f'<a href="{page}">{comes}{due}</a>' in sign_in(client, "supervisor-TR").get("/").text
    assert comes not in sign_in(client, "supervisor-EN").get("/").text
    send(sign_in(client, "supervisor-TR"), f"{page}/no-penalty/host_plan")
    assert f'<a href="{page}">{comes}</a>' in client.get("/").text
    clock.now = made.at(COMES)
    assert comes not in sign_in(client, "supervisor-TR").get("/").text


def test_move_for_good_has_no_goals_to_be_written_by_a_day(db: Session) -> None:
    agreement = made.without_way_back(db, kind=Kind.TRANSFER, starts_on=COMES, ends_on=COMES + 180 * DAY)
    assert coming_to(db, actor(db, "supervisor-TR"), NOW) == [(agreement, None)]
    db.rollback()


def test_checklist_of_a_right_that_was_given_up_takes_back_until_the_return_is_closed(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session)
        made.lasting(session)
        returns.waive(session, actor=actor(session, "e-05"), now=NOW, right=right)
        made.tick(session, right, NOW + 7 * DAY)
        page, number = f"/agreements/{right.agreement_id}/no-penalty", right.id
    sign_in(client, "coord-EN")
    for path, told in (
        ("", "It is entered as done."),
        ("/take-back", "Taken back: it waits to be done again."),
    ):
        assert told in send(client, f"{page}/award_pool{path}", follow_redirects=True).text
    send(client, f"{page}/award_pool")
    until = "What was entered by mistake can be taken back until the return is closed."
    seen = client.get(page).text
    assert (until in seen, "Take it back" in seen) == (True, True)
    with unit_of_work(engine) as session:
        right = session.get_one(ReturnRight, number)
        made.tick(session, right, made.at(right.ends_on + DAY))
        assert right.state is ReturnState.CLOSED
    seen = client.get(page).text
    assert (until in seen, "Take it back" in seen) == (False, False)
    assert "The return is closed: what is entered for it stands." in seen


def test_notice_of_the_appraisal_leads_to_the_checklist_and_is_said_once(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right, number = made.reminded_of_the_appraisal(session)
        ends_on, page = right.ends_on, f"/agreements/{right.agreement_id}/no-penalty"
    clock.now = made.at(ends_on - 29 * DAY)
    desk = sign_in(client, "supervisor-TR").get("/").text
    assert ("the host appraises a stay" in desk, APPRAISAL in desk) == (True, False)
    moves = "arrange the move; the host appraises a stay of 120 days or more (Invented Person 5)"
    assert f"{moves} — by 29 October 2027" in words(desk)
    seen = client.get(f"/returns/notices/{number}/put-off").text
    assert f'href="{page}">Enter the appraisal' in seen
    assert "If you only say that it is done, the appraisal stays there, by 29 October 2027." in seen
    assert "then waits for you again. Only the appraisal stays there, by 29 October 2027. The first" in seen
    send(client, f"/returns/notices/{number}/done")
    desk = client.get("/").text
    assert ("the host appraises a stay" in desk, APPRAISAL in desk) == (False, True)
    seen = client.get(f"/returns/notices/{number}/put-off").text
    left = ": only the appraisal is left, by 29 October 2027."
    assert (left in seen, "nothing is to be done any more" in seen) == (True, False)
    with unit_of_work(engine) as session:
        notice = session.get_one(ReturnNotice, number)
        notice.done_at = notice.done_by_id = None
    later = {"until": (clock.now + DAY).date().isoformat(), "reason": "Later."}
    send(client, f"/returns/notices/{number}/put-off", later)
    assert APPRAISAL in client.get("/").text, "what is put off does not put off the appraisal"
    send(client, f"{page}/host_appraisal")
    desk = client.get("/").text
    assert ("the host appraises a stay" in desk, APPRAISAL in desk) == (False, False)
    seen = client.get(f"/returns/notices/{number}/put-off").text
    assert ("It was seen to on" in seen, "It is done" in seen, "Put it off" in seen) == (True, False, False)
    over = (": nothing is to be done any more." in seen, "Enter the appraisal" in seen)
    assert over == (True, False)
    again = send(client, f"/returns/notices/{number}/done", follow_redirects=True)
    assert "Somebody saw to this already." in again.text
    again = send(client, f"/returns/notices/{number}/put-off", later, follow_redirects=True)
    assert "Somebody saw to this already." in again.text


def test_notice_stands_under_the_day_that_the_page_of_the_return_shows() -> None:
    saturday, monday = date(2026, 11, 14), date(2026, 11, 16)
    days = [ReturnNotice(mark=mark, nominal_on=saturday).shown_on for mark in (Mark.LOGISTICS, Mark.LAST_DAY)]
    assert days == [monday, saturday]


def test_goals_stay_on_the_desk_when_the_days_are_moved(db: Session) -> None:
    right, host = made.running(db), actor(db, "supervisor-TR")
    now = NOW + 20 * DAY
    move_end(right, right.agreement, now)
    db.flush()
    assert [line.code for _right, line in lines_at_host(db, host, now)] == ["host_plan"]
    db.rollback()


def test_only_the_named_supervisor_is_asked_and_for_nothing_that_was_before(
    client: FlaskClient, db: Session
) -> None:
    right = made.running(db)
    host, home = actor(db, "supervisor-TR"), actor(db, "supervisor-EN")
    assert [line.code for _right, line in lines_at_host(db, host, NOW)] == ["host_plan"]
    assert lines_at_host(db, home, NOW) == []
    right.agreement.created_at = NOW + 30 * DAY
    db.flush()
    assert lines_at_host(db, host, NOW) == [], "its day was before the agreement was on record"
    db.rollback()


def test_checklist_counts_as_the_return_what_is_open_and_says_what_nobody_asks_for_any_more(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right, home = made.running(session, starts_on=date(2026, 6, 1)), actor(session, "coord-EN")
        returns.enter_return(session, actor=home, now=NOW, right=right, returned_on=NOW.date())
        right.agreement.created_at = NOW - 10 * DAY
        number, checklist = right.id, f"/agreements/{right.agreement_id}/no-penalty"
    open_ = "Still open: 5 of 6 lines of “No penalty while away”."
    assert open_ in words(sign_in(client, "coord-EN").get(f"/returns/{number}").text)
    not_asked = "1 line is not asked for, because its day was before the agreement was on record"
    assert f"0 of 6 lines done, 5 open; {not_asked}" in words(client.get(checklist).text)
    send(client, f"{checklist}/host_plan")
    assert "1 of 6 lines done ·" in words(client.get(checklist).text)
    assert "1 of 6 lines done." in words(sign_in(client, "e-05").get("/my-way-back").text)


def test_ended_agreement_says_that_its_checklist_is_open_until_every_line_is_done(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right, home = made.running(session), actor(session, "coord-EN")
        returns.enter_return(session, actor=home, now=NOW, right=right, returned_on=NOW.date())
        page = f"/agreements/{right.agreement_id}"
        lines = [line.code for line in lines_of(right)]
    readers = ("supervisor-EN", "supervisor-TR", "e-05", "office", "coord-EN")
    for slug, is_open in (("coord-TR", False), *((slug, True) for slug in readers)):
        seen = sign_in(client, slug).get(page).text
        assert ("The checklist is still open" in seen) is is_open
        assert ("Nothing more is to be done" in seen) is not is_open
        assert seen.count(f'href="{page}/no-penalty"') == is_open
    check = "Invented Person 5 is back: check the lines of “No penalty while away” for the time away"
    assert check in client.get("/").text
    assert check not in sign_in(client, "coord-TR").get("/").text
    sign_in(client, "coord-EN")
    for line in lines:
        assert check in client.get("/").text
        send(client, f"{page}/no-penalty/{line}")
    assert check not in client.get("/").text
    seen = client.get(page).text
    assert ("The checklist is still open" in seen, "Nothing more is to be done" in seen) == (False, True)


def test_three_who_are_back_with_open_lines_are_one_line_of_the_desk(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        home = actor(session, "coord-EN")
        for slug in ("E-05", "E-06", "E-07"):
            right = made.running(session, slug)
            returns.enter_return(session, actor=home, now=NOW, right=right, returned_on=NOW.date())
    many = "3 people are back: check the lines of “No penalty while away” for each"
    seen = sign_in(client, "coord-EN").get("/").text
    assert (many in seen, "for the time away" in seen) == (True, False)
    with unit_of_work(engine) as session:
        made.running(session, "E-08")
    assert 'href="/returns?checklist=open">See who' in client.get("/").text
    listed = {address: client.get(address).text for address in ("/returns", "/returns?checklist=open")}
    counts = {one: (text.count("4 of 4 lines open"), "Person 8" in text) for one, text in listed.items()}
    assert counts == {"/returns": (0, True), "/returns?checklist=open": (3, False)}
    assert "/no-penalty" in listed["/returns?checklist=open"]


def test_open_lines_stay_on_the_desk_once_the_second_review_has_closed_the_return(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right, home = made.running(session), actor(session, "coord-EN")
        made.lasting(session)
        returns.enter_return(session, actor=home, now=NOW, right=right, returned_on=NOW.date())
        number, agreement = right.id, right.agreement_id
    check = "Invented Person 5 is back: check the lines of “No penalty while away” for the time away"
    left = "Still open: 4 of 4 lines of “No penalty while away”. They can be entered also once the return"
    left += " is closed; desks and list then name them"
    said = []
    days = {31: "23 December 2026", 91: "22 February 2027"}
    both = "Home looks with you at how you are back on 23 December 2026 and on 22 February 2027."
    assert both in sign_in(client, "e-05").get("/my-way-back").text
    line = "You came back on 23 November 2026; home looks with you at how you are back on"
    assert f'href="/my-way-back">{line} 23 December 2026 and on 22 February 2027</a>' in client.get("/").text
    for later, planned in days.items():
        clock.now = NOW + later * DAY
        seen = words(sign_in(client, "supervisor-EN").get(f"/returns/{number}").text)
        assert (left in seen, "With it the return is closed." in seen) == (True, later == 91)
        assert f"It is planned for {planned}; Invented Person 5 reads that day too." in seen
        assert "Reviews planned for 23 December 2026 and 22 February 2027" in seen
        review = {"held_on": clock.now.date().isoformat(), "findings": "All is in place."}
        seen = words(send(client, f"/returns/{number}/review", review, follow_redirects=True).text)
        said.append("The review is on record, and the return is closed." in seen)
        mine = sign_in(client, "e-05").get("/").text
        assert (f"{line} 22 February 2027" in mine, line in mine) == (later == 31, later == 31)
    assert said == [False, True]
    assert f"{left} until 23 November 2027." in seen
    assert "Nothing is to be done here now." not in seen
    for slug in ("coord-EN", "supervisor-EN"):
        assert check in sign_in(client, slug).get("/").text
        assert "The checklist is still open" in client.get(f"/agreements/{agreement}").text
    listed = client.get("/returns?checklist=open").text
    assert ("4 of 4 lines open" in listed, "closed ones too for a year after the return" in listed) == (
        True,
        True,
    )
    assert "Invented Person 5" not in client.get("/returns").text
    last, clock.now = clock.now, NOW + 365 * DAY
    assert check in sign_in(client, "supervisor-EN").get("/").text
    clock.now = NOW + 366 * DAY
    assert check not in sign_in(client, "supervisor-EN").get("/").text, "a year later nobody is asked"
    seen = words(client.get(f"/returns/{number}").text)
    assert f"{left} no longer, more than a year after the return." in seen
    clock.now = last
    sign_in(client, "supervisor-EN")
    with unit_of_work(engine) as session:
        lines = [line.code for line in lines_of(session.get_one(ReturnRight, number))]
    for line in lines:
        assert send(client, f"/agreements/{agreement}/no-penalty/{line}").status_code == 303
    assert check not in client.get("/").text
    assert "Nothing is to be done here now." in client.get(f"/returns/{number}").text

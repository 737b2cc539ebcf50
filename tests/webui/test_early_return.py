"""What pages and desks say of a time away that ended sooner than agreed, by an early return."""

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import Engine

from matcher.mentoring.business import DAY
from models.db import unit_of_work
from models.returns import ReturnRight, ReturnState
from models.services import away_checks, returns
from tests.models import agreements as made
from tests.models.world import NOW, actor
from tests.webui.site import Clock, beside, send, sign_in, summary
from tests.webui.test_checklist_desk import APPRAISAL
from tests.webui.test_outcomes import words
from tests.webui.test_way_back import FIRST, returned


def test_early_return_stands_beside_the_days_that_were_agreed(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, starts_on=FIRST, ends_on=date(2027, 4, 15))
        returned(session, right, date(2027, 4, 1))
        here, agreement = f"/returns/{right.id}", f"/agreements/{right.agreement_id}"
    told = "2 November 2026 to 15 April 2027 as agreed; ended sooner, by the return on 1 April 2027"
    sign_in(client, "coord-EN")
    for page in (here, agreement, "/agreements", f"{agreement}/no-penalty"):
        assert told in client.get(page).text
    force = "came into force on 23 November 2026; the agreement ended early"
    for page in (agreement, f"{agreement}/print"):
        seen = client.get(page).text
        assert (force in seen, "in force since 23" in seen) == (True, False)
    assert ">2 November 2026 to 31 March 2027</td>" in client.get("/returns").text
    mine = sign_in(client, "e-05").get("/my-way-back").text
    assert told in mine
    assert "The days ahead" not in mine
    assert "These days in your own calendar" not in mine


def test_return_on_the_last_day_that_was_agreed_is_not_early(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, starts_on=FIRST, ends_on=date(2027, 4, 15))
        returned(session, right, date(2027, 4, 15))
        here, agreement = f"/returns/{right.id}", f"/agreements/{right.agreement_id}"
    sign_in(client, "coord-EN")
    for page in (here, agreement):
        seen = client.get(page).text
        told = "2 November 2026 to 15 April 2027 as agreed; back on duty on 15 April 2027"
        assert (told in seen, "ended sooner" in seen) == (True, False)
    assert (
        ">2 November 2026 to 14 April 2027</td>" in client.get("/returns").text
    )  # the days that were served


def test_early_return_asks_the_host_at_once_for_the_appraisal_of_the_days_that_were_served(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right, home = made.running(session, starts_on=date(2026, 7, 26)), actor(session, "coord-EN")
        right.agreement.created_at = NOW
        page = f"/agreements/{right.agreement_id}/no-penalty"
    desk = words(sign_in(client, "supervisor-TR").get("/").text)
    assert APPRAISAL not in desk
    line, pages = "the host supervisor {} not done", (("supervisor-TR", page), ("e-05", "/my-way-back"))
    for slug, address in pages:
        assert line.format("29 October 2027") in words(sign_in(client, slug).get(address).text)
    with unit_of_work(engine) as session:
        right = session.get_one(ReturnRight, right.id)
        returns.enter_return(session, actor=home, now=NOW, right=right, returned_on=NOW.date())
    for slug, address in pages:
        assert line.format("30 November 2026") in words(sign_in(client, slug).get(address).text)
    desk = words(sign_in(client, "supervisor-TR").get("/").text)
    assert f"{APPRAISAL} — by 30 November 2026" in desk


def test_notice_of_the_appraisal_says_the_day_that_an_early_return_gives_it(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right, number = made.reminded_of_the_appraisal(session)
        clock.now = made.at(right.ends_on - 28 * DAY)
        home, today = actor(session, "coord-EN"), right.ends_on - 28 * DAY
        returns.enter_return(session, actor=home, now=clock.now, right=right, returned_on=today)
    seen = sign_in(client, "supervisor-TR").get(f"/returns/notices/{number}/put-off").text
    assert ": only the appraisal is left, by 6 October 2027." in seen


def test_early_return_from_a_short_stay_asks_for_no_appraisal_and_counts_no_goals(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right, host = made.running(session, starts_on=date(2026, 7, 27)), actor(session, "supervisor-TR")
        away_checks.tick(session, actor=host, now=NOW, right=right, line="host_plan")
        home, back = actor(session, "coord-EN"), date(2026, 11, 23)
        returns.enter_return(session, actor=home, now=NOW, right=right, returned_on=back)
        page = f"/agreements/{right.agreement_id}/no-penalty"
    seen = words(sign_in(client, "supervisor-TR").get(page).text)
    assert ("0 of 3 lines done ·" in seen, "The host has" in seen) == (True, False)
    assert APPRAISAL not in client.get("/").text


def test_day_that_ends_the_agreement_early_or_is_not_the_one_said_is_entered_with_a_tick_alone(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    clock.now = made.at(date(2027, 4, 20))
    with unit_of_work(engine) as session:
        right = made.running(session, starts_on=FIRST, ends_on=date(2027, 4, 15))
        made.lasting(session)
        made.tick(session, right, clock.now)
        here = f"/returns/{right.id}"
    send(sign_in(client, "e-05"), "/my-way-back/i-am-back", {"back_on": "2027-04-19"})
    page = sign_in(client, "coord-EN").get(here).text
    assert (
        "The agreement ends with it, early with a day before 15 April 2027. Nobody can take this back."
        in page
    )
    assert 'name="so"' not in page
    other = "Invented Person 5 says: back on duty since 19 April 2027."
    confirm = "Correct the day, or tick that it is so: nobody can take this back."
    early = "The agreement ran until 15 April 2027: with {} April 2027 it ends early."
    for typed, tick, told in (
        ("2027-04-09", "", f"{early.format(9)} {other} {confirm}"),
        ("2027-04-10", "2027-04-09", f"{early.format(10)} {other} {confirm}"),
        ("2027-04-16", "y", f"{other} {confirm}"),
        ("2027-04-21", "", "This day is still to come: a return is entered once it has come."),
    ):
        answer = send(client, f"{here}/back", {"returned_on": typed, **({"so": tick} if tick else {})})
        assert (answer.status_code, summary(answer)) == (422, [told])
        if told.endswith(confirm):
            assert beside(answer) == {"so": told}
            assert f'name="so" type="checkbox" value="{typed}"' in answer.text
            assert f"It is so: back on duty since {int(typed[-2:])} April 2027</label>" in answer.text
            assert "checked" not in answer.text
    assert send(client, f"{here}/back", {"returned_on": "2027-04-16", "so": "2027-04-16"}).status_code == 303
    with unit_of_work(engine) as session:
        right = session.get_one(ReturnRight, right.id)
        assert (right.state, right.returned_on) == (ReturnState.RETURNED, date(2027, 4, 16))


def test_day_that_ends_a_running_agreement_is_entered_with_a_tick_alone(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, starts_on=date(2026, 7, 26), ends_on=date(2027, 4, 15))
        here = f"/returns/{right.id}"
    answer = send(sign_in(client, "coord-EN"), f"{here}/back", {"returned_on": "2026-11-23"})
    early = "The agreement runs until 15 April 2027: with 23 November 2026 it ends early."
    assert summary(answer) == [f"{early} Correct the day, or tick that it is so: nobody can take this back."]
    assert "Next: the first review" not in client.get(here).text
    assert send(client, f"{here}/back", {"returned_on": "2026-11-23", "so": "2026-11-23"}).status_code == 303
    assert "Next: the first review" in client.get(here).text

"""My way back: which of several agreements it shows, and the act of whoever is late."""

from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.agreements import Agreement, EventKind
from models.db import unit_of_work
from models.executives import Executive
from models.opportunities import Kind
from models.outbox import Notice
from models.queries.returns import my_right
from models.returns import ReturnRight, schedule
from models.services import agreement_events, returns, returns_clock
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor, find
from tests.webui.site import Clock, send, sign_in, summary
from webui.timelines import LETTER, line

FIRST, NEXT = date(2026, 11, 2), date(2027, 11, 1)


def two(session: Session) -> tuple[ReturnRight, ReturnRight]:
    """One away until April, and one agreed on from November on."""
    now = made.running(session, starts_on=FIRST, ends_on=date(2027, 4, 15))
    return now, made.running(session, starts_on=NEXT, ends_on=date(2028, 4, 14))


def lived(session: Session) -> int | None:
    right = my_right(session, find(session, Executive, "E-05"))
    return None if right is None else right.id


def test_agreement_that_waits_says_whose_signature_it_waits_for(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        made.sign(session, made.circulated(session, starts_on=FIRST, ends_on=date(2027, 4, 15)), "e-05")
    desk = sign_in(client, "e-05").get("/").text
    assert "the others sign next; its first day was 2 November 2026" in desk
    page = client.get("/my-way-back").text
    waited = (
        "Still to sign: the supervisor at home, the supervisor at the host, the home agency, the host agency."
    )
    assert waited in page
    assert "the first day away is <strong>2 November 2026</strong>" in page


def test_draft_without_an_offer_is_announced_before_it_is_out(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        number = made.drafted(session, starts_on=NEXT, ends_on=date(2028, 4, 14)).id
    desk = sign_in(client, "e-05").get("/").text
    assert (
        "Home and host write an agreement for you with Treasury; next, you sign it before it begins on "
        "1 November 2027"
    ) in desk
    page = client.get("/my-way-back").text
    assert "Your agreement with Treasury is a draft." in page
    assert "once it is put to signature it comes to your desk, and you sign it before <strong>1 Nov" in page
    for seen in (desk, page):
        assert f'href="/agreements/{number}"' in seen
    assert client.get(f"/agreements/{number}").status_code == 200


def test_way_back_shows_what_is_lived_now_and_lists_the_rest_in_a_line(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        now, _ = two(session)
        assert lived(session) == now.id
    desk = sign_in(client, "e-05").get("/").text
    assert "You are away at Treasury; your first day back is 16 April 2027" in desk
    assert "Your assignment at Treasury begins on 1 November 2027" in desk
    page = client.get("/my-way-back").text
    assert "first day back at Energy: 16 April 2027" in page
    assert "Treasury, 1 November 2027 to 14 April 2028</a>: agreed, not begun" in page
    assert "Treasury, 2 November 2026 to 15 April 2027</a>" not in page
    for row in (
        'Half way: look at the objectives</td><td data-label="Who sees to it">you</td>',
        'Day 120: it counts as a rotation</td><td data-label="Who sees to it">nothing to do</td>',
        '60 days before the end: home names the position</td><td data-label="Who sees to it">home</td>',
        '120 days or more</td><td data-label="Who sees to it">the supervisor at the host</td>',
    ):
        assert row in page


def test_last_days_away_name_the_own_step_and_what_home_is_late_with(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        two(session)
    away = "You are away at Treasury; your first day back is 16 April 2027"
    step = "next, you agree on that day with home, by 1 April 2027"
    late = "home was to name your position by 16 February 2027: ask when it does"

    def desk(today: date) -> str:
        clock.now = datetime.combine(today, time(17), UTC)
        with unit_of_work(engine) as session:
            for right in session.scalars(select(ReturnRight)):
                returns_clock.act(session, actor=actor(session, "system"), now=clock.now, right=right)
        return sign_in(client, "e-05").get("/").text

    assert [one in desk(date(2027, 2, 16)) for one in (away, step, late)] == [True, False, False]
    assert [one in desk(date(2027, 3, 15)) for one in (away, step, late)] == [True, False, True]
    assert f"{away}; {step}; {late}" in desk(date(2027, 3, 16))
    assert f"{away}; {step}; {late}" in desk(date(2027, 4, 1))
    assert f"{away}; {late}" in desk(date(2027, 4, 2))
    page = client.get("/my-way-back").text
    assert "Next: ask home when it names your position" in page
    assert f"<p>H{late[1:]}. Your first day back is 16 April 2027, in 14 days.</p>" in page
    assert "Nothing is to be done." not in page
    send(client, "/my-way-back/something-changed", {"kind": "unit_changed", "detail": "It is gone."})
    page = client.get("/my-way-back").text
    assert "Next: home writes how your way back is kept open" in page
    assert f"<p>H{late[1:]}.</p>" in page
    assert "Nothing is to be done." not in page


def test_way_back_stays_with_one_that_is_late_and_then_goes_to_the_next(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        first, second = two(session)
        made.lasting(session)
        made.tick(session, first, made.at(date(2027, 4, 17)))
        made.tick(session, second, made.at(NEXT))
        assert (first.state, second.state, lived(session)) == ("overdue", "active", first.id)
        returned(session, first, NEXT)
        assert lived(session) == second.id
        returned(session, second, NEXT + DAY)
        assert lived(session) == second.id, "of those back, the latest"


def test_whoever_is_late_says_since_when_they_are_back_and_home_enters_that_day(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=date(2027, 4, 15))
        made.lasting(session)
        made.tick(session, right, made.at(date(2027, 4, 17)))
        actor(session, "coord-EN").email = "coordinator@energy.invalid"
        here = f"/returns/{right.id}"
    said = "/my-way-back/i-am-back"
    for day in (date(2027, 4, 15), date(2027, 4, 20)):
        clock.now = made.at(day)
        page = sign_in(client, "e-05").get("/my-way-back").text
        assert (">I am back<" in page) is (day.day == 20), "not while the time away lasts"
    assert "Next: say that you are back, or ask home now" in page
    assert '(<a href="mailto:coordinator@energy.invalid">coordinator@energy.invalid</a>)' in page
    assert "programme office: " in page
    for typed, status, sentence in (
        ("", 422, "Enter your first day back on duty."),
        ("soon", 422, "Enter the day as year, month and day: 2027-01-31."),
        ("2027-04-21", 422, "This day is still to come: a return is entered once it has come."),
        ("2026-11-02", 422, "Nobody returns before the assignment has begun."),
    ):
        answer = send(client, said, {"back_on": typed})
        assert (answer.status_code, summary(answer)) == (status, [sentence])
    assert send(client, said, {"back_on": "2027-04-19"}).status_code == 303
    assert send(client, said, {"back_on": "2027-04-19"}).status_code == 409
    page = client.get("/my-way-back").text
    assert "You said that you are back since 19 April 2027." in page
    assert "Give my return right up" not in page
    late = send(client, "/my-way-back/give-up")
    assert (late.status_code, "there is no return left to give up" in late.text) == (409, True)
    sign_in(client, "coord-EN")
    page = client.get(here).text
    assert page.index("Next: enter the return") < page.index("First day back on duty") < page.index("Risks<")
    assert "Invented Person 5 says: back on duty since <strong>19 April 2027</strong>." in page
    assert 'value="2027-04-19"' in page
    assert "not told yet" in page
    assert send(client, f"{here}/back", {"returned_on": "2027-04-19"}).status_code == 303
    page = client.get(here).text
    assert "not needed any more" in page
    assert "not told yet" not in page
    with unit_of_work(engine) as session:
        assert session.get_one(ReturnRight, right.id).state == "returned"
        told = session.scalars(select(Notice).where(Notice.key.contains("/said/2027-04-19/"))).all()
        assert [one.recipient.slug for one in told] == ["coord-EN"]


@pytest.mark.parametrize("days", [121, 150, 181, 210, 240, 300, 365, 730])
def test_marks_of_a_time_away_never_touch(days: int) -> None:
    right = ReturnRight(starts_on=FIRST, ends_on=FIRST + (days - 1) * DAY)
    right.agreement = Agreement(zone="America/New_York", kind=Kind.DETAIL)
    found = line(right, schedule(right), FIRST).ticks
    assert found
    for row in range(3):
        mine = [tick for tick in found if tick.row == row]
        for before, after in pairwise(mine):
            assert after.at - before.at > LETTER * (len(before.label) + len(after.label)) / 2.1, (days, found)


def test_marks_within_a_week_are_one() -> None:
    right = ReturnRight(starts_on=FIRST, ends_on=FIRST + 180 * DAY)
    right.agreement = Agreement(zone="America/New_York", kind=Kind.DETAIL)
    labels = [tick.label for tick in line(right, schedule(right), FIRST).ticks]
    assert labels == ["half way, 90 left", "day 120, 60", "30", "14"]


def returned(session: Session, right: ReturnRight, day: date) -> None:
    home = actor(session, "coord-EN")
    returns.enter_return(session, actor=home, now=made.at(day), right=right, returned_on=day)


def test_position_that_is_proposed_or_agreed_on_is_not_to_be_named_any_more(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        number = made.running(session, starts_on=FIRST, ends_on=date(2027, 4, 15)).id
        right = made.running(session, "E-06", starts_on=date(2026, 2, 2), ends_on=date(2026, 12, 11))
        made.tick(session, right, NOW)
    late = "not named yet; home names it by 11 December 2026"
    page = sign_in(client, "e-06").get("/my-way-back").text
    assert late in page
    row = '<tr><th scope="row">11 December 2026</th><td data-label="What it stands for">{}</td>'
    assert row.format("Home names the position to return to") in page
    assert row.format("Last day away") in page
    named = "the position</td>"  # 60 days before the end home names it, 90 days before it is asked to
    page = sign_in(client, "e-05").get("/my-way-back").text
    assert (named in page, "Home names the position to return to" in page) == (True, False)
    with unit_of_work(engine) as session:
        home, right = actor(session, "coord-EN"), session.get_one(ReturnRight, number)
        returns.propose(session, actor=home, now=NOW, right=right, placement="Director")
    assert named not in client.get("/my-way-back").text
    send(client, "/my-way-back/agree")
    page = client.get("/my-way-back").text
    assert "the position is agreed on" in page
    assert named not in page


def test_look_at_120_days_is_said_to_move_no_day(client: FlaskClient, engine: Engine, clock: Clock) -> None:
    with unit_of_work(engine) as session:
        made.running(session, starts_on=FIRST, ends_on=date(2027, 4, 15))
    clock.now = made.at(date(2027, 1, 28))
    page = sign_in(client, "e-05").get("/my-way-back").text
    assert "days before each 120 days of the detail are over" in page
    assert "Your last day away stays 15 April 2027 unless all five sign another text." in page


def test_change_that_is_out_is_told_on_the_way_back_and_on_the_desk_once_it_is_signed(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        made.running(session, starts_on=FIRST, ends_on=date(2027, 4, 15))
    clock.now = made.at(date(2027, 1, 28))
    sign_in(client, "e-05")
    for kind, on, signed, told in (
        (EventKind.AMENDMENT, None, "Treasury", "An amendment"),
        (
            EventKind.EARLY_END,
            date(2027, 3, 31),
            "Treasury, to 31 March 2027",
            "An early end to 31 March 2027",
        ),
        (EventKind.EXTENSION, date(2027, 5, 31), "Treasury, to 31 May 2027", "An extension to 31 May 2027"),
    ):
        with unit_of_work(engine) as session:
            facts: Any = {
                "actor": actor(session, "coord-EN"),
                "now": NOW,
                "agreement": session.get_one(Agreement, 1),
            }
            if kind is not EventKind.AMENDMENT:
                agreement_events.drop(session, **facts)
            agreement_events.propose(session, change=made.change(kind, on), **facts)
        said = (
            f"You signed an {str(kind).replace('_', ' ')} of your agreement with {signed}; until the others"
        )
        assert said not in client.get("/").text
        with unit_of_work(engine) as session:
            made.sign(session, session.get_one(Agreement, 1), "e-05")
        assert said in client.get("/").text
        page = client.get("/my-way-back").text
        assert f">{told}</a> is out for signature; until all five have signed it, nothing changes." in page
        assert "Your last day away stays" not in page


def test_whoever_is_back_reads_what_still_comes_and_no_day_that_has_passed_as_one_to_come(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        returned(session, made.running(session, starts_on=FIRST, ends_on=date(2027, 4, 15)), date(2027, 4, 1))
    clock.now = made.at(date(2027, 5, 20))
    page = sign_in(client, "e-05").get("/my-way-back").text
    assert "Energy, since 1 April 2027" in page
    assert "Next: a look at how you are back" in page
    past = (
        "Home was to look with you at how you are back on 3 May 2027; nothing of it is on record, so ask the"
    )
    assert past in page
    assert "Home looks with you at how you are back on 30 June 2027." in page
    line = "home was to look with you at how you are back on 3 May 2027, and looks on 30 June 2027"
    assert line in client.get("/").text
    clock.now = made.at(date(2028, 4, 1))
    page = sign_in(client, "e-05").get("/my-way-back").text
    assert "Next: ask home about the look at how you are back" in page
    assert "on 3 May 2027 and on 30 June 2027; nothing of it is on record" in page

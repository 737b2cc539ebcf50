"""The list of returns: whose it shows; and one that nobody entered, with the programme office."""

from datetime import UTC, date, datetime

from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.actors import Role
from models.db import unit_of_work
from models.executives import Executive
from models.returns import ReturnRight, ReturnState, RiskKind
from models.services import returns
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor, find, give
from tests.webui.site import Clock, send, sign_in, summary


def test_role_of_the_office_that_ended_shows_no_return_of_others(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        made.running(session)
        give(session, "supervisor-TR", Role.PROGRAMME_OFFICE, None, until=NOW + DAY)
    for days, shown in ((0, True), (2, False)):
        clock.now = NOW + days * DAY
        listed = sign_in(client, "supervisor-TR").get("/returns")
        assert (listed.status_code, "Invented Person 5" in listed.text) == (200, shown)


def test_notices_of_a_right_that_was_given_up_wait_for_nobody(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session)
        made.lasting(session)
        clock.now = made.at(right.ends_on - 45 * DAY)
        made.tick(session, right, clock.now)
        page = f"/returns/{right.id}"
    waits = "not seen to", "Put it off"
    sign_in(client, "coord-EN")
    assert all(words in client.get("/returns").text + client.get(page).text for words in waits)
    send(sign_in(client, "e-05"), "/my-way-back/give-up", {})
    sign_in(client, "coord-EN")
    assert not any(words in client.get("/returns").text + client.get(page).text for words in waits)


def test_last_days_away_are_counted_to_the_last_day_by_state_and_filter_alike(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:  # its first day back is a Monday, two days after the last day away
        right = made.running(session, ends_on=date(2027, 2, 20))
        made.lasting(session)
        made.tick(session, right, NOW)
    sign_in(client, "coord-EN")
    for days, shown in ((88, False), (89, True)):
        listed = client.get(f"/returns?days={days}").text
        assert "Last day away within days" in listed
        assert ("the last 90 days away</span></td>" in listed) is shown


def test_broken_right_of_an_agreement_entered_late_is_with_the_office_as_the_page_says(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, starts_on=date(2026, 1, 5), ends_on=date(2026, 10, 16))
        made.tick(session, right, NOW)
        assert (right.state, right.escalated_at) == (ReturnState.BREACHED, None)
        address = f"/returns/{right.id}"
    line = "The right of Invented Person 5 to return counts as broken: ask home what keeps the return"
    assert line in sign_in(client, "office").get("/").text
    assert "Next: ask home" in client.get(address).text
    page = sign_in(client, "coord-EN").get(address).text
    broken = "Since 16 November 2026 the right counts as broken, and it is with the programme office."
    assert broken in page
    counts = (
        "The right of Invented Person 5 to return counts as broken: enter the return, or ask what keeps it"
    )
    assert counts in client.get("/").text
    assert line not in client.get("/").text
    page = sign_in(client, "e-05").get("/my-way-back").text
    assert f"Your return was due on 19 October 2026. {broken} If you are on duty at home again" in page
    assert "who holds your position and when you come back.</p>" in page
    send(client, "/my-way-back/i-am-back", {"back_on": "2026-11-20"})
    enters = "A coordinator below enters it."
    lost = "; nothing is lost by it: only home’s entry is missing."
    assert f"{enters} {broken.removesuffix('.')}{lost}" in client.get("/my-way-back").text


def test_risk_goes_to_the_office_on_the_same_day_on_the_desk_and_on_both_pages(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    clock.now = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
    with unit_of_work(engine) as session:
        right = made.running(session, now=clock.now, zone="Pacific/Honolulu")
        address = f"/returns/{right.id}"
    changed = {"kind": "unit_changed", "detail": "The office is merged."}
    send(sign_in(client, "e-05"), "/my-way-back/something-changed", changed)
    by = "8 December 2026, 10:30 p.m. Eastern"
    unsettled = f"What nobody has settled by {by} goes to the programme office."
    assert unsettled in client.get("/my-way-back").text
    assert (
        "write how the way back is kept open — by 8 December 2026"
        in sign_in(client, "coord-EN").get("/").text
    )
    assert unsettled in client.get(address).text
    clock.now += 15 * DAY
    with unit_of_work(engine) as session:
        made.tick(session, session.get_one(ReturnRight, right.id), clock.now)
    passed_on = f"What nobody has settled by {by} is with the programme office now."
    home = sign_in(client, "coord-EN").get(address).text
    assert passed_on in home
    assert "With the programme office since</dt><dd>8 December 2026" in home
    assert passed_on in sign_in(client, "e-05").get("/my-way-back").text
    sign_in(client, "coord-EN")
    send(client, f"{address}/risks/1/settle", {"settlement": "The same post is kept."})
    assert "With the programme office since" not in client.get(address).text


def test_overdue_return_is_with_the_office_until_it_is_entered(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    clock.now = made.at(date(2027, 5, 3))
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=date(2027, 4, 15))
        made.lasting(session)
        made.tick(session, right, clock.now)
        address = f"/returns/{right.id}"
    seen = []
    for _ in range(2):
        page = sign_in(client, "office").get(address).text
        seen.append(("With the programme office since</dt><dd>3 May 2027" in page, "Next: ask home" in page))
        send(sign_in(client, "coord-EN"), f"{address}/back", {"returned_on": "2027-05-03"})
    assert seen == [(True, True), (False, False)]


def test_whoever_came_back_and_left_the_service_is_reviewed_no_more(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, starts_on=date(2026, 1, 5))
        home, back = actor(session, "coord-EN"), date(2026, 9, 1)
        returns.enter_return(session, actor=home, now=NOW, right=right, returned_on=back)
        address = f"/returns/{right.id}"
    seen = []
    for active in (True, False):
        with unit_of_work(engine) as session:
            find(session, Executive, "E-05").active = active
        listed, page = sign_in(client, "coord-EN").get("/returns").text, client.get(address).text
        assert ("Invented Person 5 has left the service. Nothing is to be done here now." in page) != active
        seen.append(("home enters the first review" in listed, "Enter the review" in page))
    assert seen == [(True, True), (False, False)]


def test_second_review_is_not_held_before_the_first(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, starts_on=date(2026, 1, 5))
        home, back = actor(session, "coord-EN"), date(2026, 6, 1)
        returns.enter_return(session, actor=home, now=NOW, right=right, returned_on=back)
        address = f"/returns/{right.id}"
    sign_in(client, "coord-EN")
    seen = []
    for day in ("2026-11-20", "2026-11-19", "2026-11-20"):
        answer = send(client, f"{address}/review", {"held_on": day, "findings": "All is in place."})
        seen.append(answer.status_code)
        if answer.status_code == 422:
            assert summary(answer) == [
                "The second review of the re-entry is held not before 20 November 2026."
            ]
            page = client.get(address).text
            assert "Not before 20 November 2026." in page
            assert "It was planned for 31 August 2026; Invented Person 5 reads that day too." in page
    assert seen == [303, 422, 303]


def test_naming_a_sponsor_settles_that_the_one_before_is_gone(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        right, home = made.running(session), actor(session, "coord-EN")
        for kind in (RiskKind.SPONSOR_GONE, RiskKind.UNIT_CHANGED):
            returns.report_change(session, actor=home, now=NOW, right=right, kind=kind, detail="It changed.")
        address = f"/returns/{right.id}"
    sign_in(client, "coord-EN")
    assert "Naming another sponsor below settles it." in client.get(address).text
    assert send(client, f"{address}/sponsor", {"sponsor": "supervisor-EN"}).status_code == 303
    page = client.get(address).text
    assert "supervisor-EN is the sponsor now." in page
    assert "Next: settle 1 risk<" in page
    assert "Such as an equivalent position that is named and held." in page


def test_sponsor_who_signs_nothing_reads_the_agreement_of_the_return(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session)
        right.agreement.home_supervisor, right.sponsor = actor(session, "supervisor-TR"), None
        address, agreement = f"/returns/{right.id}", f"/agreements/{right.agreement_id}"
    assert sign_in(client, "supervisor-EN").get(agreement).status_code == 404
    send(sign_in(client, "coord-EN"), f"{address}/sponsor", {"sponsor": "supervisor-EN"})
    assert f'href="{agreement}"' in sign_in(client, "supervisor-EN").get(address).text
    assert client.get(agreement).status_code == 200


def test_day_of_the_own_return_is_corrected_until_home_enters_it(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=date(2027, 4, 15))
        made.lasting(session)
        clock.now, address = made.at(date(2027, 4, 20)), f"/returns/{right.id}"
        made.tick(session, right, clock.now)
    said = "/my-way-back/i-am-back"
    send(sign_in(client, "e-05"), said, {"back_on": "2027-04-10"})
    page = client.get("/my-way-back").text
    early = "10 April 2027 is earlier than agreed: the agreement runs until 15 April 2027."
    assert early in page
    assert 'value="2027-04-10"' in page
    assert ">Correct the day<" in page
    assert send(client, said, {"back_on": "2027-04-16"}).status_code == 303
    assert "earlier than agreed" not in client.get("/my-way-back").text
    assert (
        "back on duty since <strong>16 April 2027</strong>" in sign_in(client, "coord-EN").get(address).text
    )


def test_office_reads_that_whoever_is_missing_said_to_be_back(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, starts_on=date(2026, 1, 5), ends_on=date(2026, 10, 16))
        made.tick(session, right, NOW)
        address = f"/returns/{right.id}"
    line = "Invented Person 5 said to be back, and home has not entered the return: ask home to enter it"
    says = "Invented Person 5 says: back on duty since <strong>20 November 2026</strong>.</p>"
    seen = []
    for _ in range(2):
        desk = sign_in(client, "office").get("/").text
        page = client.get(address).text
        seen.append((line in desk, "ask home what keeps the return" in desk, says in page))
        send(sign_in(client, "e-05"), "/my-way-back/i-am-back", {"back_on": "2026-11-20"})
    assert seen == [(False, True, False), (True, False, True)]


def test_sponsor_reads_before_naming_another_that_the_return_leaves_the_own_list(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session)
        right.sponsor = actor(session, "supervisor-EN")
        address = f"/returns/{right.id}"
        give(session, "auditor", Role.SUPERVISOR, "EN")
    leaves = (
        "Type a part of the name. The return is theirs to see to from then on, and no longer on your list."
    )
    for slug, told in (("coord-EN", False), ("supervisor-EN", True)):
        page = sign_in(client, slug).get(address).text
        assert ("Type a part of the name." in page, leaves in page) == (True, told)
    assert send(client, f"{address}/sponsor", {"sponsor": "auditor"}).location == "/returns"
    assert client.get(address).status_code == 404

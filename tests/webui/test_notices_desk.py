"""Notices of the way back on the desks: of each return one line, with the same day for all who read it."""

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matcher.policy.return_dates import Mark
from models.db import unit_of_work
from models.returns import ReturnNotice, ReturnRight
from tests.models import agreements as made
from tests.models.test_return_marks import days_pass
from tests.models.world import DAY, NOW
from tests.webui.site import Clock, sign_in
from tests.webui.test_overdue_desk import THURSDAY

OPEN = "Nobody saw to this, or its message did not go out: "


def lived(engine: Engine, clock: Clock, until: date, *slugs: str) -> None:
    """Days pass, and nobody does anything."""
    with unit_of_work(engine) as session:
        made.lasting(session)
        for slug in slugs:
            days_pass(session, made.running(session, slug, ends_on=THURSDAY), NOW.date(), until)
    clock.now = made.at(until)


def test_each_return_is_one_line_with_what_is_most_urgent_of_it(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    lived(engine, clock, THURSDAY - 3 * DAY, "E-05", "E-06")
    for slug in ("coord-EN", "office"):
        desk = sign_in(client, slug).get("/").text
        assert [desk.count(f"(Invented Person {number})") for number in (5, 6)] == [1, 1]
        for number in (5, 6):
            first = (
                f"{OPEN}30 days before the end: arrange the move; the host appraises a stay of 120 days or"
            )
            assert f"{first} more (Invented Person {number}), and " in desk
            assert " more of this return — by 15 April 2027" in desk


def test_notice_has_the_same_day_on_every_desk(client: FlaskClient, engine: Engine, clock: Clock) -> None:
    lived(engine, clock, THURSDAY - 20 * DAY, "E-05")
    for slug in ("supervisor-TR", "coord-EN", "office"):
        desk = sign_in(client, slug).get("/").text
        line = desk[desk.index("30 days before the end") :].partition("</p>")[0]
        assert " — by 15 April 2027" in line


def test_page_of_a_return_says_what_was_told_and_what_is_over(
    client: FlaskClient, db: Session, engine: Engine, clock: Clock
) -> None:
    lived(engine, clock, THURSDAY + DAY, "E-05")
    notices = {one.mark: one for one in db.scalars(select(ReturnNotice))}
    page = sign_in(client, "coord-EN").get(f"/returns/{db.scalars(select(ReturnRight.id)).one()}").text
    row = page[page.index("30 days before the end: arrange") :].partition("</tr>")[0]
    assert "told on 16 March 2027; over since 16 April 2027" in row
    row = page[page.index("90 days before the end") :].partition("</tr>")[0]
    assert '<td data-label="State">told on 15 January 2027' in row
    asked = client.get(f"/returns/notices/{notices[Mark.LOGISTICS].id}/put-off").text
    assert "Its time was over on 16 April 2027" in asked


def test_appraisal_is_asked_for_once_before_and_after_its_day(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    appraise, seen = "Appraise Invented Person 5 in writing", []
    lived(engine, clock, THURSDAY, "E-05")
    for hours in (0, 11, 24):
        clock.now = made.at(THURSDAY) + hours * DAY / 24
        if hours == 24:
            with unit_of_work(engine) as session:
                made.tick(session, session.scalars(select(ReturnRight)).one(), clock.now)
        desk = sign_in(client, "supervisor-TR").get("/").text
        seen.append(("the host appraises" in desk, appraise in desk))
    assert seen == [(True, False), (True, False), (False, True)]

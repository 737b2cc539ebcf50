"""The coordinator's desk of mentoring, reports and quality, through the pages."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.actors import Actor, Role
from models.db import unit_of_work
from models.engagements import Engagement, MisuseReport
from models.meetings import Meeting
from models.mentoring_offers import MentoringOffer, Origin
from models.mentors import MentorKind, MentorProfile
from models.outbox import Notice
from models.requests import MentoringRequest, RequestState
from tests.models.talks import engage, open_week
from tests.models.world import NOW, give
from tests.webui.site import Clock, beside, send, sign_in
from webui.messages import preview

Open = Callable[[], FlaskClient]
HOSTS = ("E-01", "E-02", "E-03", "E-04", "E-07", "E-08", "E-11", "E-12")
"""Who has no profile as a mentor in the stage "helped"."""


@pytest.fixture
def stage() -> str:
    return "giving"


def stuck(db: Session) -> MentoringRequest:
    db.rollback()
    db.expire_all()
    return db.scalars(select(MentoringRequest).where(MentoringRequest.executive_id == 11)).one()


def profile_number(db: Session, slug_number: int) -> str:
    query = select(MentorProfile.id).where(MentorProfile.executive_id == slug_number)
    return str(db.scalars(query.order_by(MentorProfile.id).limit(1)).one())


def test_stuck_request_stands_on_the_desk_and_a_chosen_mentor_is_asked(
    exchange: FlaskClient, db: Session
) -> None:
    address = f"/mentoring/desk/{stuck(db).id}"
    assert "A mentoring request of Invented Person 11 found no mentor by itself" in exchange.get("/").text
    page = exchange.get(address).text
    assert "<dt>Situation</dt><dd>Reorganization</dd>" in page
    assert "<dt>Asked</dt><dd>23 November 2026" in page
    stuck(db).situations[0].must_have = True
    db.commit()
    page = exchange.get(address).text
    assert "<dt>Situation</dt><dd>Reorganization (a must)</dd>" in page
    assert "Invented Person 1: declined, 23 November 2026" in page
    assert "Ask Invented Person 7" in page
    assert "Invented Person 7</strong>, " in page
    assert "Two offices become one." not in page
    answer = send(exchange, f"{address}/offer", {"profile": profile_number(db, 7)})
    assert (answer.status_code, answer.location) == (303, "/mentoring/desk")
    told = "Invented Person 7 is asked, and answers by 25 November 2026, 10:00 a.m. Eastern."
    assert told in exchange.get("/mentoring/desk").text
    assert stuck(db).state is RequestState.OFFERED
    assert "What it is about stands here once it waits for you" in exchange.get(address).text
    made = db.scalars(select(MentoringOffer).order_by(MentoringOffer.id.desc()).limit(1)).one()
    assert (made.origin, made.profile.executive.slug) == (Origin.DESK, "E-07")
    again = send(exchange, f"{address}/offer", {"profile": profile_number(db, 7)})
    assert "This request does not wait for a mentor now." in again.text


def test_rules_that_forbid_an_offer_are_named(exchange: FlaskClient, db: Session) -> None:
    address = f"/mentoring/desk/{stuck(db).id}"
    assert "Show all" not in exchange.get(address).text
    page = exchange.get(f"{address}?who=person+1").text
    assert f'<a href="{address}#else">Clear the name</a>' in page
    assert "Invented Person 1 was asked about this question already." in page
    answer = send(exchange, f"{address}/offer", {"profile": profile_number(db, 1)})
    assert answer.status_code == 422
    assert "Invented Person 1 was asked about this question already." in answer.text
    for wrong in ("", "0", "999"):
        assert "Choose whom to ask." in send(exchange, f"{address}/offer", {"profile": wrong}).text


def test_mentor_without_a_time_that_suits_both_is_said_to_have_none(
    exchange: FlaskClient, db: Session
) -> None:
    address = f"/mentoring/desk/{stuck(db).id}"
    listed, named = (
        "No time that suits both can be booked now.",
        "Nothing stands against asking, but no time that",
    )
    page = exchange.get(f"{address}?who=person+7").text
    assert (listed in page, f"{named} suits both can be booked now. <form" in page) == (True, True)
    open_week(db, "E-07")
    db.commit()
    page = exchange.get(f"{address}?who=person+7").text
    assert (listed in page, named in page) == (False, False)
    assert "Nothing stands against asking. <form" in page


def test_request_is_closed_with_its_reason(exchange: FlaskClient, db: Session) -> None:
    address = f"/mentoring/desk/{stuck(db).id}/give-up"
    refused = send(exchange, address, {"reason": ""})
    assert (
        refused.status_code,
        "Invented Person 11 reads it, and it stays on the record." in refused.text,
    ) == (
        422,
        True,
    )
    told = "Invented Person 11 is told that nobody was found, and may go on the waiting list, which"
    assert told in exchange.get(address.removesuffix("/give-up")).text
    assert send(exchange, address, {"reason": "Nobody has done this."}).status_code == 303
    assert stuck(db).state is RequestState.NO_MATCH
    page = exchange.get("/mentoring/desk").text
    assert "No request waits for you." in page
    assert "Closed: Invented Person 11 is told, and may go on the waiting list." in page
    why = "Why nobody was found: “Nobody has done this.”"
    assert why in exchange.get(address.removesuffix("/give-up")).text
    late = send(exchange, address, {"reason": "Typed late."})
    assert (late.status_code, set(beside(late))) == (409, {"reason"})
    number = stuck(db).id
    send(sign_in(exchange, "e-11"), f"/requests/{number}/wait")
    listed = sign_in(exchange, "exchange").get("/mentoring/desk").text
    assert '<td data-label="Asks for">a mentor</td>' in listed
    assert "Typed late." in late.text


def test_request_is_cancelled_with_its_reason(exchange: FlaskClient, db: Session) -> None:
    page = f"/mentoring/desk/{stuck(db).id}"
    address = f"{page}/cancel"
    assert f'href="{address}">Cancel the request' in exchange.get(page).text
    assert "Invented Person 11 is told." in exchange.get(address).text
    refused = send(exchange, address, {"reason": ""})
    assert (refused.status_code, beside(refused)) == (
        422,
        {"reason": "Write the reason: it stays on the record."},
    )
    assert send(exchange, address, {"reason": "Left the service."}).location == "/mentoring/desk"
    assert stuck(db).state is RequestState.CANCELLED
    assert (
        db.scalars(select(Notice.template).order_by(Notice.id.desc()).limit(1)).one() == "mentoring_cancelled"
    )
    late = send(exchange, address, {"reason": "Typed late."})
    assert (late.status_code, set(beside(late)), "Typed late." in late.text) == (409, {"reason"}, True)
    assert exchange.get(address).location == page
    assert "Cancel the request" not in exchange.get(page).text


CANCELLED = (
    "A coordinator cancelled your request about “Reorganization”: read why, and ask anew if you need to"
)


@pytest.mark.parametrize(("stage", "slug"), [("giving", "e-11"), ("helped", "e-01")])
def test_cancelled_request_is_told_with_the_way_to_its_reason(
    make_client: Open, clock: Clock, db: Session, slug: str
) -> None:
    number = stuck(db).id if slug == "e-11" else 1
    address = f"/mentoring/desk/{number}/cancel"
    send(sign_in(make_client(), "exchange"), address, {"reason": "Asked twice."})
    db.rollback()
    told = select(Notice).join(Actor, Actor.id == Notice.recipient_id).where(Actor.slug == slug)
    letter = db.scalars(told.order_by(Notice.id.desc()).limit(1)).one()
    subject, text = preview(letter, "https://here.example")
    assert subject == "A request is cancelled"
    assert "A coordinator has cancelled a request of yours: nobody is asked any more" in text
    assert f"https://here.example/requests/{number}\n" in text
    asked = sign_in(make_client(), slug)
    assert f'href="/requests/{number}">' in asked.get("/").text
    assert CANCELLED in asked.get("/").text
    assert "Asked twice." in asked.get(f"/requests/{number}").text
    db.rollback()
    later = MentoringRequest(executive_id=int(slug[2:]), kind=MentorKind.MENTOR)
    later.created_at = later.changed_at = later.submitted_at = NOW
    later.anew_of_id = number
    db.add(later)
    db.commit()
    assert CANCELLED not in asked.get("/").text, "asked anew"
    db.delete(later)
    db.commit()
    clock.move(days=15)
    assert CANCELLED not in sign_in(make_client(), slug).get("/").text


@pytest.mark.parametrize("stage", ["helped"])
def test_who_has_no_date_stands_on_the_desk_once_it_is_late(
    make_client: Open, clock: Clock, db: Session
) -> None:
    exchange = sign_in(make_client(), "exchange")
    assert "Everybody who was accepted has a date." in exchange.get("/mentoring/desk").text
    meeting = db.scalars(select(Meeting.id).where(Meeting.engagement_id == 1)).one()
    assert send(sign_in(make_client(), "e-01"), f"/meetings/{meeting}/cancel").status_code == 303
    page = exchange.get("/mentoring/desk").text
    assert "1 conversation without a date" in page
    assert 'Invented Person 5</td><td data-label="About">Reorganization' in page
    assert "no date yet" not in exchange.get("/").text
    page = exchange.get("/mentoring/desk/1").text
    assert "<dt>Situation</dt><dd>Reorganization</dd>" in page
    assert "The two find a time for their first meeting by" in page
    assert "ask what keeps them: Invented Person 1 and Invented Person 5." in page
    clock.now = db.get_one(Engagement, 1).book_by
    exchange = sign_in(make_client(), "exchange")
    assert "1 accepted request has no date yet — by " in exchange.get("/").text
    told = "Invented Person 1 is told that the request is cancelled, and Invented Person 5 that the conv"
    assert told in exchange.get("/mentoring/desk/1/cancel").text
    assert "The conversations with Invented Person 5 end" in exchange.get("/mentoring/desk/1/cancel").text


@pytest.mark.parametrize("stage", ["asking"])
def test_draft_is_not_at_the_desk(exchange: FlaskClient, db: Session) -> None:
    draft = db.scalars(select(MentoringRequest).where(MentoringRequest.state == RequestState.DRAFT)).one()
    for address in (f"/mentoring/desk/{draft.id}", f"/mentoring/desk/{draft.id}/cancel"):
        assert exchange.get(address).status_code == 404


def test_report_is_read_and_handled_by_the_office(make_client: Open, db: Session) -> None:
    office = sign_in(make_client(), "office")
    assert "1 report of misuse waits to be looked into — by 1 December 2026" in office.get("/").text
    assert "look into it by 1 December 2026" in office.get("/mentoring/reports").text
    report = office.get("/mentoring/reports/1").text
    assert "I was asked for a favour." in report
    assert "<dt>Who reported it</dt><dd>Invented Person 5" in report
    assert "Ask Invented Person 5 before you speak with Invented Person 1" in report
    for text, sentence in (
        ("", "Write what was done: it stays on the record."),
        ("x" * 2001, "Use at most 2,000 characters for what was done."),
    ):
        refused = send(office, "/mentoring/reports/1", {"handling": text})
        assert (refused.status_code, refused.text.count(sentence)) == (422, 2)
    assert send(office, "/mentoring/reports/1", {"handling": "Spoke with both."}).status_code == 303
    assert db.scalars(select(MisuseReport)).one().handling == "Spoke with both."
    assert "Spoke with both." in office.get("/mentoring/reports/1").text
    told = select(Notice.template, Actor.slug).join(Actor, Actor.id == Notice.recipient_id)
    assert db.execute(told.order_by(Notice.id.desc()).limit(1)).one() == ("mentoring_looked_into", "e-05")
    late = send(office, "/mentoring/reports/1", {"handling": "Typed late."})
    assert (late.status_code, beside(late)) == (409, {"handling": "This report is handled already."})
    assert "Typed late.</textarea>" in late.text
    assert sign_in(make_client(), "exchange").get("/mentoring/reports/1").status_code == 404


def test_report_is_not_there_for_either_side_of_its_conversation(make_client: Open, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        for slug in ("e-01", "e-05", "e-12"):
            give(session, slug, Role.PROGRAMME_OFFICE, None)
        talk = session.scalars(select(MisuseReport)).one().engagement
        assert (talk.profile.executive.slug, talk.mentee.slug) == ("E-01", "E-05")
    for slug in ("e-01", "e-05"):
        side = sign_in(make_client(), slug)
        assert "report of misuse waits" not in side.get("/").text
        assert "Nothing was reported." in side.get("/mentoring/reports").text
        assert side.get("/mentoring/reports/1").status_code == 404
        assert send(side, "/mentoring/reports/1", {"handling": "Nothing to it."}).status_code == 404
    neither = sign_in(make_client(), "e-12")
    assert "1 report of misuse waits to be looked into" in neither.get("/").text
    assert "Read report 1" in neither.get("/mentoring/reports").text


def test_quality_hides_what_few_have_said(make_client: Open, clock: Clock) -> None:
    clock.move(minutes=1)
    office = sign_in(make_client(), "office")
    page = office.get("/mentoring/quality").text
    assert "The 5 requests submitted since 23 November 2025." in page
    row = re.search(r"Predicted points against reported fit</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td>", page)
    assert row
    assert all("fewer than 5" in figure for figure in row.groups())
    assert "The last three months, since 24 August 2026, show what grows and what falls." in page
    assert "If it grows, look at the offers without an answer: silent mentors are the usual cause." in page
    assert '<a href="/mail">Mail and jobs</a>' in page
    assert "Mail and jobs" not in sign_in(make_client(), "exchange").get("/mentoring/quality").text
    assert sign_in(make_client(), "e-01").get("/mentoring/quality").status_code == 403


@pytest.mark.parametrize("stage", ["helped"])
def test_all_that_are_past_their_day_stand_before_the_fold(
    make_client: Open, clock: Clock, db: Session
) -> None:
    several = [engage(db, slug, "E-05") for slug in HOSTS]
    for number, talk in enumerate(several):
        talk.book_by = NOW + number * timedelta(hours=1)
    db.commit()
    clock.now = several[5].book_by
    exchange = sign_in(make_client(), "exchange")
    assert (
        "8 accepted requests have no date yet, 6 of them past their day — overdue since"
        in exchange.get("/").text
    )
    page = exchange.get("/mentoring/desk").text
    assert "8 conversations without a date, 6 of them past their day</caption>" in page
    assert "<summary>2 more</summary>" in page
    assert page.split("<summary>")[0].count("(overdue)") == 6

"""Mentoring given, through the pages: the profile, the offers, the conversations and what they add up to."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.engagements import Engagement
from models.executives import Executive
from models.lifecycles import advance
from models.mentoring_offers import DeclineReason, MentoringOffer, OfferState
from models.mentors import MentorKind, MentorProfile, ProfileState
from models.relations import NoList
from models.requests import RequestState
from models.services import mentoring_offers
from tests.models.world import NOW, actor
from tests.webui.site import Clock, beside, send, sign_in

Open = Callable[[], FlaskClient]
PROFILE = "/giving/profile/mentor"


@pytest.fixture
def stage() -> str:
    return "giving"


@pytest.fixture
def e01(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "e-01")


def offers(db: Session, *states: OfferState) -> list[MentoringOffer]:
    db.rollback()
    db.expire_all()
    query = select(MentoringOffer).where(MentoringOffer.state.in_(states))
    return list(db.scalars(query.order_by(MentoringOffer.id)))


def waiting(db: Session) -> str:
    (one,) = offers(db, OfferState.OFFERED)
    return f"/giving/offers/{one.id}"


def profile(db: Session, slug: str, kind: MentorKind = MentorKind.MENTOR) -> MentorProfile:
    db.rollback()
    db.expire_all()
    query = select(MentorProfile).join(Executive).where(Executive.slug == slug, MentorProfile.kind == kind)
    return db.scalars(query).one()


def test_desk_names_what_is_asked_and_by_when(e01: FlaskClient) -> None:
    desk, given = e01.get("/").text, e01.get("/giving").text
    assert "waiting for your answer — by 24 November 2026" in given
    assert "Answer a request about “Reorganization” — by 24 November 2026" in desk
    assert "about “Reorganization”: your time stands still until the reply, at most until " in desk


def test_what_was_given_adds_up(e01: FlaskClient) -> None:
    for address in ("/giving", "/giving/record"):
        page = e01.get(address).text
        assert "<dt>Held sessions</dt><dd>2</dd>" in page
        assert "<dt>Hours</dt><dd>2</dd>" in page
        assert "once 5 people have answered whether the advice answered their question, or coaching" in page
        assert "1 person says" not in page
    assert "Invented Person 5" not in e01.get("/giving/record").text


def test_offer_says_what_is_asked_by_whom_and_until_when(e01: FlaskClient, db: Session, clock: Clock) -> None:
    page = e01.get(waiting(db)).text
    for words in (
        "A request about “Reorganization”",
        "Please answer by 24 November 2026, 10:00 a.m. Eastern (tomorrow).",
        "Invented Person 9, Treasury",
        "Friday 18 December 2026, urgent",
        "Two offices become one.",
        "“Reorganization” handled",
    ):
        assert words in page
    clock.move(days=1)
    late = "The time to answer ended on 24 November 2026, 10:00 a.m. Eastern. Until the next mentor is asked"
    assert late in sign_in(e01, "e-01").get(waiting(db)).text
    (offer,) = offers(db, OfferState.OFFERED)
    offer.request.refusals = 2
    db.commit()
    page = e01.get(waiting(db)).text
    assert "Until a coordinator looks for somebody you can still answer" in page
    assert "After that a coordinator looks for somebody. Your reason" in page


def test_offer_is_accepted_and_a_time_can_be_chosen(e01: FlaskClient, db: Session) -> None:
    answer = send(e01, f"{waiting(db)}/accept")
    db.rollback()
    begun = db.scalars(select(Engagement).order_by(Engagement.id.desc()).limit(1)).one()
    assert (answer.status_code, answer.location) == (303, f"/engagements/{begun.id}/times")
    assert "Choose a time for a conversation with Invented Person 9" in e01.get("/").text


def test_offer_is_declined_and_the_reason_is_not_shown_to_the_other(e01: FlaskClient, db: Session) -> None:
    address = waiting(db)
    answer = send(e01, f"{address}/decline", {"reason": "no_time"})
    assert (answer.status_code, answer.location) == (303, "/giving")
    declined = offers(db, OfferState.DECLINED)[-1]
    assert (declined.decline_reason, declined.request.state) == (DeclineReason.NO_TIME, RequestState.OFFERED)
    again = send(e01, f"{address}/accept")
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("act", "fields", "sentence"),
    [
        ("decline", {"reason": ""}, "Choose a reason from the list."),
        ("ask", {"question": ""}, "Write what you would like to know."),
        ("ask", {"question": "x" * 2001}, "Use at most 2,000 characters for the question."),
    ],
)
def test_answer_that_is_not_one_is_refused(
    e01: FlaskClient, db: Session, act: str, fields: dict[str, str], sentence: str
) -> None:
    answer = send(e01, f"{waiting(db)}/{act}", fields)
    assert (answer.status_code, answer.text.count(sentence)) == (422, 2)
    assert len(offers(db, OfferState.OFFERED)) == 1


def test_question_stops_the_clock_once(e01: FlaskClient, db: Session) -> None:
    address = waiting(db)
    assert send(e01, f"{address}/ask", {"question": "How soon?"}).status_code == 303
    page = e01.get(address).text
    assert "Your time stands still. Invented Person 9 has until" in page
    assert "How soon?" in page
    assert "Ask for more" not in page


def test_answer_that_comes_too_late_keeps_what_was_typed(e01: FlaskClient, db: Session) -> None:
    address = waiting(db)
    send(e01, f"{address}/decline", {"reason": "no_time"})
    again = send(e01, f"{address}/decline", {"reason": "not_my_field"})
    assert (again.status_code, set(beside(again))) == (409, {"reason"})
    assert 'selected value="not_my_field"' in again.text
    late = send(e01, f"{address}/ask", {"question": "Typed late."})
    assert (late.status_code, set(beside(late))) == (409, {"question"})
    assert "Typed late.</textarea>" in late.text


@pytest.mark.parametrize("act", ["decline", "expire"])
def test_whoever_has_not_accepted_reads_the_story_and_the_reply_no_longer(
    e01: FlaskClient, db: Session, engine: Engine, act: str
) -> None:
    address = waiting(db)
    (offer,) = offers(db, OfferState.OFFERED)
    with unit_of_work(engine) as session:
        facts: dict[str, Any] = {"now": NOW, "offer": session.get_one(MentoringOffer, offer.id)}
        mentoring_offers.ask(session, actor=actor(session, "e-01"), question="How soon?", **facts)
        mentoring_offers.tell_more(session, actor=actor(session, "e-09"), answer="My deputy leaves.", **facts)
    words = ("Two offices become one.", "How soon?", "My deputy leaves.")
    assert [one in e01.get(address).text for one in words] == [True, True, True]
    with unit_of_work(engine) as session:
        system, ended = actor(session, "system"), session.get_one(MentoringOffer, offer.id)
        ended.ended_at, ended.remind_at = NOW, None
        ended.decline_reason = DeclineReason.NO_TIME if act == "decline" else None
        advance(session, ended, act, actor=system, now=NOW)
    assert [one in e01.get(address).text for one in words] == [False, False, False]


def test_offer_of_another_mentor_is_not_there(make_client: Open, db: Session) -> None:
    other = sign_in(make_client(), "e-07")
    assert other.get(waiting(db)).status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"last_1": "soon"}, "“Reorganization”, year of the last time: write a year such as 2024."),
        ({"last_1": "1949"}, "A year lies between 1950 and 2026."),
        ({"before_1": "2001"}, "Write the year of the last time too."),
        ({"last_1": "2001", "before_1": "2002"}, "The time before must not be later than the last time."),
        ({"capacity": ""}, "Choose a limit."),
        ({"about": "x" * 2001}, "Use at most 2,000 characters about yourself."),
    ],
)
def test_profile_that_cannot_be_is_refused(e01: FlaskClient, fields: dict[str, str], sentence: str) -> None:
    answer = send(e01, PROFILE, {"capacity": "1", **fields})
    assert (answer.status_code, answer.text.count(sentence)) == (422, 2)


def test_profile_is_begun_sent_and_approved(make_client: Open, db: Session) -> None:
    e05 = sign_in(make_client(), "e-05")
    said = ("Nothing is offered", "<summary>Situations", "<summary>Competencies: none")
    assert [one in e05.get(PROFILE).text for one in said] == [False, False, True]
    fields = {"capacity": "2", "about": "I led two.", "last_1": "2025", "before_1": "2020", "level_1": "4"}
    more = {"functions": "1", "missions": "1", "agencies": "3", "site": "field", "size_band": "under_100"}
    assert send(e05, PROFILE, fields | more).location == PROFILE
    made = profile(db, "E-05")
    (led,) = made.situations
    assert (led.situation_id, led.last_year, led.year_before) == (1, 2025, 2020)
    assert [(one.competency_id, one.level) for one in made.competencies] == [(1, 4)]
    assert (made.capacity, made.site, made.state) == (2, "field", ProfileState.DRAFT)
    page = e05.get(PROFILE).text
    ticked = re.findall(r'<input checked[^>]*name="(\w+)" type="checkbox" value="(\d+)"', page)
    assert ticked == [("functions", "1"), ("missions", "1"), ("agencies", "3")]
    assert send(e05, f"{PROFILE}/submit").status_code == 303
    assert "say when you can meet</a>" in e05.get(PROFILE).text
    coordinator = sign_in(make_client(), "coord-EN")
    waits = "2 mentors and coaches wait for your agency&#39;s approval — by 1 December 2026"
    assert waits in coordinator.get("/").text
    assert "answer by 1 December 2026" in coordinator.get("/mentors/approvals").text
    page = coordinator.get(f"/mentors/approvals/{made.id}").text
    assert "Reorganization (2025, before that 2020)" in page
    assert send(coordinator, f"/mentors/approvals/{made.id}/approve").status_code == 303
    assert profile(db, "E-05").state is ProfileState.ACTIVE


def test_stale_profile_keeps_what_was_typed(e01: FlaskClient, db: Session) -> None:
    version = str(profile(db, "E-01").version)
    fields = {"capacity": "3", "last_1": "2025", "version": version}
    assert send(e01, PROFILE, fields | {"about": "Mine."}).status_code == 303
    answer = send(e01, PROFILE, fields | {"about": "Typed second."})
    told = ("Somebody changed this profile since you opened the page.", "Typed second.")
    assert (answer.status_code, [one in answer.text for one in told]) == (409, [True, True])


def test_empty_profile_is_not_sent(make_client: Open, db: Session) -> None:
    e05 = sign_in(make_client(), "e-05")
    send(e05, PROFILE, {"capacity": "1"})
    page = e05.post(f"{PROFILE}/submit", data={}, follow_redirects=True)
    assert page.status_code == 400
    send(e05, f"{PROFILE}/submit")
    assert "Name at least one situation that you have handled." in e05.get(PROFILE).text


def test_profile_is_sent_back_with_what_is_missing(make_client: Open, db: Session) -> None:
    waits = profile(db, "E-06", MentorKind.COACH)
    coordinator, address = sign_in(make_client(), "coord-EN"), f"/mentors/approvals/{waits.id}/send-back"
    assert send(coordinator, address, {"reason": ""}).status_code == 422
    assert send(coordinator, address, {"reason": "Which years?"}).status_code == 303
    assert profile(db, "E-06", MentorKind.COACH).state is ProfileState.DRAFT
    e06, mine = sign_in(make_client(), "e-06"), "/giving/profile/coach"
    said = ("Your profile came back", "What is missing: “Which years?”")
    assert all(one in e06.get(mine).text for one in said)
    send(e06, f"{mine}/submit")
    assert "Your profile came back" not in e06.get(mine).text


def test_pause_hands_on_and_the_mentor_comes_back(e01: FlaskClient, db: Session) -> None:
    answer = send(e01, f"{PROFILE}/pause", {"returns_on": "2026-11-23"})
    assert (answer.status_code, answer.text.count("The day of return must be later than today.")) == (422, 2)
    assert send(e01, f"{PROFILE}/pause", {"returns_on": "nonsense"}).status_code == 422
    send(e01, f"{PROFILE}/pause", {"returns_on": "2026-12-07"})
    page, old = e01.get(PROFILE).text, offers(db, OfferState.WITHDRAWN)[-1].id
    assert "2 offers went on to the next mentor." in page
    assert "away until Monday 7 December" in page
    assert "<summary>Situations I have handled: " in page
    assert "went on to somebody else, before you answered." in e01.get(f"/giving/offers/{old}").text
    assert "You are away as a mentor: nobody asks you until 7 December 2026" in e01.get("/").text
    assert 'href="/giving/profile/mentor">Come back sooner</a>' in e01.get("/giving").text
    send(e01, f"{PROFILE}/resume")
    assert profile(db, "E-01").state is ProfileState.ACTIVE


def test_mentor_leaves_when_no_conversation_runs(e01: FlaskClient, db: Session) -> None:
    send(e01, f"{waiting(db)}/accept")
    page = e01.get(PROFILE).text
    assert ("Finish or end this one first" in page, "Leave the directory" in page) == (True, False)
    send(e01, f"{PROFILE}/retire")
    assert "A conversation still runs: finish it or end it first." in e01.get(PROFILE).text
    send(e01, "/giving/profile/coach/retire")
    assert 'href="/giving/profile/coach">Come back<' in e01.get("/giving").text


def test_no_list_is_added_to_and_taken_from(e01: FlaskClient, db: Session) -> None:
    found = send(e01, "/giving/avoid/find", {"find": " person  9"}).text
    assert "1 person found for “person 9”" in found
    assert ("Avoid Invented Person 9" in found, 'action="/giving/avoid/find#person"' in found) == (True, True)
    assert "Nobody else is called “erson”" in send(e01, "/giving/avoid/find", {"find": "erson"}).text
    assert "Nobody else is called “person 12”" in send(e01, "/giving/avoid/find", {"find": "person 12"}).text
    assert "Avoid Invented Person 9" not in e01.get("/giving/avoid?find=person+9").text
    long = send(e01, "/giving/avoid/find", {"find": "x" * 101})
    assert (long.status_code, long.text.count("Use at most 100 characters of the name.")) == (422, 2)
    send(e01, "/giving/avoid/add", {"person": "E-09"})
    send(e01, "/giving/avoid/add", {"agency": "EN"})
    send(e01, "/giving/avoid/drop", {"person": "E-12"})
    db.rollback()
    assert db.scalars(select(NoList)).one().content == {"people": [9], "agencies": [3]}
    assert send(e01, "/giving/avoid/add", {"person": "E-01"}).status_code == 404
    assert send(e01, "/giving/avoid/add", {"person": "nobody"}).status_code == 404
    unnamed = send(e01, "/giving/avoid/add", {"agency": ""})
    assert (unnamed.status_code, unnamed.text.count("Choose an agency: nobody was added.")) == (422, 1)


def test_fields_say_what_they_mean(e01: FlaskClient, db: Session) -> None:
    page = e01.get(PROFILE).text
    assert "Every executive can read this." in page
    assert "Offers that wait for your answer count too." in page
    assert "Leave it empty for “until I say so”." in page
    assert "your own time stands still meanwhile. You can ask once." in e01.get(waiting(db)).text

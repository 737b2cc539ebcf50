"""A request whose day leaves nobody the time: what the person who asks reads, and what a coordinator does."""

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.executives import Executive
from models.mentors import MentorProfile, MentorSituation
from models.queries.mentoring_due import Due
from models.requests import MentoringRequest, RequestState
from models.services import mentoring_clock
from tests.models.mentoring import BEST, decline, live, profile_of
from tests.models.talks import open_week
from tests.models.world import actor
from tests.webui.site import send, sign_in

TODAY, TOMORROW = "2026-11-23", "2026-11-24"
NO_TIME = "No mentor who fits has a time that can be booked by 23 November 2026"
LATER_DAY = "With a later day somebody may fit"


@pytest.fixture
def stage() -> str:
    return "mentors"


@pytest.fixture
def e01(client: FlaskClient, engine: Engine) -> FlaskClient:
    """Every mentor has saved times of the week."""
    with unit_of_work(engine) as session:
        helpers = select(Executive.slug).join(MentorProfile, MentorProfile.executive_id == Executive.id)
        for slug in session.scalars(helpers.distinct()).all():
            open_week(session, slug)
    return sign_in(client, "e-01")


def asked(client: FlaskClient, day: str, **first: str) -> str:
    send(client, "/ask/new", {"situation": "1"} | first)
    send(client, "/ask/1/3", {"need_by": day})
    return send(client, "/ask/1/4", {"to": "5"}).location or ""


@pytest.mark.parametrize("must", [{}, {"must": "y"}])
def test_day_is_named_where_the_day_is_why(e01: FlaskClient, must: dict[str, str]) -> None:
    assert asked(e01, TODAY, **must) == "/requests/1"
    page = e01.get("/requests/1").text
    assert f"{NO_TIME}, so a coordinator looks for somebody. With nobody asked by then, it closes." in page
    assert "as a must, so" not in page
    assert "waiting list" not in page
    assert f"{LATER_DAY}: ask anew, which withdraws this request." in page
    assert 'href="/ask/again/1">Ask this anew' in page


def test_day_that_leaves_no_time_to_choose_is_named_at_once(e01: FlaskClient, engine: Engine) -> None:
    assert asked(e01, "2026-11-25") == "/requests/1/shortlist"
    ends = datetime(2026, 11, 26, 5, tzinfo=UTC)
    with unit_of_work(engine) as session:
        item = Due("choose_for", 1)
        assert mentoring_clock.act(session, actor=actor(session, "system"), now=ends, item=item)
    page = e01.get("/requests/1").text
    assert "No mentor who fits has a time that can be booked by 25 November 2026, so a coordinator" in page
    assert f"{LATER_DAY}: ask anew, which withdraws this request." in page


def test_both_are_named_where_both_are_why(e01: FlaskClient) -> None:
    asked(e01, TODAY, situation="3", must="y")
    page = e01.get("/requests/1").text
    told = "No mentor fits all you named as a must, and of the others none has a time that can be booked by"
    assert f"{told} 23 November 2026, so a coordinator" in page
    assert (
        "With fewer musts and a later day somebody may fit: ask anew, which withdraws this request." in page
    )


def test_same_must_by_a_later_day_is_no_reason(e01: FlaskClient) -> None:
    assert asked(e01, "2026-12-18", must="y") == "/requests/1/shortlist"


def test_day_that_is_near_is_told_of_where_it_is_chosen(e01: FlaskClient) -> None:
    send(e01, "/ask/new", {"situation": "1"})
    for day, words in ((TODAY, "23"), (TOMORROW, "24")):
        assert send(e01, "/ask/1/3", {"need_by": day}).status_code == 303
        told = (
            "A mentor is usually booked 24 hours ahead or more, so few times or none are left by "
            f"{words} November 2026. With a later day more mentors can be asked: step 3 changes it."
        )
        assert told in e01.get("/ask/1/4").text
    send(e01, "/ask/1/3", {"need_by": "2026-11-25"})
    assert "step 3 changes it" not in e01.get("/ask/1/4").text


def test_desk_says_it_once_and_offers_nobody_who_would_fail(e01: FlaskClient, db: Session) -> None:
    asked(e01, TODAY, must="y")
    exchange = sign_in(e01, "exchange")
    page = exchange.get("/mentoring/desk/1").text
    assert page.count(f"{NO_TIME}. {LATER_DAY}: say so in the reason when you close it.") == 1
    assert "Ask Invented Person" not in page
    db.get_one(MentoringRequest, 1).need_by = date(2026, 12, 18)
    db.commit()
    page = exchange.get("/mentoring/desk/1").text
    assert "by what they say and by the times that suit both." in page
    first = page.split("/mentoring/desk/1/offer", 1)[1].split('name="profile" value="', 1)[1].split('"', 1)[0]
    assert send(exchange, "/mentoring/desk/1/offer", {"profile": first}).status_code == 303
    db.expire_all()
    assert db.get_one(MentoringRequest, 1).state is RequestState.OFFERED


def test_what_kept_everybody_away_is_told_until_somebody_is_asked(e01: FlaskClient, db: Session) -> None:
    asked(e01, "2026-12-18", situation="3", must="y")
    musts, left = "No mentor fits all you named as a must", "No mentor is left to be asked by itself"
    assert [musts in e01.get(page).text for page in ("/requests/1", "/ask")] == [True, True]
    assert "it closes. It can then go on the waiting list." in e01.get("/requests/1").text
    profile = profile_of(db, BEST)
    profile.situations.append(MentorSituation(situation_id=3, last_year=2025))
    db.commit()
    offer = {"profile": str(profile.id)}
    assert send(sign_in(e01, "exchange"), "/mentoring/desk/1/offer", offer).status_code == 303
    decline(db, live(db, db.get_one(MentoringRequest, 1)))
    db.commit()
    sign_in(e01, "e-01")
    for page in ("/requests/1", "/ask"):
        text = e01.get(page).text
        assert (left in text, musts in text) == (True, False)


def test_desk_names_the_musts(e01: FlaskClient) -> None:
    asked(e01, "2026-12-18", situation="3", must="y")
    page = sign_in(e01, "exchange").get("/mentoring/desk/1").text
    assert "No mentor fits all that is named as a must. With fewer musts somebody may fit: say so in" in page

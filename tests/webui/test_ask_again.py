"""Somebody who helped before is asked again through the pages."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.executives import Executive
from models.meetings import Meeting, MeetingState
from models.mentors import MentorProfile, ProfileState
from tests.webui.site import send, sign_in

EARLIER = "Invented Person 9"


@pytest.fixture
def stage() -> str:
    return "helped"


@pytest.fixture
def e01(client: FlaskClient, db: Session) -> FlaskClient:
    """Whoever was helped in conversations that took place begins a new request."""
    db.execute(update(Meeting).values(state=MeetingState.HELD, cancelled_at=None, cancelled_by=None))
    db.commit()
    signed_in = sign_in(client, "e-01")
    assert send(signed_in, "/ask/new", {"situation": "1"}).location == "/ask/4/2"
    return signed_in


@pytest.fixture
def earlier(db: Session) -> MentorProfile:
    profiles = select(MentorProfile).join(MentorProfile.executive)
    return db.scalars(profiles.where(Executive.name == EARLIER)).one()


def test_whoever_is_wanted_again_stands_on_the_list_and_is_chosen_first(
    e01: FlaskClient, earlier: MentorProfile
) -> None:
    last = e01.get("/ask/4/4").text
    offered = re.findall(r"Invented Person \d+", last.split('name="again"')[1].split("</select>")[0])
    assert offered == ["Invented Person 6", EARLIER]
    send(e01, "/ask/4/4", {"again": str(earlier.id), "to": "3"})
    assert f"You ask <strong>{EARLIER}</strong>, a mentor, first." in e01.get("/ask/4/3").text
    send(e01, "/ask/4/4", {"again": str(earlier.id), "to": "5"})
    page = e01.get("/requests/4/shortlist").text
    assert re.search(rf"<h2>\d\. {EARLIER} ", page)
    assert "first choice" in page
    first = page.split('name="first"')[1].split("</select>")[0]
    assert f'<option selected value="{earlier.id}">{EARLIER}' in first
    assert f"<dt>Wanted by name</dt><dd>{EARLIER}</dd>" in e01.get("/requests/4").text


def test_wish_for_somebody_again_is_taken_back_in_the_last_step(
    e01: FlaskClient, earlier: MentorProfile
) -> None:
    send(e01, "/ask/4/4", {"again": str(earlier.id), "to": "4"})
    send(e01, "/ask/4/4", {"again": "", "to": "5"})
    assert "Wanted by name" not in e01.get("/requests/4").text
    assert EARLIER not in e01.get("/requests/4/shortlist").text


def test_whoever_is_wanted_again_and_cannot_be_asked_is_named(
    e01: FlaskClient, db: Session, earlier: MentorProfile
) -> None:
    this = MentorProfile.id == earlier.id
    db.execute(update(MentorProfile).where(this).values(state=ProfileState.PAUSED))
    db.commit()
    send(e01, "/ask/4/4", {"again": str(earlier.id), "to": "5"})
    page = e01.get("/requests/4/shortlist").text
    assert f"You wanted to ask <strong>{EARLIER}</strong>; that is not possible here." in page


def test_last_step_says_that_the_day_named_comes_first(e01: FlaskClient) -> None:
    send(e01, "/ask/4/3", {"need_by": "2026-12-18"})
    told = "by the day you named, and at the latest within 3 business days, the service asks"
    assert f"if you choose nobody {told}" in e01.get("/ask/4/4").text

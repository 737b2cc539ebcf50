"""What a mentor asked is answered after the time for it, while the mentor still decides."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.mentoring_offers import MentoringOffer
from models.queries.mentoring_due import Due
from models.services import mentoring_clock
from tests.models.world import actor
from tests.webui.site import Clock, send, sign_in

QUESTIONED = 2  # a request of the stage


@pytest.fixture
def stage() -> str:
    return "asking"


def test_question_can_be_answered_until_the_mentor_decides(
    make_client: Callable[[], FlaskClient], clock: Clock, db: Session
) -> None:
    offer = db.scalars(select(MentoringOffer)).one()
    clock.now = offer.due_at
    item = Due("go_on", offer.id)
    assert mentoring_clock.act(db, actor=actor(db, "system"), now=clock.now, item=item)
    db.commit()
    e01, e05 = sign_in(make_client(), "e-01"), sign_in(make_client(), "e-05")
    mentors = f"/giving/offers/{offer.id}"
    assert "No reply came in time; one can still come until you decide." in e05.get(mentors).text
    page = e01.get(f"/requests/{QUESTIONED}").text
    assert "Invented Person 5 asked you for more: you can still answer until they decide." in page
    assert "Which offices are these?" in page
    assert "Invented Person 5 would like to know more about “Reorganization”" in e01.get("/").text
    ends = db.get_one(MentoringOffer, offer.id, populate_existing=True).due_at
    assert send(e01, f"/requests/{QUESTIONED}/answer", {"answer": "Two of four."}).status_code == 303
    db.rollback()
    told = db.get_one(MentoringOffer, offer.id, populate_existing=True)
    assert (told.answer, told.due_at) == ("Two of four.", ends)
    assert "Two of four." in e05.get(mentors).text
    assert send(e01, f"/requests/{QUESTIONED}/answer", {"answer": "Again."}).status_code == 409

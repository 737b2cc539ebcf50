"""The coaches of the directory: found, read, and asked, through the pages."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.engagements import Engagement, EngagementState
from models.mentors import MentorKind, MentorProfile
from models.requests import MentoringRequest, RequestState
from tests.webui.site import send, sign_in

Open = Callable[[], FlaskClient]


@pytest.fixture
def stage() -> str:
    return "giving"


def profile_number(db: Session, slug_number: int) -> str:
    query = select(MentorProfile.id).where(MentorProfile.executive_id == slug_number)
    return str(db.scalars(query.order_by(MentorProfile.id).limit(1)).one())


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Invented Person 1"]),
        ("who=forest", ["Invented Person 1"]),
        ("who=treasury", []),
        ("situation=1&skill=1", ["Invented Person 1"]),
        ("situation=2", []),
        ("situation=x&skill=-1", ["Invented Person 1"]),
    ],
)
def test_coaches_are_found(make_client: Open, query: str, names: list[str]) -> None:
    e05 = sign_in(make_client(), "e-05")
    page = e05.get(f"/coaches?{query}").text
    assert re.findall(r"<p><strong>(Invented.*?)</strong>", page) == names


def test_coach_is_read_by_every_executive_and_only_while_approved(make_client: Open, db: Session) -> None:
    e05 = sign_in(make_client(), "e-05")
    (address,) = re.findall(r"/coaches/\d+", e05.get("/coaches").text)
    assert "Twenty years of change." in e05.get(address).text
    me = sign_in(make_client(), "e-01")
    send(me, "/giving/profile/coach/pause")
    assert e05.get(address).status_code == 404
    assert "There is nothing yet." in e05.get("/coaches").text


def test_coach_is_asked_from_the_directory(make_client: Open, db: Session) -> None:
    e11 = sign_in(make_client(), "e-11")
    (page,) = re.findall(r"/coaches/\d+", e11.get("/coaches").text)
    address = page.replace("/coaches", "/ask/coach")
    assert f'href="{address}">Ask Invented Person 1<' in e11.get(page).text
    assert "You ask <strong>Invented Person 1</strong>, a coach, first." in e11.get(address).text
    refused = send(e11, address, {"second": "2", "story": "Typed once."})
    assert (refused.status_code, "Typed once.</textarea>" in refused.text) == (422, True)
    assert f'action="{address}"' in refused.text
    step = send(e11, address, {"situation": "1"}).location
    for number, words in (
        (2, "a coach counts for more the further on they are"),
        (3, "every time a coach offers"),
        (4, "Coaches of your"),
    ):
        assert words in e11.get(step[:-1] + str(number)).text
    shortlist = send(e11, step[:-1] + "4", {"to": "5"}).location
    chosen = re.search(
        r'<option[^>]*selected[^>]*value="(\d+)"|<option[^>]*value="(\d+)"[^>]*selected',
        e11.get(shortlist).text,
    )
    assert chosen is not None
    assert next(one for one in chosen.groups() if one) == page.rsplit("/", 1)[1]
    asked = send(e11, shortlist, {"first": page.rsplit("/", 1)[1]})
    assert asked.location == shortlist.removesuffix("/shortlist")
    assert "the next coach is asked by itself" in e11.get(asked.location).text
    request = db.scalars(select(MentoringRequest).order_by(MentoringRequest.id.desc()).limit(1)).one()
    assert (request.kind, request.state) == (MentorKind.COACH, RequestState.OFFERED)
    coach = sign_in(make_client(), "e-01")
    send(coach, "/giving/profile/coach/pause")
    assert "1 offer went on to the next coach." in coach.get("/giving/profile/coach").text


def test_coach_who_pauses_before_the_request_is_sent_is_named_on_what_follows(make_client: Open) -> None:
    e11 = sign_in(make_client(), "e-11")
    (page,) = re.findall(r"/coaches/\d+", e11.get("/coaches").text)
    step = send(e11, page.replace("/coaches", "/ask/coach"), {"situation": "1"}).location
    send(sign_in(make_client(), "e-01"), "/giving/profile/coach/pause")
    follows = send(e11, step[:-1] + "4", {"to": "5"}).location
    gone = "Invented Person 1 cannot take this request: no place is free, no time suits, or a conflict is on"
    assert (gone in e11.get(follows).text, gone in e11.get(follows).text) == (True, False)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (False, "You ask <strong>Invented Person 1</strong>, a coach, first."),
        (True, "You ask a coach; at the end you see which of them could help."),
    ],
)
def test_coach_who_was_wanted_is_wanted_again_unless_asked_before(
    make_client: Open, db: Session, asked: bool, told: str
) -> None:
    e11 = sign_in(make_client(), "e-11")
    (page,) = re.findall(r"/coaches/\d+", e11.get("/coaches").text)
    coach = page.rsplit("/", 1)[1]
    step = send(e11, page.replace("/coaches", "/ask/coach"), {"situation": "1"}).location
    shortlist = send(e11, step[:-1] + "4", {"to": "5"}).location
    if asked:
        send(e11, shortlist, {"first": coach})
    request = shortlist.removesuffix("/shortlist")
    send(e11, f"{request}/withdraw")
    again = f"/ask/again/{request.rsplit('/', 1)[1]}"
    assert told in e11.get(again).text
    send(e11, again, {"situation": "1"})
    made = db.scalars(select(MentoringRequest).order_by(MentoringRequest.id.desc()).limit(1)).one()
    assert made.kind is MentorKind.COACH
    assert [str(one.profile_id) for one in made.choices] == ([] if asked else [coach])


def test_nobody_asks_oneself_or_whoever_is_no_coach(make_client: Open, db: Session) -> None:
    me = sign_in(make_client(), "e-01")
    (page,) = re.findall(r"/coaches/\d+", me.get("/coaches").text)
    assert "/ask/coach" not in me.get(page).text
    for address in (page.replace("/coaches", "/ask/coach"), f"/ask/coach/{profile_number(db, 7)}"):
        assert me.get(address).status_code == 404
        assert send(me, address, {"situation": "1"}).status_code == 404


def test_page_of_a_coach_says_whether_asking_can_help(make_client: Open, engine: Engine) -> None:
    free, full = "1 place is free now.", "No place is free now. If you ask, the other coaches who fit"
    at_home = "Invented Person 1 is in your own agency or department, and advice comes from another one"
    e11 = sign_in(make_client(), "e-11")
    (page,) = re.findall(r"/coaches/\d+", e11.get("/coaches").text)
    assert free in e11.get(page).text
    neighbour = sign_in(make_client(), "e-02").get(page).text
    assert at_home in neighbour
    assert "/ask/coach/" not in neighbour
    own = sign_in(make_client(), "e-01").get(page).text
    assert "This is your own profile, as others read it." in own
    with unit_of_work(engine) as session:
        began_again = {"state": EngagementState.ARRANGING, "ended_at": None, "end_reason": None}
        theirs = update(Engagement).where(Engagement.id == 1)
        session.execute(theirs.values(profile_id=int(page.rpartition("/")[2]), **began_again))
    assert full in e11.get(page).text
    step = e11.get(page.replace("/coaches", "/ask/coach")).text
    assert "</strong> has no place free now; at the end you see the other coaches who fit." in step
    assert "first. At the end" not in step


@pytest.mark.parametrize("stage", ["helped"])
@pytest.mark.parametrize(
    ("slug", "context"), [("e-01", "My context was understood"), ("e-09", "I understood the context")]
)
def test_coaching_is_not_asked_about_as_advice(
    client: FlaskClient, db: Session, slug: str, context: str
) -> None:
    db.execute(update(MentorProfile).values(kind=MentorKind.COACH))
    db.commit()
    address, question = "/engagements/2/feedback", "The conversations helped with the question"
    one = sign_in(client, slug)
    form = one.get(address).text
    assert f">{question}" in form
    assert f">{context}" in form
    assert "advice answered" not in form
    assert ("many people say that the conversations helped with their question" in form) is (slug == "e-01")
    figures = {"advice": "5", "understanding": "4", "time_well_spent": "4", "again": "5"}
    refused = send(one, address, figures | {"advice": ""}).text
    assert f"Choose a figure from 1 to 5 for “{question}”." in refused
    assert send(one, address, figures).status_code == 303

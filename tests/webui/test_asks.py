"""Asking a mentor through the pages: four steps saved as a draft, and what each refuses."""

from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.positions import Position
from models.relations import NoList
from models.requests import MentoringRequest, RequestState
from tests.models.talks import open_week
from tests.webui.site import send, sign_in


@pytest.fixture
def stage() -> str:
    return "mentors"


@pytest.fixture
def e01(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "e-01")


def stored(db: Session) -> MentoringRequest:
    db.rollback()
    db.expire_all()
    return db.scalars(select(MentoringRequest)).one()


FIRST = {"situation": "1", "must": "y", "story": "Two offices become one."}
SECOND = {"competency_1": "1", "level_1": "3", "competency_2": "2", "must_2": "y", "function": "1"}
THIRD = {"need_by": "2026-12-18", "urgent": "y", "in_person": "y", "place": "Denver, CO"}


def begun(client: FlaskClient) -> None:
    assert send(client, "/ask/new", FIRST).location == "/ask/1/2"


def test_request_goes_through_four_steps_to_its_shortlist(e01: FlaskClient, db: Session) -> None:
    assert "Nothing yet." in e01.get("/ask").text
    begun(e01)
    assert send(e01, "/ask/1/2", SECOND).location == "/ask/1/3"
    assert send(e01, "/ask/1/3", THIRD).location == "/ask/1/4"
    draft = stored(db)
    assert [(one.situation_id, one.must_have) for one in draft.situations] == [(1, True)]
    assert [(one.competency_id, one.level, one.must_have) for one in draft.competencies] == [
        (1, 3, False),
        (2, None, True),
    ]
    assert (draft.story, draft.urgent, draft.place) == ("Two offices become one.", True, "Denver, CO")
    assert send(e01, "/ask/1/4", {"to": "5"}).location == "/requests/1/shortlist"
    assert stored(db).state is RequestState.SUBMITTED
    assert e01.get("/ask/1/1").location == "/requests/1"


def test_every_step_is_reached_from_every_step_and_keeps_what_was_typed(
    e01: FlaskClient, db: Session
) -> None:
    assert send(e01, "/ask/new", FIRST | {"to": "4"}).location == "/ask/1/4"
    assert send(e01, "/ask/1/4", {"to": "1"}).location == "/ask/1/1"
    page = e01.get("/ask/1/1").text
    assert "Without a day, nobody is left out because of the calendar." in e01.get("/ask/1/3").text
    assert "As in “Denver, CO”. Counts only for a meeting in person." in e01.get("/ask/1/3").text
    assert 'value="1" checked' in page
    assert "Two offices become one." in page
    assert "Your request about “Reorganization” is a draft" in e01.get("/").text


def test_times_of_the_week_are_ticked_in_a_table_and_kept(e01: FlaskClient, db: Session) -> None:
    begun(e01)
    page = e01.get("/ask/1/3").text
    assert "With nothing ticked, every time a mentor offers counts." in page
    assert '<span class="usa-sr-only">Monday, 9:00 a.m.</span>' in page
    assert " checked" not in page
    refused = send(e01, "/ask/1/3", {"need_by": "2026-11-22", "open": ["0-540"]})
    assert refused.status_code == 422
    assert 'value="0-540" checked' in refused.text
    send(e01, "/ask/1/3", {"open": ["0-540", "0-570", "4-720"], "to": "1"})
    assert [(one.weekday, one.start_minute, one.end_minute) for one in stored(db).week] == [
        (0, 540, 600),
        (4, 720, 750),
    ]
    page = e01.get("/ask/1/3").text
    assert page.count(" checked") == 3
    assert "Ticked is what you chose for this request" in page
    assert "Monday 9:00 a.m. to 10:00 a.m.; Friday noon to 12:30 p.m." in e01.get("/requests/1").text


def test_week_left_as_it_was_saved_is_not_copied_into_the_request(
    e01: FlaskClient, db: Session, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        open_week(session, "E-01", windows=[(0, 540, 600)])
    begun(e01)
    page = e01.get("/ask/1/3").text
    assert "a change here counts for this request alone" in page
    assert page.count(" checked") == 2
    send(e01, "/ask/1/3", {"open": ["0-540", "0-570"]})
    assert stored(db).week == []
    send(e01, "/ask/1/3", {"open": ["0-540"]})
    assert len(stored(db).week) == 1


def test_draft_without_a_situation_is_kept_but_not_submitted(e01: FlaskClient, db: Session) -> None:
    assert send(e01, "/ask/new", {"story": "Help."}).status_code == 303
    answer = send(e01, "/ask/1/4", {"to": "5"})
    assert (answer.status_code, answer.location) == (303, "/ask/1/1")
    page = e01.get("/ask/1/1").text
    assert "Choose at least one situation. Everything else is saved." in page
    assert "Help.</textarea>" in page
    assert stored(db).state is RequestState.DRAFT


def test_draft_whose_day_has_passed_leads_to_the_day(e01: FlaskClient, db: Session) -> None:
    begun(e01)
    stored(db).need_by = date(2026, 11, 1)
    db.commit()
    assert send(e01, "/ask/1/4", {"to": "5"}).location == "/ask/1/3"
    told = "The day by which a conversation is needed has passed. Everything else is saved."
    assert told in e01.get("/ask/1/3").text


@pytest.mark.parametrize(
    ("address", "fields", "sentence"),
    [
        ("/ask/new", {"second": "2"}, "Choose first what it is mostly about."),
        ("/ask/new", {"third": "2"}, "Choose first what it is mostly about."),
        ("/ask/new", {"situation": "1", "third": "1"}, "Choose each situation once."),
        ("/ask/new", {"situation": "1", "second": "1"}, 'id="second-error">Choose each situation once.'),
        ("/ask/new", {}, 'id="situation-error">Choose what it is mostly about, or write something: an empty'),
        ("/ask/new", {"story": " ", "to": "3"}, "an empty request is not kept."),
        ("/ask/new", {"situation": "9"}, "Not a valid choice."),
        ("/ask/new", {"story": "x" * 4001}, "Write at most 4,000 characters."),
        ("/ask/new", {"to": "9"}, "Use the page's own buttons."),
        ("/ask/1/2", {"level_1": "3"}, "Choose the competency, or clear the rest of its row."),
        ("/ask/1/2", {"competency_1": "1", "competency_3": "1"}, "Choose each competency once."),
        ("/ask/1/3", {"need_by": "2026-11-22"}, "The day by which a conversation is needed has passed."),
        ("/ask/1/3", {"need_by": "soon"}, "Enter the day as year, month and day: 2027-01-31."),
        ("/ask/1/3", {"in_person": "y"}, "Name the city in which you would meet."),
        ("/ask/1/3", {"place": "x" * 161}, "Write the place in at most 160 characters."),
        ("/ask/1/4", {"find": "x" * 101}, "Use at most 100 characters of the name."),
        ("/ask/1/4", {"again": "3"}, "Not a valid choice."),
    ],
)
def test_what_a_step_refuses_is_said(
    e01: FlaskClient, address: str, fields: dict[str, str], sentence: str
) -> None:
    begun(e01)
    answer = send(e01, address, fields)
    assert answer.status_code == 422
    assert sentence in unescape(answer.text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("denver", None), ("DENVER,co", "Denver, CO"), ("Denver, NC", "Denver, NC"), ("Lyon", "Lyon")],
)
def test_city_without_its_state_is_refused_where_positions_lie_in_it(
    e01: FlaskClient, db: Session, typed: str, kept: str | None
) -> None:
    db.execute(update(Position).values(city="Denver", region="CO"))
    db.commit()
    begun(e01)
    answer = send(e01, "/ask/1/3", THIRD | {"place": typed})
    assert ("Name the state or country too, as in “Denver, CO”." in answer.text) is (kept is None)
    assert stored(db).place == kept


def test_people_and_agencies_to_avoid_are_found_kept_and_let_go(e01: FlaskClient, db: Session) -> None:
    begun(e01)
    page = send(e01, "/ask/1/4", {"find": "person  5", "to": "4"}).text
    assert "1 person found for “person 5”" in page
    key = page.split('name="people" id="people-')[1].split('"')[0]
    nameless = send(e01, "/ask/1/4", {"people": key, "to": "4"})
    assert nameless.status_code == 200  # what is ticked is kept
    assert "Type a name first, then press Find. What is ticked is saved." in nameless.text
    assert f'id="people-{key}" value="{key}" checked' in nameless.text
    assert "if you choose nobody within 3 business days, the service asks" in nameless.text
    assert "3 people found for “person 1”" in send(e01, "/ask/1/4", {"find": "person 1"}).text
    many = send(e01, "/ask/1/4", {"find": "person"}).text
    assert "of whom the first 10 by name stand here: type more of the name to see others." in many
    assert ">Find a person by name</label>" in many
    again = {"people": key, "add_agency": "2", "find": "nemo", "to": "5"}
    page = send(e01, "/ask/1/4", again).text
    assert "Nobody else is called “nemo”: look at the spelling." in page
    assert 'id="agencies-2" value="2" checked' in page
    assert db.scalars(select(NoList)).one().content == {"people": [int(key)], "agencies": [2]}
    assert f'id="people-{key}" value="{key}" checked' in e01.get("/ask/1/4").text
    send(e01, "/ask/1/4", {"to": "4"})
    db.rollback()
    db.expire_all()
    assert db.scalars(select(NoList)).one().content == {"people": [], "agencies": []}


@pytest.mark.parametrize("slug", ["e-02", "office", "auditor"])
def test_nobody_else_finds_a_draft(e01: FlaskClient, client: FlaskClient, slug: str) -> None:
    begun(e01)
    other = sign_in(client, slug)
    for address in ("/ask/1/1", "/requests/1", "/requests/1/shortlist", "/requests/1/brief"):
        assert other.get(address).status_code == 404
    assert send(other, "/ask/1/2", SECOND).status_code == 404
    assert send(other, "/requests/1/withdraw").status_code == 404


def test_draft_that_is_given_up_speaks_of_nobody_who_was_asked(e01: FlaskClient) -> None:
    begun(e01)
    page = send(e01, "/requests/1/withdraw", page="/requests/1", follow_redirects=True).text
    assert "The draft is given up; nobody had seen it." in page


def test_what_to_expect_is_the_one_guidance(e01: FlaskClient) -> None:
    assert 'href="/guidance">What to expect' in e01.get("/ask").text
    assert "has 2 business days to answer" in e01.get("/guidance").text
    assert "Who decides what" in e01.get("/guidance/agendas/reorganization").text


def test_draft_without_a_situation_says_so_at_every_step(e01: FlaskClient) -> None:
    send(e01, "/ask/new", {"story": "Two offices become one."})
    told = "Saved as a draft. Before the end, say in the first step what it is mostly about."
    assert told in e01.get("/ask/1/2").text
    send(e01, "/ask/1/1", FIRST)
    page = e01.get("/ask/1/2").text
    assert "Saved as a draft." in page
    assert told not in page


def test_level_not_stated_is_told_of_where_it_is_asked_and_where_it_counts(e01: FlaskClient) -> None:
    begun(e01)
    asked = "A competency without that, or nothing at all on this page, leaves everybody who has handled"
    assert asked in e01.get("/ask/1/2").text
    send(e01, "/ask/1/2", {"competency_1": "1"})
    last = e01.get("/ask/1/4").text
    assert "You did not say where you stand in Developing Others</strong>, which will earn" in last
    assert "somebody again who helped you earlier" not in last
    send(e01, "/ask/1/4", {"to": "5"})
    told = (
        "You did not say where you stand in Developing Others, which earns nobody here any points; "
        "with that said, competencies earn up to 200."
    )
    assert told in e01.get("/requests/1/shortlist").text


def test_request_that_nobody_fits_says_whether_musts_are_why(e01: FlaskClient) -> None:
    send(e01, "/ask/new", FIRST | {"situation": "3"})
    assert send(e01, "/ask/1/4", {"to": "5"}).location == "/requests/1"
    page = e01.get("/requests/1").text
    assert "No mentor fits all you named as a must, so a coordinator looks for somebody. With nobody" in page
    assert "With fewer musts somebody may fit: ask anew, which withdraws this request." in page


def test_withdrawn_request_is_asked_anew_as_it_stood(e01: FlaskClient, db: Session) -> None:
    begun(e01)
    send(e01, "/ask/1/2", SECOND)
    send(e01, "/ask/1/3", THIRD)
    send(e01, "/ask/1/4", {"to": "5"})
    send(e01, "/requests/1/withdraw")
    assert 'href="/ask/again/1">Ask this anew' in e01.get("/requests/1").text
    page = e01.get("/ask/again/1").text
    assert "Two offices become one." in page
    assert 'action="/ask/again/1"' in page
    assert send(e01, "/ask/again/1", {"situation": "1"}).location == "/ask/2/2"
    db.rollback()
    db.expire_all()
    made = db.get_one(MentoringRequest, 2)
    assert [(one.situation_id, one.must_have) for one in made.situations] == [(1, False)]
    assert [(one.competency_id, one.level, one.must_have) for one in made.competencies] == [
        (1, 3, False),
        (2, None, True),
    ]
    assert (made.story, made.urgent, made.place, str(made.need_by)) == (
        None,
        True,
        "Denver, CO",
        "2026-12-18",
    )
    assert (made.function_id, made.state) == (1, RequestState.DRAFT)
    assert sign_in(e01, "e-02").get("/ask/again/1").status_code == 404


def test_whoever_names_no_competency_reads_what_it_would_earn(e01: FlaskClient) -> None:
    begun(e01)
    last = e01.get("/ask/1/4").text
    assert "You named no competency</strong>, which will earn nobody any points, and this cannot" in last
    send(e01, "/ask/1/4", {"to": "5"})
    told = "You named no competency, which would earn up to 200 points and tell these people apart."
    assert told in e01.get("/requests/1/shortlist").text


def test_level_that_is_stated_needs_no_word(e01: FlaskClient) -> None:
    begun(e01)
    send(e01, "/ask/1/2", {"competency_1": "1", "level_1": "3"})
    send(e01, "/ask/1/4", {"to": "5"})
    page = e01.get("/requests/1/shortlist").text
    assert "of 1,000 points" in page
    assert ("You did not say where you stand" in page, "You named no competency" in page) == (False, False)

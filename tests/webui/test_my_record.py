"""My record through the pages: the plan written, sent, taken back, revised; what is refused."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.executives import Executive
from models.plans import DevelopmentPlan, PlanState
from models.queries.plans import find_plan
from tests.models.world import find
from tests.webui.site import Clock, beside, send, sign_in

RECORD = "/my-record"
OBJECTIVE = {
    "term": "short",
    "text": "Lead a merger of two offices.",
    "strengthens": "ecq-1",
    "reach_by": "2027-09-30",
    "reached_on": "",
}
ACTIVITY = {
    "kind": "rotation",
    "title": "Detail to another agency",
    "objective": "",
    "planned_for": "2027-03-01",
    "done_on": "",
}
COMES = "This day must be today or later, unless you enter the day on which it was"
INTO = {"new objective": f"{RECORD}/objectives/new", "new activity": f"{RECORD}/activities/new"}


@pytest.fixture
def e05(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "e-05")


def plan_of(db: Session, slug: str = "E-05") -> DevelopmentPlan:
    db.rollback()
    db.expire_all()
    found = find_plan(db, find(db, Executive, slug))
    assert found is not None
    return found


def save(client: FlaskClient, db: Session, address: str, fields: dict[str, str], slug: str = "E-05") -> int:
    version = str(plan_of(db, slug).version)
    return send(client, address, {"version": version, **fields}).status_code


def write(client: FlaskClient, db: Session, slug: str = "E-05") -> None:
    """A whole draft."""
    send(client, f"{RECORD}/begin")
    for term in ("short", "long"):
        assert save(client, db, INTO["new objective"], OBJECTIVE | {"term": term}, slug) == 303
    assert save(client, db, INTO["new activity"], ACTIVITY, slug) == 303


def test_record_without_a_plan_says_why_and_begins_one(e05: FlaskClient, db: Session) -> None:
    page = e05.get(RECORD).text
    assert "You have no development plan on record yet." in page
    assert page.count("none on record yet") == 3
    assert page.count(">now<br>") == 3
    assert "enter the day of the last one, or arrange one and enter it then" in page
    assert "years ago" not in page
    desk = e05.get("/").text
    told = "it is reviewed each year. You joined the service on 1 January 2020: begin yours now"
    waits = (told, f"{told} —", "No leadership assessment with", "No developmental activity")
    assert [one in desk for one in waits] == [True, False, True, False]
    assert send(e05, f"{RECORD}/begin").location == RECORD
    page = e05.get(RECORD).text
    assert "The plan names no short-term objective; at least 1 is needed." in page
    assert "5 CFR 412.401(a)(3)" in page
    assert "Your development plan is a draft" in e05.get("/").text
    assert send(e05, f"{RECORD}/begin").status_code == 409


def test_plan_is_written_and_sent_and_taken_back(e05: FlaskClient, db: Session) -> None:
    write(e05, db)
    page = e05.get(RECORD).text
    assert "The plan names what it must." in page
    assert "Strengthens Achieving Results (ECQ-2025)" in page
    assert "detail or rotation; planned for 1 March 2027" in page
    assert "supervisor-EN" in e05.get(f"{RECORD}/submit").text
    assert send(e05, f"{RECORD}/submit", {"supervisor": "supervisor-EN"}).location == RECORD
    assert "Next: supervisor-EN signs" in e05.get(RECORD).text
    assert "is with your supervisor to be signed" in e05.get("/").text
    send(e05, f"{RECORD}/take-back")
    assert plan_of(db).state is PlanState.DRAFT


def test_plan_that_lacks_something_is_not_sent(e05: FlaskClient, db: Session) -> None:
    send(e05, f"{RECORD}/begin")
    assert "Your plan is not complete yet." in e05.get(f"{RECORD}/submit").text
    answer = send(e05, f"{RECORD}/submit", {"supervisor": "supervisor-EN"})
    assert answer.status_code == 422
    assert "The plan names no long-term objective; at least 1 is needed." in answer.text


@pytest.mark.parametrize(
    ("supervisor", "sentence"),
    [("", "Choose who signs."), ("board-EN", "Not a valid choice."), ("system", "Not a valid choice.")],
)
def test_plan_is_sent_to_a_supervisor_alone(
    e05: FlaskClient, db: Session, supervisor: str, sentence: str
) -> None:
    write(e05, db)
    answer = send(e05, f"{RECORD}/submit", {"supervisor": supervisor})
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert plan_of(db).state is PlanState.DRAFT


def test_where_nobody_signs_the_page_says_who_helps(client: FlaskClient, db: Session) -> None:
    treasury = sign_in(client, "e-09")
    write(treasury, db, "E-09")
    page = treasury.get(f"{RECORD}/submit").text
    assert "Nobody signs plans for your agency yet" in page
    assert "Programme office: Olive Office; office-2." in page


@pytest.mark.parametrize(
    ("into", "wrong", "sentence"),
    [
        ("new objective", {"text": ""}, "Say what is to be reached."),
        ("new objective", {"text": "x" * 501}, "Use at most 500 characters."),
        ("new objective", {"term": "later"}, "Not a valid choice."),
        ("new objective", {"strengthens": ""}, "Choose one."),
        ("new objective", {"strengthens": "ecq-99"}, "Not a valid choice."),
        ("new objective", {"reach_by": ""}, "Enter the day by which it is to be reached."),
        ("new objective", {"reach_by": "2099-01-01"}, "1 January 2099 is more than 10 years ahead."),
        ("new objective", {"reached_on": "2026-11-24"}, "this day is still to come."),
        ("new objective", {"reach_by": "2026-11-22"}, f"{COMES} reached."),
        ("new activity", {"planned_for": "2026-11-22"}, f"{COMES} done."),
        ("new activity", {"title": ""}, "Say what the activity is."),
        ("new activity", {"title": "x" * 201}, "Use at most 200 characters."),
        ("new activity", {"kind": "holiday"}, "Not a valid choice."),
        ("new activity", {"objective": "99"}, "Not a valid choice."),
        (
            "new activity",
            {"planned_for": ""},
            "Enter a day: the one it is planned for, or the one it was done.",
        ),
        ("new activity", {"planned_for": "soon"}, "Enter the day as year, month and day: 2027-01-31."),
        (
            "new activity",
            {"done_on": "2019-12-31"},
            "The record begins with the service: this day is before it.",
        ),
        ("new activity", {"version": ""}, "Open the page again."),
        ("new activity", {"version": "99"}, "The plan changed since you opened this page: look at it again"),
    ],
)
def test_what_cannot_stand_in_a_plan_is_said_and_what_was_typed_is_kept(
    e05: FlaskClient, db: Session, into: str, wrong: dict[str, str], sentence: str
) -> None:
    send(e05, f"{RECORD}/begin")
    usual = OBJECTIVE if into == "new objective" else ACTIVITY
    version = str(plan_of(db).version)
    answer = send(e05, INTO[into], {"version": version, **usual, **wrong})
    assert answer.status_code == (409 if wrong.get("version") == "99" else 422)
    assert sentence in answer.text
    plan = plan_of(db)
    assert (plan.objectives, plan.activities) == ([], [])
    kept = "Lead a merger of two offices." if into == "new objective" else "Detail to another agency"
    assert kept in answer.text or "text" in wrong or "title" in wrong


def test_what_is_wrong_with_an_activity_is_said_at_once_beside_its_field(
    e05: FlaskClient, db: Session
) -> None:
    send(e05, f"{RECORD}/begin")
    empty = {"version": str(plan_of(db).version), **ACTIVITY, "kind": "", "title": "", "planned_for": ""}
    assert beside(send(e05, INTO["new activity"], empty)) == {
        "kind": "Choose one.",
        "title": "Say what the activity is.",
        "done_on": "Enter a day: the one it is planned for, or the one it was done.",
    }
    past = OBJECTIVE | {"reach_by": "2026-11-22", "version": str(plan_of(db).version)}
    assert list(beside(send(e05, INTO["new objective"], past))) == ["reach_by"]
    more = past | {"text": "", "strengthens": "", "reached_on": "2026-11-24"}
    assert beside(send(e05, INTO["new objective"], more)) == {
        "text": "Say what is to be reached.",
        "strengthens": "Choose one.",
        "reached_on": "What is done was done today or earlier: this day is still to come.",
    }
    both = past | {"text": ""}
    assert list(beside(send(e05, INTO["new objective"], both))) == ["text", "reach_by"]
    days = empty | {"planned_for": "2026-11-22"}
    assert list(beside(send(e05, INTO["new activity"], days))) == ["kind", "title", "planned_for"]


def test_day_that_has_passed_meanwhile_does_not_keep_a_plan_from_being_mended(
    client: FlaskClient, db: Session, clock: Clock
) -> None:
    e05 = sign_in(client, "e-05")
    write(e05, db)
    clock.move(days=400)
    e05 = sign_in(client, "e-05")
    first, step = plan_of(db).objectives[0], plan_of(db).activities[0]
    assert save(e05, db, f"{RECORD}/objectives/{first.id}", OBJECTIVE | {"text": "Merge three."}) == 303
    assert save(e05, db, f"{RECORD}/activities/{step.id}", ACTIVITY | {"title": "Detail to EPA"}) == 303
    reached = OBJECTIVE | {"reach_by": "2027-10-01", "reached_on": "2027-09-30"}
    assert save(e05, db, f"{RECORD}/objectives/{first.id}", reached) == 303


def test_form_that_met_a_newer_plan_is_sent_again_as_it_stands(e05: FlaskClient, db: Session) -> None:
    send(e05, f"{RECORD}/begin")
    answer = send(e05, INTO["new activity"], {"version": "99", **ACTIVITY})
    assert f'name="version" type="hidden" value="{plan_of(db).version}"' in answer.text


def test_objective_and_activity_are_changed_and_taken_off(e05: FlaskClient, db: Session) -> None:
    write(e05, db)
    first, step = plan_of(db).objectives[0], plan_of(db).activities[0]
    here = f"{RECORD}/objectives/{first.id}"
    assert "Lead a merger of two offices." in e05.get(here).text
    assert save(e05, db, here, OBJECTIVE | {"text": "Merge three offices."}) == 303
    there = f"{RECORD}/activities/{step.id}"
    assert "Detail to another agency" in e05.get(there).text
    assert save(e05, db, there, ACTIVITY | {"objective": str(first.id)}) == 303
    assert plan_of(db).activities[0].objective_id == first.id
    assert save(e05, db, f"{here}/drop", {}) == 303
    assert [one.text for one in plan_of(db).objectives] == ["Lead a merger of two offices."]
    assert save(e05, db, f"{there}/drop", {}) == 303
    assert plan_of(db).activities == []


@pytest.mark.parametrize("number", ["0", "x", "999999999999999999999999"])
def test_what_is_not_in_my_plan_is_not_there(e05: FlaskClient, db: Session, number: str) -> None:
    write(e05, db)
    gets = [
        f"{RECORD}/objectives/{number}",
        f"{RECORD}/activities/{number}",
        f"{RECORD}/activities/{number}/done",
    ]
    assert [e05.get(address).status_code for address in gets] == [404] * 3
    posts = [f"{gets[0]}/drop", f"{gets[1]}/drop", gets[2], f"{RECORD}/assessment/{number}/strike"]
    assert [save(e05, db, address, {"done_on": "2026-11-01"}) for address in posts] == [404] * 4
    assert e05.get(f"{RECORD}/activities/new/done").status_code == 404


def test_signed_plan_takes_what_is_done_and_nothing_else(client: FlaskClient, db: Session) -> None:
    e07, plan = sign_in(client, "e-07"), plan_of(db, "E-07")
    assert plan.state is PlanState.SIGNED
    done = f"{RECORD}/activities/{plan.activities[0].id}/done"
    assert "Detail to another agency" in e07.get(done).text
    assert save(e07, db, done, {"done_on": "2026-11-20"}, "E-07") == 303
    form = e07.get(INTO["new activity"]).text
    assert "Enter an activity that is done" in form
    assert "Planned for" not in form
    assert not re.search(r"Done on <[^>]*>\(optional\)", form)
    undated = {"version": str(plan.version + 1), **ACTIVITY}
    assert beside(send(e07, INTO["new activity"], undated)) == {"done_on": "Enter the day it was done."}
    assert save(e07, db, INTO["new activity"], ACTIVITY | {"done_on": "2026-11-01"}, "E-07") == 303
    assert [str(one.done_on) for one in plan_of(db, "E-07").activities] == ["2026-11-20", "2026-11-01"]
    assert "take it back, or begin to revise it" in e07.get(INTO["new objective"]).text
    answer = send(e07, INTO["new objective"], {"version": str(plan_of(db, "E-07").version), **OBJECTIVE})
    assert answer.status_code == 409
    assert send(e07, f"{RECORD}/revise").location == RECORD
    assert plan_of(db, "E-07").state is PlanState.DRAFT


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "Enter the day it was done."),
        ("2026-11-24", "What is done was done today or earlier: this day is still to come."),
    ],
)
def test_activity_was_done_on_a_day_that_has_come(
    client: FlaskClient, db: Session, day: str, sentence: str
) -> None:
    e07, plan = sign_in(client, "e-07"), plan_of(db, "E-07")
    done = f"{RECORD}/activities/{plan.activities[0].id}/done"
    answer = send(e07, done, {"version": str(plan.version), "done_on": day})
    assert (answer.status_code, answer.text.count(sentence)) == (422, 2)


def test_duties_of_a_kept_plan_come_to_the_desk_three_months_before(
    client: FlaskClient, db: Session, clock: Clock
) -> None:
    e08 = sign_in(client, "e-08")
    send(e08, f"{RECORD}/assessment", {"done_on": "2026-11-20"})
    step = plan_of(db, "E-08").activities[0]
    save(e08, db, f"{RECORD}/activities/{step.id}/done", {"done_on": "2026-11-22"}, "E-08")
    assert "in time" in e08.get(RECORD).text
    assert "development" not in e08.get("/").text.split("<main")[1]
    clock.move(days=274)  # 24 August 2027
    desk = sign_in(client, "e-08").get("/").text
    assert "Your development plan is reviewed each year: bring it up to date — by 22 November 2027" in desk
    assert "A developmental activity is due each year: enter what you did — by 21 November 2027" in desk


def test_whoever_is_no_executive_has_no_record(make_client: Callable[[], FlaskClient]) -> None:
    host = sign_in(make_client(), "host-EN")
    paths = ("", "/submit", "/objectives/new", "/activities/new", "/assessment")
    assert [host.get(f"{RECORD}{path}").status_code for path in paths] == [404] * 5

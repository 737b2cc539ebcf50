"""An opportunity through the pages: written, asked for, approved or sent back, withdrawn, copied."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from models.actors import Role, RoleGrant
from models.agencies import Agency
from models.db import unit_of_work
from models.lifecycles import advance
from models.opportunities import Opportunity, OpportunityState
from models.opportunity_texts import LONGEST_LINE, MOST_LINES
from models.queries.requirements import requirements_of
from models.requirements import Effect
from tests.models.world import NOW, actor, find, give
from tests.webui.site import beside, send, sign_in
from tests.webui.test_outcomes import words

NEW = "/our-opportunities/new"
TEXT: dict[str, Any] = {
    "agency": "EN",
    "title": "Deputy Director, Grid Reliability",
    "purpose": "Lead the merger of two offices.",
    "objectives": "Merge two offices.\nKeep both missions going.",
    "results": "One office with one budget.",
    "indicators": "One budget by June.",
    "supervisor": "Assistant Secretary",
    "ecqs": ["1"],
    "kind": "detail",
    "starts_from": "2027-03-01",
    "starts_until": "2027-06-01",
    "duration_days": "180",
    "seats": "1",
    "min_seats": "0",
    "place": "Washington, DC",
    "remote": "hybrid",
    "clearance": "none",
    "funding": "reimbursable_1535",
    "return_basis": "",
    "return_target": "",
}


@pytest.fixture
def stage() -> str:
    return "posted"


@pytest.fixture
def slug(client: FlaskClient) -> str:
    return written(client)


def written(client: FlaskClient) -> str:
    """A draft that the host contact of EN wrote."""
    sign_in(client, "host-EN")
    answer = send(client, NEW, TEXT)
    assert answer.status_code == 303, answer.text
    return str(answer.location).rsplit("/", 1)[1]


def stored(engine: Engine, slug: str) -> Opportunity:
    with unit_of_work(engine, read_only=True) as session:
        one: Opportunity = find(session, Opportunity, slug)
        for part in ("objectives", "results", "indicators", "ecqs", "way_back"):
            getattr(one, part)
        session.expunge_all()
        return one


def version(engine: Engine, slug: str) -> str:
    return str(stored(engine, slug).version)


def test_a_draft_says_what_was_typed(client: FlaskClient, slug: str, engine: Engine) -> None:
    one = stored(engine, slug)
    assert (one.title, one.state, one.seats) == (TEXT["title"], OpportunityState.DRAFT, 1)
    assert [line.text for line in one.objectives] == ["Merge two offices.", "Keep both missions going."]
    assert [line.text for line in one.results] == ["One office with one budget."]
    page = client.get(f"/our-opportunities/{slug}").text
    assert "Read it once more, then ask for approval." in page
    assert "you come back to your position of record" in page
    assert "is not offered yet" in client.get("/").text


def test_nobody_is_asked_to_approve_what_nobody_can_begin(client: FlaskClient, engine: Engine) -> None:
    sign_in(client, "host-EN")
    past = {"starts_from": "2020-01-01", "starts_until": "2020-02-01", "duration_days": "100"}
    address = str(send(client, NEW, TEXT | past).location)
    page = client.get(address).text
    said = "Its latest first day is over: edit the dates before you ask for approval."
    assert said in page
    assert "fewer than 120 do not count as a rotation" in page
    assert "Ask for approval</button>" not in page
    send(client, f"{address}/submit")
    assert said in client.get(address).text
    assert stored(engine, address.rsplit("/", 1)[1]).state is OpportunityState.DRAFT


@pytest.mark.parametrize(
    ("empty", "sentence"),
    [
        (("indicators",), "It lacks an indicator of success: add it before you ask for approval."),
        (("objectives",), "It lacks an objective: add it before you ask for approval."),
        (
            ("objectives", "indicators"),
            "It lacks an objective and an indicator of success: add both before you ask for approval.",
        ),
    ],
)
def test_draft_says_what_it_lacks(client: FlaskClient, empty: tuple[str, ...], sentence: str) -> None:
    sign_in(client, "host-EN")
    address = str(send(client, NEW, TEXT | dict.fromkeys(empty, "")).location)
    assert sentence in client.get(address).text


def test_a_draft_is_rewritten(client: FlaskClient, slug: str, engine: Engine) -> None:
    more = {
        "version": version(engine, slug),
        "objectives": "Keep both missions going.",
        "return_basis": "policy",
        "return_target": "any_qualified_ses_position",
    }
    assert send(client, f"/our-opportunities/{slug}/text", TEXT | more).status_code == 303
    assert [line.text for line in stored(engine, slug).objectives] == ["Keep both missions going."]
    page = client.get(f"/our-opportunities/{slug}").text
    assert "The policy of your home agency brings you back to any SES position there" in page


def test_two_who_edit_see_both_versions(client: FlaskClient, slug: str, engine: Engine) -> None:
    old = version(engine, slug)
    first = TEXT | {"version": old, "title": "First"}
    send(client, f"/our-opportunities/{slug}/text", first)
    second = send(client, f"/our-opportunities/{slug}/text", TEXT | {"version": old, "title": "Second"})
    assert second.status_code == 409
    assert "First" in second.text
    assert "Second" in second.text
    assert "This opportunity changed since you opened it" in second.text
    assert stored(engine, slug).title == "First"


SENTENCES = {
    "title": (" ", "Give it a title."),
    "purpose": ("", "Say what it is for."),
    "supervisor": ("", "Name the supervisor’s title."),
    "place": ("", "Name the place."),
    "kind": ("", "Choose one."),
    "duration_days": ("0", "Enter a number between 1 and 1500."),
    "seats": ("99", "Enter a number between 1 and 50."),
    "min_seats": ("2", "The least number of seats is no more than the seats."),
    "starts_from": ("", "Enter the earliest first day."),
    "starts_until": ("2027-01-01", "The latest first day must not be before the earliest."),
    "objectives": ("x" * (LONGEST_LINE + 1), f"Use at most {LONGEST_LINE} characters in a line."),
    "results": ("\n".join("abcdefghijklm"), f"Write at most {MOST_LINES} lines."),
    "return_basis": ("policy", "Say where the way back leads; where it rests on nothing it leads nowhere."),
}


def test_move_for_good_promises_no_way_back(client: FlaskClient) -> None:
    sign_in(client, "host-EN")
    assert "reassignments and transfers are for good and have none.</div>" in client.get(NEW).text
    good = {"kind": "transfer", "return_basis": "policy", "return_target": "any_qualified_ses_position"}
    answer = send(client, NEW, TEXT | good)
    assert (answer.status_code, beside(answer)) == (
        422,
        {"return_basis": "A move of this kind is for good: nothing brings back from it."},
    )
    nowhere = send(client, NEW, TEXT | good | {"return_target": ""})
    assert beside(nowhere) == beside(answer), "no place to come back to is asked for"


def test_move_for_good_is_asked_for_no_length(client: FlaskClient, engine: Engine) -> None:
    sign_in(client, "host-EN")
    asked = words(client.get(NEW).text)
    assert "Length in calendar days (none for a transfer or reassignment, which is for good)" in asked
    answer = send(client, NEW, TEXT | {"kind": "transfer", "duration_days": ""})
    assert answer.status_code == 303, beside(answer)
    address = str(answer.location)
    slug = address.rsplit("/", 1)[1]
    assert stored(engine, slug).duration_days == 365
    assert "Length for good Begins" in words(client.get(address).text)
    assert "365" not in client.get(f"{address}/text").text
    more = {"version": version(engine, slug), "duration_days": ""}
    refused = send(client, f"{address}/text", TEXT | more)
    assert beside(refused) == {"duration_days": "Enter how many days it lasts."}, "it is a detail now"
    assert (
        send(
            client, f"{address}/text", TEXT | more | {"kind": "reassignment", "duration_days": "for good"}
        ).status_code
        == 303
    )


@pytest.mark.parametrize("kind", ["detail", "reassignment"])
def test_post_to_come_back_to_is_never_dropped(client: FlaskClient, kind: str) -> None:
    sign_in(client, "host-EN")
    answer = send(client, NEW, TEXT | {"kind": kind, "return_target": "any_qualified_ses_position"})
    said = "Say also what the way back rests on, or choose “nowhere, or as its kind has it” here."
    assert (answer.status_code, beside(answer)) == (422, {"return_target": said})


@pytest.mark.parametrize("name", SENTENCES)
def test_what_is_wrong_is_said_and_nothing_is_lost(client: FlaskClient, name: str) -> None:
    value, sentence = SENTENCES[name]
    sign_in(client, "host-EN")
    answer = send(client, NEW, TEXT | {name: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Keep both missions going." in answer.text or name == "objectives"


def test_faults_that_lie_between_fields_are_all_said_at_once(client: FlaskClient) -> None:
    names = ("min_seats", "starts_until", "results", "return_basis")
    sign_in(client, "host-EN")
    answer = send(client, NEW, TEXT | {name: SENTENCES[name][0] for name in names})
    said = {("return_target" if name == "return_basis" else name): SENTENCES[name][1] for name in names}
    assert (answer.status_code, beside(answer)) == (422, said)
    answer = send(client, NEW, TEXT | {"starts_until": "2027-01-01", "duration_days": ""})
    assert set(beside(answer)) == {"starts_until", "duration_days"}


EMPTY = {
    "starts_until": "Enter the latest first day.",
    "duration_days": "Enter how many days it lasts.",
    "seats": "Enter how many seats there are.",
    "min_seats": "Enter a number, 0 if none must be filled.",
}


@pytest.mark.parametrize("name", EMPTY)
def test_what_is_missing_is_asked_for(client: FlaskClient, name: str) -> None:
    sign_in(client, "host-EN")
    assert EMPTY[name] in send(client, NEW, TEXT | {name: ""}).text


def test_withdrawing_says_what_it_does(client: FlaskClient, slug: str, engine: Engine) -> None:
    address = f"/our-opportunities/{slug}/withdraw"
    draft, listed = "It is in no catalogue yet, and comes into none.", "It leaves every catalogue at once"
    page = client.get(address).text
    assert (draft in page, listed in page) == (True, False)
    assert "It cannot be brought back; a copy can be offered anew." in page
    with unit_of_work(engine) as session:
        for act in ("submit", "approve"):
            advance(session, find(session, Opportunity, slug), act, actor=actor(session, "exchange"), now=NOW)
    page = client.get(address).text
    assert (draft in page, listed in page) == (False, True)
    send(client, address, {"reason": "The office was closed."})
    assert stored(engine, slug).state is OpportunityState.WITHDRAWN


def test_one_like_it_is_offered_with_what_it_requires(client: FlaskClient, slug: str, db: Session) -> None:
    asked = {"text": "Five years of audits", "subject": "technical", "effect": "score", "weight": "20"}
    send(client, f"/our-opportunities/{slug}/requirements", asked | {"justification": "The work is audits."})
    page = client.get(f"{NEW}?from={slug}").text
    assert TEXT["title"] in page
    assert "One office with one budget." in page
    assert "What the earlier one requires is copied with it" in page
    assert f'action="{NEW}?from={slug}"' in page
    assert send(client, f"{NEW}?from={slug}", TEXT).status_code == 303
    db.expire_all()
    query = select(Opportunity).where(Opportunity.title == TEXT["title"])
    both = [requirements_of(db, one) for one in db.scalars(query)]
    told = [[(one.text, one.effect, one.weight, one.justification) for one in found] for found in both]
    assert told == [[("Five years of audits", Effect.SCORE, 20, "The work is audits.")]] * 2


def test_nobody_writes_for_another_agency(client: FlaskClient, slug: str) -> None:
    sign_in(client, "host-TR")
    assert send(client, NEW, TEXT).status_code == 422
    assert client.get(f"/our-opportunities/{slug}/text").status_code == 404


def test_department_writes_for_itself_first_and_a_draft_can_go_to_its_bureau(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        find(session, Agency, "AG11").name = "A Service"
        give(session, "host-AG11", Role.HOST_CONTACT, "AG")
        revoked = RoleGrant.role == Role.HOST_CONTACT, RoleGrant.agency_id == 2
        session.execute(update(RoleGrant).where(*revoked).values(revoked_at=NOW))
    sign_in(client, "host-AG11")
    assert '<option selected value="AG">' in client.get(NEW).text
    assert '<option selected value="AG">' in client.get("/our-vacancies/new").text
    address = str(send(client, NEW, TEXT | {"agency": "AG"}).location)
    slug = address.rsplit("/", 1)[1]
    more = {"agency": "AG11", "version": version(engine, slug)}
    assert send(client, f"{address}/text", TEXT | more).status_code == 303
    assert stored(engine, slug).host_agency_id == 2
    assert send(client, f"{address}/text", TEXT | more | {"agency": "EN"}).status_code == 422

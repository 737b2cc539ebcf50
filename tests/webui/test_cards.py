"""My card through the pages: sections, completeness, two versions, the host's view."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.executives import Executive, Relocation
from tests.models.world import find
from tests.webui.site import send, sign_in

STRENGTHS = {"career_stage": "stage_2", "skills": "Budget\nBuilding teams\n\n  Data  "}


@pytest.fixture
def e05(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "e-05")


def version(db: Session) -> str:
    db.rollback()
    return str(find(db, Executive, "E-05").version)


def save(client: FlaskClient, db: Session, section: str, **fields: str) -> int:
    return send(client, f"/card/{section}", {"version": version(db), **fields}).status_code


def me(db: Session) -> Executive:
    db.rollback()
    db.expire_all()
    found: Executive = find(db, Executive, "E-05")
    return found


def test_empty_card_says_what_to_add_next(e05: FlaskClient, db: Session) -> None:
    find(db, Executive, "E-05").relocation = Relocation.NO  # as of whoever has just joined
    db.commit()
    page = e05.get("/card").text
    assert "0 of 5 parts are there" in page
    assert "3 more strengths" in page
    assert "Your card has 0 of its 5 parts" in e05.get("/").text


def test_every_section_is_edited_and_the_card_is_complete(e05: FlaskClient, db: Session) -> None:
    assert [
        save(e05, db, "strengths", **STRENGTHS),
        save(e05, db, "evidence", ecq_1="Moved 300 people into one office."),
        save(e05, db, "next-jobs", job_1="Chief of Staff", job_2="", job_3="Deputy Administrator"),
        save(
            e05,
            db,
            "mobility",
            relocation="region",
            places="Denver, CO\nBoise, ID",
            open_to_remote="y",
            statement="From June on.",
        ),
        save(e05, db, "experience", education="M.P.A., public administration", moves="2"),
    ] == [303] * 5
    card = me(db)
    assert [skill.name for skill in card.skills] == ["Budget", "Building teams", "Data"]
    assert [line.text for line in card.evidence] == ["Moved 300 people into one office."]
    assert [(job.ordinal, job.title) for job in card.target_jobs] == [
        (1, "Chief of Staff"),
        (2, "Deputy Administrator"),
    ]
    assert (card.relocation, card.places, card.open_to_remote, card.mobility) == (
        Relocation.REGION,
        ["Denver, CO", "Boise, ID"],
        True,
        "From June on.",
    )
    assert ([line.text for line in card.education], card.moves) == (["M.P.A., public administration"], 2)
    assert "All 5 parts are there." in e05.get("/card").text
    assert "Your card has" not in e05.get("/").text


def test_reach_and_places_are_there_without_own_words(e05: FlaskClient, db: Session) -> None:
    assert save(e05, db, "mobility", relocation="region", places="Denver, CO") == 303
    page = e05.get("/card").text
    assert "1 of 5 parts are there" in page
    assert "when and where you can go" not in page
    host = e05.get("/card/as-a-host").text
    moves = host[host.index("When and where") :]
    assert "Nothing said yet." not in moves[: moves.index("Would move")]
    assert save(e05, db, "mobility", relocation="no", places="") == 303
    assert "0 of 5 parts are there" in e05.get("/card").text


def test_order_of_lines_may_be_swapped(e05: FlaskClient, db: Session) -> None:
    save(e05, db, "next-jobs", job_1="Chief of Staff", job_2="Deputy Administrator")
    assert save(e05, db, "next-jobs", job_1="Deputy Administrator", job_2="Chief of Staff") == 303
    assert [job.title for job in me(db).target_jobs] == ["Deputy Administrator", "Chief of Staff"]


def test_card_changed_meanwhile_shows_both_versions_and_keeps_what_was_typed(
    e05: FlaskClient, db: Session
) -> None:
    before = version(db)
    save(e05, db, "next-jobs", job_1="Chief of Staff")
    answer = send(e05, "/card/next-jobs", {"version": before, "job_1": "Ambassador"})
    assert answer.status_code == 409
    assert "This section changed since you opened it" in answer.text
    assert '<td class="rt-lines">Chief of Staff</td><td class="rt-lines">Ambassador</td>' in answer.text
    assert 'value="Ambassador"' in answer.text
    assert f'name="version" type="hidden" value="{version(db)}"' in answer.text
    assert [job.title for job in me(db).target_jobs] == ["Chief of Staff"]
    assert save(e05, db, "next-jobs", job_1="Ambassador") == 303


@pytest.mark.parametrize(
    ("section", "fields", "sentence"),
    [
        ("strengths", {**STRENGTHS, "career_stage": "stage_9"}, "Not a valid choice."),
        ("strengths", {"skills": "Budget"}, "Choose one."),
        ("strengths", {**STRENGTHS, "skills": "a\nA"}, "Name each of the strengths once."),
        ("strengths", {**STRENGTHS, "skills": "\n".join("abcdefghi")}, "room for 8 strengths; these are 9."),
        ("strengths", {**STRENGTHS, "skills": "x" * 61}, "has 61 characters; a card has room for 60."),
        ("evidence", {"ecq_1": "x" * 301}, "use at most 300 characters."),
        ("next-jobs", {"job_1": "x" * 121}, "Use at most 120 characters."),
        ("next-jobs", {"job_1": "Chief", "job_2": "chief"}, "Name each of the jobs once."),
        ("experience", {"moves": "-1", "education": ""}, "Enter a number between 0 and 40."),
        ("experience", {"moves": "two", "education": ""}, "Enter a whole number."),
        ("experience", {"moves": "", "education": ""}, "Enter a number, 0 if there were none."),
        ("mobility", {"relocation": "moon"}, "Not a valid choice."),
        ("mobility", {"relocation": "no", "statement": "x" * 401}, "Use at most 400 characters."),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field_and_kept(
    e05: FlaskClient, db: Session, section: str, fields: dict[str, str], sentence: str
) -> None:
    answer = send(e05, f"/card/{section}", {"version": version(db), **fields})
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2  # in the summary and beside the field
    assert db.scalars(select(AuditEvent).where(AuditEvent.action == "cards.edit")).all() == []


def test_place_too_long_is_said_beside_the_places(e05: FlaskClient, db: Session) -> None:
    typed = {"version": version(db), "relocation": "no", "places": "x" * 90}
    page = send(e05, "/card/mobility", typed).text
    assert 'href="#places">“xxxx' in page, "the summary leads to the field that it is about"


def test_version_that_is_no_number_is_refused(e05: FlaskClient) -> None:
    assert send(e05, "/card/next-jobs", {"version": "x", "job_1": "Chief"}).status_code == 422
    answer = send(e05, "/card/next-jobs", {"job_1": "Chief"})
    assert (answer.status_code, "Open the page again." in answer.text) == (422, True)


def test_host_sees_the_card_without_buttons(e05: FlaskClient, db: Session) -> None:
    save(e05, db, "next-jobs", job_1="Chief of Staff")
    for address in ("/card/as-a-host", "/card/print"):
        page = e05.get(address).text
        assert "Chief of Staff" in page
        assert "/card/next-jobs" not in page


def test_section_that_does_not_exist_is_not_there(e05: FlaskClient) -> None:
    assert e05.get("/card/salary").status_code == 404
    assert send(e05, "/card/salary", {"version": "1"}).status_code == 404


def test_whoever_is_no_executive_has_no_card(make_client: Callable[[], FlaskClient]) -> None:
    host = sign_in(make_client(), "host-EN")
    assert [host.get(f"/card{path}").status_code for path in ("", "/strengths", "/print")] == [404] * 3

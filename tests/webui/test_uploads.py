"""Tables as pages: a file is sent, its columns chosen, checked, stored, taken back; a table is taken out."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.actors import Actor
from models.audit import AuditEvent
from models.executives import Executive
from models.mentors import MentorProfile
from models.requests import MentoringRequest
from models.uploads import Upload
from tests.models.files import PEOPLE
from tests.webui.site import beside, send, sign_in, summary

FILE = "/tables/1"


@pytest.fixture
def office(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "office")


def bring(
    client: FlaskClient, content: bytes = PEOPLE, name: str = "people.csv", kind: str = "people"
) -> Any:
    data = {"kind": kind, "file": (io.BytesIO(content), name)}
    return send(client, "/tables", data, page="/tables", content_type="multipart/form-data")


def check(client: FlaskClient, **more: str) -> TestResponse:
    chosen = {
        "column-name": "Name",
        "column-email": "Email",
        "column-agency": "Organization",
        "column-appointment": "Appointment",
        "column-ses_since": "SES since",
    }
    return send(client, f"{FILE}/check", chosen | more, page=FILE)


def version(db: Session) -> dict[str, str]:
    db.rollback()
    return {"version": str(db.scalars(select(Upload.version)).one())}


def test_file_is_read_checked_stored_and_taken_back(office: FlaskClient, db: Session) -> None:
    answer = bring(office)
    assert (answer.status_code, answer.location) == (303, FILE)
    page = office.get(FILE).text
    assert "Left out before anything was kept: Gender." in page
    assert '<option selected value="Organization">Organization</option>' in page
    answer = check(office)
    assert (answer.status_code, answer.location) == (303, f"{FILE}#check")
    page = " ".join(office.get(FILE).text.split())
    assert "2 rows of 3 can be stored; 1 row has an error and would be left out." in page
    assert '<th scope="row">line 2</th><td data-label="Name" class="rt-break">Ann Lee</td>' in page
    assert "There is no open agency “Nowhere”." in page
    assert "“2022-13-31” is no day: write it as 1/31/2027." in page
    answer = send(office, f"{FILE}/store", version(db), page=FILE, follow_redirects=True)
    then = "2 rows are stored. Invite them under People and access, so that their cards get filled in."
    assert then in answer.text
    assert '<td data-label="Rows" class="rt-num">2 of 3</td>' in office.get("/tables").text
    assert "1 row with an error was left out: mend the file and bring in those alone." in answer.text
    assert "Left out for their errors: line 4 of the file." in answer.text
    page = " ".join(office.get(FILE).text.split())
    assert "<caption>Errors by line and column</caption>" in page
    assert '<th scope="row">line 4</th><td data-label="Column">Home agency</td>' in page
    assert "There is no open agency “Nowhere”." in page
    assert (
        "The cells of the file are erased here, but for what the errors quote, which goes after 7 days."
        in page
    )
    assert "Ann Lee" not in page
    assert len(list(people(db))) == 2
    answer = send(office, f"{FILE}/undo", page=FILE, follow_redirects=True)
    assert "Nowhere" not in answer.text
    assert "2 rows are taken back; the audit trail keeps what was done." in answer.text
    assert list(people(db)) == []


def people(db: Session) -> Any:
    db.rollback()
    return db.scalars(select(Executive.name).where(Executive.name.in_(("Ann Lee", "Bob Ray"))))


def test_file_that_is_not_taken_back_says_whose_row_holds_it_and_offers_it_no_more(
    office: FlaskClient, db: Session
) -> None:
    bring(office)
    check(office)
    send(office, f"{FILE}/store", version(db), page=FILE)
    db.rollback()
    db.scalars(select(Executive).where(Executive.name == "Bob Ray")).one().mobility = "Anywhere"
    db.commit()
    assert "Take everything back" in office.get(FILE).text
    answer = send(office, f"{FILE}/undo", page=FILE)
    assert answer.status_code == 409
    assert "Nothing is taken back. Line 3, Bob Ray: it was changed since." in answer.text
    assert "Give up the others one by one, each on its own page" in answer.text
    assert '<a class="usa-link" href="/people">People and access</a>' in answer.text
    assert "Take everything back" not in answer.text
    assert len(list(people(db))) == 2


def keep(client: FlaskClient, db: Session, kind: str, content: bytes, *columns: str) -> str:
    """Store a file, change the draft of E-05 and have the undo refused: the page, in words."""
    assert bring(client, content, f"{kind}.csv", kind).status_code == 303
    chosen = {f"column-{name.lower()}": name for name in columns}
    send(client, f"{FILE}/check", chosen, page=FILE)
    assert send(client, f"{FILE}/store", version(db), page=FILE).status_code == 303
    db.rollback()
    table: Any = {"requests": MentoringRequest, "coaches": MentorProfile}[kind]
    mine = select(table).join(Executive, Executive.id == table.executive_id).where(Executive.slug == "E-05")
    db.scalars(mine.order_by(table.id.desc())).all()[0].site = "field"
    db.commit()
    answer = send(client, f"{FILE}/undo", page=FILE)
    assert answer.status_code == 409
    return " ".join(answer.text.split())


@pytest.mark.parametrize("stage", ["giving"])
def test_drafts_that_are_not_taken_back_are_their_owners_to_whom_the_page_leads(
    client: FlaskClient, db: Session
) -> None:
    exchange = sign_in(client, "exchange")
    db.scalars(select(Actor).where(Actor.slug == "e-05")).one().email = "five@agency.example"
    db.commit()
    rows = b"".join(b"E-0%d,New role\nE-0%d,Crisis\n" % (number, number) for number in range(5, 10))
    page = keep(exchange, db, "requests", b"Executive,Situations\n" + rows, "Executive", "Situations")
    assert (
        "so all of its rows stay as they are. Only the people themselves can change their drafts or give "
        "them up, each from the desk; a draft that nobody touches for 30 days is deleted. Write to them: "
        'Invented Person 5 (<a href="mailto:five@agency.example">five@agency.example</a>); Invented Person '
        "6; Invented Person 7; and 2 more, below.</p>"
    ) in page
    assert "<summary>2 more</summary>" in page
    assert "<li>Invented Person 8</li><li>Invented Person 9</li>" in page
    assert "each on its own page" not in page


@pytest.mark.parametrize("stage", ["giving"])
def test_profiles_that_are_not_taken_back_are_their_owners(client: FlaskClient, db: Session) -> None:
    page = keep(sign_in(client, "exchange"), db, "coaches", b"Executive\nE-05\n", "Executive")
    told = "Only the people themselves can change their profiles or give them up, each from the desk."
    assert f"{told} Write to them: Invented Person 5.</p>" in page


@pytest.mark.parametrize("stage", ["giving"])
def test_words_that_cells_may_name_are_listed_and_led_to(office: FlaskClient) -> None:
    page = office.get("/tables").text
    words = page.split('id="words"')[1].split("</details>")[0]
    assert "<dt>Situations</dt><dd>" in words
    assert "New role; " in words
    assert "Developing Others; Vision</dd>" in words
    bring(office, b"Executive,Situations\nE-01,Moving house\n", "mentors.csv", "mentors")
    chosen = {"column-executive": "Executive", "column-situations": "Situations"}
    assert send(office, f"{FILE}/check", chosen, page=FILE).status_code == 303
    page = office.get(FILE).text
    assert "There is no situation “Moving house”" in page
    assert '<a class="usa-link" href="/tables#words">' in page


def test_form_without_a_file_asks_for_one(office: FlaskClient) -> None:
    answer = send(office, "/tables", {"kind": ""}, page="/tables")
    assert answer.status_code == 422
    assert beside(answer) == {"kind": "Choose what the file holds.", "file": "Choose a file."}


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "The file is empty."),
        (b"a,b\n1,2\n", "a.pdf", "Send a file whose name ends in .csv or .xlsx."),
        (b"a,a\n1,2\n", "a.csv", "Two columns are called “a”."),
    ],
)
def test_file_that_is_no_table_is_refused_beside_its_field(
    office: FlaskClient, db: Session, content: bytes, name: str, sentence: str
) -> None:
    answer = bring(office, content, name)
    assert answer.status_code == 422
    assert beside(answer) == {"file": sentence}
    assert summary(answer) == [sentence]
    assert db.scalar(select(Upload.id)) is None


def test_larger_form_is_refused_as_the_file_it_is(office: FlaskClient) -> None:
    sent = "multipart/form-data; boundary=x"
    answer = office.post("/tables", data=b"x" * 4_100_001, content_type=sent)
    assert answer.status_code == 413
    assert "The file is larger than 4 MB: cut it into parts." in answer.text
    assert "Shorten the text" not in answer.text


def test_needed_column_is_asked_for_beside_it(office: FlaskClient) -> None:
    bring(office)
    answer = check(office, **{"column-agency": ""})
    sentence = "Home agency: choose the column of the file, or one value for every row."
    assert (answer.status_code, beside(answer)) == (422, {"column-agency": sentence})
    assert check(office, **{"column-agency": "", "fixed-agency": "EN"}).status_code == 303


def test_words_are_one_pair_on_each_line(office: FlaskClient) -> None:
    bring(office)
    assert beside(check(office, words="DoE")) == {"words": "Write each line as: their word = our word."}
    many = "\n".join(f"a{number} = b" for number in range(201))
    assert beside(check(office, words=many)) == {"words": "Write at most 200 lines."}
    assert beside(check(office, words="x=" + "y" * 20_001))["words"] == "Use at most 20,000 characters."
    assert beside(check(office, **{"fixed-name": "x" * 301})) == {"fixed-name": "Use at most 300 characters."}
    assert check(office, words="nowhere = EN\n2022-13-31=2022-12-31").status_code == 303
    assert "3 rows of 3 can be stored." in office.get(FILE).text
    assert "Nowhere = EN" not in office.get(FILE).text
    assert "nowhere = EN" in office.get(FILE).text


def test_columns_that_nothing_takes_are_named_while_the_file_is_open(
    office: FlaskClient, db: Session
) -> None:
    bring(office, PEOPLE.replace(b"Name,", b"Remarks,"))
    told = (
        "Not used: Remarks. Choose below which of our columns each is; what none of them takes is not stored."
    )
    assert told in office.get(FILE).text
    assert check(office, **{"column-name": "Remarks"}).status_code == 303
    assert "Not used" not in office.get(FILE).text
    assert check(
        office, **{"column-name": "Remarks", "column-ses_since": "", "fixed-ses_since": "2020-01-01"}
    )
    assert "Not used: SES since." in office.get(FILE).text
    send(office, f"{FILE}/store", version(db), page=FILE)
    assert "Not used" not in office.get(FILE).text


def test_store_without_its_version_is_refused(office: FlaskClient) -> None:
    bring(office)
    check(office)
    answer = send(office, f"{FILE}/store", {}, page=FILE)
    assert answer.status_code == 409
    assert "Open the page again." in answer.text


def test_thrown_away_file_is_gone(office: FlaskClient, db: Session) -> None:
    bring(office)
    answer = send(office, f"{FILE}/discard", page=FILE, follow_redirects=True)
    assert "The file is thrown away; nothing of it was stored." in answer.text
    assert db.scalars(select(Upload.content)).one() is None
    assert "The file was thrown away" in office.get(FILE).text


def test_nobody_else_reads_the_file(office: FlaskClient, app: Any) -> None:
    bring(office)
    for slug in ("office-2", "exchange", "auditor"):
        assert sign_in(app.test_client(), slug).get(FILE).status_code == 404


def test_each_role_brings_its_own_tables(app: Any) -> None:
    host = sign_in(app.test_client(), "host-EN").get("/tables").text
    assert '<option value="opportunities">Opportunities</option>' in host
    assert '<option value="people">' not in host
    answer = bring(sign_in(app.test_client(), "host-EN"), kind="people")
    assert (answer.status_code, beside(answer)) == (422, {"kind": "Not a valid choice."})
    assert sign_in(app.test_client(), "e-01").get("/tables").status_code == 403


def test_what_a_request_is_about_is_said_to_be_left_out(office: FlaskClient) -> None:
    told = (
        "Of mentoring requests no draft is in it, and what one is about only while it waits for a coordinator"
        " or on the waiting list; a row without a situation cannot be brought in again."
    )
    assert told in office.get("/tables").text


def test_table_is_taken_as_csv_and_as_workbook(office: FlaskClient, db: Session) -> None:
    answer = send(office, "/tables/taken", {"table": "people", "format": "csv"}, page="/tables")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == "attachment; filename=people-2026-11-23.csv"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == 12
    assert (rows[0]["number"], rows[0]["name"], rows[0]["agency"]) == ("E-01", "Invented Person 1", "AG11")
    answer = send(office, "/tables/taken", {"table": "people", "format": "xlsx"}, page="/tables")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet.max_row == 13
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    taken = db.scalars(select(AuditEvent).where(AuditEvent.action == "exports.take")).all()
    assert [event.facts["rows"] for event in taken] == [12, 12]


def test_taking_nothing_in_no_format_is_refused(office: FlaskClient) -> None:
    answer = send(office, "/tables/taken", {"table": "", "format": ""}, page="/tables")
    assert answer.status_code == 422
    assert {"Choose a table.", "Choose the kind of file."} <= set(summary(answer))

"""Headcounts, annual reports and the programme as coordinator, office and auditor meet them."""

import csv
import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.audit import AuditEvent
from models.evaluations import MEASURES
from models.executives import Executive
from models.headcounts import Headcount
from models.outbox import Notice
from models.returns import ReturnRight
from models.rotation_reports import ReportState, RotationReport
from tests.models.world import find
from tests.webui.site import beside, send, sign_in, summary

Clients = Callable[[], FlaskClient]
HERE, DRAFT, READY = "/reports/2026/EN", "/headcounts/2027/EN", "/reports/2025/EN"


@pytest.fixture
def stage() -> str:
    return "reporting"


@pytest.fixture
def agency(make_client: Clients) -> FlaskClient:
    return sign_in(make_client(), "coord-EN")


@pytest.fixture
def office(make_client: Clients) -> FlaskClient:
    return sign_in(make_client(), "office")


def headcount_of(db: Session) -> Headcount:
    db.rollback()
    agency = find(db, Agency, "EN").id
    query = select(Headcount).where(Headcount.agency_id == agency, Headcount.fiscal_year == 2027)
    return db.scalars(query).one()


def report_of(db: Session, year: int) -> RotationReport:
    db.rollback()
    return db.scalars(select(RotationReport).where(RotationReport.fiscal_year == year)).one()


def test_report_goes_from_draft_to_closed_and_is_corrected(
    agency: FlaskClient, office: FlaskClient, db: Session
) -> None:
    page = agency.get(HERE).text
    assert "Next: you make the report ready by 31 December 2026" in page
    assert "Participation moved by a percentage point or more: a reason is needed." in page
    refused = send(agency, f"{HERE}/ready", {})
    assert beside(refused) == {
        "reason": "Participation moved by a percentage point or more: write why it rose or fell."
    }
    version = str(report_of(db, 2026).version)
    facts = {"contact": "Ann Otter", "reason": "The first rotation.", "version": version}
    assert send(agency, HERE, facts).location == HERE
    late = send(agency, HERE, facts)
    assert (late.status_code, "then write yours again" in late.text) == (409, True)
    assert f'name="version" type="hidden" value="{report_of(db, 2026).version}"' in late.text
    assert send(agency, f"{HERE}/ready", {}).location == HERE
    assert "of fiscal year 2026 waits for you to read and close — by 31 January 2027" in office.get("/").text
    assert "Next: you read it, and close it or send it back, by 31 January 2027" in office.get(HERE).text
    listed = office.get("/reports?year=2026").text
    assert "for the programme office to read and close by 31 January 2027:</strong>" in listed
    back = send(office, f"{HERE}/back", {"reason": ""})
    assert beside(back) == {"reason": "Write what the agency is to look at again."}
    digest = report_of(db, 2026).versions[-1].sha256
    other = send(office, f"{HERE}/close", {"sha256": "0" * 64})
    assert (other.status_code, f'value="{digest}"' in other.text) == (409, True)
    assert send(office, f"{HERE}/close", {"sha256": digest}).location == HERE
    assert report_of(db, 2026).state is ReportState.CLOSED
    again = send(office, f"{HERE}/correct", {"reason": "Nothing, really."})
    assert "Nothing changed since the last version" in again.text
    lack = send(office, f"{HERE}/correct", {"reason": ""})
    assert beside(lack) == {"reason": "Write what became known: it stands beside the correction."}


def test_report_that_was_sent_back_is_a_draft_again(office: FlaskClient, db: Session) -> None:
    assert send(office, f"{READY}/back", {"reason": "Look at E-05."}).location == READY
    assert report_of(db, 2025).state is ReportState.DRAFT


def test_agency_reads_that_its_report_was_sent_back_by_whom_and_why(
    agency: FlaskClient, office: FlaskClient, db: Session
) -> None:
    version = str(report_of(db, 2026).version)
    send(agency, HERE, {"contact": "Ann Otter", "reason": "The first rotation.", "version": version})
    send(agency, f"{HERE}/ready", {})
    send(office, f"{HERE}/back", {"reason": "Look at E-05."})
    said = "wrote on 23 November 2026 “Look at E-05.”"
    desk = agency.get("/").text
    assert f"of Energy for fiscal year 2026 came back: Olive Office {said} — by 31 December 2026" in desk
    for client in (agency, office):
        assert f"It was sent back: Olive Office {said}" in client.get(HERE).text
    db.rollback()
    told = db.scalars(select(Notice).where(Notice.template == "report_sent_back")).all()
    assert [(one.recipient.slug, one.payload) for one in told] == [("coord-EN", {"page": "reports/2026/EN"})]
    assert send(agency, f"{HERE}/ready", {}).location == HERE
    assert "It was sent back" not in agency.get(HERE).text


def test_headcount_is_entered_confirmed_and_corrected(
    agency: FlaskClient, office: FlaskClient, db: Session
) -> None:
    wrong = send(agency, DRAFT, {"ses": "-1", "sl": "", "st": "0", "source": ""})
    assert beside(wrong) == {
        "ses": "Enter a count of people: 0 or more.",
        "sl": "Enter how many there are; 0 where there is nobody.",
        "source": "Write where the figures come from.",
    }
    assert "One headcount waits for you to confirm it" not in agency.get("/").text
    facts = {"ses": "5", "sl": "1", "st": "0", "source": "The payroll."}
    counted = "Counted by Roundtrip from the people on record on 23 November 2026."
    assert counted in agency.get(DRAFT).text
    unsaid = send(agency, DRAFT, facts | {"source": counted, "version": "1"})
    assert beside(unsaid) == {"source": "Say where the changed figures come from."}
    old = send(agency, DRAFT, facts | {"version": "0"})
    assert summary(old) == ["Somebody changed these figures since you opened the page."]
    assert send(agency, DRAFT, facts | {"version": "1"}).location == DRAFT
    stale = send(office, f"{DRAFT}/confirm", facts | {"version": "1"})
    assert (stale.status_code, 'name="version" type="hidden" value="2"' in stale.text) == (409, True)
    assert "Open the page again." in send(office, f"{DRAFT}/confirm", facts | {"version": ""}).text
    version = {"version": str(headcount_of(db).version)}
    assert send(office, f"{DRAFT}/confirm", facts | version).location == DRAFT
    assert send(agency, DRAFT, facts).status_code == 409
    assert "3 headcounts confirmed" not in send(office, "/headcounts/2027/confirm", {"seen": "x"}).text
    seen = re.findall(r'name="seen" type="hidden" value="(\w+)"', office.get("/reports?year=2027").text)
    assert send(office, "/headcounts/2027/confirm", {"seen": seen[0]}).location == "/reports?year=2027"
    assert "2 headcounts confirmed" in office.get("/reports?year=2027").text
    lack = send(office, f"{DRAFT}/correct", facts | {"reason": ""})
    assert beside(lack) == {"reason": "Write what was wrong: it stays on the record."}
    missed = facts | {"reason": "One was missed."}
    same = ["These are the figures that stand already."]
    assert summary(send(office, f"{DRAFT}/correct", missed)) == same
    assert send(office, f"{DRAFT}/correct", missed | {"ses": "6"}).location == DRAFT
    assert summary(send(office, f"{DRAFT}/correct", missed | {"ses": "6"})) == same
    assert "Erratum 1, 23 November 2026" in office.get(DRAFT).text


OTHERS = (
    "The fields hold other figures than the table: enter them first, or take those of the table back and "
    "confirm them."
)


@pytest.mark.parametrize("typed", [{"ses": "7"}, {"source": "The payroll of 1 October."}])
def test_figures_that_were_typed_and_not_entered_are_not_lost_by_confirming(
    office: FlaskClient, db: Session, typed: dict[str, str]
) -> None:
    page = office.get(DRAFT).text
    assert "Confirming freezes the figures in the table above for good; other figures are entered" in page
    assert f'formaction="{DRAFT}/confirm">Confirm the headcount</button>' in page
    assert "Take the figures of the table back" not in page
    stored = headcount_of(db)
    facts = {name: str(getattr(stored, name)) for name in ("ses", "sl", "st", "source", "version")}
    answer = send(office, f"{DRAFT}/confirm", facts | typed)
    assert (answer.status_code, summary(answer)) == (422, [OTHERS])
    assert all(
        f'value="{one}"' in answer.text or f"\r\n{one}</textarea>" in answer.text for one in typed.values()
    )
    assert f'href="{DRAFT}">Take the figures of the table back</a>' in answer.text
    assert headcount_of(db).confirmed_at is None
    assert send(office, f"{DRAFT}/confirm", facts).location == DRAFT
    assert headcount_of(db).ses == stored.ses


def test_source_of_several_lines_is_confirmed_as_a_browser_sends_it(office: FlaskClient, db: Session) -> None:
    stored = headcount_of(db)
    stored.source = "The payroll\nof 1 October."
    db.commit()
    facts = {name: str(getattr(stored, name)) for name in ("ses", "sl", "st", "version")}
    answer = send(office, f"{DRAFT}/confirm", facts | {"source": "The payroll\r\nof 1 October."})
    assert answer.location == DRAFT


def test_names_are_shown_on_asking_and_on_the_trail(
    agency: FlaskClient, make_client: Clients, db: Session
) -> None:
    assert "Invented Person 5" not in agency.get(f"{HERE}/runs").text
    assert "Invented Person 5" in send(agency, f"{HERE}/runs", {}).text
    seen = db.scalars(select(AuditEvent).where(AuditEvent.action == "rotation_reports.show_names")).one()
    assert seen.facts == {"year": 2026}
    other = sign_in(make_client(), "coord-TR")
    assert other.get(f"{HERE}/runs").status_code == 404
    assert send(other, f"{HERE}/runs", {}).status_code == 404
    assert send(sign_in(make_client(), "auditor"), f"{HERE}/runs", {}).status_code == 404


def test_files_hold_every_field_and_no_formula(agency: FlaskClient, office: FlaskClient) -> None:
    taken = send(agency, f"{HERE}/file", {"format": "csv"})
    ((row),) = csv.DictReader(io.StringIO(taken.data.decode("utf-8-sig")))
    assert row["120 days within the year, career SES"] == "2"
    assert row["another Federal agency"] == "2"
    assert row["executives on 1 October, career SES"] == "4"
    assert row["participation in percent"] == "40.00"
    book = openpyxl.load_workbook(io.BytesIO(send(office, "/reports/2026/file", {"format": "xlsx"}).data))
    cells = [cell for line in book.active.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert [line[1].value for line in book.active.iter_rows()] == ["agency", "Energy", "Government-wide"]


def test_programme_opens_five_numbers(office: FlaskClient, agency: FlaskClient) -> None:
    page = office.get("/programme").text
    for slug in ("rotating", "answered", "first_choice", "on_time", "satisfied"):
        assert f'href="/programme/{slug}"' in page
    assert "goal 15 %" in page
    assert "gives nobody a right to a rotation" in page
    number = office.get("/programme/rotating").text
    assert "the goal of the 2015 executive order" in number
    assert "Executives whose last rotation ended over 5 years ago: 0 of 1 who had one." in number
    assert office.get("/programme/another").status_code == 404
    assert agency.get("/programme").status_code == 403


def test_reports_of_the_year_stand_together_for_the_office(office: FlaskClient, agency: FlaskClient) -> None:
    assert "Government-wide" in office.get("/reports?year=2026").text
    assert "Government-wide" not in agency.get("/reports?year=2026").text
    assert office.get("/reports?year=1900").status_code == 404


def test_merged_agency_stays_in_the_reports_and_nothing_of_it_waits(office: FlaskClient) -> None:
    """Energy is merged: its draft of 2026 and its ready report of 2025 are closed with it."""
    merge = "/agencies/EN/merge/AG"
    stay = (
        "2 annual rotation reports of years that are over are closed as they stand, because the agency makes "
        "none any more."
    )
    assert stay in office.get(merge).text
    send(office, merge, {"reason": "By law."}, page=merge)
    listed = office.get("/reports?year=2026").text
    assert "1 of 1 report closed." in listed
    assert (
        "Nothing more is to be done</h2><p>Energy was merged into Agriculture: this report stays as it is, "
        "and a rotation that becomes known later is reported by Agriculture.</p>"
    ) in office.get(HERE).text
    assert "merged into Agriculture" in office.get("/reports?year=2027").text
    page = office.get("/reports/2027/EN").text
    assert "Nothing is to be made ready</h2><p>Energy was merged into Agriculture: it makes no report" in page


def test_evaluation_is_on_the_desk_and_answered_once(make_client: Clients, office: FlaskClient) -> None:
    owner = sign_in(make_client(), "e-08")
    desk = owner.get("/").text
    assert "3 months after your rotation: five questions to you — by " in desk
    (address,) = set(re.findall(r"/evaluations/\d+", desk))
    wrong = send(owner, address, dict.fromkeys(MEASURES, ""))
    asked = beside(wrong)
    assert asked.keys() == set(MEASURES)
    assert "“I build relationships across organizations”" in asked["relationships"]
    host = sign_in(make_client(), "supervisor-TR")
    assert "Enter as done" not in host.get(address).text
    told = host.get("/").text
    assert "3 months after the rotation of Invented Person 8: five questions to you — by " in told
    (theirs,) = set(re.findall(r"/evaluations/\d+", told))
    assert "The executive builds relationships across organizations" in host.get(theirs).text
    assert all(words.startswith("Choose a figure from 1 to 5 for “") for words in asked.values())
    answers = dict.fromkeys(MEASURES, "4")
    assert send(owner, address, answers).location == address
    assert send(owner, address, answers).status_code == 409
    assert "five questions" not in owner.get("/").text
    assert "1 of 3" in office.get("/programme/evaluations").text
    assert "fewer than 5" in office.get("/programme/evaluations").text
    assert sign_in(make_client(), "e-07").get(address).status_code == 404


def test_checklist_is_ticked_by_home_and_seen_by_the_executive(
    agency: FlaskClient, make_client: Clients, db: Session
) -> None:
    right = db.scalars(select(ReturnRight).join(Executive).where(Executive.slug == "E-08")).one()
    address = f"/agreements/{right.agreement_id}/no-penalty"
    lines = agency.get(address).text
    assert "1 of 6 lines done" in lines
    assert "Done</button>" in lines
    assert "Enter as done for the host</button>" in lines
    assert send(agency, f"{address}/host_plan", {}).location == address
    assert send(agency, f"{address}/host_plan", {}).status_code == 409
    assert send(agency, f"{address}/nothing", {}).status_code == 422
    assert "2 of 6 lines done" in sign_in(make_client(), "e-08").get("/my-way-back").text
    host = sign_in(make_client(), "supervisor-TR")
    assert send(host, f"{address}/review_board", {}).status_code == 422
    assert send(host, f"{address}/host_appraisal", {}).location == address
    assert sign_in(make_client(), "coord-TR").get(address).status_code == 404

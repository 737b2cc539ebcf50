"""Agencies: the tree, one of them, and its new name, merger or end."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.db import unit_of_work
from models.executives import Executive
from models.outbox import Notice
from models.rotation_reports import ReportState, RotationReport
from models.rounds import Round
from models.services import agencies
from tests.models.agreements import in_force
from tests.models.world import NOW, actor, find
from tests.webui.site import beside, send, sign_in, summary

RENAME = "/agencies/EN/rename"
MERGE = "/agencies/TR/merge/AG"
CLOSE = "/agencies/ZZ/close"
WHY = "Write the reason: it stays on the record."


@pytest.fixture
def office(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "office")


@pytest.fixture
def _empty_agency(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        session.add(Agency(code="ZZ", name="Zeppelin Board"))


def words(client: FlaskClient, path: str) -> str:
    return " ".join(client.get(path).text.split())


def agency(db: Session, code: str = "EN") -> Agency:
    db.rollback()
    db.expire_all()
    found: Agency = find(db, Agency, code)
    return found


def rename(client: FlaskClient, db: Session, **typed: str) -> Any:
    fields = {"version": str(agency(db).version), "name": "Energy and Climate", "abbreviation": "DOE"}
    return send(client, RENAME, fields | typed, page=RENAME)


def test_tree_shows_each_agency_below_its_own(office: FlaskClient) -> None:
    page = office.get("/agencies").text
    assert re.findall(r'rt-depth-(\d)"><a href="/agencies/(\w+)"', page) == [
        ("0", "AG"),
        ("1", "AG11"),
        ("0", "EN"),
        ("0", "TR"),
    ]
    assert re.findall(r"<td[^>]*>([^<]+)</td>", page.partition(">Energy</a>")[2])[:4] == ["EN", "4", "2", "4"]


def test_page_tells_what_hangs_on_the_agency(office: FlaskClient) -> None:
    page = words(office, "/agencies/EN")
    for line in (
        "4 executives",
        "2 posts",
        "2 open opportunities",
        "4 roles",
        "1 limit in a round that is not frozen",
    ):
        assert f"<li>{line}</li>" in page
    assert "Invented Person 5" in page
    assert "possible once nothing hangs on it any more" in page


def test_limit_in_a_frozen_round_hangs_on_nobody(office: FlaskClient, db: Session) -> None:
    """A merger moves none: the round keeps the agency that it was frozen with."""
    for one in db.scalars(select(Round)):
        one.frozen_sha256 = "0" * 64
    db.commit()
    assert "limit in a round" not in words(office, "/agencies/EN")


@pytest.mark.parametrize("slug", ["exchange", "coord-EN", "e-05"])
def test_nobody_else_sees_the_agencies(client: FlaskClient, slug: str) -> None:
    sign_in(client, slug)
    assert [client.get(path).status_code for path in ("/agencies", RENAME, MERGE)] == [403, 404, 404]


def test_new_name_leaves_the_old_one_as_an_alias(office: FlaskClient, db: Session) -> None:
    answer = rename(office, db, name=" Energy  and Climate ")
    assert (answer.status_code, answer.location) == (303, "/agencies/EN")
    found = agency(db)
    assert (found.name, found.abbreviation) == ("Energy and Climate", "DOE")
    assert [alias.name for alias in found.aliases] == ["Energy"]
    assert "The agency is called Energy and Climate now." in office.get("/agencies/EN").text


@pytest.mark.parametrize("stage", ["reporting"])
def test_new_name_is_not_that_of_reports_that_were_made_ready(office: FlaskClient, db: Session) -> None:
    said = (
        "Every page shows the new name at once, except annual rotation reports that are ready or closed: "
        "they keep the name of their day, also in the list of reports and in files. The name of before "
        "stays as an alias."
    )
    assert said in office.get(RENAME).text
    rename(office, db, name="Energy and Climate")
    assert '<a href="/reports/2025/EN">Energy</a>' in office.get("/reports?year=2025").text
    assert '<a href="/reports/2026/EN">Energy and Climate</a>' in office.get("/reports?year=2026").text
    report = db.scalars(select(RotationReport).where(RotationReport.state == ReportState.READY)).one()
    page = office.get("/reports/2025/EN").text
    assert "<h1>Rotation report of Energy, fiscal year 2025</h1>" in page
    assert "The agency is called Energy and Climate now; the report keeps the name of its day." in page
    digest = {"sha256": report.versions[-1].sha256}
    assert send(office, "/reports/2025/EN/close", digest, page="/reports/2025/EN").status_code == 303


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Enter the name."),
        ("name", "  ", "Enter the name."),
        ("name", "x" * 301, "Use at most 300 characters."),
        ("name", "Treasury", "Another agency is called so already: TR."),
        ("name", "treasury", "Another agency is called so already: TR."),
        ("abbreviation", "USDA", "Another agency is called so already: AG."),
        ("abbreviation", "TR", "Another agency is called so already: TR."),
        ("abbreviation", " usda ", "Another agency is called so already: AG."),
        ("abbreviation", "x" * 41, "Use at most 40 characters."),
    ],
)
def test_new_name_is_refused_beside_the_field_and_kept(
    office: FlaskClient, db: Session, field: str, typed: str, sentence: str
) -> None:
    agency(db, "AG").abbreviation = "USDA"
    db.commit()
    answer = rename(office, db, **{field: typed})
    assert answer.status_code == 422
    assert (beside(answer), summary(answer)) == ({field: sentence}, [sentence])
    assert f'value="{typed}"' in answer.text
    assert agency(db).name == "Energy"


def test_name_that_is_the_same_is_refused(office: FlaskClient, db: Session) -> None:
    answer = rename(office, db, name="Energy", abbreviation="")
    assert (answer.status_code, beside(answer)) == (
        422,
        {"name": "This is its name already: change it, or go back."},
    )


def test_new_name_without_a_version_asks_to_open_the_page_again(office: FlaskClient) -> None:
    answer = send(office, RENAME, {"name": "Energy and Climate"}, page=RENAME)
    assert (answer.status_code, summary(answer)) == (422, ["Open the page again."])


def test_agency_changed_meanwhile_shows_both_versions(
    office: FlaskClient, db: Session, engine: Engine
) -> None:
    before = str(agency(db).version)
    with unit_of_work(engine) as session:
        found = find(session, Agency, "EN")
        names = {"name": "Energy and Water", "abbreviation": "", "version": found.version}
        agencies.rename(session, actor=actor(session, "office-2"), now=NOW, agency=found, **names)
    answer = rename(office, db, version=before)
    assert answer.status_code == 409
    assert (
        '<td class="rt-lines">Energy and Water</td><td class="rt-lines">Energy and Climate</td>'
        in answer.text
    )
    assert '<td class="rt-lines">–</td><td class="rt-lines">DOE</td>' in answer.text
    assert agency(db).name == "Energy and Water"
    (again,) = re.findall(r'name="version" type="hidden" value="(\d+)"', answer.text)
    assert rename(office, db, version=again).status_code == 303
    assert agency(db).name == "Energy and Climate"


def test_successor_is_chosen_from_those_near_by_or_from_all(office: FlaskClient) -> None:
    assert 'href="/agencies/AG11/merge/AG"' in words(office, "/agencies/AG11/merge")
    page = words(office, "/agencies/EN/merge")
    assert "Near by" not in page
    assert '<option value="AG11">Forest Service</option>' in page
    assert '<option value="EN">' not in page
    none = office.get("/agencies/EN/merge?into=")
    assert summary(none) == ["Choose an agency."]
    assert beside(none) == {"into": "Choose an agency."}
    chosen = office.get("/agencies/EN/merge?into=AG11")
    assert (chosen.status_code, chosen.location) == (302, "/agencies/EN/merge/AG11")
    assert "people then at" not in words(office, chosen.location)
    assert office.get("/agencies/EN/merge/XX").location == "/agencies/EN/merge"
    answer = send(office, "/agencies/EN/merge/XX", {"reason": "as decided"}, page=RENAME)
    assert (answer.status_code, answer.location) == (303, "/agencies/EN/merge")


@pytest.mark.parametrize("stage", ["filed"])
def test_merger_is_told_and_then_done(office: FlaskClient, db: Session) -> None:
    page = words(office, MERGE)
    for line in ("4 executives", "2 open opportunities", "2 roles", "1 limit in a round that is not frozen"):
        assert f"<li>{line}</li>" in page
    assert "<li>Treasury is closed; its name stays as an alias of Agriculture.</li>" in page
    assert "<li>4 people then at Agriculture with a sheet in a round that is not frozen are told" in page
    assert "Nobody is away from Treasury, so no return is put at risk." in page
    answer = send(office, MERGE, {"reason": "as decided"}, page=MERGE)
    assert (answer.status_code, answer.location) == (303, "/agencies/AG")
    assert "Treasury is part of Agriculture now: 4 executives and 0 posts moved." in words(
        office, "/agencies/AG"
    )
    closed = agency(db, "TR")
    assert (closed.active, closed.successor) == (False, agency(db, "AG"))
    assert [alias.name for alias in agency(db, "AG").aliases] == ["Treasury"]
    assert find(db, Executive, "E-09").home_agency.code == "AG"
    told = db.scalars(select(Notice.template)).all()
    assert told == ["home_changed"] * 4
    assert 'Merged into <a href="/agencies/AG">Agriculture</a>.' in words(office, "/agencies/TR")


def test_merger_says_how_many_returns_it_puts_at_risk(office: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        in_force(session)
    assert "1 return to Energy is put at risk until a coordinator of Agriculture" in words(
        office, "/agencies/EN/merge/AG"
    )


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (
            "/agencies/EN/merge/TR",
            (
                "Both have limits in First invented round: an exchange coordinator decides which hold, and "
                "clears those of Energy under “Limits and alliances” of that round; a row that is not there "
                "comes with “Show every agency”."
            ),
        ),
        ("/agencies/AG/merge/AG11", "Forest Service lies below Agriculture: choose one that does not."),
        ("/agencies/EN/merge/EN", "An agency is not merged into itself."),
    ],
)
def test_what_must_be_decided_before_a_merger_is_told(
    office: FlaskClient, db: Session, path: str, sentence: str
) -> None:
    for answer in (office.get(path), send(office, path, {"reason": "as decided"}, page=RENAME)):
        assert "First to be decided" in answer.text
        assert f"<li>{sentence}</li>" in answer.text
        assert "Merge the two agencies" not in answer.text
        assert ("Exchange coordinators: exchange; exchange-2." in answer.text) == ("limits" in sentence)
    assert answer.status_code == 409
    assert agency(db).active


@pytest.mark.usefixtures("_empty_agency")
@pytest.mark.parametrize("path", [MERGE, CLOSE])
@pytest.mark.parametrize(
    ("reason", "sentence"), [("", WHY), (" ", WHY), ("x" * 2001, "Use at most 2,000 characters.")]
)
def test_reason_is_asked_for_beside_its_field(
    office: FlaskClient, db: Session, path: str, reason: str, sentence: str
) -> None:
    answer = send(office, path, {"reason": reason}, page=path)
    assert (answer.status_code, beside(answer), summary(answer)) == (422, {"reason": sentence}, [sentence])
    assert f">\r\n{reason}</textarea>" in answer.text
    assert (agency(db, "TR").active, agency(db, "ZZ").active) == (True, True)


def test_agency_on_which_something_hangs_stays_open(office: FlaskClient, db: Session) -> None:
    path = "/agencies/TR/close"
    for answer in (office.get(path), send(office, path, {"reason": "as decided"}, page=RENAME)):
        assert "It cannot be closed yet." in answer.text
        assert "<li>4 executives</li>" in answer.text
    assert answer.status_code == 409
    assert agency(db, "TR").active


@pytest.mark.usefixtures("_empty_agency")
def test_empty_agency_is_closed_once(office: FlaskClient, db: Session) -> None:
    assert "Nothing hangs on it." in words(office, CLOSE)
    assert send(office, CLOSE, {"reason": "as decided"}, page=CLOSE).status_code == 303
    assert not agency(db, "ZZ").active
    assert "Zeppelin Board is closed." in office.get("/agencies/ZZ").text
    again = send(office, CLOSE, {"reason": "as decided"}, page=RENAME)
    assert (again.status_code, beside(again)) == (409, {})
    assert summary(again) == ["Zeppelin Board is closed already."]

"""The auditor's pages: the rounds on record, the trail, what was disclosed."""

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from subprocess import run

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.outcomes import Outcome
from models.queries.record import seed_proof
from models.queries.trail import one_of
from models.services import trail as services
from tests.models.world import actor, the_round
from tests.webui.site import beside, send, sign_in
from tests.webui.test_outcomes import words
from webui.views.trail import fact, told

Clients = Callable[[], FlaskClient]
ROUND = "/record/rounds/R-1"


@pytest.fixture
def auditor(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "auditor")


def test_auditors_menu_leads_to_the_record(auditor: FlaskClient) -> None:
    desk = auditor.get("/").text
    rooms = ("/record", "/record/trail", "/record/disclosures")
    assert all(f'<a href="{room}"' in desk for room in rooms)
    assert "First invented round" in auditor.get("/record").text


@pytest.mark.parametrize("stage", ["empty"])
def test_record_of_nothing_is_refused_to_nobody_signed_in(client: FlaskClient) -> None:
    assert client.get("/record").status_code == 302


@pytest.mark.parametrize("stage", ["frozen"])
def test_record_keeps_the_secret_before_the_outside_value(auditor: FlaskClient, db: Session) -> None:
    page = auditor.get(ROUND).text
    round_ = the_round(db)
    assert round_.commitment in page
    assert str(round_.frozen_sha256) in page
    assert "an invented secret" not in page


def commands(page: str) -> list[str]:
    """What the page says to type."""
    return [unescape(one) for one in re.findall("printf .*sha256sum", page)]


def proved(db: Session) -> list[str | None]:
    return [the_round(db).commitment, seed_proof(the_round(db)).seed]


@pytest.mark.parametrize("stage", ["published"])
def test_record_says_which_offers_are_not_settled_yet(auditor: FlaskClient) -> None:
    page = words(auditor.get(ROUND).text)
    assert "not settled yet" in page
    assert "not settled to the end" not in page


@pytest.mark.parametrize("stage", ["published"])
def test_record_of_a_published_round_holds_hashes_proof_and_signatures(
    auditor: FlaskClient, db: Session
) -> None:
    page = words(auditor.get(ROUND).text)
    assert db.scalars(select(Outcome.input_sha256)).one() in page
    assert "The secret fits the commitment." in page
    assert "an invented secret" in page
    for command, gives in zip(commands(auditor.get(ROUND).text), proved(db), strict=True):
        assert (
            run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True).stdout[:64] == gives
        )
    assert "Check the result yourself" in page
    assert "Approved by exchange on 23 November 2026" in page
    assert "Published by Olive Office on 23 November 2026" in page


@pytest.mark.parametrize("stage", ["solving"])
def test_run_that_was_cancelled_stays_on_record_with_its_number(make_client: Clients) -> None:
    exchange = sign_in(make_client(), "exchange")
    send(exchange, "/rounds/R-1/solves/1/cancel")
    assert "Attempt 1 of this round, counted apart from its runs; every one is on its record" in words(
        exchange.get("/rounds/R-1/solves/1").text
    )
    runs = words(exchange.get("/rounds/R-1/solves").text)
    assert "cancelled No answer; it stays on the round’s record" in runs
    board = words(exchange.get("/rounds/R-1").text)
    assert "Next: Solve again The last run was cancelled and left nothing behind." in board
    auditor = sign_in(make_client(), "auditor")
    page = words(auditor.get(ROUND).text)
    assert "1 attempt gave no answer, so there was nothing to see or to choose:" in page
    assert "Attempt 1, asked for by exchange on 23 November 2026" in page
    assert "cancelled a run of the solver attempt 1 to solve First invented round" in page
    assert "attempt 1 to solve" in words(auditor.get("/record/trail?round=R-1").text)


@pytest.mark.parametrize("stage", ["archived"])
def test_record_says_how_a_round_ended(auditor: FlaskClient) -> None:
    page = words(auditor.get(ROUND).text)
    made = (
        "offers were made: 0 confirmed by all three, 0 declined, 0 refused by the home agency, 0 by the host,"
    )
    for one in (made, "Closed on", "Archived on"):
        assert one in page
    decision = words(auditor.get("/rounds/R-1/decision").text)
    assert "Answers in the end" in decision
    assert "The round was closed on" in decision
    assert "lapses then" not in decision


def test_trail_is_the_auditors_alone_and_the_record_open_to_those_who_run_rounds(client: FlaskClient) -> None:
    found = {}
    for who in ("exchange", "office", "e-05", "host-EN"):
        sign_in(client, who)
        pages = (ROUND, "/record", "/record/trail", "/record/disclosures")
        found[who] = [client.get(page).status_code for page in pages]
    assert found == {
        "exchange": [200, 200, 403, 403],
        "office": [200, 200, 403, 403],
        "e-05": [404, 403, 403, 403],
        "host-EN": [404, 403, 403, 403],
    }


@pytest.mark.parametrize("stage", ["filed"])
def test_trail_is_filtered_by_person_act_and_day(auditor: FlaskClient, db: Session) -> None:
    mine = select(AuditEvent).where(AuditEvent.actor_id == actor(db, "e-05").id)
    count = len(db.scalars(mine).all())
    asked = "/record/trail?who=e-05"
    assert f"1 to {count} of {count} entries" in words(auditor.get(asked).text)
    one = auditor.get(f"{asked}&action=dream_sheets.certify&since=2026-11-23&until=2026-11-23")
    assert "1 to 1 of 1 entry" in words(one.text)
    assert "Nothing fits." in auditor.get("/record/trail?since=2026-11-24").text
    assert "Nothing fits." in auditor.get("/record/trail?until=2026-11-22").text


@pytest.mark.parametrize("stage", ["filed"])
def test_names_that_only_an_address_maker_knows_are_no_part_of_the_next_page(auditor: FlaskClient) -> None:
    page = auditor.get("/record/trail?_scheme=x&endpoint=y&_anchor=z&who=e-")
    assert page.status_code == 200
    assert "/record/trail?who=e-&amp;page=2" in page.text
    assert "endpoint" not in page.text.partition("<main")[2]


@pytest.mark.parametrize("stage", ["filed"])
def test_trail_leads_to_one_records_whole_history(auditor: FlaskClient) -> None:
    whole = "/record/trail?table=rounds&number=1"
    assert whole.replace("&", "&amp;") in auditor.get("/record/trail?round=R-1").text
    page = auditor.get(whole).text
    assert "The whole history of round 1: First invented round." in page
    assert '<input type="hidden" name="table" value="rounds">' in page
    assert page.count(whole.replace("&", "&amp;")) == page.count('<td class="rt-when"') > 0
    assert "Nothing fits." in auditor.get(f"{whole}&who=e-05").text
    wrong = ("table=rounds", "table=rounds&number=x", "table=pg_authid&number=1")
    assert [auditor.get(f"/record/trail?{one}").status_code for one in wrong] == [404] * 3


def test_trail_shows_no_choice_of_anybody(auditor: FlaskClient) -> None:
    page = auditor.get("/record/trail?action=dream_sheets.certify").text
    assert "Acting director" not in page
    assert "O-3" not in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("since=2026-13-01", "From: Enter the day as year, month and day: 2027-01-31."),
        ("until=tomorrow", "To: Enter the day as year, month and day: 2027-01-31."),
        ("since=2026-11-24&until=2026-11-23", "The last day is before the first."),
        ("who=" + "x" * 101, "Field cannot be longer than 100 characters."),
    ],
)
@pytest.mark.parametrize("page", ["/record/trail", "/record/disclosures"])
def test_filter_that_cannot_be_read_is_told_beside_its_field(
    auditor: FlaskClient, page: str, asked: str, sentence: str
) -> None:
    answer = auditor.get(f"{page}?{asked}")
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2  # in the summary and beside the field


def test_round_that_is_not_there_is_not_filtered_by(auditor: FlaskClient) -> None:
    assert auditor.get("/record/trail?round=R-2").status_code == 404
    assert "First invented round" in auditor.get("/record/trail?round=R-1").text


@pytest.mark.parametrize("stage", ["solved"])
def test_disclosure_appears_on_its_list(client: FlaskClient) -> None:
    sign_in(client, "exchange")
    send(client, "/rounds/R-1/outcomes/1/files/outcome")
    page = words(sign_in(client, "auditor").get("/record/disclosures?who=exchange").text)
    assert "took the file of an outcome run 1 of First invented round" in page


def test_desk_leads_to_the_record_and_to_what_was_disclosed(auditor: FlaskClient) -> None:
    desk = auditor.get("/").text
    assert '<a href="/record/disclosures">No look at confidential matters in the last seven days</a>' in desk
    assert '<a href="/record">The record of each round, and the files to check its result with</a>' in desk


def test_facts_and_acts_are_told_in_words() -> None:
    assert [
        one_of(name) for name in ("saved_searches", "projected_vacancies", "run_choices", "rounds", "outbox")
    ] == [
        "saved search",
        "projected vacancy",
        "run choice",
        "round",
        "message",
    ]
    assert told("rounds.open_posting") == "opened the round for opportunities"
    assert told("rounds.done_long_ago") == "rounds: done long ago"
    assert fact({"max_out": 3, "net_min": None, "in": {"a": True, "b": [1, False]}}) == (
        "max out 3, net min none, in a yes, b 1, no"
    )
    assert fact(["host_contact", "2026-12-07", "R-2026_a", "practice-a"]) == (
        "host contact, 7 December 2026, R-2026_a, practice-a"
    )
    assert fact({"who": "2026-02-30", "act": "1999-13-01"}) == "who 2026-02-30, act 1999-13-01"


@pytest.mark.parametrize("stage", ["published"])
def test_totals_are_open_to_everybody_and_the_files_to_those_entitled(
    client: FlaskClient, db: Session
) -> None:
    round_ = the_round(db)
    for who, entitled in (("e-05", False), ("host-EN", False), ("auditor", True), ("exchange", True)):
        page = words(sign_in(client, who).get(f"{ROUND}/totals").text)
        assert "Counts below 5 are not shown" in page
        assert "not shown" in page
        assert ("Take the round file" in page) is entitled
        assert all(str(value) in page for value in (round_.commitment, round_.frozen_sha256, round_.outside))
        assert "by exchange, on 23 November 2026" in page


@pytest.mark.parametrize("stage", ["approved"])
def test_totals_are_nowhere_before_the_publication(client: FlaskClient) -> None:
    assert sign_in(client, "auditor").get(f"{ROUND}/totals").status_code == 404


@pytest.mark.parametrize("stage", ["filed"])
def test_filtered_trail_is_taken_as_a_file(auditor: FlaskClient, db: Session) -> None:
    page = "/record/trail?action=dream_sheets.certify"
    shown = words(auditor.get(page).text)
    found = db.scalars(select(AuditEvent).where(AuditEvent.action == "dream_sheets.certify")).all()
    assert f"All {len(found)} entries that the filter above finds, as one CSV file" in shown
    assert 'action="/record/trail/taken?action=dream_sheets.certify"' in auditor.get(page).text
    answer = send(auditor, "/record/trail/taken?action=dream_sheets.certify")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=trail-2026-11-2")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert {int(row["entry"]) for row in rows} == {event.id for event in found}
    assert {row["act in words"] for row in rows} == {told("dream_sheets.certify")}
    assert "took entries of the audit trail out of Roundtrip" in words(auditor.get("/record/trail").text)


def test_taking_what_cannot_be_read_or_is_too_much_is_told_beside_the_day(
    auditor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = send(auditor, "/record/trail/taken?since=2026-11-24&until=2026-11-23")
    assert answer.status_code == 422
    assert answer.text.count("The last day is before the first.") == 2
    monkeypatch.setattr(services, "MOST_ENTRIES", 0)
    answer = send(auditor, "/record/trail/taken?who=office")
    assert answer.status_code == 422
    assert beside(answer)["since"].endswith("take the trail part by part.")
    assert 'value="office"' in answer.text


@pytest.mark.parametrize("stage", ["solved"])
def test_disclosures_are_taken_alone(client: FlaskClient) -> None:
    send(sign_in(client, "exchange"), "/rounds/R-1/outcomes/1/files/outcome")
    answer = send(sign_in(client, "auditor"), "/record/disclosures/taken?who=exchange")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["act"] for row in rows] == ["outcomes.take_outcome_file"]


@pytest.mark.parametrize("stage", ["solved"])
def test_calendar_of_the_record_stands_as_it_came_to_be(auditor: FlaskClient) -> None:
    page = words(auditor.get(ROUND).text)
    assert (
        "Calendar as it stands The days that count: one that was moved, or an opening before its day" in page
    )

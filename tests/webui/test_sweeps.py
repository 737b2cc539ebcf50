"""Sweeps through the pages: what stands before and after publishing, and the files."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.mentors import MentorProfile
from models.queries.sweeps import Pair
from models.requests import MentoringRequest, RequestState
from models.sweep_files import number_of, pairs_of
from models.sweeps import Sweep, SweepState
from tests.models.talks import open_week
from tests.webui.site import Clock, send, sign_in
from tests.webui.test_mentoring_desk import profile_number, stuck
from webui.cli import main
from webui.views.sweeps import MOST, few


@pytest.fixture
def stage() -> str:
    return "giving"


def sweep(db: Session) -> Sweep:
    db.rollback()
    db.expire_all()
    return db.scalars(select(Sweep).order_by(Sweep.number.desc()).limit(1)).one()


def page_for(client: FlaskClient, asks: int) -> str:
    """The second sweep with a request chosen to be fixed."""
    return client.get(f"/mentoring/sweeps/2?asks={asks}").text


def test_sweep_is_looked_at_pinned_freed_and_published(exchange: FlaskClient, db: Session) -> None:
    waits = "What waits now: 2 requests for a mentor, 0 requests for a coach."
    assert waits in exchange.get("/mentoring/sweeps").text
    answer = send(exchange, "/mentoring/sweeps", {"kind": "mentor"})
    assert answer.location == "/mentoring/sweeps/2"
    assert (
        "Sweep 2 for mentors is prepared since 23 November 2026: look at it, and decide"
        in exchange.get("/").text
    )
    page = exchange.get("/mentoring/sweeps/2").text
    assert re.search(r"Requests with a mentor</th><td[^>]*>2</td><td[^>]*>2</td>", page)
    assert re.search(r"The weakest pair, of 1,000</th><td[^>]*>750</td><td[^>]*>750</td>", page)
    asks, helps = stuck(db).id, profile_number(db, 7)
    assert f'<option value="{helps}">Invented Person 7, 750 points' in page_for(exchange, asks)
    pair = {"asks": str(asks), "helps": helps}
    for fields, sentence in (
        (pair | {"helps": "", "reason": "They know each other."}, "Choose who is to help."),
        (pair | {"reason": ""}, "Write the reason: it stays on the record."),
    ):
        refused = send(exchange, "/mentoring/sweeps/2/pin", fields)
        assert (refused.status_code, refused.text.count(sentence)) == (422, 2)
    wanted = pair | {"reason": "They know the same law."}
    assert send(exchange, "/mentoring/sweeps/2/pin", wanted).status_code == 303
    page = exchange.get("/mentoring/sweeps/2").text
    assert "They know the same law." in page
    assert '<td data-label="What it costs">nothing</td>' in page
    assert send(exchange, f"/mentoring/sweeps/2/unpin/{asks}").status_code == 303
    assert send(exchange, f"/mentoring/sweeps/2/unpin/{asks}").status_code == 409
    told = "They answer within 2 business days, 1 business day where it is urgent;"
    assert told in exchange.get("/mentoring/sweeps/2").text
    assert send(exchange, "/mentoring/sweeps/2/publish").status_code == 303
    page = exchange.get("/mentoring/sweeps/2").text
    assert "2 offers are made, and each mentor is told." in page
    asked = "waiting for an answer by 25 November 2026, 10:00 a.m. Eastern"
    assert page.count(f'<td data-label="The offer">{asked}</td>') == 2
    assert f'<a href="/mentoring/desk/{asks}">' in page
    assert "not possible any more" not in page
    assert "publishing asks" not in page
    assert "Sweep 2" not in exchange.get("/").text
    assert (sweep(db).state, stuck(db).state) == (SweepState.PUBLISHED, RequestState.OFFERED)
    asker = sign_in(exchange, "e-11").get(f"/requests/{asks}").text
    assert "is asked, as a coordinator paired you. Without an answer" in asker


def test_pairs_that_no_longer_hold_are_named_before_and_after_publishing(
    exchange: FlaskClient, db: Session
) -> None:
    send(exchange, "/mentoring/sweeps", {"kind": "mentor"})
    mentor = pairs_of(sweep(db))[0][1]
    profile = db.get_one(MentorProfile, mentor)
    why = f"{profile.executive.name} has no free place: 1 of 1 are taken."
    assert why not in exchange.get("/mentoring/sweeps/2").text
    profile.capacity = 1
    db.commit()
    page = exchange.get("/mentoring/sweeps/2").text
    assert "1 pair cannot be offered any more" in page
    again = "Publishing leaves it out. To give a request that waits on somebody else, put this sweep away and"
    assert again in page
    assert f"{why}<br>Its request waits on." in page
    assert "publishing asks the mentors of 1, and leaves out what cannot be any more" in page
    assert "Publish 1 offer<" in page
    assert "after 3 without a yes the request waits for you, at once where there were 3 already." in page
    send(exchange, "/mentoring/sweeps/2/publish")
    page = exchange.get("/mentoring/sweeps/2").text
    assert "1 pair was not possible any more" in page.lower()
    assert "Left out: 1 pair" in page
    assert why in page
    assert 'still chooses, and <a href="/mentoring/sweeps">another sweep</a> takes it along.' in page


def test_pair_whose_request_somebody_is_asked_about_needs_nothing_more(
    exchange: FlaskClient, db: Session
) -> None:
    send(exchange, "/mentoring/sweeps", {"kind": "mentor"})
    asked = stuck(db).id
    helps = next(mentor for request, mentor in pairs_of(sweep(db)) if request == asked)
    send(exchange, f"/mentoring/desk/{asked}/offer", {"profile": str(helps)})
    page = exchange.get("/mentoring/sweeps/2").text
    assert "Publishing leaves it out. Why, and what is next for each:" in page
    assert "Somebody is asked about this request already.<br>Nothing: somebody is asked." in page
    assert "waits on" not in page.split("cannot be offered any more")[1].split("</ul>")[0]


def test_sweep_over_nothing_is_refused(exchange: FlaskClient) -> None:
    answer = send(exchange, "/mentoring/sweeps", {"kind": "coach"})
    assert (answer.status_code, answer.text.count("No request waits for a coach now.")) == (409, 2)
    assert send(exchange, "/mentoring/sweeps", {"kind": "friend"}).status_code == 422
    assert send(exchange, "/mentoring/sweeps", {"kind": ""}).text.count("Choose mentors or coaches.") == 2


def test_sweep_is_put_away(exchange: FlaskClient, db: Session) -> None:
    send(exchange, "/mentoring/sweeps", {"kind": "mentor", "with_floor": "y"})
    assert send(exchange, "/mentoring/sweeps/2/discard").location == "/mentoring/sweeps"
    assert sweep(db).state is SweepState.DISCARDED
    page = exchange.get("/mentoring/sweeps/2").text
    assert "It was put away: nobody was asked, and its requests wait on." in page
    assert ", the weakest pair raised first" in page
    assert exchange.get("/mentoring/sweeps").text.count(", the weakest pair raised first") == 1


def test_whom_to_fix_is_the_best_or_found_by_name(exchange: FlaskClient, db: Session) -> None:
    send(exchange, "/mentoring/sweeps", {"kind": "mentor"})
    asks = stuck(db).id
    assert "Only mentors who may be asked, the best first.<" in page_for(exchange, asks)
    named = exchange.get(f"/mentoring/sweeps/2?asks={asks}&who=person 7").text
    assert ">Invented Person 7, 750 points, no time that suits both now</option>" in named
    assert ">Invented Person 7, 750" not in exchange.get(f"/mentoring/sweeps/2?asks={asks}&who=erson").text
    nobody = exchange.get(f"/mentoring/sweeps/2?asks={asks}&who=Points").text
    assert "No mentor who may be asked here is called “Points”." in nobody
    open_week(db, "E-07")
    db.commit()
    named = exchange.get(f"/mentoring/sweeps/2?asks={asks}&who=person 7").text
    assert ">Invented Person 7, 750 points</option>" in named
    there = f'href="/mentoring/desk/{asks}#else">on the page of the request</a>'
    assert there in nobody
    db.execute(
        update(MentoringRequest).where(MentoringRequest.id == asks).values(state=RequestState.WAITLISTED)
    )
    db.commit()
    assert there not in page_for(exchange, asks)


def test_whom_to_fix_leaves_out_all_but_the_best_and_the_chosen_one() -> None:
    pairs = [Pair(1, n, "Request 1", f"Person {n}", 900 - n) for n in range(40)]
    assert [one.mentor for one in few(pairs, "", 30)] == [*range(MOST), 30]
    assert [one.mentor for one in few(pairs, "person 3", None)] == [3, *range(30, 40)]


def test_long_sweep_is_paged_with_the_weakest_pair_first(
    exchange: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.views.sweeps.PAIRS", 1)
    send(exchange, "/mentoring/sweeps", {"kind": "mentor"})
    first = exchange.get("/mentoring/sweeps/2").text
    assert "2 pairs, the weakest first (here 1 to 1); publishing asks each of these mentors" in first
    assert 'href="/mentoring/sweeps/2?page=2"' in first
    second = exchange.get("/mentoring/sweeps/2?page=2").text
    points = [int(re.findall(r'data-label="Points">(\d+)', page)[0]) for page in (first, second)]
    assert points == sorted(points)


def test_pairs_that_clash_are_said_to(exchange: FlaskClient, db: Session) -> None:
    mentor = db.get_one(MentorProfile, int(profile_number(db, 7)))
    mentor.capacity = 1
    db.commit()
    send(exchange, "/mentoring/sweeps", {"kind": "mentor"})
    for asks, helps, _ in sweep(db).content["pairs"]:
        pair = {"asks": str(number_of(asks)), "helps": str(number_of(helps))}
        answer = send(exchange, "/mentoring/sweeps/2/pin", pair | {"reason": "They know the same law."})
        assert answer.status_code == 303
    page = exchange.get("/mentoring/sweeps/2").text
    assert "Fixed, but the fixed pairs cannot all hold: free one of those named below." in page
    assert page.count("cannot hold beside the others") == 2
    clash = sweep(db)
    clash.outcome = clash.outcome | {"conflict": clash.outcome["conflict"][:-1]}
    db.commit()
    third = exchange.get("/mentoring/sweeps/2").text
    assert third.count("cannot hold beside the others") == 1, "a pin that is none of those found"
    assert third.count("known once the pairs named above can hold") == 1
    told = "Nothing can be published while the fixed pairs cannot all hold: free one of them above"
    assert told in page
    assert "Free one of the pairs below" in page
    send(exchange, "/mentoring/sweeps/2/discard")
    assert "Free one of the pairs below" not in exchange.get("/mentoring/sweeps/2").text


def test_files_of_a_sweep_are_proved_logged_and_verified(
    exchange: FlaskClient, db: Session, tmp_path: Path, clock: Clock
) -> None:
    send(exchange, "/mentoring/sweeps", {"kind": "mentor"})
    paths = []
    for kind in ("sweep", "outcome"):
        answer = send(exchange, f"/mentoring/sweeps/2/files/{kind}")
        assert answer.headers["Content-Disposition"] == f"attachment; filename=sweep-2.{kind}.json"
        paths.append(tmp_path / f"{kind}.json")
        paths[-1].write_bytes(answer.data)
    assert "Invented Person" not in paths[0].read_text()
    assert json.loads(paths[0].read_text())["format"] == "roundtrip.mentoring/1"
    verified = CliRunner().invoke(main, ["verify", str(paths[0]), str(paths[1])])
    assert verified.exit_code == 0, verified.output
    db.rollback()
    taken = select(AuditEvent.action).where(AuditEvent.action.like("sweeps.take_%")).order_by(AuditEvent.id)
    assert list(db.scalars(taken)) == ["sweeps.take_sweep", "sweeps.take_outcome"]
    clock.move(minutes=16)
    asked = send(exchange, "/mentoring/sweeps/2/files/sweep")
    assert (asked.status_code, asked.location) == (303, "/sign-in/again")

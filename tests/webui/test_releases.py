"""Releases as the supervisor, the agency and the executive meet them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.opportunities import Kind, Opportunity
from models.releases import Advice, Backfill, RefusalReason, Release, ReleaseState
from tests.models import agreements as made
from tests.models.trials_releases import release_of
from tests.models.world import find
from tests.webui.site import send, sign_in

Clients = Callable[[], FlaskClient]
ROOM = "/releases"
ONE = "/releases/R-1/of/E-05"


@pytest.fixture
def stage() -> str:
    return "filed"


@pytest.fixture
def supervisor(make_client: Clients) -> FlaskClient:
    return sign_in(make_client(), "supervisor-EN")


@pytest.fixture
def agency(make_client: Clients) -> FlaskClient:
    return sign_in(make_client(), "coord-EN")


def fresh(db: Session, slug: str = "E-05") -> Release:
    db.rollback()
    return release_of(db, slug)


def at_midnight(db: Session) -> None:
    """The lists close at a midnight in Washington, which ends the day before."""
    release_of(db, "E-05").round.lists_close_at = datetime(2026, 12, 4, 5, tzinfo=UTC)
    db.commit()


EMPTY = dict.fromkeys(("refusal", "backfill", "stand_in", "latest_start", "longest_days", "note"), "")


def seen(db: Session, slug: str = "E-05", **fields: str) -> dict[str, str]:
    """The form as a browser sends it."""
    return {**EMPTY, "version": str(fresh(db, slug).version), **fields}


def recommend(
    supervisor: FlaskClient, db: Session, slug: str = "E-05", advice: str = "release", note: str = ""
) -> None:
    address = f"/releases/R-1/of/{slug}/recommendation"
    said = send(supervisor, address, seen(db, slug, advice=advice, note=note))
    assert said.location == f"{ROOM}?done=R-1+{slug}"


def test_supervisor_recommends_and_the_agency_releases_with_conditions(
    supervisor: FlaskClient, agency: FlaskClient, make_client: Clients, db: Session
) -> None:
    assert "First invented round: 4 releases wait for your recommendation" in supervisor.get("/").text
    assert "4 releases wait for you." in supervisor.get(ROOM).text
    owner, sheet = sign_in(make_client(), "e-05"), "/dream-sheet/R-1"
    assert "It waits for <strong>supervisor-EN</strong>, your supervisor." in owner.get(sheet).text
    bare = send(supervisor, f"{ONE}/recommendation", seen(db, advice="with_conditions"))
    assert (bare.status_code, "Write the conditions: the agency decides on them." in bare.text) == (422, True)
    recommend(supervisor, db, advice="with_conditions", note="Back by summer.")
    assert "First invented round: 1 release waits for your agency&#39;s decision" in agency.get("/").text
    assert "supervisor-EN, 23 November 2026: release with conditions." in agency.get(ONE).text
    assert "It waits for <strong>coord-EN</strong>, who decides for your agency." in owner.get(sheet).text
    db.rollback()
    find(db, Opportunity, "O-5").duration_days = 150
    db.commit()
    facts = {"verdict": "grant_with_conditions", "longest_days": "150", "backfill": "acting_internal"}
    facts["latest_start"] = "2027-04-15"
    made = send(agency, f"{ONE}/decision", seen(db, stand_in="E-06", note="Until summer.", **facts))
    back = agency.get(made.location).text
    assert f'href="{ONE}">Read again what was said about Invented Person 5</a>' in back
    assert "Read again" not in agency.get(f"{ROOM}?done=R-1+E-99").text
    decided = agency.get(ONE).text
    assert "The agency decides by" not in decided
    assert "Next: the round may place Invented Person 5 within these conditions." in decided
    found = fresh(db)
    assert (found.state, found.advice) == (ReleaseState.GRANTED_WITH_CONDITIONS, Advice.WITH_CONDITIONS)
    assert (found.longest_days, found.backfill) == (150, Backfill.ACTING_INTERNAL)
    owner = sign_in(make_client(), "e-05")
    assert (
        "with conditions, which rule out 1 of the 2 choices you certified: read them" in owner.get("/").text
    )
    mine = owner.get("/dream-sheet/R-1").text
    assert "released with conditions" in mine
    assert "Until summer." in mine
    assert "15 April 2027: what can begin only later is closed in this round" in mine
    assert (
        mine.count("Your agency releases you to begin by 15 April 2027: agree on a first day by then.") == 1
    )
    assert "O-1 lasts 180 days; your agency releases you for at most 150." in mine
    chains = agency.get("/releases/R-1/who-looks-after").text
    assert "Invented Person 6" in chains
    assert "somebody of the agency acts in the post" in chains


def test_desk_and_page_name_the_same_day_and_the_list_opens_at_what_waits(
    supervisor: FlaskClient, agency: FlaskClient, db: Session
) -> None:
    assert "for your recommendation — by 7 December 2026" in supervisor.get("/").text
    assert 'href="/releases?state=mine"' in supervisor.get("/").text
    named = "Next: supervisor-EN, who supervises, recommends, by 7 December 2026 (in 14 days); after that it"
    assert named in agency.get(ONE).text
    assert "<p>By 7 December 2026 (in 14 days). After that" in supervisor.get(ONE).text
    assert "recommended by 7 December 2026" in supervisor.get(ROOM).text
    at_midnight(db)
    assert "for your recommendation — by 7 December 2026" in supervisor.get("/").text
    assert "<p>By 7 December 2026 (in 14 days). After that" in supervisor.get(ONE).text
    recommend(supervisor, db)
    asked = agency.get(ONE).text
    assert "Next: coord-EN decides." in supervisor.get(ONE).text
    assert "The agency decides by 8 December 2026" in asked
    assert (
        "and the shortest of this round lasts 180 days. A move for good is longer than any number." in asked
    )
    assert "in this round; the first can begin on 1 March 2027." in asked
    assert "for your agency&#39;s decision — by 8 December 2026" in agency.get("/").text
    parts = supervisor.get(f"{ROOM}?state=pending_agency").text
    assert 'waiting for you <span class="rt-muted">(3)</span>' in parts
    assert 'aria-current="page">with the agency <span class="rt-muted">(1)</span>' in parts
    assert parts.count('<th scope="row">') == 1
    assert supervisor.get(f"{ROOM}?state=refused").text.count('<th scope="row">') == 4


def test_whoever_decides_reads_who_is_away_already(
    supervisor: FlaskClient, agency: FlaskClient, db: Session
) -> None:
    made.running(db, "E-05"), made.running(db, "E-07")
    made.in_force(db, "E-06", starts_on=date(2026, 12, 30), ends_on=date(2027, 6, 30))
    made.without_way_back(db, "E-08", kind=Kind.TRANSFER, starts_on=date(2027, 1, 19))
    db.commit()
    recommend(supervisor, db)
    page = agency.get(ONE).text
    assert "<strong>Invented Person 5 is away now, at Treasury until 29 October 2027.</strong>" in page
    assert "one that begins by 29 October 2027 is possible only if the one now ends early" in page
    assert ">Invented Person 7 (E-07), away until 29 October 2027</option>" in page
    assert ">Invented Person 6 (E-06), away from 30 December 2026 to 30 June 2027</option>" in page
    assert ">Invented Person 8 (E-08), leaves on 19 January 2027</option>" in page


def test_board_reads_when_a_release_reaches_it(client: FlaskClient) -> None:
    said = "on the last day to decide, if the agency’s coordinator has not decided by then."
    assert said in sign_in(client, "board-EN").get(ROOM).text


def test_agency_refuses_and_the_executive_reads_why(
    supervisor: FlaskClient, agency: FlaskClient, make_client: Clients, db: Session
) -> None:
    recommend(supervisor, db, advice="keep")
    send(agency, f"{ONE}/decision", seen(db, verdict="refuse", refusal="timing"))
    assert fresh(db).refusal is RefusalReason.TIMING
    assert "is placed nowhere in this round; a later round asks anew." in agency.get(ONE).text
    client = sign_in(make_client(), "e-05")
    page = client.get("/dream-sheet/R-1").text
    assert "the time of year does not allow it" in page
    assert "it counts against you in no later round" in page
    assert "Your agency does not release you in First invented round" in client.get("/").text
    choice = re.findall(r'name="opportunity" value="([^"]+)"', page)[0]
    assert send(client, "/dream-sheet/R-1/remove", {"opportunity": choice}).status_code == 303
    assert "You changed your dream sheet" not in client.get("/").text
    page = client.get("/dream-sheet/R-1").text
    assert "Put it back as certified" in page
    assert "Certify this list" not in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose what the agency decides."),
        ({"verdict": "refuse"}, "Choose the reason: the executive is told."),
        ({"verdict": "grant", "refusal": "timing"}, "A reason of refusal goes with a refusal only."),
        (
            {"verdict": "grant_with_conditions"},
            "Name the condition: the latest start, the longest absence, or both.",
        ),
        (
            {"verdict": "grant", "longest_days": "90"},
            "Conditions go with “release with conditions” only.",
        ),
        (
            {"verdict": "grant_with_conditions", "longest_days": "0"},
            "The longest absence must be between 1 and 3,650 days.",
        ),
        (
            {"verdict": "grant_with_conditions", "latest_start": "2026-12-01"},
            "Nothing begins before the results of the round: name a later day, or refuse.",
        ),
        (
            {"verdict": "grant_with_conditions", "longest_days": "179"},
            "Every opportunity of this round lasts 180 days or more: allow that many, or refuse",
        ),
        (
            {"verdict": "grant_with_conditions", "latest_start": "2027-02-28"},
            "Nothing in this round begins before 1 March 2027: name a later day, or refuse with a reason.",
        ),
        ({"verdict": "grant", "stand_in": "E-06"}, "Say how the person looks after the post."),
        (
            {"verdict": "grant", "backfill": "reciprocal_exchange"},
            "Name who changes places, or choose another",
        ),
        ({"verdict": "grant", "note": "x" * 1001}, "Use at most 1,000 characters."),
    ],
)
def test_decision_that_cannot_be_is_refused_beside_its_field(
    supervisor: FlaskClient, agency: FlaskClient, db: Session, typed: dict[str, str], sentence: str
) -> None:
    recommend(supervisor, db)
    answer = send(agency, f"{ONE}/decision", seen(db, **typed))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert fresh(db).state is ReleaseState.PENDING_AGENCY


def test_conditions_that_close_everything_together_are_refused(
    supervisor: FlaskClient, agency: FlaskClient, db: Session
) -> None:
    for one in db.scalars(select(Opportunity)):
        one.starts_from, one.starts_until = date(2027, 3, 2), date(2027, 6, 1)
    short = find(db, Opportunity, "O-5")
    short.starts_from, short.duration_days = date(2027, 3, 1), 181
    db.commit()
    recommend(supervisor, db)
    both = {"verdict": "grant_with_conditions", "longest_days": "180", "latest_start": "2027-03-01"}
    answer = send(agency, f"{ONE}/decision", seen(db, **both))
    sentence = "Nothing in this round both begins by 1 March 2027 and lasts at most 180 days"
    assert (answer.status_code, f"{sentence}: ease one of them, or refuse" in answer.text) == (422, True)
    eased = send(agency, f"{ONE}/decision", seen(db, **both | {"longest_days": "181"}))
    assert eased.status_code == 303


def test_recommendation_says_something(supervisor: FlaskClient, db: Session) -> None:
    assert "It cannot be changed afterwards." in supervisor.get(ONE).text
    answer = send(supervisor, f"{ONE}/recommendation", seen(db))
    assert (answer.status_code, "Choose what you recommend." in answer.text) == (422, True)


def test_decision_on_what_somebody_changed_is_a_conflict(
    supervisor: FlaskClient, agency: FlaskClient, db: Session
) -> None:
    before = seen(db, verdict="grant")
    recommend(supervisor, db)
    answer = send(agency, f"{ONE}/decision", before)
    assert answer.status_code == 409
    assert "The release changed since you opened it: read it again." in answer.text


def test_circle_of_stand_ins_must_be_an_exchange(
    supervisor: FlaskClient, agency: FlaskClient, db: Session
) -> None:
    for slug, other in (("E-05", "E-06"), ("E-06", "E-05")):
        recommend(supervisor, db, slug)
        facts = {"verdict": "grant", "backfill": "acting_internal", "stand_in": other}
        answer = send(agency, f"/releases/R-1/of/{slug}/decision", seen(db, slug, **facts))
    assert answer.status_code == 422
    assert "These people would look after one another&#39;s posts in a circle: E-05, E-06." in answer.text


def test_nobody_stands_in_twice(supervisor: FlaskClient, agency: FlaskClient, db: Session) -> None:
    for slug in ("E-05", "E-06"):
        recommend(supervisor, db, slug)
        facts = {"verdict": "grant", "backfill": "acting_internal", "stand_in": "E-07"}
        answer = send(agency, f"/releases/R-1/of/{slug}/decision", seen(db, slug, **facts))
    assert answer.status_code == 409
    assert "Invented Person 7 looks after another post in this round already." in answer.text


def test_nobody_looks_after_a_post_that_stays_vacant(
    supervisor: FlaskClient, agency: FlaskClient, db: Session
) -> None:
    recommend(supervisor, db)
    facts = {"verdict": "grant", "backfill": "leave_vacant"}
    for other, status in (("E-06", 422), ("", 303)):
        answer = send(agency, f"{ONE}/decision", seen(db, stand_in=other, **facts))
        said = "Nobody looks after a post that stays vacant: name nobody." in answer.text
        assert (answer.status_code, said) == (status, bool(other))


def test_other_agencies_and_the_executive_find_nothing(make_client: Clients) -> None:
    for slug in ("coord-TR", "e-05", "exchange", "host-EN"):
        assert sign_in(make_client(), slug).get(ONE).status_code == 404


def test_no_home_page_tells_what_was_asked_for(supervisor: FlaskClient, agency: FlaskClient) -> None:
    pages = [client.get(address).text for client in (supervisor, agency) for address in (ROOM, ONE)]
    assert [slug for page in pages for slug in ("O-1", "O-5") if slug in page] == []

"""A waiver that is granted after the host certified its ranking: everybody who has to act is told."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.outbox import Notice
from models.queries.board import board
from models.queries.chase import waits_for
from models.queries.my_sheet import find_consent
from models.reminders import Chased
from models.rounds import Unranked
from models.services import consents, rankings, rounds, waivers
from models.services.waivers import Verdict
from models.waivers import RequirementAnswer
from tests.models.test_waivers import asked, certify, facts
from tests.models.walk import Walk, draft, rank
from tests.models.world import DAY, NOW, actor, find, the_round
from tests.webui.site import Clock, send, sign_in
from tests.webui.test_outcomes import words
from webui.messages import preview

PATH = "/applicants/R-1/O-3"
LATER = NOW + DAY / 24
CAME = "in First invented round after you certified your ranking: rank again"
MAY_COME = "Somebody may still come to these applicants: your desk says so then."
LACKS = "1 opportunity is ranked without an applicant who came after that."


@pytest.fixture
def stage() -> str:
    return "lists"


def ranked(db: Session) -> RequirementAnswer:
    """O-3 is ranked and certified with E-01 alone; the waiver of E-12 is undecided."""
    walk, answer = Walk(db), asked(db)
    waivers.attest(db, **facts(db, answer.requirement, "E-01"))
    for slug in ("E-12", "E-01"):
        certify(db, slug, ["O-3"])
    walk.step(rounds.close_preferences)
    walk.step(rounds.open_ranking)
    rank(db, "O-3", ["E-01"])
    db.commit()
    return answer


def grant(db: Session, answer: RequirementAnswer) -> None:
    said: dict[str, Any] = {"version": answer.version, "verdict": Verdict.GRANT, "reason": "Seen and agreed."}
    waivers.decide(db, actor=actor(db, "coord-EN"), now=LATER, answer=answer, **said)
    db.commit()


def leave(db: Session, slug: str) -> None:
    given = find_consent(db, the_round(db), find(db, Executive, slug))
    assert given is not None
    consents.withdraw(db, actor=actor(db, slug.lower()), now=LATER, consent=given)
    db.commit()


def opened(client: FlaskClient, clock: Clock) -> str:
    clock.now = LATER + DAY / 24
    sign_in(client, "host-EN")
    send(client, f"{PATH}/open", page=PATH)
    return words(client.get(PATH).text)


def test_host_that_certified_ranks_again(client: FlaskClient, db: Session, clock: Clock) -> None:
    answer = ranked(db)
    sign_in(client, "host-EN")
    assert CAME not in words(client.get("/").text)
    assert MAY_COME in opened(client, clock)
    grant(db, answer)
    assert CAME in words(client.get("/").text)
    assert "certified before a new applicant came" in words(client.get("/applicants").text)
    told = words(client.get(PATH).text)
    assert "and the list that counts does not name them. Put them into your order" in told
    assert MAY_COME not in told


def test_whoever_is_left_out_on_purpose_is_not_called_new(
    client: FlaskClient, db: Session, clock: Clock
) -> None:
    grant(db, ranked(db))
    opened(client, clock)
    ranking, host = draft(db, "O-3", ["E-12"]), actor(db, "host-EN")
    rankings.certify(db, actor=host, now=LATER + DAY / 24, ranking=ranking)
    db.commit()
    assert CAME not in words(client.get("/").text)
    assert "Certified on" in words(client.get(PATH).text)
    assert (board(db, the_round(db)).ranked, board(db, the_round(db)).overtaken) == (1, 0)


def test_coordinators_read_of_it_and_remind_the_host(client: FlaskClient, db: Session) -> None:
    grant(db, ranked(db))
    told = words(sign_in(client, "exchange").get("/rounds/R-1").text)
    assert LACKS in told
    assert "Every opportunity with applicants is ranked." not in told
    assert "1 opportunity has applicants and no certified ranking, or one from before somebody came." in (
        words(client.get("/rounds/R-1/chase").text)
    )
    assert "1 certified ranking of hosts, 1 of them without an applicant who came later; 0" in words(
        client.get("/rounds/R-1/freeze").text
    )
    assert "; 1 ranking lacks an applicant who came later." in words(client.get("/rounds/R-1").text)
    assert waits_for(db, the_round(db), Chased.RANK, NOW) == {actor(db, "host-EN").id}
    (letter,) = db.scalars(select(Notice).where(Notice.template == "applicant_came")).all()
    assert letter.recipient_id == actor(db, "host-EN").id
    text = " ".join(preview(letter, "https://here.example")[1].split())
    came = (
        "asked for one of your agency's opportunities in First invented round came to its applicants later."
    )
    assert f"Somebody who {came} A ranking" in text
    assert "waive" not in text


def test_newcomer_who_takes_the_consent_back_is_no_applicant(client: FlaskClient, db: Session) -> None:
    grant(db, ranked(db))
    leave(db, "E-12")
    assert board(db, the_round(db)).overtaken == 0
    assert CAME not in words(sign_in(client, "host-EN").get("/").text)


def test_warning_stands_where_nobody_is_left_in_the_order(
    client: FlaskClient, db: Session, clock: Clock
) -> None:
    grant(db, ranked(db))
    leave(db, "E-01")
    told = opened(client, clock)
    assert "Not everybody is ranked. By the list that counts, 1 applicant cannot be placed with you" in told


def test_whoever_decides_reads_what_it_asks_of_the_host(client: FlaskClient, db: Session) -> None:
    answer = ranked(db)
    page, version = f"/waivers/{answer.id}", str(answer.version)
    sign_in(client, "coord-EN")
    told = words(client.get(page).text)
    assert "Your host contacts rank already, and the ranking of this opportunity is certified: if you" in told
    assert "unless they certify again, their list does not name this person." in told
    send(client, page, {"version": version, "verdict": "grant", "reason": "Seen."}, page=page)
    assert "Your host contacts have a new applicant to rank, and are told, too." in client.get("/").text


def test_newcomer_is_named_also_where_many_rankings_stand_together(
    client: FlaskClient, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.desks.host.MOST", 0)
    grant(db, ranked(db))
    assert CAME in words(sign_in(client, "host-EN").get("/").text)


PLACED_NOT = (
    "this person is not on its certified ranking and cannot be placed there, unless a coordinator of the"
)
LAST = (
    "this person counts as acceptable after everybody on its certified ranking, unless a coordinator of the"
)
EQUAL = "this person counts as acceptable and equal to the others, as no ranking of it is certified."
CLOSED = (
    "The rankings are closed: give more time below, and the hosts are told, or freeze the round as it stands."
)


@pytest.mark.parametrize(
    ("unranked", "certified", "sentence"),
    [
        (Unranked.NOT_ACCEPTABLE, True, PLACED_NOT),
        (Unranked.TIED_LAST, True, LAST),
        (Unranked.NOT_ACCEPTABLE, False, EQUAL),
    ],
)
def test_after_the_rankings_close_nobody_is_told_to_rank(
    client: FlaskClient, db: Session, clock: Clock, unranked: Unranked, certified: bool, sentence: str
) -> None:
    answer, host = ranked(db), actor(db, "host-EN")
    page, said = (
        f"/waivers/{answer.id}",
        {"version": str(answer.version), "verdict": "grant", "reason": "So."},
    )
    the_round(db).unranked = unranked
    if not certified:
        ranking = rankings.find_ranking(db, the_round(db), answer.requirement.opportunity)
        assert ranking is not None
        rankings.withdraw(db, actor=host, now=NOW, ranking=ranking)
    clock.now = the_round(db).rankings_close_at + timedelta(hours=2)
    db.commit()
    told = words(sign_in(client, "coord-EN").get(page).text)
    assert f"keeps Invented Person 12 from the opportunity, {sentence}" in told
    assert "new applicant" not in told
    send(client, page, said, page=page)
    assert "new applicant to rank" not in client.get("/").text
    assert db.scalars(select(Notice).where(Notice.template == "applicant_came")).all() == []


def test_more_time_puts_the_newcomer_on_the_desk_of_the_host(
    client: FlaskClient, db: Session, clock: Clock
) -> None:
    answer, closes = ranked(db), the_round(db).rankings_close_at
    clock.now = closes + timedelta(hours=2)
    said: dict[str, Any] = {"version": answer.version, "verdict": Verdict.GRANT, "reason": "Seen and agreed."}
    waivers.decide(db, actor=actor(db, "coord-EN"), now=clock.now, answer=answer, **said)
    db.commit()
    chase = words(sign_in(client, "exchange").get("/rounds/R-1/chase").text)
    assert CLOSED in chase
    refused = send(client, "/rounds/R-1/chase/remind", {"line": "rank"})
    assert refused.status_code == 409
    assert "The rankings are closed. Give more time first: that tells the hosts." in refused.text
    assert CAME not in words(sign_in(client, "host-EN").get("/").text)
    the_round(db).rankings_close_at = closes + DAY
    db.commit()
    assert CAME in words(client.get("/").text)


def test_newcomer_is_shown_after_a_new_look_alone(client: FlaskClient, db: Session, clock: Clock) -> None:
    answer = ranked(db)
    clock.now = NOW + DAY / 48
    sign_in(client, "host-EN")
    send(client, f"{PATH}/open", page=PATH)
    assert client.get(f"{PATH}/receipt").status_code == 200
    grant(db, answer)
    clock.now = LATER + DAY / 48
    told = sign_in(client, "host-EN").get(PATH).text
    assert "with your name, once a day, and once more when somebody has come since." in told
    assert "Invented Person 12" not in told
    for page in (f"{PATH}/cards/E-12", f"{PATH}/receipt", f"{PATH}/certify"):
        assert client.get(page).location == PATH
    assert "Invented Person 12" in opened(client, clock)
    assert client.get(f"{PATH}/cards/E-12").status_code == 200


def test_newcomer_is_named_first_where_changes_are_open(
    client: FlaskClient, db: Session, clock: Clock
) -> None:
    answer = ranked(db)
    draft(db, "O-3", [])
    db.commit()
    assert "You changed the order after it was certified on" in opened(client, clock)
    grant(db, answer)
    told = opened(client, clock)
    assert "and certify again. What you changed since counts only then, too." in told
    assert "You changed the order" not in told

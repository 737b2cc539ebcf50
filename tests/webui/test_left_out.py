"""Whoever filed a sheet and is not in the round reads so, and why, until its result."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.executives import Executive
from models.queries.withdrawals import Effect
from models.services import entered_sheets, rounds, withdrawals
from tests.models.walk import Walk
from tests.models.world import DAY, NOW, actor, find, the_round
from tests.webui.site import send, sign_in
from tests.webui.test_outcomes import words

SHEET = "/dream-sheet/R-1"
LINE = "You are not in First invented round:"
LINK = f'<a href="{SHEET}">{LINE}'


@pytest.mark.parametrize("stage", ["begun"])
def test_sheet_that_was_not_certified_is_said_to_leave_one_out(client: FlaskClient, db: Session) -> None:
    sign_in(client, "e-01")
    assert LINE not in client.get("/").text
    for verb in rounds.close_preferences, rounds.open_ranking:
        Walk(db).step(verb)
        db.commit()
        desk = client.get("/").text
        assert f"{LINE} your sheet was not certified" in words(desk)
        assert LINK in desk


@pytest.mark.parametrize("stage", ["review"])
def test_missing_consent_is_asked_for_first_and_then_said_to_leave_one_out(
    make_client: Callable[[], FlaskClient], db: Session
) -> None:
    first, other = sign_in(make_client(), "e-05"), sign_in(make_client(), "e-06")
    send(first, f"{SHEET}/consent/take-back")
    send(other, f"{SHEET}/withdraw")
    assert LINE not in first.get("/").text
    assert "Your consent for First invented round is missing" in first.get("/").text
    for verb in rounds.open_ranking, rounds.freeze:
        Walk(db, now=NOW + DAY).step(verb)
        db.commit()
        assert f"{LINE} no consent of yours stands" in words(first.get("/").text)
        assert f"{LINE} you withdrew your sheet" in words(other.get("/").text)


@pytest.mark.parametrize("stage", ["solved"])
def test_whoever_withdrew_after_the_freeze_reads_so(client: FlaskClient, db: Session) -> None:
    who, executive = actor(db, "e-10"), find(db, Executive, "E-10")
    withdrawals.withdraw(
        db, actor=who, now=NOW, round_=the_round(db), executive=executive, shown=Effect.NEXT_RUN
    )
    db.commit()
    assert f"{LINE} you withdrew from the round" in words(sign_in(client, "e-10").get("/").text)


@pytest.mark.parametrize("stage", ["begun"])
def test_no_consent_is_asked_for_where_it_could_lead_nowhere(client: FlaskClient, db: Session) -> None:
    sign_in(client, "e-01")
    assert "Give my consent" in client.get(SHEET).text
    Walk(db).step(rounds.close_preferences)
    db.commit()
    assert "You are not in First invented round: your sheet was not certified" in words(client.get("/").text)
    page = words(client.get(SHEET).text)
    assert "Your sheet was not certified, so you are not in this round." in page
    assert "Give my consent" not in page
    assert "No consent was given, so hosts did not see your card and you are not in this round." in page
    Walk(db).step(
        entered_sheets.enter, executive=find(db, Executive, "E-01"), choices=["O-3"], late_because="Ill."
    )
    db.commit()
    desk = words(client.get("/").text)
    assert "somebody entered a dream sheet for you; it counts only if you confirm it" in desk
    assert "You are not in First invented round" not in desk
    assert "Give my consent" in client.get(SHEET).text, "it leads into the round once that list is confirmed"

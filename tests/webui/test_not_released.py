"""An executive whom the home agency does not release in a round: no page invites to a list of it; and
one whose release has conditions that rule choices out, or that nobody can recommend."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from models.actors import Role, RoleGrant
from models.dreamsheets import DreamSheetVersion
from models.executives import Executive
from models.opportunities import Opportunity
from models.releases import RefusalReason, Release, ReleaseState
from tests.models.test_similar import next_round
from tests.models.trials_releases import release_of
from tests.models.world import NOW, find
from tests.webui.site import send, sign_in
from tests.webui.test_outcomes import words

SHEET, CHOICES = "/dream-sheet/R-1", 2


@pytest.fixture
def stage() -> str:
    return "filed"


def refuse(db: Session) -> None:
    """The home agency says no."""
    refused = {"state": ReleaseState.REFUSED, "refusal": RefusalReason.TIMING, "decided_at": NOW}
    db.execute(update(Release).where(Release.id == release_of(db, "E-05").id).values(refused))
    db.commit()


@pytest.mark.parametrize(
    ("address", "told", "untrue"),
    [
        (
            f"{SHEET}/receipt",
            "So this list does not count, and no host sees your card",
            "The list that counts",
        ),
        (
            f"{SHEET}/certify",
            "So there is nothing to certify: no list of yours counts in it",
            "Certify these",
        ),
        (f"{SHEET}/withdraw", "so no new list would count in this round.", "you may begin a new list"),
        ("/catalogue/R-1", "So no list of yours counts in it; the catalogue stays open", "Add to my sheet"),
        ("/catalogue/R-1/O-6", "So no list of yours counts in it. Read why", "Add to my sheet"),
    ],
)
def test_whoever_is_not_released_is_invited_nowhere_to_a_list(
    client: FlaskClient, db: Session, address: str, told: str, untrue: str
) -> None:
    sign_in(client, "e-05")
    assert untrue in words(client.get(address).text)
    refuse(db)
    page = words(client.get(address).text)
    assert told in page
    assert untrue not in page


def test_whoever_is_not_released_is_asked_to_confirm_nothing(
    make_client: Callable[[], FlaskClient], db: Session
) -> None:
    exchange, owner = sign_in(make_client(), "exchange"), sign_in(make_client(), "e-05")
    send(exchange, "/enter-a-sheet/R-1/E-05", {"choices": "O-1"})
    assert "It counts only if you confirm it by" in words(owner.get(SHEET).text)
    assert "Confirm and certify" in owner.get(f"{SHEET}/entered").text
    refuse(db)
    page = words(owner.get(SHEET).text)
    assert "Somebody entered a list for you. It would not count. Read it, and refuse it" in page
    assert "only if you confirm" not in page
    page = words(owner.get(f"{SHEET}/entered").text)
    assert "So this list would not count; refusing erases it, and nobody asks why." in page
    assert ("only if you confirm" in page, "Confirm" in page, "Refuse and erase" in page) == (
        False,
        False,
        True,
    )


def test_list_of_whoever_is_not_released_meanwhile_is_not_certified(
    make_client: Callable[[], FlaskClient], db: Session
) -> None:
    exchange, owner = sign_in(make_client(), "exchange"), sign_in(make_client(), "e-05")
    send(exchange, "/enter-a-sheet/R-1/E-05", {"choices": "O-1"})
    send(owner, f"{SHEET}/remove", {"opportunity": "O-1"})
    page = owner.get(f"{SHEET}/certify").text
    seen = html.unescape(re.findall(r'name="seen" value="([^"]*)"', page)[0])
    refuse(db)
    said = (
        "Your home agency does not release you in this round, so no list of yours counts in it. "
        "Your dream sheet says why, and what you can do."
    )
    for address, typed in (
        (f"{SHEET}/certify", {"seen": seen}),
        (f"{SHEET}/entered/confirm", {"number": "1"}),
    ):
        answer = send(owner, address, typed, page=SHEET)
        assert (answer.status_code, said in words(answer.text)) == (409, True)


@pytest.mark.parametrize("stage", ["review"])
def test_whoever_is_not_released_is_told_so_once_the_lists_are_closed(
    client: FlaskClient, db: Session
) -> None:
    sign_in(client, "e-05")
    assert "Next: your release is decided by" in words(client.get(SHEET).text)
    refuse(db)
    page = words(client.get(SHEET).text)
    told = "your home agency does not release you. Your list stays yours, and no host sees it. Read why"
    assert (told in page, "Next: your release" in page, "the result comes on" in page) == (True, False, False)


def test_refusal_outlives_the_consent_that_asked_for_it(client: FlaskClient, db: Session) -> None:
    refuse(db)
    sign_in(client, "e-05")
    send(client, f"{SHEET}/withdraw")
    page = words(client.get(SHEET).text)
    assert "None stands, and one would have no effect in this round, since you are not released." in page
    assert "the time of year does not allow it" in page
    assert "You may begin a new one" not in page
    desk = words(client.get("/").text)
    assert "Your agency does not release you in First invented round" in desk
    assert "you may begin again" not in desk


@pytest.mark.parametrize("kept", [True, False], ids=["not released", "no consent"])
def test_list_put_back_is_not_said_to_count_where_it_does_not(
    client: FlaskClient, db: Session, kept: bool
) -> None:
    sign_in(client, "e-05")
    send(client, f"{SHEET}/remove", {"opportunity": "O-1"})
    if kept:
        refuse(db)
    else:
        send(client, f"{SHEET}/consent/take-back", page=SHEET)
    answer = send(client, f"{SHEET}/put-back", page=SHEET, follow_redirects=True)
    assert "Your list is again as you certified it." in answer.text


def condition(db: Session, **what: Any) -> None:
    """The home agency releases with conditions."""
    granted = {"state": ReleaseState.GRANTED_WITH_CONDITIONS, "decided_at": NOW, **what}
    db.execute(update(Release).where(Release.id == release_of(db, "E-05").id).values(granted))
    db.commit()


def test_conditions_that_leave_no_choice_ask_for_others(client: FlaskClient, db: Session) -> None:
    task = (
        "The conditions of your release in First invented round leave no choice of the list you certified: "
        "choose others"
    )
    sign_in(client, "e-05")
    condition(db, longest_days=3000)
    page = words(client.get(SHEET).text)
    assert ("rule out" in page, "cannot become your place" in page) == (False, False)
    assert "releases you in First invented round with conditions: read them" in client.get("/").text
    condition(db, longest_days=10)
    assert task in client.get("/").text
    page = words(client.get(SHEET).text)
    assert "The conditions of your release rule out every choice of your list" in page
    assert "These conditions rule out every choice of your list. The catalogue shows what they leave" in page
    assert "add from it, and certify again by" in page
    shut = "So this choice cannot become your place in this round."
    assert page.count(shut) == words(client.get(f"{SHEET}/receipt").text).count(shut) == CHOICES
    db.execute(update(Opportunity).where(Opportunity.slug == "O-1").values(duration_days=10))
    db.commit()
    desk = client.get("/").text
    assert (
        f"with conditions, which rule out {CHOICES - 1} of the {CHOICES} choices you certified: read them"
        in desk
    )
    assert task not in desk
    assert f"rule out {CHOICES - 1} of your {CHOICES} choices: what" in words(client.get(SHEET).text)
    send(client, f"{SHEET}/consent/take-back")
    page = words(client.get(SHEET).text)
    assert ("Your release" in page, "rule out" in page, page.count(shut)) == (False, False, CHOICES - 1)


@pytest.mark.parametrize("stage", ["published"])
def test_whoever_is_not_released_reads_so_beside_similar_opportunities(
    client: FlaskClient, db: Session
) -> None:
    later, page = next_round(db, "O-1", "O-3", "O-4", "O-6"), "/result/R-1/similar"
    me = find(db, Executive, "E-01")
    release = Release(round_id=later.id, executive_id=me.id, asked_at=NOW)
    db.add(release)
    db.commit()
    sign_in(client, "e-01")
    assert "Second round takes lists now" in words(client.get(page).text)
    refused = {"state": ReleaseState.REFUSED, "refusal": RefusalReason.TIMING, "decided_at": NOW}
    db.execute(update(Release).where(Release.id == release.id).values(refused))
    db.commit()
    told = words(client.get(page).text)
    assert "So no list of yours counts in it; its catalogue stays open to read." in told
    assert "takes lists now" not in told


def test_conditions_on_a_list_never_certified_ask_to_certify_it_not_again(
    client: FlaskClient, db: Session
) -> None:
    sign_in(client, "e-05")
    condition(db, longest_days=10)
    db.execute(delete(DreamSheetVersion))
    db.commit()
    page = words(client.get(SHEET).text)
    assert "add from it, and certify by" in page


def test_agency_reads_that_nobody_can_recommend(client: FlaskClient, db: Session) -> None:
    db.execute(update(RoleGrant).where(RoleGrant.role == Role.SUPERVISOR).values(revoked_at=NOW))
    db.commit()
    agency = sign_in(client, "coord-EN")
    page, room = agency.get("/releases/R-1/of/E-05").text, agency.get("/releases").text
    assert "nobody at your agency can recommend, so within the hour it is with" in page
    assert "nobody at the agency can recommend, so within the hour it is with the agency" in room
    for read in (page, room):
        assert "on its way to the agency" in read
    assert "recommended by" not in room
    mine = sign_in(client, "e-05").get(SHEET).text
    assert "Nobody at your agency can recommend, so within the hour it is with the agency, which" in mine
    assert ("on its way to your agency" in mine, "with the supervisor" in mine) == (True, False)

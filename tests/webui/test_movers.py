"""People who leave or change agency: what will happen is told first, and then is what happened."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.actors import Role, RoleGrant
from models.agencies import Agency
from models.consents import Consent
from models.db import unit_of_work
from models.dreamsheets import DreamSheet, SheetState
from models.errors import Invalid
from models.executives import Executive
from models.opportunities import Kind
from models.outbox import Notice
from models.positions import Occupancy, Position
from models.proposals import Proposal, ProposalState
from models.releases import Release, ReleaseState
from models.services import movers
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor, find, give
from tests.webui.site import beside, send, sign_in, summary

LEAVE = "/people/e-05/leave"
MOVE = "/people/e-05/move/TR"
WHY = "Write the reason: it stays on the record."
TAKEN = "The post is not vacant any more: choose another one."
filed = pytest.mark.parametrize("stage", ["filed"])
published = pytest.mark.parametrize("stage", ["published"])


@pytest.fixture
def office(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "office")


@pytest.fixture
def _two_roles(engine: Engine) -> None:
    """One for an agency, which only this person holds, and one for the whole programme."""
    with unit_of_work(engine) as session:
        give(session, "e-05", Role.AGENCY_COORDINATOR, "AG")
        give(session, "e-05", Role.AUDITOR, None)


def test_move_that_an_agreement_is_about_leads_to_the_agreement(office: FlaskClient, db: Session) -> None:
    agreement = made.circulated(db, kind=Kind.TRANSFER)
    db.commit()
    said = (
        "An agreement on the transfer to Treasury is not in force yet, and this would cancel it: enter the "
        "move once all have signed it, or after it was cancelled."
    )
    for page in (office.get(MOVE), do(office, MOVE, position="")):
        assert said in page.text
        assert f'href="/agreements/{agreement.id}">Read the agreement</a>' in page.text
        assert "Enter the move" not in page.text
    assert "Enter the move" in office.get("/people/e-05/move/AG").text


def words(client: FlaskClient, path: str) -> str:
    return " ".join(client.get(path).text.split())


def do(client: FlaskClient, path: str, **typed: str) -> Any:
    return send(client, path, {"reason": "as decided"} | typed, page="/people/new")


def card(db: Session, slug: str = "E-05") -> Executive:
    db.rollback()
    db.expire_all()
    found: Executive = find(db, Executive, slug)
    return found


def of(db: Session, table: Any, slug: str = "E-05") -> Any:
    return db.scalars(select(table).where(table.executive_id == card(db, slug).id)).one()


def in_force(db: Session) -> list[Role]:
    owner = RoleGrant.actor_id == actor(db, "e-05").id
    return list(db.scalars(select(RoleGrant.role).where(owner, RoleGrant.revoked_at.is_(None))))


@filed
@pytest.mark.usefixtures("_two_roles")
def test_leaving_is_told_and_then_done(office: FlaskClient, db: Session) -> None:
    page = words(office, LEAVE)
    for sentence in (
        "Nothing is done yet. This is what will happen.",
        "<li>The dream sheet is withdrawn and its list erased.</li>",
        "<li>The consent ends: no host sees the card any more, and nobody at home is asked to release.</li>",
        "<li>Agency coordinator for Agriculture ends. <strong>Nobody else holds it there.</strong></li>",
        "<li>Auditor ends.</li>",
        "<li>No post is held.</li>",
        "<li>The person can no longer sign in, and gets no more mail.</li>",
    ):
        assert sentence in page
    answer = do(office, LEAVE)
    assert (answer.status_code, answer.location) == (303, "/people/e-05")
    assert (of(db, DreamSheet).state, of(db, DreamSheet).draft) == (SheetState.WITHDRAWN, [])
    assert of(db, Consent).withdrawn_at is not None
    assert of(db, Release).state is ReleaseState.WITHDRAWN
    assert in_force(db) == []
    assert (card(db).active, actor(db, "e-05").active) == (False, False)
    page = words(office, "/people/e-05")
    assert "Invented Person 5 has left: everything that was announced is done." in page
    assert "Let this person in again" in page
    assert "left the service" in page
    assert "Roles that ended do not come back" in words(office, "/people/e-05/deactivate")
    assert "on 23 November 2026, entered by" in page


def test_leaver_of_no_round_and_no_role_is_told_so(office: FlaskClient) -> None:
    page = words(office, LEAVE)
    assert "Nothing: no open round holds anything of this person." in page
    assert "No role ends." in page


@published
def test_open_offer_of_a_leaver_lapses_and_the_coordinator_is_told(office: FlaskClient, db: Session) -> None:
    told = "The open offer lapses and its seat is free. The coordinator of the round is told."
    assert told in words(office, LEAVE)
    assert do(office, LEAVE).status_code == 303
    assert of(db, Proposal).state is ProposalState.LAPSED
    notice = db.scalars(select(Notice).where(Notice.template == "person_left")).one()
    assert notice.recipient_id == actor(db, "exchange").id


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("office", "Another person of the office enters that you leave."),
        ("system", "Roundtrip's own account does not leave."),
    ],
)
def test_some_do_not_leave(office: FlaskClient, db: Session, slug: str, sentence: str) -> None:
    answer = do(office, f"/people/{slug}/leave")
    assert (answer.status_code, beside(answer), summary(answer)) == (422, {}, [sentence])
    assert actor(db, slug).active


def test_nobody_leaves_twice(office: FlaskClient) -> None:
    do(office, LEAVE)
    answer = do(office, LEAVE)
    assert (answer.status_code, summary(answer)) == (422, ["Invented Person 5 is not active any more."])


@pytest.mark.parametrize("path", [LEAVE, MOVE])
@pytest.mark.parametrize(
    ("reason", "sentence"), [("", WHY), (" \n ", WHY), ("x" * 2001, "Use at most 2,000 characters.")]
)
def test_reason_is_asked_for_beside_its_field(
    office: FlaskClient, db: Session, path: str, reason: str, sentence: str
) -> None:
    answer = do(office, path, reason=reason)
    assert (answer.status_code, beside(answer), summary(answer)) == (422, {"reason": sentence}, [sentence])
    assert f">\r\n{reason}</textarea>" in answer.text
    assert (card(db).active, card(db).home_agency.code) == (True, "EN")


def test_new_agency_is_chosen_from_those_near_by_or_from_all(office: FlaskClient) -> None:
    page = words(office, "/people/e-05/move")
    assert "Home agency today: Energy." in page
    assert "Near by" not in page
    assert '<option value="AG11">Forest Service</option>' in page
    chosen = office.get("/people/e-05/move?agency=AG11")
    assert (chosen.status_code, chosen.location) == (302, "/people/e-05/move/AG11")
    for query in ("?agency=XX", "?agency="):
        answer = office.get(f"/people/e-05/move{query}")
        assert (answer.status_code, beside(answer)) == (200, {"agency": "Choose an agency."})


def test_own_agency_is_none_to_move_to_and_leads_to_the_post(office: FlaskClient, db: Session) -> None:
    page, own = "/people/e-05/move", "/people/e-05/move?agency=EN"
    for answer in (office.get(f"{page}/EN"), do(office, f"{page}/EN")):
        assert answer.location == own
    said = "Invented Person 5 is at Energy already: correct the post instead."
    assert beside(office.get(own)) == {"agency": said}
    assert 'Another post inside Energy? <a href="/people/e-05/post">Correct the post</a>' in words(
        office, own
    )
    with pytest.raises(Invalid, match=f"^{said}$"):
        movers.move(
            db,
            actor=actor(db, "office"),
            now=NOW,
            person=actor(db, "e-05"),
            agency=card(db).home_agency,
            reason="as decided",
        )


@filed
@pytest.mark.usefixtures("_two_roles")
def test_moving_is_told_and_then_done(office: FlaskClient, db: Session) -> None:
    page = words(office, MOVE)
    for sentence in (
        (
            "The dream sheet stays. The person is told to look at it again: this round places nobody in the "
            "own agency, which is now Treasury."
        ),
        "<li>The consent stays.</li>",
        "<li>The release, where it is not decided yet, is for Treasury to decide.</li>",
        "<li>Agency coordinator for Agriculture ends. <strong>Nobody else holds it there.</strong></li>",
        "<li>The home agency is Treasury instead of Energy.</li>",
        "No post there is vacant and free to take.",
    ):
        assert sentence in page
    assert "Auditor ends." not in page
    answer = do(office, MOVE)
    assert (answer.status_code, answer.location) == (303, "/people/e-05")
    moved = card(db)
    assert (moved.home_agency.code, moved.current_position_since) == ("TR", date(2026, 11, 23))
    assert (of(db, DreamSheet).state, of(db, Consent).withdrawn_at) == (SheetState.CERTIFIED, None)
    assert in_force(db) == [Role.AUDITOR]
    notice = db.scalars(select(Notice).where(Notice.template == "home_changed")).one()
    assert notice.recipient_id == actor(db, "e-05").id
    assert "Invented Person 5 is at Treasury now." in words(office, "/people/e-05")


@published
def test_frozen_round_keeps_the_agency_of_before(office: FlaskClient, db: Session) -> None:
    page = words(office, MOVE)
    assert "The round was sealed with the agency of before, and is decided with it." in page
    assert "The offer stays as it is: the person answers it, or has answered it." in page
    assert "<li>Treasury answers it after the person, as the home agency.</li>" in page
    do(office, MOVE)
    assert of(db, Proposal).state is ProposalState.OFFERED


def test_mover_takes_a_vacant_post(office: FlaskClient, db: Session) -> None:
    path = "/people/e-01/move/EN"
    assert "Vacant posts there that are kept for nobody’s return, as of 2016." in words(office, path)
    assert do(office, path, position="P-1").status_code == 303
    post = card(db, "E-01").position
    assert post is not None
    assert (post.slug, post.occupancy) == ("P-1", Occupancy.FILLED)
    do(office, "/people/e-01/move/TR")
    assert card(db, "E-01").position is None
    db.expire_all()
    assert find(db, Position, "P-1").occupancy is Occupancy.VACANT


def test_post_taken_meanwhile_is_told_beside_it_and_the_reason_kept(
    office: FlaskClient, db: Session, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        find(session, Position, "P-1").occupancy = Occupancy.FILLED
    answer = do(office, "/people/e-01/move/EN", position="P-1")
    assert (answer.status_code, beside(answer)) == (422, {"position": TAKEN})
    assert "as decided</textarea>" in answer.text
    assert card(db, "E-01").home_agency.code == "AG11"


def test_move_that_is_not_possible_is_told_above_the_form(
    office: FlaskClient, db: Session, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        find(session, Agency, "TR").active = False
    answer = do(office, MOVE)
    assert (answer.status_code, summary(answer)) == (422, ["Treasury is closed."])
    assert card(db).home_agency.code == "EN"


def test_whoever_is_no_executive_has_no_home_agency_to_change(office: FlaskClient) -> None:
    page = office.get("/people/host-EN/move")
    assert page.status_code == 409
    assert "host-EN is not an executive in service, so there is no home agency to change." in page.text
    assert office.get("/people/host-EN/move/TR").location == "/people/host-EN/move?agency=TR"
    assert do(office, "/people/host-EN/move/TR").location == "/people/host-EN/move?agency=TR"


@pytest.mark.usefixtures("_two_roles")
def test_role_that_was_granted_twice_ends_once(office: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        person = actor(session, "e-05")
        (given,) = (one for one in person.grants if one.role is Role.AGENCY_COORDINATOR)
        facts = {"starts_at": given.starts_at, "ends_at": given.ends_at + DAY, "reason": "twice"}
        person.grants.append(RoleGrant(role=given.role, agency_id=given.agency_id, **facts))
    assert words(office, MOVE).count("Agency coordinator for Agriculture ends.") == 1


def test_leaver_and_mover_are_told_of_rotations_and_returns(office: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session)
        right.sponsor = actor(session, "e-06")
    page = words(office, LEAVE)
    assert "Rotations and ways back that end today: 1. Home and host are told." in page
    assert "marked at risk" not in page
    assert "The right to return is marked at risk" in words(office, "/people/e-05/move/TR")
    told = "Returns that are marked at risk, because this person is their sponsor: 1."
    assert told in words(office, "/people/e-06/leave")
    assert told in words(office, "/people/e-06/deactivate")
    assert told not in words(office, "/people/e-05/deactivate")
    assert told in words(office, "/people/e-06/move/TR")

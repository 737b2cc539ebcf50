"""How a post at home is looked after, written once the release stands and while the executive may be away."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Update, select, update
from sqlalchemy.orm import Session

from models.actors import Role
from models.agencies import Agency
from models.agreements import Agreement, AgreementState
from models.audit import AuditEvent
from models.consents import Consent
from models.executives import Executive
from models.proposals import LIVE, Proposal, ProposalState
from models.queries.posts_at_home import standing
from models.releases import Backfill, Release, ReleaseState
from tests.models import agreements as made
from tests.models.trials_releases import release_of
from tests.models.world import NOW, give
from tests.webui.site import send, sign_in

Clients = Callable[[], FlaskClient]
ONE, LIST = "/releases/R-1/of/E-05", "/releases/R-1/who-looks-after"


@pytest.fixture
def stage() -> str:
    return "ranking"


@pytest.fixture
def agency(make_client: Clients) -> FlaskClient:
    return sign_in(make_client(), "coord-EN")


def fresh(db: Session, slug: str = "E-05") -> Release:
    db.rollback()
    return release_of(db, slug)


def written(db: Session, slug: str = "E-05", **fields: str) -> dict[str, str]:
    return {"backfill": "", "stand_in": "", "version": str(fresh(db, slug).version), **fields}


def test_post_of_whoever_is_released_by_default_is_settled_later_and_changed(
    agency: FlaskClient, make_client: Clients, db: Session
) -> None:
    assert fresh(db).state is ReleaseState.GRANTED_BY_DEFAULT
    listed = agency.get(LIST).text
    assert "No plan is written down yet." in listed
    assert "4 people are released and take part in this round, and nothing is written on the post." in listed
    assert f'href="{ONE}#post">Invented Person 5</a>' in listed
    assert "It can be written and changed while Invented Person 5 may be away" in agency.get(ONE).text
    facts = {"backfill": "acting_internal", "stand_in": "E-06"}
    said = send(agency, f"{ONE}/post", written(db, **facts), follow_redirects=True).text
    assert "How the post of Invented Person 5 is looked after is on record." in said
    assert "somebody of the agency acts in the post" in said
    assert "3 people are released and take part in this round, and nothing is written on the post." in said
    assert f'href="{ONE}#post"' not in said
    found = fresh(db)
    assert (found.state, found.backfill) == (ReleaseState.GRANTED_BY_DEFAULT, Backfill.ACTING_INTERNAL)
    assert '<option selected value="E-06">' in agency.get(ONE).text
    assert send(agency, f"{ONE}/post", written(db, backfill="leave_vacant")).status_code == 303
    assert (fresh(db).backfill, fresh(db).stand_in_id) == (Backfill.LEAVE_VACANT, None)
    assert "1 post is settled." in agency.get(LIST).text
    both = send(agency, f"{ONE}/post", written(db, stand_in="E-06"))
    assert "Say how the person looks after the post." in both.text
    assert send(agency, f"{ONE}/post", written(db, backfill="")).status_code == 303
    assert (fresh(db).backfill, fresh(db).stand_in_id) == (None, None)
    acts = select(AuditEvent.action).where(AuditEvent.action == "releases.look_after")
    assert len(db.scalars(acts).all()) == 3
    reader = sign_in(make_client(), "supervisor-EN")
    assert "The post at home meanwhile" not in reader.get(ONE).text
    other = reader.get(ONE.replace("E-05", "E-06")).text
    assert "not settled yet; your agency’s coordinator writes it on this page." in other
    assert send(reader, f"{ONE}/post", written(db, backfill="leave_vacant")).status_code == 404


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({}, 422, "Choose how the post is looked after."),
        ({"stand_in": "E-06"}, 422, "Choose how the post is looked after."),
        (
            {"backfill": "reciprocal_exchange"},
            422,
            "Name who changes places, or choose another way: places change between two.",
        ),
        (
            {"backfill": "leave_vacant", "stand_in": "E-06"},
            422,
            "Nobody looks after a post that stays vacant",
        ),
        ({"backfill": "split_duties", "stand_in": "E-07"}, 409, "Invented Person 7 looks after another post"),
        ({"backfill": "split_duties", "version": "0"}, 409, "The release changed since you opened it"),
        (
            {"backfill": "acting_internal", "stand_in": "E-06"},
            422,
            "in a circle: E-05, E-06. That works only where each of them is a reciprocal exchange.",
        ),
    ],
)
def test_plan_that_cannot_be_is_refused_as_with_the_decision(
    agency: FlaskClient, db: Session, typed: dict[str, str], status: int, sentence: str
) -> None:
    for slug, other in (("E-06", "E-05"), ("E-08", "E-07")):
        plan = written(db, slug, backfill="acting_internal", stand_in=other)
        assert send(agency, f"/releases/R-1/of/{slug}/post", plan).status_code == 303
    answer = send(agency, f"{ONE}/post", written(db, **typed))
    assert (answer.status_code, sentence in answer.text) == (status, True)
    assert fresh(db).backfill is None


@pytest.mark.parametrize(
    "what",
    [update(Consent).values(withdrawn_at=NOW), update(Release).values(state=ReleaseState.REFUSED_BY_DEFAULT)],
    ids=["withdrew", "refused"],
)
def test_nothing_is_written_of_whoever_withdrew_or_is_not_released(
    agency: FlaskClient, db: Session, what: Update
) -> None:
    before = written(db, backfill="split_duties")
    db.execute(what)
    db.commit()
    assert "The post at home meanwhile" not in agency.get(ONE).text
    assert f'href="{ONE}#post"' not in agency.get(LIST).text
    answer = send(agency, f"{ONE}/post", before)
    sentence = "There is no post to look after in this round: read the release again."
    assert (answer.status_code, sentence in answer.text) == (409, True)


@pytest.mark.parametrize("stage", ["published"])
def test_with_results_a_post_is_looked_after_only_of_whoever_holds_a_place(db: Session) -> None:
    held = set(db.scalars(select(Proposal.executive_id).where(Proposal.state.in_(LIVE))))
    away = {one.executive_id for one in db.scalars(select(Release)) if standing(db, one) == (False, True)}
    assert 0 < len(held) < 12
    assert away == held
    agreement = made.drafted(db)
    agreement.proposal_id = db.scalars(select(Proposal.id).where(Proposal.state.in_(LIVE))).first()
    lost = db.get_one(Proposal, agreement.proposal_id).executive_id
    db.flush()
    assert standing(db, _release(db, lost)) == (False, True)
    db.execute(update(Agreement).values(state=AgreementState.CANCELLED))
    assert standing(db, _release(db, lost)) == (False, False)


@pytest.mark.parametrize("stage", ["published"])
def test_with_results_the_list_says_that_it_counts_who_holds_an_offer_or_a_place(
    agency: FlaskClient, db: Session
) -> None:
    said = (
        "{} an offer or a place in this round, and nothing is written on the post; whoever holds none now is "
        "not counted. Your agency’s coordinator"
    )
    page, count = agency.get(LIST).text, len(held_at_energy(db))
    assert count > 1
    assert said.format(f"{count} people who are released hold") in page
    assert page.count("#post") == count
    others = held_at_energy(db)[1:]
    db.execute(update(Proposal).where(Proposal.id.in_(others)).values(state=ProposalState.LAPSED))
    db.commit()
    assert said.format("1 person who is released holds") in agency.get(LIST).text


@pytest.mark.parametrize("stage", ["published"])
def test_with_results_a_supervisor_does_not_read_there_who_holds_a_place(
    agency: FlaskClient, make_client: Clients, db: Session
) -> None:
    held = db.scalars(select(Proposal.executive_id).where(Proposal.state.in_(LIVE))).all()
    slug = next(slug for slug in ("E-05", "E-07", "E-08") if release_of(db, slug).executive_id in held)
    supervisor, name = sign_in(make_client(), "supervisor-EN"), release_of(db, slug).executive.name
    of = f"/releases/R-1/of/{slug}"
    assert name in agency.get(LIST).text
    assert "The post at home meanwhile" in agency.get(of).text
    assert name not in supervisor.get(LIST).text
    assert "is not settled yet" not in supervisor.get(of).text
    db.rollback()
    give(db, "supervisor-EN", Role.AGENCY_COORDINATOR, "TR")
    db.commit()
    assert name not in supervisor.get(LIST).text


@pytest.mark.parametrize("stage", ["published"])
def test_board_to_which_a_release_was_escalated_reads_there_the_post_it_may_settle(
    make_client: Clients, db: Session
) -> None:
    give(db, "auditor", Role.EXECUTIVE_RESOURCES_BOARD, "EN")
    db.commit()
    board = sign_in(make_client(), "auditor")
    link = '#post">Invented Person'
    assert link not in board.get(LIST).text
    db.execute(update(Release).values(escalated_at=NOW))
    db.commit()
    assert link in board.get(LIST).text


def held_at_energy(db: Session) -> list[int]:
    """The offers of the people of that agency which are live."""
    theirs = select(Executive.id).join(Agency).where(Agency.code == "EN")
    query = select(Proposal.id).where(Proposal.state.in_(LIVE), Proposal.executive_id.in_(theirs))
    return list(db.scalars(query))


def _release(db: Session, executive_id: int) -> Release:
    return db.scalars(select(Release).where(Release.executive_id == executive_id)).one()

"""A card beside an offer: accepting a seat opens it to the host of that post alone, until the offer ends."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import migrate
from models.access import can
from models.actors import Actor
from models.agreements import Agreement
from models.audit import AuditEvent
from models.db import open_engine, open_session
from models.errors import Denied
from models.executives import Executive
from models.proposals import PENDING, Proposal
from models.rounds import RoundState
from models.services import agreements, proposals, repairs, results, rounds, scramble
from tests.models.answering import answer, who_answers
from tests.models.conftest import Clone
from tests.models.stages import KEYS
from tests.models.walk import Walk
from tests.models.world import NOW, actor, the_round


def readers(session: Session, offer: Proposal) -> set[str]:
    everybody = session.scalars(select(Actor)).all()
    return {one.slug for one in everybody if can(one, "proposals.read_card", offer, now=NOW)}


def offered_in_scramble(session: Session) -> Proposal:
    walk = Walk(session).to_kept()
    walk.step(scramble.open_scramble)
    outcome = walk.step(repairs.make, shown=repairs.prepare(session, the_round(session)).sha256)
    return session.scalars(select(Proposal).where(Proposal.outcome_id == outcome.id)).one()


def test_taking_a_seat_up_opens_the_card_to_the_host_of_that_post_alone(session: Session) -> None:
    offer = offered_in_scramble(session)
    host = who_answers(offer, "confirm")
    assert readers(session, offer) == set(), "an offer alone opens nothing"
    answer(session, offer, "accept")
    assert readers(session, offer) == {host}
    taken = session.scalars(select(AuditEvent).where(AuditEvent.action == "proposals.accept")).all()[-1]
    assert (taken.object_id, taken.facts["card_open_to_host_of"]) == (offer.id, offer.opportunity.slug)
    proposals.read_card(session, actor=actor(session, host), now=NOW, proposal=offer)
    read = session.scalars(select(AuditEvent).where(AuditEvent.action == "proposals.read_card")).one()
    assert (read.object_type, read.object_id) == (Executive.__tablename__, offer.executive_id)
    assert read.facts == {"round": "R-1", "opportunity": offer.opportunity.slug}
    answer(session, offer, "agree_home", "confirm")
    assert readers(session, offer) == {host}


@pytest.mark.parametrize("acts", [("decline",), ("refuse_home",), ("agree_home", "refuse_host")])
def test_card_closes_with_the_offer(session: Session, acts: tuple[str, ...]) -> None:
    offer = answer(session, offered_in_scramble(session), "accept")
    assert len(readers(session, offer)) == 1
    answer(session, offer, *acts)
    assert readers(session, offer) == set()
    with pytest.raises(Denied):
        proposals.read_card(
            session, actor=actor(session, who_answers(offer, "confirm")), now=NOW, proposal=offer
        )


def test_card_closes_when_the_agreement_is_cancelled(session: Session) -> None:
    offer = answer(session, offered_in_scramble(session), "accept")
    answer(session, offer, "agree_home", "confirm")
    agreement = session.scalars(select(Agreement).where(Agreement.proposal_id == offer.id)).one()
    assert readers(session, offer) == {who_answers(offer, "confirm")}
    by = actor(session, who_answers(offer, "agree_home"))
    agreements.cancel(session, actor=by, now=NOW, agreement=agreement, reason="The budget ends.")
    assert readers(session, offer) == set()


def test_card_closes_when_the_round_is_archived(session: Session) -> None:
    offer = answer(session, offered_in_scramble(session), "accept")
    answer(session, offer, "agree_home", "confirm")
    assert len(readers(session, offer)) == 1
    walk = Walk(session)
    for one in session.scalars(select(Proposal).where(Proposal.state.in_(PENDING))).all():
        answer(session, one, "decline")
    walk.step(results.close)
    walk.step(rounds.archive, by="office")
    assert the_round(session).state is RoundState.ARCHIVED
    assert readers(session, offer) == set()


def test_place_of_the_publication_opens_the_card_to_its_host_too(session: Session) -> None:
    Walk(session).to_published()
    offer = session.scalars(select(Proposal).where(Proposal.state.in_(PENDING))).first()
    assert offer is not None
    assert readers(session, offer) == set(), "an offer alone opens nothing"
    answer(session, offer, "accept")
    assert readers(session, offer) == {who_answers(offer, "confirm")}


def test_offer_of_the_publication_accepted_in_the_scramble_opens_the_card_too(session: Session) -> None:
    Walk(session).to_scramble()
    offer = session.scalars(select(Proposal).where(Proposal.state.in_(PENDING))).first()
    assert offer is not None
    answer(session, offer, "accept")
    assert readers(session, offer) == {who_answers(offer, "confirm")}


@pytest.mark.both_engines
def test_cards_opened_before_there_was_a_column_stay_open(clone: Clone) -> None:
    url = clone("world")
    engine = open_engine(url, KEYS)
    with open_session(engine) as session:
        offer = answer(session, offered_in_scramble(session), "accept")
        opened, others = offer.card_opened_at, session.scalars(select(Proposal.id)).all()
        session.commit()
    engine.dispose()
    migrate.downgrade(url, "0033")
    migrate.upgrade(url)
    engine = open_engine(url, KEYS)
    with open_session(engine) as session:
        found = dict(session.execute(select(Proposal.id, Proposal.card_opened_at)).all())
    engine.dispose()
    assert opened is not None
    assert found == dict.fromkeys(others) | {offer.id: opened}

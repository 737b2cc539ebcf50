"""What is open and most like the list of somebody without a place."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.likeness import In
from models.executives import Executive
from models.opportunities import PLACE_NOT_STATED, Opportunity
from models.proposals import Proposal
from models.queries.similar import SimilarOnes, similar
from models.rounds import Round
from models.services import rounds
from tests.models.answering import answer
from tests.models.walk import Walk
from tests.models.world import NOW, actor, calendar, find

SHARED = ((In.ECQ, "Achieving Results"), (In.KIND, "detail"), (In.AGENCY, "EN"), (In.REGION, "DC"))


def of_first(session: Session, who: str = "E-01") -> SimilarOnes:
    return similar(session, find(session, Round, "R-1"), find(session, Executive, who), NOW)


def told(found: SimilarOnes) -> list[tuple[str, str, int]]:
    return [(one.fact.slug, one.like, one.number) for one in found.rows]


def next_round(session: Session, *slugs: str, slug: str = "R-2", name: str = "Second round") -> Round:
    """Another round that takes lists, with those opportunities."""
    exchange: dict[str, Any] = {"actor": actor(session, "exchange"), "now": NOW}
    made = rounds.create_round(
        session, **exchange, slug=slug, name=name, calendar=calendar(), outside_source="an index"
    )
    rounds.open_posting(session, **exchange, round_=made)
    posts = session.scalars(select(Opportunity).where(Opportunity.slug.in_(slugs))).all()
    rounds.offer_opportunities(session, **exchange, round_=made, opportunities=posts)
    rounds.open_preferences(session, **exchange, round_=made)
    return made


def test_seat_that_became_free_is_told_with_what_it_shares_with_which_choice(session: Session) -> None:
    walk = Walk(session).to_published()
    assert "E-01" in walk.unplaced()
    assert told(of_first(session)) == []
    for offer in session.scalars(select(Proposal)).all():
        answer(session, offer, "decline")
    found = of_first(session)
    assert (found.round.slug, found.filing, found.compared) == ("R-1", False, 3)
    assert told(found) == [("O-4", "Acting director, O-3", 1)]
    assert found.rows[0].shared == SHARED


def test_place_that_is_not_stated_is_nowhere(session: Session) -> None:
    walk = Walk(session).to_published()
    for post in session.scalars(select(Opportunity)):
        post.place = PLACE_NOT_STATED
    for offer in session.scalars(select(Proposal)).all():
        answer(session, offer, "decline")
    assert "E-01" in walk.unplaced()
    found = of_first(session)
    assert found.rows
    assert all(In.REGION not in dict(one.shared) for one in found.rows)


def test_catalogue_that_takes_lists_now_goes_before_free_seats(session: Session) -> None:
    Walk(session).to_published()
    next_round(session, "O-1", "O-3", "O-4", "O-6")
    found = of_first(session)
    assert (found.round.slug, found.filing) == ("R-2", True)
    assert told(found) == [("O-4", "Acting director, O-3", 1)]  # O-1 is at the own agency

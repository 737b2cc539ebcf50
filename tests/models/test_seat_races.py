"""Two rounds that take seats of one opportunity at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.opportunities import Opportunity
from models.rounds import Round, RoundOpportunity
from models.services import rounds
from tests.models.racing import tried, until_somebody_waits
from tests.models.test_similar import next_round
from tests.models.walk import Walk
from tests.models.world import NOW, actor, find

pytestmark = pytest.mark.both_engines


def freeze(session: Session, slug: str) -> None:
    rounds.freeze(session, actor=actor(session, "exchange"), now=NOW, round_=find(session, Round, slug))


def test_two_rounds_that_freeze_at_once_seal_no_seat_twice(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        Walk(session).to_ranked()
        later = next_round(session, "O-1")
        for verb in (rounds.close_preferences, rounds.open_ranking):
            verb(session, actor=actor(session, "exchange"), now=NOW, round_=later)
    with ThreadPoolExecutor(1) as pool:
        with unit_of_work(engine) as session:
            freeze(session, "R-1")
            second = pool.submit(tried(engine, lambda other: freeze(other, "R-2")))
            if engine.dialect.name == "postgresql":
                until_somebody_waits(engine)
        assert second.result() == "Invalid", "no seat is left in it"
    with unit_of_work(engine) as session:
        sealed = select(RoundOpportunity.seats).join(Opportunity).where(Opportunity.slug == "O-1")
        assert session.scalars(sealed.order_by(RoundOpportunity.round_id)).all() == [2, None]

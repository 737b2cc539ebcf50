"""Two waivers of one opportunity that are granted at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.services import rounds, waivers
from models.services.waivers import Verdict
from models.waivers import RequirementAnswer
from tests.models.gates import gate
from tests.models.racing import tried, until_somebody_waits
from tests.models.test_waivers import asked, certify, decide, facts, shown
from tests.models.walk import Walk

pytestmark = pytest.mark.both_engines


def grant(session: Session, number: int) -> None:
    decide(session, session.get_one(RequirementAnswer, number), Verdict.GRANT)


def test_two_waivers_granted_at_once_lose_no_applicant(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        walk = Walk(session).to_lists()
        wanted = gate(session)
        first, second = (asked(session, slug, wanted).id for slug in ("E-12", "E-09"))
        waivers.attest(session, **facts(session, wanted, "E-01"))
        for slug in ("E-12", "E-09", "E-01"):
            certify(session, slug, ["O-3"])
        walk.step(rounds.close_preferences)
        walk.step(rounds.open_ranking)
        assert shown(session) == ["E-01"]
    with ThreadPoolExecutor(1) as pool:
        with unit_of_work(engine) as session:
            grant(session, first)
            beside = pool.submit(tried(engine, lambda other: grant(other, second)))
            until_somebody_waits(engine)
        assert beside.result() == "done"
    with unit_of_work(engine) as session:
        assert shown(session) == ["E-01", "E-09", "E-12"]

"""The practice rounds: there once, each at its stage, and fit to be taken to an outcome."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from matcher import parse, solve
from matcher.files import canonical
from matcher.mentoring.business import end_of_day, local_day
from models.agencies import Agency
from models.db import open_session
from models.dreamsheets import DreamSheet, SheetState
from models.opportunities import Opportunity
from models.proposals import Proposal
from models.queries.board import board
from models.queries.comparison import columns
from models.queries.readiness import Readiness, readiness
from models.rankings import ApplicantList, HostRanking
from models.rounds import Round, RoundOpportunity, RoundState
from models.services import repairs, results, rounds
from seed.loading.people import get_actor
from seed.loading.rounds import COORDINATOR
from seed.practice import HOSTS, load_practice
from tests.seed.begun import NOW, begun

pytestmark = pytest.mark.slow  # a load of its own; the gate has the command's, in webui/test_demo.py

WEEK = timedelta(weeks=1)


@pytest.fixture(scope="module")
def engine(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """People and opportunities are there; the demonstration's own round is not needed."""
    opened = begun("practice", run_folder, tmp_path_factory.mktemp("practice"))
    yield opened
    opened.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with open_session(engine) as opened:
        yield opened


def the_round(session: Session, slug: str) -> Round:
    return session.scalars(select(Round).where(Round.slug == slug)).one()


def test_round_a_is_open_for_dream_sheets_for_three_weeks(session: Session) -> None:
    round_ = the_round(session, "practice-a")
    assert round_.state is RoundState.PREFERENCES
    assert (round_.lists_open_at, round_.lists_close_at) == (NOW, end_of_day(local_day(NOW + 3 * WEEK)))
    assert readiness(session, round_) == Readiness(808, 870, 37, 30, 24, 24, 0, 1)
    assert board(session, round_).entered == 2


def test_round_b_waits_for_its_hosts(session: Session) -> None:
    round_ = the_round(session, "practice-b")
    assert round_.state is RoundState.RANKING
    assert (round_.lists_close_at, round_.rankings_close_at) == (NOW, end_of_day(local_day(NOW + 2 * WEEK)))
    assert readiness(session, round_) == Readiness(25, 29, 40, 40, 40, 40, 0)
    hosts = (
        select(Agency.code)
        .join(Opportunity, Opportunity.host_agency_id == Agency.id)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .where(RoundOpportunity.round_id == round_.id)
    )
    assert set(session.scalars(hosts)) == set(HOSTS)
    asked = session.scalars(select(ApplicantList.executives).where(ApplicantList.round_id == round_.id)).all()
    assert len(asked) == 25
    assert sum(map(len, asked)) > 100
    assert session.scalars(select(HostRanking)).all() == []


def test_round_d_is_in_the_scramble_with_offers_to_make(session: Session) -> None:
    round_ = the_round(session, "practice-d")
    assert round_.state is RoundState.SCRAMBLE
    found = repairs.prepare(session, round_)
    assert (found.fault, len(found.since.held)) == ("", 10)
    assert found.new
    offers = Counter(session.scalars(select(Proposal.state).where(Proposal.round_id == round_.id)))
    assert offers == {"offered": 6, "accepted": 2, "home_agreed": 2, "declined": 4}


def test_nobody_whom_the_sign_in_page_puts_first_has_filed(session: Session) -> None:
    filed = select(func.min(DreamSheet.executive_id)).where(
        DreamSheet.round_id == the_round(session, "practice-a").id,
        DreamSheet.state == SheetState.CERTIFIED,
    )
    assert session.scalars(filed).one() > 20


def test_no_opportunity_is_in_both_rounds(session: Session) -> None:
    offered = session.scalars(select(RoundOpportunity.opportunity_id)).all()
    assert len(offered) == len(set(offered)) == 865


def test_second_load_keeps_the_dates_of_the_first(engine: Engine, session: Session) -> None:
    load_practice(engine, now=NOW + WEEK)
    query = select(Round.slug, Round.lists_close_at, Round.version).order_by(Round.slug)
    versions = {"practice-b": 6, "practice-c": 10, "practice-d": 14}
    three_weeks = end_of_day(local_day(NOW + 3 * WEEK))
    first = [("practice-a", three_weeks, 4), *((slug, NOW, version) for slug, version in versions.items())]
    assert [tuple(row) for row in session.execute(query)] == first


def test_round_b_can_be_frozen_and_solved_as_it_is(session: Session) -> None:
    round_, actor = the_round(session, "practice-b"), get_actor(session, COORDINATOR)
    rounds.freeze(session, actor=actor, now=NOW, round_=round_)
    rounds.enter_outside(session, actor=actor, now=NOW, round_=round_, outside="4711")
    outcome = solve(parse(canonical(results.round_file(session, round_))))
    session.rollback()
    assert outcome["status"] == "optimal"
    assert len(outcome["matches"]) > 10


def test_round_c_is_solved_and_its_scenarios_differ(session: Session) -> None:
    round_ = the_round(session, "practice-c")
    assert round_.state is RoundState.SOLVED
    found = columns(session, round_)
    assert [one.run.status for one in found] == ["optimal", "optimal", "stable", "optimal"]
    assert all(one.run.verified for one in found)
    baseline, wider, stable, pinned = found
    assert baseline.run.scenario_id is None
    assert wider.placed > baseline.placed
    assert stable.blocking == 0
    assert [one.first_hosts for one in found] == [0, 0, 0, 0]
    assert [bool(one.differs) for one in found] == [False, True, True, True]
    assert [one.prices is None for one in found] == [False, False, True, False]
    assert pinned.prices is not None
    assert len(pinned.prices["pins"]) == 1

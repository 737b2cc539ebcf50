"""Invented development plans: in every state, each on its own days, there once, read by the right people."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.development import Standing
from models.agencies import Agency
from models.agreements import Agreement, AgreementState
from models.db import open_session
from models.evaluations import Evaluation
from models.executives import Executive
from models.headcounts import Headcount, HeadcountState
from models.ledger import LedgerCorrection
from models.plans import DevelopmentPlan, LeadershipAssessment, PlanState, ReviewOutcome
from models.queries.development import who_is_due
from models.queries.people import featured
from models.queries.plans import before_the_board, find_plan, named_in
from models.returns import ReturnRight, ReturnState
from models.rotation_reports import ReportState, RotationReport
from models.services.plans import lacks
from seed import reference
from seed.demonstration import NUMBER
from seed.executives import invent_executives
from seed.loading.agreements import DEPARTMENTS, TOTAL, load_agreements
from seed.loading.ledger import load_ledger
from seed.loading.people import get_actor
from seed.loading.plans import load_plans
from seed.loading.reports import load_reports
from seed.plans import BOARD, SHARES, STEPS, invent_plans
from tests.seed.begun import NOW, begun

pytestmark = pytest.mark.slow  # a load of its own; the gate has the command's, in webui/test_demo.py


@pytest.fixture(scope="module")
def engine(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = begun("people", run_folder, tmp_path_factory.mktemp("plans"))
    load_plans(opened, now=NOW)
    load_agreements(opened, now=NOW)
    load_reports(opened, now=NOW)
    yield opened
    opened.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with open_session(engine) as opened:
        yield opened


def top(session: Session, plan: DevelopmentPlan) -> str:
    return reference.tops()[session.get_one(Agency, plan.executive.home_agency_id).code][-1]


def test_same_number_gives_the_same_plans_whatever_is_missing() -> None:
    people = invent_executives(NUMBER)
    plans = invent_plans(NUMBER, people, NOW.date())
    assert invent_plans(NUMBER, people[::2], NOW.date()) == tuple(
        one for one in plans if one.executive in {person.slug for person in people[::2]}
    )
    assert Counter(one.step for one in plans).keys() == set(STEPS)
    assert all(one.invented for one in plans)


def test_second_load_adds_none(engine: Engine) -> None:
    assert load_plans(engine, now=NOW + timedelta(days=3)) == 0


def test_plans_stand_in_every_state(session: Session) -> None:
    states = Counter(session.scalars(select(DevelopmentPlan.state)))
    assert states.keys() == set(PlanState)
    assert sum(states.values()) >= 300
    assert min(states.values()) >= 20


def test_only_the_department_with_a_board_has_reviews(session: Session) -> None:
    plans = session.scalars(select(DevelopmentPlan)).all()
    assert {top(session, plan) for plan in plans} == set(SHARES)
    assert {top(session, plan) for plan in plans if plan.reviews} == {BOARD}
    outcomes = {review.outcome for plan in plans for review in plan.reviews}
    assert outcomes == set(ReviewOutcome)
    assert [lacks(plan) for plan in plans if plan.state is not PlanState.DRAFT and lacks(plan)] == []


def test_nothing_is_done_before_the_service_or_in_days_to_come(session: Session) -> None:
    for plan in session.scalars(select(DevelopmentPlan)):
        days = [one.done_on for one in plan.activities if one.done_on is not None]
        days += [one.reviewed_on for one in plan.reviews]
        assert [day for day in days if not plan.executive.ses_since <= day <= local_day(NOW)] == []
    rows = session.execute(select(LeadershipAssessment.done_on, Executive.ses_since).join(Executive)).all()
    assert [day for day, since in rows if not since <= day <= local_day(NOW)] == []


def test_board_supervisors_and_coordinator_find_their_rows(session: Session) -> None:
    agencies = [session.scalars(select(Agency.id).where(Agency.code == BOARD)).one()]
    member = get_actor(session, f"board-{BOARD.lower()}-1")
    assert len(before_the_board(session, member, agencies, PlanState.SIGNED)) >= 10
    assert len(before_the_board(session, member, agencies, PlanState.REVIEWED)) >= 50
    supervisor = get_actor(session, f"supervisor-{BOARD.lower()}-1")
    assert PlanState.SUBMITTED in {row.state for row in named_in(session, supervisor)}
    rows = who_is_due(session, agencies, local_day(NOW))
    standings = {duty.standing(local_day(NOW)) for row in rows for duty in row.duties}
    assert standings == set(Standing)


def test_somebody_who_holds_a_role_again_is_shown_once(session: Session) -> None:
    shown = Counter(one.slug for group in featured(session).values() for one in group)
    assert shown[f"board-{BOARD.lower()}-1"] == 1


def test_sign_in_page_offers_a_plan_at_each_step_and_whoever_acts_on_them(session: Session) -> None:
    found = featured(session)
    assert [one.what.partition(";")[0] for one in found["Development plans: one at each step"]] == [
        "a draft to complete or to send",
        "a draft that the supervisor sent back",
        "with the supervisor",
        "signed, before the board",
        "reviewed: activities to enter",
    ]
    first = {title.partition(":")[0]: people[0].slug for title, people in found.items()}
    assert first["Supervisors"] == "supervisor-dn-1"
    assert first["Executive Resources Board"] == "board-dn-1"


def test_plan_of_a_person_is_whole(session: Session) -> None:
    first = session.scalars(select(DevelopmentPlan).order_by(DevelopmentPlan.id)).first()
    assert first is not None
    plan = find_plan(session, first.executive)
    assert plan is not None
    assert {one.term for one in plan.objectives} == {"short", "long"}
    assert all(one.ecq.framework.code in ("ECQ-2025", "ECQ-2012") for one in plan.objectives)


def test_agreements_are_at_every_step_of_the_way_back_and_loaded_once(
    engine: Engine, session: Session
) -> None:
    made = Counter(session.scalars(select(Agreement.state)))
    assert sum(made.values()) == TOTAL == 77
    assert {AgreementState.DRAFT, AgreementState.IN_SIGNATURE, AgreementState.IN_FORCE} <= set(made)
    rights = Counter(session.scalars(select(ReturnRight.state)))
    step = ReturnState
    wanted = {
        step.ACTIVE,
        step.AT_RISK,
        step.BREACHED,
        step.COOLING_OFF,
        step.DISPUTED,
        step.NOTICE_WINDOW,
        step.OVERDUE,
    }
    assert {*wanted, step.PLACEMENT_PROPOSED, step.RETURNED} <= set(rights)
    waiting = made[AgreementState.DRAFT] + made[AgreementState.IN_SIGNATURE]
    assert sum(rights.values()) == TOTAL - waiting - 1  # one is in force without a way back
    assert load_agreements(engine, now=NOW) == 0


def test_invented_reports_stand_in_every_state_and_are_there_once(engine: Engine, session: Session) -> None:
    states = Counter(session.scalars(select(RotationReport.state)))
    assert set(states) == set(ReportState)
    assert set(session.scalars(select(Headcount.state))) == set(HeadcountState)
    assert len(session.scalars(select(Evaluation.id).where(Evaluation.answered_at.is_not(None))).all()) > 50
    assert load_reports(engine, now=NOW) == 0


def test_corrections_of_the_ledger_stand_are_refused_and_wait(engine: Engine, session: Session) -> None:
    assert load_ledger(engine, now=NOW) == len(DEPARTMENTS) + 1
    found = Counter(session.scalars(select(LedgerCorrection.stands)))
    session.rollback()
    assert found == {None: 1, False: 1, True: len(DEPARTMENTS) - 1}
    assert load_ledger(engine, now=NOW) == 0

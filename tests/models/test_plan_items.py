"""What a development plan holds: objectives and activities, held engagements, days of assessments."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.competencies import Competency, Ecq, EcqFramework
from models.errors import Conflict, Invalid, WrongState
from models.executives import Executive
from models.plans import ActivityKind, PlanState, Term
from models.queries import development
from models.queries.plans import assessments_of, strengths
from models.services import assessments, plan_items
from models.services.plan_items import Step
from tests.models.plans import (
    TODAY,
    aim,
    begun,
    owner,
    signed,
    write,
    written,
)
from tests.models.world import NOW, find

PAST, TOMORROW = date(2026, 6, 1), date(2026, 11, 24)


def trail(session: Session) -> list[str]:
    query = select(AuditEvent.action).where(AuditEvent.action.startswith("development_plans"))
    return [
        name.removeprefix("development_plans.") for name in session.scalars(query.order_by(AuditEvent.id))
    ]


def test_what_is_planned_changes_in_a_draft_alone(session: Session) -> None:
    plan = signed(session)
    step, first = Step(ActivityKind.TRAINING, "A course", planned_for=TOMORROW), plan.objectives[0]
    for verb, facts in (
        (plan_items.write_objective, {"aim": aim(session, Term.SHORT)}),
        (plan_items.drop_objective, {"objective": first}),
        (plan_items.write_activity, {"step": step}),
        (plan_items.write_activity, {"step": step, "activity": plan.activities[0]}),
        (plan_items.drop_activity, {"activity": plan.activities[0]}),
    ):
        with pytest.raises(WrongState, match=r"Only a draft can be changed"):
            write(session, plan, verb, **facts)


def test_what_is_done_is_entered_at_any_time(session: Session) -> None:
    plan = signed(session)
    write(session, plan, plan_items.finish_activity, activity=plan.activities[0], done_on=TODAY)
    write(session, plan, plan_items.write_activity, step=Step(ActivityKind.PEERS, "A forum", done_on=PAST))
    assert [(one.title, one.done_on) for one in plan.activities] == [
        ("Detail to another agency", TODAY),
        ("A forum", PAST),
    ]
    assert plan.state is PlanState.SIGNED


def test_objective_is_written_anew_and_dropped_while_its_activities_stay(session: Session) -> None:
    plan = written(session)
    first = plan.activities[0].objective
    assert first is not None
    changed = aim(session, Term.SHORT, "Merge three offices.", reached_on=PAST)
    write(session, plan, plan_items.write_objective, aim=changed, objective=first)
    assert (first.text, first.reached_on) == ("Merge three offices.", PAST)
    write(session, plan, plan_items.drop_objective, objective=first)
    session.expire_all()
    assert [one.text for one in plan.objectives] == ["Lead a merger of two offices."]
    assert [(one.title, one.objective) for one in plan.activities] == [("Detail to another agency", None)]


def test_objective_of_another_plan_takes_no_activity(session: Session) -> None:
    other, plan = written(session, "E-06"), begun(session)
    step = Step(ActivityKind.TRAINING, "A course", other.objectives[0], TOMORROW)
    with pytest.raises(Invalid, match=r"The objective is not one of this plan\."):
        write(session, plan, plan_items.write_activity, step=step)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (TOMORROW, "What is done was done today or earlier: this day is still to come."),
        (date(2019, 12, 31), "The record begins with the service: this day is before it."),
    ],
)
def test_what_is_done_was_done_in_the_service_and_not_tomorrow(
    session: Session, day: date, sentence: str
) -> None:
    plan = written(session)
    with pytest.raises(Invalid, match=sentence):
        write(session, plan, plan_items.finish_activity, activity=plan.activities[0], done_on=day)


def test_held_engagement_is_written_in_once_whatever_the_state(session: Session) -> None:
    plan, by = signed(session), owner(session, "E-05")
    facts: dict[str, Any] = {
        "plan": plan,
        "held_on": PAST,
        "topic": "Reorganization",
        "source": "engagement/7",
    }
    first = plan_items.write_engagement(session, actor=by, now=NOW, **facts)
    again = plan_items.write_engagement(session, actor=by, now=NOW, **facts)
    assert again is first
    assert (first.kind, first.title, first.done_on) == (ActivityKind.MENTORING, "Reorganization", PAST)
    assert trail(session).count("write_engagement") == 1
    found = development.record_of(session, plan.executive_id, NOW)
    assert found is not None
    assert found[1].active == PAST


def test_day_after_tomorrow_in_london_is_still_today_in_washington(session: Session) -> None:
    plan, late = written(session), NOW.replace(hour=3, day=24)  # 10 p.m. of the 23rd
    with pytest.raises(Invalid, match="still to come"):
        write(
            session, plan, plan_items.finish_activity, now=late, activity=plan.activities[0], done_on=TOMORROW
        )
    write(session, plan, plan_items.finish_activity, now=late, activity=plan.activities[0], done_on=TODAY)


def test_assessment_keeps_its_day_alone_and_is_struck(session: Session) -> None:
    executive, by = find(session, Executive, "E-05"), owner(session, "E-05")
    entered = assessments.enter(session, actor=by, now=NOW, executive=executive, done_on=PAST)
    with pytest.raises(Conflict, match=r"An assessment of this day is on record already\."):
        assessments.enter(session, actor=by, now=NOW, executive=executive, done_on=PAST)
    with pytest.raises(Conflict, match=r"This assessment is not on record\."):
        assessments.strike(
            session,
            actor=owner(session, "E-06"),
            now=NOW,
            executive=find(session, Executive, "E-06"),
            assessment=entered,
        )
    assert [one.done_on for one in assessments_of(session, executive)] == [PAST]
    assessments.strike(session, actor=by, now=NOW, executive=executive, assessment=entered)
    assert assessments_of(session, executive) == []


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (TOMORROW, "An assessment is entered once it is done: this day is still to come."),
        (date(2019, 12, 31), "The record begins with the service: this day is before it."),
    ],
)
def test_assessment_was_done_in_the_service_and_not_tomorrow(
    session: Session, day: date, sentence: str
) -> None:
    executive = find(session, Executive, "E-05")
    with pytest.raises(Invalid, match=sentence):
        assessments.enter(session, actor=owner(session, "E-05"), now=NOW, executive=executive, done_on=day)


def old_competencies(session: Session) -> list[Competency]:
    """Two competencies of one ECQ of an earlier framework."""
    old = EcqFramework(code="ECQ-2012", effective_from=date(2006, 10, 1), confidence="invented")
    parts = [Competency(ordinal=1, name="Flexibility"), Competency(ordinal=2, name="Resilience")]
    old.ecqs = [Ecq(ordinal=1, name="Leading Change", competencies=parts)]
    session.add(old)
    session.flush()
    return parts


def test_objective_may_strengthen_a_competency_of_an_earlier_framework(session: Session) -> None:
    plan, flexibility = begun(session), old_competencies(session)[0]
    session.expire_all()
    wanted = aim(session, Term.LONG, strengthens=flexibility)
    written_in = write(session, plan, plan_items.write_objective, aim=wanted)
    assert (written_in.ecq.name, written_in.competency.name) == ("Leading Change", "Flexibility")


def test_strengths_are_the_competencies_or_the_ecq_that_names_none(session: Session) -> None:
    old_competencies(session)
    found = [
        (framework.code, [(ecq.name, None if one is None else one.name) for ecq, one in items])
        for framework, items in strengths(session)
    ]
    assert found == [
        ("ECQ-2025", [("Achieving Results", None)]),
        ("ECQ-2012", [("Leading Change", "Flexibility"), ("Leading Change", "Resilience")]),
    ]

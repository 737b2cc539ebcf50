"""Development plans: the way from the draft to the board, what is refused on it, who is told."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.access import can
from models.actors import Role
from models.audit import AuditEvent
from models.errors import Conflict, Denied, Invalid, Unmet
from models.executives import Executive
from models.outbox import Notice
from models.plans import ActivityKind, DevelopmentPlan, PlanState, ReviewOutcome
from models.queries import development
from models.queries.left_behind import (
    left_behind,
    told_besides_leaving,
    told_besides_moving,
    told_besides_shutting_out,
)
from models.queries.plan_people import supervisors_of
from models.queries.plans import before_the_board, find_plan, named_in
from models.services import assessments, plan_items, plans
from models.services.plan_items import Step
from models.services.plans import Verdict
from tests.models.plans import (
    ACCEPTED,
    RETURNED,
    TODAY,
    begun,
    owner,
    reviewed,
    signed,
    submitted,
    write,
    written,
)
from tests.models.world import DAY, NOW, actor, find, give

PAST, TOMORROW = date(2026, 6, 1), date(2026, 11, 24)


def notices(session: Session) -> list[tuple[str, str]]:
    rows = session.scalars(select(Notice).order_by(Notice.id))
    return [(one.template, one.recipient.slug) for one in rows if one.template.startswith("plan_")]


def trail(session: Session) -> list[str]:
    query = select(AuditEvent.action).where(AuditEvent.action.startswith("development_plans"))
    return [
        name.removeprefix("development_plans.") for name in session.scalars(query.order_by(AuditEvent.id))
    ]


def test_plan_is_signed_and_reviewed_and_everybody_is_told(session: Session) -> None:
    plan = reviewed(session)
    assert (plan.state, plan.supervisor_note) == (PlanState.REVIEWED, "Travel for the detail is planned.")
    assert [(one.reviewed_on, one.outcome) for one in plan.reviews] == [(TODAY, ReviewOutcome.ACCEPTED)]
    assert notices(session) == [
        ("plan_to_sign", "supervisor-EN"),
        ("plan_to_review", "board-EN"),
        ("plan_answered", "e-05"),
        ("plan_answered", "e-05"),
    ]
    assert trail(session)[-3:] == ["submit", "sign", "accept"]


def test_trail_holds_no_word_of_the_plan(session: Session) -> None:
    plan = submitted(session)
    supervisor = actor(session, "supervisor-EN")
    facts: dict[str, Any] = {"plan": plan, "version": plan.version}
    plans.send_back(session, actor=supervisor, now=NOW, reason="Name the office of the detail.", **facts)
    rows = session.scalars(select(AuditEvent).where(AuditEvent.object_type == "development_plans")).all()
    text = " ".join(f"{row.reason} {row.facts}" for row in rows)
    assert "office" not in text
    assert (plan.state, plan.supervisor_note) == (PlanState.DRAFT, "Name the office of the detail.")


def test_executive_has_one_plan(session: Session) -> None:
    begun(session)
    with pytest.raises(Conflict, match=r"There is a development plan of yours already\."):
        begun(session)


def test_plan_that_lacks_a_part_is_not_submitted(session: Session) -> None:
    plan = begun(session)
    with pytest.raises(Unmet) as unmet:
        plans.submit(
            session,
            actor=owner(session, "E-05"),
            now=NOW,
            plan=plan,
            supervisor=actor(session, "supervisor-EN"),
        )
    wide = "a detail or rotation, a project of several agencies, a sabbatical, an assignment outside"
    assert [one.text for one in unmet.value.reasons] == [
        "The plan names no short-term objective; at least 1 is needed.",
        "The plan names no long-term objective; at least 1 is needed.",
        f"The plan outlines nothing that widens the view ({wide}); at least 1 is needed.",
    ]
    assert plan.state is PlanState.DRAFT


@pytest.mark.parametrize("who", ["host-EN", "board-EN", "coord-EN"])
def test_only_a_supervisor_of_the_home_agency_is_named(session: Session, who: str) -> None:
    plan = written(session)
    with pytest.raises(Invalid, match=f"{who} does not sign plans of your agency"):
        plans.submit(
            session, actor=owner(session, "E-05"), now=NOW, plan=plan, supervisor=actor(session, who)
        )
    assert (plan.state, plan.supervisor) == (PlanState.DRAFT, None)


def test_supervisors_are_those_of_the_home_and_above_but_never_oneself(session: Session) -> None:
    give(session, "e-06", Role.SUPERVISOR, "EN")
    give(session, "e-05", Role.SUPERVISOR, "EN")
    give(session, "host-AG11", Role.SUPERVISOR, "AG")
    energy, forests = find(session, Executive, "E-05"), find(session, Executive, "E-01")
    found = [[one.slug for one in supervisors_of(session, who, NOW)] for who in (energy, forests)]
    assert found == [["e-06", "supervisor-EN"], ["host-AG11"]]
    assert supervisors_of(session, energy, NOW + 301 * DAY) == []


def test_supervisor_who_was_not_named_signs_nothing(session: Session) -> None:
    give(session, "e-06", Role.SUPERVISOR, "EN")
    plan = submitted(session)
    with pytest.raises(Denied):
        plans.sign(session, actor=actor(session, "e-06"), now=NOW, plan=plan, version=plan.version, note="")


@pytest.mark.parametrize(
    ("make", "open_to_the_board"), [(begun, False), (submitted, False), (signed, True), (reviewed, True)]
)
def test_board_opens_a_plan_once_the_supervisor_signed(
    session: Session, make: Callable[[Session], DevelopmentPlan], open_to_the_board: bool
) -> None:
    board, plan = actor(session, "board-EN"), make(session)
    assert [can(board, action, plan, now=NOW) for action in ("reviewing.see", "plans.review")] == [
        open_to_the_board
    ] * 2


def test_whoever_signed_does_not_review_and_nobody_reviews_their_own(session: Session) -> None:
    give(session, "supervisor-EN", Role.EXECUTIVE_RESOURCES_BOARD, "EN")
    give(session, "e-05", Role.EXECUTIVE_RESOURCES_BOARD, "EN")
    plan = signed(session)
    for who in ("supervisor-EN", "e-05"):
        with pytest.raises(Denied):
            plans.review(
                session, actor=actor(session, who), now=NOW, plan=plan, version=plan.version, verdict=ACCEPTED
            )
    assert before_the_board(session, actor(session, "supervisor-EN"), [3], PlanState.SIGNED) == []
    assert before_the_board(session, actor(session, "e-05"), [3], PlanState.SIGNED) == []
    assert [
        row.slug for row in before_the_board(session, actor(session, "board-EN"), [3], PlanState.SIGNED)
    ] == ["E-05"]


def test_plan_that_changed_since_it_was_read_is_not_signed(session: Session) -> None:
    plan = submitted(session)
    read = plan.version
    write(
        session, plan, plan_items.write_activity, step=Step(ActivityKind.TRAINING, "A course", done_on=PAST)
    )
    with pytest.raises(Conflict, match=r"The plan changed since you opened it: read it again\."):
        plans.sign(session, actor=actor(session, "supervisor-EN"), now=NOW, plan=plan, version=read, note="")


def test_taken_back_it_is_a_draft_nobody_else_reads(session: Session) -> None:
    plan, supervisor = submitted(session), actor(session, "supervisor-EN")
    assert [row.slug for row in named_in(session, supervisor)] == ["E-05"]
    plans.take_back(session, actor=owner(session, "E-05"), now=NOW, plan=plan)
    assert named_in(session, supervisor) == []
    assert plan.state is PlanState.DRAFT


@pytest.mark.parametrize("make", [signed, reviewed])
def test_revising_lets_the_signature_fall_and_keeps_the_reviews(session: Session, make: Any) -> None:
    plan: DevelopmentPlan = make(session)
    before = len(plan.reviews)
    plans.revise(session, actor=owner(session, "E-05"), now=NOW, plan=plan)
    assert (plan.state, plan.signed_at, len(plan.reviews)) == (PlanState.DRAFT, None, before)


def test_board_returns_a_plan_with_what_to_revise(session: Session) -> None:
    plan, board = signed(session), actor(session, "board-EN")
    blank = Verdict(TODAY, ReviewOutcome.REVISE, "  ")
    with pytest.raises(Invalid, match=r"Say what is to be revised: the executive reads it\."):
        plans.review(session, actor=board, now=NOW, plan=plan, version=plan.version, verdict=blank)
    plans.review(session, actor=board, now=NOW, plan=plan, version=plan.version, verdict=RETURNED)
    assert (plan.state, plan.signed_at) == (PlanState.DRAFT, None)
    assert plan.reviews[0].remark == "Name the office of the detail."


BEFORE_SIGNATURE = (
    "The board reviews what the supervisor has signed: this day is before the signature of 23 November 2026."
)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (TOMORROW, "The board meets before its review is entered: this day is still to come."),
        (
            date(2026, 11, 22),
            BEFORE_SIGNATURE,
        ),
    ],
)
def test_board_meets_between_the_signature_and_today(session: Session, day: date, sentence: str) -> None:
    plan = signed(session)
    with pytest.raises(Invalid) as invalid:
        plans.review(
            session,
            actor=actor(session, "board-EN"),
            now=NOW,
            plan=plan,
            version=plan.version,
            verdict=Verdict(day, ReviewOutcome.ACCEPTED),
        )
    assert str(invalid.value) == sentence


def test_database_keeps_state_and_signature_together(session: Session) -> None:
    plan = submitted(session)
    plan.signed_at = NOW
    with pytest.raises(IntegrityError, match="signature_stands_while_signed"):
        session.flush()


def test_who_is_due_is_told_with_days_and_no_word_of_a_plan(session: Session) -> None:
    plan = reviewed(session, "E-06")
    write(session, plan, plan_items.finish_activity, activity=plan.activities[0], done_on=TODAY)
    executive, by = find(session, Executive, "E-06"), owner(session, "E-06")
    assessments.enter(session, actor=by, now=NOW, executive=executive, done_on=PAST)
    find(session, Executive, "E-08").active = False
    found = development.who_is_due(session, [3], TODAY)
    assert [(one.slug, one.has_plan) for one in found] == [("E-05", False), ("E-07", False)]
    assert found[0].first(TODAY) == date(2020, 12, 31)
    later = development.who_is_due(session, [3], date(2027, 8, 23))
    assert [one.slug for one in later] == ["E-05", "E-07", "E-06"]
    assert development.who_is_due(session, [4], TODAY)[0].agency == "Treasury"


def test_lists_ask_as_often_for_three_plans_as_for_one(session: Session, engine: Engine) -> None:
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, text, *_more: said.append(text))

    def asked() -> int:
        said.clear()
        session.expire_all()
        board, supervisor = actor(session, "board-EN"), actor(session, "supervisor-EN")
        said.clear()
        before_the_board(session, board, [3], PlanState.SIGNED)
        named_in(session, supervisor)
        development.who_is_due(session, [3], TODAY)
        find_plan(session, find(session, Executive, "E-05"))
        return len(said)

    signed(session)
    one = asked()
    for slug in ("E-06", "E-07"):
        signed(session, slug)
    assert asked() == one


def test_plans_of_somebody_who_goes_are_told_before(session: Session) -> None:
    submitted(session, "E-06")
    signed(session, "E-07")
    their = left_behind(session, actor(session, "supervisor-EN"))
    waits = (
        "Development plans that wait for this person's signature: 1. Each executive reads on the desk to "
        "take it back and send it to another supervisor."
    )
    for told in (told_besides_leaving, told_besides_moving, told_besides_shutting_out):
        assert told(their) == [waits]
    stays = "The development plan waits for nobody any more; it stays on record."
    assert told_besides_leaving(left_behind(session, actor(session, "e-06"))) == [stays]
    assert told_besides_leaving(left_behind(session, actor(session, "e-07"))) == [stays]
    assert told_besides_leaving(left_behind(session, actor(session, "e-08"))) == []

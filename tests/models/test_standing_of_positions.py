"""What is urgent about a return stays first while home names a position and the executive answers."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.agreements import EventKind
from models.audit import AuditEvent
from models.errors import WrongState
from models.queries.waiting import waiting
from models.returns import ReturnRight, ReturnState, RiskKind, Standing
from models.services import returns
from tests.models import agreements as made
from tests.models.test_return_standing import do
from tests.models.world import DAY, NOW, actor

S = ReturnState
ENDS = date(2027, 4, 15)
SOON, LATE, BROKEN = made.at(ENDS - 30 * DAY), made.at(ENDS + 5 * DAY), made.at(ENDS + 60 * DAY)


def away(session: Session, now: object = NOW, *acts: str) -> ReturnRight:
    made.lasting(session)
    right = made.running(session, ends_on=ENDS)
    right.sponsor = actor(session, "supervisor-EN")
    made.tick(session, right, now)  # type: ignore[arg-type]
    do(session, right, now, *acts)  # type: ignore[arg-type]
    return right


def lines(session: Session, slug: str, right: ReturnRight, now: object) -> set[str]:
    session.flush()
    found = waiting(session, actor(session, slug), now)  # type: ignore[arg-type]
    return {one.kind for one in found if one.number == right.id and "return" not in one.kind[:6]}


@pytest.mark.parametrize(("now", "state"), [(LATE, S.OVERDUE), (BROKEN, S.BREACHED)])
def test_return_that_is_late_stays_so_whatever_is_named_and_answered(
    session: Session, now: object, state: ReturnState
) -> None:
    right = away(session, now)
    for act, standing in (
        ("propose", Standing.PROPOSED),
        ("dispute", Standing.DISPUTED),
        ("propose", Standing.PROPOSED),
        ("agree", Standing.AGREED),
    ):
        do(session, right, now, act)  # type: ignore[arg-type]
        assert (right.state, right.standing) == (state, standing)
        for slug in ("coord-EN", "supervisor-EN"):
            kinds = {one.kind for one in waiting(session, actor(session, slug), now)}  # type: ignore[arg-type]
            assert kinds & {"return_overdue", "return_broken"}
        own = lines(session, "e-05", right, now)
        assert ("my_return_answer_late" in own) == (standing is Standing.PROPOSED)
        assert {"my_return_overdue", "my_return_broken"} & own
    made.tick(session, right, now)  # type: ignore[arg-type]
    assert right.state is state


@pytest.mark.parametrize("order", [("risk", "propose"), ("propose", "risk")])
@pytest.mark.parametrize(
    ("answer", "after"),
    [(None, S.PLACEMENT_PROPOSED), ("agree", S.PLACEMENT_ACCEPTED), ("dispute", S.DISPUTED)],
)
def test_open_risk_stays_first_until_it_is_settled_and_the_answer_stands_then(
    session: Session, order: tuple[str, ...], answer: str | None, after: ReturnState
) -> None:
    right = away(session, SOON, *order)
    own = lines(session, "e-05", right, SOON)
    assert "my_return_to_answer" in own
    if answer:
        do(session, right, SOON, answer)
    made.tick(session, right, SOON + DAY)
    for slug in ("coord-EN", "supervisor-EN"):
        kinds = lines(session, slug, right, SOON)
        assert "home_at_risk" in kinds
        assert ("home_disputed" in kinds) == (answer == "dispute")
        assert "home_notice_window" not in kinds
    assert right.state is S.AT_RISK
    do(session, right, SOON, "settle")
    assert right.state is after


def test_risk_of_a_late_return_stays_on_the_desk_with_it(session: Session) -> None:
    right = away(session, SOON, "risk")
    made.tick(session, right, LATE)
    assert right.state is S.OVERDUE
    assert "home_at_risk" in lines(session, "coord-EN", right, LATE)
    do(session, right, LATE, "settle")
    assert right.state is S.OVERDUE
    assert "home_at_risk" not in lines(session, "coord-EN", right, LATE)


def test_clock_puts_an_open_risk_first_that_a_named_position_had_hidden(session: Session) -> None:
    right = away(session, SOON, "risk", "propose", "settle")
    right.risks[0].settled_at = right.risks[0].settlement = right.risks[0].settled_by_id = None
    made.tick(session, right, SOON)
    assert right.state is S.AT_RISK


def test_position_to_name_keeps_its_line_while_the_return_is_at_risk(session: Session) -> None:
    right = away(session, SOON, "risk")
    for slug in ("coord-EN", "supervisor-EN"):
        assert {"home_at_risk", "home_notice_window"} <= lines(session, slug, right, SOON)
    marks = [one.mark for one in waiting(session, actor(session, "coord-EN"), SOON) if one.mark]
    assert "position" not in marks
    do(session, right, SOON, "propose")
    assert "home_notice_window" not in lines(session, "coord-EN", right, SOON)


def test_position_is_named_once_the_assignment_has_begun_and_once_until_it_is_answered(
    session: Session,
) -> None:
    first = NOW.date() + 20 * DAY
    early = made.running(session, starts_on=first, ends_on=ENDS)
    do(session, early, NOW, "risk")
    with pytest.raises(WrongState, match=r"^The position is named once the assignment has begun\.$"):
        do(session, early, NOW, "propose")
    made.lasting(session)
    do(session, early, made.at(first), "propose")
    answered = "The executive has not answered yet to the position that home named before."
    with pytest.raises(WrongState, match=f"^{answered}$"):
        do(session, early, made.at(first), "propose")
    do(session, early, made.at(first), "agree")
    with pytest.raises(WrongState, match=r"^Home proposes no position now that waits for an answer\.$"):
        do(session, early, made.at(first), "dispute")


def test_position_that_is_gone_is_answered_no_more(session: Session) -> None:
    right = away(session, SOON, "risk", "propose")
    facts = {"actor": actor(session, "e-05"), "now": SOON, "right": right}
    gone = {"kind": RiskKind.POSITION_ABOLISHED, "detail": "The budget ends."}
    returns.report_change(session, **gone, **facts)  # type: ignore[arg-type]
    assert (right.state, right.placement, right.standing) == (S.AT_RISK, None, None)
    with pytest.raises(WrongState, match="Home proposes no position now"):
        do(session, right, SOON, "agree")


def curtailed_before_it_begins(session: Session) -> ReturnRight:
    made.lasting(session)
    right = made.running(session, starts_on=NOW.date() + 20 * DAY)
    right.sponsor = actor(session, "supervisor-EN")
    made.agreed(session, right.agreement, EventKind.EARLY_END, ENDS)
    return right


@pytest.mark.parametrize(
    ("answer", "after"),
    [(None, S.PLACEMENT_PROPOSED), ("agree", S.PLACEMENT_ACCEPTED), ("dispute", S.DISPUTED)],
)
def test_early_end_before_the_first_day_asks_for_a_position_that_home_can_name_and_that_outlasts_a_risk(
    session: Session, answer: str | None, after: ReturnState
) -> None:
    right = curtailed_before_it_begins(session)
    assert right.state is S.CURTAILING
    assert "home_curtailing" in lines(session, "coord-EN", right, NOW)
    do(session, right, NOW, "propose", *([answer] if answer else []), "risk", "settle")
    assert (right.state, right.placement) == (after, "Director")
    assert "home_curtailing" not in lines(session, "coord-EN", right, NOW)


def test_early_end_leaves_the_position_of_a_right_at_risk_to_its_last_days(session: Session) -> None:
    right = curtailed_before_it_begins(session)
    do(session, right, NOW, "risk")
    assert "home_curtailing" not in lines(session, "coord-EN", right, NOW)
    assert "home_notice_window" in lines(session, "coord-EN", right, SOON)


def test_position_named_before_an_assignment_that_has_not_begun_is_named_again_once_it_has(
    session: Session,
) -> None:
    first = NOW.date() + 20 * DAY
    right = made.running(session, starts_on=first, ends_on=ENDS)
    do(session, right, NOW, "risk")
    right.placement, right.standing = "Director", Standing.PROPOSED  # as it could be before it was refused
    do(session, right, NOW, "settle")
    right = session.get_one(ReturnRight, right.id)
    assert (right.state, right.standing) == (S.SCHEDULED, None)
    made.lasting(session)
    made.tick(session, right, SOON)
    do(session, right, SOON, "propose", "agree")
    assert right.state is S.PLACEMENT_ACCEPTED


@pytest.mark.parametrize("acts", [("risk", "waive", "keep"), ("risk", "waive", "keep", "settle")])
def test_risk_that_stands_as_before_is_written_down_by_nobody_anew(
    session: Session, acts: tuple[str, ...]
) -> None:
    away(session, SOON, *acts)
    query = select(Actor.slug, AuditEvent.reason).join(AuditEvent, AuditEvent.actor_id == Actor.id)
    raised = session.execute(query.where(AuditEvent.action == "return_rights.raise").order_by(AuditEvent.id))
    assert [tuple(one) for one in raised] == [("e-05", None), ("system", "It stands as before.")]

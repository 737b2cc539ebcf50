"""The look back after a return, the reviews of the re-entry, and the checklist of those away."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import Conflict, Invalid
from models.evaluations import MEASURES, Evaluation, Side
from models.lifecycles import advance
from models.outbox import Notice
from models.queries.away_checks import done_lines, lines_of
from models.queries.evaluations import said
from models.queries.returns import due_rights
from models.services import away_checks, evaluations, returns
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor

GOOD = dict.fromkeys(MEASURES, 4)


def rows(session: Session) -> list[tuple[int, Side, date]]:
    query = select(Evaluation.months, Evaluation.side, Evaluation.due_on).order_by(Evaluation.id)
    return [(months, side, due) for months, side, due in session.execute(query)]


def test_three_people_are_asked_after_three_six_and_twelve_months_once(session: Session) -> None:
    made.lasting(session)
    right = made.asked(session)
    first = [(3, side, date(2026, 11, 23)) for side in Side]
    assert rows(session) == first
    assert made.tick(session, right, NOW + DAY) == 0
    assert right.next_due_at == made.at(date(2027, 2, 23), 10)  # nine in the morning in New York
    made.tick(session, right, made.at(date(2027, 8, 23)))  # nobody looked for nine months
    later = [(6, side, date(2027, 2, 23)) for side in Side] + [(12, side, date(2027, 8, 23)) for side in Side]
    assert rows(session) == first + later
    assert due_rights(session, NOW + 5000 * DAY) == []
    keys = session.scalars(select(Notice.key).where(Notice.template == "evaluation_due")).all()
    assert len(keys) == len(set(keys)) == 9


def test_evaluation_is_answered_once_and_whole(session: Session) -> None:
    made.asked(session)
    one = session.scalars(select(Evaluation).where(Evaluation.side == Side.HOST)).one()
    by = actor(session, "supervisor-TR")
    with pytest.raises(Invalid, match="Answer each of the five with 1 to 5"):
        evaluations.answer(session, actor=by, now=NOW, evaluation=one, figures={"outlook": 3})
    evaluations.answer(session, actor=by, now=NOW, evaluation=one, figures=GOOD)
    with pytest.raises(Conflict, match="You have answered already"):
        evaluations.answer(session, actor=by, now=NOW, evaluation=one, figures=GOOD)


def test_mean_of_fewer_than_five_answers_is_hidden(session: Session) -> None:
    for slug in ("E-05", "E-06"):
        made.asked(session, slug)
    people = session.scalars(select(Evaluation).order_by(Evaluation.id)).all()
    for number, one in enumerate(people[:5], start=1):
        by = session.get_one(type(actor(session, "e-05")), one.person_id)
        figures = GOOD | {"satisfied": 5 if number == 1 else 4}
        evaluations.answer(session, actor=by, now=NOW, evaluation=one, figures=figures)
        (found,) = said(session, NOW - DAY, NOW + DAY)
        assert (found.asked, found.answered) == (6, number)
        assert found.means["satisfied"] == (4.2 if number == 5 else None)


@pytest.mark.parametrize(("held_on", "held"), [(date(2026, 11, 22), False), (date(2026, 11, 23), True)])
def test_early_review_is_refused_in_words(session: Session, held_on: date, held: bool) -> None:
    right = made.running(session, starts_on=date(2026, 2, 2))
    facts = {"actor": actor(session, "coord-EN"), "now": NOW, "right": right}
    returns.enter_return(session, returned_on=date(2026, 10, 24), **facts)  # type: ignore[arg-type]
    if held:
        returns.review(session, held_on=held_on, findings="All is in place.", **facts)  # type: ignore[arg-type]
        sentence = r"^The second review of the re-entry is held not before 22 January 2027\.$"
    else:
        sentence = r"^The first review of the re-entry is held not before 23 November 2026\.$"
    with pytest.raises(Invalid, match=sentence):
        returns.review(session, held_on=held_on, findings="All is in place.", **facts)  # type: ignore[arg-type]


def test_lines_are_ticked_by_whoever_has_them_in_hand(session: Session) -> None:
    right, host = made.running(session), actor(session, "supervisor-TR")
    with pytest.raises(Invalid, match="The home agency has this in hand"):
        away_checks.tick(session, actor=host, now=NOW, right=right, line="award_pool")
    with pytest.raises(Invalid, match="This is no line of the checklist"):
        away_checks.tick(session, actor=host, now=NOW, right=right, line="another")
    away_checks.tick(session, actor=host, now=NOW, right=right, line="host_plan")
    with pytest.raises(Conflict, match="This is done already"):
        away_checks.tick(session, actor=host, now=NOW, right=right, line="host_plan")
    away_checks.untick(session, actor=host, now=NOW, right=right, line="host_plan")
    assert done_lines(session, right) == {}
    with pytest.raises(Conflict, match=r"^This is not entered as done\.$"):
        away_checks.untick(session, actor=host, now=NOW, right=right, line="host_plan")
    assert [line.due for line in lines_of(right) if line.code == "host_plan"] == [date(2026, 12, 2)]


def test_what_was_ticked_stands_once_the_return_is_closed(session: Session) -> None:
    right, home = made.asked(session), actor(session, "coord-EN")
    away_checks.tick(session, actor=home, now=NOW, right=right, line="award_pool")
    for step in ("review", "close"):
        advance(session, right, step, actor=home, now=NOW)
        session.flush()
    with pytest.raises(Conflict, match=r"^The return is closed: what was entered for it stands\.$"):
        away_checks.untick(session, actor=home, now=NOW, right=right, line="award_pool")

"""A chosen run that was repaired: it stays the one that was chosen, and its scenario the one it was of."""

from sqlalchemy.orm import Session

from models.queries.runs import runs
from models.queries.scenarios import choices, scenarios
from models.services import repairs
from tests.models.answering import answer
from tests.models.test_repairs import offers, shown
from tests.models.test_scenarios import begin, choose, run
from tests.models.walk import Walk
from tests.models.world import the_round


def test_repair_is_no_freeze_anew_and_takes_no_choice_away(session: Session) -> None:
    walk, round_ = Walk(session).to_solved(), the_round(session)
    choose(session, run(session, begin(session)))
    walk.to_published()
    answer(session, offers(session)["E-10"], "decline")
    walk.step(repairs.make, shown=shown(session).sha256)
    assert [(line.number, line.chosen) for line in runs(session, round_)] == [
        (3, False),
        (2, True),
        (1, False),
    ]
    assert [(one.run, one.stale) for one in choices(session, round_)] == [(2, False)]
    assert [(one.run, one.stale) for one in scenarios(session, round_)] == [(2, False)]

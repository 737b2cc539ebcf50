"""The times of the week that suit for one request: kept in its draft, obeyed by every search for times."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from models.queries.shortlist import shortlist
from models.services import requests
from models.services.drafts import When
from models.services.placing import weigh
from models.sweep_files import weigh_all
from tests.models.mentoring import BEST, draft, profile_of
from tests.models.talks import open_week
from tests.models.world import DAY, NOW, actor


@pytest.fixture
def template() -> str:
    return "mentoring"


def test_times_of_the_week_are_kept_whole_and_replaced(session: Session) -> None:
    def kept(*week: tuple[int, int, int]) -> list[tuple[int, int, int]]:
        requests.save(
            session,
            actor=owner,
            now=NOW,
            executive=request.executive,
            part=When(week=list(week)),
            request=request,
        )
        session.expire_all()
        return [(one.weekday, one.start_minute, one.end_minute) for one in request.week]

    request, owner = draft(session), actor(session, "e-01")
    assert kept((2, 600, 630), (0, 570, 600), (0, 540, 570)) == [(0, 540, 600), (2, 600, 630)]
    assert kept((0, 540, 570), (4, 540, 570)) == [(0, 540, 570), (4, 540, 570)]
    assert kept() == []


@pytest.mark.parametrize(
    ("week", "codes", "begins"),
    [
        ([], [], "2026-11-25T14:00+00:00"),
        ([(2, 660, 720)], [], "2026-11-25T16:00+00:00"),
        ([(2, 660, 690)], ["no_time"], None),
        ([(3, 540, 720)], ["no_time"], None),
    ],
)
def test_times_of_the_week_decide_who_can_be_met_and_when(
    session: Session, week: list[tuple[int, int, int]], codes: list[str], begins: str | None
) -> None:
    request = draft(session, need_by=(NOW + 3 * DAY).date(), week=week)
    open_week(session, BEST)
    pool, fitting = weigh(session, request, NOW)
    best = pool.candidates[profile_of(session, BEST).id]
    assert [fault.code for fault in fitting.faults(best)] == codes
    _, found = weigh_all(session, request.kind, [request], NOW)
    assert found[request.id].may(best) is (not codes)
    requests.submit(session, actor=actor(session, "e-01"), now=NOW, request=request)
    nexts = {one.profile.executive.slug: one.next for one in shortlist(session, request, NOW)}
    assert nexts.get(BEST) == (datetime.fromisoformat(begins) if begins else None)

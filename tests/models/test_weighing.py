"""A request against everybody who could help: few statements, and nothing kept that could be out of date."""

import pytest
from sqlalchemy.orm import Session

from matcher.mentoring import fit
from models.queries.mentor_pool import read_once
from models.requests import MentoringRequest
from models.services.placing import weigh
from tests.house.crawler import heard
from tests.models.mentoring import BEST, DEVELOPING, REORGANIZATION, VISION, draft, profile_of
from tests.models.world import DAY, NOW

MOST_STATEMENTS = 12
SAID = {REORGANIZATION: (2025, 2023)}


@pytest.fixture
def template() -> str:
    return "mentoring"


def best(session: Session, request: MentoringRequest) -> fit.Suggested:
    pool, fitting = weigh(session, request, NOW)
    return fitting.shortlist(pool.candidates.values(), 1)[0]


@pytest.mark.parametrize("at_once", [1, 40])
def test_shortlist_takes_few_statements_however_many_calendars_are_needed(
    session: Session, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(fit, "AT_ONCE", at_once)
    number = draft(session, need_by=(NOW + 14 * DAY).date()).id
    session.flush()
    session.expunge_all()
    with heard(session.get_bind()) as statements:  # type: ignore[arg-type]
        pool, fitting = weigh(session, session.get_one(MentoringRequest, number), NOW)
        found = fitting.shortlist(pool.candidates.values())
    assert len(found) == len(pool.candidates) == 4
    calendars = sum("FROM booking_policies" in one for one in statements)
    assert calendars == (2 if at_once == 1 else 1)
    assert len(statements) + 1 <= MOST_STATEMENTS  # and the one that begins


def test_competencies_nobody_asks_for_are_not_read(session: Session) -> None:
    request = draft(session)
    profile = profile_of(session, BEST)
    pool, _ = weigh(session, request, NOW)
    assert (pool.candidates[profile.id].skills, pool.candidates[profile.id].situations) == (
        {DEVELOPING: 5},
        SAID,
    )
    with read_once(session):
        assert weigh(session, request, NOW)[0].candidates[profile.id].skills == {DEVELOPING: 5, VISION: 4}


def test_whatever_a_mentor_says_counts_at_once(session: Session) -> None:
    request = draft(session)
    before, profile = best(session, request), profile_of(session, BEST)
    assert before.candidate.id == profile.id
    profile.competencies[0].level = 1
    profile.situations[0].last_year = 2010
    profile.situations[0].year_before = None
    assert best(session, request).points < before.points


def test_what_was_read_once_is_forgotten_after_its_block(session: Session) -> None:
    request, profile = draft(session), profile_of(session, BEST)
    with read_once(session):
        before = best(session, request)
        profile.situations[0].last_year = 2010
        profile.situations[0].year_before = None
        assert best(session, request) == before
    assert best(session, request).points < before.points

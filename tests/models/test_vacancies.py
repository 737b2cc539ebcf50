"""Projected vacancies: listed for the months to come, followed, and counted by how many came."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.errors import Conflict, Invalid, WrongState
from models.executives import Executive
from models.opportunities import Opportunity
from models.positions import Position
from models.queries.saved_searches import followed, open_catalogues
from models.queries.vacancies import Record, of_agencies, projected, records
from models.queries.waiting import waiting
from models.saved_searches import Question
from models.services import saved_searches, vacancies
from models.services.vacancies import Projection
from models.vacancies import Confidence, ProjectedVacancy, VacancyState
from tests.models.walk import Walk
from tests.models.world import DAY, NOW, actor, find, opportunity

SPRING = Projection("Director, Grid", "Denver, CO", date(2027, 3, 17), Confidence.LIKELY)


def project(session: Session, code: str = "TR", **values: Any) -> ProjectedVacancy:
    expected = Projection(**(vars(SPRING) | values))
    by, agency = actor(session, f"host-{code}"), find(session, Agency, code)
    return vacancies.project(session, actor=by, now=NOW, agency=agency, projection=expected)


def offer(session: Session, vacancy: ProjectedVacancy) -> Opportunity:
    """What it becomes: the opportunity O-5 of Treasury."""
    made = find(session, Opportunity, "O-5")
    by = actor(session, "host-TR")
    vacancies.become(session, actor=by, now=NOW, vacancy=vacancy, opportunity=made)
    found: Opportunity = made
    return found


def test_executives_read_the_months_to_come(session: Session) -> None:
    later = project(session, title="Deputy", month=date(2027, 9, 1), place="Boise, ID")
    spring = project(session)
    project(session, month=date(2026, 11, 1), title="Chief")
    assert [one.title for one in projected(session, NOW.date())] == ["Chief", "Director, Grid", "Deputy"]
    assert spring.month == date(2027, 3, 1)
    december = date(2026, 12, 1)
    assert projected(session, december) == [spring, later]
    assert projected(session, december, "boise TREASURY") == [later]


def test_record_counts_what_is_over(session: Session) -> None:
    came, gone = project(session), project(session, title="Deputy")
    project(session, title="Chief", month=date(2026, 11, 1))
    assert records(session, NOW.date()) == {}
    offer(session, came)
    by = actor(session, "host-TR")
    vacancies.give_up(session, actor=by, now=NOW, vacancy=gone)
    treasury = find(session, Agency, "TR").id
    assert records(session, NOW.date()) == {treasury: Record(2, 1)}
    assert records(session, date(2026, 12, 1)) == {treasury: Record(3, 1)}
    assert [one.state for one in of_agencies(session, [treasury])] == [
        VacancyState.PROJECTED,
        VacancyState.CAME,
        VacancyState.DID_NOT_COME,
    ]
    with pytest.raises(WrongState):
        vacancies.give_up(session, actor=by, now=NOW, vacancy=came)
    session.commit()


def test_agency_is_asked_what_became_of_it(session: Session) -> None:
    project(session, month=date(2026, 11, 1))
    host = actor(session, "host-TR")
    kinds = [one.kind for one in waiting(session, host, NOW)]
    (asked,) = [one for one in waiting(session, host, NOW + 10 * DAY) if one.kind == "vacancy_overdue"]
    assert "vacancy_overdue" not in kinds
    assert (asked.number, asked.name) == (1, "Treasury")


def test_follower_is_told_once_it_is_in_a_catalogue(session: Session) -> None:
    Walk(session).to_lists()
    vacancy, person = project(session), find(session, Executive, "E-05")
    owner, system = actor(session, "e-05"), actor(session, "system")
    question = Question(vacancy=vacancy.id)
    saved_searches.save(
        session, actor=owner, now=NOW, executive=person, name=vacancy.title, question=question
    )
    assert followed(session, person) == {vacancy.id}
    facts: dict[str, Any] = {"executive": person, "catalogues": open_catalogues(session)}
    assert saved_searches.alert(session, actor=system, now=NOW, **facts) == 0
    offer(session, vacancy)
    assert saved_searches.alert(session, actor=system, now=NOW, **facts) == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": " "}, "Give the title of the post."),
        ({"title": "t" * 301}, "Use at most 300 characters."),
        ({"place": "p" * 161}, "Use at most 160 characters."),
        ({"month": date(2026, 10, 31)}, "Choose a month of the next 3 years."),
        ({"month": date(2029, 11, 1)}, "Choose a month of the next 3 years."),
    ],
)
def test_projection_that_cannot_be_listed(session: Session, values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        project(session, **values)
    assert str(refused.value) == sentence


def test_post_and_opportunity_are_the_agencys_own(session: Session) -> None:
    post = find(session, Position, "P-1")
    with pytest.raises(Invalid, match=r"^This position is another agency’s\.$"):
        project(session, position=post)
    energy = project(session, "EN", position=post)
    by = actor(session, "host-EN")
    other = find(session, Opportunity, "O-5")
    with pytest.raises(Invalid, match=r"^This opportunity is another agency’s\.$"):
        vacancies.become(session, actor=by, now=NOW, vacancy=energy, opportunity=other)
    made = opportunity(session, "O-new", "EN")
    session.add(made)
    made.created_by_id = by.id
    session.flush()
    vacancies.become(session, actor=by, now=NOW, vacancy=energy, opportunity=made)
    assert made.position_id == post.id
    second = opportunity(session, "O-second", "EN")
    session.add(second)
    second.created_by_id = by.id
    session.flush()
    with pytest.raises(WrongState):
        vacancies.become(session, actor=by, now=NOW, vacancy=energy, opportunity=second)
    assert second.position_id is None


def test_approved_opportunity_keeps_what_was_approved(session: Session) -> None:
    energy = project(session, "EN", position=find(session, Position, "P-1"))
    approved = find(session, Opportunity, "O-3")
    before = approved.position_id
    vacancies.become(session, actor=actor(session, "host-EN"), now=NOW, vacancy=energy, opportunity=approved)
    assert (before, approved.position_id) == (None, None)


def test_stale_correction_is_refused(session: Session) -> None:
    vacancy, by = project(session), actor(session, "coord-TR")
    sure = Projection("Director", "Reno, NV", date(2027, 4, 1), Confidence.DECIDED)
    facts: dict[str, Any] = {"vacancy": vacancy, "projection": sure}
    vacancies.correct(session, actor=by, now=NOW, version=1, **facts)
    assert (vacancy.title, vacancy.month) == ("Director", date(2027, 4, 1))
    with pytest.raises(Conflict, match=r"^Somebody changed this since you opened the page\.$"):
        vacancies.correct(session, actor=by, now=NOW, version=1, **facts)

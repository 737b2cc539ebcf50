"""What mentors, coordinators and seekers of a coach read, on both engines."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.engagements import Engagement
from models.executives import Executive
from models.mentors import MentorKind
from models.queries import coaches, giving, mentor_profiles, mentoring_desk, no_lists
from models.queries import sweeps as sweep_queries
from models.requests import MentoringRequest, RequestState
from models.services import meetings, requests
from tests.models import asking, gives
from tests.models.gives import HELPER, ME
from tests.models.mentoring import accepted, chosen, request_of, submitted
from tests.models.talks import WEDNESDAY_9
from tests.models.world import NOW, actor, find


def test_what_a_mentor_gives_is_read(session: Session) -> None:
    gives.fill(session)
    me = find(session, Executive, ME)
    waiting = giving.waiting_offers(session, me.id)
    assert [(one.about, one.offer.request.executive.slug) for one in waiting] == [
        ("Reorganization", "E-09"),
        ("Reorganization", "E-10"),
    ]
    assert giving.asked(session, waiting[0].offer.request) == giving.Asked(
        ["Reorganization"], ["Developing Others"], "Finance", "Land"
    )
    (talk,) = giving.talks(session, me)
    assert (talk.about, talk.held, talk.minutes, talk.advice) == ("Reorganization", 2, 120, 5)
    offer = giving.find_offer(session, waiting[0].offer.id)
    assert offer is not None
    assert offer.request.executive.home_agency.name == "Treasury"


@pytest.mark.parametrize(
    ("answers", "thanks"),
    [
        ([(1, 5)], None),
        ([(1, 5), (2, 5), (3, 5), (4, 5), (4, 5), (5, None)], None),
        ([(1, 5), (2, 4), (3, 3), (4, 1), (5, 1)], 2),
        ([(1, 5), (1, 4), (2, 3), (3, 3), (4, 3), (5, 3)], 1),
        ([(1, 1), (2, 1), (3, 1), (4, 1), (5, 1)], 0),
    ],
)
def test_thanks_are_withheld_until_five_people_have_answered(
    answers: list[tuple[int, int | None]], thanks: int | None
) -> None:
    talks = [
        giving.Talk(Engagement(executive_id=person), "Reorganization", 1, 60, advice)
        for person, advice in answers
    ]
    assert giving.thanks(talks) == thanks


def test_profile_is_read_in_words(session: Session) -> None:
    gives.fill(session)
    found = mentor_profiles.whole(session, find(session, Executive, ME), MentorKind.COACH)
    assert found is not None
    assert mentor_profiles.said(session, found) == mentor_profiles.Said(
        situations=[("Reorganization", 2025, 2023)],
        competencies=[("Developing Others", 5), ("Vision", 4)],
        functions=["Finance"],
        missions=["Land"],
        agencies=["Energy"],
    )
    assert mentor_profiles.options(session) == mentor_profiles.Options(
        situations=[(1, "Reorganization"), (2, "Crisis"), (3, "New role")],
        competencies=[(1, "Developing Others"), (2, "Vision")],
        functions=[(1, "Finance"), (2, "Law")],
        missions=[(1, "Land"), (2, "Law")],
        agencies=[(1, "Agriculture"), (3, "Energy"), (2, "Forest Service"), (4, "Treasury")],
    )
    (waits,) = mentor_profiles.to_approve(session, [3])
    assert (waits.profile.executive.slug, mentor_profiles.to_approve(session, [4])) == ("E-06", [])


def test_no_list_is_read_by_name(session: Session) -> None:
    gives.fill(session)
    me = find(session, Executive, ME)
    mine = no_lists.avoided(session, me)
    assert ([one.slug for one in mine.people], mine.agencies) == (["E-12"], [])
    assert [one.slug for one in no_lists.find(session, me, "PERSON 1").first] == ["E-10", "E-11"]
    assert no_lists.find(session, me, "%").total == 0


def test_desk_tells_who_has_no_date_yet_and_who_is_on_the_waiting_list(session: Session) -> None:
    asking.ask(session)
    (unfound,) = session.scalars(
        select(MentoringRequest).where(MentoringRequest.state == RequestState.NO_MATCH)
    )
    requests.wait(session, actor=actor(session, "e-01"), now=NOW, request=unfound)
    talks = [accepted(session, chosen(session, submitted(session, "E-02"), "E-09"))]
    found = mentoring_desk.desk(session)
    assert found.stuck == []
    assert [one.talk for one in found.undated] == talks
    assert [(one.request, one.about) for one in found.listed] == [(unfound, "New role")]
    by = actor(session, "e-02")
    meetings.book(session, actor=by, now=NOW, engagement=talks[0], start=WEDNESDAY_9)
    assert mentoring_desk.desk(session).undated == []


def test_desk_of_the_coordinator_is_read(session: Session) -> None:
    gives.fill(session)
    (stuck,) = mentoring_desk.desk(session).stuck
    assert (stuck.about, stuck.request.executive.slug) == ("Reorganization", "E-11")
    assert [one.profile.executive.slug for one in mentoring_desk.tried(session, stuck.request)[0]] == [ME]
    found = mentoring_desk.choices(session, stuck.request, "invented", NOW)
    assert [one.candidate.name for one in found.best] == ["Invented Person 7"]
    assert [(one.name, one.reasons) for one in found.named] == [
        ("Invented Person 1", ["Invented Person 1 was asked about this question already."]),
        ("Invented Person 7", []),
    ]
    office = actor(session, "office")
    (report,) = mentoring_desk.reports(session, office)
    assert mentoring_desk.talk_of(session, report).mentee.slug == "E-05"
    assert mentoring_desk.waiting_reports(session, office) == [report.due_at]
    assert report.due_at == datetime(2026, 12, 1, 15, tzinfo=UTC)


def test_sweep_is_read_with_names_and_the_cost_of_its_pin(session: Session) -> None:
    gives.fill(session)
    (made,) = sweep_queries.all_sweeps(session)
    request, free = request_of(session, "E-11"), request_of(session, "E-03")
    shown = sweep_queries.show(session, made, NOW, free.id)
    assert shown.requests == [(free.id, f"Invented Person 3 (request {free.id})")]
    assert [(one.request, one.helper) for one in shown.possible] == [(free.id, "Invented Person 7")]
    pair, other = shown.matches
    assert (other.who[:17], other.helper) == ("Invented Person 3", pair.helper)
    who = f"Invented Person 11 (request {request.id})"
    assert (pair.who, pair.helper, pair.points) == (who, "Invented Person 7", 750)
    alone = sweep_queries.Figures(2, 1500)
    assert (shown.together, shown.alone, shown.weakest) == (alone, alone, (750, 750))
    (cost,) = shown.costs
    assert (cost.pair, cost.reason, cost.pinned, cost.free) == (pair, "They know the same law.", alone, alone)
    assert (shown.changed, shown.unserved, shown.clashes) == ({}, [], [])
    assert request.state is RequestState.MANUAL


def test_coaches_are_found_with_their_free_places(session: Session) -> None:
    gives.fill(session)
    (coach,) = coaches.coaches(session)
    assert (coach.profile.executive.slug, coach.free) == (ME, 1)
    assert (coach.situations, coach.competencies) == (["Reorganization"], ["Developing Others", "Vision"])
    assert coaches.coaches(session, words="treasury") == []
    assert len(coaches.coaches(session, situation=1, competency=2)) == 1
    assert coaches.coaches(session, situation=2) == []
    helper = mentor_profiles.whole(session, find(session, Executive, HELPER), MentorKind.MENTOR)
    assert helper is not None
    assert coaches.find_coach(session, helper.id) is None

"""What the pages of asking read, on both engines."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.engagements import Engagement
from models.meetings import Meeting, MeetingState
from models.mentors import MentorKind
from models.queries import asking, my_requests
from models.queries.asks_desk import asks_desk
from models.queries.shortlist import shortlist, why_not
from models.requests import MentoringRequest
from models.services import engagements, mentors
from models.services.drafts import With
from tests.models.asking import ask, get_help
from tests.models.mentoring import SECOND, THIRD, draft, profile_of
from tests.models.world import NOW, actor


def test_desk_holds_every_request_that_waits(session: Session) -> None:
    ask(session)
    found = [
        (one.kind, one.number, one.about, one.name) for one in asks_desk(session, actor(session, "e-01"), NOW)
    ]
    assert found == [
        ("no_match", 1, "New role", None),
        ("needs_info", 2, "Reorganization", "Invented Person 5"),
        ("submitted", 3, "Reorganization", None),
        ("draft", 4, "Reorganization", None),
    ]


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        (
            "e-01",
            [
                ("message", 1, "Invented Person 5"),
                ("feedback", 2, "Invented Person 9"),
                ("pulse", 3, "Invented Person 6"),
            ],
        ),
        (SECOND.lower(), [("feedback", 2, "Invented Person 1")]),
        ("office", []),
    ],
)
def test_desk_asks_both_sides_how_it_was(
    session: Session, slug: str, expected: list[tuple[str, int, str]]
) -> None:
    get_help(session)
    lines = asks_desk(session, actor(session, slug), NOW)
    assert [(one.kind, one.number, one.name) for one in lines] == expected


def test_desk_says_what_the_other_side_of_running_conversations_wants(session: Session) -> None:
    get_help(session)
    talk, mentor = session.get_one(Engagement, 1), actor(session, "e-05")
    assert asks_desk(session, mentor, NOW) == []
    by = actor(session, "e-01")
    engagements.write(session, actor=by, now=NOW, engagement=talk, text="And you?")
    engagements.extend(session, actor=by, now=NOW, engagement=talk)
    assert [(one.kind, one.number, one.name) for one in asks_desk(session, mentor, NOW)] == [
        ("extension", 1, "Invented Person 1"),
        ("message", 1, "Invented Person 1"),
    ]
    assert [one.kind for one in asks_desk(session, by, NOW)] == ["feedback", "pulse"]
    for last, left in ((2, ["extension", "message"]), (3, ["extension"])):
        engagements.mark_read(session, actor=mentor, now=NOW, engagement=talk, number=last)
        assert [one.kind for one in asks_desk(session, mentor, NOW)] == left
    engagements.finish(session, actor=by, now=NOW, engagement=talk)
    assert [one.kind for one in asks_desk(session, mentor, NOW)] == ["asked_soon"]


def test_request_is_about_its_wishes_in_their_order(session: Session) -> None:
    ask(session)
    about = my_requests.about(session, [1, 2])
    assert (about[1].name, about[1].situations[0].must) == ("New role", True)
    assert [(one.name, one.level) for one in about[2].competencies] == [("Developing Others", 3)]


def test_ledger_of_every_place_sums_to_its_points(session: Session) -> None:
    ask(session)
    found = shortlist(session, session.get_one(MentoringRequest, 3), NOW)
    assert [one.points for one in found] == [sum(row["points"] for row in one.rows) for one in found]
    assert [one.timeless for one in found] == [False, False, True]


def test_why_not_says_nothing_of_a_no_list(session: Session) -> None:
    ask(session)
    request = session.get_one(MentoringRequest, 3)
    closed = why_not(session, request, " invented  person 5 ", NOW)
    assert closed[0].startswith("Invented Person 5 cannot take this request: no place is free")
    assert why_not(session, request, "nemo", NOW) == []


def test_why_not_of_many_says_how_many_more_have_the_name(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(session)
    request = session.get_one(MentoringRequest, 3)
    all_ = len({one.split(" cannot")[0] for one in why_not(session, request, "person", NOW)})
    for left_out, have in ((1, "has"), (2, "have")):
        monkeypatch.setattr("models.queries.shortlist.MOST_NAMED", all_ - left_out)
        assert why_not(session, request, "person", NOW)[-1] == (
            f"{left_out} more {have} that in the name: write first and last name."
        )


def test_earlier_mentors_are_those_who_met_the_person_and_may_be_asked(session: Session) -> None:
    get_help(session)
    asked = draft(session)

    def offered() -> list[str]:
        return [one.executive.slug for one in asking.earlier_mentors(session, asked)]

    assert offered() == []  # nobody was met: what was booked was not held
    session.execute(update(Meeting).values(state=MeetingState.HELD, cancelled_at=None, cancelled_by=None))
    assert offered() == [THIRD, SECOND]
    profile = profile_of(session, THIRD)
    With(profile.id).write(session, asked)
    assert offered() == [THIRD, SECOND]
    asked.again_with_id = None  # wanted by name from the first step
    session.flush()
    assert offered() == [SECOND]
    by = actor(session, SECOND.lower())
    mentors.retire(session, actor=by, now=NOW, profile=profile_of(session, SECOND))
    asked.choices = []
    session.flush()
    assert offered() == [THIRD]
    asked.kind = MentorKind.COACH
    session.flush()
    assert offered() == []

"""Requests: saved step by step, submitted, answered with a shortlist, chosen from."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.competencies import Competency
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.mentoring_offers import Origin
from models.mentors import MentorKind
from models.queries.my_requests import still_chosen
from models.relations import NoList, RelationKind
from models.requests import RequestChoice, RequestState
from models.services import (
    mentoring_offers,
    mentors,
    no_lists,
    relations,
    requests,
)
from models.services.drafts import Help, Part, Question, When, With
from tests.models.mentoring import (
    BEST,
    CRISIS,
    FOURTH,
    REORGANIZATION,
    SECOND,
    THIRD,
    asked_mentor,
    chosen,
    draft,
    live,
    mentor,
    mentor_actor,
    owner_of,
    profile_of,
    submitted,
)
from tests.models.world import DAY, NOW, actor, find

R = RequestState


@pytest.fixture
def template() -> str:
    return "mentoring"


def test_shortlist_is_there_at_once_with_ledgers_that_sum(session: Session) -> None:
    request = submitted(session)
    assert request.state is R.SUBMITTED
    found = [(one.profile.executive.slug, one.points) for one in request.suggestions]
    assert found == [(BEST, 750), (SECOND, 680), (THIRD, 575), (FOURTH, 540)]
    assert all(sum(row["points"] for row in one.ledger) == one.points for one in request.suggestions)
    assert [row["evidence"] for row in request.suggestions[0].ledger][:2] == [
        "“Reorganization” handled in 2025, and before in 2023",
        "Developing Others: level 5, for somebody at level 3",
    ]
    assert request.suggestions[0].coverage == 90
    # three business days from Monday at ten, and Thursday is Thanksgiving
    assert request.due_at == datetime(2026, 11, 27, 15, tzinfo=UTC)


def test_service_chooses_the_best(session: Session) -> None:
    request = submitted(session)
    requests.leave_choice(session, actor=owner_of(session, request), now=NOW, request=request)
    offer = live(session, request)
    assert (asked_mentor(session, offer), offer.origin) == (BEST, Origin.SERVICE)
    too_late = r"^Whom to ask is chosen after the request is submitted and before anybody is asked\.$"
    with pytest.raises(Conflict, match=too_late):
        requests.leave_choice(session, actor=owner_of(session, request), now=NOW, request=request)


@pytest.mark.parametrize(("named", "first"), [(SECOND, SECOND), (FOURTH, BEST)])
def test_service_asks_the_first_of_the_list_in_which_the_wish_by_name_counts(
    session: Session, named: str, first: str
) -> None:
    request = draft(session)
    request.choices = [RequestChoice(rank=1, profile_id=profile_of(session, named).id)]
    by = owner_of(session, request)
    requests.submit(session, actor=by, now=NOW, request=request)
    assert request.suggestions[0].profile.executive.slug == first
    requests.leave_choice(session, actor=by, now=NOW, request=request)
    assert asked_mentor(session, live(session, request)) == first
    assert [one.profile.executive.slug for one in request.choices] == [named]
    assert still_chosen(session, request) == []


def test_request_that_nobody_fits_goes_to_the_desk_at_once(session: Session) -> None:
    for slug in (BEST, SECOND, THIRD, FOURTH):
        mentors.pause(session, actor=actor(session, slug.lower()), now=NOW, profile=profile_of(session, slug))
    request = submitted(session)
    assert (request.state, request.suggestions) == (R.MANUAL, [])


def test_mentor_who_cannot_be_asked_is_no_choice(session: Session) -> None:
    request = submitted(session)
    mentors.pause(session, actor=actor(session, "e-05"), now=NOW, profile=profile_of(session, BEST))
    with pytest.raises(Conflict, match=r"^Invented Person 5 cannot be asked now: choose another mentor\.$"):
        chosen(session, request, BEST)
    for wrong in ([], [BEST, BEST], [BEST, SECOND, THIRD, FOURTH]):
        with pytest.raises(Invalid, match=r"^Choose one to 3 different people\.$"):
            chosen(session, request, *wrong)


def test_mentor_set_aside_leaves_the_shortlist(session: Session) -> None:
    request = submitted(session)
    by, profile = owner_of(session, request), profile_of(session, BEST)
    requests.set_aside(session, actor=by, now=NOW, request=request, profile=profile, reason=" too near ")
    assert [one.profile.executive.slug for one in request.suggestions] == [SECOND, THIRD, FOURTH]
    assert request.refused[0].reason == "too near"
    trail = select(AuditEvent).where(AuditEvent.action == "mentoring_requests.set_aside")
    (event,) = session.scalars(trail)
    assert (event.object_id, event.reason, event.facts) == (request.id, None, {})
    with pytest.raises(Conflict, match=r"^Invented Person 5 is set aside already\.$"):
        requests.set_aside(session, actor=by, now=NOW, request=request, profile=profile)
    with pytest.raises(Conflict, match="cannot be asked now"):
        chosen(session, request, BEST)


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (Question([(1, False), (1, False)]), "Choose up to 3 different situations."),
        (Question([(1, False)], "x" * 4001), "Write at most 4000 characters."),
        (Help([(1, 3, False), (1, 3, False)]), "Choose up to 3 different competencies."),
        (Help([(1, 6, False)]), "A level is between 1 and 5."),
        (When(need_by=date(2026, 11, 22)), "The day by which a conversation is needed has passed."),
        (When(in_person=True), "Name the city in which you would meet."),
        (When(week=[(7, 540, 600)]), "A time is in half hours of one day."),
        (When(week=[(0, 540, 555)]), "A time is in half hours of one day."),
        (When(place="x" * 161), "Write the place in at most 160 characters."),
    ],
)
def test_step_with_impossible_facts_is_refused(session: Session, part: Part, sentence: str) -> None:
    executive = find(session, Executive, "E-01")
    with pytest.raises(Invalid) as refused:
        requests.save(session, actor=actor(session, "e-01"), now=NOW, executive=executive, part=part)
    assert str(refused.value) == sentence


def test_steps_are_saved_one_by_one_and_again(session: Session) -> None:
    request = draft(session)
    owner: dict[str, Any] = {"actor": actor(session, "e-01"), "now": NOW, "executive": request.executive}
    requests.save(session, **owner, part=Question([(CRISIS, True), (REORGANIZATION, False)]), request=request)
    session.expire_all()
    assert [(one.rank, one.situation_id, one.must_have) for one in request.situations] == [
        (1, CRISIS, True),
        (2, REORGANIZATION, False),
    ]
    assert (request.step, request.story) == (4, None)
    for wanted in ([REORGANIZATION, CRISIS], [CRISIS], [REORGANIZATION, CRISIS]):
        requests.save(session, **owner, part=Question([(one, False) for one in wanted]), request=request)
        session.expire_all()
        assert [one.situation_id for one in request.situations] == wanted
    first, second = session.scalars(select(Competency.id).order_by(Competency.id).limit(2))
    for order in ([first, second], [second, first], [first]):
        requests.save(session, **owner, part=Help([(one, 3, False) for one in order]), request=request)
        session.expire_all()
        assert [one.competency_id for one in request.competencies] == order
    requests.save(session, **owner, part=Help([]), request=request)
    for names in ([BEST], [SECOND], []):
        part = With(*(profile_of(session, slug).id for slug in names))
        requests.save(session, **owner, part=part, request=request)
        session.expire_all()
        assert [one.profile.executive.slug for one in request.choices] == names
    assert (request.competencies, request.step) == ([], 4)


def test_request_without_a_situation_is_not_submitted(session: Session) -> None:
    executive, by = find(session, Executive, "E-01"), actor(session, "e-01")
    request = requests.save(session, actor=by, now=NOW, executive=executive, part=When())
    with pytest.raises(Invalid, match=r"^Choose at least one situation\.$"):
        requests.submit(session, actor=by, now=NOW, request=request)


def test_request_whose_day_has_passed_is_not_submitted(session: Session) -> None:
    request = draft(session, need_by=NOW.date())
    with pytest.raises(Invalid, match=r"^The day by which a conversation is needed has passed\.$"):
        requests.submit(session, actor=actor(session, "e-01"), now=NOW + 2 * DAY, request=request)


def test_no_list_keeps_apart_and_is_sealed(session: Session) -> None:
    avoided, mentee = find(session, Executive, BEST), find(session, Executive, "E-01")
    no_lists.save(
        session,
        actor=actor(session, "e-01"),
        now=NOW,
        executive=mentee,
        people=[avoided],
        agencies=[find(session, Executive, SECOND).home_agency],
    )
    assert [one.profile.executive.slug for one in submitted(session).suggestions] == [THIRD]
    raw = session.execute(select(func.length(NoList.content))).scalar_one()
    assert raw > 16
    with pytest.raises(Invalid, match=r"^You are not on your own list\.$"):
        no_lists.save(
            session, actor=actor(session, "e-01"), now=NOW, executive=mentee, people=[mentee], agencies=[]
        )


def test_relation_on_record_keeps_apart_and_its_end_still_does(session: Session) -> None:
    one, other = find(session, Executive, "E-01"), find(session, Executive, BEST)
    facts: dict[str, Any] = {"executive": one, "other": other, "kind": RelationKind.SUPERVISOR}
    by = actor(session, "coord-AG11")
    made = relations.add(session, actor=by, now=NOW, starts_on=date(2020, 1, 1), **facts)
    assert BEST not in [one.profile.executive.slug for one in submitted(session).suggestions]
    relations.end(session, actor=by, now=NOW, relation=made, last_day=date(2026, 11, 1))
    assert BEST not in [one.profile.executive.slug for one in submitted(session).suggestions]
    with pytest.raises(Conflict, match=r"^This relation has its last day already\.$"):
        relations.end(session, actor=by, now=NOW, relation=made, last_day=date(2026, 11, 2))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"other": "E-01"}, "Nobody stands over themselves."),
        ({"ends_on": date(2019, 12, 31)}, "A relation ends after it begins."),
    ],
)
def test_impossible_relation_is_refused(session: Session, facts: dict[str, object], sentence: str) -> None:
    facts = dict(facts)
    other = find(session, Executive, str(facts.pop("other", BEST)))
    with pytest.raises(Invalid) as refused:
        relations.add(
            session,
            actor=actor(session, "office"),
            now=NOW,
            executive=find(session, Executive, "E-01"),
            other=other,
            kind=RelationKind.OVERSIGHT,
            starts_on=date(2020, 1, 1),
            **facts,  # type: ignore[arg-type]
        )
    assert str(refused.value) == sentence


def test_coaches_are_another_directory(session: Session) -> None:
    mentor(session, "E-07", kind=MentorKind.COACH)
    assert "E-07" not in [one.profile.executive.slug for one in submitted(session).suggestions]
    executive, by = find(session, Executive, "E-02"), actor(session, "e-02")
    request = requests.save(
        session,
        actor=by,
        now=NOW,
        executive=executive,
        part=Question([(REORGANIZATION, False)]),
        kind=MentorKind.COACH,
    )
    requests.submit(session, actor=by, now=NOW, request=request)
    assert [one.profile.executive.slug for one in request.suggestions] == ["E-07"]


def test_trail_holds_no_words_of_a_request(session: Session) -> None:
    request = submitted(session)
    offer = chosen(session, request, BEST)
    mentoring_offers.ask(
        session, actor=mentor_actor(session, offer), now=NOW, offer=offer, question="Secret?"
    )
    facts = " ".join(
        f"{one.reason} {one.facts}" for one in session.scalars(select(AuditEvent).order_by(AuditEvent.id))
    )
    assert "Two offices" not in facts
    assert "Secret" not in facts

"""Mentors: the profile and its approval, away and back, retired."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.access import can
from models.actors import Role
from models.errors import Conflict, Denied, Invalid
from models.mentoring_offers import OfferState
from models.mentors import ProfileState
from models.services import (
    mentors,
)
from tests.models.mentoring import (
    BEST,
    DEVELOPING,
    SECOND,
    accepted,
    asked_mentor,
    chosen,
    draft_profile,
    live,
    profile_of,
    submitted,
)
from tests.models.world import NOW, actor, give

P = ProfileState


@pytest.fixture
def template() -> str:
    return "mentoring"


def test_pausing_hands_waiting_offers_on(session: Session) -> None:
    request = submitted(session)
    offer, profile = chosen(session, request, BEST), profile_of(session, BEST)
    by, back = actor(session, "e-05"), date(2026, 12, 14)
    assert mentors.pause(session, actor=by, now=NOW, profile=profile, returns_on=back) == 1
    assert (profile.state, profile.returns_on, offer.state) == (P.PAUSED, back, OfferState.WITHDRAWN)
    assert (asked_mentor(session, live(session, request)), request.refusals) == (SECOND, 0)
    mentors.resume(session, actor=by, now=NOW, profile=profile)
    assert (profile.state, profile.returns_on) == (P.ACTIVE, None)


def test_day_of_return_lies_ahead(session: Session) -> None:
    with pytest.raises(Invalid, match=r"^The day of return must be later than today\.$"):
        mentors.pause(
            session,
            actor=actor(session, "e-05"),
            now=NOW,
            profile=profile_of(session, BEST),
            returns_on=NOW.date(),
        )


def test_mentor_with_a_conversation_does_not_retire(session: Session) -> None:
    accepted(session, chosen(session, submitted(session), BEST))
    by, profile = actor(session, "e-05"), profile_of(session, BEST)
    with pytest.raises(Conflict, match=r"^A conversation still runs: finish it or end it first\.$"):
        mentors.retire(session, actor=by, now=NOW, profile=profile)


def test_retiring_hands_waiting_offers_on(session: Session) -> None:
    request = submitted(session)
    chosen(session, request, BEST)
    by, profile = actor(session, "e-05"), profile_of(session, BEST)
    assert mentors.retire(session, actor=by, now=NOW, profile=profile) == 1
    assert (profile.state, asked_mentor(session, live(session, request))) == (P.RETIRED, SECOND)
    mentors.submit(session, actor=by, now=NOW, profile=profile)
    assert (profile.state, profile.approved_by_id) == (P.SUBMITTED, None)


def test_profile_is_open_to_its_agency_from_its_sending_to_its_end(session: Session) -> None:
    profile, by = draft_profile(session, "E-07"), actor(session, "e-07")
    facts: dict[str, Any] = {"actor": by, "now": NOW, "profile": profile}

    def readers() -> list[str]:
        people = ("coord-EN", "board-EN", "coord-TR", "e-07")
        return [one for one in people if can(actor(session, one), "mentors.review", profile, now=NOW)]

    assert readers() == []
    mentors.submit(session, **facts)
    assert readers() == ["coord-EN", "board-EN"]
    mentors.approve(session, actor=actor(session, "coord-EN"), now=NOW, profile=profile)
    assert readers() == ["coord-EN", "board-EN"]
    mentors.pause(session, **facts)
    assert readers() == ["coord-EN", "board-EN"]
    mentors.retire(session, **facts)
    assert readers() == []
    give(session, "e-07", Role.EXECUTIVE_RESOURCES_BOARD, "EN")
    assert readers() == ["e-07"]


def test_profile_waits_for_another_person_of_the_agency(session: Session) -> None:
    profile = draft_profile(session, "E-07")
    mentors.submit(session, actor=actor(session, "e-07"), now=NOW, profile=profile)
    with pytest.raises(Denied):
        mentors.approve(session, actor=actor(session, "coord-TR"), now=NOW, profile=profile)
    coordinator = actor(session, "coord-EN")
    mentors.send_back(session, actor=coordinator, now=NOW, profile=profile, reason="no years")
    assert profile.state is P.DRAFT
    assert "E-07" not in [one.profile.executive.slug for one in submitted(session).suggestions]
    give(session, "e-07", Role.AGENCY_COORDINATOR, "EN")
    mentor_too = actor(session, "e-07")
    mentors.submit(session, actor=mentor_too, now=NOW, profile=profile)
    with pytest.raises(Denied, match=r"^Another person than the mentor decides about a profile\.$"):
        mentors.approve(session, actor=mentor_too, now=NOW, profile=profile)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"capacity": 0}, "The limit must be between 1 and 3 conversations at a time."),
        ({"capacity": 4}, "The limit must be between 1 and 3 conversations at a time."),
        ({"about": "x" * 2001}, "Write at most 2000 characters about yourself."),
        ({"competencies": {DEVELOPING: 6}}, "A level is between 1 and 5."),
        ({"situations": {1: (2027, None)}}, "A year lies between 1950 and 2026, the time before no later."),
        ({"situations": {1: (2020, 2021)}}, "A year lies between 1950 and 2026, the time before no later."),
        ({"situations": {1: (1949, None)}}, "A year lies between 1950 and 2026, the time before no later."),
    ],
)
def test_profile_with_impossible_figures_is_refused(
    session: Session, more: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        draft_profile(session, "E-07", **more)
    assert str(refused.value) == sentence


def test_profile_without_a_situation_is_not_submitted(session: Session) -> None:
    profile = draft_profile(session, "E-07", situations={})
    with pytest.raises(Invalid, match=r"^Name at least one situation that you have handled\.$"):
        mentors.submit(session, actor=actor(session, "e-07"), now=NOW, profile=profile)


def test_profile_changed_meanwhile_is_not_overwritten(session: Session) -> None:
    with pytest.raises(Conflict, match=r"^Somebody changed this profile since you opened the page\.$"):
        draft_profile(session, BEST)

"""The chase: one act reminds everybody of a line once a day; a deadline moves later and is told."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.actors import Role, RoleGrant
from models.audit import AuditEvent
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.outbox import Notice
from models.queries import conference
from models.queries.chase import waits_for
from models.releases import Release, ReleaseState
from models.reminders import Chased, Reminder
from models.services import chasing
from models.services.conference import agree
from models.services.deadlines import Deadline, extend
from models.services.waivers import Verdict
from tests.models.answering import answer, first_offer
from tests.models.test_waivers import asked, decide
from tests.models.walk import Walk
from tests.models.world import DAY, NOW, actor, find, give, the_round
from webui.messages import render


def reminded(session: Session, line: Chased, template: str = "round_reminder") -> set[str]:
    query = select(Notice).where(Notice.template == template, Notice.key.contains(f"/remind/{line}/"))
    return {one.recipient.slug for one in session.scalars(query)}


@pytest.mark.parametrize(
    ("stage", "line", "people"),
    [
        ("begun", Chased.CERTIFY, {"e-01"}),
        ("filed", Chased.RELEASE, {"supervisor-EN", "coord-AG11", "coord-TR"}),
        ("ranked", Chased.RANK, {"host-AG11", "host-EN", "host-TR"}),
    ],
)
def test_everybody_of_a_line_is_reminded(
    session: Session, stage: str, line: Chased, people: set[str]
) -> None:
    walk = getattr(Walk(session), f"to_{stage}")()
    made = walk.step(chasing.remind, line=line)
    assert reminded(session, line) == people
    assert made.people == len(people)


def test_whoever_is_the_only_supervisor_is_not_reminded_of_their_own_release(session: Session) -> None:
    """The hour before it is passed on: the agency decides it, whose coordinator is written to."""
    walk = Walk(session).to_filed()
    session.execute(update(RoleGrant).where(RoleGrant.role == Role.SUPERVISOR).values(revoked_at=NOW))
    give(session, "e-05", Role.SUPERVISOR, "EN")
    session.expire_all()
    mine = Release.executive_id == find(session, Executive, "E-05").id
    assert session.scalar(select(Release.state).where(mine)) is ReleaseState.PENDING_SUPERVISOR
    walk.step(chasing.remind, line=Chased.RELEASE)
    assert "coord-EN" in reminded(session, Chased.RELEASE)
    assert waits_for(session, the_round(session), Chased.RELEASE, NOW) == {
        actor(session, slug).id for slug in ("coord-EN", "coord-AG11", "coord-TR", "e-05")
    }
    session.execute(delete(Release).where(~mine))
    give(session, "e-05", Role.AGENCY_COORDINATOR, "EN")
    session.expire_all()
    assert waits_for(session, the_round(session), Chased.RELEASE, NOW) == {actor(session, "coord-EN").id}


def test_who_has_the_turn_is_reminded_of_an_answer(session: Session) -> None:
    walk = Walk(session).to_published()
    offer = first_offer(session)
    answer(session, offer, "accept")
    walk.step(chasing.remind, line=Chased.ANSWER)
    found = reminded(session, Chased.ANSWER)
    assert offer.executive.slug.lower() not in found
    assert f"coord-{offer.executive.home_agency.code}" in found


def test_agencies_that_have_not_approved_are_reminded(session: Session) -> None:
    walk = Walk(session).to_conference()
    seats = conference.seats(session, the_round(session))
    first = seats[0].agency
    by = actor(session, f"coord-{first.code}")
    agree(session, actor=by, now=walk.now, agency=first, round_=the_round(session))
    walk.step(chasing.remind, line=Chased.APPROVE)
    assert reminded(session, Chased.APPROVE) == {f"coord-{seat.agency.code}" for seat in seats[1:]}


def test_hosts_that_have_not_decided_on_a_waiver_are_reminded_until_the_freeze(session: Session) -> None:
    walk = Walk(session).to_lists()
    answer = asked(session)
    walk.step(chasing.remind, line=Chased.WAIVE)
    assert reminded(session, Chased.WAIVE) == {"coord-EN"}
    decide(session, answer, Verdict.GRANT)
    walk.now = NOW + DAY
    with pytest.raises(Conflict, match=r"^There is nobody to remind of this\.$"):
        walk.step(chasing.remind, line=Chased.WAIVE)


def test_line_is_called_to_mind_once_a_day(session: Session) -> None:
    walk = Walk(session).to_begun()
    walk.step(chasing.remind, line=Chased.CERTIFY)
    sentence = r"^1 person was reminded of this today already; tomorrow it is possible again\.$"
    with pytest.raises(Conflict, match=sentence):
        walk.step(chasing.remind, line=Chased.CERTIFY)
    walk.now = NOW + DAY
    walk.step(chasing.remind, line=Chased.CERTIFY)
    assert len(session.scalars(select(Reminder)).all()) == 2
    with pytest.raises(Conflict, match=r"^There is nobody to remind of this\.$"):
        walk.step(chasing.remind, line=Chased.CONSENT)
    with pytest.raises(Conflict, match=r"^The round is past that: nobody can do it any more\.$"):
        walk.step(chasing.remind, line=Chased.ANSWER)


def dates(session: Session) -> list[datetime]:
    round_ = the_round(session)
    return [round_.lists_close_at, round_.rankings_close_at, round_.results_at]


def more_time(session: Session, deadline: Deadline, to: datetime, **more: Any) -> int:
    by, round_ = actor(session, "exchange"), the_round(session)
    facts: dict[str, Any] = {"reason": "Snow.", "seen": round_.version} | more
    return extend(session, actor=by, now=NOW, round_=round_, deadline=deadline, to=to, **facts)


def test_deadline_moves_later_and_everybody_concerned_is_told(session: Session) -> None:
    Walk(session).to_filed()
    assert more_time(session, Deadline.LISTS, NOW + 12 * DAY) == 15
    assert dates(session) == [NOW + 12 * DAY, NOW + 20 * DAY, NOW + 30 * DAY]
    assert more_time(session, Deadline.RANKINGS, NOW + 21 * DAY) == 3
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "rounds.extend")).first()
    assert event is not None
    assert (event.reason, event.facts["told"]) == ("Snow.", 15)
    told = session.scalars(select(Notice).where(Notice.template == "deadline_moved")).all()
    slugs = [one.recipient.slug for one in told]
    assert [slugs.count(f"{role}-EN") for role in ("supervisor", "coord")] == [1, 0], "who acts on a release"


def test_later_deadlines_move_with_it_when_asked(session: Session) -> None:
    Walk(session).to_filed()
    order = (
        r"^The new day comes after the next deadline: choose an earlier one, or move the later ones too\.$"
    )
    with pytest.raises(Invalid, match=order):
        more_time(session, Deadline.LISTS, NOW + 20 * DAY)
    assert more_time(session, Deadline.LISTS, NOW + 20 * DAY, shift=True) == 18
    assert dates(session) == [NOW + 20 * DAY, NOW + 30 * DAY, NOW + 40 * DAY]


def test_deadline_is_not_moved_back_past_or_unseen(session: Session) -> None:
    Walk(session).to_review()
    later = r"^The new day must be later than the one it replaces, and still to come\.$"
    with pytest.raises(Invalid, match=later):
        more_time(session, Deadline.RANKINGS, NOW + 19 * DAY)
    with pytest.raises(Conflict, match=r"^The round has gone past this deadline\.$"):
        more_time(session, Deadline.LISTS, NOW + 12 * DAY)
    with pytest.raises(Invalid, match=r"^Write the reason\.$"):
        more_time(session, Deadline.RANKINGS, NOW + 21 * DAY, reason=" ")
    with pytest.raises(Conflict, match=r"^The round was changed since you opened this page"):
        more_time(session, Deadline.RANKINGS, NOW + 21 * DAY, seen=0)
    assert dates(session) == [NOW + 10 * DAY, NOW + 20 * DAY, NOW + 30 * DAY]


def test_hosts_with_somebody_to_rank_are_written_to_when_the_rankings_open(session: Session) -> None:
    Walk(session).to_ranking()
    letters = session.scalars(select(Notice).where(Notice.template == "rankings_open")).all()
    assert {one.recipient.slug for one in letters} == {"host-AG11", "host-EN", "host-TR"}
    subject, text = render(letters[0], "H", "https://roundtrip.example/")
    assert subject == "Applicants of First invented round wait for your ranking"
    assert "certify each ranking, by 13 December 2026, 10:00 a.m. Eastern;" in text

"""Two at once on a mentor's last place: exactly one gets it, by the verbs and by the database alone."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.engagements import OPEN, EndReason, Engagement, EngagementState, MisuseReport
from models.holding import parties
from models.locks import lock_calendars
from models.meetings import Meeting, MeetingState
from models.mentoring_offers import LIVE, MentoringOffer, OfferState
from models.mentors import MentorKind
from models.queries.mentoring_due import due
from models.services import (
    engagements,
    meetings,
    mentoring_clock,
    mentoring_desk,
    mentoring_offers,
    mentors,
    requests,
)
from tests.models.mentoring import (
    BEST,
    SECOND,
    THIRD,
    accepted,
    chosen,
    profile_of,
    request_of,
    said,
    submitted,
)
from tests.models.racing import at_once, tried, until_somebody_waits
from tests.models.talks import WEDNESDAY_9, open_week
from tests.models.world import NOW, actor

pytestmark = pytest.mark.both_engines

MENTEES = ("E-01", "E-02", "E-03", "E-04")


@pytest.fixture
def template() -> str:
    return "mentoring"


def limit(session: Session, capacity: int) -> None:
    profile = profile_of(session, BEST)
    mentors.save(
        session,
        actor=actor(session, "e-05"),
        now=NOW,
        executive=profile.executive,
        kind=MentorKind.MENTOR,
        said=said(capacity=capacity),
        version=profile.version,
    )


def load(session: Session) -> tuple[int, int]:
    """Live offers and open engagements of the mentor."""
    profile = profile_of(session, BEST)
    offers = select(func.count()).where(
        MentoringOffer.profile_id == profile.id, MentoringOffer.state.in_(LIVE)
    )
    talks = select(func.count()).where(Engagement.profile_id == profile.id, Engagement.state.in_(OPEN))
    return session.scalars(offers).one(), session.scalars(talks).one()


def accept_of(slug: str) -> Callable[[Session], Any]:
    def verb(session: Session) -> None:
        request = request_of(session, slug)
        query = select(MentoringOffer).where(
            MentoringOffer.request_id == request.id, MentoringOffer.number == 1
        )
        offer = session.scalars(query).one()
        mentoring_offers.accept(session, actor=actor(session, "e-05"), now=NOW, offer=offer)

    return verb


def test_of_two_accepts_on_the_last_place_one_wins(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        limit(session, 2)
        for slug in MENTEES[:2]:
            chosen(session, submitted(session, slug), BEST, THIRD)
        limit(session, 1)
    ends = at_once(*(tried(engine, accept_of(slug)) for slug in MENTEES[:2]))
    assert ends["done"] == 1
    assert ends.total() == 2
    with unit_of_work(engine, read_only=True) as session:
        assert load(session) == (0, 1)
        states = Counter(session.scalars(select(MentoringOffer.state)))
        assert states == {OfferState.ACCEPTED: 1, OfferState.WITHDRAWN: 1, OfferState.OFFERED: 1}


def test_of_four_choices_of_one_place_one_gets_it_and_nobody_is_lost(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        for slug in MENTEES:
            submitted(session, slug)

    def choose(slug: str) -> Callable[[Session], Any]:
        def verb(session: Session) -> None:
            request, by = request_of(session, slug), actor(session, slug.lower())
            wanted = [profile_of(session, BEST)]
            requests.choose(session, actor=by, now=NOW, request=request, profiles=wanted)

        return verb

    ends = at_once(*(tried(engine, choose(slug)) for slug in MENTEES))
    assert ends == {"done": 1, "Conflict": 3}
    with unit_of_work(engine, read_only=True) as session:
        assert load(session) == (1, 0)


def test_of_two_who_handle_a_report_one_does(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        talk = accepted(session, chosen(session, submitted(session), BEST))
        engagements.report(session, actor=actor(session, "e-01"), now=NOW, engagement=talk, text="Rude.")

    def handle(slug: str) -> Callable[[Session], Any]:
        def verb(session: Session) -> None:
            report = session.scalars(select(MisuseReport)).one()
            by = actor(session, slug)
            mentoring_desk.handle_report(session, actor=by, now=NOW, report=report, handling=f"by {slug}")

        return verb

    ends = at_once(*(tried(engine, handle(slug)) for slug in ("office", "office-2")))
    assert ends == {"done": 1, "Conflict": 1}


def test_pause_and_accept_do_not_deadlock(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        chosen(session, submitted(session, "E-01"), BEST, SECOND)

    def pause(session: Session) -> None:
        profile = profile_of(session, BEST)
        mentors.pause(session, actor=actor(session, "e-05"), now=NOW, profile=profile)

    ends = at_once(tried(engine, accept_of("E-01")), tried(engine, pause))
    assert ends["done"] >= 1
    with unit_of_work(engine, read_only=True) as session:
        assert load(session) in ((0, 1), (0, 0))


def test_ending_and_booking_do_not_deadlock(engine: Engine) -> None:
    """Whoever ends waits in front of the calendars with nothing changed, as long as a booking holds them."""
    with unit_of_work(engine) as session:
        open_week(session, BEST)
        talk = accepted(session, chosen(session, submitted(session, "E-01"), BEST)).id

    def end(session: Session) -> None:
        by, engagement = actor(session, "e-01"), session.get_one(Engagement, talk)
        facts = {"engagement": engagement, "reason": EndReason.NO_TIME}
        engagements.end(session, actor=by, now=NOW, **facts)  # type: ignore[arg-type]

    def book(session: Session) -> None:
        by, engagement = actor(session, "e-05"), session.get_one(Engagement, talk)
        lock_calendars(session, parties(engagement))
        begun.set()
        until_somebody_waits(engine)
        meetings.book(session, actor=by, now=NOW, engagement=engagement, start=WEDNESDAY_9)

    def end_meanwhile(session: Session) -> None:
        begun.wait()
        end(session)

    begun = threading.Event()
    assert at_once(tried(engine, book), tried(engine, end_meanwhile)) == {"done": 2}
    with unit_of_work(engine, read_only=True) as session:
        assert session.get_one(Engagement, talk).state is EngagementState.ENDED
        assert session.scalars(select(Meeting.state)).all() == [MeetingState.CANCELLED]


def test_two_clocks_do_each_thing_once(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        offers = [
            chosen(session, submitted(session, slug), mentor)
            for slug, mentor in zip(MENTEES, (BEST, SECOND, THIRD), strict=False)
        ]
        now = offers[0].due_at

    def clock() -> str:
        done = 0
        with unit_of_work(engine, read_only=True) as session:
            items = due(session, now)
        for item in items:
            with unit_of_work(engine) as session:
                system = actor(session, "system")
                done += mentoring_clock.act(session, actor=system, now=now, item=item)
        return str(done)

    ends = at_once(clock, clock)
    with unit_of_work(engine, read_only=True) as session:
        expired = select(func.count()).where(MentoringOffer.state == OfferState.EXPIRED)
        assert session.scalars(expired).one() == 3
    assert sum(int(done) * times for done, times in ends.items()) == 3


def offer_row(session: Session, request_id: int, number: int = 1) -> None:
    """A live offer past every verb."""
    profile = profile_of(session, BEST)
    session.execute(
        text(
            "INSERT INTO mentoring_offers (request_id, profile_id, number, state, origin, points, coverage, "
            "ledger, offered_at, due_at, version) "
            "VALUES (:request, :profile, :number, 'offered', 'desk', 0, 0, :ledger, :now, :now, 1)"
        ),
        {
            "request": request_id,
            "profile": profile.id,
            "number": number,
            "ledger": b"",
            "now": NOW.isoformat(" "),
        },
    )


def test_database_itself_refuses_an_offer_beyond_the_limit(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        ids = [submitted(session, slug).id for slug in MENTEES]

    def insert(request_id: int) -> Callable[[], str]:
        return tried(engine, lambda session: offer_row(session, request_id))

    ends = at_once(*(insert(id_) for id_ in ids))
    assert ends == {"done": 1, "Invalid": 3}


def test_database_itself_refuses_a_second_live_offer_of_a_request(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        limit(session, 3)
        request = submitted(session, "E-01")
        chosen(session, request, SECOND)
    with unit_of_work(engine) as session:
        with pytest.raises(DBAPIError, match=r"(?i)unique"):
            offer_row(session, request.id, number=2)
        session.rollback()


def test_database_itself_refuses_a_conversation_beyond_the_limit(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        limit(session, 2)
        offers = [chosen(session, submitted(session, slug), BEST) for slug in MENTEES[:2]]
        limit(session, 1)
        mentee = offers[0].request.executive_id
        rows = [(offer.id, offer.request_id, offer.profile_id, mentee) for offer in offers]
    insert = text(
        "INSERT INTO engagements (request_id, offer_id, profile_id, executive_id, state, began_at, book_by, "
        "nudges, runs_until, meetings_allowed, mentee_extends, mentor_extends, version) VALUES (:request, "
        ":offer, :profile, :mentee, 'arranging', :now, :now, 0, '2027-01-01', 3, false, false, 1)"
    )

    def engage(row: tuple[int, int, int, int]) -> Callable[[], str]:
        names = ("offer", "request", "profile", "mentee")
        facts = dict(zip(names, row, strict=True)) | {"now": NOW.isoformat(" ")}
        return tried(engine, lambda session: session.execute(insert, facts))

    assert at_once(*(engage(row) for row in rows)) == {"done": 1, "Invalid": 1}

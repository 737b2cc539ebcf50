"""Requests, offers, capacity and pauses tried in any order: no limit is passed, nobody is lost."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.engagements import OPEN, EndReason, Engagement
from models.mentoring_machines import MENTORING_REQUEST
from models.mentoring_offers import LIVE, DeclineReason, MentoringOffer
from models.mentors import MentorKind, MentorProfile, ProfileState
from models.queries.mentoring_due import Due, due
from models.requests import MentoringRequest, RequestState
from models.services import (
    engagements,
    mentoring_clock,
    mentoring_desk,
    mentoring_offers,
    mentors,
    requests,
    sweeps,
)
from tests.models.machines import Machine, carried_out, run
from tests.models.mentoring import owner_of, said, submitted
from tests.models.stages import sqlite_template
from tests.models.world import NOW, actor

MENTEES = ("E-01", "E-02", "E-03", "E-04", "E-07", "E-08", "E-11", "E-12")
R = RequestState
Verbs = dict[str, Callable[..., object]]
PLAIN: Verbs = {"pause": mentors.pause, "resume": mentors.resume, "retire": mentors.retire}
DESK: Verbs = {"give_up": mentoring_desk.give_up, "cancel": mentoring_desk.cancel}
ANY = st.integers(0, 1000)


def counted(session: Session, column: Any, where: Any) -> Counter[int]:
    return Counter(session.scalars(select(column).where(where)))


class Mentoring(Machine):
    """Each rule is one transaction; what a verb refuses changes nothing."""

    begin = NOW

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.loads: dict[int, int] = {}

    @rule(who=st.sampled_from(MENTEES), urgent=st.booleans(), days=st.none() | st.integers(0, 40))
    def ask(self, who: str, urgent: bool, days: int | None) -> None:
        need_by: date | None = None if days is None else (self.now + timedelta(days=days)).date()
        before = self.count()
        self.do("ask", lambda session: submitted(session, who, self.now, urgent=urgent, need_by=need_by))
        self.asked += self.count() - before

    def count(self) -> int:
        with unit_of_work(self.engine, read_only=True) as session:
            return session.scalars(select(func.count()).select_from(MentoringRequest)).one()

    def of_request(self, name: str, number: int, verb: Callable[[Session, MentoringRequest], object]) -> None:
        def act(session: Session) -> None:
            request = self.one(session, MentoringRequest, number)
            if request is not None:
                verb(session, request)

        self.do(name, act)

    @rule(number=ANY, mentor=ANY, count=st.integers(1, 3))
    def choose(self, number: int, mentor: int, count: int) -> None:
        def verb(session: Session, request: MentoringRequest) -> None:
            found = [one.profile for one in request.suggestions]
            wanted = [found[(mentor + n) % len(found)] for n in range(min(count, len(found)))]
            requests.choose(
                session, actor=owner_of(session, request), now=self.now, request=request, profiles=wanted
            )

        self.of_request("choose", number, verb)

    @rule(number=ANY, verb=st.sampled_from([requests.leave_choice, requests.withdraw, requests.wait]))
    def act_as_mentee(self, number: int, verb: Callable[..., object]) -> None:
        self.of_request(
            verb.__name__,
            number,
            lambda session, request: verb(
                session, actor=owner_of(session, request), now=self.now, request=request
            ),
        )

    @rule(number=ANY, reason=st.sampled_from(DeclineReason), answer=st.integers(0, 4))
    def answer(self, number: int, reason: DeclineReason, answer: int) -> None:
        def act(session: Session) -> None:
            offer = self.one(session, MentoringOffer, number, MentoringOffer.state.in_(LIVE))
            if offer is None:
                return
            by = actor(session, offer.profile.executive.slug.lower())
            facts: dict[str, Any] = {"now": self.now, "offer": offer}
            if answer <= 1:
                mentoring_offers.accept(session, actor=by, **facts)
            elif answer == 2:
                mentoring_offers.decline(session, actor=by, reason=reason, **facts)
            elif answer == 3:
                mentoring_offers.ask(session, actor=by, question="Who?", **facts)
            else:
                mentoring_offers.tell_more(
                    session, actor=owner_of(session, offer.request), answer="We.", **facts
                )

        self.do("answer", act)

    @rule(number=ANY, what=st.sampled_from(["pause for days", "submit", "limit", *PLAIN]))
    def act_as_mentor(self, number: int, what: str) -> None:
        def act(session: Session) -> None:
            profile = self.one(session, MentorProfile, number)
            by = actor(session, profile.executive.slug.lower())
            facts: dict[str, Any] = {"actor": by, "now": self.now, "profile": profile}
            if what == "limit":
                self.set_limit(session, profile, by, number % 3 + 1)
            elif what == "pause for days":
                mentors.pause(session, returns_on=(self.now + timedelta(days=9)).date(), **facts)
            elif what == "submit":
                mentors.submit(session, **facts)
                code = {2: "AG11", 3: "EN", 4: "TR"}[profile.executive.home_agency_id]
                facts["actor"] = actor(session, f"coord-{code}")
                mentors.approve(session, **facts)
            else:
                PLAIN[what](session, **facts)

        self.do(what, act)

    def set_limit(self, session: Session, profile: MentorProfile, by: Any, capacity: int) -> None:
        mentors.save(
            session,
            actor=by,
            now=self.now,
            executive=profile.executive,
            kind=MentorKind.MENTOR,
            said=said(capacity=capacity),
            version=profile.version,
        )

    @rule(number=ANY, mine=st.booleans(), again=st.booleans(), reason=st.sampled_from(EndReason))
    def end(self, number: int, mine: bool, again: bool, reason: EndReason) -> None:
        def act(session: Session) -> None:
            engagement = self.one(session, Engagement, number, Engagement.state.in_(OPEN))
            if engagement is None:
                return
            who = engagement.mentee if mine else engagement.profile.executive
            by = actor(session, who.slug.lower())
            engagements.end(
                session, actor=by, now=self.now, engagement=engagement, reason=reason, ask_again=again
            )

        self.do("end", act)

    @rule(number=ANY, mentor=ANY, what=st.sampled_from(["offer", "give_up", "cancel"]))
    def act_as_coordinator(self, number: int, mentor: int, what: str) -> None:
        def verb(session: Session, request: MentoringRequest) -> None:
            facts: dict[str, Any] = {"actor": actor(session, "exchange"), "now": self.now, "request": request}
            if what == "offer":
                profile = self.one(session, MentorProfile, mentor)
                mentoring_desk.offer(session, profile=profile, **facts)
            else:
                DESK[what](session, reason="as decided", **facts)

        self.of_request(what, number, verb)

    @rule(floor=st.booleans())
    def sweep(self, floor: bool) -> None:
        def act(session: Session) -> None:
            by = actor(session, "exchange")
            made = sweeps.prepare(session, actor=by, now=self.now, with_floor=floor)
            sweeps.publish(session, actor=by, now=self.now, sweep=made)

        self.do("sweep", act)

    @rule(hours=st.integers(1, 96))
    def let_time_pass(self, hours: int) -> None:
        self.now = min(self.now + timedelta(hours=hours), NOW + timedelta(days=290))
        with unit_of_work(self.engine, read_only=True) as session:
            items = due(session, self.now)
        for item in items:
            self.do(item.what, partial(self.tick, item))

    def tick(self, item: Due, session: Session) -> None:
        system = actor(session, "system")
        mentoring_clock.act(session, actor=system, now=self.now, item=item)

    @invariant()
    def nothing_is_beyond_a_limit(self) -> None:
        """A limit may be lowered below what is held; what is held then goes down before anything is added."""
        with unit_of_work(self.engine, read_only=True) as session:
            held = counted(session, MentoringOffer.profile_id, MentoringOffer.state.in_(LIVE))
            talks = counted(session, Engagement.profile_id, Engagement.state.in_(OPEN))
            for profile in session.scalars(select(MentorProfile)):
                before = self.loads.get(profile.id, 0)
                load = held[profile.id] + talks[profile.id]
                assert load <= max(profile.capacity, before)
                if profile.state is not ProfileState.ACTIVE:
                    assert held[profile.id] == 0
            self.loads = {key: held[key] + talks[key] for key in held | talks}

    @invariant()
    def nobody_is_lost(self) -> None:
        """Every request is there, and waits for somebody, for a time, or for nothing more."""
        with unit_of_work(self.engine, read_only=True) as session:
            found = session.scalars(select(MentoringRequest)).all()
            assert len(found) == self.asked
            live = counted(session, MentoringOffer.request_id, MentoringOffer.state.in_(LIVE))
            open_ = counted(session, Engagement.request_id, Engagement.state.in_(OPEN))
            for one in found:
                assert live[one.id] == (one.state is R.OFFERED)
                assert open_[one.id] == (one.state is R.ACCEPTED)
                assert (one.due_at is not None) == (one.state in (R.SUBMITTED, R.MANUAL))
                assert (one.closed_at is not None) == (
                    one.state in (R.CLOSED, R.NO_MATCH, R.WITHDRAWN, R.CANCELLED)
                )
                assert one.state in MENTORING_REQUEST.ends or MENTORING_REQUEST.actions(one.state)


@pytest.fixture(scope="module")
def template_file(run_folder: Path) -> Path:
    return sqlite_template("mentoring", run_folder)


def test_two_hundred_steps_lose_nobody_and_pass_no_limit(template_file: Path) -> None:
    taken = run(Mentoring, template_file, 12)
    assert carried_out(taken) >= 200, taken
    assert {"sweep", "end", "answer"} <= set(taken)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_ten_thousand_steps_lose_nobody_and_pass_no_limit(template_file: Path) -> None:
    taken = run(Mentoring, template_file, 450)
    assert carried_out(taken) >= 10_000, taken
    assert {"expire_offer", "choose_for", "sweep", "end", "answer"} <= set(taken)

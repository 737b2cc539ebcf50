"""Mentoring of the demonstration: invented, in every state; every ledger sums, every no has its reason."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import fmean, median
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.db import open_session
from models.engagements import Engagement, EngagementState, Side
from models.feedback import Feedback
from models.mentoring_offers import MentoringOffer, OfferState
from models.mentors import MentorKind, MentorProfile, ProfileState
from models.queries.mentoring_quality import Figure, Quality, qualities
from models.relations import Relation
from models.requests import MentoringRequest, RequestState, Suggestion
from models.situations import JobFunction, Situation, Topic
from models.sweep_files import waiting_requests, weigh_all
from seed.demonstration import NUMBER, demonstration
from seed.families import NAMES
from seed.mentoring import load_mentoring
from seed.mentors import COACHES, MENTORS, invent_mentors
from seed.reference import read_table
from seed.relations import invent_relations
from seed.requests import FATES, invent_requests
from tests.seed.begun import NOW, begun

pytestmark = pytest.mark.slow  # a load of its own; the gate has the command's, in webui/test_demo.py


@pytest.fixture(scope="module")
def engine(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = begun("people", run_folder, tmp_path_factory.mktemp("mentoring"))
    load_mentoring(opened, now=NOW)
    yield opened
    opened.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with open_session(engine) as opened:
        yield opened


def count(session: Session, table: Any, *where: Any) -> int:
    return session.scalars(select(func.count()).select_from(table).where(*where)).one()


def test_records_are_the_same_every_time_and_say_that_they_are_invented() -> None:
    made = demonstration(NUMBER)
    mentors = invent_mentors(made)
    assert mentors == invent_mentors(made)
    assert invent_requests(made, mentors) == invent_requests(made, mentors)
    assert all(one.invented for one in mentors)
    assert all(one.invented for one in invent_requests(made, mentors))
    assert invent_mentors(demonstration(7)) != mentors


def test_nobody_asks_who_mentors() -> None:
    made = demonstration(NUMBER)
    mentors = invent_mentors(made)
    asking = [one.executive for one in invent_requests(made, mentors)]
    assert len(set(asking)) == len(asking) == sum(FATES.values()) >= 150
    assert not set(asking) & {one.executive for one in mentors}


def test_kinds_of_work_are_those_of_the_posts() -> None:
    assert {row["code"] for row in read_table("job_functions.csv")} == set(NAMES)


def test_facts_are_loaded(session: Session) -> None:
    assert [count(session, table) for table in (Situation, Topic, JobFunction)] == [12, 36, 15]


def test_three_hundred_mentors_can_be_asked(session: Session) -> None:
    assert count(session, MentorProfile) == MENTORS + COACHES
    active = MentorProfile.state == ProfileState.ACTIVE, MentorProfile.kind == MentorKind.MENTOR
    assert count(session, MentorProfile, *active) >= 300
    assert set(session.scalars(select(MentorProfile.state))) == set(ProfileState)


def test_lines_of_command_are_inside_agencies(session: Session) -> None:
    made = demonstration(NUMBER).executives
    homes = {one.slug: one.home_agency for one in made}
    found = invent_relations(made)
    assert {homes[one.executive] == homes[one.other] for one in found} == {True}
    assert count(session, Relation) == len(found) == 80


def test_requests_are_in_every_state(session: Session) -> None:
    assert set(session.scalars(select(MentoringRequest.state))) == set(RequestState)
    assert set(session.scalars(select(Engagement.state))) == set(EngagementState)
    assert set(session.scalars(select(MentoringOffer.state))) == set(OfferState)
    assert count(session, Feedback, Feedback.answered_at.is_not(None)) >= 60


def test_nothing_happens_after_the_load(session: Session) -> None:
    for column in (MentoringRequest.closed_at, MentoringOffer.offered_at, Engagement.ended_at):
        latest = session.scalar(select(func.max(column)))
        assert latest is not None
        assert latest <= NOW


def test_every_ledger_of_the_demonstration_sums_to_its_score(session: Session) -> None:
    suggested = session.scalars(select(Suggestion)).all()
    offers = session.scalars(select(MentoringOffer)).all()
    assert len(suggested) > 500
    both: list[Suggestion | MentoringOffer] = [*suggested, *offers]
    for one in both:
        assert sum(row["points"] for row in one.ledger) == one.points
        assert sum(row["weight"] for row in one.ledger) == 1000


def test_every_excluded_pair_has_its_reasons_and_every_other_its_points(session: Session) -> None:
    requests = waiting_requests(session, MentorKind.MENTOR)
    pool, found = weigh_all(session, MentorKind.MENTOR, requests, NOW)
    codes: Counter[str] = Counter()
    for fitting in found.values():
        for one in pool.candidates.values():
            faults = fitting.faults(one)
            assert fitting.may(one) is (not faults)
            assert all(fault.finding.text and fault.told for fault in faults)
            codes.update(fault.code for fault in faults)
    assert set(codes) >= {"same_agency", "away", "no_place", "asked_before"}


def test_second_load_changes_nothing(engine: Engine, session: Session) -> None:
    before = count(session, MentoringRequest), count(session, MentorProfile)
    session.rollback()
    told: list[str] = []
    load_mentoring(engine, now=NOW, progress=lambda what, _done, _total: told.append(what))
    assert (count(session, MentoringRequest), count(session, MentorProfile), told) == (*before, [])


def spans(session: Session) -> list[float]:
    """Hours from each submission to its first answer, one request after the other."""
    found = []
    for request in session.scalars(
        select(MentoringRequest).where(MentoringRequest.submitted_at.is_not(None))
    ):
        answers = session.scalars(
            select(MentoringOffer.ended_at).where(
                MentoringOffer.request_id == request.id,
                MentoringOffer.state.in_([OfferState.ACCEPTED, OfferState.DECLINED]),
            )
        ).all()
        if answers and request.submitted_at is not None:
            found.append(min((at - request.submitted_at).total_seconds() / 3600 for at in answers if at))
    return found


def quality(session: Session, since: datetime, until: datetime) -> Quality:
    (found,) = qualities(session, [since], until)
    return found


def test_figures_of_quality_are_those_of_the_rows(session: Session) -> None:
    found = quality(session, NOW - timedelta(days=200), NOW)
    assert found.requests == count(session, MentoringRequest, MentoringRequest.submitted_at.is_not(None))
    hours = spans(session)
    assert found.first_answer.value == pytest.approx(median(hours))
    assert found.first_answer.n == len(hours)
    states = Counter(session.scalars(select(MentoringOffer.state)))
    ended = states[OfferState.ACCEPTED] + states[OfferState.DECLINED] + states[OfferState.EXPIRED]
    assert found.expiry == Figure(states[OfferState.EXPIRED] / ended, ended)
    assert found.decline == Figure(states[OfferState.DECLINED] / ended, ended)
    said = session.scalars(select(Feedback.advice).where(Feedback.answered_at.is_not(None))).all()
    assert found.satisfaction["advice"].value == pytest.approx(fmean(one for one in said if one))
    rated = session.scalars(select(Feedback).where(Feedback.side == Side.MENTEE)).all()
    pairs = np.array([(one.engagement.offer.points, one.advice) for one in rated if one.advice])
    assert found.fit["points"].value == pytest.approx(np.corrcoef(pairs.T)[0, 1])
    assert found.fit["points"].n == len(pairs)
    assert set(found.fit) >= {"points", "situation", "competency", "context", "choice", "overlap", "load"}
    active = count(session, MentorProfile, MentorProfile.state == ProfileState.ACTIVE)
    assert sum(found.loads.values()) == active
    assert found.loads[0] > active / 2


def test_figure_of_fewer_than_five_is_hidden(session: Session) -> None:
    submitted = sorted(session.scalars(select(MentoringRequest.submitted_at)).all(), key=lambda at: at or NOW)
    first = [at for at in submitted if at is not None][:4]
    found = quality(session, first[0], first[3] + timedelta(seconds=1))
    assert found.requests == 4
    shown = [found.first_answer, found.first_meeting, found.first_choice, *found.satisfaction.values()]
    assert [one.value for one in shown if one.n < 5] == [None] * sum(one.n < 5 for one in shown)
    assert found.first_answer.value is None
    assert quality(session, NOW, NOW).first_meeting == Figure(None, 0)
    starts = NOW - timedelta(days=200), NOW - timedelta(days=20)
    assert qualities(session, starts, NOW) == [quality(session, start, NOW) for start in starts]

"""Interviews: logged by the host of people who asked and consented, read by them word by word."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.consents import Consent
from models.errors import Conflict, Invalid, WrongState
from models.executives import Executive
from models.interviews import Absent, Interview, InterviewState, Topic
from models.opportunities import Opportunity
from models.outbox import Notice
from models.queries.applicants import find_place
from models.queries.interviews import TO_LOG, of_executive, of_place
from models.queries.waiting import waiting
from models.services import consents, interviews
from models.services.interviews import Came
from tests.models.walk import Walk
from tests.models.world import DAY, NOW, actor, find, the_round

HELD = Came(InterviewState.HELD, None, (Topic.TIMING, Topic.OBJECTIVES), " We talk  again. ")


def schedule(session: Session, slug: str = "E-02", **more: Any) -> Interview:
    facts: dict[str, Any] = {
        "opportunity": find(session, Opportunity, "O-3"),
        "executive": find(session, Executive, slug),
        "starts_at": NOW + timedelta(hours=2),
        "now": NOW,
    }
    host, round_ = actor(session, "host-EN"), the_round(session)
    return interviews.schedule(session, actor=host, round_=round_, **(facts | more))


def log(session: Session, one: Interview, came: Came = HELD, **more: Any) -> None:
    facts: dict[str, Any] = {"version": one.version, "now": NOW + DAY}
    interviews.log(session, actor=actor(session, "host-EN"), interview=one, came=came, **(facts | more))


def kinds(session: Session, days: int = 0, who: str = "e-02") -> list[str]:
    return [one.kind for one in waiting(session, actor(session, who), NOW + days * DAY)]


def test_log_is_the_same_for_host_and_executive(session: Session) -> None:
    Walk(session).to_ranking()
    one = schedule(session)
    assert "interview" in kinds(session)
    assert "interview" not in kinds(session, days=1)
    assert TO_LOG not in kinds(session, who="host-EN")
    assert TO_LOG in kinds(session, days=1, who="host-EN")
    assert TO_LOG not in kinds(session, days=1, who="host-TR")
    log(session, one)
    assert TO_LOG not in kinds(session, days=1, who="host-EN")
    assert (one.state, one.topics, one.remark) == (
        InterviewState.HELD,
        ["objectives", "timing"],
        "We talk again.",
    )
    place = find_place(session, "R-1", "O-3")
    assert place is not None
    assert of_place(session, place) == {"E-02": [one]}
    assert of_executive(session, find(session, Executive, "E-02")) == [(one, True)]
    keys = session.scalars(select(Notice.key).where(Notice.template == "interview").order_by(Notice.id))
    assert list(keys) == [f"interviews/{one.id}/scheduled", f"interviews/{one.id}/held"]
    with pytest.raises(WrongState):
        log(session, one)
    again = schedule(session)
    assert of_place(session, place) == {"E-02": [again, one]}
    session.commit()


def test_whoever_missed_it_is_named(session: Session) -> None:
    Walk(session).to_ranking()
    one = schedule(session)
    sentence = r"^If somebody did not come, choose who; otherwise choose “everybody came”\.$"
    for came in (Came(InterviewState.MISSED), Came(InterviewState.HELD, Absent.HOST)):
        with pytest.raises(Invalid, match=sentence):
            log(session, one, came)
    log(session, one, Came(InterviewState.MISSED, Absent.HOST))
    assert (one.state, one.absent) == (InterviewState.MISSED, Absent.HOST)
    session.commit()


@pytest.mark.parametrize(
    ("came", "more", "sentence"),
    [
        (Came(InterviewState.SCHEDULED), {}, "Say what came of it."),
        (HELD, {"now": NOW}, "It has not begun yet; it can be cancelled."),
        (HELD, {"version": 9}, "Somebody changed this since you opened the page."),
        (Came(InterviewState.HELD, remark="r" * 201), {}, "Use at most 200 characters: one sentence."),
        (HELD, {"now": NOW + 21 * DAY}, "Interviews are logged while hosts rank."),
    ],
)
def test_entry_that_is_refused(session: Session, came: Came, more: dict[str, Any], sentence: str) -> None:
    Walk(session).to_ranking()
    one = schedule(session)
    with pytest.raises((Invalid, Conflict)) as refused:
        log(session, one, came, **more)
    assert str(refused.value) == sentence


def test_slot_that_is_refused(session: Session) -> None:
    Walk(session).to_ranking()
    one = schedule(session)
    with pytest.raises(
        Conflict, match=r"^An interview with this person stands already: say first what came of it"
    ):
        schedule(session)
    log(session, one, Came(InterviewState.CANCELLED), now=NOW)
    with pytest.raises(Invalid, match=r"^The rankings are closed by then\.$"):
        schedule(session, starts_at=NOW + 21 * DAY)
    sentence = r"^This person did not ask for the opportunity, or took the consent back\.$"
    with pytest.raises(Invalid, match=sentence):
        schedule(session, "E-10")
    person = find(session, Executive, "E-02")
    given = session.scalars(select(Consent).where(Consent.executive_id == person.id)).one()
    stands = schedule(session)
    assert TO_LOG in kinds(session, days=1, who="host-EN")
    consents.withdraw(session, actor=actor(session, "e-02"), now=NOW, consent=given)
    assert TO_LOG not in kinds(session, days=1, who="host-EN")
    assert stands.state is InterviewState.CANCELLED
    told = session.scalars(select(Notice).where(Notice.template == "interview_off")).one()
    assert (told.recipient.slug, told.payload["page"]) == ("host-EN", "applicants/R-1/O-3")
    with pytest.raises(Invalid, match=sentence):
        schedule(session)

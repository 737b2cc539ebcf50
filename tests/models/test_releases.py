"""Releases in the life of a round: who is left out, what conditions close, what time does, and no more."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.access import can
from models.actors import Role
from models.audit import AuditEvent
from models.consents import Consent
from models.dreamsheets import DreamSheet
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.opportunities import Kind, Opportunity
from models.outbox import Notice
from models.outcomes import Snapshot
from models.queries.calendar import releases_end_at
from models.queries.gates import gates, is_open
from models.queries.my_sheet import find_consent
from models.queries.offers import offer_of
from models.queries.readiness import NOT_RELEASED, left_out
from models.queries.releases import Absence, absences_from, reach
from models.rankings import ApplicantList
from models.releases import Advice, RefusalReason, Release, ReleaseState
from models.rounds import Round, Undecided
from models.services import consents, dreamsheets, movers, release_clock, releases, returns, rounds
from models.services.releases import Decision, Verdict
from tests.models import agreements as made
from tests.models.trials_releases import release_of
from tests.models.walk import Walk, consent, rank
from tests.models.world import DAY, NOW, actor, calendar, find, give, the_round

S = ReleaseState
REFUSAL = Decision(Verdict.REFUSE, refusal=RefusalReason.NO_BACKFILL)


def decide(session: Session, slug: str, decision: Decision) -> Release:
    """The supervisor of EN recommends, and its coordinator decides."""
    one = release_of(session, slug)
    by = actor(session, "supervisor-EN")
    releases.recommend(session, actor=by, now=NOW, release=one, version=one.version, advice=Advice.RELEASE)
    by = actor(session, "coord-EN")
    releases.decide(session, actor=by, now=NOW, release=one, version=one.version, decision=decision)
    return one


def applicants_of(session: Session, slug: str) -> list[str]:
    place = find(session, Opportunity, slug)
    query = select(ApplicantList.executives).where(ApplicantList.opportunity_id == place.id)
    found: list[str] = session.scalars(query).one()
    return found


def frozen(session: Session) -> dict[str, Any]:
    content: dict[str, Any] = session.scalars(select(Snapshot.content)).one()
    return content


def told(session: Session, template: str) -> list[str]:
    return sorted(
        one.recipient.slug for one in session.scalars(select(Notice).where(Notice.template == template))
    )


def states(session: Session) -> Counter[ReleaseState]:
    return Counter(session.scalars(select(Release.state)))


def test_consent_asks_for_a_release_and_taking_it_back_drops_it(session: Session) -> None:
    Walk(session).to_lists()
    given = consent(session, "E-05")
    assert release_of(session).state is S.PENDING_SUPERVISOR
    consents.withdraw(session, actor=actor(session, "e-05"), now=NOW, consent=given)
    assert release_of(session).state is S.WITHDRAWN
    consent(session, "E-05")
    assert release_of(session).state is S.PENDING_SUPERVISOR


def test_withdrawing_the_sheet_ends_the_consent_and_the_question_to_the_home_side(session: Session) -> None:
    Walk(session).to_filed()
    sheet = session.scalars(
        select(DreamSheet).where(DreamSheet.executive_id == release_of(session).executive_id)
    ).one()
    dreamsheets.withdraw(session, actor=actor(session, "e-05"), now=NOW, sheet=sheet)
    assert release_of(session).state is S.WITHDRAWN
    assert find_consent(session, sheet.round, sheet.executive) is None


def test_nobody_is_asked_to_release_whoever_left_the_service(session: Session) -> None:
    Walk(session).to_filed()
    person, office = actor(session, "e-05"), actor(session, "office")
    movers.leave(session, actor=office, now=NOW, person=person, reason="Left (invented).")
    assert release_of(session).state is S.WITHDRAWN


def test_refused_person_is_shown_to_no_host_and_is_in_no_snapshot(session: Session) -> None:
    walk = Walk(session).to_filed()
    decide(session, "E-05", REFUSAL)
    walk.step(rounds.close_preferences)
    walk.step(rounds.open_ranking)
    assert "E-05" not in applicants_of(session, "O-1")
    assert left_out(session, the_round(session)) == {"E-05": NOT_RELEASED}
    walk.step(rounds.freeze)
    assert "E-05" not in [one["id"] for one in frozen(session)["executives"]]
    assert told(session, "release_decided") == ["e-05"]
    assert told(session, "left_out") == ["e-05"]


def test_refusal_outlives_a_consent_given_again(session: Session) -> None:
    Walk(session).to_filed()
    decide(session, "E-05", REFUSAL)
    owner = actor(session, "e-05")
    given = session.scalars(
        select(Consent).where(Consent.executive_id == release_of(session).executive_id)
    ).one()
    consents.withdraw(session, actor=owner, now=NOW, consent=given)
    consent(session, "E-05")
    assert release_of(session).state is S.REFUSED


def test_condition_closes_what_it_names_and_nothing_else(session: Session) -> None:
    walk = Walk(session).to_filed()
    find(session, Opportunity, "O-5").duration_days = 179
    decide(session, "E-05", Decision(Verdict.GRANT_WITH_CONDITIONS, longest_days=179))
    walk.step(rounds.close_preferences)
    walk.step(rounds.open_ranking)
    assert "E-05" not in applicants_of(session, "O-1")
    rank(session, "O-1", ["E-06", "E-07"])
    walk.step(rounds.freeze)
    content = frozen(session)
    why = "O-1 lasts 180 days; your agency releases you for at most 179."
    assert ["E-05", "O-1", why] in content["forbidden"]
    (ranking,) = [one["ranking"] for one in content["opportunities"] if one["id"] == "O-1"]
    assert ranking == ["E-06", "E-07", "E-05"], "listed, so that the reason is the release, not the host"


def test_move_for_good_is_longer_than_any_number_of_days(session: Session) -> None:
    walk = Walk(session).to_filed()
    find(session, Opportunity, "O-1").kind = Kind.TRANSFER
    decide(session, "E-05", Decision(Verdict.GRANT_WITH_CONDITIONS, longest_days=3650))
    assert None in [lasts for lasts, _ in reach(session, the_round(session)).offers]
    place = offer_of(find(session, Opportunity, "O-1"))
    found = gates(session, the_round(session), find(session, Executive, "E-05"), [place])["O-1"]
    why = "O-1 is for good, longer than any number of days; your agency releases you for at most 3650."
    assert ([one.text for one in found], is_open(found)) == ([why], False)
    walk.step(rounds.close_preferences)
    walk.step(rounds.open_ranking)
    assert "E-05" not in applicants_of(session, "O-1")
    rank(session, "O-1", ["E-06", "E-07"])
    walk.step(rounds.freeze)
    assert ["E-05", "O-1", why] in frozen(session)["forbidden"]


def test_number_of_days_is_a_refusal_where_everything_is_for_good(session: Session) -> None:
    Walk(session).to_filed()
    for offer in session.scalars(select(Opportunity)):
        offer.kind = Kind.TRANSFER
    session.flush()
    with pytest.raises(
        Invalid, match=r"^Every opportunity of this round is for good, longer than any number"
    ):
        decide(session, "E-05", Decision(Verdict.GRANT_WITH_CONDITIONS, longest_days=3650))


@pytest.mark.parametrize(("day", "closed"), [(date(2027, 2, 28), True), (date(2027, 3, 1), False)])
def test_latest_start_counts_to_the_day(session: Session, day: date, closed: bool) -> None:
    walk = Walk(session).to_filed()
    find(session, Opportunity, "O-5").starts_from = date(2027, 2, 28)
    decide(session, "E-05", Decision(Verdict.GRANT_WITH_CONDITIONS, latest_start=day))
    walk.step(rounds.close_preferences)
    walk.step(rounds.open_ranking)
    assert ("E-05" not in applicants_of(session, "O-1")) is closed


@pytest.mark.parametrize(
    ("policy", "state", "people"),
    [(Undecided.RELEASED, S.GRANTED_BY_DEFAULT, 12), (Undecided.REFUSED, S.REFUSED_BY_DEFAULT, 1)],
)
def test_undecided_counts_as_the_round_says(
    session: Session, policy: Undecided, state: ReleaseState, people: int
) -> None:
    walk = Walk(session).to_filed()
    the_round(session).undecided = policy
    decide(session, "E-05", Decision(Verdict.GRANT))
    walk.step(rounds.close_preferences)
    walk.step(rounds.open_ranking)
    assert states(session) == {S.GRANTED: 1, state: 11}
    walk.step(rounds.freeze)
    assert len(frozen(session)["executives"]) == people
    assert len(told(session, "release_decided")) == 13 - people if people == 1 else 1


def test_nothing_is_decided_once_hosts_rank(session: Session) -> None:
    Walk(session).to_ranking()
    one = release_of(session)
    with pytest.raises(Conflict, match="until the host rankings open"):
        releases.recommend(
            session,
            actor=actor(session, "supervisor-EN"),
            now=NOW,
            release=one,
            version=one.version,
            advice=Advice.KEEP,
        )


def test_refusal_of_an_earlier_round_is_not_read_by_a_later_one(session: Session) -> None:
    Walk(session).to_filed()
    decide(session, "E-05", REFUSAL)
    later = rounds.create_round(
        session,
        actor=actor(session, "exchange"),
        now=NOW,
        slug="R-2",
        name="Second",
        calendar=calendar(),
        outside_source="an invented index",
    )
    owner = find(session, Executive, "E-05")
    asked = releases.ask(session, by=actor(session, "e-05"), now=NOW, round_=later, executive=owner)
    assert (asked.state, asked.advice, asked.refusal) == (S.PENDING_SUPERVISOR, None, None)


def chase(session: Session, left: timedelta) -> dict[str, int]:
    round_: Round = the_round(session)
    by = actor(session, "system")
    return release_clock.chase(session, actor=by, now=releases_end_at(round_) - left, round_=round_)


def test_time_tells_reminds_passes_on_and_escalates_each_once(session: Session) -> None:
    Walk(session).to_filed()
    # EN alone has a supervisor: the eight others go straight to their agencies
    assert chase(session, 5 * DAY) == {"passed on": 8, "escalated": 0, "notices": 3}
    assert told(session, "release_waits") == ["coord-AG11", "coord-TR", "supervisor-EN"]
    # decided by a Tuesday: the two business days before it begin on a Friday
    assert chase(session, 4 * DAY + DAY / 24) == {"passed on": 0, "escalated": 0, "notices": 0}
    assert chase(session, 4 * DAY) == {"passed on": 0, "escalated": 0, "notices": 3}
    assert chase(session, DAY + DAY / 24) == {"passed on": 0, "escalated": 0, "notices": 0}
    assert chase(session, DAY) == {"passed on": 4, "escalated": 8, "notices": 1}
    assert chase(session, DAY) == {"passed on": 0, "escalated": 4, "notices": 1}
    assert told(session, "release_waits")[0] == "board-EN"
    assert chase(session, DAY / 2) == {"passed on": 0, "escalated": 0, "notices": 0}


def test_board_decides_only_what_was_escalated(session: Session) -> None:
    Walk(session).to_filed()
    one, board = release_of(session), actor(session, "board-EN")
    assert not can(board, "releases.decide", one, now=NOW)
    one.escalated_at = NOW
    assert can(board, "releases.decide", one, now=NOW)


def test_nobody_decides_the_own_release(session: Session) -> None:
    Walk(session).to_filed()
    for role in (Role.SUPERVISOR, Role.AGENCY_COORDINATOR):
        give(session, "e-05", role, "EN")
    own, other = release_of(session, "E-05"), release_of(session, "E-06")
    mine = actor(session, "e-05")
    actions = ("releases.see", "releases.recommend", "releases.decide")
    assert [can(mine, action, own, now=NOW) for action in actions] == [False] * 3
    assert [can(mine, action, other, now=NOW) for action in actions] == [True] * 3


def test_every_step_of_a_release_is_on_the_trail(session: Session) -> None:
    Walk(session).to_filed()
    decide(session, "E-05", REFUSAL)
    query = select(AuditEvent.action).where(
        AuditEvent.object_type == "releases", AuditEvent.object_id == release_of(session).id
    )
    assert list(session.scalars(query.order_by(AuditEvent.id))) == ["releases.recommend", "releases.refuse"]


def test_whoever_should_be_back_counts_as_away_until_the_return_is_entered(session: Session) -> None:
    made.lasting(session)
    right = made.running(session)
    home, host, until = right.executive.home_agency_id, right.agreement.host_agency.name, right.ends_on
    for days, missing in ((1, False), (350, True), (400, True)):
        now = NOW + timedelta(days=days)
        made.tick(session, right, now)
        away = Absence(host, made.STARTS, until, begun=True, missing=missing)
        assert absences_from(session, home, now)[right.executive_id] == [away]
    by, today = actor(session, "coord-EN"), local_day(now)
    returns.enter_return(session, actor=by, now=now, right=right, returned_on=today)
    assert absences_from(session, home, now) == {}

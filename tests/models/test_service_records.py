"""What executives write of their service: sealed, their own, and read by the gates alone."""

import threading
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import snapshots
from models.audit import AuditEvent
from models.errors import Conflict, Invalid, Unmet
from models.executives import AppointmentType, Executive
from models.opportunities import Kind, Opportunity
from models.queries.gates import as_agencies_know, gates, is_open
from models.queries.offers import offers
from models.queries.pasts import past_of
from models.queries.waivers import closed_gates
from models.service_records import Service, ServiceRecord
from models.services import service_records
from tests.models.racing import at_once, tried, until_somebody_waits
from tests.models.walk import Walk, consent, file
from tests.models.world import NOW, actor, approve_one, find, the_round

SERVICE = Service(civil_since=date(2015, 1, 1), last_sabbatical=date(2016, 3, 1), last_away=date(2026, 5, 1))


def offered(session: Session, kind: Kind = Kind.SABBATICAL) -> Opportunity:
    """A sabbatical at the Treasury in a round that takes lists."""
    made = approve_one(session, "O-7", "TR", kind=kind, duration_days=300)
    Walk(session).to_lists()
    return made


def owner(session: Session) -> Executive:
    found: Executive = find(session, Executive, "E-05")
    return found


def write(session: Session, service: Service, version: int = 0) -> None:
    by = actor(session, "e-05")
    given: dict[str, Any] = {"executive": owner(session), "version": version, "service": service}
    service_records.write(session, actor=by, now=NOW, **given)


def attest(session: Session, where: Opportunity) -> None:
    by = actor(session, "e-05")
    service_records.attest(session, actor=by, now=NOW, executive=owner(session), opportunity=where)


def told(session: Session, slug: str = "O-7") -> list[str]:
    round_ = the_round(session)
    found = gates(session, round_, owner(session), offers(session, round_, [slug]).values())[slug]
    return [one.code for one in found]


def test_sabbatical_is_closed_until_its_service_is_written_and_attested(session: Session) -> None:
    where = offered(session)
    assert told(session) == ["sabbatical_retirement"]
    with pytest.raises(Unmet, match=r"^The attestation is missing that no immediate annuity is open to"):
        file(session, "E-05", ["O-7"])
    write(session, Service(last_sabbatical=date(2020, 3, 1)))
    assert told(session) == ["sabbatical_again", "sabbatical_retirement"]
    write(session, SERVICE, version=1)
    assert told(session) == ["sabbatical_retirement", "too_soon_again"]
    attest(session, where)
    assert told(session) == ["too_soon_again"]
    assert file(session, "E-05", ["O-7"]).draft == [["O-7"]]


def test_whoever_takes_the_attestation_back_is_forbidden_at_the_freeze_and_not_shown(
    session: Session,
) -> None:
    where = offered(session)
    write(session, SERVICE)
    attest(session, where)
    file(session, "E-05", ["O-7"])
    consent(session, "E-05")
    round_ = the_round(session)
    assert snapshots.frozen_content(session, round_)["forbidden"] == []
    assert [one.executives for one in snapshots.applicant_lists(session, round_)] == [["E-05"]]
    given: dict[str, Any] = {"executive": owner(session), "opportunity": where}
    service_records.take_back(session, actor=actor(session, "e-05"), now=NOW, **given)
    why = "The attestation is missing that no immediate annuity is open to the executive at the start."
    assert snapshots.frozen_content(session, round_)["forbidden"] == [["E-05", "O-7", why]]
    assert snapshots.applicant_lists(session, round_) == []
    with pytest.raises(Conflict, match=r"^You have not stated this\.$"):
        service_records.take_back(session, actor=actor(session, "e-05"), now=NOW, **given)


def test_agencies_read_what_the_card_tells_and_nothing_of_the_record(session: Session) -> None:
    offered(session)
    write(session, Service(last_sabbatical=date(2020, 3, 1), last_away=date(2026, 5, 1)))
    round_, person = the_round(session), owner(session)
    assert told(session) == ["sabbatical_again", "sabbatical_retirement", "too_soon_again"]
    assert as_agencies_know(session, round_, person, "O-7") == []
    person.appointment, person.moves = AppointmentType.NONCAREER, 3
    found = as_agencies_know(session, round_, person, "O-7")
    assert [one.code for one in found] == ["sabbatical_not_career", "moves_enough"]
    round_.enough_moves = 4
    assert [one.code for one in as_agencies_know(session, round_, person, "O-7")] == ["sabbatical_not_career"]
    assert as_agencies_know(session, round_, person, "O-0") == []


def test_year_of_rest_is_flagged_and_lets_the_choice_stand(session: Session) -> None:
    offered(session, Kind.DETAIL)
    write(session, SERVICE)
    round_ = the_round(session)
    found = gates(session, round_, owner(session), offers(session, round_, ["O-7"]).values())["O-7"]
    assert [one.code for one in found] == ["too_soon_again"]
    assert is_open(found)
    assert closed_gates(session, round_, offers(session, round_)).pasts == {}


@pytest.mark.parametrize(
    ("service", "sentence"),
    [
        (
            Service(civil_since=date(2020, 1, 2)),
            r"^Service that counts begins by your first day in the Senior Executive Service\.$",
        ),
        (Service(last_away=date(2026, 11, 24)), r"^Write a day that is past\.$"),
        (Service(last_sabbatical=date(2026, 11, 24)), r"^Write a day that is past\.$"),
    ],
)
def test_days_that_cannot_be_are_refused(session: Session, service: Service, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        write(session, service)


def test_stale_page_is_refused_and_nobody_attests_another_kind(session: Session) -> None:
    write(session, SERVICE)
    with pytest.raises(Conflict, match=r"^Your record changed since you opened the page\.$"):
        write(session, SERVICE)
    write(session, Service(), version=1)
    assert past_of(session, owner(session)).last_away is None
    with pytest.raises(Invalid, match=r"^Only a sabbatical asks for this\.$"):
        attest(session, find(session, Opportunity, "O-1"))


def test_of_two_who_write_first_one_is_told_that_the_record_changed(engine: Engine) -> None:
    begun = threading.Event()

    def first(session: Session) -> None:
        write(session, SERVICE)
        begun.set()
        until_somebody_waits(engine)

    def second(session: Session) -> None:
        begun.wait()
        with pytest.raises(Conflict, match=r"^Your record changed since you opened the page\.$"):
            write(session, Service())
        assert past_of(session, owner(session)).last_away == SERVICE.last_away

    assert at_once(tried(engine, first), tried(engine, second)) == {"done": 2}


def test_record_is_sealed_and_the_trail_tells_nothing_of_it(session: Session) -> None:
    where = approve_one(session, "O-7", "TR", kind=Kind.SABBATICAL)
    write(session, SERVICE)
    attest(session, where)
    row = session.scalars(select(ServiceRecord)).one()
    assert row.service == Service(date(2015, 1, 1), date(2016, 3, 1), date(2026, 5, 1), {"O-7": NOW.date()})
    stored = session.connection().exec_driver_sql("SELECT content FROM service_records").scalar_one()
    assert b"2015" not in bytes(stored)
    acts = select(AuditEvent.facts).where(AuditEvent.action.startswith("service_records."))
    assert session.scalars(acts).all() == [{}, {}]


def test_sabbatical_that_is_too_long_is_not_put_up(session: Session) -> None:
    sentence = r"A sabbatical of 11 months from \d+ \w+ \d{4} ends by \d+ \w+ \d{4}\."
    with pytest.raises(Unmet, match=f"^{sentence}$"):
        approve_one(session, "O-7", "TR", kind=Kind.SABBATICAL, duration_days=338)

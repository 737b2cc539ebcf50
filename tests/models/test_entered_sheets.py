"""A sheet entered for somebody: nothing until its owner confirms it; late only with a reason."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.dreamsheets import DreamSheet, DreamSheetVersion, SheetState
from models.entered_sheets import EnteredSheet
from models.errors import Conflict, Invalid, Unmet
from models.executives import AppointmentType, Executive
from models.opportunities import Opportunity
from models.outbox import Notice
from models.queries.entered_sheets import find_people, sheets_to_confirm
from models.services import entered_sheets, rounds, waivers
from tests.models.gates import gate
from tests.models.walk import SHEETS, Walk, consent
from tests.models.world import DAY, NOW, actor, find, the_round


def enter(session: Session, slug: str = "E-01", by: str = "exchange", **more: Any) -> EnteredSheet:
    facts: dict[str, Any] = {"now": NOW, "choices": ["O-4"]} | more
    who, round_ = find(session, Executive, slug), the_round(session)
    return entered_sheets.enter(session, actor=actor(session, by), round_=round_, executive=who, **facts)


def confirm(session: Session, entered: EnteredSheet, **more: Any) -> None:
    owner = actor(session, entered.executive.slug.lower())
    facts = {"now": NOW} | more
    entered_sheets.confirm(session, actor=owner, entered=entered, **facts)


def counting(session: Session, slug: str) -> Any:
    query = select(DreamSheetVersion.choices).join(DreamSheet).join(DreamSheet.executive)
    return session.scalar(query.where(Executive.slug == slug, DreamSheetVersion.superseded_at.is_(None)))


def test_list_counts_only_once_its_owner_confirms_it(session: Session) -> None:
    Walk(session).to_filed()
    entered = enter(session)
    (told,) = session.scalars(select(Notice).where(Notice.template == "sheet_entered")).all()
    assert (told.recipient.slug, told.payload) == ("e-01", {"round": "First invented round"})
    assert counting(session, "E-01") == [["O-3"], ["O-5", "O-6"]]
    (row,) = session.execute(sheets_to_confirm(actor(session, "e-01"), NOW)).all()
    assert (row.kind, row.number, row.slug) == ("entered_sheet", entered.id, "R-1")
    confirm(session, entered)
    assert counting(session, "E-01") == [["O-4"]]
    sheet = session.scalars(
        select(DreamSheet).join(DreamSheet.executive).where(Executive.slug == "E-01")
    ).one()
    assert sheet.state is SheetState.CERTIFIED
    assert (entered.choices, entered.confirmed) == (None, True)
    with pytest.raises(Conflict, match=r"^This list is answered already\.$"):
        confirm(session, entered)
    assert "O-4" not in repr([one.facts for one in session.scalars(select(AuditEvent))])


def test_refused_list_is_erased_and_what_was_certified_stays(session: Session) -> None:
    Walk(session).to_filed()
    entered = enter(session)
    entered_sheets.refuse(session, actor=actor(session, "e-01"), now=NOW, entered=entered)
    assert (entered.choices, entered.confirmed) == (None, False)
    assert counting(session, "E-01") == [["O-3"], ["O-5", "O-6"]]
    with pytest.raises(Conflict, match=r"^This list is answered already\.$"):
        entered_sheets.refuse(session, actor=actor(session, "e-01"), now=NOW, entered=entered)


def test_second_list_replaces_the_one_that_waits(session: Session) -> None:
    Walk(session).to_lists()
    first = enter(session)
    second = enter(session, choices=[["O-3", "O-4"]])
    assert (first.confirmed, first.choices) == (False, None)
    confirm(session, second)
    assert counting(session, "E-01") == [["O-3", "O-4"]]


def test_late_list_needs_a_reason_and_is_in_the_snapshot(session: Session) -> None:
    walk = Walk(session).to_lists()
    consent(session, "E-01")
    walk.step(rounds.close_preferences)
    with pytest.raises(Invalid, match=r"^The lists are closed: write why this one comes late\.$"):
        enter(session)
    confirm(session, enter(session, late_because="Was in hospital until today."))
    for verb in (rounds.open_ranking, rounds.freeze):
        snapshot = walk.step(verb)
    assert [(one["id"], one["choices"]) for one in snapshot.content["executives"]] == [("E-01", ["O-4"])]


def test_late_list_waits_for_the_answers_to_its_gates(session: Session) -> None:
    walk = Walk(session).to_lists()
    consent(session, "E-01")
    requirement = gate(session)
    walk.step(rounds.close_preferences)
    entered = enter(session, choices=["O-3"], late_because="Was in hospital until today.")
    with pytest.raises(Unmet, match="A law degree"):
        confirm(session, entered)
    assert (entered.choices, entered.answered_at, counting(session, "E-01")) == ([["O-3"]], None, None)
    facts: dict[str, Any] = {"round_": the_round(session), "executive": entered.executive}
    facts |= {"requirement": requirement}
    waivers.attest(session, actor=actor(session, "e-01"), now=NOW, **facts)
    confirm(session, entered)
    assert counting(session, "E-01") == [["O-3"]]
    other = gate(session, text="A pilot's licence", ordinal=2)
    with pytest.raises(Conflict, match=r"^Requirements are answered while the round takes your dream sheet"):
        waivers.attest(session, actor=actor(session, "e-01"), now=NOW, **facts | {"requirement": other})


def test_list_entered_in_time_is_not_confirmed_late(session: Session) -> None:
    walk = Walk(session).to_lists()
    entered = enter(session)
    walk.step(rounds.close_preferences)
    with pytest.raises(Conflict, match=r"^The lists closed before this one was confirmed"):
        confirm(session, entered)
    walk.step(rounds.open_ranking)
    with pytest.raises(
        Conflict, match=r"^A list can be entered from the day the lists open until the rankings"
    ):
        enter(session, late_because="Forgot.")


def test_list_that_policy_refuses_or_nobody_could_confirm_is_not_entered(session: Session) -> None:
    Walk(session).to_lists()
    with pytest.raises(Invalid, match=r"^Name one opportunity or more\.$"):
        enter(session, choices=[])
    with pytest.raises(Invalid, match=r"^O-99 is not offered in this round\.$"):
        enter(session, choices=["O-99"])
    find(session, Opportunity, "O-3").position_id = 2  # career reserved
    find(session, Executive, "E-01").appointment = AppointmentType.NONCAREER
    with pytest.raises(Unmet):
        enter(session, choices=["O-3"])
    actor(session, "e-02").active = False
    with pytest.raises(
        Conflict, match=r"^Invented Person 2 cannot sign in, so nobody could confirm the list\.$"
    ):
        enter(session, "E-02")


def test_coordinator_finds_people_of_the_own_agency_alone(session: Session) -> None:
    by = {
        slug: find_people(session, actor(session, slug), NOW + DAY, "person")
        for slug in ("exchange", "coord-EN")
    }
    assert len(by["exchange"]) == len(SHEETS)
    assert {one.slug for one in by["coord-EN"]} == {"E-05", "E-06", "E-07", "E-08"}
    assert find_people(session, actor(session, "auditor"), NOW, "person") == []

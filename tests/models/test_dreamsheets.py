"""Filing, certifying and withdrawing a dream sheet."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.files import sha256
from models.audit import AuditEvent
from models.dreamsheets import DreamSheet, DreamSheetVersion, SheetState
from models.errors import Conflict, Invalid, Unmet, WrongState
from models.executives import AppointmentType, Clearance, Executive
from models.opportunities import Opportunity
from models.services import dreamsheets, opportunities, rounds
from models.services.dreamsheets import Filed
from tests.models.walk import Walk, file
from tests.models.world import DAY, NOW, actor, find, opportunity, the_round


def file_for(session: Session, slug: str, choices: list[Any], **more: Any) -> Filed:
    facts: dict[str, Any] = {
        "actor": actor(session, slug.lower()),
        "now": NOW,
        "round_": the_round(session),
    } | more
    return dreamsheets.file_sheet(
        session, executive=find(session, Executive, slug), choices=choices, **facts | more
    )


def versions(session: Session) -> list[tuple[int, Any, bool]]:
    query = select(DreamSheetVersion).order_by(DreamSheetVersion.number)
    return [(one.number, one.choices, one.superseded_at is None) for one in session.scalars(query)]


def test_sheet_is_a_draft_until_it_is_certified(session: Session) -> None:
    Walk(session).to_lists()
    filed = file_for(session, "E-05", ["O-1", ["O-5", "O-6"]])
    assert filed.sheet.state is SheetState.DRAFT
    assert filed.sheet.draft == [["O-1"], ["O-5", "O-6"]]
    assert filed.warnings == []
    assert versions(session) == []


def test_receipt_commits_to_owner_and_list(session: Session) -> None:
    Walk(session).to_lists()
    sheet = file_for(session, "E-05", ["O-1"]).sheet
    receipt = dreamsheets.certify_sheet(
        session, actor=actor(session, "e-05"), now=NOW, sheet=sheet, nonce="salt"
    )
    assert (receipt.number, receipt.nonce) == (1, "salt")
    assert receipt.commitment == sha256(["salt", "E-05", [["O-1"]]])
    assert sheet.state is SheetState.CERTIFIED


def test_nonce_is_drawn_anew_for_every_certificate(session: Session) -> None:
    Walk(session).to_lists()
    receipts = [
        dreamsheets.certify_sheet(
            session,
            actor=actor(session, "e-05"),
            now=NOW,
            sheet=file_for(session, "E-05", choices).sheet,
        )
        for choices in (["O-1"], ["O-2"], ["O-1"])
    ]
    assert [len(receipt.nonce) for receipt in receipts] == [32, 32, 32]
    assert receipts[0].commitment != receipts[2].commitment, "of the same list"


def test_changed_list_counts_only_when_certified_again(session: Session) -> None:
    Walk(session).to_lists()
    sheet = file(session, "E-05", ["O-1"])
    file_for(session, "E-05", ["O-5"])
    assert sheet.state is SheetState.CHANGED
    assert versions(session) == [(1, [["O-1"]], True)]
    dreamsheets.certify_sheet(session, actor=actor(session, "e-05"), now=NOW, sheet=sheet)
    assert versions(session) == [(1, None, False), (2, [["O-5"]], True)]


def test_changed_list_is_put_back_as_it_was_certified(session: Session) -> None:
    Walk(session).to_lists()
    sheet = file(session, "E-05", ["O-1", "O-2"])
    before = versions(session)
    file_for(session, "E-05", ["O-5"])
    dreamsheets.put_back(session, actor=actor(session, "e-05"), now=NOW, sheet=sheet)
    assert (sheet.state, sheet.draft) == (SheetState.CERTIFIED, [["O-1"], ["O-2"]])
    assert versions(session) == before
    with pytest.raises(WrongState):
        dreamsheets.put_back(session, actor=actor(session, "e-05"), now=NOW, sheet=sheet)


def test_list_filed_again_as_it_was_certified_is_no_change(session: Session) -> None:
    Walk(session).to_lists()
    sheet = file(session, "E-05", ["O-1", "O-2"])
    before = versions(session)
    file_for(session, "E-05", ["O-2", "O-1"])
    assert sheet.state is SheetState.CHANGED
    file_for(session, "E-05", ["O-1", "O-2"])
    assert (sheet.state, versions(session)) == (SheetState.CERTIFIED, before)


def test_changed_list_stays_when_the_lists_are_closed(session: Session) -> None:
    Walk(session).to_lists()
    sheet = file(session, "E-05", ["O-1"])
    file_for(session, "E-05", ["O-5"])
    with pytest.raises(Conflict, match=r"^The round is not open for dream sheets now\.$"):
        dreamsheets.put_back(session, actor=actor(session, "e-05"), now=NOW + 365 * DAY, sheet=sheet)
    assert (sheet.state, sheet.draft) == (SheetState.CHANGED, [["O-5"]])


def test_certifying_twice_is_refused(session: Session) -> None:
    Walk(session).to_lists()
    sheet = file(session, "E-05", ["O-1"])
    with pytest.raises(WrongState) as refused:
        dreamsheets.certify_sheet(session, actor=actor(session, "e-05"), now=NOW, sheet=sheet)
    expected = (
        "The dream sheet cannot be certified now: its state is “certified”. It can be changed or withdrawn."
    )
    assert str(refused.value) == expected


def test_withdrawn_sheet_is_erased_and_may_be_filed_again(session: Session) -> None:
    Walk(session).to_lists()
    sheet = file(session, "E-05", ["O-1"])
    dreamsheets.withdraw(session, actor=actor(session, "e-05"), now=NOW, sheet=sheet)
    assert (sheet.state, sheet.draft) == (SheetState.WITHDRAWN, [])
    assert versions(session) == [(1, None, False)]
    file(session, "E-05", ["O-5"])
    assert (sheet.state, versions(session)[-1]) == (SheetState.CERTIFIED, (2, [["O-5"]], True))


def test_sheet_is_not_withdrawn_after_the_freeze(session: Session) -> None:
    Walk(session).to_frozen()
    sheet = session.scalars(select(DreamSheet)).first()
    assert sheet is not None
    with pytest.raises(Conflict, match=r"^After the freeze you withdraw from the round as a whole\.$"):
        dreamsheets.withdraw(
            session, actor=actor(session, sheet.executive.slug.lower()), now=NOW, sheet=sheet
        )


@pytest.mark.parametrize(("choices", "sentence"), [
    (["O-1", "O-1"], "O-1 is named twice."),
    (["O-1", ["O-5", "O-1"]], "O-1 is named twice."),
    (["O-1", []], "A tie names at least one entry."),
    (["O-9"], "O-9 is not offered in this round."),
])  # fmt: skip
def test_malformed_list_is_refused(session: Session, choices: list[Any], sentence: str) -> None:
    Walk(session).to_lists()
    with pytest.raises(Invalid) as refused:
        file_for(session, "E-05", choices)
    assert str(refused.value) == sentence


def test_withdrawn_opportunity_is_no_longer_offered(session: Session) -> None:
    Walk(session).to_lists()
    gone = find(session, Opportunity, "O-1")
    opportunities.withdraw(
        session, actor=actor(session, "host-AG11"), now=NOW, opportunity=gone, reason="reorganized"
    )
    with pytest.raises(Invalid, match=r"^O-1 is not offered in this round\.$"):
        file_for(session, "E-05", ["O-1"])


def test_own_agency_warns_and_short_rotation_warns(session: Session) -> None:
    Walk(session).to_lists()
    find(session, Opportunity, "O-1").duration_days = 119
    filed = file_for(session, "E-05", ["O-3", "O-1"])
    assert [reason.text for reason in filed.warnings] == [
        "O-3 is in the home agency, so this round gives no place there.",
        "O-1 lasts 119 days; fewer than 120 do not count as a rotation.",
    ]


def test_every_hard_reason_is_told_at_once(session: Session) -> None:
    Walk(session).to_lists()
    place = find(session, Opportunity, "O-3")
    place.clearance, place.position_id = Clearance.TOP_SECRET, 2
    find(session, Executive, "E-01").appointment = AppointmentType.NONCAREER
    with pytest.raises(Unmet) as unmet:
        file_for(session, "E-01", ["O-3"])
    assert [reason.text for reason in unmet.value.reasons] == [
        "O-3 needs a clearance (top secret); the card says secret.",
        "O-3 is career reserved; a noncareer appointment may fill general positions only.",
    ]
    assert session.scalars(select(DreamSheet)).all() == []


def test_sheet_of_a_hundred_and_one_items_is_too_long(session: Session) -> None:
    Walk(session).to_posted()
    host, approver = actor(session, "host-TR"), actor(session, "coord-TR")
    more = [opportunity(session, f"X-{number}", "TR") for number in range(101)]
    for one in more:
        opportunities.add(session, actor=host, now=NOW, opportunity=one)
        opportunities.submit(session, actor=host, now=NOW, opportunity=one)
        opportunities.approve(session, actor=approver, now=NOW, opportunity=one)
    walk = Walk(session)
    walk.step(rounds.offer_opportunities, opportunities=more)
    walk.step(rounds.open_preferences)
    slugs = [one.slug for one in more]
    assert file_for(session, "E-01", slugs[:100]).warnings == []
    with pytest.raises(Unmet, match=r"^The sheet has 101 items; it may have at most 100\.$"):
        file_for(session, "E-01", slugs)


@pytest.mark.parametrize(("moment", "open_"), [
    (NOW - DAY / 86400, False), (NOW, True), (NOW + 10 * DAY, True), (NOW + 10 * DAY + DAY / 86400, False),
])  # fmt: skip
def test_lists_are_open_from_their_first_to_their_last_instant(
    session: Session, moment: Any, open_: bool
) -> None:
    Walk(session).to_lists()
    if open_:
        file_for(session, "E-05", ["O-1"], now=moment)
    else:
        with pytest.raises(Conflict, match=r"^The round is not open for dream sheets now\.$"):
            file_for(session, "E-05", ["O-1"], now=moment)


def test_audit_holds_the_commitment_and_never_the_list(session: Session) -> None:
    Walk(session).to_lists()
    sheet = file(session, "E-05", ["O-1", "O-5"])
    query = select(AuditEvent).where(AuditEvent.object_type == "dream_sheets").order_by(AuditEvent.id)
    events = session.scalars(query).all()
    assert [(event.action, event.object_id) for event in events] == [
        ("dream_sheets.file", sheet.id),
        ("dream_sheets.certify", sheet.id),
    ]
    assert [event.commitment for event in events] == [
        None,
        sha256(["salt of E-05", "E-05", [["O-1"], ["O-5"]]]),
    ]
    assert "O-1" not in repr([event.facts for event in events])

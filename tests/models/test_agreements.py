"""Agreements: drafted, signed by five people, amended by new texts; what verbs and database refuse."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from matcher.policy.return_basis import ReturnBasis
from models.access import can
from models.agreement_machines import AGREEMENT, RETURN_RIGHT
from models.agreement_texts import digest
from models.agreements import AgreementState, EventKind, Party
from models.db import unit_of_work
from models.errors import Conflict, Denied, Invalid, WrongState
from models.opportunities import Kind
from models.outbox import Notice
from models.queries.agreements import SENT_BACK, open_event, sent_back
from models.queries.last_word import LastWord
from models.returns import ReturnState
from models.services import agreement_events, agreements
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor


def test_fifth_signature_brings_it_into_force_with_its_return_right(session: Session) -> None:
    agreement = made.circulated(session)
    for slug in ("e-05", *made.SIGNERS[:3]):
        made.sign(session, agreement, slug)
    assert agreement.state is AgreementState.IN_SIGNATURE
    made.sign(session, agreement, "coord-TR")
    right = made.right_of(session, agreement)
    assert (agreement.state, right.state) == (AgreementState.IN_FORCE, ReturnState.ACTIVE)
    assert (right.starts_on, right.ends_on, right.basis) == (made.STARTS, made.ENDS, ReturnBasis.REGULATORY)
    event = agreement.events[0]
    assert {one.party for one in event.signatures} == set(Party)
    assert {one.sha256 for one in event.signatures} == {digest(event.text)} == {event.sha256}


def test_right_of_an_assignment_to_come_is_scheduled(session: Session) -> None:
    right = made.running(session, starts_on=date(2026, 11, 24))
    states = [right.state]
    made.tick(session, right, NOW + DAY)
    assert [*states, right.state] == [ReturnState.SCHEDULED, ReturnState.ACTIVE]


def test_text_names_every_term_and_the_same_terms_give_the_same_letters(session: Session) -> None:
    first, second = made.circulated(session, "E-05"), made.circulated(session, "E-06")
    texts = [one.events[0].text for one in (first, second)]
    assert texts[0].replace(first.executive.name, second.executive.name) == texts[1]
    assert "Last day away: 29 October 2027" in texts[0]
    assert "Return clause:\nReturn clause as both agencies agreed." in texts[0]


def test_nobody_signs_twice_or_a_text_that_was_not_read(session: Session) -> None:
    agreement = made.circulated(session)
    made.sign(session, agreement, "e-05")
    with pytest.raises(Conflict, match="You have signed this text already"):
        made.sign(session, agreement, "e-05")
    by = actor(session, "coord-EN")
    with pytest.raises(Conflict, match="The text changed since you opened it"):
        agreement_events.sign(session, actor=by, now=NOW, agreement=agreement, sha256="0" * 64)
    with pytest.raises(Denied):
        made.sign(session, agreement, "e-06")


def test_all_who_sign_are_told(session: Session) -> None:
    made.circulated(session)
    told = select(Notice.recipient_id).where(Notice.template == "agreement_to_sign")
    people = {"e-05", "board-EN", *made.SIGNERS}
    assert set(session.scalars(told)) == {actor(session, slug).id for slug in people}


def test_all_who_would_have_signed_are_told_of_the_end_but_whoever_ends_it(session: Session) -> None:
    agreement = made.circulated(session)
    by = actor(session, "coord-EN")
    agreements.cancel(session, actor=by, now=NOW, agreement=agreement, reason="The post is filled.")
    told = session.scalars(select(Notice).where(Notice.template == "agreement_cancelled")).all()
    people = {"e-05", "board-EN", *made.SIGNERS} - {"coord-EN"}
    assert {one.recipient.slug for one in told} == people
    assert {one.payload["page"] for one in told} == {f"agreements/{agreement.id}"}
    assert all(can(one.recipient, "agreements.see", agreement, now=NOW) for one in told)


def test_agreement_without_a_way_back_is_acknowledged_before_anybody_signs(session: Session) -> None:
    agreement = made.circulated(session, return_basis=ReturnBasis.NONE)
    with pytest.raises(WrongState, match="acknowledges in writing that there is no way back"):
        made.sign(session, agreement, "e-05")
    owner = actor(session, "e-05")
    agreements.acknowledge_none(session, actor=owner, now=NOW, agreement=agreement)
    made.sign_all(session, agreement)
    assert agreement.state is AgreementState.IN_FORCE


def test_text_taken_back_stays_on_record_and_its_signatures_fall(session: Session) -> None:
    agreement = made.circulated(session)
    made.sign(session, agreement, "e-05")
    by = actor(session, "coord-EN")
    agreements.take_back(session, actor=by, now=NOW, agreement=agreement)
    agreements.circulate(session, actor=by, now=NOW, agreement=agreement)
    assert [(one.number, one.dropped_at, len(one.signatures)) for one in agreement.events] == [
        (1, NOW, 1),
        (2, None, 0),
    ]
    told = select(Notice.recipient_id).where(Notice.template == "agreement_taken_back")
    assert list(session.scalars(told)) == [actor(session, "e-05").id]


def test_signer_who_does_not_agree_sends_the_text_back_and_says_why(session: Session) -> None:
    agreement = made.circulated(session)
    made.sign(session, agreement, "coord-TR")
    owner, sha256 = actor(session, "e-05"), agreement.events[-1].sha256
    known: dict[str, Any] = {"actor": owner, "now": NOW, "agreement": agreement, "sha256": sha256}
    with pytest.raises(Invalid, match="Write what you do not agree with"):
        agreement_events.refuse(session, reason=" ", **known)
    agreement_events.refuse(session, reason="The first day is too early.", **known)
    assert agreement.state is AgreementState.DRAFT
    assert [(one.dropped_at, len(one.signatures)) for one in agreement.events] == [(NOW, 1)]
    found = sent_back(session, agreement)
    assert found == LastWord(owner.id, owner.name, NOW, SENT_BACK, "The first day is too early.")
    told = select(Notice.recipient_id).where(Notice.template == "agreement_sent_back")
    sides = {actor(session, slug).id for slug in ("coord-EN", "coord-TR")}
    assert set(session.scalars(told)) == sides
    with pytest.raises(Conflict, match="The text changed since you opened it"):
        agreement_events.refuse(session, reason="Again.", **known)
    by = actor(session, "coord-EN")
    agreements.circulate(session, actor=by, now=NOW + DAY, agreement=agreement)
    assert sent_back(session, agreement) is None
    agreements.take_back(session, actor=by, now=NOW + 2 * DAY, agreement=agreement)
    assert sent_back(session, agreement) is None


def test_who_signed_what_is_sent_back_is_told_and_the_sender_is_not(session: Session) -> None:
    agreement = made.circulated(session)
    made.sign(session, agreement, "e-05")
    by, sha256 = actor(session, "coord-TR"), agreement.events[-1].sha256
    known: dict[str, Any] = {"actor": by, "now": NOW, "agreement": agreement, "sha256": sha256}
    agreement_events.refuse(session, reason="The post is filled.", **known)
    told = select(Notice.recipient_id).where(Notice.template == "agreement_sent_back")
    assert set(session.scalars(told)) == {actor(session, slug).id for slug in ("coord-EN", "e-05")}


def test_change_that_is_sent_back_leaves_the_agreement_as_it_was(session: Session) -> None:
    agreement, by = made.in_force(session), actor(session, "coord-EN")
    change = made.change(EventKind.EXTENSION, date(2028, 1, 31))
    event = agreement_events.propose(session, actor=by, now=NOW, agreement=agreement, change=change)
    known: dict[str, Any] = {"now": NOW, "agreement": agreement, "sha256": event.sha256}
    agreement_events.refuse(session, actor=actor(session, "e-05"), reason="I want to go home.", **known)
    assert (agreement.state, agreement.ends_on) == (AgreementState.IN_FORCE, made.ENDS)
    assert open_event(agreement) is None


def test_text_of_a_transfer_says_that_it_is_for_good(session: Session) -> None:
    agreement = made.circulated(session, kind=Kind.TRANSFER, return_basis=ReturnBasis.NONE)
    lines = agreement.events[-1].text.splitlines()
    assert "Last day: none, it is for good" in lines
    assert "Return to: nothing, no right to return is granted" in lines
    bounded = ("Last day away", "Not to be extended", "Notice of an early end")
    assert [one for one in lines if one.startswith(bounded)] == []


def test_transfer_that_promises_a_return_is_not_put_to_signature(session: Session) -> None:
    agreement, by = made.drafted(session, kind=Kind.TRANSFER), actor(session, "coord-EN")
    agreement.return_basis = ReturnBasis.AGREEMENT
    made.satisfy(session, agreement)
    with pytest.raises(Invalid, match="A transfer is for good and brings nobody back"):
        agreements.circulate(session, actor=by, now=NOW, agreement=agreement)


def test_extension_is_a_new_text_and_moves_the_last_day_when_all_signed(session: Session) -> None:
    agreement = made.in_force(session)
    later, by = date(2028, 1, 31), actor(session, "coord-EN")
    change = made.change(EventKind.EXTENSION, later)
    agreement_events.propose(session, actor=by, now=NOW, agreement=agreement, change=change)
    assert agreement.ends_on == made.ENDS
    with pytest.raises(Conflict, match="Another text waits for signatures"):
        agreement_events.propose(session, actor=by, now=NOW, agreement=agreement, change=change)
    made.sign_all(session, agreement)
    right = made.right_of(session, agreement)
    assert (agreement.ends_on, right.ends_on, right.state) == (later, later, ReturnState.EXTENDED)
    assert [one.kind for one in agreement.events] == [EventKind.ORIGINAL, EventKind.EXTENSION]


@pytest.mark.parametrize(
    ("kind", "day", "sentence"),
    [
        (EventKind.EXTENSION, made.ENDS, "An extension ends after the last day agreed on so far."),
        (EventKind.EXTENSION, date(2028, 11, 1), "The agreement's own ceiling is before that day."),
        (EventKind.EXTENSION, None, "Enter the new last day."),
        (
            EventKind.EARLY_END,
            date(2026, 11, 22),
            "An early end is today or later, and before the last day agreed on.",
        ),
        (
            EventKind.EARLY_END,
            made.ENDS,
            "An early end is today or later, and before the last day agreed on.",
        ),
    ],
)
def test_change_with_a_day_that_cannot_be_is_refused(
    session: Session, kind: EventKind, day: date | None, sentence: str
) -> None:
    agreement, by = made.in_force(session), actor(session, "coord-EN")
    with pytest.raises(Invalid) as refused:
        agreement_events.propose(
            session, actor=by, now=NOW, agreement=agreement, change=made.change(kind, day)
        )
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("kind", "known", "sentence"),
    [
        (EventKind.EXTENSION, {"kind": Kind.TRANSFER}, "It is for good: it is amended alone."),
        (EventKind.EARLY_END, {"kind": Kind.TRANSFER}, "It is for good: it is amended alone."),
        (
            EventKind.EXTENSION,
            {"latest_end": made.ENDS},
            "No extension was agreed on: it is amended or ended early alone.",
        ),
    ],
)
def test_kind_of_change_that_the_agreement_does_not_allow_is_refused(
    session: Session, kind: EventKind, known: dict[str, Any], sentence: str
) -> None:
    agreement, by = made.without_way_back(session, **known), actor(session, "coord-EN")
    change = made.change(kind, date(2027, 12, 31))
    with pytest.raises(Invalid) as refused:
        agreement_events.propose(session, actor=by, now=NOW, agreement=agreement, change=change)
    assert (str(refused.value), refused.value.about) == (sentence, "kind")


def test_early_end_curtails_the_right(session: Session) -> None:
    agreement = made.in_force(session)
    made.agreed(session, agreement, EventKind.EARLY_END, date(2027, 3, 31))
    right = made.right_of(session, agreement)
    assert (right.state, right.ends_on) == (ReturnState.CURTAILING, date(2027, 3, 31))


def refused(engine: Engine, statement: str) -> bool:
    """Whether the database refuses the statement by itself."""
    try:
        with engine.begin() as connection:
            connection.execute(text(statement))
    except DBAPIError:
        return True
    return False


def test_database_refuses_every_move_that_the_machines_do_not_have(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session)
        number, agreement = right.id, right.agreement_id
    away = "state = 'active'"
    for state in ReturnState:
        known = any(
            before is ReturnState.ACTIVE and after is state
            for (before, _), after in RETURN_RIGHT.moves.items()
        )
        if not known and state is not ReturnState.ACTIVE:
            statement = f"UPDATE return_rights SET state = '{state}' WHERE id = {number} AND {away}"  # noqa: S608
            assert refused(engine, statement), state
    for end in AgreementState:
        if end is not AgreementState.IN_FORCE:  # somebody is away: no state after it, and none before it
            statement = f"UPDATE agreements SET state = '{end}' WHERE id = {agreement}"  # noqa: S608
            assert refused(engine, statement), end
    assert AGREEMENT.ends


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreements SET ends_on = '2027-12-31'",
        "UPDATE agreement_events SET text = 'another text'",
        "UPDATE agreement_signatures SET signed_at = signed_at",
        "DELETE FROM agreement_signatures",
        "DELETE FROM agreement_events",
        "DELETE FROM return_rights",
    ],
)
def test_database_keeps_what_was_signed(engine: Engine, statement: str) -> None:
    with unit_of_work(engine) as session:
        made.in_force(session)
    assert refused(engine, statement)


def test_database_refuses_an_agreement_in_force_without_its_right(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        made.circulated(session)
    assert refused(engine, "UPDATE agreements SET state = 'in_force'")
    assert not refused(engine, "UPDATE agreements SET state = 'cancelled'")

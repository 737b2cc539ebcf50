"""The ledger over agreements: days as they pass, corrections, and what the next round gets of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from matcher.policy.ledger import Account
from models.agencies import Agency
from models.audit import AuditEvent
from models.errors import Conflict, Denied, Invalid
from models.ledger import LedgerCorrection
from models.lifecycles import advance
from models.queries.balances import Proposed, in_one_word, pools, proposals
from models.queries.ledger import corrections, ledger, own_agencies
from models.queries.limits import Figures, limits
from models.rounds import RoundLimit
from models.services import ledger as verbs
from models.services import limits as tables
from models.services import pools as pooling
from models.services import returns
from models.services.exports import Format
from tests.models.agreements import circulated, drafted, in_force, running
from tests.models.workbooks import cells_of
from tests.models.world import NOW, actor, find, the_round

DAY = timedelta(days=1)
WORDS = "Agreed on by letter before Roundtrip."


def correct(session: Session, **more: Any) -> LedgerCorrection:
    usual: dict[str, Any] = {"agency": find(session, Agency, "EN"), "year": 2027, "reason": WORDS}
    usual |= {"figures": Account(sent=2, days_sent=90)}
    return verbs.correct(session, actor=actor(session, "exchange"), now=NOW, **(usual | more))


def let_stand(session: Session, one: LedgerCorrection, stands: bool = True) -> None:
    verbs.look(session, actor=actor(session, "exchange-2"), now=NOW, correction=one, stands=stands)


def proposed(session: Session) -> list[Proposed]:
    round_ = the_round(session)
    return proposals(session, NOW, limits(session, round_), pools(session, round_))


def take_over(session: Session, shown: str | None = None) -> int:
    word = in_one_word(proposed(session)) if shown is None else shown
    by = actor(session, "exchange")
    return tables.take_over(session, actor=by, now=NOW, round_=the_round(session), shown=word)


def test_days_are_counted_as_they_pass(session: Session) -> None:
    running(session, starts_on=date(2026, 11, 2))
    for day, served in ((NOW, 22), (NOW + DAY, 23)):
        assert ledger(session, day).book == {
            ("EN", 2027): Account(sent=1, days_sent=served),
            ("TR", 2027): Account(received=1, days_received=served),
        }


def test_nobody_counts_before_the_agreement_is_signed(session: Session) -> None:
    drafted(session)
    circulated(session, "E-06")
    assert ledger(session, NOW).book == {}


def test_a_return_ends_the_count_and_a_late_one_goes_on(session: Session) -> None:
    right = running(session, starts_on=date(2026, 10, 1))
    by = actor(session, "coord-EN")
    returns.enter_return(session, actor=by, now=NOW, right=right, returned_on=date(2026, 11, 1))
    assert ledger(session, NOW + 300 * DAY).book["EN", 2027] == Account(sent=1, days_sent=31)
    late = running(session, "E-06", starts_on=date(2026, 10, 1), ends_on=date(2026, 11, 20))
    advance(session, late, "miss", actor=actor(session, "system"), now=NOW)
    session.flush()
    assert ledger(session, NOW).book["EN", 2027] == Account(sent=2, days_sent=31 + 54)


def test_a_correction_counts_once_a_second_person_let_it_stand(session: Session) -> None:
    one, other = correct(session), correct(session, figures=Account(sent=7))
    assert ledger(session, NOW).book == {}
    let_stand(session, one)
    let_stand(session, other, stands=False)
    assert ledger(session, NOW).book == {("EN", 2027): Account(sent=2, days_sent=90)}
    assert [(found.id, found.stands) for found in corrections(session)] == [(other.id, False), (one.id, True)]
    with pytest.raises(Conflict, match="Somebody has looked at this correction already"):
        let_stand(session, one)


def test_the_author_of_a_correction_is_not_its_second_person(session: Session) -> None:
    one = correct(session)
    with pytest.raises(Denied, match="Another person than the author looks at a correction"):
        verbs.look(session, actor=actor(session, "exchange"), now=NOW, correction=one, stands=True)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"figures": Account()}, "Enter at least one figure other than 0."),
        ({"reason": " "}, "Write why the ledger is corrected."),
        ({"reason": "x" * 2001}, "Use at most 2,000 characters."),
        ({"year": 1989}, "A fiscal year is from 1990 to 2100."),
        ({"figures": Account(days_sent=100_000)}, "Use figures of at most 99,999."),
    ],
)
def test_correction_without_substance_is_refused(
    session: Session, facts: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        correct(session, **facts)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("what", ["figures", "again", "gone"])
def test_the_database_refuses_to_edit_a_correction(session: Session, what: str) -> None:
    one = correct(session)
    let_stand(session, one)
    mine = LedgerCorrection.id == one.id
    statement = {
        "figures": update(LedgerCorrection).where(mine).values(sent=3),
        "again": update(LedgerCorrection).where(mine).values(stands=False),
        "gone": delete(LedgerCorrection).where(mine),
    }[what]
    with pytest.raises(DBAPIError, match=r"never edited|is kept"):
        session.execute(statement)


def test_coordinators_see_their_own_agencies(session: Session) -> None:
    in_force(session)
    own = own_agencies(session, actor(session, "coord-EN"), NOW)
    assert own == frozenset({find(session, Agency, "EN").id})
    assert {code for code, _year in ledger(session, NOW, own).book} == {"EN"}
    assert own_agencies(session, actor(session, "exchange"), NOW) is None


@pytest.mark.parametrize("format_", Format)
def test_ledger_as_a_file_holds_what_its_reader_sees_and_no_formula(
    session: Session, format_: Format
) -> None:
    in_force(session)
    find(session, Agency, "EN").name = "=1+1"
    session.flush()
    taken = verbs.take(session, actor=actor(session, "coord-EN"), now=NOW, format_=format_)
    assert taken.name == f"ledger-2026-11-23.{format_}"
    rows = cells_of(taken)
    assert rows[1:] == [["2027", "EN", "'=1+1", "1", "0", "22", "0", "0", "1"]]
    event = session.query(AuditEvent).filter_by(action="ledger.take").one()
    assert event.facts["rows"] == 1


def test_one_act_takes_over_what_is_owed_and_leaves_every_other_limit(session: Session) -> None:
    in_force(session)
    assert [(one.name, one.account.net, one.proposed, one.stands) for one in proposed(session)] == [
        ("Energy", -1, (0, 1), (-2, 2)),
        ("Treasury", 1, (-1, 0), (-2, 2)),
    ]
    assert take_over(session) == 2
    energy = session.get_one(RoundLimit, (the_round(session).id, find(session, Agency, "EN").id))
    assert (energy.max_out, energy.max_in, energy.net_min, energy.net_max) == (3, None, 0, 1)
    assert all(one.is_taken for one in proposed(session))
    with pytest.raises(Conflict, match="Every balance that the ledger proposes stands already"):
        take_over(session)


def test_balances_shown_before_the_ledger_changed_are_not_taken_over(session: Session) -> None:
    in_force(session)
    shown = in_one_word(proposed(session))
    let_stand(session, correct(session))
    with pytest.raises(Conflict, match="look at the balances again"):
        take_over(session, shown)


def test_members_of_a_pool_are_balanced_together(session: Session) -> None:
    in_force(session)
    members = [find(session, Agency, code) for code in ("EN", "AG")]
    exchange, round_ = actor(session, "exchange"), the_round(session)
    pool = pooling.build(session, actor=exchange, now=NOW, round_=round_, name="Small", members=members)
    assert [(one.name, one.pool, one.proposed) for one in proposed(session)] == [
        ("Small", 1, (0, 1)),
        ("Treasury", None, (-1, 0)),
    ]
    assert take_over(session) == 2
    session.refresh(pool)
    assert (pool.net_min, pool.net_max) == (0, 1)
    energy = next(row for row in limits(session, round_).rows if row.code == "EN")
    assert energy.figures == Figures(max_out=3, net_min=-2, net_max=2)

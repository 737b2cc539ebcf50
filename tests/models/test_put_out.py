"""How a part in a round ended: with the entry of the office that somebody had left, or by themselves."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.executives import Executive
from models.nominations import PERSON_LEFT, NominationState
from models.queries.asks_desk import asks_desk
from models.queries.left_behind import left_behind, left_behind_for
from models.queries.my_result import my_result
from models.queries.my_rounds import my_rounds
from models.queries.my_sheet import my_sheet
from models.queries.nominations import why_taken_back
from models.services import consents, movers, people
from tests.models.test_nominations import invited
from tests.models.walk import Walk
from tests.models.world import DAY, NOW, actor, find, the_round


def leave_and_return(session: Session) -> None:
    facts: dict[str, Any] = {"actor": actor(session, "office"), "reason": "by mistake"}
    person = actor(session, "e-05")
    movers.leave(session, now=NOW, person=person, **facts)
    people.reactivate(session, now=NOW + DAY, person=person, **facts)


def put_out(session: Session) -> tuple[bool, bool]:
    executive, round_ = find(session, Executive, "E-05"), the_round(session)
    session.flush()
    view = my_sheet(session, round_, executive, now=NOW)
    return my_rounds(session, executive.id)[0].put_out, view.put_out


@pytest.mark.parametrize("stage", ["to_filed", "to_ranking"])
def test_entry_ended_the_part_and_whoever_withdrew_did_not(session: Session, stage: str) -> None:
    getattr(Walk(session), stage)()
    assert put_out(session) == (False, False)
    leave_and_return(session)
    assert put_out(session) == (True, True)


def test_whoever_withdrew_is_not_put_out(session: Session) -> None:
    Walk(session).to_filed()
    consent = my_sheet(session, the_round(session), find(session, Executive, "E-05"), now=NOW).consent
    assert consent is not None
    consents.withdraw(session, actor=actor(session, "e-05"), now=NOW, consent=consent)
    assert put_out(session) == (False, False)


def test_result_of_whoever_was_put_out_says_so(session: Session) -> None:
    Walk(session).to_published()
    executive, round_ = find(session, Executive, "E-05"), the_round(session)
    before = my_result(session, round_, executive)
    leave_and_return(session)
    after = my_result(session, round_, executive)
    assert before is not None
    assert after is not None
    assert (before.put_out, after.put_out, after.stands) == (False, True, False)
    assert asks_desk(session, actor(session, "e-05"), NOW) == []


def test_invitation_that_waits_is_counted_and_ends_with_its_reason(session: Session) -> None:
    nomination = invited(session)
    person, executive = actor(session, "e-05"), find(session, Executive, "E-05")
    host, another = find(session, Agency, "TR"), find(session, Agency, "AG")
    there = left_behind_for(session, person, executive, host, NOW)
    elsewhere = left_behind_for(session, person, executive, another, NOW)
    found = left_behind(session, person).invitations, there.invitations, elsewhere.invitations
    assert found == (1, 1, 0)
    leave_and_return(session)
    assert (nomination.state, left_behind(session, person).invitations) == (NominationState.WITHDRAWN, 0)
    assert why_taken_back(session, [nomination]) == {nomination.id: PERSON_LEFT}

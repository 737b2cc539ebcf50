"""What is out for signatures when an agreement ends, or when its way back is given up."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from models.agreement_days import signed_until
from models.agreements import AgreementState, EventKind
from models.errors import WrongState
from models.queries.agreements import open_event
from models.queries.waiting import waiting
from models.services import agreement_events, returns
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor


def test_extension_that_is_out_falls_with_the_return_and_none_is_signed_on_a_right_given_up(
    session: Session,
) -> None:
    back, up = made.running(session, "E-05"), made.running(session, "E-06")
    by, change = actor(session, "coord-EN"), made.change(EventKind.EXTENSION, date(2028, 1, 31))
    for right in (back, up):
        agreement_events.propose(session, actor=by, now=NOW, agreement=right.agreement, change=change)
    returns.enter_return(session, actor=by, now=NOW, right=back, returned_on=NOW.date())
    assert (open_event(back.agreement), back.agreement.state) == (None, AgreementState.ENDED_EARLY)
    returns.waive(session, actor=actor(session, "e-06"), now=NOW, right=up)
    text = open_event(up.agreement)
    assert text is not None
    sentence = "^The return right cannot be extended now"
    with pytest.raises(WrongState, match=sentence):
        agreement_events.sign(session, actor=by, now=NOW, agreement=up.agreement, sha256=text.sha256)
    agreement_events.drop(session, actor=by, now=NOW, agreement=up.agreement)
    with pytest.raises(WrongState, match=sentence):
        agreement_events.propose(session, actor=by, now=NOW, agreement=up.agreement, change=change)


@pytest.mark.parametrize(("days", "before"), [(0, made.ENDS), (1, None)])
def test_extension_of_what_is_over_already_is_signed_by_no_day_of_the_past(
    session: Session, days: int, before: date | None
) -> None:
    right = made.running(session, "E-05")
    made.lasting(session)
    now = made.at(made.ENDS) + days * DAY
    by, change = actor(session, "coord-EN"), made.change(EventKind.EXTENSION, date(2028, 1, 31))
    agreement_events.propose(session, actor=by, now=now, agreement=right.agreement, change=change)
    (line,) = [one for one in waiting(session, actor(session, "e-05"), now) if "change" in one.kind]
    assert line.at is not None
    assert signed_until(line.day, line.at) == before

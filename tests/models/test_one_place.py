"""Nobody is away in two places at a time: agreements in force, and places accepted in other rounds."""

import copy
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session, undefer

from matcher.policy.periods import Span
from matcher.policy.rotation import written
from models.agreements import Agreement
from models.base import Base
from models.errors import Unmet
from models.opportunities import Kind
from models.outcomes import Outcome
from models.proposals import Proposal, ProposalState
from models.queries.gates import gates
from models.queries.offers import offer_of
from models.queries.pledges import first_day, in_the_way, pledges_of, rivals, span_of
from models.rounds import Round
from models.services import agreements
from models.services.proposals import make_offers
from tests.models import agreements as made
from tests.models.answering import answer
from tests.models.walk import Walk
from tests.models.world import DAY, NOW, actor

SET_BY_ITSELF = ("id", "version", "state")


def offered(session: Session) -> Proposal:
    """The offer to an executive of EN."""
    Walk(session).to_published()
    found = session.scalars(select(Proposal).order_by(Proposal.id)).all()
    return next(one for one in found if one.executive.home_agency.code == "EN")


def twin(session: Session, offer: Proposal) -> Proposal:
    """The same executive's offer of another run, for the same days."""
    run = session.scalars(
        select(Outcome).where(Outcome.id == offer.outcome_id).options(undefer(Outcome.content))
    ).one()
    other = _copied(run, number=run.number + 1)
    session.add(other)
    session.flush()
    again: Proposal = _copied(offer, outcome_id=other.id)
    session.add(again)
    session.flush()
    make_offers(session, [again], under=offer.round, by=actor(session, "office"), now=NOW)
    return again


def _copied(row: Base, **more: Any) -> Any:
    columns = {one.key: copy.deepcopy(getattr(row, one.key)) for one in inspect(type(row)).column_attrs}
    return type(row)(**{key: value for key, value in columns.items() if key not in SET_BY_ITSELF} | more)


def entered(session: Session, offer: Proposal, late: int = 0) -> Agreement:
    """An agreement entered by hand that begins on the last day of the offer, or `late` days after it."""
    starts_on = span_of(offer.opportunity).end + late * DAY
    ends_on = starts_on + timedelta(days=200)
    agreement = made.drafted(
        session, offer.executive.slug, starts_on=starts_on, ends_on=ends_on, latest_end=ends_on
    )
    made.satisfy(session, agreement)
    return agreement


def circulate(session: Session, agreement: Agreement) -> None:
    agreements.circulate(session, actor=actor(session, "coord-EN"), now=NOW, agreement=agreement)


def test_agreement_over_a_place_that_was_accepted_is_not_put_to_signature(session: Session) -> None:
    offer = offered(session)
    other = entered(session, offer)
    for act in ("accept", "agree_home", "confirm"):
        answer(session, offer, act)
        sentence = r"^A place in First invented round was accepted that runs from .* given up first\.$"
        with pytest.raises(Unmet, match=sentence):
            circulate(session, other)
    circulate(session, entered(session, offer, late=1))


def test_place_whose_agreement_is_cancelled_is_no_pledge(session: Session) -> None:
    offer = answer(session, offered(session), "accept", "agree_home", "confirm")
    drafted = session.scalars(select(Agreement)).one()
    drafted.ends_on = drafted.latest_end = drafted.ends_on + 9 * DAY
    [pledge] = pledges_of(session, offer.executive_id)
    assert pledge.span.end == span_of(offer.opportunity).end + 9 * DAY
    assert pledges_of(session, offer.executive_id, offer.id) == ()
    by = actor(session, "coord-EN")
    agreements.cancel(session, actor=by, now=NOW, agreement=drafted, reason="Another place is taken.")
    assert pledges_of(session, offer.executive_id) == ()


def test_offer_is_not_accepted_beside_another_or_beside_an_agreement_in_force(session: Session) -> None:
    offer = offered(session)
    again = twin(session, offer)
    assert again.state is ProposalState.OFFERED
    assert (rivals(session, offer), rivals(session, again)) == ([again], [offer])
    answer(session, offer, "accept")
    assert rivals(session, again) == []
    with pytest.raises(Unmet, match=r"^A place in First invented round was accepted"):
        answer(session, again, "accept")
    answer(session, offer, "decline")
    assert in_the_way(session, again) == []
    agreement = entered(session, again)
    circulate(session, agreement)
    made.sign_all(session, agreement)
    with pytest.raises(Unmet, match=r"^The days overlap time away under another agreement, from"):
        answer(session, again, "accept")
    assert again.state is ProposalState.OFFERED


def test_place_accepted_in_another_round_is_said_beside_what_overlaps_it(session: Session) -> None:
    offer = offered(session)
    other = Round(name="Another round", slug="R-2", results_at=offer.round.results_at)
    mine, seen = offer.executive, [offer_of(offer.opportunity)]

    def said(round_: Round) -> list[str]:
        found = gates(session, round_, mine, seen)[offer.opportunity.slug]
        return [one.text for one in found if one.code == "begins_beside_place"]

    assert said(other) == []
    for act in ("accept", "agree_home", "confirm"):
        answer(session, offer, act)
        [text] = said(other)
        assert text.startswith(f"The days of {seen[0].id} overlap the place accepted in First invented round")
        assert text.endswith(": it can be taken only if that one is given up.")
    assert said(offer.round) == [], "it is the place itself"


def test_agreement_without_an_offer_is_said_beside_what_overlaps_it(session: Session) -> None:
    offer = offered(session)
    seen = [offer_of(offer.opportunity)]

    def said() -> list[str]:
        found = gates(session, offer.round, offer.executive, seen)[seen[0].id]
        found = [one for one in found if one.code.startswith("begins_beside")]
        policy = "Policy of Roundtrip: nobody is away under two agreements at a time"
        assert {one.clause.citation for one in found} <= {policy}
        return [one.text for one in found]

    assert said() == []
    entered(session, offer, late=1)
    assert said() == []
    agreement = entered(session, offer)
    start, end = written(agreement.starts_on), written(agreement.ends_on)
    begins = f"The days of {seen[0].id} overlap the agreement with {agreement.host_agency.name}, from {start}"
    then = ": it can be taken only if that agreement makes way."
    assert said() == [f"{begins} to {end}{then}"]
    agreement.kind = Kind.TRANSFER
    session.flush()
    assert said() == [f"{begins} on{then}"], "a draft for good binds nobody yet"
    agreement.kind = Kind.DETAIL
    circulate(session, agreement)
    made.sign_all(session, agreement)
    assert said() == [f"{begins} to {end}{then}"], "in force, and not begun before the place can"
    session.execute(update(Agreement).where(Agreement.id == agreement.id).values(kind=Kind.TRANSFER))
    session.expire_all()
    host = agreement.host_agency.name
    [text] = said()
    assert text == (
        f"The days of {seen[0].id} overlap the move for good to {host}, from {start} on: while that stands, "
        f"it cannot be taken. What begins after {end} can, released by {host} as by any home agency."
    )
    for day, found in ((agreement.ends_on, 1), (agreement.ends_on + DAY, 0)):
        offer.opportunity.starts_from = offer.opportunity.starts_until = day
        seen = [offer_of(offer.opportunity)]
        moves = [text for text in said() if "move for good" in text]
        assert (len(moves), len(in_the_way(session, offer))) == (found, found)


def in_force(session: Session, offer: Proposal, ends_on: date) -> None:
    """Time away in force from the first day of the offer to `ends_on`."""
    starts_on = offer.opportunity.starts_from
    agreement = made.drafted(
        session, offer.executive.slug, starts_on=starts_on, ends_on=ends_on, latest_end=ends_on
    )
    made.satisfy(session, agreement)
    circulate(session, agreement)
    made.sign_all(session, agreement)


@pytest.mark.parametrize("left", [0, 1])
def test_sheet_and_offer_judge_by_every_day_on_which_the_place_can_begin(session: Session, left: int) -> None:
    offer = offered(session)
    place = offer.opportunity
    place.starts_until = place.starts_from + 150 * DAY
    last = place.starts_until - left * DAY
    in_force(session, offer, last)
    found = gates(session, offer.round, offer.executive, [offer_of(place)])[place.slug]
    told = [one.code for one in found if one.code in {"begins_while_away", "too_soon_again"}]
    codes = [one.code for one in in_the_way(session, offer)]
    assert (told, codes) == [(["begins_while_away"], ["away_twice"]), (["too_soon_again"], [])][left]
    if left:
        answer(session, offer, "accept", "agree_home", "confirm")
        drafted = session.scalars(select(Agreement).where(Agreement.proposal_id == offer.id)).one()
        away = Span(drafted.starts_on, drafted.ends_on)
        assert (away.start, away.days) == (last + DAY, place.duration_days)


def test_places_that_can_follow_one_another_are_no_rivals(session: Session) -> None:
    offer = offered(session)
    again = twin(session, offer)
    place, days = offer.opportunity, offer.opportunity.duration_days
    for later, others in ((days - 1, [again]), (days, [])):
        place.starts_until = place.starts_from + later * DAY
        assert rivals(session, offer) == others
    answer(session, offer, "accept")
    assert first_day(session, again) == place.starts_from + days * DAY
    answer(session, again, "accept")
    for hours, first in ((1, offer), (-1, again)):
        again.card_opened_at = NOW + timedelta(hours=hours)
        session.flush()
        begins = {one: first_day(session, one) - place.starts_from for one in (offer, again)}
        assert begins == {one: (0 if one is first else days) * DAY for one in (offer, again)}
    place.starts_until -= DAY
    assert [one.code for one in in_the_way(session, again)] == ["accepted_elsewhere"]

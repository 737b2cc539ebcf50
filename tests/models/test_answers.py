"""Answers to an offer, in order: executive, home, host; each in its time, each no a free seat."""

import hashlib

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.return_basis import ReturnBasis, return_terms
from models.agreement_texts import unwritten
from models.agreement_words import place_of
from models.agreements import Agreement
from models.audit import AuditEvent
from models.errors import Conflict, Denied, Invalid, WrongState
from models.machines import PROPOSAL
from models.opportunities import Kind, Opportunity, Remote, StatedReturn
from models.outbox import Notice
from models.proposals import PENDING, Party, Proposal, ProposalState
from models.queries.answers import late_offers, our_offers
from models.services import mail, proposals
from models.services.proposals import answer_due, signed_text
from tests.models.answering import SIDES, answer, first_offer, who_answers
from tests.models.trials import WHO
from tests.models.walk import Walk
from tests.models.world import DAY, NOW, actor

S = ProposalState
TO = {
    S.OFFERED: (),
    S.ACCEPTED: ("accept",),
    S.HOME_AGREED: ("accept", "agree_home"),
    S.CONFIRMED: ("accept", "agree_home", "confirm"),
    S.DECLINED: ("decline",),
}


def offered(session: Session, state: ProposalState = S.OFFERED) -> Proposal:
    Walk(session).to_published()
    return answer(session, first_offer(session), *TO[state])


def told(session: Session, template: str) -> list[str]:
    rows = session.scalars(select(Notice).where(Notice.template == template).order_by(Notice.id))
    return [row.recipient.slug for row in rows]


def test_three_answers_in_their_order_confirm_an_offer(session: Session) -> None:
    offer = offered(session)
    seen = [(offer.state, offer.due_at)]
    for act in ("accept", "agree_home", "confirm"):
        answer(session, offer, act)
        seen.append((offer.state, offer.due_at))
    assert seen == [
        (S.OFFERED, answer_due(Party.EXECUTIVE, NOW)),
        (S.ACCEPTED, answer_due(Party.HOME, NOW)),
        (S.HOME_AGREED, answer_due(Party.HOST, NOW)),
        (S.CONFIRMED, None),
    ]
    home, host = who_answers(offer, "agree_home"), who_answers(offer, "confirm")
    assert told(session, "offer_to_answer") == [home, host]
    assert told(session, "offer_news") == [offer.executive.slug.lower()]
    assert told(session, "seat_free") == []


def test_confirming_an_offer_drafts_its_agreement_with_the_terms_of_return(session: Session) -> None:
    offer = offered(session, S.HOME_AGREED)
    assert session.scalars(select(Agreement)).all() == []
    answer(session, offer, "confirm")
    made = session.scalars(select(Agreement)).one()
    terms = return_terms(offer.opportunity.kind)
    assert (made.proposal_id, made.executive_id, made.state) == (offer.id, offer.executive_id, "draft")
    assert (made.host_position, made.return_basis) == (offer.opportunity.title, terms.basis)
    assert made.return_clause == f"{terms.sentence} ({terms.citation})"
    assert made.place == "Washington, DC, partly remote"
    assert made.commuting is None
    assert unwritten(made)[0] == "the commuting area"
    long = Opportunity(place="x" * 141, remote=Remote.FULL)
    assert place_of(long) == long.place, "there is room for both up to 140"
    assert told(session, "agreement_drafted") == [f"coord-{offer.executive.home_agency.code}"]


@pytest.mark.parametrize("state", TO)
def test_answer_out_of_turn_or_by_another_side_is_refused_and_changes_nothing(
    session: Session, state: ProposalState
) -> None:
    offer = offered(session, state)
    before = offer.state, offer.due_at, offer.ended_by, offer.version, count(session)
    people = {*WHO, *(who_answers(offer, act) for act in SIDES)}
    for act in SIDES:
        reason = {"reason": "no"} if act.startswith("refuse") else {}
        for slug in people:
            possible = slug == who_answers(offer, act)
            if possible and (state, act) in PROPOSAL.moves:
                continue
            with pytest.raises(WrongState if possible else Denied):
                getattr(proposals, act)(
                    session, actor=actor(session, slug), now=NOW, proposal=offer, **reason
                )
    assert (offer.state, offer.due_at, offer.ended_by, offer.version, count(session)) == before


def count(session: Session) -> int:
    return len(session.scalars(select(AuditEvent)).all())


def test_letter_that_a_seat_is_free_is_written_once_while_it_waits(session: Session) -> None:
    Walk(session).to_published()
    first, second, third = session.scalars(select(Proposal).order_by(Proposal.id).limit(3)).all()
    answer(session, first, "decline")
    answer(session, second, "decline")
    assert told(session, "seat_free") == ["exchange"]
    letter = session.scalars(select(Notice).where(Notice.template == "seat_free")).one()
    mail.mark_sent(session, actor=actor(session, "system"), now=NOW, notice=letter, answer="Taken.")
    answer(session, third, "decline")
    assert told(session, "seat_free") == ["exchange", "exchange"]


@pytest.mark.parametrize(
    ("acts", "party", "news"),
    [
        (("decline",), Party.EXECUTIVE, False),
        (("accept", "decline"), Party.EXECUTIVE, False),
        (("accept", "refuse_home"), Party.HOME, True),
        (("accept", "agree_home", "refuse_host"), Party.HOST, True),
    ],
)
def test_no_of_any_side_frees_the_seat_and_tells_who_must_know(
    session: Session, acts: tuple[str, ...], party: Party, news: bool
) -> None:
    offer = answer(session, offered(session), *acts)
    assert (offer.state, offer.ended_by, offer.due_at) == (S.DECLINED, party, None)
    assert told(session, "seat_free") == ["exchange"]
    assert told(session, "offer_news") == ([offer.executive.slug.lower()] if news else [])


def test_no_of_an_agency_needs_its_reason(session: Session) -> None:
    offer = offered(session, S.ACCEPTED)
    home = actor(session, who_answers(offer, "refuse_home"))
    with pytest.raises(
        WrongState, match=r"^This proposal can be refused by the home agency only with a written reason"
    ):
        proposals.refuse_home(session, actor=home, now=NOW, proposal=offer, reason=" ")


@pytest.mark.parametrize("state", PENDING)
def test_answer_that_is_late_is_refused_and_the_offer_lapses(session: Session, state: ProposalState) -> None:
    offer = offered(session, state)
    assert offer.due_at is not None
    due, after = offer.due_at, offer.due_at + DAY / 86400
    assert late_offers(session, due) == []
    assert offer.id in late_offers(session, after)
    act = {S.OFFERED: "accept", S.ACCEPTED: "agree_home", S.HOME_AGREED: "confirm"}[state]
    with pytest.raises(Conflict, match=r"^The time to answer this offer is over\.$"):
        answer(session, offer, act, now=after)
    system = actor(session, "system")
    with pytest.raises(Conflict, match=r"^The answer to this offer is not late\.$"):
        proposals.lapse(session, actor=system, now=due, proposals=[offer])
    proposals.lapse(session, actor=system, now=after, proposals=[offer])
    turn = {S.OFFERED: Party.EXECUTIVE, S.ACCEPTED: Party.HOME, S.HOME_AGREED: Party.HOST}[state]
    session.expire(offer)
    assert (offer.state, offer.ended_by) == (S.LAPSED, turn)
    letters = session.scalars(select(Notice).where(Notice.template == "offer_lapsed")).all()
    silent = [] if turn is Party.EXECUTIVE else [who_answers(offer, act)]
    assert [(one.recipient.slug, one.payload["page"]) for one in letters] == [
        (who, "answers") for who in silent
    ]
    assert offer.id not in late_offers(session, after)


@pytest.mark.parametrize("kind", [Kind.REASSIGNMENT, Kind.TRANSFER])
def test_place_without_a_way_back_is_accepted_by_signing_that(session: Session, kind: Kind) -> None:
    offer = offered(session)
    offer.opportunity.kind = kind
    text = signed_text(offer)
    assert text is not None
    for wrong in (None, text + " "):
        with pytest.raises(Invalid, match=r"^This place has no way back"):
            answer(session, offer, "accept", signed=wrong)
    assert (offer.state, offer.acknowledged) == (S.OFFERED, None)
    answer(session, offer, "accept", signed=text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert (offer.acknowledged, offer.acknowledged_sha256, offer.acknowledged_at) == (text, digest, NOW)
    title, host, home = offer.opportunity.title, offer.opportunity.host_agency, offer.executive.home_agency
    assert text == (
        f"I accept {title} at {host.name}. I understand that its return basis is none: I leave my position "
        "of record for good, and nothing grants me a right to return to it or to any other position at "
        f"{home.name}."
    )


def test_detail_without_a_way_back_is_not_accepted_for_good(session: Session) -> None:
    offer = offered(session)
    offer.opportunity.way_back = StatedReturn(basis=ReturnBasis.NONE, target=None)
    text = signed_text(offer)
    assert text is not None
    assert "basis is none: nothing grants me a right to return to my position of record or to any" in text
    assert "for good" not in text + offer.opportunity.return_terms.sentence


def test_agencies_see_their_own_rows_and_no_others(session: Session) -> None:
    offered(session)
    offers = session.scalars(select(Proposal)).all()
    for code in ("AG11", "EN", "TR"):
        for slug, side in ((f"coord-{code}", "home"), (f"host-{code}", "host")):
            seen = {one.proposal.id for one in our_offers(session, actor(session, slug), NOW)}
            of = {
                "home": lambda one: one.executive.home_agency,
                "host": lambda one: one.opportunity.host_agency,
            }
            assert seen == {one.id for one in offers if of[side](one).code == code}, slug
    assert our_offers(session, actor(session, "e-01"), NOW) == []


def test_offer_stands_first_where_my_answer_is_waited_for(session: Session) -> None:
    offer = offered(session, S.ACCEPTED)
    home = actor(session, who_answers(offer, "agree_home"))
    turns = [(one.proposal.id, one.turn) for one in our_offers(session, home, NOW) if one.turn is not None]
    assert turns == [(offer.id, Party.HOME)]
    assert our_offers(session, home, NOW)[0].proposal is offer

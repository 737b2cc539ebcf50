"""An agency finds an open card and invites its owner, who takes it up or lets it be without a word."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.audit import AuditEvent
from models.consents import Consent
from models.errors import Conflict, Invalid, Unmet
from models.executives import Executive
from models.nominations import FACTORS, Nomination, NominationState
from models.opportunities import Opportunity
from models.outbox import Notice
from models.queries.aims import aims_of, open_objectives
from models.queries.nominations import of_executive
from models.queries.open_cards import visible_cards
from models.queries.waiting import waiting
from models.services import dreamsheets, nominations, open_cards
from tests.models.plans import written
from tests.models.walk import Walk, consent, file
from tests.models.world import DAY, NOW, actor, find, the_round


def opened(session: Session, slug: str) -> None:
    owner, person = actor(session, slug.lower()), find(session, Executive, slug)
    open_cards.open_card(session, actor=owner, now=NOW, executive=person)


def invite(session: Session, slug: str = "E-05", where: str = "O-5", **more: Any) -> Nomination:
    place = find(session, Opportunity, where)
    facts: dict[str, Any] = {
        "opportunity": place,
        "executive": find(session, Executive, slug),
        "serves": "Leading change.",
        "factors": {"talent_review": "Named in the review."},
    }
    host, round_ = actor(session, f"host-{place.host_agency.code}"), the_round(session)
    return nominations.invite(session, actor=host, now=NOW, round_=round_, **(facts | more))


def invited(session: Session) -> Nomination:
    """Somebody with a plan, an open card and an invitation to O-5 of Treasury."""
    Walk(session).to_lists()
    written(session, "E-05")
    opened(session, "E-05")
    return invite(session)


def take_up(session: Session, nomination: Nomination, **more: Any) -> None:
    own = open_objectives(session, find(session, Executive, "E-05"))[0]
    facts: dict[str, Any] = {"objective": own, "voluntary": True, "now": NOW}
    by = actor(session, "e-05")
    nominations.take_up(session, actor=by, nomination=nomination, **(facts | more))


def test_open_card_is_found_by_other_departments_alone(session: Session) -> None:
    opened(session, "E-01")
    opened(session, "E-05")
    found = {
        code: [one.slug for one in visible_cards(session, find(session, Agency, code))]
        for code in ("AG", "AG11", "EN", "TR")
    }
    assert found == {"AG": ["E-05"], "AG11": ["E-05"], "EN": ["E-01"], "TR": ["E-01", "E-05"]}
    treasury = find(session, Agency, "TR")
    assert [one.slug for one in visible_cards(session, treasury, "energy 5")] == ["E-05"]
    with pytest.raises(Conflict, match=r"^Your card is open already\.$"):
        opened(session, "E-05")
    owner, person = actor(session, "e-05"), find(session, Executive, "E-05")
    open_cards.close_card(session, actor=owner, now=NOW, executive=person)
    assert [one.slug for one in visible_cards(session, treasury)] == ["E-01"]
    with pytest.raises(Conflict, match=r"^Your card is not open\.$"):
        open_cards.close_card(session, actor=owner, now=NOW, executive=person)
    session.commit()


def test_invitation_taken_up_is_on_the_draft_with_consent_and_objective(session: Session) -> None:
    nomination = invited(session)
    sheet = file(session, "E-05", ["O-1"])
    (task,) = [one for one in waiting(session, actor(session, "e-05"), NOW) if one.kind == "invitation"]
    assert (task.number, task.name, task.title) == (nomination.id, "Treasury", "Acting director, O-5")
    take_up(session, nomination)
    own = open_objectives(session, find(session, Executive, "E-05"))[0]
    assert sheet.draft == [["O-1"], ["O-5"]]
    assert aims_of(session, sheet) == {"O-5": own.id}
    given = session.scalars(select(Consent)).one()
    assert (given.executive_id, given.voluntary) == (nomination.executive_id, True)
    assert nomination.state is NominationState.TAKEN_UP
    host = actor(session, "host-TR")
    (told,) = session.scalars(select(Notice).where(Notice.template == "nomination_taken_up"))
    assert told.recipient_id == host.id
    (news,) = [one for one in waiting(session, host, NOW) if one.kind == "taken_up"]
    assert (news.number, news.round_slug, news.slug) == (nomination.id, "R-1", "O-5")
    assert all(one.kind != "taken_up" for one in waiting(session, actor(session, "host-EN"), NOW))
    assert all(one.kind != "invitation" for one in waiting(session, actor(session, "e-05"), NOW))
    session.commit()


def test_consent_that_stands_is_not_asked_twice(session: Session) -> None:
    nomination = invited(session)
    consent(session, "E-05")
    take_up(session, nomination)
    person = find(session, Executive, "E-05")
    sheet = dreamsheets.find_sheet(session, the_round(session), person)
    assert sheet is not None
    assert sheet.draft == [["O-5"]]
    assert len(session.scalars(select(Consent)).all()) == 1


def test_declining_in_private_leaves_nothing_to_see(session: Session) -> None:
    """For the agency a no is the same as no answer; it may still be taken up."""
    nomination = invited(session)
    before = (nomination.state, nomination.invited_at)
    by = actor(session, "e-05")
    nominations.put_away(session, actor=by, now=NOW, nomination=nomination)
    assert (nomination.state, nomination.invited_at) == before
    assert all(one.kind != "invitation" for one in waiting(session, by, NOW))
    (row,) = session.scalars(select(AuditEvent).where(AuditEvent.action == "nominations.answer"))
    assert (row.facts, row.reason) == ({}, None)
    take_up(session, nomination)
    assert nomination.put_away_at is None
    session.commit()


def test_withdrawn_invitation_is_gone(session: Session) -> None:
    nomination = invited(session)
    host = actor(session, "host-TR")
    nominations.withdraw(session, actor=host, now=NOW, nomination=nomination)
    assert of_executive(session, find(session, Executive, "E-05")) == []


def test_what_cannot_be_taken_up(session: Session) -> None:
    nomination = invited(session)
    with pytest.raises(Invalid, match=r"^Consent counts only when the move is voluntary\.$"):
        take_up(session, nomination, voluntary=False)
    for objective in (None, written(session, "E-06").objectives[0]):
        with pytest.raises(Invalid, match=r"^Choose the objective of your plan that the post serves\.$"):
            take_up(session, nomination, objective=objective)
    with pytest.raises(Conflict, match=r"^Invitations are sent and answered while the lists are open\.$"):
        take_up(session, nomination, now=NOW + 11 * DAY)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"serves": " "}, "Say which objective of development the post serves."),
        ({"factors": {"succession": " "}}, "Give at least one of the five reasons."),
        ({"factors": {"succession": "s" * 1001}}, "Use at most 1,000 characters."),
        ({"where": "O-1", "slug": "E-01"}, "This card is not open to your agency."),
    ],
)
def test_invitation_that_is_refused(session: Session, more: dict[str, Any], sentence: str) -> None:
    Walk(session).to_lists()
    opened(session, "E-01")
    opened(session, "E-05")
    with pytest.raises((Invalid, Conflict)) as refused:
        invite(session, **more)
    assert str(refused.value) == sentence


def test_policy_stands_before_an_invitation(session: Session) -> None:
    Walk(session).to_lists()
    opened(session, "E-05")
    find(session, Opportunity, "O-5").clearance = "top_secret"
    session.flush()
    with pytest.raises(Unmet, match="needs a clearance"):
        invite(session)


def test_ten_people_are_invited_once_each(session: Session) -> None:
    nomination = invited(session)
    with pytest.raises(Conflict, match=r"^This person was invited already\.$"):
        invite(session)
    for number in (1, 2, 3, 4, 6, 7, 9, 10, 11):
        person = session.get_one(Executive, number)
        facts = dict.fromkeys(FACTORS, "") | {"serves": "x", "invited_at": NOW, "round": nomination.round}
        by = nomination.invited_by_id
        session.add(
            Nomination(**facts, opportunity=nomination.opportunity, executive=person, invited_by_id=by)
        )
    opened(session, "E-08")
    session.flush()
    with pytest.raises(Conflict, match=r"^10 people were invited to this opportunity; no more are\.$"):
        invite(session, "E-08")

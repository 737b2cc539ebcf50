"""A receipt held against the frozen snapshot: the certified list, one thinned, one changed, nobody."""

from dataclasses import replace

from sqlalchemy.orm import Session

from matcher.receipt import Finding, Match, commit
from models.executives import Executive
from models.opportunities import Opportunity
from models.queries.my_sheet import find_consent, my_sheet
from models.queries.receipts import Standing, receipt_in_snapshot
from models.services import consents, opportunities, rounds
from tests.models.walk import Walk
from tests.models.world import NOW, actor, find, the_round


def standing(session: Session, slug: str = "E-05") -> Standing | None:
    executive, round_ = find(session, Executive, slug), the_round(session)
    certified = my_sheet(session, round_, executive, now=NOW, counting=True).certified
    assert certified is not None
    return receipt_in_snapshot(session, round_, executive, certified)


def frozen(session: Session) -> Finding:
    Walk(session).step(rounds.freeze)
    found = standing(session)
    assert found is not None
    assert (found.number, found.sha256) == (1, the_round(session).frozen_sha256)
    return found.finding


def test_receipt_has_nothing_to_be_held_against_before_the_freeze(session: Session) -> None:
    Walk(session).to_ranked()
    assert standing(session) is None


def test_certified_list_is_found_in_the_snapshot(session: Session) -> None:
    Walk(session).to_ranked()
    assert frozen(session) == Finding(Match.SAME)


def test_list_without_a_withdrawn_opportunity_is_the_certified_one_still(session: Session) -> None:
    Walk(session).to_ranked()
    gone = find(session, Opportunity, "O-5")
    opportunities.withdraw(
        session, actor=actor(session, "host-TR"), now=NOW, opportunity=gone, reason="No desk is left."
    )
    assert frozen(session) == Finding(Match.THINNED, ("O-5",))


def test_another_list_in_the_snapshot_is_noticed(session: Session) -> None:
    Walk(session).to_frozen()
    owner, round_ = find(session, Executive, "E-05"), the_round(session)
    certified = my_sheet(session, round_, owner, now=NOW, counting=True).certified
    assert certified is not None
    other = [["O-5"], ["O-1"]]
    mine = replace(certified, choices=other, commitment=commit(certified.nonce, "E-05", other))
    found = receipt_in_snapshot(session, round_, owner, mine)
    assert found is not None
    assert found.finding == Finding(Match.OTHER)


def test_who_took_consent_back_is_not_in_the_snapshot(session: Session) -> None:
    Walk(session).to_ranked()
    owner = find(session, Executive, "E-05")
    given = find_consent(session, the_round(session), owner)
    assert given is not None
    consents.withdraw(session, actor=actor(session, "e-05"), now=NOW, consent=given)
    assert frozen(session) == Finding(Match.ABSENT)

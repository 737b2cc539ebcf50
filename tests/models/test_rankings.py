"""Who a host sees, and how the host ranks them."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.files import sha256
from models.consents import Consent
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.lifecycles import advance
from models.opportunities import Opportunity
from models.outcomes import Snapshot
from models.queries.board import board
from models.queries.our_offers import rankings_due
from models.queries.readiness import readiness
from models.rankings import HostRanking, HostRankingVersion, RankingState
from models.rounds import Unranked
from models.services import consents, dreamsheets, rankings, rounds
from tests.models.walk import Walk, consent, file, rank
from tests.models.world import DAY, NOW, actor, find, the_round


def applicants(session: Session, slug: str) -> list[str]:
    place = find(session, Opportunity, slug)
    host = actor(session, f"host-{place.host_agency.code}")
    return rankings.see_applicants(session, actor=host, now=NOW, round_=the_round(session), opportunity=place)


def take_back(session: Session, slug: str) -> None:
    owner = find(session, Executive, slug)
    given = session.scalars(select(Consent).where(Consent.executive_id == owner.id)).one()
    consents.withdraw(session, actor=actor(session, slug.lower()), now=NOW, consent=given)


def frozen_rankings(session: Session) -> dict[str, Any]:
    Walk(session).step(rounds.freeze)
    content = session.scalars(select(Snapshot)).one().content
    return {one["id"]: one["ranking"] for one in content["opportunities"] if "ranking" in one}


def test_host_sees_certified_sheets_with_consent_and_nobody_else(session: Session) -> None:
    walk = Walk(session).to_lists()
    for slug in ("E-01", "E-02", "E-04", "E-09"):
        file(session, slug, ["O-3"])
    for slug in ("E-01", "E-02", "E-12"):
        consent(session, slug)
    owner = find(session, Executive, "E-12")
    dreamsheets.file_sheet(
        session,
        actor=actor(session, "e-12"),
        now=NOW,
        round_=the_round(session),
        executive=owner,
        choices=["O-3"],
    )
    walk.step(rounds.close_preferences)
    assert applicants(session, "O-3") == []
    consent(session, "E-04")
    walk.step(rounds.open_ranking)
    assert applicants(session, "O-3") == ["E-01", "E-02", "E-04"]
    take_back(session, "E-02")
    assert applicants(session, "O-3") == ["E-01", "E-04"]


def test_consent_is_not_given_once_hosts_rank(session: Session) -> None:
    Walk(session).to_ranking()
    take_back(session, "E-01")
    with pytest.raises(Conflict) as refused:
        consent(session, "E-01")
    expected = "Consent is given while lists are open or releases are decided."
    assert str(refused.value) == expected


def test_ranking_is_sealed_and_certified_with_a_receipt(session: Session) -> None:
    Walk(session).to_ranking()
    ranking = rank(session, "O-3", ["E-02", ["E-01", "E-12"]], {"E-09": "no time"})
    stored = session.scalars(select(HostRankingVersion)).one()
    value = {"ranking": [["E-02"], ["E-01", "E-12"]], "refused": {"E-09": "no time"}}
    assert stored.ranking == value
    assert stored.commitment == sha256(["salt of O-3", "O-3", value])
    assert ranking.state is RankingState.CERTIFIED


def test_order_stored_again_as_it_was_certified_is_no_change(session: Session) -> None:
    Walk(session).to_ranking()
    ranking = rank(session, "O-3", ["E-02", "E-01"], {"E-09": "no time"})
    receipt = session.scalars(select(HostRankingVersion.commitment)).all()
    facts: dict[str, Any] = {"round_": the_round(session), "opportunity": ranking.opportunity}
    host = actor(session, f"host-{ranking.opportunity.host_agency.code}")
    for order, refused, state in (
        (["E-01", "E-02"], {"E-09": "no time"}, RankingState.CHANGED),
        (["E-02", "E-01"], {}, RankingState.CHANGED),
        (["E-02", "E-01"], {"E-09": "no time"}, RankingState.CERTIFIED),
    ):
        rankings.rank(session, actor=host, now=NOW, ranking=order, refused=refused, **facts)
        assert ranking.state is state
    assert session.scalars(select(HostRankingVersion.commitment)).all() == receipt


@pytest.mark.parametrize(("order", "refused", "sentence"), [
    (["E-05"], {}, "E-05 did not ask for this opportunity."),
    (["E-99"], {}, "E-99 did not ask for this opportunity."),
    ([], {"E-05": "why"}, "E-05 did not ask for this opportunity."),
    (["E-01"], {"E-01": "why"}, "E-01 is both ranked and refused."),
    (["E-02"], {"E-01": "  "}, "Refusing E-01 needs a written reason."),
    (["E-01", "E-01"], {}, "E-01 is named twice."),
])  # fmt: skip
def test_malformed_ranking_is_refused(
    session: Session, order: list[Any], refused: dict[str, str], sentence: str
) -> None:
    Walk(session).to_ranking()
    with pytest.raises(Invalid) as error:
        rank(session, "O-3", order, refused)
    assert str(error.value) == sentence
    assert session.scalars(select(HostRanking)).all() == []


def test_rankings_close_at_their_instant(session: Session) -> None:
    Walk(session).to_ranking()
    place, host = find(session, Opportunity, "O-3"), actor(session, "host-EN")
    facts = {"actor": host, "round_": the_round(session), "opportunity": place, "ranking": ["E-01"]}
    rankings.rank(session, now=NOW + 20 * DAY, **facts)
    with pytest.raises(Conflict, match=r"^The round is not open for host rankings now\.$"):
        rankings.rank(session, now=NOW + 20 * DAY + DAY / 86400, **facts)


def test_unranked_applicants_are_left_out_when_the_round_says_so(session: Session) -> None:
    Walk(session).to_ranking()
    rank(session, "O-3", ["E-02"], {"E-09": "no time"})
    assert frozen_rankings(session) == {"O-3": ["E-02"]}


def test_unranked_applicants_are_tied_last_when_the_round_says_so(session: Session) -> None:
    Walk(session).to_ranking()
    the_round(session).unranked = Unranked.TIED_LAST
    rank(session, "O-3", ["E-02"], {"E-09": "no time"})
    assert frozen_rankings(session) == {"O-3": ["E-02", ["E-01", "E-04", "E-12"]]}


def test_person_who_left_is_no_longer_in_the_ranking(session: Session) -> None:
    Walk(session).to_ranking()
    rank(session, "O-3", ["E-02", ["E-01", "E-12"]])
    take_back(session, "E-02")
    take_back(session, "E-12")
    assert frozen_rankings(session) == {"O-3": ["E-01"]}


def test_withdrawn_ranking_leaves_everyone_acceptable(session: Session) -> None:
    Walk(session).to_ranking()
    ranking = rank(session, "O-3", ["E-02"])
    rankings.withdraw(session, actor=actor(session, "host-EN"), now=NOW, ranking=ranking)
    assert frozen_rankings(session) == {}


def test_consent_is_not_taken_back_after_the_freeze(session: Session) -> None:
    Walk(session).to_frozen()
    with pytest.raises(Conflict, match=r"^After the freeze you withdraw from the round as a whole\.$"):
        take_back(session, "E-01")


def test_consent_that_is_not_voluntary_does_not_count(session: Session) -> None:
    Walk(session).to_lists()
    facts = {"round_": the_round(session), "executive": find(session, Executive, "E-01")}
    with pytest.raises(Invalid, match=r"^Consent counts only when the move is voluntary\.$"):
        consents.give(session, actor=actor(session, "e-01"), now=NOW, voluntary=False, **facts)


def test_opportunity_that_another_round_filled_is_ranked_and_counted_no_more(session: Session) -> None:
    Walk(session).to_ranked()
    before = board(session, the_round(session))
    host = actor(session, "host-AG11")
    ranking = session.scalars(select(HostRanking).join(Opportunity).where(Opportunity.slug == "O-1")).one()
    advance(session, ranking.opportunity, "fill", actor=actor(session, "system"), now=NOW)
    session.flush()
    assert "O-1" not in {
        line.opportunity.slug for line in rankings_due(session, [ranking.opportunity.host_agency_id])
    }
    after = board(session, the_round(session))
    assert (after.asked_for, after.ranked) == (before.asked_for - 1, before.ranked - 1)
    assert readiness(session, the_round(session)).rankings == after.ranked
    with pytest.raises(
        Conflict, match=r"^It was filled through another round and is not in this one: there is"
    ):
        rankings.certify(session, actor=host, now=NOW, ranking=ranking)

"""Pools in a round: a unit above its members in the round file, called by its name wherever it is read."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.outcomes import Outcome
from models.pools import RoundPool
from models.queries import round_rules
from models.queries.gates import gates
from models.queries.offers import offers
from models.queries.outcomes import balances
from models.queries.unplaced import home_facets, unplaced
from models.services import pools, rules
from tests.models.walk import Walk
from tests.models.world import NOW, actor, find, the_round


def build(session: Session, *codes: str, **more: Any) -> RoundPool:
    members = [find(session, Agency, code) for code in codes]
    given: dict[str, Any] = {"name": "Small agencies", "members": members, "net_min": -1, "net_max": 1}
    return pools.build(
        session, actor=actor(session, "exchange"), now=NOW, round_=the_round(session), **(given | more)
    )


def test_pool_is_the_parent_of_its_members_in_the_round_file(session: Session) -> None:
    build(session, "EN", "TR")
    assert round_rules.units(session, the_round(session), {"AG11", "EN"}) == [
        {"id": "AG"},
        {"id": "AG11", "parent": "AG", "max_out": 3, "net_min": -2, "net_max": 2},
        {"id": "EN", "parent": "pool-1", "max_out": 3, "net_min": -2, "net_max": 2},
        {"id": "TR", "parent": "pool-1", "max_out": 3, "net_min": -2, "net_max": 2},
        {"id": "pool-1", "net_min": -1, "net_max": 1},
    ]


def test_pool_without_a_balance_is_a_unit_without_limits(session: Session) -> None:
    build(session, "EN", "TR", net_min=None, net_max=None)
    found = round_rules.units(session, the_round(session), {"EN"})
    assert found[-1] == {"id": "pool-1"}
    assert session.scalars(select(RoundPool.number)).all() == [1]


def test_outcome_of_a_round_with_a_pool_calls_it_by_its_name(session: Session) -> None:
    build(session, "EN", "TR")
    Walk(session).to_solved()
    run = session.scalars(select(Outcome)).one()
    assert [(one.code, one.name) for one in balances(session, run) if one.code == "pool-1"] == [
        ("pool-1", "Small agencies")
    ]
    unit = next(one for one in balances(session, run) if one.code == "pool-1")
    assert -1 <= unit.net <= 1
    assert all(facet.label for facet in home_facets(session, run, unplaced(session, run)))


def test_second_pool_has_the_next_number_and_its_own_members(session: Session) -> None:
    build(session, "EN", "TR")
    with pytest.raises(Conflict, match="Energy is in another pool of this round already"):
        build(session, "EN", "AG", name="Others")
    with pytest.raises(Invalid, match="Another pool of the round has this name"):
        build(session, "AG", "TR")


@pytest.mark.parametrize(
    ("codes", "more", "sentence"),
    [
        (("EN",), {}, "A pool has two agencies or more."),
        (("EN", "EN"), {}, "A pool has two agencies or more."),
        (("EN", "AG11"), {}, "Forest Service is not at the top of its department, so it cannot join."),
        (("EN", "TR"), {"name": " "}, "Give the pool a name."),
        (("EN", "TR"), {"name": "x" * 121}, "Use a name of at most 120 characters."),
    ],
)
def test_pool_that_is_none_is_refused(
    session: Session, codes: tuple[str, ...], more: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        build(session, *codes, **more)
    assert str(refused.value) == sentence


def test_pools_are_set_before_the_freeze_alone(session: Session) -> None:
    pool = build(session, "EN", "TR")
    walk = Walk(session)
    walk.to_frozen()
    by = actor(session, "exchange")
    with pytest.raises(Conflict, match="before it is frozen"):
        pools.dissolve(session, actor=by, now=NOW, pool=pool)
    with pytest.raises(Conflict, match="before it is frozen"):
        pools.set_balance(session, actor=by, now=NOW, pool=pool, net_min=0, net_max=0)


def test_members_of_one_pool_exchange_whatever_the_alliances_say(session: Session) -> None:
    Walk(session).to_posted()
    by, round_ = actor(session, "exchange"), the_round(session)
    rules.set_alliances(session, actor=by, now=NOW, round_=round_, pairs=[], hops=1)
    offered, energy = offers(session, round_), find(session, Executive, "E-05")

    def closed() -> set[str]:
        found = gates(session, round_, energy, offered.values())
        return {slug for slug, reasons in found.items() if "no_alliance" in {one.code for one in reasons}}

    assert closed() == {"O-1", "O-2", "O-5", "O-6"}
    build(session, "EN", "TR")
    assert closed() == {"O-1", "O-2"}

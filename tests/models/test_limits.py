"""The table of limits: what it shows, saved at once, taken from an earlier round."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.alliances import AgencyCluster, MissionCluster
from models.errors import Conflict
from models.executives import Executive
from models.outcomes import Snapshot
from models.queries.limits import Cluster, Figures, Limits, Row, crossings, limits
from models.rounds import Round, RoundAlliancePair, RoundLimit
from models.services import limits as verbs
from models.services import rounds
from models.services.limits import Alliances
from tests.models.walk import Walk
from tests.models.world import NOW, actor, calendar, find, the_round

USUAL = Figures(max_out=3, net_min=-2, net_max=2)


def table(session: Session) -> Limits:
    return limits(session, the_round(session))


def save(session: Session, **what: object) -> None:
    verbs.save(
        session,
        actor=actor(session, "exchange"),
        now=NOW,
        round_=the_round(session),
        **what,  # type: ignore[arg-type]
    )


def second_round(session: Session) -> Round:
    exchange = actor(session, "exchange")
    return rounds.create_round(
        session,
        actor=exchange,
        now=NOW,
        slug="R-2",
        name="Second invented round",
        calendar=calendar(),
        outside_source="an invented index",
    )


def add_cluster(session: Session) -> None:
    cluster = MissionCluster(code="LAND", name="Land and energy")
    session.add(cluster)
    session.flush()
    session.add_all(AgencyCluster(agency_id=id_, cluster_id=cluster.id) for id_ in (2, 3))
    session.flush()


def test_rows_follow_the_tree_and_count_what_is_below(session: Session) -> None:
    Walk(session).to_posted()
    found = [(row.code, row.depth, row.people, row.seats, row.figures) for row in table(session).rows]
    assert found == [
        ("AG", 0, 4, 3, Figures()),
        ("AG11", 1, 4, 3, USUAL),
        ("EN", 0, 4, 2, USUAL),
        ("TR", 0, 4, 2, USUAL),
    ]


def test_flows_of_the_last_published_round_stand_beside(session: Session) -> None:
    walk = Walk(session).to_published()
    moved = walk.outcome().content["metrics"]["units"]
    found = limits(session, second_round(session))
    assert found.last_round == "First invented round"
    flows = {unit["id"]: (unit["out"], unit["in"]) for unit in moved}
    assert {row.code: row.last for row in found.rows} == flows


def test_round_published_after_the_freeze_is_not_the_last_one(session: Session) -> None:
    Walk(session).to_published()
    later = second_round(session)
    by = {
        "round_id": later.id,
        "content": {},
        "sha256": "0" * 64,
        "frozen_by_id": actor(session, "exchange").id,
    }
    session.add(Snapshot(number=1, frozen_at=NOW + timedelta(days=1), **by))
    session.flush()
    assert limits(session, later).last_round == "First invented round"
    session.add(Snapshot(number=2, frozen_at=NOW - timedelta(days=1), **by))
    session.flush()
    assert limits(session, later).last_round is None


def test_no_flows_without_an_earlier_round(session: Session) -> None:
    found = table(session)
    assert (found.last_round, {row.last for row in found.rows}) == (None, {None})


def test_whole_table_is_saved_at_once(session: Session) -> None:
    energy, treasury = find(session, Agency, "EN").id, find(session, Agency, "TR").id
    save(
        session,
        limits={energy: Figures(max_in=1), treasury: Figures(internal=False)},
        alliances=Alliances([(energy, treasury)], 2),
    )
    found = table(session)
    assert {row.code: row.figures for row in found.rows} == {
        "AG": Figures(),
        "AG11": USUAL,
        "EN": Figures(max_in=1),
        "TR": Figures(internal=False),
    }
    assert (found.hops, found.further) == (2, {(energy, treasury)})


def test_table_is_closed_by_the_freeze(session: Session) -> None:
    Walk(session).to_frozen()
    with pytest.raises(Conflict, match=r"^The rules of a round are set before it is frozen\.$"):
        save(session, limits={3: Figures()})


def test_cluster_counts_when_all_its_pairs_may_exchange(session: Session) -> None:
    add_cluster(session)
    before = table(session)
    assert before.clusters == [Cluster("LAND", "Land and energy", (2, 3), counts=False)]
    save(session, limits={}, alliances=Alliances([(2, 3), (3, 4)], 1))
    after = table(session)
    assert (after.clusters[0].counts, after.further) == (True, {(3, 4)})


def test_copy_takes_limits_and_alliances_of_open_agencies(session: Session) -> None:
    save(session, limits={}, alliances=Alliances([(2, 3), (3, 4)], 2))
    for person in session.scalars(select(Executive).where(Executive.home_agency_id == 4)):
        person.active = False
    find(session, Agency, "TR").active = False
    made = second_round(session)
    exchange = actor(session, "exchange")
    verbs.copy(session, actor=exchange, now=NOW, round_=made, earlier=the_first(session))
    copied = session.scalars(select(RoundLimit.agency_id).where(RoundLimit.round_id == made.id)).all()
    pairs = select(RoundAlliancePair.first_id, RoundAlliancePair.second_id)
    allied = session.execute(pairs.where(RoundAlliancePair.round_id == made.id)).all()
    assert (sorted(copied), made.alliance_hops, list(allied)) == ([2, 3], 2, [(2, 3)])


def the_first(session: Session) -> Round:
    found: Round = find(session, Round, "R-1")
    return found


def test_balance_below_a_cap_is_named_with_the_nearest_cap() -> None:
    above = {"office": ("bureau", "department"), "bureau": ("department",), "department": ()}
    balance, cap = Figures(net_max=1), Figures(max_out=4)
    assert crossings(above, {"office": balance, "department": cap}) == {"office": "department"}
    assert crossings(above, {"office": balance, "bureau": cap, "department": cap}) == {"office": "bureau"}
    assert crossings(above, {"office": cap, "department": balance}) == {}
    assert crossings(above, {"office": Figures(max_in=1, net_min=0)}) == {}


def test_table_takes_as_many_statements_for_more_agencies(session: Session) -> None:
    def statements() -> int:
        session.expire_all()
        round_, said = the_round(session), []
        _ = round_.alliance_hops
        connection = session.connection()

        def hear(*event_: object) -> None:
            said.append(event_)

        event.listen(connection, "before_cursor_execute", hear)
        limits(session, round_)
        event.remove(connection, "before_cursor_execute", hear)
        return len(said)

    few = statements()
    session.add_all(Agency(code=f"X{n}", name=f"Agency {n}") for n in range(20))
    session.flush()
    save(session, limits={one.id: USUAL for one in session.scalars(select(Agency))})
    assert (few, statements()) == (5, 5)


def row(last: tuple[int, int] | None, **figures: Any) -> Row:
    return Row(1, "EN", "Energy", 0, (), 9, 9, last, Figures(**figures))


def test_limit_is_reached_when_the_last_round_moved_as_many() -> None:
    limits = {"max_out": 3, "max_in": 5, "net_min": -2, "net_max": 2}
    assert [row(last, **limits).is_reached for last in ((2, 3), (3, 3), (3, 5), (2, 4), (4, 2), (0, 0))] == [
        False,
        True,
        True,
        True,
        True,
        False,
    ]
    assert not row(None, **limits).is_reached
    assert not row((7, 7)).is_reached
    assert row((0, 0), max_out=0).is_reached

"""Agreements and return rights in any order: one home position each, a return date, every notice once."""

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.agreements import Agreement, AgreementState, EventKind
from models.db import open_engine, unit_of_work
from models.executives import Executive
from models.positions import Occupancy, Position, PositionType
from models.queries.agreements import open_event
from models.queries.returns import due_rights
from models.returns import OPEN, ReturnNotice, ReturnRight, ReturnState, RiskKind
from models.services import agreement_events, agreements, positions, returns, returns_clock
from models.services.agreement_events import Change
from models.services.positions import Change as PositionChange
from tests.models import agreements as made
from tests.models.legal_pairs import illegal_pairs
from tests.models.machines import Machine, carried_out, run
from tests.models.stages import KEYS, sqlite_template
from tests.models.world import DAY, NOW, actor, find

PEOPLE = ("E-05", "E-06", "E-07", "E-08")
POSTS = 10
A, R = AgreementState, ReturnState
OPEN_STATES = frozenset({*OPEN, R.BREACHED})
ANY = st.integers(0, 1000)


class WayBack(Machine):
    """Each rule is one transaction; what a verb refuses changes nothing."""

    begin = NOW

    @property
    def today(self) -> date:
        return self.now.date()

    @rule(who=st.sampled_from(PEOPLE), begins=st.integers(-20, 40), days=st.integers(60, 400))
    def agree_on_one(self, who: str, begins: int, days: int) -> None:
        first = self.today + begins * DAY
        last = first + days * DAY
        dates = {"starts_on": first, "ends_on": last, "latest_end": last + 200 * DAY}
        self.do("agree", lambda session: made.in_force(session, who, self.now, **dates))

    @rule(who=st.sampled_from(PEOPLE), begins=st.integers(1, 40))
    def put_out(self, who: str, begins: int) -> None:
        first = self.today + begins * DAY
        dates = {"starts_on": first, "ends_on": first + 150 * DAY, "latest_end": first + 300 * DAY}
        self.do("put out", lambda session: made.circulated(session, who, self.now, **dates))

    @rule(number=ANY, what=st.sampled_from(["sign", "take back", "cancel"]))
    def act_on_text(self, number: int, what: str) -> None:
        def act(session: Session) -> None:
            one = self.one(session, Agreement, number, Agreement.state == A.IN_SIGNATURE)
            if one is None:
                return
            facts: dict[str, Any] = {"actor": actor(session, "coord-EN"), "now": self.now, "agreement": one}
            if what == "sign":
                made.sign_all(session, one, self.now)
            elif what == "take back":
                agreements.take_back(session, **facts)
            else:
                agreements.cancel(session, reason="not needed", **facts)

        self.do(what, act)

    @rule(
        number=ANY, days=st.integers(1, 200), kind=st.sampled_from([EventKind.EXTENSION, EventKind.EARLY_END])
    )
    def change(self, number: int, days: int, kind: EventKind) -> None:
        def act(session: Session) -> None:
            one = self.one(session, Agreement, number, Agreement.state == A.IN_FORCE)
            if one is None or open_event(one) is not None:
                return
            last = one.ends_on + (days if kind is EventKind.EXTENSION else -days) * DAY
            wanted: Change = made.change(kind, last)
            by = actor(session, "coord-EN")
            agreement_events.propose(session, actor=by, now=self.now, agreement=one, change=wanted)
            made.sign_all(session, one, self.now)

        self.do(kind.value, act)

    def of_right(self, name: str, number: int, verb: Callable[[Session, ReturnRight], object]) -> None:
        def act(session: Session) -> None:
            right = self.one(session, ReturnRight, number, ReturnRight.state != R.CLOSED)
            if right is not None:
                verb(session, right)

        self.do(name, act)

    @rule(number=ANY, what=st.sampled_from(["agree to it", "dispute", "waive", "keep", "report"]))
    def act_as_executive(self, number: int, what: str) -> None:
        def verb(session: Session, right: ReturnRight) -> None:
            by = actor(session, right.executive.slug.lower())
            facts: dict[str, Any] = {"actor": by, "now": self.now, "right": right}
            if what == "dispute":
                returns.dispute(session, reason="It is paid less.", **facts)
            elif what == "report":
                kind = list(RiskKind)[number % len(RiskKind)]
                returns.report_change(session, kind=kind, detail="The office is merged.", **facts)
            else:
                verbs: dict[str, Callable[..., object]] = {
                    "agree to it": returns.agree,
                    "waive": returns.waive,
                    "keep": returns.take_back_waiver,
                }
                verbs[what](session, **facts)

        self.of_right(what, number, verb)

    @rule(number=ANY, what=st.sampled_from(["place", "settle", "back", "review"]))
    def act_at_home(self, number: int, what: str) -> None:
        def verb(session: Session, right: ReturnRight) -> None:
            facts: dict[str, Any] = {"actor": actor(session, "coord-EN"), "now": self.now, "right": right}
            if what == "place":
                returns.propose(session, placement="Deputy director", **facts)
            elif what == "settle":
                risk = next((one.id for one in right.risks if one.settled_at is None), 0)
                returns.settle(session, risk=risk, settlement="A post is held.", **facts)
            elif what == "back":
                returns.enter_return(session, returned_on=self.today, **facts)
            else:
                returns.review(session, held_on=self.today, findings="All is in place.", **facts)

        self.of_right(what, number, verb)

    @rule(number=ANY, kind=st.sampled_from(sorted(positions.DONE)), other=ANY, named=st.booleans())
    def change_position(self, number: int, kind: RiskKind, other: int, named: bool) -> None:
        def act(session: Session) -> None:
            position = self.one(session, Position, number, Position.occupancy != Occupancy.ABOLISHED)
            vacant = self.one(session, Position, other, Position.occupancy == Occupancy.VACANT)
            wanted = PositionChange(kind, "As decided.", vacant if named else None, place="Boise, ID")
            by, version = actor(session, "coord-EN"), position.version
            positions.change(
                session, actor=by, now=self.now, position=position, version=version, change=wanted
            )

        self.do("position", act)

    @rule(days=st.integers(1, 60))
    def let_time_pass(self, days: int) -> None:
        """To the same hour, after nine in the morning: the clock looks at nine at what a day brings."""
        self.now = self.now + timedelta(days=days)
        with unit_of_work(self.engine, read_only=True) as session:
            numbers = due_rights(session, self.now)
        for number in numbers:
            self.do("tick", lambda session, number=number: self.tick(session, number))  # type: ignore[misc]
        with unit_of_work(self.engine) as session:
            for right in session.scalars(select(ReturnRight)).all():
                assert self.tick(session, right.id) == 0, "everything that was due is recorded"
            session.rollback()

    def tick(self, session: Session, number: int) -> int:
        right = session.get_one(ReturnRight, number)
        return returns_clock.act(session, actor=actor(session, "system"), now=self.now, right=right)

    @rule(number=ANY, state=st.sampled_from([*A, *R]))
    def write_by_hand(self, number: int, state: AgreementState | ReturnState) -> None:
        """Whatever the database lets through by raw SQL is a lawful pair; nothing of it stays."""
        table: type[Agreement | ReturnRight] = Agreement if isinstance(state, A) else ReturnRight
        self.taken["by hand"] += 1
        with self.engine.connect() as connection, Session(connection) as session:
            one = self.one(session, table, number)
            if one is None:
                return
            words = f"UPDATE {table.__tablename__} SET state = :state WHERE id = :id"  # noqa: S608
            try:
                session.execute(text(words), {"state": state.value, "id": one.id})
            except IntegrityError:
                self.taken["by hand refused"] += 1
            else:
                assert illegal_pairs(session) == []
            session.rollback()

    @invariant()
    def everybody_has_one_home(self) -> None:
        """A position of one's own that is not abolished; somebody away holds the one that is kept."""
        with unit_of_work(self.engine, read_only=True) as session:
            for slug in PEOPLE:
                person = find(session, Executive, slug)
                assert person.position is not None
                assert person.position.occupancy is not Occupancy.ABOLISHED
            for right in session.scalars(select(ReturnRight).where(ReturnRight.state.in_(OPEN))):
                kept = right.equivalent_id or right.agreement.position_id
                assert right.executive.position_id == kept

    @invariant()
    def states_go_together_and_the_return_has_its_day(self) -> None:
        with unit_of_work(self.engine, read_only=True) as session:
            assert illegal_pairs(session) == []
            away = Counter[int]()
            for right in session.scalars(select(ReturnRight).where(ReturnRight.state.in_(OPEN_STATES))):
                assert right.ends_on == right.agreement.ends_on >= right.starts_on
                away[right.executive_id] += right.starts_on <= self.today <= right.ends_on
            assert all(count <= 1 for count in away.values())
            keys = session.execute(select(ReturnNotice.right_id, ReturnNotice.mark, ReturnNotice.nominal_on))
            assert all(count == 1 for count in Counter(tuple(row) for row in keys).values())


@pytest.fixture(scope="module")
def template_file(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("machine") / "template.sqlite"
    shutil.copy(sqlite_template("world", run_folder), file)
    engine = open_engine(f"sqlite:///{file}", KEYS)
    with unit_of_work(engine) as session:
        made.staff(session)
        made.lasting(session)
        for number in range(3, POSTS + 3):
            session.add(_post(number))
        session.flush()
        for number, slug in enumerate(PEOPLE, 3):
            position = find(session, Position, f"P-{number}")
            find(session, Executive, slug).position, position.occupancy = position, Occupancy.FILLED
    engine.dispose()
    return file


def _post(number: int) -> Position:
    facts: dict[str, Any] = {"position_type": PositionType.GENERAL, "occupancy": Occupancy.VACANT}
    facts |= {"slug": f"P-{number}", "agency_id": 3, "title": f"Director {number}"}
    return Position(as_of=date(2016, 12, 1), **facts)


def test_hundred_steps_lose_nobody_on_the_way_back(template_file: Path) -> None:
    taken = run(WayBack, template_file, 4)
    assert carried_out(taken) >= 100, taken
    assert {"agree", "tick", "by hand refused"} <= set(taken)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_ten_thousand_steps_lose_nobody_on_the_way_back(template_file: Path) -> None:
    taken = run(WayBack, template_file, 300)
    assert carried_out(taken) >= 10_000, taken

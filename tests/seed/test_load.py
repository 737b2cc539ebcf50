"""The demonstration in a database: complete, resumable, repeatable, the same round as the portable file."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from matcher.files import sha256
from models.actors import Actor
from models.agencies import Agency, Organization, SesCoverage
from models.alliances import Alliance
from models.audit import AuditEvent
from models.base import Base
from models.consents import Consent
from models.db import open_engine, open_session, unit_of_work
from models.dreamsheets import DreamSheet, DreamSheetVersion
from models.errors import Conflict
from models.executives import EcqEvidence, Executive
from models.opportunities import Opportunity, OpportunityState
from models.positions import Occupancy, Position
from models.rankings import HostRankingVersion
from models.rounds import PairRule, RoundLimit, RoundState
from models.services import people as verbs
from models.services import rounds as round_verbs
from models.services.people import NewActor
from models.sources import ReferenceSource
from seed import load as loader
from seed.cleaning.tables import checksum
from seed.demonstration import demonstration
from seed.loading import facts, people, rounds
from seed.records import Demonstration
from seed.reference import DATA
from seed.roundfile import round_file
from tests.models.stages import postgres_template
from tests.postgres import Cluster
from tests.seed.begun import KEYS, NOW, begun

pytestmark = pytest.mark.slow  # a load of its own; the gate has the command's, in webui/test_demo.py


class Interrupted(Exception):
    """What a power cut is to the load."""


@pytest.fixture(scope="module")
def engine(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database whose load broke off after the people, after the opportunities and in the middle of the
    sheets, and was taken up a day later."""
    opened = begun("offered", run_folder, tmp_path_factory.mktemp("seed"))

    def break_off(what: str, done: int, total: int) -> None:
        if what == "Dream sheets" and done == 2 * loader.BATCH:
            raise Interrupted

    with pytest.raises(Interrupted):
        loader.load(opened, now=NOW, progress=break_off)
    loader.load(opened, now=NOW + timedelta(days=1))
    yield opened
    opened.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with open_session(engine) as opened:
        yield opened


@pytest.fixture(scope="module")
def made() -> Demonstration:
    return demonstration(as_of=NOW.date())


def count(session: Session, table: type[Base], *where: Any) -> int:
    return session.scalars(select(func.count()).select_from(table).where(*where)).one()


def test_all_posts_and_agencies_are_there(session: Session) -> None:
    assert count(session, Position) == 4500
    assert count(session, Position, Position.occupancy == Occupancy.VACANT) == 878
    assert count(session, Organization) == 1056
    assert count(session, Agency) == 119
    assert count(session, Alliance) == 12
    navy = session.scalars(select(Agency).where(Agency.code == "NV")).one()
    assert navy.parent is not None
    assert (navy.name, navy.parent.code) == ("Department of the Navy", "DD")
    assert {alias.name for alias in navy.parent.aliases} == {"Department of War"}
    faa = session.scalars(select(Agency).where(Agency.code == "TD03")).one()
    assert faa.ses_coverage is SesCoverage.NO


def test_every_fact_file_stands_with_its_hash(session: Session) -> None:
    sources = {row.file: row for row in session.scalars(select(ReferenceSource))}
    invented = sources.pop(people.people_file(2027))
    assert {name: row.sha256 for name, row in sources.items()} == {
        name: checksum(DATA / name) for name in sources
    }
    assert len(sources) == 8
    assert (invented.licence, invented.as_of) == ("CC0-1.0", NOW.date())
    assert "invented" in invented.source


def test_every_person_is_invented_and_says_so(session: Session, made: Demonstration) -> None:
    assert count(session, Executive) == count(session, Executive, Executive.invented) == 2787
    assert count(session, EcqEvidence) == 5 * 2787
    staff = session.scalars(select(Actor).where(Actor.executive_id.is_(None), Actor.slug != people.SYSTEM))
    assert [actor.name for actor in staff if not actor.name.endswith("(invented)")] == []
    assert count(session, Actor, Actor.executive_id.is_not(None)) == len(made.executives)


def test_every_opportunity_is_approved_by_another_than_its_author(
    session: Session, made: Demonstration
) -> None:
    approved = Opportunity.state == OpportunityState.APPROVED
    assert count(session, Opportunity, approved) == len(made.opportunities)
    assert count(session, Opportunity, Opportunity.approved_by_id == Opportunity.created_by_id) == 0


def test_interrupted_load_goes_on_and_files_every_list_once(session: Session, made: Demonstration) -> None:
    assert count(session, DreamSheet) == count(session, DreamSheetVersion) == len(made.sheets)
    assert count(session, Consent) == sum(sheet.consents for sheet in made.sheets)
    assert count(session, HostRankingVersion) == len(made.rankings)
    filed = session.scalars(select(AuditEvent.at).where(AuditEvent.action == "dream_sheets.certify")).all()
    assert len(filed) == len(made.sheets)
    assert sum(at == NOW for at in filed) == 2 * loader.BATCH


def test_round_waits_to_be_frozen_with_all_its_rules(session: Session, made: Demonstration) -> None:
    round_ = rounds.find_round(session, 2027)
    assert round_ is not None
    assert (round_.slug, round_.name) == ("demonstration-2027", "Demonstration round 2027")
    assert round_.state is RoundState.RANKING
    assert count(session, RoundLimit) == len(made.limits)
    assert count(session, PairRule, PairRule.approver_id.is_not(None)) == 60


def test_second_load_changes_nothing(engine: Engine) -> None:
    before = digest(engine)
    assert loader.load(engine, now=NOW + timedelta(days=9)) == "demonstration-2027"
    assert digest(engine) == before


def digest(engine: Engine) -> str:
    """One hash of every row of every table."""
    with engine.connect() as connection:
        content = {
            table.name: [
                str(tuple(row)) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in Base.metadata.sorted_tables
        }
    return sha256(content)


def test_frozen_round_is_the_portable_file(session: Session, made: Demonstration) -> None:
    round_ = rounds.find_round(session, 2027)
    assert round_ is not None
    coordinator = people.get_actor(session, rounds.COORDINATOR)
    content = round_verbs.freeze(session, actor=coordinator, now=NOW, round_=round_).content
    session.rollback()
    assert in_one_order(content) == in_one_order(round_file(made))


def in_one_order(content: dict[str, Any]) -> dict[str, Any]:
    """What both say of the round: lists sorted, defaults written out."""
    return {
        "units": sorted(content["units"], key=lambda unit: unit["id"]),
        "executives": sorted(content["executives"], key=lambda person: person["id"]),
        "opportunities": sorted(
            ({"min_seats": 0, **item} for item in content["opportunities"]), key=lambda item: item["id"]
        ),
        "alliances": sorted(content["alliances"]["pairs"]),
        "pinned": sorted(content["pinned"]),
        "forbidden": sorted(content["forbidden"]),
    }


def test_progress_counts_up_to_the_total(engine: Engine) -> None:
    told: dict[str, list[tuple[int, int]]] = {}
    loader.load(
        engine, now=NOW, progress=lambda what, done, total: told.setdefault(what, []).append((done, total))
    )
    assert list(told) == [
        "Reference data",
        "Invented people",
        "Opportunities",
        "Rules of the round",
        "Dream sheets",
        "Host rankings",
    ]
    assert all(steps == sorted(steps) and steps[-1][0] == steps[-1][1] for steps in told.values())


def test_another_installation_is_left_alone(run_folder: Path, tmp_path: Path) -> None:
    opened = begun("empty", run_folder, tmp_path)
    with unit_of_work(opened) as session:
        verbs.install(session, now=NOW, officer=NewActor("officer", "Somebody else"))
    before = digest(opened)
    with pytest.raises(Conflict, match=r"^This database holds another installation: the demonstration needs"):
        loader.load(opened, now=NOW)
    assert digest(opened) == before
    opened.dispose()


def test_changed_facts_are_refused(run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = begun("empty", run_folder, tmp_path)
    with unit_of_work(opened) as session:
        facts.load_facts(session, actor=people.install_staff(session, now=NOW), now=NOW)
    monkeypatch.setattr(facts, "checksum", lambda _path: "0" * 64)
    with pytest.raises(Conflict, match=r"^agencies.csv is loaded already with other content\.$"):
        loader.load(opened, now=NOW)
    opened.dispose()


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    url = postgres_cluster.clone(postgres_template("empty", postgres_cluster))
    yield url
    postgres_cluster.drop(url)


@pytest.mark.postgres
def test_postgres_counts_on_after_the_ids_that_were_given(postgres_url: str) -> None:
    opened = open_engine(postgres_url, KEYS)
    with unit_of_work(opened) as session:
        facts.load_facts(session, actor=people.install_staff(session, now=NOW), now=NOW)
        session.add(Agency(code="NEW", name="An agency founded later (invented)"))
        session.flush()
        assert session.scalars(select(Agency.id).where(Agency.code == "NEW")).one() == 120
    opened.dispose()


@pytest.mark.slow
@pytest.mark.postgres
def test_postgres_holds_the_same_round(postgres_url: str, engine: Engine, made: Demonstration) -> None:
    opened = open_engine(postgres_url, KEYS)
    loader.load(opened, now=NOW)
    with open_session(opened) as session:
        test_frozen_round_is_the_portable_file(session, made)
    opened.dispose()

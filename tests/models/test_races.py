"""Submissions racing the freeze: acknowledged and kept, or refused and absent."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from sqlalchemy import Engine, Select, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from matcher.files import sha256
from models.db import unit_of_work
from models.dreamsheets import DreamSheet, DreamSheetVersion
from models.errors import Conflict
from models.executives import Executive
from models.outcomes import Snapshot
from models.services import dreamsheets, rounds
from tests.models.walk import SHEETS, Walk, consent, file
from tests.models.world import NOW, actor, find, the_round

pytestmark = pytest.mark.both_engines

T = TypeVar("T")
MOST_TRIES = 1200  # of one executive; far fewer happen before the freeze
LISTS = [["O-1"], ["O-2"], ["O-5", "O-6"], ["O-3", "O-1"]]


def insist(engine: Engine, act: Callable[[Session], T]) -> T:
    """What the act gives. Where SQLite is locked for too long nothing is changed, and it is tried again, as
    the page of that answer says."""
    while True:
        try:
            with unit_of_work(engine) as session:
                return act(session)
        except OperationalError as fault:
            if "database is locked" not in str(fault):
                raise


def submit(engine: Engine, slug: str, choices: list[str], nonce: str) -> str | None:
    """The commitment of an acknowledged submission, None where it was refused."""
    try:
        return insist(engine, lambda session: certify(session, slug, choices, nonce))
    except Conflict:
        return None


def certify(session: Session, slug: str, choices: list[str], nonce: str) -> str:
    owner = actor(session, slug.lower())
    executive = find(session, Executive, slug)
    facts = {"round_": the_round(session), "executive": executive, "choices": choices}
    sheet = dreamsheets.file_sheet(session, actor=owner, now=NOW, **facts).sheet
    return dreamsheets.certify_sheet(session, actor=owner, now=NOW, sheet=sheet, nonce=nonce).commitment


def submit_often(engine: Engine, slug: str, begun: threading.Semaphore) -> list[str | None]:
    first = random.Random(slug).randrange(len(LISTS))
    found: list[str | None] = []
    while len(found) < MOST_TRIES and found[-2:] != [None, None]:
        another = LISTS[(first + len(found)) % len(LISTS)]  # the same again would be no change to certify
        found.append(submit(engine, slug, another, f"{slug}/{len(found)}"))
        begun.release()
    return found


def freeze_meanwhile(engine: Engine, begun: threading.Semaphore, after: int) -> None:
    for _ in range(after):
        begun.acquire()
    insist(engine, freeze)


def freeze(session: Session) -> None:
    for verb in (rounds.close_preferences, rounds.open_ranking, rounds.freeze):
        Walk(session).step(verb)


@pytest.mark.parametrize("submissions", [100, pytest.param(1000, marks=pytest.mark.slow)])
def test_submission_is_acknowledged_and_in_the_snapshot_or_refused_and_absent(
    engine: Engine, submissions: int
) -> None:
    with unit_of_work(engine) as session:
        Walk(session).to_lists()
        for slug in SHEETS:
            file(session, slug, ["O-4"])
            consent(session, slug)
    begun = threading.Semaphore(0)
    with ThreadPoolExecutor(len(SHEETS) + 1) as pool:
        freezing = pool.submit(freeze_meanwhile, engine, begun, submissions)
        racing = {slug: pool.submit(submit_often, engine, slug, begun) for slug in SHEETS}
        freezing.result()
        answers = {slug: future.result() for slug, future in racing.items()}
    assert sum(len(found) for found in answers.values()) >= submissions
    assert all(found[-2:] == [None, None] for found in answers.values())
    with unit_of_work(engine) as session:
        kept = {row.slug: row.commitment for row in session.execute(_counting())}
        frozen = {
            one["id"]: one["choices"] for one in session.scalars(select(Snapshot)).one().content["executives"]
        }
        for slug, found in answers.items():
            acknowledged = [answer for answer in found if answer is not None]
            first = sha256([f"salt of {slug}", slug, [["O-4"]]])
            assert kept[slug] == (acknowledged or [first])[-1]
            assert found == acknowledged + [None] * (len(found) - len(acknowledged))
            assert _matches(kept[slug], slug, frozen[slug])


def _counting() -> Select[str, str]:
    return (
        select(Executive.slug, DreamSheetVersion.commitment)
        .join(DreamSheet, DreamSheet.executive_id == Executive.id)
        .join(DreamSheetVersion, DreamSheetVersion.sheet_id == DreamSheet.id)
        .where(DreamSheetVersion.superseded_at.is_(None))
    )


def _matches(commitment: str, slug: str, choices: list[str]) -> bool:
    """Whether some nonce of this person opens the commitment to the list in the snapshot."""
    nonces = [f"salt of {slug}", *(f"{slug}/{number}" for number in range(MOST_TRIES))]
    return commitment in {sha256([nonce, slug, [[choice] for choice in choices]]) for nonce in nonces}

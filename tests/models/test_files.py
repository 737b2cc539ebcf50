"""What leaves the house, and what is looked at: every file and account on the trail."""

import hashlib
import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher import parse, verify
from matcher.lottery import reveal
from models.audit import AuditEvent
from models.executives import Executive
from models.queries.trail import ACCOUNT, DISCLOSURES, OPEN_FOR, opened_at
from models.services import disclosures, files
from tests.models.walk import Walk
from tests.models.world import NOW, actor, find


def test_files_of_a_run_hold_under_the_independent_check(session: Session) -> None:
    run, auditor = Walk(session).to_solved().outcome(), actor(session, "auditor")
    round_file = files.take_round(session, actor=auditor, now=NOW, outcome=run)
    outcome_file = files.take_outcome(session, actor=auditor, now=NOW, outcome=run)
    assert (round_file.name, outcome_file.name) == ("R-1-run-1.round.json", "R-1-run-1.outcome.json")
    assert verify(parse(round_file.content), json.loads(outcome_file.content)).failures == []
    file = json.loads(round_file.content)
    assert file["seed"] == reveal("an invented secret", "4711.08", file["seed_proof"]["frozen"])


def test_taking_a_file_is_on_the_trail_with_the_hash_of_its_bytes(session: Session) -> None:
    run, auditor = Walk(session).to_solved().outcome(), actor(session, "auditor")
    taken = files.take_outcome(session, actor=auditor, now=NOW, outcome=run)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "outcomes.take_outcome_file")).one()
    assert event.action in DISCLOSURES
    assert (event.actor_id, event.at) == (auditor.id, NOW)
    assert (event.object_type, event.object_id) == ("outcomes", run.id)
    assert event.facts == {"file": taken.name, "file_sha256": hashlib.sha256(taken.content).hexdigest()}


def test_account_is_open_to_whoever_opened_it_for_half_a_day(session: Session) -> None:
    walk = Walk(session).to_solved()
    run, one, other = walk.outcome(), find(session, Executive, "E-05"), find(session, Executive, "E-06")
    exchange, second = actor(session, "exchange"), actor(session, "exchange-2")
    disclosures.open_account(session, actor=exchange, now=NOW, outcome=run, executive=one)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == ACCOUNT)).one()
    assert (event.object_type, event.object_id) == ("executives", one.id)
    assert event.facts == {"round": "R-1", "run": 1}
    looks = [
        opened_at(session, person=exchange, now=NOW, outcome=run, executive=one),
        opened_at(session, person=exchange, now=NOW + OPEN_FOR, outcome=run, executive=one),
        opened_at(session, person=exchange, now=NOW, outcome=run, executive=other),
        opened_at(session, person=second, now=NOW, outcome=run, executive=one),
    ]
    assert looks == [NOW, None, None, None]

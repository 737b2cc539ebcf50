"""What readers of a round's record can check: every entry with its reason, and the file's fingerprint."""

import re
from html import unescape
from pathlib import Path
from subprocess import run

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import record
from models.outcomes import Outcome
from models.queries.trail import Sought, count
from tests.models.world import DAY, NOW, actor, the_round
from tests.webui.site import send, sign_in
from tests.webui.test_outcomes import words

ROUND = "/record/rounds/R-1"


@pytest.mark.parametrize("stage", ["published"])
def test_fingerprint_of_the_file_is_what_its_command_prints(
    client: FlaskClient, db: Session, tmp_path: Path
) -> None:
    page = sign_in(client, "auditor").get(f"{ROUND}/totals").text
    (command,) = (unescape(one) for one in re.findall("python3 -c .*sha256sum", page))
    file = send(client, "/rounds/R-1/outcomes/1/files/round")
    (tmp_path / "R-1-run-1.round.json").write_bytes(file.data)
    printed = run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert printed.stdout[:64] == db.scalars(select(Outcome.input_sha256)).one()
    assert f"File with its seed {printed.stdout[:64]}" in words(page)
    assert "without spaces or line breaks and with sorted keys" in words(page)


@pytest.mark.parametrize("stage", ["published"])
def test_coordinator_reads_every_entry_of_the_round_and_the_reasons(client: FlaskClient, db: Session) -> None:
    system, round_ = actor(db, "system"), the_round(db)
    record(db, round_, "rounds.extend", actor=system, now=NOW - DAY, reason="Snow closed the offices.")
    for _ in range(50):
        record(db, round_, "rounds.freeze", actor=system, now=NOW)
    db.commit()
    page = sign_in(client, "exchange").get(ROUND).text
    whole = f"{ROUND}/acts"
    total = count(db, Sought(round_id=round_.id))
    assert f'<a href="{whole}">All {total} entries</a>' in page
    assert "Snow closed the offices." not in page
    assert f"1 to 50 of {total} entries" in words(client.get(whole).text)
    assert f"51 to {total} of {total} entries" in words(client.get(f"{whole}?page=2").text)
    assert "Snow closed the offices." in client.get(f"{whole}?page=2").text
    assert "record/trail" not in client.get(whole).text
    assert [sign_in(client, who).get(whole).status_code for who in ("office", "e-05", "host-EN")] == [
        200,
        404,
        404,
    ]
    assert 'href="/record/trail?round=R-1"' in sign_in(client, "auditor").get(ROUND).text

"""A waiver asked on an executive's behalf, within the conditions of the release."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.executives import Clearance
from models.opportunities import Opportunity
from models.releases import RefusalReason, Release, ReleaseState
from models.waivers import RequirementAnswer
from tests.models.gates import gate
from tests.models.world import NOW, find
from tests.webui.site import send, sign_in
from tests.webui.test_outcomes import words


@pytest.mark.parametrize("stage", ["filed"])
def test_what_the_release_rules_out_is_asked_of_nobody(client: FlaskClient, db: Session) -> None:
    required = gate(db).id
    conditions = {"state": ReleaseState.GRANTED_WITH_CONDITIONS, "decided_at": NOW, "longest_days": 10}
    db.execute(update(Release).values(conditions))
    db.commit()
    asking = "/releases/R-1/of/E-12/waiver?opportunity=O-3"
    told = words(sign_in(client, "coord-TR").get(asking).text)
    assert "The conditions of the release rule it out, so nobody is asked. Invented Person 12 reads:" in told
    assert "your agency releases you for at most 10." in told
    assert "Ask the host" not in told
    said = {"requirement": str(required), "reason": "She led the same work."}
    refused = send(client, asking, said)
    assert refused.status_code == 409
    assert "The conditions of the release rule it out, so nobody is asked.</" in refused.text
    assert db.scalars(select(RequirementAnswer)).all() == []


@pytest.mark.parametrize("stage", ["filed"])
def test_waiver_that_would_not_help_says_so_above_the_form(client: FlaskClient, db: Session) -> None:
    gate(db)
    db.commit()
    asking = "/releases/R-1/of/E-12/waiver?opportunity=O-3"
    helpless = (
        "As long as that stands, Invented Person 12 cannot put it on the list, and a waiver does not help. "
        "Ask only where it will be put right on the card by 3 December 2026."
    )
    seen = words(sign_in(client, "coord-TR").get(asking).text)
    assert ("Ask the host" in seen, "a waiver does not help" in seen) == (True, False)
    find(db, Opportunity, "O-3").clearance = Clearance.TOP_SECRET
    db.commit()
    seen = words(client.get(asking).text)
    assert helpless in seen


@pytest.mark.parametrize("stage", ["filed"])
def test_nothing_is_asked_for_whoever_home_does_not_release(client: FlaskClient, db: Session) -> None:
    required = gate(db).id
    refusal = {"state": ReleaseState.REFUSED, "refusal": RefusalReason.TIMING, "decided_at": NOW}
    db.execute(update(Release).values(refusal))
    db.commit()
    asking = "/releases/R-1/of/E-12/waiver?opportunity=O-3"
    kept = "Invented Person 12 is not released in First invented round, so no list of theirs counts in it."
    told = words(sign_in(client, "coord-TR").get(asking).text)
    assert f"{kept} So no host is asked for a waiver either." in told
    assert "Ask the host" not in told
    refused = send(client, asking, {"requirement": str(required), "reason": "She led the same work."})
    assert refused.status_code == 409
    assert db.scalars(select(RequirementAnswer)).all() == []
